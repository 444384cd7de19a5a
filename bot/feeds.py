"""Fetching and reading RSS and Atom feeds: strangers' files, so with limits on time, size, redirects and number.

A feed that was not changed since the last look (ETag, Last-Modified) costs nothing. Broken XML is read as far as it can
be; what is no feed at all is a `FeedProblem` with one sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final

import aiohttp

from tickets.issues import Entry
from tickets.links import opened

SECONDS: Final = 15.0
"""For the whole of a fetch."""
BIGGEST: Final = 2 * 1024 * 1024
"""Bytes of a feed."""
REDIRECTS: Final = 3
MOST_ENTRIES: Final = 50
"""Of one feed, the first ones."""
_ACCEPT: Final = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
_TAG: Final = re.compile(r"<[^>]*>")


class FeedProblem(Exception):  # noqa: N818 - told to the operator
    """A feed cannot be read; the text says why in a few words."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `entries` is none where nothing has changed. The marks are sent along the next time."""

    entries: tuple[Entry, ...] | None
    etag: str = ""
    modified: str = ""


async def fetch(url: str, etag: str = "", modified: str = "", seconds: float = SECONDS) -> Fetched:
    """Fetch and read a feed. Raises FeedProblem."""
    headers = {"Accept": _ACCEPT, "User-Agent": "LaporBot (feed reader)"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds), trust_env=True) as session,
            session.get(url, headers=headers, max_redirects=REDIRECTS) as response,
        ):
            if response.status == HTTPStatus.NOT_MODIFIED:
                return Fetched(None, etag, modified)
            if response.status != HTTPStatus.OK:
                raise FeedProblem(f"the server answered {response.status}")
            data = await _limited(response)
            marks = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
    except aiohttp.TooManyRedirects:
        raise FeedProblem("too many redirects") from None
    except TimeoutError:
        raise FeedProblem(f"no answer in {seconds:g} seconds") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FeedProblem(f"it cannot be fetched ({type(error).__name__})") from None
    return Fetched(read(data), *marks)


def read(data: bytes) -> tuple[Entry, ...]:
    """The entries of a feed, in its order. Raises FeedProblem for what is no feed."""
    import feedparser  # noqa: PLC0415 - loaded when somebody has given a feed to watch

    try:
        parsed = feedparser.parse(BytesIO(data))
    except Exception as error:
        raise FeedProblem(f"it cannot be read ({type(error).__name__})") from None
    entries = tuple(_entries(parsed.get("entries", ())[:MOST_ENTRIES]))
    if not entries and not parsed.get("version"):
        raise FeedProblem("it is neither RSS nor Atom")
    return entries


def _entries(raw: list[Any]) -> Iterator[Entry]:
    """Those that have a title and an address."""
    for entry in raw:
        link = opened(str(entry.get("link") or "")) or opened(str(entry.get("id") or ""))
        title = plain(str(entry.get("title") or ""))
        if link and title:
            yield Entry(link=link, title=title, summary=plain(str(entry.get("summary") or "")))


def plain(html: str) -> str:
    """Words without markup and entities, on one line."""
    return " ".join(unescape(_TAG.sub(" ", unescape(html))).split())


async def _limited(response: aiohttp.ClientResponse) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        data += chunk
        if len(data) > BIGGEST:
            raise FeedProblem(f"it is bigger than {BIGGEST // 1024 // 1024} MB")
    return bytes(data)
