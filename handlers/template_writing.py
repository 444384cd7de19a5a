"""Canned answers are written, changed and deleted: typed behind /templat, or in reply to our question.

Whoever changes one says which wording they saw: two who change the same one do not overwrite each other unseen.
"""

from dataclasses import replace

from handlers import access, buttons, template_list, texts
from handlers.desk import Desk
from handlers.template_list import back, pack
from messages import templates as words
from storage.values import Group, Person
from tickets.dialogue import Message, Press, Priority
from tickets.people import Deed
from tickets.templates import LONGEST, LONGEST_NAME, MOST, Placeholder, Template, Unfit, read

_ASKED = "template-asked"
_NEW = "new"
_PLACEHOLDERS = tuple(placeholder.value for placeholder in Placeholder)


def is_asked(slot: str | None) -> bool:
    """Whether a message under that slot asks for a template."""
    return slot is not None and slot.partition(":")[0] == _ASKED


async def typed(group: Group, person: Person, message: Message, args: str, desk: Desk) -> bool:
    """/templat tambah, ubah or hapus. Tells whether it was one of these."""
    verb, *rest = args.split(maxsplit=1)[:2] or ("",)
    said = rest[0] if rest else ""
    match verb.casefold():
        case "tambah" if said:
            await _add(group, person, message, said, None, desk)
        case "tambah":
            await _ask(group, person, message.message_id, None, desk)
        case "ubah" | "hapus":
            await _typed_about_one(group, person, message, (verb.casefold(), said), desk)
        case _:
            return False
    return True


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A button that changes something. A button of a template that is gone brings the list."""
    match action.word(0):
        case "add":
            await _ask(group, person, press.message_id, None, desk)
            return
        case "hide_all":
            await _hide_all(group, person, desk)
        case "show_all":
            await _show_all(group, desk)
        case verb:
            template = await template_list.find(group, action.word(1), desk)
            if template is None and verb in {"drop", "hide"}:  # pressed twice, or somebody was quicker
                return
            if template and await _pressed_one(group, person, press, (verb, action.number(2)), template, desk):
                return
    await template_list.show(group, press.message_id, desk, press=press)


async def replied(group: Group, person: Person, message: Message, desk: Desk) -> bool:
    """A reply to our question is a template. Tells whether it was such a reply."""
    slot = await desk.unit.messages.slot_of(message.chat, message.reply_to) if message.reply_to else None
    if slot is None or not is_asked(slot):
        return False
    if not await access.may(person, group, Deed.KEEP_TEMPLATES, desk):
        return True
    _, ref, revision, *_ = slot.split(":")
    if ref == _NEW:
        await _add(group, person, message, message.text, slot, desk)
        return True
    template = await template_list.find(group, ref, desk)
    if template is None:
        await unknown(group, message.message_id, "", desk)
    elif str(template.revision) != revision:
        await _was_quicker(group, person, message.message_id, template, desk)
    else:
        await _change(group, person, message, message.text, template, slot, desk)
    return True


async def _typed_about_one(group: Group, person: Person, message: Message, said: tuple[str, str], desk: Desk) -> None:
    """/templat ubah NAMA: isi, /templat ubah NAMA, /templat hapus NAMA."""
    verb, rest = said
    name, colon, text = rest.partition(":")
    template = await template_list.named(group, name, desk)
    if template is None:
        await unknown(group, message.message_id, name, desk)
    elif verb == "hapus":
        await _ask_drop(group, message.message_id, template, None, desk)
    elif colon and text.strip():
        await _change(group, person, message, rest, template, None, desk)
    else:
        await _ask(group, person, message.message_id, template, desk)


async def _pressed_one(
    group: Group, person: Person, press: Press, wish: tuple[str, int | None], template: Template, desk: Desk
) -> bool:
    """Tells whether there is nothing more to be shown."""
    verb, revision = wish
    match verb:
        case "edit":
            await _ask(group, person, press.message_id, template, desk)
        case "hide" if template.sample:
            await _keep_away(group, person, template, desk)
            await _dropped(group, person, press, template, desk)
        case "ask_drop" if not template.sample:
            await _ask_drop(group, press.message_id, template, press, desk)
        case "drop" if not template.sample and revision == template.revision:
            if await _drop(group, person, template, desk):
                await _dropped(group, person, press, template, desk)
        case "drop":  # it reads otherwise by now
            await template_list.show_one(group, press.message_id, template, desk, press=press)
        case _:
            return False
    return True


async def _ask(group: Group, person: Person, asked: str, template: Template | None, desk: Desk) -> None:
    """Ask for a new one, or for the new wording of one."""
    question = words.AskTemplate(
        who=texts.mention(person),
        changed=template.name if template else "",
        text=template.text if template else "",
        placeholders=_PLACEHOLDERS,
    )
    ref, revision = (template.ref, template.revision) if template else (_NEW, 0)
    await desk.say(
        group.chat,
        question,
        priority=Priority.ANSWER,
        slot=f"{_ASKED}:{ref}:{revision}:{asked}",
        reply_to=asked,
        ask_reply=True,
    )


async def _add(group: Group, person: Person, message: Message, said: str, slot: str | None, desk: Desk) -> None:
    """A new one. `slot`: of the question it replies to, under which it is asked again."""
    try:
        new = replace(read(said), by=person.id, at=desk.now)
    except Unfit as unfit:
        await _refuse(group, message.message_id, unfit.flaw.value, slot, desk, unknown=unfit.unknown)
        return
    own = await desk.unit.templates.of(group.agency, lock=True)
    mark = _of_key(own, new.key)
    if _count(own) >= MOST:
        await _refuse(group, message.message_id, "full", None, desk)
    elif (mark and mark.text) or not await _keep(group, new, mark, desk):
        await _refuse(group, message.message_id, "taken", slot, desk, name=new.name)
    else:
        await _saved(group, message.message_id, new, "", desk, is_new=True)


async def _change(
    group: Group, person: Person, message: Message, said: str, template: Template, slot: str | None, desk: Desk
) -> None:
    """Other words, or another name; a sample becomes the agency's own."""
    try:
        new = read(said, template.name)
    except Unfit as unfit:
        await _refuse(group, message.message_id, unfit.flaw.value, slot, desk, unknown=unfit.unknown)
        return
    own = await desk.unit.templates.of(group.agency, lock=True)
    other = _of_key(own, new.key)
    changed = replace(template, name=new.name, text=new.text, sample="", by=person.id, at=desk.now)
    if template.sample and _count(own) >= MOST:
        await _refuse(group, message.message_id, "full", None, desk)
    elif other and other.text and other.id != template.id:
        await _refuse(group, message.message_id, "taken", slot, desk, name=new.name)
    elif await _keep(group, changed, other, desk):
        if changed.key != template.key:
            await _keep_away(group, person, template, desk)
        before = template.name if changed.name != template.name else ""
        await _saved(group, message.message_id, changed, before, desk, is_new=False)
    else:
        await _was_quicker(group, person, message.message_id, template, desk)


