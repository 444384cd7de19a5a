"""Whatever value goes in, the same value comes out."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.parcels import parcel_from_json, parcel_to_json
from storage.sealing import Sealer
from storage.tables import Instant
from storage.values import Incoming, Person
from tests.storage.samples import NOW
from tickets.dialogue import (
    Album,
    Arrange,
    Attachment,
    Button,
    Chat,
    Edit,
    File,
    Inspect,
    Location,
    Media,
    MediaKind,
    Offer,
    Parcel,
    Pin,
    Priority,
    Repeat,
    Text,
)
from tickets.events import Event
from tickets.ticket import Ticket

MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - the zone is the strategy's
    max_value=datetime(9000, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-11, minutes=-30))]),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
ANYTHING = st.text(st.characters(), max_size=20)
DEGREES = st.floats(-180, 180, allow_nan=False)
IDS = st.integers(1, 2**63 - 1)

CHATS = st.builds(Chat, title=WORDS)
BUTTONS = st.lists(st.lists(st.builds(Button, WORDS, WORDS), max_size=2).map(tuple), max_size=2).map(tuple)
FILES = st.lists(st.builds(Attachment, st.sampled_from(MediaKind), WORDS, WORDS), min_size=1, max_size=3).map(tuple)
PLACES = st.builds(Location, DEGREES, DEGREES, WORDS)
OWN_FILES = st.builds(
    File, name=WORDS, data=st.binary(max_size=40), html=WORDS, buttons=BUTTONS, as_photo=st.booleans()
)
CONTENTS = st.one_of(
    st.builds(Text, html=WORDS, buttons=BUTTONS, ask_reply=st.booleans()),
    st.builds(Edit, html=WORDS, buttons=BUTTONS),
    st.builds(Media, items=FILES, html=WORDS),
    OWN_FILES,
    st.builds(Album, pictures=st.lists(OWN_FILES, min_size=2, max_size=3).map(tuple), html=WORDS),
    st.builds(Pin, location=PLACES),
    st.just(Inspect()),
    st.just(Arrange()),
    st.builds(Offer, commands=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple)),
)
PARCELS = st.builds(
    Parcel,
    chat=CHATS,
    content=CONTENTS,
    priority=st.sampled_from(Priority),
    repeat=st.sampled_from(Repeat),
    slot=st.none() | WORDS,
    ticket_id=st.none() | IDS,
    reply_to=st.none() | WORDS,
    reply_to_slot=st.none() | WORDS,
    unique_key=st.none() | WORDS,
    not_before=st.none() | MOMENTS,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANYTHING,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANYTHING, inner, max_size=3),
    max_leaves=8,
)

_NUMBERS = itertools.count(1)

on_a_database = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@given(PARCELS)
def test_parcels(parcel: Parcel) -> None:
    assert parcel_from_json(parcel_to_json(parcel)) == parcel


@given(MOMENTS)
def test_moments_go_in_and_out_as_utc(moment: datetime) -> None:
    stored = Instant().process_bind_param(moment, sa.create_mock_engine("sqlite://", print).dialect)
    assert stored == moment
    assert stored is not None
    assert stored.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        Instant().process_bind_param(naive, sa.create_mock_engine("sqlite://", print).dialect)


TICKETS = st.builds(
    Ticket,
    number=st.just(""),
    draft=st.just(""),
    reporter_id=st.just(1),
    taken_by=st.none() | st.just(1),
    text=WORDS,
    category=WORDS,
    agency=st.none() | WORDS,
    region=WORDS,
    address=WORDS,
    location=st.none() | PLACES,
    occurred_on=st.none() | st.dates(),
    created_at=MOMENTS,
    follow_up_due=MOMENTS,
    attachments=st.just(()) | FILES,
    assigned_at=st.none() | MOMENTS,
    followed_up_at=st.none() | MOMENTS,
    answered_at=st.none() | MOMENTS,
    closed_at=st.none() | MOMENTS,
    sp4n_number=st.none(),
    reopened=st.integers(0, 99),
    id=st.just(0),
    revision=st.integers(0, 99),
)
EVENTS = st.builds(
    Event, at=MOMENTS, data=st.dictionaries(WORDS, WORDS, max_size=2), text=WORDS, attachments=st.just(()) | FILES
)


@on_a_database
@given(ticket=TICKETS, events=st.lists(EVENTS, max_size=2))
async def test_tickets_and_events(database: Database, sari: Person, ticket: Ticket, events: list[Event]) -> None:
    known = [event for event in events if event.actor.person_id in {None, sari.id}]
    unused = f"{next(_NUMBERS)}"
    async with database.transaction() as unit:
        stored = await unit.tickets.insert(replace(ticket, number=unused, draft=unused), known)
        assert replace(stored, id=0, number="", draft="") == ticket
        assert await unit.tickets.by_id(stored.id) == stored
        assert await unit.tickets.history(stored.id) == tuple(known)


@on_a_database
@given(raw=st.dictionaries(ANYTHING, JSON, max_size=4), at=MOMENTS, lane=WORDS)
async def test_updates(database: Database, raw: dict[str, object], at: datetime, lane: str) -> None:
    key = f"{next(_NUMBERS)}"
    async with database.transaction() as unit:
        await unit.inbox.store([Incoming("telegram", key, lane, raw, at)])
        (row,) = await unit.inbox.take(NOW, 1, 60)
        assert (row.key, row.raw, row.received_at) == (key, raw, at)
        await unit.inbox.done([row.id], NOW)


@on_a_database
@given(parcel=PARCELS, at=MOMENTS)
async def test_messages(database: Database, parcel: Parcel, at: datetime) -> None:
    async with database.transaction() as unit:
        if not await unit.outbox.put(parcel, at):
            return
        (row,) = await unit.outbox.claim(datetime(9999, 1, 1, tzinfo=UTC), 1, 60)
        assert (row.parcel, row.created_at) == (parcel, at)
        await unit.outbox.sent(row.id, ["1"], NOW)


async def test_hashes_do_not_depend_on_the_run(sealer: Sealer) -> None:
    """A database outlives the program that made it."""
    assert sealer.key_of("chat", "telegram", "5550101777") == "733f99064a88f6fb6738805d3e6f848a"
