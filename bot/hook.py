"""Updates in, by webhook: Telegram brings each one to WEBHOOK_URL, and hears 200 only once it is in the inbox.

What comes within a few milliseconds is one commit: under load that is a hundred updates for the price of one. Telegram
brings the next update of a chat only after the 200, so the order of a chat is kept whichever process takes its turn.
What we cannot keep now is answered 503: Telegram comes again, for a day.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from hmac import compare_digest
from http import HTTPStatus
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.loops import REST_SECONDS, Loop
from bot.reception import Reception
from bot.settings import Settings, secret_key
from storage.errors import DatabaseUnavailable
from storage.sealing import Sealer

log = structlog.get_logger()

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES: Final = 1 << 20
"""Of one update. Telegram's are far smaller: a message has at most 4096 characters, files come as their ids."""
GATHER_SECONDS: Final = 0.005
"""How long the first update waits for others to share its commit."""
BATCH: Final = 100
MOST_WAITING: Final = 1000
"""More at a time are sent away: Telegram keeps them better than our memory."""
PATIENCE_SECONDS: Final = 10.0
"""How long an update waits for its commit; Telegram waits a minute."""
AGAIN_SECONDS: Final = 2
"""When Telegram is to come again after a 503."""
COMPLAIN_SECONDS: Final = 60.0
"""Whoever sends us nonsense shall not fill the log: one line of each kind a minute."""

Take = Callable[[Any], Awaitable[None]]


class Busy(Exception):  # noqa: N818 - a state, not a mistake
    """The update cannot be kept now; Telegram shall bring it again."""


class Door:
    """The page that Telegram brings updates to. Closed (503) unless the program runs behind it."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self.secret = secret
        self._take: Take | None = None
        self._complained: dict[str, float] = {}

    def routes(self) -> list[Route]:
        """The page, for the server."""
        return [Route(urlsplit(self.url).path, self._knock, methods=["POST"])]

    @contextmanager
    def open_to(self, take: Take) -> Iterator[None]:
        """Let updates in, each to `take`, which returns once it is kept, or raises Busy."""
        self._take = take
        try:
            yield
        finally:
            self._take = None

    async def _knock(self, request: Request) -> Response:
        if not compare_digest(request.headers.get(HEADER, "").encode(), self.secret.encode()):
            return self._refuse(HTTPStatus.FORBIDDEN, "wrong secret")
        try:
            raw = await _read(request)
        except _TooLarge:
            return self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
        except (ValueError, RecursionError):
            return self._refuse(HTTPStatus.BAD_REQUEST, "not JSON")
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        try:
            if self._take is None:
                raise Busy
            await self._take(raw)
        except Busy:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(AGAIN_SECONDS)})
        return Response()

    def _refuse(self, status: HTTPStatus, why: str) -> Response:
        now = monotonic()
        if now - self._complained.get(why, -COMPLAIN_SECONDS) >= COMPLAIN_SECONDS:
            self._complained[why] = now
            log.warning("refused at the webhook", why=why)
        return Response(status_code=status)


class Hook(Loop):
    """Gathers what comes through the door and has it kept, many updates in one commit."""

    name = "intake"

    def __init__(self, door: Door, reception: Reception) -> None:
        super().__init__()
        self._door = door
        self._reception = reception
        self._waiting: dict[asyncio.Future[None], Any] = {}

    @property
    def is_idle(self) -> bool:
        return not self._waiting and self._reception.is_idle

    async def take(self, raw: Any) -> None:
        """Keep one update; when it returns, it is committed. Raises Busy when that takes too long."""
        if self.stopping or len(self._waiting) >= MOST_WAITING:
            raise Busy
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[kept] = raw
        self.wake.set()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await kept
        except (TimeoutError, DatabaseUnavailable):
            raise Busy from None
        finally:
            self._waiting.pop(kept, None)

    async def run(self) -> None:
        try:
            with self._door.open_to(self.take):
                await super().run()
        finally:
            for kept in self._waiting:
                _end(kept, DatabaseUnavailable("the program stops, or rests after trouble"))
            if self.stopping:
                await self._reception.finish()

    async def step(self) -> None:
        if not self._waiting:
            await self.wake.wait(REST_SECONDS)
        if not self._waiting:
            return
        await asyncio.sleep(GATHER_SECONDS)
        batch = dict(list(self._waiting.items())[:BATCH])
        try:
            await self._reception.take(sorted(batch.values(), key=_number))
        except DatabaseUnavailable as error:
            for kept in batch:
                _end(kept, error)
            raise
        for kept in batch:
            self._waiting.pop(kept, None)
            _end(kept)


def door_of(settings: Settings) -> Door | None:
    """The door that the settings ask for; none: updates are polled. The demo polls its own simulator.

    Without WEBHOOK_SECRET the secret is made from SECRET_KEY, so that it is the same in all processes.
    """
    if settings.is_demo or not settings.webhook_url:
        return None
    given = settings.webhook_secret
    return Door(
        settings.webhook_url,
        given.get_secret_value() if given else Sealer(secret_key(settings)).key_of("webhook secret"),
    )


class _TooLarge(Exception):  # noqa: N818
    """Of a request's body."""


async def _read(request: Request) -> Any:
    """The body as JSON. Raises _TooLarge without having read more than allowed, or ValueError."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise _TooLarge
    return json.loads(body)


def _number(raw: Any) -> int:
    """Every process stores in the same order, so that two who get the same updates do not wait for each other."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else 0


def _end(kept: asyncio.Future[None], error: Exception | None = None) -> None:
    if kept.done():
        return
    if error is None:
        kept.set_result(None)
    else:
        kept.set_exception(error)
