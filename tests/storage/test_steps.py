"""Steps to the database that are under way while the last one's rows are worked on."""

import asyncio
from contextlib import aclosing

import pytest

from storage.steps import ahead


class Shelf:
    """Hands out books and notes what happens, in order."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    async def fetch(self, title: str) -> str:
        self.notes.append(f"fetching {title}")
        await asyncio.sleep(0)
        self.notes.append(f"fetched {title}")
        return title

    async def lost(self) -> str:
        await asyncio.sleep(0)
        raise LookupError("lost")


async def test_the_next_book_is_being_fetched_while_one_is_read() -> None:
    shelf = Shelf()
    async with aclosing(ahead([lambda: shelf.fetch("one"), lambda: shelf.fetch("two")])) as books:
        async for title in books:
            shelf.notes.append(f"reading {title}")
    assert shelf.notes.index("fetching two") < shelf.notes.index("reading one") < shelf.notes.index("reading two")


async def test_books_come_in_the_order_in_which_they_were_asked_for() -> None:
    shelf = Shelf()
    titles = [str(number) for number in range(5)]
    async with aclosing(ahead([lambda title=title: shelf.fetch(title) for title in titles])) as books:  # type: ignore[misc]
        assert [title async for title in books] == titles


async def test_no_books_are_no_trouble() -> None:
    assert [title async for title in ahead([])] == []  # type: ignore[var-annotated]


async def test_what_goes_wrong_is_told_in_its_turn() -> None:
    shelf = Shelf()
    async with aclosing(ahead([lambda: shelf.fetch("one"), shelf.lost, lambda: shelf.fetch("three")])) as books:
        assert await anext(books) == "one"
        with pytest.raises(LookupError, match="lost"):
            await anext(books)
    assert "fetching three" not in shelf.notes


async def test_who_stops_reading_waits_for_the_book_that_is_on_its_way() -> None:
    shelf = Shelf()
    async with aclosing(ahead([lambda: shelf.fetch("one"), lambda: shelf.fetch("two")])) as books:
        await anext(books)
    assert shelf.notes[-1] == "fetched two"


async def test_a_lost_book_that_nobody_waits_for_is_no_trouble(caplog: pytest.LogCaptureFixture) -> None:
    shelf = Shelf()
    async with aclosing(ahead([lambda: shelf.fetch("one"), shelf.lost])) as books:
        await anext(books)
    assert not caplog.records
