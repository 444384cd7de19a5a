"""What people do in chats: write, send media, edit, delete, press buttons."""

import zlib
from collections.abc import Sequence
from typing import Any

from simulator import render, utf16
from simulator.detection import with_detected
from simulator.entities import trimmed
from simulator.errors import Refused
from simulator.files import KINDS
from simulator.groups import Groups
from simulator.model import JSON, Bot, Chat, Media, Message, Person, Query
from simulator.state import QUERIES_KEPT

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
Upload = bytes | tuple[str, bytes] | Media


class Talk(Groups):
    def send(
        self,
        person: Person,
        chat: Chat,
        text: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        location: JSON | None = None,
        contact: JSON | None = None,
        **media: Upload,
    ) -> Message:
        """Write a text, a location, a contact, or a file (`photo=b"…"`, `document=("a.pdf", b"…")`) with a caption."""
        self._need_voice(person, chat)
        if location or contact:
            name = "location" if location else "contact"
            parts: JSON = {"kind": name, "content": {name: location or contact}}
        elif media:
            ((kind, upload),) = media.items()
            parts = {"kind": kind, "media": self._upload(kind, upload)} | self._words(text, LONGEST_CAPTION)
        elif text.strip():
            parts = self._words(text, LONGEST_TEXT)
        else:
            raise Refused("a message has a text, a file, a location or a contact")
        return self._say(person, chat, reply_to, thread, parts)

    def album(
        self,
        person: Person,
        chat: Chat,
        uploads: Sequence[Upload],
        caption: str = "",
        kind: str = "photo",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> list[Message]:
        """Several pictures at once: separate messages with one media_group_id, the caption on the first."""
        self._need_voice(person, chat)
        group = self.new_album()
        said = []
        for position, upload in enumerate(uploads):
            words = self._words(caption if position == 0 else "", LONGEST_CAPTION)
            parts = {"kind": kind, "media": self._upload(kind, upload), "media_group": group} | words
            said.append(self._say(person, chat, reply_to, thread, parts))
        return said

    def forward(self, person: Person, chat: Chat, message: Message) -> Message:
        """Pass a message on into another chat."""
        self._need_voice(person, chat)
        sender = {"type": "user", "sender_user": render.user(self, message.sender)}
        parts: JSON = {"kind": message.kind, "text": message.text, "entities": message.entities}
        parts |= {"media": message.media, "content": message.content}
        parts["origin"] = message.origin or sender | {"date": render.unix(message.date)}
        return self._say(person, chat, None, None, parts)

    def new_album(self) -> str:
        self.state.albums_made += 1
        return str(13_000_000_000_000_000 + self.state.albums_made)

    def _say(
        self, person: Person, chat: Chat, reply_to: Message | int | None, thread: int | None, parts: JSON
    ) -> Message:
        reply_id = reply_to.id if isinstance(reply_to, Message) else reply_to
        if reply_id is not None:
            target = self.message(chat, reply_id)
            if target is None:
                raise Refused("the message replied to is not there")
            thread = thread or target.thread
        if thread is not None and thread not in chat.topics:
            raise Refused("there is no such topic")
        if not chat.is_group:
            person.started.add(chat.bot)
        return self.post(chat, self.new_message(chat, person.id, reply_to=reply_id, thread=thread, **parts))

    def edit(self, person: Person, message: Message, text: str) -> Message:
        """Change a text or a caption; bots get `edited_message`."""
        chat = self._need_own(person, message)
        longest = LONGEST_TEXT if message.kind == "text" else LONGEST_CAPTION
        words = self._words(text, longest)
        message.text, message.entities = words["text"], words["entities"]
        message.edited = self.clock.now()
        self.mark(chat, message)
        self.announce("edited_message", chat, message)
        return message

    def delete(self, person: Person, message: Message) -> None:
        """Remove a message; Telegram tells bots nothing about it."""
        chat = self.chat(message.chat)
        member = chat.members.get(person.id)
        if chat.is_group and not (member and member.is_admin):
            self._need_own(person, message)
        self.remove_message(chat, message)

    def remove_message(self, chat: Chat, message: Message) -> None:
        message.deleted = True
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
        self.mark(chat, message)

    def press(
        self,
        person: Person,
        message: Message,
        label: str | None = None,
        *,
        data: str | None = None,
        row: int | None = None,
        column: int | None = None,
        forged: bool = False,
    ) -> Query:
        """Press an inline button by its label, data or place. `forged` sends data that no button has (any more)."""
        chat = self.chat(message.chat)
        if not chat.migrated_to:  # cards left behind in a basic group still work
            self._need_present(person, chat)
        if message.deleted and not forged:
            raise Refused("the message is deleted")
        if forged:
            return self._query(person, chat, message, label or "", data or "")
        button = _button(message, label, data, row, column)
        if "callback_data" not in button:
            raise Refused("this button does not call the bot")
        return self._query(person, chat, message, button["text"], button["callback_data"])

    def _query(self, person: Person, chat: Chat, message: Message, label: str, data: str) -> Query:
        bot = self.state.bots.get(message.sender)
        if bot is None:
            raise Refused("buttons stand under messages of bots")
        self.state.queries_made += 1
        query_id = str(4_000_000_000_000_000 + self.state.queries_made)
        now = self.clock.now()
        query = Query(query_id, person.id, bot.id, chat.key, message.id, data, label, now)
        self.state.queries[query.id] = query
        while len(self.state.queries) > QUERIES_KEPT:
            del self.state.queries[next(iter(self.state.queries))]
        payload = {
            "id": query.id,
            "from": render.person(person),
            "message": self._pressed(bot, chat, message),
            "chat_instance": str(zlib.crc32(chat.key.encode())),
            "data": data,
        }
        self.deliver(bot, "callback_query", payload, f"user {person.id}")
        self.touch(chat)
        return query

    def _pressed(self, bot: Bot, chat: Chat, message: Message) -> JSON:
        if message.deleted:
            return {"chat": render.chat(self, chat), "message_id": message.id, "date": 0}
        return render.message(self, bot, message)

    def react(self, person: Person, message: Message, *emoji: str) -> None:
        """Set one's reactions; bots that are admins and asked for it get `message_reaction`."""
        chat = self.chat(message.chat)
        old = message.reactions.get(person.id, [])
        new = [{"type": "emoji", "emoji": one} for one in emoji]
        message.reactions[person.id] = new
        self.mark(chat, message)
        payload = {
            "chat": render.chat(self, chat),
            "message_id": message.id,
            "user": render.person(person),
            "date": render.unix(self.clock.now()),
            "old_reaction": old,
            "new_reaction": new,
        }
        for bot_id, member in chat.members.items():
            if bot_id in self.state.bots and member.is_admin:
                self.deliver(self.state.bots[bot_id], "message_reaction", payload, f"reaction {chat.id}")

    # Parts and conditions

    def _upload(self, kind: str, upload: Upload) -> Media:
        if isinstance(upload, Media):
            return upload
        if kind not in KINDS:
            raise Refused(f"there are no messages of kind {kind}")
        name, data = upload if isinstance(upload, tuple) else (None, upload)
        return self.store.keep(data, kind, name)

    @staticmethod
    def _words(text: str, longest: int) -> dict[str, Any]:
        text, _ = trimmed(text, [])
        if utf16.length(text) > longest:
            raise Refused(f"at most {longest} characters")
        return {"text": text, "entities": with_detected(text, [])}

    def _need_voice(self, person: Person, chat: Chat) -> None:
        self._need_present(person, chat)
        member = chat.members.get(person.id)
        if member and member.muted:
            raise Refused("this member may not write here")

    def _need_present(self, person: Person, chat: Chat) -> None:
        if person.deactivated:
            raise Refused("this account is deleted")
        if chat.is_group:
            self._need_member(person, chat)
        elif chat.person != person.id:
            raise Refused("this is somebody else's private chat")
        elif chat.bot in person.blocked:
            raise Refused("this person has blocked the bot")

    def _need_own(self, person: Person, message: Message) -> Chat:
        chat = self.chat(message.chat)
        self._need_present(person, chat)
        anonymously = message.sender_chat == chat.id and chat.members[person.id].anonymous
        if message.deleted or (chat.is_group and message.sender != person.id and not anonymously):
            raise Refused("only one's own messages")
        return chat


def _button(message: Message, label: str | None, data: str | None, row: int | None, column: int | None) -> JSON:
    rows: list[list[JSON]] = (message.markup or {}).get("inline_keyboard", [])
    if row is not None and column is not None:
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise Refused("there is no button at this place")
        return rows[row][column]
    for button in (button for line in rows for button in line):
        if (label is not None and button["text"] == label) or (
            data is not None and button.get("callback_data") == data
        ):
            return button
    there = ", ".join(button["text"] for line in rows for button in line) or "none"
    raise Refused(f"there is no such button; there are: {there}")
