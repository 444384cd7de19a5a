"""A coordinator alone with us passes something on (a forwarded message, a link, a screenshot): shall it be recorded?

Offered once, with the way to the coordinator's own complaint beside it. What comes within a few minutes joins it.
"""

from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from handlers import access, behalf, buttons, complaint, recording, texts, watch
from handlers.desk import Desk
from handlers.recording import Place
from messages import records as words
from storage.values import Dialogue, Group, Person
from tickets.dialogue import Message, Press, Priority
from tickets.forms.draft import Heard
from tickets.forms.recording import LINK, SAID_BY, SOURCE
from tickets.links import links_in, source_of, without_links
from tickets.people import Deed
from tickets.sources import Source

OFFER = "offer"
"""The word in the buttons' data."""
_FORM = "record-offer"
_VERSION = 1
_JOINS = timedelta(minutes=10)
"""What comes so soon after belongs to the same matter."""
_MOST = 10
_HEARD = TypeAdapter(tuple[Heard, ...])


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/catat, in the coordinator's group or alone with us."""
    if await access.may(person, group, Deed.RECORD, desk):
        await recording.command(Place(person, group), message, desk)
    else:
        await desk.say(message.chat, words.RecordingNotAllowed(), priority=Priority.ANSWER)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """A button of the form, of the offer, or of a ticket that was recorded."""
    if not await access.may(person, group, Deed.RECORD, desk):
        await desk.say(press.chat, words.RecordingNotAllowed(), priority=Priority.ANSWER)
    elif action.word(0) == OFFER:
        await _decided(person, action, desk)
    elif action.word(0) in behalf.VERBS:
        await behalf.pressed(press.chat, person, group, action, desk)
    else:
        await recording.pressed(Place(person, group), action, desk)


async def takes(person: Person, message: Message, desk: Desk, *, has_draft: bool) -> bool:
    """What a coordinator sends goes to the record that is open, or is offered to become one. Tells whether it does."""
    if not await access.is_coordinator(person, desk):
        return False
    place = Place(person)
    session = await recording.load(place, desk)
    if session:
        await recording.hear(place, session, message, desk)
        return True
    offered = await _offered(place, desk)
    if has_draft or not (offered or _is_passed_on(message)):
        return False
    heard = texts.heard(message)
    if heard.is_empty:
        return False
    await _offer(place, (*offered, heard)[-_MOST:], message, desk, again=_is_of_album(offered, heard))
    return True


async def _decided(person: Person, action: buttons.Action, desk: Desk) -> None:
    """*Catat*, *Minta respon isu* or *Laporan saya sendiri*."""
    place = Place(person)
    dialogue = await desk.unit.dialogues.load(place.room, person.id)
    heard = _read(dialogue)
    if dialogue is None or not heard:
        await desk.say(person, words.RecordNotOpen())
        return
    await desk.unit.dialogues.close(place.room, person.id)
    if action.word(1) == "yes":
        await recording.begin(place, heard, desk, **dialogue.data.get("known", {}))
        return
    text = "\n".join(each.text for each in heard if each.text)
    links = links_in(text)
    if action.word(1) == "issue" and links:
        await watch.named(place.chat, links[0], without_links(text), person, desk)
        return
    await complaint.begin(person, heard[0], desk)
    for more in heard[1:]:
        session = await complaint.load(person, desk)
        if session:
            await complaint.hear(person, session, more, desk)


async def given_up(person: Person, message: Message, desk: Desk) -> bool:
    """/batal alone with us while something is recorded: ask whether it shall go. Tells whether something was."""
    if message.command is None or message.command.name != "batal" or not await access.is_coordinator(person, desk):
        return False
    place = Place(person)
    session = await recording.load(place, desk)
    if session:
        await recording.cancel(place, session, desk)
    return session is not None


async def _offer(place: Place, heard: tuple[Heard, ...], message: Message, desk: Desk, *, again: bool) -> None:
    """Keep it and ask; of an album only once."""
    dialogue = Dialogue(
        chat=place.room,
        person_id=place.person.id,
        form=_FORM,
        version=_VERSION,
        data={"heard": _HEARD.dump_python(heard, mode="json"), "known": _known(message)},
        revision=len(heard),
        updated_at=desk.now,
    )
    await desk.unit.dialogues.save(dialogue)
    if again:
        return
    text = "\n".join(each.text for each in heard if each.text)
    links = links_in(text)
    offered = words.AskWhetherRecord(
        text=text, files=sum(len(each.attachments) for each in heard), link=links[0] if links else None
    )
    offers = (("record", "yes"), *((("issue_ask", "issue"),) if links else ()), ("own_report", "own"))
    rows = tuple(
        (desk.button(key, buttons.pack(buttons.RECORD, OFFER, choice), place.person.language),)
        for key, choice in offers
    )
    await desk.say(place.person, offered, rows=rows, priority=Priority.ANSWER, reply_to=message.message_id)


def _known(message: Message) -> dict[str, str]:
    """What a forwarded message tells about itself: who said it, and where it stands."""
    forwarded = message.passed_on
    known = {}
    if forwarded and forwarded.by:
        known[SAID_BY] = forwarded.by
    if forwarded and forwarded.link:
        known |= {LINK: forwarded.link, SOURCE: source_of(forwarded.link).value}
    elif forwarded:
        known[SOURCE] = Source.SOCIAL_MEDIA.value
    return known


def _is_passed_on(message: Message) -> bool:
    return bool((message.forwarded and not message.is_ours) or message.attachments or links_in(message.text))


def _is_of_album(offered: tuple[Heard, ...], heard: Heard) -> bool:
    return heard.album is not None and any(each.album == heard.album for each in offered)


async def _offered(place: Place, desk: Desk) -> tuple[Heard, ...]:
    """What was offered a moment ago and not decided on."""
    dialogue = await desk.unit.dialogues.load(place.room, place.person.id)
    if dialogue is None or desk.now - dialogue.updated_at > _JOINS:
        return ()
    return _read(dialogue)


def _read(dialogue: Dialogue | None) -> tuple[Heard, ...]:
    if dialogue is None or (dialogue.form, dialogue.version) != (_FORM, _VERSION):
        return ()
    try:
        return _HEARD.validate_python(dialogue.data.get("heard", ()))
    except ValidationError:
        return ()
