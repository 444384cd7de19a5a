"""A ticket as it stood: what came later does not count, deadlines pause, silence is not rewarded."""

from datetime import datetime, timedelta
from random import Random

import pytest

from tests.tickets.time_support import CALENDAR, wita
from tickets import cases
from tickets.cases import TOLD, Case, Clock, History, State, Step, case_at
from tickets.deadlines import DeadlineRules, Pause, days_taken
from tickets.events import EventKind
from tickets.sources import Source

CLOCK = Clock(CALENDAR, DeadlineRules())
MONDAY = "2026-11-02 09:00"
LATER = wita("2026-12-01 00:00")


def history(*steps: tuple[EventKind, str] | tuple[EventKind, str, dict[str, str]], **fields: str) -> History:
    """A ticket that was filed on Monday, 2 November, and what happened to it."""
    told = [Step(step[0], wita(step[1]), step[2] if len(step) == 3 else {}) for step in steps]
    filed = Step(EventKind.SUBMITTED, wita(MONDAY), {})
    usual = {"region": "63.72", "category": "jalan"} | fields
    return History(1, usual["region"], usual["category"], Source.TELEGRAM, wita(MONDAY), [filed, *told])


def assigned(at: str = MONDAY, to: str = "PUPR") -> tuple[EventKind, str, dict[str, str]]:
    return EventKind.ASSIGNED, at, {"to": to}


def case(*steps: tuple[EventKind, str] | tuple[EventKind, str, dict[str, str]], cutoff: datetime = LATER) -> Case:
    return case_at(history(*steps), cutoff, CLOCK)


def test_a_report_without_an_agency_is_the_coordinators() -> None:
    found = case()
    assert (found.state, found.agency, found.is_verified, found.is_measured) == (State.UNVERIFIED, None, False, False)


def test_taking_and_acknowledging_a_case_is_no_follow_up() -> None:
    found = case(assigned(), (EventKind.TAKEN, "2026-11-02 10:00"), (EventKind.ACKNOWLEDGED, "2026-11-02 10:05"))
    assert (found.state, found.is_verified, found.is_followed_up) == (State.UNANSWERED, True, False)


@pytest.mark.parametrize(
    ("answered", "days", "in_time"),
    [
        ("2026-11-02 15:00", 0, True),
        ("2026-11-03 08:00", 1, True),
        ("2026-11-05 23:59", 3, True),
        ("2026-11-06 00:00", 4, False),
        ("2026-11-09 08:00", 5, False),
    ],
)
def test_the_first_follow_up_is_timed_in_working_days(answered: str, days: int, in_time: bool) -> None:
    found = case(assigned(), (EventKind.FOLLOWED_UP, answered), (EventKind.FOLLOWED_UP, "2026-11-20 08:00"))
    assert (found.state, found.pace.follow_up_days, found.pace.in_time) == (State.IN_PROCESS, days, in_time)


@pytest.mark.parametrize(
    ("cutoff", "silent_days", "in_time"),
    [("2026-11-05 23:00", None, None), ("2026-11-09 12:00", None, False), ("2026-11-10 12:00", 6, False)],
)
def test_silence_past_the_limit_counts_with_its_age(cutoff: str, silent_days: int | None, in_time: bool | None) -> None:
    found = case(assigned(), cutoff=wita(cutoff))
    assert (found.pace.silent_days, found.pace.in_time, found.pace.follow_up_days) == (silent_days, in_time, None)


def test_what_came_after_the_cutoff_did_not_happen_yet() -> None:
    steps = (assigned(), (EventKind.FOLLOWED_UP, "2026-11-03 08:00"), (EventKind.CONFIRMED, "2026-11-04 08:00"))
    assert case(*steps).state is State.DONE
    assert case(*steps, cutoff=wita("2026-11-04 08:00")).state is State.IN_PROCESS
    assert case(*steps, cutoff=wita("2026-11-03 08:00")).state is State.UNANSWERED


