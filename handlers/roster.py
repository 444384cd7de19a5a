"""/piket: who of a group answers today and who stands in.

A plan by weekday, set with buttons out of the people known from the group, by replying to somebody with
`/piket senin rabu`, or for oneself with the same words; and changes for today, by *Saya piket hari ini* and *Gantikan
saya hari ini*. Everybody of the group may change it: they work it out among themselves.
"""

from dataclasses import replace
from datetime import date

from handlers import buttons, texts
from handlers.desk import Desk
from messages import duty as words
from messages.group import Who
from storage.values import Group, Person
from tickets.dialogue import Button, ChatKind, Departed, Message, Press, Priority, Rows
from tickets.roster import WEEKDAYS, WORKDAYS, Part, Roster, Wish, read_wish

MOST_PEOPLE = 12
"""People offered as buttons, who acted last first."""
_SLOT = "roster"


async def on_duty(group: Group, desk: Desk) -> Who | None:
    """Who of the group answers today, as somebody to be mentioned."""
    roster = await desk.unit.rosters.of_group(group.id, desk.today)
    return await who(roster.answers_on(desk.today), desk)


async def who(person_id: int | None, desk: Desk) -> Who | None:
    """A person to be mentioned; none for none."""
    if person_id is None:
        return None
    return texts.mention(await desk.unit.people.get(person_id))


async def command(group: Group, person: Person, message: Message, desk: Desk) -> None:
    """/piket, alone to see the plan (as a reply, too: that is easily done by a slip); with days for oneself, or, as a
    reply, for who is replied to.
    """
    typed = message.command.args if message.command else ""
    is_about_somebody = message.reply_to_sender is not None and not message.reply_to_sender.is_bot
    if not typed.strip():
        await _show(group, desk)
        return
    wish = read_wish(typed)
    if wish is None:
        await desk.say(group.chat, words.DutyNotUnderstood(typed=typed[:60]), priority=Priority.ANSWER)
        return
    if not wish.days:
        await desk.say(
            group.chat,
            words.DutyDayWanted(clear=wish.clear),
            rows=_weekdays(wish.part, desk),
            priority=Priority.ANSWER,
            slot=_SLOT,
        )
        return
    if message.sender.is_anonymous and not is_about_somebody and not wish.clear:
        await desk.say(group.chat, words.DutyOfNobody(), priority=Priority.ANSWER, reply_to=message.message_id)
        return
    if is_about_somebody and message.reply_to_sender is not None:
        person = await desk.unit.people.meet(group.chat.channel, message.reply_to_sender, desk.now)
        await desk.unit.rosters.seen(group.id, person.id, desk.now)
    await _plan(group, person, wish, desk)
    await _show(group, desk)


async def departed(change: Departed, desk: Desk) -> None:
    """Somebody left the group: off the plan. The group is told of the days on which nobody answers now."""
    group = await desk.unit.groups.find(change.chat)
    alone = replace(change.chat, id=change.who.id, kind=ChatKind.PRIVATE)
    person = await desk.unit.people.find(alone) if group else None
    if group is None or person is None:
        return
    plan = await desk.unit.rosters.of_group(group.id, desk.today)
    await desk.unit.rosters.drop(group.id, person.id)
    empty = plan.left_empty_by(person.id, desk.today)
    if empty:
        days = tuple(desk.office.words.label(f"weekday_{weekday}") for weekday in empty)
        await desk.say(group.chat, words.DutyLeft(name=person.name, days=days), priority=Priority.ANSWER)


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A button of the plan. One that an older plan shows does the same: it says what it does in itself."""
    match action.word(0):
        case "me" if action.word(1) == desk.today.isoformat():
            await _take_today(group, person, desk)
        case "swap" if action.word(1) == desk.today.isoformat():
            await _swap(group, person, desk)
        case "today" if action.word(1) == desk.today.isoformat():
            await _give_today(group, person, action.number(2), desk)
        case "day" if action.number(1) in WEEKDAYS:
            await _show_day(group, press, action.number(1) or 0, _part(action), desk)
        case "set" if action.number(1) in WEEKDAYS:
            await _set(group, press, action.number(1) or 0, _part(action), action.number(3), desk)
        case "clear" if action.number(1) in WEEKDAYS:
            await desk.unit.rosters.clear(group.id, (action.number(1) or 0,))
            await _show(group, desk, press)
        case _:
            await _show(group, desk, press)


async def _plan(group: Group, person: Person, wish: Wish, desk: Desk) -> None:
    if wish.clear:
        await desk.unit.rosters.clear(group.id, wish.days, wish.part if wish.part is Part.STAND_IN else None)
    else:
        await desk.unit.rosters.assign(group.id, wish.days, wish.part, person.id)


async def _set(group: Group, press: Press, weekday: int, part: Part, person_id: int | None, desk: Desk) -> None:
    """Only somebody known from this group: the number in a button is a stranger's word."""
    if person_id is not None and await desk.unit.rosters.knows(group.id, person_id):
        await desk.unit.rosters.assign(group.id, (weekday,), part, person_id)
    await _show(group, desk, press)


async def _take_today(group: Group, person: Person, desk: Desk) -> None:
    await desk.unit.rosters.replace_on(group.id, desk.today, person.id)
    await _announce(group, person.id, None, desk)


