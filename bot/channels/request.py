"""The HTTP transport of python-telegram-bot, on aiohttp instead of its httpx.

Two reasons. Speed: httpx gets slower with every connection in its pool and closes idle ones after five seconds, so a
quiet bot pays a TLS handshake for nearly every answer. Knowledge: the sender must know whether a request surely never
left (`NotSent`) or may have been carried out (`TimedOut`, `Dropped`); httpx errors arrive with that blurred. The
address of every request holds the bot's token, so no exception of aiohttp leaves this module, not even as a cause.
"""
# ruff: noqa: N818 - the errors are kinds, named by what the caller decides

import json
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

KEEPALIVE_SECONDS: Final = 20.0
"""Shorter than any server's: a connection that the server is just closing would give an unknown outcome."""
CONNECT_SECONDS: Final = 10.0
POOL_SECONDS: Final = 5.0
READ_SECONDS: Final = 20.0
WRITE_SECONDS: Final = 10.0
UPLOAD_SECONDS: Final = 60.0
_FORM: Final = "application/x-www-form-urlencoded"


class NotSent(NetworkError):
    """The request never reached the server: no connection."""


class Dropped(NetworkError):
    """The connection broke after the request had been on its way."""


class TooManyRequests(TelegramError):
    """Not done: the flood limit. (python-telegram-bot's `RetryAfter` warns of a deprecation whenever it is made.)"""

    def __init__(self, after: float | None) -> None:
        super().__init__("too many requests")
        self.after = after


class ServerTrouble(NetworkError):
    """The server, or a gateway before it, answered with a failure that says nothing of the request."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the server answered {status}")


class AiohttpRequest(BaseRequest):
    """A connection pool of its own; getUpdates gets a separate instance, so that a long poll never blocks an answer."""

    __slots__ = ("_connections", "_proxy", "_session")

    def __init__(self, connections: int = 64, proxy: str | None = None) -> None:
        self._connections = connections
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._connections})"

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEPALIVE_SECONDS)
            self._session = aiohttp.ClientSession(
                connector=connector,
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        uploads = request_data is not None and request_data.contains_files
        limits = _limits(
            connect=_given(connect_timeout, CONNECT_SECONDS),
            pool=_given(pool_timeout, POOL_SECONDS),
            write=_given(write_timeout, UPLOAD_SECONDS if uploads else WRITE_SECONDS),
            read=_given(read_timeout, READ_SECONDS),
            moves_files=uploads or method == "GET",
        )
        answer = await self._exchange(url, method, _body(request_data), limits)
        if isinstance(answer, TelegramError):
            raise answer  # outside the handler of the aiohttp error, which would go along as its context
        status, payload = answer
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooManyRequests(_retry_after(payload))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not (status == HTTPStatus.OK or _is_of_the_bot_api(payload)):
            raise ServerTrouble(status)
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise BadRequest("Request Entity Too Large")
        return answer

    async def _exchange(
        self, url: str, method: str, body: aiohttp.FormData | aiohttp.BytesPayload | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes] | TelegramError:
        if self._session is None:
            return NotSent("the connection pool is not open")
        try:
            async with self._session.request(
                method, url, data=body, timeout=limits, proxy=self._proxy, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            return NotSent(f"no connection ({type(error).__name__})")
        except TimeoutError:
            return TimedOut("no answer in time")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Dropped(f"the connection broke ({type(error).__name__})")

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As in the base class, without writing the payload (people's words) to the log."""
        try:
            parsed = json.loads(payload)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise TelegramError("the answer is not what the Bot API promises")
        return parsed


def _is_of_the_bot_api(payload: bytes) -> bool:
    """Whether a refusal comes from the Bot API, and not from a gateway whose page may repeat the address."""
    try:
        return isinstance(json.loads(payload), dict)
    except ValueError:
        return False


def _retry_after(payload: bytes) -> float | None:
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return None


def _given(timeout: Any, default: float) -> float | None:
    """python-telegram-bot passes a marker for "not given", and None for "wait for ever"."""
    return default if timeout is BaseRequest.DEFAULT_NONE else timeout


@lru_cache(maxsize=64)
def _limits(
    *, connect: float | None, pool: float | None, write: float | None, read: float | None, moves_files: bool
) -> aiohttp.ClientTimeout:
    """aiohttp counts the wait for a free connection into `connect`.

    Where files go or come, `read` is the longest silence, and the total stands for the write timeout that aiohttp
    lacks. Other calls have `read` for all of it, and one timer less, which aiohttp sets anew with all that comes in.
    """
    reaching = None if connect is None or pool is None else connect + pool
    if not moves_files:
        return aiohttp.ClientTimeout(total=read, connect=reaching, sock_connect=connect)
    total = None if reaching is None or write is None or read is None else reaching + write + read
    return aiohttp.ClientTimeout(total=total, connect=reaching, sock_connect=connect, sock_read=read)


def _body(data: RequestData | None) -> aiohttp.FormData | aiohttp.BytesPayload | None:
    """A form, as python-telegram-bot's own request sends it: whatever speaks the Bot API reads it.

    Most have no files; aiohttp would prepare for them all the same.
    """
    if data is None:
        return None
    if not data.contains_files:
        return aiohttp.BytesPayload(encoded(data.json_parameters), content_type=_FORM)
    form = aiohttp.FormData(data.json_parameters)
    for field, (name, content, mime) in data.multipart_data.items():
        form.add_field(field, content, filename=name, content_type=mime)
    return form


def encoded(fields: Mapping[str, str]) -> bytes:
    """The fields as the body of a form. yarl's quoting is compiled: a fifth of what urllib's takes, and the library's
    aiohttp quotes addresses with. Lone surrogates, which no encoding can hold, are left out.
    """
    return URL.build(query=fields).raw_query_string.encode()