def test_a_transfer_starts_the_clock_of_the_new_agency() -> None:
    to_dishub = (EventKind.TRANSFERRED, "2026-11-05 09:00", {"from": "PUPR", "to": "DISHUB"})
    found = case(assigned(), (EventKind.FOLLOWED_UP, "2026-11-04 08:00"), to_dishub)
    assert (found.agency, found.state, found.pace.follow_up_days) == ("DISHUB", State.UNANSWERED, None)
    answered = case(assigned(), to_dishub, (EventKind.FOLLOWED_UP, "2026-11-06 08:00"))
    assert (answered.pace.follow_up_days, answered.pace.in_time) == (1, True)


def test_days_of_waiting_for_the_reporter_are_not_the_agencys() -> None:
    asked, supplied = (EventKind.ASKED, "2026-11-03 10:00"), (EventKind.SUPPLIED, "2026-11-09 10:00")
    assert case(assigned(), asked, cutoff=wita("2026-11-20 10:00")).state is State.ON_HOLD
    assert case(assigned(), asked, cutoff=wita("2026-11-20 10:00")).pace.in_time is None
    answered = case(assigned(), asked, supplied, (EventKind.FOLLOWED_UP, "2026-11-10 08:00"))
    assert (answered.pace.follow_up_days, answered.pace.in_time) == (1, True)


def test_asking_after_an_answer_does_not_undo_the_answer() -> None:
    found = case(assigned(), (EventKind.FOLLOWED_UP, "2026-11-03 08:00"), (EventKind.ASKED, "2026-11-04 08:00"))
    assert (found.state, found.is_followed_up) == (State.IN_PROCESS, True)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (EventKind.OUT_OF_AUTHORITY, State.OUT_OF_AUTHORITY),
        (EventKind.MERGED, State.MERGED),
        (EventKind.ARCHIVED, State.ARCHIVED),
    ],
)
def test_what_nobody_here_need_act_on_measures_nobody(kind: EventKind, state: State) -> None:
    found = (
        case(assigned(), (EventKind.ASKED, MONDAY), (kind, "2026-11-20 09:00"))
        if state is State.ARCHIVED
        else case(assigned(), (kind, "2026-11-20 09:00"))
    )
    assert (found.state, found.is_measured, found.pace.silent_days) == (state, False, None)
    assert found.is_verified


def test_a_case_is_complete_when_the_agency_held_it_to_be_done() -> None:
    done = (assigned(), (EventKind.FOLLOWED_UP, "2026-11-03 08:00"), (EventKind.FINISHED, "2026-11-04 08:00"))
    assert case(*done).state is State.IN_PROCESS
    assert case(*done, (EventKind.EXPIRED, "2026-11-18 23:59")).completion_days == 2
    again = (*done, (EventKind.REOPENED, "2026-11-05 08:00"), (EventKind.FOLLOWED_UP, "2026-11-06 08:00"))
    reopened = case(
        *again, (EventKind.CONFIRMED, "2026-11-09 08:00"), (EventKind.RATED, "2026-11-09 08:01", {"stars": "4"})
    )
    assert (reopened.completion_days, reopened.reopened, reopened.stars) == (5, 1, 4)
    assert reopened.pace.follow_up_days == 1


def test_who_says_that_it_is_done_makes_it_followed_up() -> None:
    found = case(assigned(), (EventKind.TAKEN, MONDAY), (EventKind.CONFIRMED, "2026-11-04 08:00"))
    assert (found.state, found.pace.follow_up_days) == (State.DONE, 2)


def test_a_clock_that_was_put_back_between_question_and_data_spoils_no_recap() -> None:
    found = case(assigned(), (EventKind.ASKED, "2026-11-03 09:00"), (EventKind.SUPPLIED, "2026-11-03 08:58"))
    assert (found.state, found.pace.due) == (case(assigned()).state, case(assigned()).pace.due)


