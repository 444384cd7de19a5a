"""Words that wait while we ask a citizen what they belong to: kept with the question, then used in their order."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handlers import complaint, texts
from handlers.desk import Desk, private_chat
from storage.values import Expectation, Person
from tickets.dialogue import Message, Sender
from tickets.forms.draft import Heard

_HEARD = TypeAdapter(tuple[Heard, ...])


def data_of(said: Sequence[Heard]) -> dict[str, Any]:
    """For the data of an expectation."""
    return {"heard": _HEARD.dump_python(tuple(said), mode="json")}


def read(expectation: Expectation) -> tuple[Heard, ...]:
    """What waits with an expectation; nothing, if another version stored it."""
    try:
        return _HEARD.validate_python(expectation.data.get("heard", ()))
    except ValidationError:
        return ()


async def waiting(person: Person, what: str, desk: Desk) -> tuple[Heard, ...]:
    """What waits for the answer to that question; nothing while another one is open."""
    expectation = await desk.unit.expectations.of(person.id)
    return read(expectation) if expectation and expectation.what == what else ()


def together(person: Person, said: Sequence[Heard], desk: Desk) -> Message:
    """Several messages as one."""
    return Message(
        key="",
        at=desk.now,
        chat=private_chat(person),
        sender=Sender(person.external_id, person.name),
        message_id=said[0].message_id,
        text="\n".join(each.text for each in said if each.text),
        attachments=tuple(file for each in said for file in each.attachments),
        location=next((each.location for each in said if each.location), None),
    )


async def begin_complaint(person: Person, said: Sequence[Heard], desk: Desk) -> None:
    """It is a new matter; it does not take the place of a draft begun meanwhile."""
    await desk.unit.expectations.drop(person.id)
    begun = await complaint.load(person, desk)
    if begun:
        await complaint.offer_another(person, begun, texts.heard(together(person, said, desk)), desk)
        return
    await complaint.begin(person, said[0], desk)
    for more in said[1:]:
        session = await complaint.load(person, desk)
        if session:
            await complaint.hear(person, session, more, desk)
