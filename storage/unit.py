"""One transaction, as handlers see it: everything that is stored, by noun."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.audit import Audit
from storage.blocks import Blocks
from storage.bundles import Bundles
from storage.chains import Chains
from storage.connection import Connection
from storage.dialects import translated
from storage.dialogues import Dialogues
from storage.erasures import Erasures
from storage.errors import DatabaseUnavailable
from storage.expectations import Expectations
from storage.file_minutes import FileMinutes
from storage.followers import Followers
from storage.groups import Groups
from storage.held_reports import HeldReports
from storage.holds import Holds
from storage.inbox import Inbox
from storage.incidents import Incidents
from storage.invitations import Invitations
from storage.issues import Issues
from storage.lessons import Lessons
from storage.messages import SentMessages
from storage.notes import Notes
from storage.outbox import Outbox
from storage.past import PastTickets
from storage.people import People
from storage.plans import Plans
from storage.private_cards import PrivateCards
from storage.promotion import Promotion
from storage.recap_orders import RecapOrders
from storage.receipts import Receipts
from storage.records import Records
from storage.reminders import Reminders
from storage.reports import Reports
from storage.roles import Roles
from storage.rosters import Rosters
from storage.sealing import Sealer
from storage.searches import Searches
from storage.sendings import Sendings
from storage.shared import Allowance, Leases
from storage.tallies import Tallies
from storage.templates import Templates
from storage.tickets import Tickets
from storage.topics import Topics
from storage.traffic import Traffic
from storage.weeks import Weeks


class Unit:
    """A transaction of `Database.transaction`. Not to be used by two tasks, nor after its block has ended."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self.people = People(connection, sealer)
        self.groups = Groups(connection, sealer)
        self.dialogues = Dialogues(connection, sealer)
        self.expectations = Expectations(connection, sealer)
        self.tickets = Tickets(connection, sealer)
        self.messages = SentMessages(connection, sealer)
        self.topics = Topics(connection, sealer)
        self.inbox = Inbox(connection, sealer)
        self.outbox = Outbox(connection, sealer, self.messages)
        self.reminders = Reminders(connection, sealer)
        self.traffic = Traffic(connection, sealer, self.outbox)
        self.notes = Notes(connection, sealer)
        self.invitations = Invitations(connection, sealer)
        self.bundles = Bundles(connection, sealer)
        self.rosters = Rosters(connection, sealer)
        self.private_cards = PrivateCards(connection, sealer)
        self.past = PastTickets(connection, sealer)
        self.weeks = Weeks(connection, sealer)
        self.plans = Plans(connection, sealer)
        self.recap_orders = RecapOrders(connection, sealer)
        self.reports = Reports(connection, sealer)
        self.followers = Followers(connection, sealer)
        self.incidents = Incidents(connection, sealer)
        self.audit = Audit(connection, sealer)
        self.roles = Roles(connection, sealer)
        self.records = Records(connection, sealer)
        self.sendings = Sendings(connection, sealer)
        self.issues = Issues(connection, sealer)
        self.templates = Templates(connection, sealer)
        self.chains = Chains(connection, sealer)
        self.searches = Searches(connection, sealer)
        self.lessons = Lessons(connection, sealer)
        self.erasures = Erasures(connection, sealer)
        self.holds = Holds(connection, sealer)
        self.blocks = Blocks(connection, sealer)
        self.held_reports = HeldReports(connection, sealer)
        self.file_minutes = FileMinutes(connection, sealer)
        self.receipts = Receipts(connection, sealer)
        self.promotion = Promotion(connection, sealer)
        self.tallies = Tallies(connection, sealer)
        self.leases = Leases(connection, sealer)
        self.allowance = Allowance(connection, sealer)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part of the transaction that may fail for itself: when the block raises, only the block is undone.

        After DatabaseUnavailable there is no part left to save: the whole transaction must end.
        """
        mark, counted = self.outbox.mark(), self.tallies.mark()
        with translated():
            point = await self._connection.savepoint()
        try:
            yield
        except DatabaseUnavailable:
            raise
        except BaseException:
            with translated():
                await point.rollback()
            self.outbox.back_to(mark)
            self.tallies.back_to(counted)
            raise
        with translated():
            await point.commit()

    async def flush(self) -> None:
        """Write what was gathered to be written together."""
        await self.outbox.flush()
        await self.tallies.flush()
