"""Who may do what, where, to which ticket: the whole table, walked by everybody through every place and every state."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tickets.errors import Reason
from tickets.events import ActorKind
from tickets.kinds import Kind
from tickets.people import TABLE, Acting, Bench, Deed, Place, Role
from tickets.ticket import Status, Ticket

SARI, BUDI = 1, 2
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TICKET = Ticket(
    id=7,
    number="LP-2611-7F3K98",
    reporter_id=SARI,
    kind=Kind.COMPLAINT,
    text="Jalan berlubang",
    category="jalan",
    agency="PUPR",
    region="banjarbaru",
    address="",
    location=None,
    occurred_on=None,
    anonymous=True,
    secret=False,
    urgent=False,
    status=Status.ASSIGNED,
    created_at=NOW,
    follow_up_due=NOW,
    draft="d",
)
BENCHES = {
    "a": None,
    "o": Bench("PUPR", is_coordinator=False),
    "x": Bench("DISHUB", is_coordinator=False),
    "d": Bench(None, is_coordinator=True),
    "n": Bench(None, is_coordinator=False),
}
"""alone with us, in the own agency's group, in another agency's, at the coordinator's desk, in a group of nobody."""
PEOPLE = {
    "anybody": (BUDI, frozenset[Role]()),
    "reporter": (SARI, frozenset[Role]()),
    "admin": (BUDI, frozenset({Role.AGENCY_ADMIN})),
    "leader": (BUDI, frozenset({Role.LEADER})),
    "coordinator": (BUDI, frozenset({Role.COORDINATOR})),
    "custodian": (BUDI, frozenset({Role.COORDINATOR, Role.CUSTODIAN})),
}
WHO_AND_WHERE = """
                   anybody  reporter  admin  leader  coordinator  custodian
follow             -        a         -      -       -            -
see                od       od        od     od      aod          aod
unmask             od       od        od     od      aod          aod
take               od       od        od     od      aod          aod
answer             od       od        od     od      aod          aod
note               od       od        od     od      aod          aod
ask                od       od        od     od      aod          aod
finish             od       od        od     od      aod          aod
hand_over          od       od        od     od      od           od
transfer           od       od        od     od      aod          aod
decline            od       od        od     od      od           od
decide             d        d         d      d       d            d
merge              d        d         d      d       ad           ad
declare            d        d         d      d       d            d
verify             d        d         d      d       ad           ad
correct            d        d         d      d       ad           ad
check              d        d         d      d       ad           ad
reveal             -        -         -      -       -            a
keep_templates     od       od        od     od      od           od
search             od       od        od     od      aod          aod
search_all         d        d         d      d       ad           ad
see_agencies       d        d         d      d       ad           ad
plan               od       od        od     od      aod          aod
steer              d        d         d      d       ad           ad
see_recaps         d        d         d      ad      ad           ad
promote            od       od        od     od      aod          aod
see_roles          d        d         d      d       ad           ad
appoint            -        -         -      -       ad           ad
appoint_custodian  -        -         -      -       -            ad
record             d        d         d      d       ad           ad
invite             d        d         d      d       ad           ad
hold               -        -         -      -       ad           ad
block              -        -         -      -       ad           ad
let_through        d        d         d      d       ad           ad
pair               -        -         -      -       oxdn         oxdn
"""
STATES = {
    "take": "received assigned in_progress waiting_reporter",
    "answer": "received assigned in_progress waiting_reporter answered",
    "ask": "received assigned in_progress",
    "finish": "received assigned in_progress",
    "hand_over": "received assigned in_progress waiting_reporter answered",
    "transfer": "received assigned in_progress waiting_reporter out_of_authority merged",
    "decline": "received assigned in_progress",
    "merge": "received assigned in_progress waiting_reporter answered merged",
    "decide": "received assigned in_progress",
    "verify": "received waiting_reporter",
    "correct": "received assigned in_progress waiting_reporter answered",
    "check": "in_progress answered closed",
}
"""In which states; what is not named here, in all."""


def matrix() -> dict[tuple[str, str], str]:
    """The table above, taken apart: for a deed and somebody, the places where they may."""
    head, *rows = (line.split() for line in WHO_AND_WHERE.strip().splitlines())
    return {(deed, who): places for deed, *cells in rows for who, places in zip(head, cells, strict=True)}


EXPECTED = matrix()


def test_the_matrix_names_every_deed_and_the_table_too() -> None:
    assert {deed for deed, _ in EXPECTED} == {deed.value for deed in Deed} == {deed.value for deed in TABLE}


@pytest.mark.parametrize("status", Status, ids=lambda status: status.value)
@pytest.mark.parametrize("deed", Deed, ids=lambda deed: deed.value)
def test_the_whole_table(deed: Deed, status: Status) -> None:
    ticket = replace(TICKET, status=status, followed_up_at=TICKET.created_at)
    right_state = deed.value not in STATES or status.value in STATES[deed.value].split()
    for who, (person, roles) in PEOPLE.items():
        for place, bench in BENCHES.items():
            acting = Acting(person, roles, bench)
            right_place = place in EXPECTED[deed.value, who]
            wanted = Reason.NOT_ALLOWED if not right_place else None if right_state else Reason.WRONG_STATUS
            assert acting.refusal(deed, ticket) is wanted, (who, place)
            assert acting.may(deed, ticket) is (wanted is None)


@pytest.mark.parametrize("place", BENCHES)
@pytest.mark.parametrize("deed", Deed, ids=lambda deed: deed.value)
def test_what_a_group_may_is_what_anybody_in_it_may(deed: Deed, place: str) -> None:
    bench = BENCHES[place]
    if bench is not None:
        assert bench.may(deed, TICKET) is (place in EXPECTED[deed.value, "anybody"])


def test_a_ticket_without_an_agency_is_the_coordinators_alone() -> None:
    unknown = replace(TICKET, agency=None)
    may = [place for place, bench in BENCHES.items() if bench and bench.may(Deed.SEE, unknown)]
    assert may == ["d"]


def test_a_ticket_about_the_coordinator_is_not_the_coordinators_but_the_agencys() -> None:
    withheld = replace(TICKET, withheld=True)
    may = [place for place, bench in BENCHES.items() if bench and bench.may(Deed.SEE, withheld)]
    assert may == ["o"]
    assert not Acting(BUDI, frozenset({Role.COORDINATOR}), None).may(Deed.SEE, withheld)
    assert Acting(BUDI, frozenset({Role.COORDINATOR, Role.CUSTODIAN}), None).may(Deed.REVEAL, withheld)


def test_what_is_about_no_ticket_is_allowed_by_group_and_role_alone() -> None:
    assert Acting(BUDI, frozenset(), BENCHES["x"]).may(Deed.SEARCH)
    assert Bench("DISHUB", is_coordinator=False).place(None) is Place.OWN
    assert not Acting(BUDI, frozenset(), BENCHES["x"]).may(Deed.SEARCH_ALL)
    assert not Acting(BUDI, frozenset(), None).may(Deed.SEARCH)
    assert Acting(BUDI, frozenset({Role.COORDINATOR}), None).may(Deed.SEARCH)


def test_one_acts_for_ones_group() -> None:
    assert Bench("PUPR", is_coordinator=False).actor(BUDI).kind is ActorKind.AGENCY
    assert Bench(None, is_coordinator=True).actor(BUDI).kind is ActorKind.COORDINATOR
