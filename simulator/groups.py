"""What people do with groups: found them, come and go, promote each other, move to a supergroup, open topics."""

from collections.abc import Sequence
from dataclasses import replace

from simulator import render
from simulator.errors import Refused
from simulator.model import Bot, Chat, ChatKind, Member, Person, Topic
from simulator.posting import Posting

FIRST_PERSON = 100_000_001
FIRST_GROUP = 4_000_001
FIRST_SUPERGROUP = 1_000_000_000_001


class Groups(Posting):
    def add_bot(self, token: str, name: str, username: str, reads_everything: bool = False) -> Bot:
        """A bot as BotFather makes it; its id is the number before the token's colon."""
        head = token.partition(":")[0]
        if not head.isdecimal() or token in self._tokens:
            raise Refused("a token is a number, a colon and a secret, and belongs to one bot")
        bot = Bot(int(head), token, name, username, reads_everything)
        self.state.bots[bot.id] = bot
        self._tokens[token] = bot
        self.touch()
        return bot

    def add_person(
        self, first_name: str, last_name: str | None = None, username: str | None = None, language: str | None = "id"
    ) -> Person:
        if not first_name:
            raise Refused("a person has a first name")
        person = Person(FIRST_PERSON + self.state.people_made, first_name, last_name, username, language)
        self.state.people_made += 1
        self.state.people[person.id] = person
        self.touch()
        return person

    def add_group(
        self,
        title: str,
        creator: Person,
        kind: ChatKind = "supergroup",
        members: Sequence[Person | Bot] = (),
        *,
        bot_admin: bool = False,
        forum: bool = False,
        username: str | None = None,
    ) -> Chat:
        """Found a group; bots among the members are added after it, as people do, and get `my_chat_member`."""
        if kind == "private" or (forum and kind != "supergroup"):
            raise Refused("a group is a group or a supergroup, and only a supergroup is a forum")
        chat = self._new_group(title, kind)
        chat.is_forum, chat.username = forum, username
        chat.members[creator.id] = Member("creator")
        for person in members:
            if isinstance(person, Person) and person is not creator:
                chat.members[person.id] = Member("member")
        self.post_service(chat, creator.id, **{f"{kind}_chat_created": True})
        for bot in members:
            if isinstance(bot, Bot):
                self.join(bot, chat, by=creator)
                if bot_admin:
                    self.promote(bot, chat, by=creator)
        return chat

    def _new_group(self, title: str, kind: ChatKind) -> Chat:
        if not title:
            raise Refused("a group has a title")
        number = self.state.groups_made
        self.state.groups_made += 1
        chat_id = -(FIRST_GROUP + number) if kind == "group" else -(FIRST_SUPERGROUP + number)
        chat = Chat(str(chat_id), chat_id, kind, title)
        self.state.chats[chat.key] = chat
        return chat

    # Members

    def join(self, who: Person | Bot, chat: Chat, by: Person | None = None) -> None:
        """Come in (or be brought in by somebody)."""
        self._need_group(chat)
        if self._standing(who, chat).present:
            raise Refused("already a member")
        if isinstance(who, Bot) and by is None:
            by = self._creator(chat)
        actor = by.id if by else who.id
        self.set_member(chat, who, Member("member"), actor)
        self.post_service(chat, actor, new_chat_members=[render.user(self, who.id)])

    def leave(self, who: Person | Bot, chat: Chat) -> None:
        self._depart(who, chat, Member("left"), who.id)

    def kick(self, who: Person | Bot, chat: Chat, by: Person | None = None) -> None:
        self._depart(who, chat, Member("kicked"), (by or self._creator(chat)).id)

    def _depart(self, who: Person | Bot, chat: Chat, new: Member, by: int) -> None:
        self._need_member(who, chat)
        if chat.kind == "group":  # a basic group's last line still reaches the one who goes
            self.post_service(chat, by, left_chat_member=render.user(self, who.id))
            self.set_member(chat, who, new, by)
        else:
            self.set_member(chat, who, new, by)
            self.post_service(chat, by, left_chat_member=render.user(self, who.id))

    def promote(
        self,
        who: Person | Bot,
        chat: Chat,
        by: Person | None = None,
        anonymous: bool = False,
        rights: dict[str, bool] | None = None,
    ) -> None:
        """Make an administrator: all rights but those named false. Anonymous ones write in the group's name."""
        member = self._need_member(who, chat)
        if member.status == "creator":
            new = replace(member, anonymous=anonymous)
        else:
            new = Member("administrator", anonymous=anonymous, rights=rights or {"can_promote_members": False})
        self.set_member(chat, who, new, (by or self._creator(chat)).id)

    def demote(self, who: Person | Bot, chat: Chat, by: Person | None = None) -> None:
        self._need_member(who, chat)
        self.set_member(chat, who, Member("member"), (by or self._creator(chat)).id)

    def mute(self, who: Person | Bot, chat: Chat, by: Person | None = None) -> None:
        """Restrict: still a member, may not write."""
        self._need_member(who, chat)
        self.set_member(chat, who, Member("member", muted=True), (by or self._creator(chat)).id)

    # The group itself

    def rename(self, chat: Chat, title: str, by: Person | None = None) -> None:
        self._need_group(chat)
        chat.title = title
        self.post_service(chat, (by or self._creator(chat)).id, new_chat_title=title)

    def migrate(self, chat: Chat) -> Chat:
        """Turn a basic group into a supergroup with a new id; the old one refuses everything from now on."""
        self._need_group(chat)
        if chat.kind != "group":
            raise Refused("only a basic group can become a supergroup")
        creator = self._creator(chat)
        new = self._new_group(chat.title, "supergroup")
        new.members = {user_id: replace(member) for user_id, member in chat.members.items()}
        new.migrated_from = chat.id
        self.post_service(chat, creator.id, migrate_to_chat_id=new.id)
        chat.migrated_to = new.id
        self.post_service(new, creator.id, migrate_from_chat_id=chat.id)
        return new

    def create_topic(self, chat: Chat, name: str, by: Person | Bot) -> Topic:
        self._need_group(chat)
        if not chat.is_forum:
            raise Refused("this group is not a forum")
        if not 1 <= len(name) <= 128:
            raise Refused("a topic's name has 1 to 128 characters")
        topic = Topic(chat.next_message, name, by.id)
        created = {"name": name, "icon_color": topic.icon_color}
        chat.topics[topic.thread] = topic
        self.post_service(chat, by.id, thread=topic.thread, forum_topic_created=created)
        return topic

    def delete_topic(self, chat: Chat, thread: int) -> None:
        """A deleted topic takes its messages along."""
        chat.topics.pop(thread, None)
        for message in self.messages(chat):
            if message.thread == thread:
                message.deleted = True
                self.mark(chat, message)

    # Blocking

    def block(self, person: Person, bot: Bot | None = None) -> None:
        bot = bot or self.bot
        if bot.id not in person.blocked:
            person.blocked.add(bot.id)
            self.tell_blocked(person, bot, blocked=True)

    def unblock(self, person: Person, bot: Bot | None = None) -> None:
        bot = bot or self.bot
        if bot.id in person.blocked:
            person.blocked.discard(bot.id)
            self.tell_blocked(person, bot, blocked=False)

    def deactivate(self, person: Person) -> None:
        """The person deletes the Telegram account."""
        person.deactivated = True
        self.touch()

    # Conditions

    def _creator(self, chat: Chat) -> Person:
        return self.person(next(user_id for user_id, member in chat.members.items() if member.status == "creator"))

    @staticmethod
    def _standing(who: Person | Bot, chat: Chat) -> Member:
        return chat.members.get(who.id, Member("left"))

    def _need_member(self, who: Person | Bot, chat: Chat) -> Member:
        self._need_group(chat)
        member = self._standing(who, chat)
        if not member.present:
            raise Refused("not a member of this group")
        return member

    @staticmethod
    def _need_group(chat: Chat) -> None:
        if not chat.is_group:
            raise Refused("this is not a group")
        if chat.migrated_to:
            raise Refused(f"this group has become the supergroup {chat.migrated_to}")
