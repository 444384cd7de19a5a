"""The transport: what is surely not sent, what is unknown, and that no failure tells the token."""

import asyncio
import re
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp import web
from hypothesis import example, given
from hypothesis import strategies as st
from telegram.error import BadRequest, InvalidToken, TelegramError, TimedOut

from bot.channels import request as transport
from bot.channels.request import AiohttpRequest, Dropped, NotSent, ServerTrouble, TooManyRequests, encoded
from tests.bot.support import TOKEN

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def answering(handler: Handler) -> AsyncIterator[str]:
    """A server that answers everything with the handler."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}/bot{TOKEN}/sendMessage"
    await runner.cleanup()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(connections=2)
    await request.initialize()
    yield request
    await request.shutdown()


async def failure(request: AiohttpRequest, url: str, **timeouts: Any) -> TelegramError:
    """The error of a call; checks that neither it nor anything it carries tells the token."""
    with pytest.raises(TelegramError) as caught:
        await request.post(url, **timeouts)
    error = caught.value
    assert_silent(error)
    return error


def assert_silent(error: BaseException) -> None:
    links: list[BaseException | None] = [error]
    while links[-1] is not None:
        links.append(links[-1].__cause__ or links[-1].__context__)
    for link in links[:-1]:
        assert link is not None
        told = f"{link} {link!r} {link.args!r} " + "".join(traceback.format_exception(link))
        assert TOKEN not in told


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_a_refused_connection_is_surely_not_sent(request_: AiohttpRequest) -> None:
    assert isinstance(await failure(request_, f"http://127.0.0.1:{free_port()}/bot{TOKEN}/getMe"), NotSent)


async def test_a_name_that_does_not_exist_is_surely_not_sent(request_: AiohttpRequest) -> None:
    assert isinstance(await failure(request_, f"http://nowhere.invalid/bot{TOKEN}/getMe"), NotSent)


async def test_an_address_that_is_none_is_surely_not_sent(request_: AiohttpRequest) -> None:
    assert isinstance(await failure(request_, f"http://[broken/bot{TOKEN}/getMe"), NotSent)


async def test_no_free_connection_is_surely_not_sent(request_: AiohttpRequest) -> None:
    both = asyncio.Barrier(3)
    release = asyncio.Event()

    async def hold(_: web.Request) -> web.Response:
        await both.wait()
        await release.wait()
        return web.json_response({"ok": True, "result": True})

    async with answering(hold) as url:
        held = [asyncio.create_task(request_.post(url)) for _ in range(2)]
        await both.wait()
        error = await failure(request_, url, connect_timeout=0.05, pool_timeout=0.05)
        assert isinstance(error, NotSent)
        release.set()
        assert await asyncio.gather(*held) == [True, True]


async def test_silence_is_a_time_out(request_: AiohttpRequest) -> None:
    release = asyncio.Event()

    async def say_nothing(_: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    async with answering(say_nothing) as url:
        error = await failure(request_, url, read_timeout=0.05)
        release.set()
    assert isinstance(error, TimedOut)
    assert not isinstance(error, NotSent)


@pytest.mark.parametrize("after_bytes", [0, 20])
async def test_a_connection_that_breaks_is_unknown(request_: AiohttpRequest, after_bytes: int) -> None:
    async def hang_up(asked: web.Request) -> web.StreamResponse:
        assert asked.transport is not None
        if after_bytes:
            asked.transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{")
        asked.transport.abort()
        return web.Response()

    async with answering(hang_up) as url:
        assert isinstance(await failure(request_, url), Dropped)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {"ok": False, "description": "Unauthorized"}, InvalidToken),
        (404, {"ok": False, "description": "Not Found"}, InvalidToken),
        (400, {"ok": False, "description": "Bad Request: chat not found"}, BadRequest),
        (413, {"ok": False, "description": "Request Entity Too Large"}, BadRequest),
        (500, {"ok": False, "description": "Internal Server Error"}, ServerTrouble),
        (502, f"<html>could not reach /bot{TOKEN}/sendMessage</html>", ServerTrouble),
        (418, f"<html>could not reach /bot{TOKEN}/sendMessage</html>", ServerTrouble),
        (302, "", ServerTrouble),
    ],
)
async def test_answers_that_are_failures(
    request_: AiohttpRequest, status: int, body: Any, kind: type[TelegramError]
) -> None:
    async def answer(_: web.Request) -> web.Response:
        headers = {"Location": "http://127.0.0.1:1/"} if status == 302 else {}
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=headers)
        return web.json_response(body, status=status)

    async with answering(answer) as url:
        assert isinstance(await failure(request_, url), kind)


@pytest.mark.parametrize(("parameters", "after"), [({"retry_after": 3}, 3.0), (None, None), ("nonsense", None)])
async def test_too_many_requests_name_a_time_or_not(
    request_: AiohttpRequest, parameters: Any, after: float | None
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"ok": False, "parameters": parameters}, status=429)

    async with answering(answer) as url:
        error = await failure(request_, url)
    assert isinstance(error, TooManyRequests)
    assert error.after == after


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"\xff\xfe"])
async def test_a_success_that_is_not_json_is_no_success_and_is_not_logged(
    request_: AiohttpRequest, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body)

    async with answering(answer) as url:
        await failure(request_, url)
    assert not caplog.records


async def test_without_an_open_pool_nothing_is_sent() -> None:
    assert isinstance(await failure(AiohttpRequest(), f"http://127.0.0.1/bot{TOKEN}/getMe"), NotSent)
    assert TOKEN not in repr(AiohttpRequest())


async def test_connections_are_reused_and_proxies_of_the_environment_are_not(
    request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    peers = []

    async def answer(asked: web.Request) -> web.Response:
        assert asked.transport is not None
        peers.append(asked.transport.get_extra_info("peername"))
        return web.json_response({"ok": True, "result": True})

    async with answering(answer) as url:
        for _ in range(3):
            assert await request_.post(url) is True
    assert len(set(peers)) == 1
    assert transport.KEEPALIVE_SECONDS < 30


async def test_files_go_as_multipart(request_: AiohttpRequest) -> None:
    from telegram import Bot, InputFile  # noqa: PLC0415

    seen: dict[str, Any] = {}

    async def answer(asked: web.Request) -> web.Response:
        form = await asked.post()
        document = form["document"]
        assert isinstance(document, web.FileField)
        seen.update(chat=form["chat_id"], name=document.filename, content=document.file.read())
        return web.json_response({"ok": False, "description": "seen"}, status=400)

    async with answering(answer) as url:
        bot = Bot(TOKEN, base_url=url.partition(TOKEN)[0], request=request_, get_updates_request=request_)
        with pytest.raises(BadRequest, match="seen"):
            await bot.send_document(5, InputFile(b"isi", filename="rekap.xlsx"))
    assert seen == {"chat": "5", "name": "rekap.xlsx", "content": b"isi"}


def strictly_read(form: bytes) -> dict[str, str]:
    """What a form says by the URL Standard, refusing whatever that would mend or read in another way."""
    assert re.fullmatch(rb"(?:[A-Za-z0-9*._~!$'(),/:?@&=+-]|%[0-9A-F]{2})*", form)
    pairs = [each.split(b"=") for each in form.split(b"&")] if form else []
    assert all(len(pair) == 2 for pair in pairs)
    return {unquoted(name): unquoted(value) for name, value in pairs}


def unquoted(text: bytes) -> str:
    spaced = text.replace(b"+", b" ")
    return re.sub(rb"%(..)", lambda found: bytes.fromhex(found[1].decode()), spaced).decode("utf-8", "strict")


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
@example({"text": "".join(map(chr, range(0x500)))})
@example(
    {"text": 'Jl. A. Yani km 36 + 2; 50% & "lubang"\r\n\t\0 👷\N{ZERO WIDTH JOINER}♂️ %41 &amp; a=b \uffff \U0010ffff'}
)
@example({"a&b=c": "", "d": " ", "+": "%"})
@example({})
def test_a_form_is_read_as_it_was_meant_by_the_lenient_and_by_the_strict(fields: dict[str, str]) -> None:
    form = encoded(fields)
    assert dict(parse_qsl(form.decode("ascii"), keep_blank_values=True, strict_parsing=bool(fields))) == fields
    assert strictly_read(form) == fields


@given(st.lists(st.sampled_from(["lubang", "\ud83d", "\udc77", "\ud83d\udc77", "👷"])))
def test_half_characters_are_left_out_of_a_form(parts: list[str]) -> None:
    text = "".join(parts)
    whole = re.sub("[\ud800-\udfff]", "", text)
    assert strictly_read(encoded({"text": text})) == {"text": whole}


def test_aiohttp_counts_the_pool_into_connect() -> None:
    limits = transport._limits(connect=1, pool=2, write=3, read=4, moves_files=True)
    assert limits == aiohttp.ClientTimeout(total=10, connect=3, sock_connect=1, sock_read=4)


def test_a_call_without_files_is_answered_in_time_as_a_whole() -> None:
    limits = transport._limits(connect=1, pool=2, write=3, read=4, moves_files=False)
    assert limits == aiohttp.ClientTimeout(total=4, connect=3, sock_connect=1)


def test_who_cannot_be_reached_is_told_apart_from_who_does_not_answer() -> None:
    assert transport.CONNECT_SECONDS + transport.POOL_SECONDS < transport.READ_SECONDS
