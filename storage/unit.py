"""One transaction, as handlers see it: everything that is stored, by noun."""

from collections.abc import Iterable

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
from storage.memory import Memory
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
from tickets.dialogue import Chat, ChatKind, Inbound, Message, Press


class Unit:
    """A transaction of `Database.transaction`. Not to be used by two tasks, nor after its block has ended."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._memory = memory = Memory()
        self.people = People(connection, sealer, memory)
        self.groups = Groups(connection, sealer, memory)
        self.dialogues = Dialogues(connection, sealer, memory)
        self.expectations = Expectations(connection, sealer, memory)
        self.tickets = Tickets(connection, sealer, memory)
        self.messages = SentMessages(connection, sealer, memory)
        self.topics = Topics(connection, sealer, memory)
        self.inbox = Inbox(connection, sealer, memory)
        self.outbox = Outbox(connection, sealer, self.messages)
        self.reminders = Reminders(connection, sealer, memory)
        self.traffic = Traffic(connection, sealer, self.outbox)
        self.notes = Notes(connection, sealer, memory)
        self.invitations = Invitations(connection, sealer, memory)
        self.bundles = Bundles(connection, sealer, memory)
        self.rosters = Rosters(connection, sealer, memory)
        self.private_cards = PrivateCards(connection, sealer, memory)
        self.past = PastTickets(connection, sealer, memory)
        self.weeks = Weeks(connection, sealer, memory)
        self.plans = Plans(connection, sealer, memory)
        self.recap_orders = RecapOrders(connection, sealer, memory)
        self.reports = Reports(connection, sealer, memory)
        self.followers = Followers(connection, sealer, memory)
        self.incidents = Incidents(connection, sealer, memory)
        self.audit = Audit(connection, sealer, memory)
        self.roles = Roles(connection, sealer, memory)
        self.records = Records(connection, sealer, memory)
        self.sendings = Sendings(connection, sealer, memory)
        self.issues = Issues(connection, sealer, memory)
        self.templates = Templates(connection, sealer, memory)
        self.chains = Chains(connection, sealer, memory)
        self.searches = Searches(connection, sealer, memory)
        self.lessons = Lessons(connection, sealer, memory)
        self.erasures = Erasures(connection, sealer, memory)
        self.holds = Holds(connection, sealer, memory)
        self.blocks = Blocks(connection, sealer, memory)
        self.held_reports = HeldReports(connection, sealer, memory)
        self.file_minutes = FileMinutes(connection, sealer, memory)
        self.receipts = Receipts(connection, sealer, memory)
        self.promotion = Promotion(connection, sealer, memory)
        self.tallies = Tallies(connection, sealer, memory)
        self.leases = Leases(connection, sealer, memory)
        self.allowance = Allowance(connection, sealer, memory)

    def savepoint(self) -> "_Step":
        """A part of the transaction that may fail for itself: when the block raises, only the block is undone.

        After DatabaseUnavailable there is no part left to save: the whole transaction must end.
        """
        return _Step(self, self._connection, self._memory)

    async def foresee(self, steps: Iterable[Inbound]) -> None:
        """Read what these steps will all begin with, in three statements for all: who writes, their drafts, and what is
        expected of them. Only of private chats, whose lanes are this transaction's alone.
        """
        chats: dict[str, dict[str, Chat]] = {}
        for step in steps:
            if isinstance(step, Message | Press) and step.chat.kind is ChatKind.PRIVATE:
                chats.setdefault(step.chat.channel, {})[step.sender.id] = step.chat
        for channel, of_sender in chats.items():
            known = await self.people.foresee(channel, of_sender)
            await self.dialogues.foresee([(of_sender[sender], person_id) for sender, person_id in known.items()])
            await self.expectations.foresee(known.values())

    async def flush(self) -> None:
        """Write what was gathered to be written together."""
        await self.outbox.flush()
        await self.tallies.flush()


class _Step:
    """The block of `Unit.savepoint`."""

    __slots__ = ("_connection", "_counted", "_mark", "_memory", "_point", "_unit")

    def __init__(self, unit: Unit, connection: Connection, memory: Memory) -> None:
        self._unit = unit
        self._connection = connection
        self._memory = memory

    async def __aenter__(self) -> None:
        self._mark, self._counted = self._unit.outbox.mark(), self._unit.tallies.mark()
        self._memory.begin_step()
        with translated():
            self._point = await self._connection.savepoint()

    async def __aexit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, DatabaseUnavailable):
            return
        with translated():
            await (self._point.commit() if error is None else self._point.rollback())
        if error is not None:
            self._memory.clear()
            self._unit.outbox.back_to(self._mark)
            self._unit.tallies.back_to(self._counted)
