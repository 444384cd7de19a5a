"""A lean Bot API on loopback that is also a crowd of citizens: it hands out their updates and reads the replies.

One HTTP/1.1 protocol without a framework, so that the stub is not what is measured. Every citizen files the same
complaint over and over; what they do next is decided by what the bot says, as with people: a citizen presses a button
only when it was shown. The clock starts with the first update handed out and ends when the last complaint is answered.
"""

import argparse
import asyncio
import itertools
import json
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

TEXT = "Jalan berlubang dalam di depan pasar, tadi pagi ada ibu jatuh dari motor"
ADDRESS = "Depan pasar lama, dekat jembatan"
BOT = {
    "id": 110201543,
    "is_bot": True,
    "first_name": "Lapor Bot",
    "username": "lapor_bot",
    "can_read_all_group_messages": True,
}
TRUE = b'{"ok":true,"result":true}'


@dataclass(slots=True)
class Citizen:
    """Where a citizen is in the form: the next act, and what must be on the screen before it."""

    id: int
    step: int = 0
    done: int = 0
    asked_at: float = 0.0
    waits: list[float] = field(default_factory=list)


SCRIPT: tuple[tuple[str, str], ...] = (
    ("text", TEXT),
    ("press", "Jalan"),
    ("press", "Kab. Banjar"),
    ("text", ADDRESS),
    ("press", "Kirim"),
)
"""What a citizen does in turn; a press waits for a button that begins so. Before the second text, the bot must ask."""
_WORDS = """
sudah lama parah sekali tolong segera ditangani karena berbahaya warga resah malam gelap hujan licin anak sekolah lewat
motor jatuh kemarin pagi sampai sekarang belum ada petugas datang mohon perhatian bapak ibu terima kasih kasihan
pedagang ramai truk besar pelan macet panjang setiap hari lagi ngeri
"""
WORDS = tuple(_WORDS.split())
ENDS_WITH = "LP-2"


