"""/rencana: what holds an agency or a region back, shown with its cases, and the steps that are to change it.

Coordinators steer every plan; an agency's group sees its own and ticks its steps off. The figures month by month are
those of the recaps, kept when the recap of a month that has ended is drawn.
"""

from functools import partial

from handlers import access, agency_list, buttons
from handlers.desk import Desk
from handlers.turns import Turns
from messages import plans as words
from storage.values import Group, Person
from tickets.deadlines import digest_slot
from tickets.dialogue import Button, Chat, Message, Press, Priority, Repeat, Rows
from tickets.people import Deed
from tickets.plans import Hindrance, Misread, MonthFigures, Obstacle, Step, Wish, nth_reminder, read_step
from tickets.quiet import is_quiet
from tickets.recap import Recap
from tickets.words import squeeze

LAGGING = 6
"""Units in the list that lag, besides those with a plan."""
MONTHS = 6
"""Months whose figures are shown."""


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/rencana, /rencana UNIT, and /rencana UNIT; what; who; when."""
    typed, more, step = (message.command.args if message.command else "").partition(";")
    if not await access.may(person, group, Deed.PLAN, desk):
        return
    own = group.agency if group is not None and not group.is_coordinator else None
    unit = _unit(typed, desk) if typed.strip() else own
    if unit is None and typed.strip():
        await desk.say(message.chat, words.PlanHelp(why="unit", typed=typed.strip()[:40]), priority=Priority.ANSWER)
    elif unit is None:
        await _list(message.chat, desk)
    elif own not in {None, unit}:
        await desk.say(message.chat, words.NoPlanHere(), priority=Priority.ANSWER)
    elif not more:
        await _show(message.chat, unit, person, group, desk)
    else:
        await _add_typed(message.chat, unit, step, person, group, desk)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """`show:UNIT`, `add:UNIT:HINDRANCE`, `done:STEP`, `drop:STEP`; nothing of another agency's plan."""
    if not await access.may(person, group, Deed.PLAN, desk):
        return
    steers = await access.may(person, group, Deed.STEER, desk)
    match action.word(0):
        case "show" if _is_unit(action.word(1), desk) and _sees(group, action.word(1)):
            await _show(press.chat, action.word(1), person, group, desk)
        case "add" if steers and _is_unit(action.word(1), desk) and action.word(2) in set(Hindrance):
            await _propose(press, action.word(1), Hindrance(action.word(2)), person, group, desk)
        case "done" | "drop" as what if steers or what == "done":
            step = await desk.unit.plans.get(action.number(1) or 0)
            if step is not None and _sees(group, step.unit):
                await _settle(press, step, person, group, desk, drop=what == "drop")


async def chore(turns: Turns) -> None:
    """Remind of the steps whose day has come, in the morning: of each on its day and then once a week."""
    for group_id, paired in await turns.write(_with_steps):
        await turns.attempt(partial(_remind_group, group_id, paired))


async def _with_steps(desk: Desk) -> list[tuple[int, frozenset[str | None]]]:
    """The groups that may be reminded of a step now; beside each, the agencies that have such a group."""
    due = await _due(desk)
    if not due:
        return []
    groups = [
        group
        for group in await desk.unit.groups.all_active()
        if not is_quiet(group.quiet, desk.office.calendar, desk.now)
    ]
    paired = frozenset(group.agency for group in groups)
    return [(group.id, paired) for group in groups if any(_is_reminded(group, step, paired) for step in due)]


async def _remind_group(group_id: int, paired: frozenset[str | None], desk: Desk) -> None:
    group = await desk.unit.groups.find_active(group_id)
    if group is None:
        return
    own = [step for step in await _due(desk) if _is_reminded(group, step, paired)]
    news = [step for step in own if await _is_news(group, step, desk)]
    if news:
        await _remind(group, news, desk)


async def _due(desk: Desk) -> tuple[Step, ...]:
    in_the_morning = digest_slot(desk.office.calendar, desk.now) is not None
    return await desk.unit.plans.due(desk.today) if in_the_morning else ()


async def keep_months(found: Recap, desk: Desk) -> None:
    """Keep what each agency and region was measured by, from a recap of everything in a whole month."""
    if found.agency is not None or not found.period.has_ended:
        return
    late = {line.unit: line.figures.late for line in found.agencies}
    late |= {line.unit: line.figures.late for line in found.regions}
    scores = [place.score for place in (*found.agency_ranking, *found.region_ranking)]
    await desk.unit.plans.keep_month(
        (
            each.unit,
            MonthFigures(found.period.since, each.assigned, each.followed_up, each.mean_days, late.get(each.unit, 0)),
        )
        for each in scores
    )


# --- one plan -------------------------------------------------------------------------------------------------------


async def _show(to: Chat, unit: str, person: Person, group: Group | None, desk: Desk) -> None:
    plan, rows = await _plan(unit, await access.may(person, group, Deed.STEER, desk), group, desk)
    await desk.say(to, plan, rows=rows, priority=Priority.ANSWER, slot=_slot(unit))


