"""Door 1: the Bot API over HTTP, /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import inspect
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.call import Call, Upload
from simulator.errors import ApiError, Refused, bad_request
from simulator.faults import Fault
from simulator.methods import TABLE
from simulator.model import JSON, Bot
from simulator.state import CallRecord
from simulator.world import World

MOST_FIELD_BYTES = 10 * 1024 * 1024
NGINX = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"


class Dropped(Exception):  # noqa: N818
    """A fault wants the connection gone without an answer."""


class BotApi:
    def __init__(self, world: World, stopping: asyncio.Event) -> None:
        self.world = world
        self.stopping = stopping

    def routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.download, methods=["GET"]),
            Route("/bot{rest:path}", _nowhere, methods=["GET", "POST"]),
        ]

    async def call(self, request: Request) -> Response:
        try:
            result = await self._run(request, request.path_params["token"], request.path_params["method"])
        except ApiError as error:
            return _refusal(error)
        except Dropped:
            return await _drop(request)
        return _json(200, {"ok": True, "result": result})

    async def _run(self, request: Request, token: str, name: str) -> Any:
        bot = self._bot(token)
        method = TABLE.get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        given, files = await _arguments(request)
        self.world.call_counts[method.name] += 1
        fault = self.world.faults.take(method.name, given.get("chat_id"))
        call = Call(self.world, bot, method, given, files, self.stopping)
        try:
            await _before(fault)
            call.params = method.read(given, files)
            result = await _result(call)
        except ApiError as error:
            self._record(call, error=(error.code, error.description))
            raise
        except Dropped:
            self._record(call, error=(0, "connection dropped before the effect"))
            raise
        self._record(call, result=result)
        if fault and fault.kind == "drop_after":
            raise Dropped
        return result

    def _bot(self, token: str) -> Bot:
        bot = self.world.bot_by_token(token)
        if bot is None:
            raise ApiError(401, "Unauthorized") if ":" in token else ApiError(404, "Not Found")
        if bot.logged_out:
            raise ApiError(400, "Logged out")
        return bot

    def _record(self, call: Call, result: Any = None, error: tuple[int, str] | None = None) -> None:
        if call.method.name == "getUpdates":
            return  # polls would push everything else out
        self.world.calls.append(CallRecord(call.bot.id, call.method.name, call.params, result, error))

    async def download(self, request: Request) -> Response:
        try:
            self._bot(request.path_params["token"])
            fault = self.world.faults.take("file", None)
            await _before(fault)
            data = self._file(request.path_params["path"])
            if fault and fault.kind == "drop_after":
                raise Dropped
        except ApiError as error:
            return _refusal(error)
        except Dropped:
            return await _drop(request)
        return Response(data, media_type="application/octet-stream")

    def _file(self, path: str) -> bytes:
        stored = self.world.store.at_path(path)
        data = self.world.store.data(stored.unique) if stored else None
        if data is None:
            raise ApiError(404, "Not Found")
        return data


async def _nowhere(request: Request) -> Response:
    return _refusal(ApiError(404, "Not Found"))


async def _before(fault: Fault | None) -> None:
    """What a fault does before the method has an effect."""
    if fault is None or fault.kind == "drop_after":
        return
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "drop_before":
        raise Dropped
    else:
        raise fault.error()


async def _result(call: Call) -> Any:
    try:
        result = call.method.function(call)
        return await result if inspect.isawaitable(result) else result
    except Refused as error:
        raise bad_request(str(error)) from error


async def _arguments(request: Request) -> tuple[JSON, dict[str, Upload]]:
    """Query, urlencoded form, multipart or JSON: all mean the same."""
    given: JSON = dict(request.query_params)
    if request.method == "GET":
        return given, {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        fields, files = await _multipart(request)
        return given | fields, files
    body = await request.body()
    if kind == "application/json" and body:
        return given | _json_object(body), {}
    if kind == "application/x-www-form-urlencoded":
        given |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return given, {}


def _json_object(body: bytes) -> JSON:
    try:
        found = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request: can't parse JSON object") from None
    if not isinstance(found, dict):
        raise bad_request("can't parse request: expected a JSON object")
    return found


async def _multipart(request: Request) -> tuple[JSON, dict[str, Upload]]:
    fields: JSON = {}
    files: dict[str, Upload] = {}
    async with request.form(max_part_size=MOST_FIELD_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = Upload(value.filename or name, await value.read(), value.content_type)
            else:
                fields[name] = value
    return fields, files


def _refusal(error: ApiError) -> Response:
    if error.code in (502, 503, 504):  # these come from the web server in front, as a page
        page = NGINX.format(f"{error.code} {error.description}")
        return Response(page, error.code, media_type="text/html")
    body: JSON = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    headers = {"Retry-After": str(error.parameters["retry_after"])} if "retry_after" in error.parameters else None
    return _json(error.code, body, headers)


def _json(status: int, body: JSON, headers: dict[str, str] | None = None) -> Response:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, headers, media_type="application/json")


async def _drop(request: Request) -> Response:
    """Cut the line (the server puts `drop` into the connection's state) and let the loop notice."""
    request.state.drop()
    for _ in range(3):
        await asyncio.sleep(0)
    return Response()
