"""A draft of which an answer is given anew: what comes back, what stays, and how it is stored."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from tickets.forms.draft import Draft, Part

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOLD = Draft(id="d", started_at=NOW, asking="summary", parts=(Part("1", "Jalan rusak di Rantau"),), region="63.05")
_DRAFT = TypeAdapter(Draft)


def test_an_answer_that_was_taken_away_comes_back() -> None:
    draft = replace(TOLD.reopened(changing=True), asking="region", question=7, region=None, candidates=("63.03",))
    assert draft.restored() == replace(TOLD, asking="region", question=7)


def test_a_story_that_was_added_to_stays_and_one_that_was_replaced_goes() -> None:
    changing = TOLD.reopened(changing=True)
    added = replace(changing, parts=(*TOLD.parts, Part("2", "gelap sekali")), secret=True)
    assert (added.restored().text, added.restored().secret) == ("Jalan rusak di Rantau\ngelap sekali", True)
    edited = replace(changing, parts=(Part("1", "Jalan rusak di Binuang"),))
    assert edited.restored().text == "Jalan rusak di Binuang"
    replaced = replace(changing, parts=(Part("2", "lubang besar"),), danger="fire")
    assert (replaced.restored().text, replaced.restored().danger) == ("Jalan rusak di Rantau", None)


def test_only_one_former_draft_is_kept_and_none_with_a_settled_one() -> None:
    twice = TOLD.reopened().reopened(changing=True)
    assert twice.former == TOLD
    assert twice.settled() == TOLD


def test_it_is_stored_and_what_was_stored_before_is_still_read() -> None:
    draft = TOLD.reopened(changing=True)
    stored: dict[str, Any] = _DRAFT.dump_python(draft, mode="json")
    assert _DRAFT.validate_python(stored) == draft
    del stored["former"]
    old = _DRAFT.validate_python(stored)
    assert old == replace(TOLD, changing=True)
    assert old.restored() == TOLD, "nothing to restore"