async def _show_again(press: Press, unit: str, person: Person, group: Group | None, desk: Desk) -> None:
    """In place of itself, where it is the plan that was pressed."""
    if await desk.unit.messages.find(press.chat, _slot(unit)) != press.message_id:
        return
    plan, rows = await _plan(unit, await access.may(person, group, Deed.STEER, desk), group, desk)
    await desk.edit(press.chat, _slot(unit), plan, rows=rows, priority=Priority.ANSWER)


async def _plan(unit: str, steers: bool, group: Group | None, desk: Desk) -> tuple[words.ActionPlan, Rows]:
    obstacles = await _obstacles(unit, desk)
    steps = await desk.unit.plans.of_unit(unit)
    shown = words.ActionPlan(
        name=_name(unit, desk),
        code=_typed(unit, desk),
        obstacles=tuple(
            words.ObstacleLine(
                hindrance=each.hindrance.value, count=each.count, numbers=tuple(case.number for case in each.cases)
            )
            for each in obstacles
        ),
        steps=tuple(_line(place, step, desk) for place, step in enumerate(steps, 1)),
        months=tuple(_month(each) for each in await desk.unit.plans.months(unit, MONTHS)),
        steers=steers,
    )
    return shown, (
        *(_case_rows(obstacles) if group is not None else ()),
        *_ticks(list(enumerate(steps, 1))),
        *(_offers(unit, obstacles, steps, desk) if steers else ()),
    )


async def _obstacles(unit: str, desk: Desk) -> tuple[Obstacle, ...]:
    if unit in desk.office.catalogue.regions:
        return await desk.unit.plans.obstacles(desk.now, region=unit)
    found = list(await desk.unit.plans.obstacles(desk.now, agency=unit))
    standing = next(each for each in await agency_list.standings(desk) if each.agency.code == unit)
    if not standing.groups:
        found.append(Obstacle(Hindrance.UNPAIRED))
    if standing.silent_days is not None:
        found.append(Obstacle(Hindrance.SILENT, standing.silent_days))
    if standing.groups and not standing.has_roster:
        found.append(Obstacle(Hindrance.NO_ROSTER))
    return tuple(found)


def _case_rows(obstacles: tuple[Obstacle, ...]) -> Rows:
    """A button for the first case of each obstacle: its card comes."""
    cases = dict.fromkeys(each.cases[0] for each in obstacles if each.cases)
    made = [Button(case.number, buttons.pack(buttons.TICKET, "show", case.id)) for case in cases]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))


def _ticks(steps: list[tuple[int, Step]]) -> Rows:
    """A button for each step that is not done."""
    made = [
        Button(f"✓ {place}", buttons.pack(buttons.PLAN, "done", step.id))
        for place, step in steps
        if step.done_at is None
    ]
    return tuple(tuple(made[start : start + 4]) for start in range(0, len(made), 4))


def _offers(unit: str, obstacles: tuple[Obstacle, ...], steps: tuple[Step, ...], desk: Desk) -> Rows:
    """A step against each obstacle that no step to do is about yet, and striking out the newest."""
    proposals = desk.office.words.phrases("plans")["proposals"]
    planned = {step.what for step in steps if step.done_at is None}
    offers = [
        (Button(f"＋ {proposals[each.hindrance]}", buttons.pack(buttons.PLAN, "add", unit, each.hindrance)),)
        for each in obstacles
        if proposals[each.hindrance] not in planned
    ]
    undone = [(place, step) for place, step in enumerate(steps, 1) if step.done_at is None]
    if undone:
        place, step = undone[-1]
        label = desk.office.words.label("drop_step").format(place=place)
        offers.append((Button(label, buttons.pack(buttons.PLAN, "drop", step.id)),))
    return tuple(offers)


def _line(place: int, step: Step, desk: Desk) -> words.StepLine:
    return words.StepLine(
        place=place,
        what=step.what,
        owner=step.owner,
        due=step.due,
        is_done=step.done_at is not None,
        is_late=step.done_at is None and step.due < desk.today,
    )


def _month(each: MonthFigures) -> words.MonthLine:
    share = each.followed_up / each.assigned if each.assigned else None
    return words.MonthLine(month=each.month, assigned=each.assigned, share=share, days=each.mean_days, late=each.late)


# --- its steps ------------------------------------------------------------------------------------------------------


async def _add_typed(to: Chat, unit: str, typed: str, person: Person, group: Group | None, desk: Desk) -> None:
    if not await access.may(person, group, Deed.STEER, desk):
        await desk.say(to, words.NoPlanHere(), priority=Priority.ANSWER)
        return
    wish = read_step(typed, desk.today)
    if isinstance(wish, Misread):
        await desk.say(to, words.PlanHelp(why=wish.value, typed=typed.strip()[:40]), priority=Priority.ANSWER)
        return
    await _add(unit, wish, person, desk)
    await _show(to, unit, person, group, desk)


