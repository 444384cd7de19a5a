"""Feeds from a real server: RSS, Atom, broken XML, redirects, unchanged, slow, huge, and no feed at all."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.checks import Finding, findings
from bot.feeds import BIGGEST, FeedProblem, fetch, plain, read
from bot.settings import Settings
from tests.bot.support import MONDAY
from tests.support.catalogues import watching

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Kabar Banua</title>
<item><title>Jalan &lt;b&gt;provinsi&lt;/b&gt; di Cempaka &amp;amp; sekitarnya rusak</title>
<link>https://kabar.example.id/jalan?utm_source=rss</link>
<description><![CDATA[<p>Warga <i>mengeluh</i>.</p>]]></description></item>
<item><title>Tanpa tautan</title></item>
<item><title>Berbahaya</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Diskominfo</title>
<entry><title type="html">Puskesmas &lt;em&gt;antre&lt;/em&gt;</title><id>urn:1</id>
<link href="https://diskominfo.example.id/antre"/><summary>Sejak pagi</summary></entry></feed>"""
BROKEN = RSS.replace(
    b"</channel></rss>", b"<item><title>Sampah &nbsp; menumpuk</title><link>https://kabar.example.id/2"
)


@pytest.fixture
async def server() -> AsyncIterator[str]:
    """A server with one address for each kind of trouble."""

    async def rss(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"1"' or request.headers.get("If-Modified-Since"):
            return web.Response(status=304)
        return web.Response(body=RSS, headers={"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 01:00:00 GMT"})

    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response(body=RSS)

    async def turn(_: web.Request) -> web.Response:
        raise web.HTTPFound("/rss")

    async def circle(_: web.Request) -> web.Response:
        raise web.HTTPFound("/circle")

    async def gone(_: web.Request) -> web.Response:
        return web.Response(status=404)

    async def huge(_: web.Request) -> web.Response:
        return web.Response(body=b"<rss>" + b"x" * (BIGGEST + 1))

    async def page(_: web.Request) -> web.Response:
        return web.Response(body=b"<html><body>Selamat datang</body></html>")

    app = web.Application()
    for handler in (rss, slow, turn, circle, gone, huge, page):
        app.router.add_get(f"/{handler.__name__}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def test_a_feed_is_read_and_not_again_while_it_has_not_changed(server: str) -> None:
    first = await fetch(f"{server}/rss")
    assert first.entries is not None
    assert [entry.title for entry in first.entries] == ["Jalan provinsi di Cempaka & sekitarnya rusak"]
    assert (first.entries[0].link, first.entries[0].summary) == ("https://kabar.example.id/jalan", "Warga mengeluh .")
    assert (await fetch(f"{server}/rss", first.etag)).entries is None
    unchanged = await fetch(f"{server}/rss", "", first.modified)
    assert (unchanged.entries, unchanged.modified) == (None, first.modified)


async def test_a_redirect_is_followed(server: str) -> None:
    assert (await fetch(f"{server}/turn")).entries


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("slow", "no answer in"),
        ("circle", "redirects"),
        ("gone", "answered 404"),
        ("huge", "bigger than"),
        ("page", "neither RSS nor Atom"),
    ],
)
async def test_what_cannot_be_read_is_told_in_a_few_words(server: str, path: str, why: str) -> None:
    with pytest.raises(FeedProblem, match=why):
        await fetch(f"{server}/{path}", seconds=0.3)


async def test_nobody_listens_there() -> None:
    with pytest.raises(FeedProblem, match="cannot be fetched"):
        await fetch("http://127.0.0.1:9/rss")


def test_an_atom_feed() -> None:
    (entry,) = read(ATOM)
    assert (entry.title, entry.link) == ("Puskesmas antre", "https://diskominfo.example.id/antre")


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    assert read(BROKEN)[0].link == "https://kabar.example.id/jalan"


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", b"{}", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"])
def test_what_is_no_feed(data: bytes) -> None:
    with pytest.raises(FeedProblem):
        read(data)


@pytest.mark.parametrize(
    ("html", "words"), [("<b>a</b>&amp;lt;b", "a <b"), ("a<br/>b", "a b"), ("  a\n b ", "a b"), ("&nbsp;", "")]
)
def test_words_without_markup(html: str, words: str) -> None:
    assert plain(html) == words


async def test_check_names_the_feeds_that_cannot_be_read(server: str, tmp_path: Path) -> None:
    file = watching(tmp_path, rss=f"{server}/rss", gone=f"{server}/gone")
    settings = Settings.model_validate(
        {"catalogue_file": file, "database_url": f"sqlite:///{tmp_path}/none.db", "secret_key": "k" * 40}
    )
    told: list[Finding] = [each async for each in findings(settings, MONDAY)]
    assert [(each.sentence.split(":")[0], each.is_well) for each in told if each.sentence.startswith("Feed")] == [
        ("Feed rss", True),
        ("Feed gone", False),
    ]