async def _swap(group: Group, person: Person, desk: Desk) -> None:
    """The one on duty cannot today: the stand-in takes over, or somebody is chosen."""
    roster = await desk.unit.rosters.of_group(group.id, desk.today)
    if roster.answers_on(desk.today) != person.id:
        answers = await who(roster.answers_on(desk.today), desk)
        await desk.say(group.chat, words.NotOnDuty(name=person.name, answers=answers), priority=Priority.ANSWER)
        return
    stand_in = roster.stands_in_on(desk.today)
    if stand_in is not None:
        await desk.unit.rosters.replace_on(group.id, desk.today, stand_in)
        await _announce(group, stand_in, person.id, desk)
        return
    others = [each for each in await _people(group, desk) if each.id != person.id]
    rows = _pairs([Button(each.name, _pack("today", desk.today, each.id)) for each in others])
    question = words.AskWhoTakesOver(name=person.name, is_anybody_known=bool(others))
    await desk.say(group.chat, question, rows=rows, priority=Priority.ANSWER)


async def _give_today(group: Group, person: Person, person_id: int | None, desk: Desk) -> None:
    roster = await desk.unit.rosters.of_group(group.id, desk.today)
    answers = roster.answers_on(desk.today)
    if person_id is None or answers == person_id:
        return
    if answers != person.id:
        refused = words.NotOnDuty(name=person.name, answers=await who(answers, desk))
        await desk.say(group.chat, refused, priority=Priority.ANSWER)
        return
    if await desk.unit.rosters.knows(group.id, person_id):
        await desk.unit.rosters.replace_on(group.id, desk.today, person_id)
        await _announce(group, person_id, person.id, desk)


async def _announce(group: Group, person_id: int, instead_of: int | None, desk: Desk) -> None:
    answers, before = await who(person_id, desk), await who(instead_of, desk)
    if answers is not None:
        told = words.DutyToday(answers=answers, instead_of=before, day=desk.today)
        await desk.say(group.chat, told, priority=Priority.ANSWER)


async def _show(group: Group, desk: Desk, press: Press | None = None) -> None:
    """The plan: as a new message, or in place of the one whose button was pressed."""
    roster = await desk.unit.rosters.of_group(group.id, desk.today)
    names = {each: (await desk.unit.people.get(each)).name for each in _everybody(roster)}
    today = roster.answers_on(desk.today)
    stand_in = roster.stands_in_on(desk.today)
    shown = words.DutyRoster(
        day=desk.today,
        today=names.get(today or 0),
        stand_in=names.get(stand_in or 0),
        days=tuple(_line(roster, weekday, names, desk) for weekday in _planned(roster)),
    )
    rows = _overview_rows(today is not None, desk)
    if press is not None and await desk.unit.messages.find(group.chat, _SLOT) == press.message_id:
        await desk.edit(group.chat, _SLOT, shown, rows=rows, priority=Priority.ANSWER)
    else:
        await desk.say(group.chat, shown, rows=rows, priority=Priority.ANSWER, slot=_SLOT)


async def _show_day(group: Group, press: Press, weekday: int, part: Part, desk: Desk) -> None:
    """One weekday: who is on duty, or stands in, chosen among the people known from the group."""
    people = await _people(group, desk)
    question = words.AskWhoIsOnDuty(
        weekday=desk.office.words.label(f"weekday_{weekday}"),
        standing_in=part is Part.STAND_IN,
        is_anybody_known=bool(people),
    )
    chosen = _pairs([Button(each.name, _pack("set", weekday, part, each.id)) for each in people])
    rows = (*chosen, *_day_rows(weekday, part, desk))
    if await desk.unit.messages.find(group.chat, _SLOT) == press.message_id:
        await desk.edit(group.chat, _SLOT, question, rows=rows, priority=Priority.ANSWER)
    else:
        await desk.say(group.chat, question, rows=rows, priority=Priority.ANSWER, slot=_SLOT)


async def _people(group: Group, desk: Desk) -> list[Person]:
    ids = await desk.unit.rosters.people(group.id, MOST_PEOPLE)
    return sorted([await desk.unit.people.get(each) for each in ids], key=lambda person: person.name.casefold())


def _overview_rows(is_anybody_on_duty: bool, desk: Desk) -> Rows:
    rows = [(desk.button("duty_me", _pack("me", desk.today)),)]
    if is_anybody_on_duty:
        rows.append((desk.button("duty_swap", _pack("swap", desk.today)),))
    return (*rows, *_weekdays(Part.DUTY, desk))


def _weekdays(part: Part, desk: Desk) -> Rows:
    days = [desk.button(f"weekday_{weekday}", _pack("day", weekday, part)) for weekday in WORKDAYS]
    return tuple(days[:3]), tuple(days[3:])


def _day_rows(weekday: int, part: Part, desk: Desk) -> Rows:
    other = Part.STAND_IN if part is Part.DUTY else Part.DUTY
    label = "stand_in" if other is Part.STAND_IN else "on_duty"
    return (
        (
            desk.button(label, _pack("day", weekday, other)),
            desk.button("clear_day", _pack("clear", weekday)),
        ),
        (desk.button("back", _pack("show")),),
    )


def _line(roster: Roster, weekday: int, names: dict[int, str], desk: Desk) -> words.DutyLine:
    return words.DutyLine(
        weekday=desk.office.words.label(f"weekday_{weekday}"),
        duty=names.get(roster.duty.get(weekday, 0)),
        stand_in=names.get(roster.stand_ins.get(weekday, 0)),
    )


def _planned(roster: Roster) -> list[int]:
    """The weekdays to show: Monday to Friday, and others where somebody is planned."""
    return sorted({*WORKDAYS, *roster.duty, *roster.stand_ins})


def _everybody(roster: Roster) -> set[int]:
    return {*roster.duty.values(), *roster.stand_ins.values(), *roster.changes.values()}


def _part(action: buttons.Action) -> Part:
    return Part.STAND_IN if action.word(2) == Part.STAND_IN else Part.DUTY


def _pack(verb: str, *args: date | int | str) -> str:
    return buttons.pack(buttons.ROSTER, verb, *args)


def _pairs(made: list[Button]) -> Rows:
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
