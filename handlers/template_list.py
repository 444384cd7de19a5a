"""Canned answers as a group sees them: in pages, for a ticket or to be changed, and one by one."""

from handlers import buttons
from handlers.desk import Desk
from messages import templates as words
from messages.base import Message as Words
from storage.values import Group
from tickets.dialogue import Button, Press, Priority, Rows
from tickets.templates import Template, key_of, offered
from tickets.ticket import Ticket

PAGE = 8
"""Templates of a page."""
CLOSING = "c"
"""In a button: what is chosen answers and closes."""
_SLOT = "templates"


async def offered_to(group: Group, desk: Desk) -> tuple[Template, ...]:
    """What the group can use: its own, then the catalogue's samples."""
    return offered(await desk.unit.templates.of(group.agency), desk.office.catalogue.templates)


async def find(group: Group, ref: str, desk: Desk) -> Template | None:
    """The one that a button means, if the group can use it."""
    return next((each for each in await offered_to(group, desk) if each.ref == ref), None)


async def named(group: Group, typed: str, desk: Desk) -> Template | None:
    """The one of that name."""
    return next((each for each in await offered_to(group, desk) if each.key == key_of(typed)), None)


async def offer(group: Group, asked: str, ticket: Ticket, desk: Desk, *, closing: bool) -> None:
    """*Templat*, where somebody is about to answer; nothing for who has written none."""
    if not any(each.text for each in await desk.unit.templates.of(group.agency)):
        return
    rows = ((desk.button("template", pack("list", 0, *_about(ticket, closing))),),)
    await put(group, asked, words.TemplatesOffered(number=ticket.number), rows, desk, ticket=ticket)


async def show(
    group: Group,
    asked: str,
    desk: Desk,
    *,
    page: int = 0,
    ticket: Ticket | None = None,
    closing: bool = False,
    press: Press | None = None,
) -> None:
    """The list: for a ticket to choose from, else to look at and to change. `asked`: the message that wants it."""
    known = await desk.unit.templates.of(group.agency)
    templates = offered(known, desk.office.catalogue.templates)
    pages = max(1, -(-len(templates) // PAGE))
    page = min(page, pages - 1)
    these = templates[page * PAGE : (page + 1) * PAGE]
    shown = words.TemplateList(
        agency=None if group.is_coordinator else desk.agency_name(group.agency),
        number=ticket.number if ticket else "",
        templates=tuple(words.TemplateLine(name=each.name, text=each.text, sample=bool(each.sample)) for each in these),
        total=len(templates),
        page=page + 1,
        pages=pages,
    )
    about = _about(ticket, closing)
    verb = "see" if ticket is None else "use"
    chosen = tuple((Button(each.name, pack(verb, each.ref, *about)),) for each in these)
    turns = _turns(page, pages, about, desk)
    rows = (*chosen, *turns, *([] if ticket else _changes(known, templates, desk)))
    await put(group, asked, shown, rows, desk, ticket=ticket, press=press)


async def show_one(group: Group, asked: str, template: Template, desk: Desk, *, press: Press | None = None) -> None:
    """One as it was written, with what can be done to it."""
    changed_by = await desk.unit.people.get(template.by) if template.by else None
    shown = words.TemplateShown(
        name=template.name,
        text=template.text,
        sample=bool(template.sample),
        by=changed_by.name if changed_by else None,
        at=template.at,
    )
    away = ("hide", "hide") if template.sample else ("drop_template", "ask_drop")
    rows = (
        (desk.button("change", pack("edit", template.ref)), desk.button(away[0], pack(away[1], template.ref))),
        (back(desk),),
    )
    await put(group, asked, shown, rows, desk, press=press)


async def put(
    group: Group,
    asked: str,
    shown: Words,
    rows: Rows,
    desk: Desk,
    *,
    ticket: Ticket | None = None,
    press: Press | None = None,
) -> None:
    """In place of the list whose button was pressed, or as a new message."""
    slot = await desk.unit.messages.slot_of(group.chat, press.message_id) if press else None
    about = ticket.id if ticket else None
    if press and slot and slot.partition(":")[0] == _SLOT:
        await desk.edit(group.chat, slot, shown, rows=rows, ticket_id=about, priority=Priority.ANSWER)
    else:
        await desk.say(
            group.chat,
            shown,
            rows=rows,
            priority=Priority.ANSWER,
            slot=f"{_SLOT}:{asked}",
            ticket_id=about,
            reply_to=asked,
        )


def back(desk: Desk) -> Button:
    """To the list."""
    return desk.button("all_templates", pack("list", 0))


def pack(verb: str, *args: object) -> str:
    """Data of a button of ours."""
    return buttons.pack(buttons.TEMPLATE, verb, *args)


def _about(ticket: Ticket | None, closing: bool) -> tuple[object, ...]:
    """What a button of a list says of the ticket that it is for."""
    if ticket is None:
        return ()
    return (ticket.id, CLOSING) if closing else (ticket.id,)


def _turns(page: int, pages: int, about: tuple[object, ...], desk: Desk) -> Rows:
    turns = []
    if page > 0:
        turns.append(desk.button("previous_page", pack("list", page - 1, *about)))
    if page < pages - 1:
        turns.append(desk.button("next_page", pack("list", page + 1, *about)))
    return (tuple(turns),) if turns else ()


def _changes(known: tuple[Template, ...], templates: tuple[Template, ...], desk: Desk) -> Rows:
    """Add one; hide all samples, or bring back those that were hidden."""
    made = [(desk.button("add_template", pack("add")),)]
    if any(each.sample for each in templates):
        made.append((desk.button("hide_samples", pack("hide_all")),))
    elif not all(each.text for each in known):
        made.append((desk.button("show_samples", pack("show_all")),))
    return tuple(made)
