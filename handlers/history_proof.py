"""*Bukti riwayat*: a reporter's own histories as a file that docs/verify_receipt.py checks without us.

What agency and coordinator settle among themselves, and what tells of other people's reports, is in it as a hash alone:
the chain still shows that something stands there, and that it is what stood there.
"""

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any, Final

from handlers import texts
from handlers.desk import Desk
from messages import citizen
from messages.privacy import HistoryProof
from storage.chains import Witness, words_of
from storage.values import Person
from tickets.events import INTERNAL, ActorKind, EventKind
from tickets.ticket import Ticket

FORMAT: Final = 1
MOST: Final = 20
"""Of reports, the newest: each brings the links of its days along."""
_OF_OTHERS: Final = {EventKind.JOINED, EventKind.LEFT, EventKind.MERGED, EventKind.SPLIT}
"""Their codes name other people's reports."""
_HIDDEN: Final = INTERNAL | _OF_OTHERS | {EventKind.CORRECTED}


async def send(person: Person, desk: Desk) -> None:
    """The file into the private chat."""
    tickets = await desk.unit.tickets.of_reporter(person.id, MOST)
    if not tickets:
        await desk.say(person, citizen.NoReports(), rows=texts.menu(desk, person))
        return
    proof = HistoryProof(reports=len(tickets), contact=desk.office.catalogue.notice.contact)
    data = json.dumps(await _proof(tickets, person, desk), ensure_ascii=False, indent=1).encode()
    await desk.send_file(person, f"bukti-riwayat-{desk.today:%Y-%m-%d}.json", data, proof)


async def _proof(tickets: tuple[Ticket, ...], person: Person, desk: Desk) -> Mapping[str, Any]:
    histories = [(ticket, await desk.unit.chains.witnesses(ticket.id)) for ticket in tickets]
    anchors = {each.anchor for _, history in histories for each in history if each.anchor is not None}
    days = await desk.unit.chains.days(anchors)
    names = {day.anchor.id: day.anchor.day for day in days}
    return {
        "format": FORMAT,
        "reports": [
            {
                "number": ticket.number,
                "id": ticket.id,
                "facts": [_fact(each, ticket, person, names) for each in history],
            }
            for ticket, history in histories
        ],
        "days": [
            {"day": day.anchor.day, "previous": day.previous, "digest": day.anchor.digest, "links": day.links}
            for day in days
        ],
    }


def _fact(witness: Witness, ticket: Ticket, person: Person, days: Mapping[int, str]) -> Mapping[str, Any]:
    """As `tickets.chain.link` reads it."""
    event, seq = witness.event, witness.link.seq
    linked = {"seq": seq, "hash": witness.link.hash, "day": days.get(witness.anchor or 0)}
    if event.kind in _HIDDEN:
        return linked
    shown = linked | {
        "kind": event.kind.value,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": event.actor.kind.value,
        "agency": event.actor.agency,
        "data": dict(event.data),
        "words_hash": witness.words_hash,
    }
    is_anothers = event.actor.kind is ActorKind.REPORTER and event.actor.person_id != person.id
    if witness.salt is None or is_anothers or not any(words_of(ticket, event, seq)[:-1]):
        return shown
    return shown | {"salt": witness.salt, "words": words_of(ticket, event, seq)}