class Crowd:
    """Citizens with their updates, and what the bot did so far."""

    def __init__(self, citizens: int, complaints: int, pace: float = 0.0) -> None:
        self.citizens = {1000 + n: Citizen(1000 + n) for n in range(citizens)}
        self.left = complaints
        self.wanted = complaints
        self.finished = 0
        self.updates = 0
        self.calls = 0
        self.waits: list[float] = []
        self.started = 0.0
        self.ended = 0.0
        self.queue: deque[dict[str, Any]] = deque()
        self.ready: deque[tuple[Citizen, dict[str, Any]]] = deque()
        self.pace = pace
        self.pacing: asyncio.Task[None] | None = None
        self.first_reply_at = 0.0
        self.waiter: asyncio.Future[None] | None = None
        self.over = asyncio.Event()
        first = time.time_ns() // 1_000_000  # a database that was used before knows the smaller ones
        self._numbers = itertools.count(first)
        self._messages = itertools.count(first)
        for citizen in self.citizens.values():
            self._begin(citizen)

    def _begin(self, citizen: Citizen) -> None:
        if self.left > 0:
            self.left -= 1
            citizen.step = 0
            self._act(citizen, None)

    def script(self, citizen: Citizen) -> tuple[tuple[str, str], ...]:
        """What a citizen does in turn."""
        return SCRIPT

    def _act(self, citizen: Citizen, data: str | None, shown: dict[str, Any] | None = None) -> None:
        kind, what = self.script(citizen)[citizen.step]
        citizen.step += 1
        user = {"id": citizen.id, "is_bot": False, "first_name": f"Warga {citizen.id}", "language_code": "id"}
        chat = {"id": citizen.id, "type": "private", "first_name": user["first_name"]}
        update: dict[str, Any] = {"update_id": next(self._numbers)}
        if kind == "text":
            update["message"] = {
                "message_id": next(self._messages),
                "date": int(time.time()),
                "chat": chat,
                "from": user,
                "text": f"{what}, {_own_words(update['update_id'])}",
            }
        else:
            update["callback_query"] = {
                "id": str(update["update_id"]),
                "from": user,
                "chat_instance": "1",
                "data": data,
                "message": shown,
            }
        self._asks(citizen, update)

    def _asks(self, citizen: Citizen, update: dict[str, Any]) -> None:
        """Let the update go, or wait for its turn."""
        if self.pace:
            self.ready.append((citizen, update))
        else:
            self._go(citizen, update)

    def _go(self, citizen: Citizen, update: dict[str, Any]) -> None:
        citizen.asked_at = time.perf_counter()
        self.updates += 1
        self.queue.append(update)
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(None)

    async def _keep_pace(self) -> None:
        """An update every so often, whether or not the last one was answered yet."""
        next_at = time.perf_counter()
        while True:
            if self.ready:
                self._go(*self.ready.popleft())
            next_at += 1 / self.pace
            await asyncio.sleep(max(0.0, next_at - time.perf_counter()))

    def more(self) -> dict[str, Any]:
        """Further figures."""
        return {}

    def said(self, chat_id: int, message: dict[str, Any]) -> None:
        """The bot said something; the citizen goes on when it is what they wait for."""
        citizen = self.citizens.get(chat_id)
        if citizen is None or citizen.step == 0:
            return
        if citizen.step == len(SCRIPT):
            if ENDS_WITH in message.get("text", ""):
                self._answered(citizen)
                self.finished += 1
                citizen.done += 1
                citizen.step = 0
                if self.finished >= self.wanted:
                    self.ended = time.perf_counter()
                    self.over.set()
                self._begin(citizen)
            return
        kind, what = self.script(citizen)[citizen.step]
        if kind == "text":
            if "Langkah 3" in message.get("text", "") and not any(True for _ in _labels(message, "Kab. ")):
                self._answered(citizen)
                self._act(citizen, None)
            return
        for at in range(citizen.step, len(self.script(citizen))):  # what the bot knows already it does not ask
            kind, what = self.script(citizen)[at]
            data = next(_labels(message, what), None) if kind == "press" else None
            if data is not None:
                self._answered(citizen)
                citizen.step = at
                self._act(citizen, data, message)
            if data is not None or kind == "text":
                return

    def _answered(self, citizen: Citizen) -> None:
        self.waits.append(time.perf_counter() - citizen.asked_at)
        self.first_reply_at = self.first_reply_at or time.time()

    async def take(self, limit: int, patience: float) -> list[dict[str, Any]]:
        """The next updates, as getUpdates gives them."""
        if self.pace and self.pacing is None:
            self.pacing = asyncio.create_task(self._keep_pace())
        if not self.queue and patience:
            self.waiter = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(self.waiter, patience)
            except TimeoutError:
                return []
        if not self.started:
            print("begin", flush=True)
            self.started = time.perf_counter()
            for citizen in self.citizens.values():
                citizen.asked_at = self.started
        return [self.queue.popleft() for _ in range(min(limit, len(self.queue)))]

    def message(self, chat_id: int, args: dict[str, Any]) -> dict[str, Any]:
        """A message as sendMessage returns it."""
        private = chat_id > 0
        chat = {"id": chat_id, "type": "private" if private else "supergroup", **({} if private else {"title": "PUPR"})}
        made: dict[str, Any] = {
            "message_id": next(self._messages),
            "date": int(time.time()),
            "chat": chat,
            "from": BOT,
            "text": args.get("text", ""),
        }
        markup = args.get("reply_markup")
        if markup:
            made["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        return made


def _own_words(number: int) -> str:
    """No two citizens write the same."""
    return " ".join(WORDS[number // size % len(WORDS)] for size in (1, 7, 61, 499, 3001))


def _labels(message: dict[str, Any], beginning: str) -> Any:
    for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
        for button in row:
            if button["text"].startswith(beginning):
                yield button["callback_data"]


class BotApi(asyncio.Protocol):
    """One connection of the bot."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.buffer = b""
        self.tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            lower = head.lower()
            at = lower.find(b"content-length:")
            length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            body = self.buffer[end + 4 : end + 4 + length]
            self.buffer = self.buffer[end + 4 + length :]
            method = head.split(b" ", 2)[1].split(b"?")[0].rsplit(b"/", 1)[1].decode().lower()
            self._call(method, lower, body)

    def _call(self, method: str, head: bytes, body: bytes) -> None:
        crowd = self.crowd
        crowd.calls += 1
        args = _args(head, body)
        if method == "getupdates":
            task = asyncio.ensure_future(self._updates(args))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        elif method in {"sendmessage", "editmessagetext"}:
            chat_id = int(args["chat_id"])
            made = crowd.message(chat_id, args)
            self._answer(b'{"ok":true,"result":' + json.dumps(made).encode() + b"}")
            crowd.said(chat_id, made)
        elif method in {"sendphoto", "senddocument", "sendmediagroup"}:
            self._send_files(method, args)
        elif method == "getme":
            self._answer(b'{"ok":true,"result":' + json.dumps(BOT).encode() + b"}")
        elif method == "getchatmember":
            self._answer(b'{"ok":true,"result":{"status":"member","user":' + json.dumps(BOT).encode() + b"}}")
        else:
            self._answer(TRUE)

    def _send_files(self, method: str, args: dict[str, Any]) -> None:
        """One message, or one for each file of an album."""
        chat_id = int(args["chat_id"])
        is_album = method == "sendmediagroup"
        kinds = [item["type"] for item in json.loads(args["media"])] if is_album else [method.removeprefix("send")]
        made = [self.crowd.message(chat_id, args) | {kind: [{"file_id": "a file"}]} for kind in kinds]
        self._answer(b'{"ok":true,"result":' + json.dumps(made if is_album else made[0]).encode() + b"}")
        for message in made:
            self.crowd.said(chat_id, message)

    async def _updates(self, args: dict[str, Any]) -> None:
        found = await self.crowd.take(int(args.get("limit", 100)), float(args.get("timeout", 0)))
        self._answer(b'{"ok":true,"result":' + json.dumps(found).encode() + b"}")

    def _answer(self, body: bytes) -> None:
        self.transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )


def _args(head: bytes, body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    if b"application/json" in head:
        loaded: dict[str, Any] = json.loads(body)
        return loaded
    if b"multipart/form-data" in head:
        return _multipart(body)
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _multipart(body: bytes) -> dict[str, Any]:
    boundary = body.split(b"\r\n", 1)[0]
    fields: dict[str, Any] = {}
    for part in body.split(boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        if b"filename=" in head:
            continue
        name = head.split(b'name="', 1)[1].split(b'"', 1)[0].decode()
        fields[name] = content[:-2].decode()
    return fields


async def serve(crowd: Crowd, port: int, patience: float) -> None:
    """Serve until the crowd is content; then one line of figures."""
    server = await asyncio.get_running_loop().create_server(lambda: BotApi(crowd), "127.0.0.1", port)
    print("ready", flush=True)
    try:
        await asyncio.wait_for(crowd.over.wait(), patience)
    except TimeoutError:
        crowd.ended = time.perf_counter()
        steps = Counter(citizen.step for citizen in crowd.citizens.values())
        print("some citizens wait for ever; at step:", dict(steps), file=sys.stderr)
    waits = sorted(crowd.waits) or [0.0]
    figures = {
        "seconds": crowd.ended - crowd.started,
        "updates": crowd.updates,
        "complaints": crowd.finished,
        "calls": crowd.calls,
        "p50": waits[len(waits) // 2],
        "p95": waits[int(len(waits) * 0.95)],
        "longest": waits[-1],
        "first_reply_at": crowd.first_reply_at,
        **crowd.more(),
    }
    print(json.dumps(figures), flush=True)
    server.close()


def arguments() -> argparse.ArgumentParser:
    """What every crowd is told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--patience", type=float, required=True)
    parser.add_argument("--citizens", type=int, default=100)
    parser.add_argument("--complaints", type=int, default=600)
    parser.add_argument("--pace", type=float, default=0.0, help="updates per second at most; 0: as fast as answered")
    return parser


if __name__ == "__main__":
    given = arguments().parse_args()
    asyncio.run(serve(Crowd(given.citizens, given.complaints, given.pace), given.port, given.patience))