async def _keep(group: Group, template: Template, other: Template | None, desk: Desk) -> bool:
    """Store a new or a changed one; the mark of a hidden sample of that name gives way. False: somebody was quicker."""
    templates = desk.unit.templates
    if not template.id:
        if other is None:
            return await templates.add(group.agency, template)
        return await templates.change(group.agency, replace(template, id=other.id, revision=other.revision))
    if other and other.id != template.id:
        await templates.drop(group.agency, other)
    return await templates.change(group.agency, template)


async def _keep_away(group: Group, person: Person, template: Template, desk: Desk) -> None:
    """The sample of that name does not come back when what the agency made of it goes."""
    if any(sample.key == template.key for sample in desk.office.catalogue.templates):
        await desk.unit.templates.add(group.agency, Template(template.name, "", by=person.id, at=desk.now))


async def _drop(group: Group, person: Person, template: Template, desk: Desk) -> bool:
    dropped = await desk.unit.templates.drop(group.agency, template)
    if dropped:
        await _keep_away(group, person, template, desk)
    return dropped


async def _hide_all(group: Group, person: Person, desk: Desk) -> None:
    for template in await template_list.offered_to(group, desk):
        if template.sample:
            await _keep_away(group, person, template, desk)


async def _show_all(group: Group, desk: Desk) -> None:
    for template in await desk.unit.templates.of(group.agency, lock=True):
        if not template.text:
            await desk.unit.templates.drop(group.agency, template)


async def _was_quicker(group: Group, person: Person, asked: str, template: Template, desk: Desk) -> None:
    """Somebody changed it since it was shown: theirs stands, and the new wording can be typed once more."""
    own = await desk.unit.templates.of(group.agency)
    now = next((each for each in own if each.id == template.id and each.text), None)
    if now is None or now.by is None:
        await unknown(group, asked, template.name, desk)
        return
    by = await desk.unit.people.get(now.by)
    await desk.say(
        group.chat,
        words.TemplateChangedMeanwhile(who=texts.mention(person), name=now.name, by=by.name, text=now.text),
        priority=Priority.ANSWER,
        slot=f"{_ASKED}:{now.ref}:{now.revision}:{asked}",
        reply_to=asked,
        ask_reply=True,
    )


async def _ask_drop(group: Group, asked: str, template: Template, press: Press | None, desk: Desk) -> None:
    yes = desk.button("drop_template_yes", pack("drop", template.ref, template.revision))
    question = words.AskDropTemplate(name=template.name)
    if template.sample:
        yes = desk.button("hide", pack("hide", template.ref))
    await template_list.put(group, asked, question, ((yes,), (back(desk),)), desk, press=press)


async def _dropped(group: Group, person: Person, press: Press, template: Template, desk: Desk) -> None:
    dropped = words.TemplateDropped(name=template.name, by=person.name, sample=bool(template.sample))
    await template_list.put(group, press.message_id, dropped, ((back(desk),),), desk, press=press)


async def _saved(group: Group, asked: str, template: Template, before: str, desk: Desk, *, is_new: bool) -> None:
    saved = words.TemplateSaved(name=template.name, before=before, text=template.text, new=is_new)
    await template_list.put(group, asked, saved, ((back(desk),),), desk)


async def _refuse(
    group: Group,
    asked: str,
    flaw: str,
    slot: str | None,
    desk: Desk,
    *,
    name: str = "",
    unknown: tuple[str, ...] = (),
) -> None:
    """Say what is wrong; where it replied to our question, it can be replied to again."""
    refused = words.TemplateRefused(
        flaw=flaw,
        name=name,
        unknown=unknown,
        placeholders=_PLACEHOLDERS,
        longest=LONGEST,
        longest_name=LONGEST_NAME,
        most=MOST,
    )
    rows = () if slot else ((back(desk),),)
    await desk.say(
        group.chat, refused, rows=rows, priority=Priority.ANSWER, slot=slot, reply_to=asked, ask_reply=slot is not None
    )


async def unknown(group: Group, asked: str, name: str, desk: Desk) -> None:
    """There is none of that name."""
    gone = words.TemplateUnknown(name=name.strip()[:LONGEST_NAME])
    await template_list.put(group, asked, gone, ((back(desk),),), desk)


def _of_key(own: tuple[Template, ...], key: str) -> Template | None:
    return next((template for template in own if template.key == key), None)


def _count(own: tuple[Template, ...]) -> int:
    """How many there are, without the marks of hidden samples."""
    return sum(bool(template.text) for template in own)