def a_random_history(random: Random) -> History:
    """Whatever order things happened in."""
    at, steps = wita(MONDAY), []
    for _ in range(random.randrange(10)):
        at += timedelta(hours=random.choice((0, 1, 30, 100)) * random.random())
        kind = random.choice((*sorted(TOLD), EventKind.TAKEN, EventKind.FOLLOWED_UP, EventKind.FINISHED))
        data = {"to": random.choice("ABC"), "stars": str(random.randint(1, 5)), "region": "63.71", "before": "63.72"}
        steps.append(Step(kind, at, data, random.random() < 0.3))
    return History(1, "63.72", "jalan", Source.TELEGRAM, wita(MONDAY), steps)


def test_what_is_remembered_of_one_ticket_says_nothing_of_another() -> None:
    random = Random(11)
    shared = Clock(CALENDAR, DeadlineRules())
    for history in [a_random_history(random) for _ in range(300)]:
        cutoff = wita(MONDAY) + timedelta(days=20 * random.random())
        remembered = case_at(history, cutoff, shared)
        cases._plot.cache_clear()
        known = [step for step in history.steps if step.at < cutoff or step.kind is EventKind.CORRECTED]
        assert remembered == case_at(history._replace(steps=known), cutoff, Clock(CALENDAR, DeadlineRules()))


def test_the_same_plot_happens_to_tickets_at_their_own_times_and_agencies() -> None:
    soon = case(
        assigned(to="PUPR"), (EventKind.FOLLOWED_UP, "2026-11-03 08:00"), (EventKind.FINISHED, "2026-11-04 08:00")
    )
    late = case(
        assigned(to="BPBD"), (EventKind.FOLLOWED_UP, "2026-11-12 08:00"), (EventKind.FINISHED, "2026-11-13 08:00")
    )
    assert (soon.agency, soon.pace.follow_up_days, soon.finished_at) == ("PUPR", 1, (wita("2026-11-04 08:00"),))
    assert (late.agency, late.pace.follow_up_days, late.finished_at) == ("BPBD", 8, (wita("2026-11-13 08:00"),))


def test_a_correction_made_later_is_taken_back() -> None:
    corrected = history(
        (EventKind.CORRECTED, "2026-11-05 08:00", {"category": "lampu", "before": "lain"}),
        (EventKind.CORRECTED, "2026-12-02 08:00", {"category": "jalan", "before": "lampu"}),
        (EventKind.CORRECTED, "2026-12-03 08:00", {"region": "63.72", "before": "63.71"}),
    )
    assert [
        case_at(corrected, wita(at), CLOCK).category
        for at in ("2026-11-03 00:00", "2026-12-01 00:00", "2026-12-09 00:00")
    ] == [
        "lain",
        "lampu",
        "jalan",
    ]
    assert case_at(corrected, LATER, CLOCK).region == "63.71"


@pytest.mark.parametrize(
    ("end", "paused", "days"),
    [
        ("2026-11-02 17:00", (), 0),
        ("2026-11-05 17:00", (), 3),
        ("2026-11-09 08:00", (), 5),
        ("2026-11-05 17:00", (("2026-11-03 09:00", "2026-11-03 15:00"),), 3),
        ("2026-11-05 17:00", (("2026-11-03 16:00", "2026-11-04 09:00"),), 1),
        ("2026-11-04 08:00", (("2026-11-03 16:00", "2026-11-04 07:00"),), 0),
        ("2026-11-01 08:00", (("2026-11-03 16:00", "2026-11-04 07:00"),), 0),
    ],
)
def test_days_taken_are_counted_as_deadlines_are(end: str, paused: tuple[tuple[str, str], ...], days: int) -> None:
    pauses = [Pause(wita(since), wita(until)) for since, until in paused]
    assert days_taken(CALENDAR, wita(MONDAY), wita(end), pauses) == days


def test_an_open_pause_stops_to_the_end() -> None:
    assert days_taken(CALENDAR, wita(MONDAY), wita("2026-11-20 09:00"), [Pause(wita("2026-11-04 09:00"))]) == 1
    assert days_taken(CALENDAR, wita(MONDAY), wita(MONDAY) + timedelta(hours=1), [Pause(wita(MONDAY))]) == 0
