"""How anything comes to stand in a chat, whoever wrote it, and how bots hear of it and of members."""

from typing import Any

from simulator import audience, render
from simulator.model import ANONYMOUS_ADMIN, JSON, Bot, Chat, Member, Message, Person
from simulator.state import Base


class Posting(Base):
    def post(self, chat: Chat, message: Message) -> Message:
        """Give the message its id, keep it, and tell the bots that may hear it."""
        message.id = chat.next_message
        chat.next_message += 1
        chat.messages[message.id] = message
        self._forget_oldest(chat)
        if message.sender in self.state.bots:
            chat.last_bot = message.sender
            chat.typing.pop(message.sender, None)
        self.mark(chat, message)
        self.announce("message", chat, message)
        return message

    def post_service(self, chat: Chat, sender: int, thread: int | None = None, **content: Any) -> Message:
        """The grey lines: somebody joined, the title changed …"""
        line = self.new_message(chat, sender, kind="service", content=content, thread=thread)
        return self.post(chat, line)

    def new_message(self, chat: Chat, sender: int, **parts: Any) -> Message:
        message = Message(id=0, chat=chat.key, date=self.clock.now(), sender=sender, **parts)
        member = chat.members.get(sender)
        if member and member.anonymous and member.is_admin and sender not in self.state.bots:
            message.sender, message.sender_chat = ANONYMOUS_ADMIN, chat.id
        return message

    def announce(self, kind: str, chat: Chat, message: Message) -> None:
        for bot in audience.of(self, chat, message):
            self.deliver(bot, kind, render.message(self, bot, message), f"chat {chat.id}")

    def _forget_oldest(self, chat: Chat) -> None:
        while len(chat.messages) > self.state.history:
            oldest = next(iter(chat.messages))
            del chat.messages[oldest]
            chat.changes.pop(oldest, None)

    # Members

    def set_member(self, chat: Chat, who: Person | Bot, new: Member, by: int) -> None:
        """Change somebody's standing in a group and tell the bots concerned."""
        old = chat.members.get(who.id, Member("left"))
        chat.members[who.id] = new
        update = self._member_update(chat, who.id, old, new, by)
        if isinstance(who, Bot):
            self.deliver(who, "my_chat_member", update, f"member {chat.id}")
        for bot_id, member in chat.members.items():
            bot = self.state.bots.get(bot_id)
            if bot and member.is_admin and bot_id != who.id:
                self.deliver(bot, "chat_member", update, f"members {chat.id}")
        self.touch(chat)

    def _member_update(self, chat: Chat, user_id: int, old: Member, new: Member, by: int) -> JSON:
        return {
            "chat": render.chat(self, chat),
            "from": render.user(self, by),
            "date": render.unix(self.clock.now()),
            "old_chat_member": render.member(self, user_id, old),
            "new_chat_member": render.member(self, user_id, new),
        }

    def tell_blocked(self, person: Person, bot: Bot, blocked: bool) -> None:
        """my_chat_member of a private chat."""
        was, now = Member("kicked"), Member("member")
        if blocked:
            was, now = now, was
        chat = self.private(person, bot)
        self.deliver(bot, "my_chat_member", self._member_update(chat, bot.id, was, now, person.id), f"member {chat.id}")
        self.touch(chat)