async def _propose(
    press: Press, unit: str, hindrance: Hindrance, person: Person, group: Group | None, desk: Desk
) -> None:
    """The step that is offered against an obstacle; pressed twice, it is there once."""
    phrases = desk.office.words.phrases("plans")
    what = phrases["proposals"][hindrance]
    if not any(step.what == what and step.done_at is None for step in await desk.unit.plans.of_unit(unit)):
        by_coordinator = unit in desk.office.catalogue.regions or hindrance is Hindrance.UNPAIRED
        owner = phrases["owners"]["coordinator"] if by_coordinator else _name(unit, desk)
        await _add(unit, Wish(what, owner, None), person, desk)
    await _show_again(press, unit, person, group, desk)


async def _add(unit: str, wish: Wish, person: Person, desk: Desk) -> None:
    days = desk.office.catalogue.oversight.step_days
    due = wish.due or desk.office.calendar.add_working_days(desk.today, days)
    owned = Wish(wish.what, wish.owner or _name(unit, desk), due)
    await desk.unit.plans.add(unit, owned, due, person.id, desk.now)


async def _settle(press: Press, step: Step, person: Person, group: Group | None, desk: Desk, *, drop: bool) -> None:
    """Tick it off or strike it out; whoever comes second only sees the plan as it is."""
    if drop:
        await desk.unit.plans.drop(step.id)
    elif await desk.unit.plans.settle(step.id, person.id, desk.now):
        left = sum(each.done_at is None for each in await desk.unit.plans.of_unit(step.unit))
        done = words.StepDone(name=_name(step.unit, desk), what=step.what, by=person.name, left=left)
        for chat in await _readers(press.chat, step.unit, desk):
            await desk.say(chat, done, priority=Priority.ANSWER)
    await _show_again(press, step.unit, person, group, desk)


async def _readers(here: Chat, unit: str, desk: Desk) -> list[Chat]:
    """Who hears that a step is done: where it was ticked off, the coordinator, and the agency."""
    groups = (*await desk.unit.groups.coordinators(), *await desk.unit.groups.of_agency(unit))
    return [here, *(group.chat for group in groups if group.chat.id != here.id)]


# --- reminders ------------------------------------------------------------------------------------------------------


def _is_reminded(group: Group, step: Step, paired: frozenset[str | None]) -> bool:
    """The agency itself; of what is nobody's here, the coordinator."""
    return step.unit not in paired if group.is_coordinator else step.unit == group.agency


async def _is_news(group: Group, step: Step, desk: Desk) -> bool:
    nth = nth_reminder(step, desk.today, desk.office.calendar)
    return nth is not None and await desk.unit.reminders.once(f"step:{step.id}:{group.id}:{nth}", desk.now)


async def _remind(group: Group, steps: list[Step], desk: Desk) -> None:
    numbered = list(enumerate(steps, 1))
    due = words.StepsDue(
        steps=tuple(_line(place, step, desk) for place, step in numbered),
        units=tuple(_name(step.unit, desk) for step in steps),
    )
    await desk.say(group.chat, due, rows=_ticks(numbered), priority=Priority.REMINDER, repeat=Repeat.NEVER)


# --- the list, and names --------------------------------------------------------------------------------------------


async def _list(to: Chat, desk: Desk) -> None:
    planned = await desk.unit.plans.planned()
    burdens = await desk.unit.tickets.burdens(desk.now)
    late = {code: burden.late for code, burden in burdens.items() if code is not None}
    late |= await desk.unit.plans.late_by_region(desk.now)
    behind = [unit for unit in late if late[unit] and _is_unit(unit, desk)]
    lagging = sorted(behind, key=lambda unit: (-late[unit], unit))[:LAGGING]
    units = dict.fromkeys((*lagging, *(unit for unit in planned if _is_unit(unit, desk))))
    lines = [_lagging(unit, late.get(unit, 0), planned.get(unit), desk) for unit in units]
    made = [Button(_name(unit, desk), buttons.pack(buttons.PLAN, "show", unit)) for unit in units]
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    await desk.say(to, words.Plans(units=tuple(lines)), rows=rows, priority=Priority.ANSWER)


def _lagging(unit: str, late: int, steps: int | None, desk: Desk) -> words.LaggingLine:
    return words.LaggingLine(name=_name(unit, desk), late=late, steps=steps)


def _unit(typed: str, desk: Desk) -> str | None:
    """The region or the one agency that was typed."""
    wanted = squeeze(typed)
    for code, region in desk.office.catalogue.regions.items():
        bare = region.name.partition(" ")[2]
        if wanted in {squeeze(name) for name in (region.name, region.short, bare, code)}:
            return code
    found = desk.office.catalogue.find_agency(typed)
    return found[0].code if len(found) == 1 else None


def _is_unit(code: str, desk: Desk) -> bool:
    return code in desk.office.catalogue.agencies or code in desk.office.catalogue.regions


def _sees(group: Group | None, unit: str) -> bool:
    return group is None or group.is_coordinator or group.agency == unit


def _name(unit: str, desk: Desk) -> str:
    region = desk.office.catalogue.regions.get(unit)
    return region.name if region else desk.agency_name(unit) or unit


def _typed(unit: str, desk: Desk) -> str:
    """How a unit is typed in a command."""
    region = desk.office.catalogue.regions.get(unit)
    return region.name.partition(" ")[2] if region else unit


def _slot(unit: str) -> str:
    return f"plan:{unit}"
