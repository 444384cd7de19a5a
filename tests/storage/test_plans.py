"""The statements of every update use their indices, however long the history is (asked of the planners)."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage import (
    dialogues,
    followers,
    groups,
    inbox,
    messages,
    past,
    people,
    private_cards,
    reminders,
    reports,
    searches,
    tickets,
    topics,
    traffic,
    weeks,
)
from storage import outbox_queries as outbox
from storage.database import Database
from storage.tables import tickets as ticket_table
from storage.values import ALL, Look, Sample
from tests.storage.samples import NOW

IN_A_WHILE = NOW + timedelta(days=1)

PLANS: dict[str, tuple[Any, dict[str, Any], set[str]]] = {
    "free lanes": (inbox._free_lanes, {"now": NOW, "count": 9, "window": 99}, {"ix_inbox_pending"}),
    "rows of lanes": (inbox._rows_of_lanes, {"lanes": ["a", "b"], "now": NOW, "count": 9}, {"ix_inbox_lane"}),
    "claimable": (
        outbox.CLAIMABLE,
        {"now": NOW, "count": 9, "window": 99, "holding": ["a"], "tight": ["b"], "least": "3-answer"},
        {"ix_outbox_blocked", "ix_outbox_priority", "ix_outbox_chat"},
    ),
    "superseded": (
        outbox.SUPERSEDE,
        {"chat": "a", "name": "s", "but": 0, "at": NOW},
        {"ix_outbox_chat"},
    ),
    "of chat": (outbox.OF_CHAT, {"chat": "a"}, {"ix_outbox_chat"}),
    "next times": (outbox.NEXT_TIMES, {"now": NOW}, {"ix_outbox_blocked"}),
    "person": (people._by_key, {"key": "a"}, {"sqlite_autoindex_people_1"}),
    "group": (groups._by_key, {"key": "a"}, {"sqlite_autoindex_groups_1"}),
    "idle drafts": (dialogues._idle, {"form": "f", "since": NOW, "count": 9}, {"ix_dialogues_form_updated_at"}),
    "drafts to nudge": (dialogues._to_nudge, {"form": "f", "since": NOW, "count": 9}, {"ix_dialogues_unasked"}),
    "dialogue": (dialogues._load, {"key": "a", "person": 1}, {"sqlite_autoindex_dialogues_1"}),
    "slot": (messages._newest, {"chat": "a", "name": "s"}, {"ix_messages_slot"}),
    "topic": (topics._find, {"chat": "a", "ticket": 1}, {"sqlite_autoindex_topics_1"}),
    "case of a topic": (topics._ticket_in, {"key": "a"}, {"sqlite_autoindex_topics_2"}),
    "waiting of a case": (outbox.OF_CASE, {"chat": "a", "ticket": 1}, {"ix_outbox_chat"}),
    "what a message stands for": (messages._stands_for, {"key": "a"}, {"sqlite_autoindex_messages_1"}),
    "due": (reminders._due, {"now": NOW, "count": 9}, {"ix_reminders_due"}),
    "sent lately": (tickets._sent, {"since": NOW}, {"ix_tickets_created_at"}),
    "sent lately by newcomers": (
        tickets._sent_first,
        {"since": NOW},
        {"ix_tickets_created_at", "ix_tickets_reporter_id_id"},
    ),
    "number": (
        tickets._by_number,
        {"value": "a"},
        {"sqlite_autoindex_tickets_2", "ix_attachments_ticket_id"},
    ),
    "overdue": (sa.select(ticket_table).where(*tickets._late(NOW)), {}, {"ix_tickets_awaiting"}),
    "unchecked": (
        sa.select(ticket_table)
        .where(*tickets._unchecked(Sample(10, NOW)))
        .order_by(ticket_table.c.closed_at, ticket_table.c.id)
        .limit(1),
        {},
        {"ix_tickets_unchecked"},
    ),
    "searched words": (
        searches._with_words(Look(agency=ALL), [[1, 2], [3, 4]], 0).order_by(ticket_table.c.id.desc()).limit(8),
        {},
        {"PRIMARY KEY"},
    ),
    "searched status": (
        searches._with_words(Look(agency=ALL, statuses=frozenset({"closed"})), [], None)
        .order_by(ticket_table.c.id.desc())
        .limit(8),
        {},
        {"ix_tickets_status_id"},
    ),
    "searched overdue": (
        searches._ordered(searches._with_words(Look(agency=ALL, late_at=NOW), [], None), Look(agency=ALL, late_at=NOW)),
        {},
        {"ix_tickets_awaiting"},
    ),
    "similar": (
        tickets._similar,
        {"region": "63.72", "category": "jalan", "since": NOW, "count": 60},
        {"ix_tickets_region_category_created_at"},
    ),
    "compared": (
        tickets._similar_reports,
        {"region": "63.72", "category": "jalan", "since": NOW, "count": 60},
        {"ix_tickets_region_category_created_at"},
    ),
    "followed": (
        tickets._followed_by,
        {"person": 1, "count": 9, "start": 0},
        {"ix_tickets_reporter_id_id", "ix_followers_person_id_ticket_id"},
    ),
    "followers": (
        followers.BENEATH,
        {"ids": [1, 2]},
        {"ix_tickets_merged_into", "sqlite_autoindex_followers_1"},
    ),
    "private cards": (private_cards.READERS, {"ticket": 1}, {"sqlite_autoindex_private_cards_1"}),
    "past tickets": (
        past._next,
        {"after": NOW, "id": 7, "until": IN_A_WHILE, "count": 9},
        {"ix_tickets_created_at"},
    ),
    "past events": (past._happened, {"ids": [1, 2], "cutoff": NOW}, {"sqlite_autoindex_events_1"}),
    "still due": (reminders._still_due, {"reminder": 7, "now": NOW}, {"PRIMARY KEY"}),
    "overdue of agency": (
        tickets._overdue("one"),
        {"now": NOW, "code": "pupr", "count": 15, "start": 0},
        {"ix_tickets_open"},
    ),
    "number overdue of agency": (
        tickets._count_overdue("one"),
        {"now": NOW, "code": "pupr"},
        {"COVERING INDEX ix_tickets_open"},
    ),
    "number overdue": (tickets._count_overdue("all"), {"now": NOW}, {"COVERING INDEX ix_tickets_awaiting"}),
    "burdens": (tickets._burdens, {"now": NOW}, {"COVERING INDEX ix_tickets_open"}),
    "received in a week": (
        weeks._received,
        {"since": NOW, "until": IN_A_WHILE},
        {"COVERING INDEX ix_tickets_assigned"},
    ),
    "closed in a week": (weeks._closed, {"since": NOW, "until": IN_A_WHILE}, {"COVERING INDEX ix_tickets_closed"}),
    "answered in a week": (weeks._answered, {"since": NOW, "until": IN_A_WHILE}, {"ix_events_kind_at"}),
    "sent long ago": (outbox.PRUNE, {"before": NOW, "most": 9}, {"ix_outbox_settled_at"}),
    "batch of a recap": (
        reports._batch,
        {"ids": "[1, 2]", "cutoff": NOW},
        {"sqlite_autoindex_events_1", "INTEGER PRIMARY KEY", "ix_attachments_ticket_id"},
    ),
    "cards of a group": (traffic.NEW_CARDS, {"chat": "a", "since": NOW}, {"ix_outbox_cards"}),
    "handled long ago": (inbox.PRUNE, {"before": NOW, "most": 9}, {"ix_inbox_settled_at"}),
    "open of agency": (
        sa.select(ticket_table).where(ticket_table.c.is_open, *tickets._of("pupr")),
        {},
        {"ix_tickets_open"},
    ),
}


@pytest.mark.parametrize("name", PLANS)
async def test_no_table_is_read_from_end_to_end(sqlite_database: Database, name: str) -> None:
    statement, values, wanted = PLANS[name]
    plan: list[str] = []
    async with sqlite_database._engine.connect() as connection:

        def explain(_: Any, __: Any, text: str, parameters: Any, *___: Any) -> tuple[str, Any]:
            return f"EXPLAIN QUERY PLAN {text}", parameters

        sa.event.listen(connection.sync_connection, "before_cursor_execute", explain, retval=True)
        execution = await connection.execute(statement.execution_options(no_parameters=False), values)
        plan = [str(row[3]) for row in execution.cursor.fetchall()] if execution.cursor else []
    used = {index for index in wanted if any(index in line for line in plan)}
    scans = [line for line in plan if line.startswith("SCAN") and "INDEX" not in line]
    assert used == wanted, plan
    assert [line for line in scans if line.split()[1] in {"inbox", "outbox", "tickets", "people"}] == [], plan


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_postgresql_finds_an_index_for_every_table(database: Database, name: str) -> None:
    """Its planner reads small tables from end to end; told not to, it must not be left with nothing else."""
    statement, values, _ = PLANS[name]

    def explain(_: Any, __: Any, text: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        return f"EXPLAIN {text}", parameters

    async with database._engine.connect() as connection:
        await connection.execute(sa.text("SET enable_seqscan = off"))
        sa.event.listen(connection.sync_connection, "before_cursor_execute", explain, retval=True)
        execution = await connection.execute(statement, values)
        plan = [str(row[0]) for row in execution.cursor.fetchall()] if execution.cursor else []
        await connection.rollback()
    assert plan
    assert [line for line in plan if "Seq Scan on" in line] == [], plan
