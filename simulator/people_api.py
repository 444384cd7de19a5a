"""Door 2: what people do, as JSON, for the page and for tests of other programs. README.md lists the calls."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from simulator import people_view as view
from simulator.errors import Refused
from simulator.model import JSON, Bot, Chat, Message, Person
from simulator.talk import Upload
from simulator.world import World

HEARTBEAT_SECONDS = 15.0
CONTACT_FIELDS = ("phone_number", "first_name", "last_name", "user_id", "vcard")
Answer = Callable[[Request, JSON], JSON]


class PeopleApi:
    def __init__(self, world: World, stopping: asyncio.Event) -> None:
        self.world = world
        self.stopping = stopping
        self.uploads: dict[str, tuple[str, bytes]] = {}

    def routes(self) -> list[Route]:
        message = "/sim/chats/{chat}/messages/{message:int}"
        posts: dict[str, Answer] = {
            "/sim/people": self.add_person,
            "/sim/chats": self.add_chat,
            "/sim/chats/{chat}/members": self.change_member,
            "/sim/chats/{chat}/migrate": self.migrate,
            "/sim/chats/{chat}/title": self.rename,
            "/sim/chats/{chat}/topics": self.add_topic,
            "/sim/chats/{chat}/messages": self.send,
            f"{message}/edit": self.edit,
            f"{message}/delete": self.delete,
            f"{message}/press": self.press,
            f"{message}/react": self.react,
            "/sim/people/{person:int}/block": self.block,
            "/sim/people/{person:int}/unblock": self.unblock,
            "/sim/clock": self.move_clock,
            "/sim/faults": self.add_fault,
            "/sim/limits": self.set_limits,
        }
        return [
            Route("/sim/state", self.state),
            Route("/sim/chats/{chat}/messages", _answering(self.messages), methods=["GET"]),
            Route("/sim/events", self.events),
            Route("/sim/files", self.upload, methods=["POST"]),
            Route("/sim/files/{unique}", self.file),
            Route("/sim/faults/{fault:int}", _answering(self.remove_fault), methods=["DELETE"]),
            *(Route(path, _answering(answer), methods=["POST"]) for path, answer in posts.items()),
        ]

    # Looking

    async def state(self, request: Request) -> Response:
        return JSONResponse(view.state(self.world))

    def messages(self, request: Request, body: JSON) -> JSON:
        query = request.query_params
        viewer = self.world.person(int(query["viewer"]))
        after = int(query["after"]) if "after" in query else None
        return view.messages(self.world, self._chat(request), viewer, after)

    async def events(self, request: Request) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(request), media_type="text/event-stream", headers=headers)

    async def _events(self, request: Request) -> AsyncIterator[str]:
        changed = self.world.listen()
        version = self.world.version
        try:
            yield _event(version, [])
            while not self.stopping.is_set():
                if await self._something(version):
                    version = self.world.version
                    chats = sorted(changed - {""})
                    changed.clear()
                    yield _event(version, chats)
                else:
                    yield ": still here\n\n"
        finally:
            self.world.unlisten(changed)

    async def _something(self, since: int) -> bool:
        """True when the world has changed, False after a while or when the server stops."""
        waiting = asyncio.ensure_future(self.world.changed(since))
        stopping = asyncio.ensure_future(self.stopping.wait())
        try:
            pair = (waiting, stopping)
            await asyncio.wait(pair, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            return waiting.done()
        finally:
            waiting.cancel()
            stopping.cancel()

    # Files

    async def upload(self, request: Request) -> Response:
        async with request.form() as form:
            files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
            if not files:
                return JSONResponse({"ok": False, "error": "no file in the request"}, 400)
            upload = f"u{len(self.uploads) + 1}"
            self.uploads[upload] = (files[0].filename or "file", await files[0].read())
        return JSONResponse({"ok": True, "upload": upload})

    async def file(self, request: Request) -> Response:
        unique = request.path_params["unique"]
        data = self.world.store.data(unique)
        if data is None:
            return JSONResponse({"ok": False, "error": "there is no such file"}, 404)
        kind = self.world.store.files[unique].kind
        shown = {"photo": "image/jpeg", "sticker": "image/webp"}.get(kind) or self.world.store.files[unique].mime
        safe = shown if shown and shown.startswith(("image/", "audio/", "video/")) else "application/octet-stream"
        if safe.startswith("image/svg"):
            safe = "application/octet-stream"
        return Response(data, media_type=safe, headers={"X-Content-Type-Options": "nosniff"})

    # People and chats

    def add_person(self, request: Request, body: JSON) -> JSON:
        names = (body["first_name"], body.get("last_name"), body.get("username"))
        return {"person": view.person(self.world.add_person(*names, language=body.get("language", "id")))}

    def add_chat(self, request: Request, body: JSON) -> JSON:
        members: list[Person | Bot] = [self.world.person(int(member)) for member in body.get("members", [])]
        if body.get("with_bot", True) and self.world.bots:
            members.append(self.world.bot)
        chat = self.world.add_group(
            body["title"],
            self.world.person(int(body["creator"])),
            body.get("kind", "supergroup"),
            members,
            bot_admin=bool(body.get("bot_admin")),
            forum=bool(body.get("forum")),
            username=body.get("username"),
        )
        return {"chat": view.chat(self.world, chat)}

    def change_member(self, request: Request, body: JSON) -> JSON:
        chat, action = self._chat(request), body["action"]
        who: Person | Bot = self._bot(body) if "bot" in body else self.world.person(int(body["person"]))
        if action == "join":
            self.world.join(who, chat)
        elif action == "promote":
            self.world.promote(who, chat, anonymous=bool(body.get("anonymous")))
        elif action == "demote":
            self.world.demote(who, chat)
        elif action in ("leave", "kick"):
            out = self.world.kick if isinstance(who, Bot) or action == "kick" else self.world.leave
            out(who, chat)
        elif action == "mute":
            self.world.mute(who, chat)
        else:
            raise Refused("an action is join, leave, kick, promote, demote or mute")
        return {"chat": view.chat(self.world, chat)}

    def migrate(self, request: Request, body: JSON) -> JSON:
        return {"chat": view.chat(self.world, self.world.migrate(self._chat(request)))}

    def rename(self, request: Request, body: JSON) -> JSON:
        self.world.rename(self._chat(request), body["title"])
        return {}

    def add_topic(self, request: Request, body: JSON) -> JSON:
        topic = self.world.create_topic(self._chat(request), body["name"], self.world.person(int(body["from"])))
        return {"thread": topic.thread}

    def block(self, request: Request, body: JSON) -> JSON:
        self.world.block(self.world.person(request.path_params["person"]), self._bot(body))
        return {}

    def unblock(self, request: Request, body: JSON) -> JSON:
        self.world.unblock(self.world.person(request.path_params["person"]), self._bot(body))
        return {}

    # Messages

    def send(self, request: Request, body: JSON) -> JSON:
        chat, author = self._chat(request), self._author(body)
        text = body.get("caption") or body.get("text") or ""
        where: JSON = {"reply_to": body.get("reply_to"), "thread": body.get("thread")}
        uploads = [self._upload(upload) for upload in body.get("media") or []]
        kind = body.get("kind") or ("document" if uploads else "text")
        if len(uploads) > 1:
            said = self.world.album(author, chat, uploads, text, kind, **where)
        elif uploads:
            said = [self.world.send(author, chat, text, **where | {kind: uploads[0]})]
        else:
            place, contact = body.get("location"), body.get("contact")
            parts: JSON = {"location": _location(place) if place else None}
            parts["contact"] = _contact(contact) if contact else None
            said = [self.world.send(author, chat, text, **where, **parts)]
        return {"messages": [view.message(self.world, chat, message, author) for message in said]}

    def edit(self, request: Request, body: JSON) -> JSON:
        chat, message = self._message(request)
        text = body["text"] if "text" in body else body.get("caption", "")
        edited = self.world.edit(self._author(body), message, text)
        return {"message": view.message(self.world, chat, edited, self._author(body))}

    def delete(self, request: Request, body: JSON) -> JSON:
        self.world.delete(self._author(body), self._message(request)[1])
        return {}

    def press(self, request: Request, body: JSON) -> JSON:
        _, message = self._message(request)
        place: JSON = {name: body.get(name) for name in ("label", "data", "row", "column")}
        query = self.world.press(self._author(body), message, **place, forged=bool(body.get("forged")))
        return {"query_id": query.id}

    def react(self, request: Request, body: JSON) -> JSON:
        self.world.react(self._author(body), self._message(request)[1], *body.get("emoji", []))
        return {}

    # Time and trouble

    def move_clock(self, request: Request, body: JSON) -> JSON:
        clock = self.world.clock
        if "advance_seconds" in body:
            clock.advance(float(body["advance_seconds"]))
        elif "advance_working_days" in body:
            clock.advance_working_day(int(body["advance_working_days"]))
        else:
            clock.set(datetime.fromisoformat(body["set"]))
        self.world.touch()
        return {"now": clock.now().isoformat()}

    def add_fault(self, request: Request, body: JSON) -> JSON:
        known = ("method", "chat", "times", "retry_after", "seconds", "description")
        options: JSON = {name: body[name] for name in known if name in body}
        fault = self.world.faults.add(body["kind"], **options)
        self.world.touch()
        return {"fault": fault.id}

    def remove_fault(self, request: Request, body: JSON) -> JSON:
        self.world.faults.remove(request.path_params["fault"])
        self.world.touch()
        return {}

    def set_limits(self, request: Request, body: JSON) -> JSON:
        self.world.limits.on = bool(body["on"])
        self.world.touch()
        return {}

    # Finding

    def _chat(self, request: Request) -> Chat:
        """A chat by its key; a private chat opens when it is first asked for."""
        key = str(request.path_params["chat"])
        person, _, bot = key.partition(":")
        if key not in self.world.state.chats and person.isdecimal():
            return self.world.private(self.world.person(int(person)), self._bot({"bot": bot} if bot else {}))
        return self.world.chat(key)

    def _message(self, request: Request) -> tuple[Chat, Message]:
        chat = self._chat(request)
        message = chat.messages.get(request.path_params["message"])
        if message is None:
            raise Refused("there is no such message")
        return chat, message

    def _author(self, body: JSON) -> Person:
        return self.world.person(int(body["from"]))

    def _bot(self, body: JSON) -> Bot:
        if body.get("bot") is None:
            return self.world.bot
        bot = self.world.state.bots.get(int(body["bot"]))
        if bot is None:
            raise Refused("there is no such bot")
        return bot

    def _upload(self, upload: str) -> Upload:
        if upload not in self.uploads:
            raise Refused("there is no such upload")
        return self.uploads[upload]


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """`{"ok": true, …}`, or 400 with a sentence where Telegram would not let a person do it."""

    async def respond(request: Request) -> Response:
        try:
            body = await request.json() if await request.body() else {}
            result: Any = answer(request, body)
        except KeyError as error:
            return JSONResponse({"ok": False, "error": f"missing: {error.args[0]}"}, 400)
        except (Refused, ValueError, TypeError) as error:
            return JSONResponse({"ok": False, "error": str(error)}, 400)
        return JSONResponse({"ok": True} | result)

    return respond


def _event(version: int, chats: list[str]) -> str:
    ids = [int(key) if ":" not in key else key for key in chats]
    return f"data: {json.dumps({'version': version, 'chats': ids})}\n\n"


def _location(given: JSON) -> JSON:
    return {"latitude": float(given["latitude"]), "longitude": float(given["longitude"])}


def _contact(given: JSON) -> JSON:
    return {name: given[name] for name in CONTACT_FIELDS if given.get(name) is not None}
