"""Which chat a bot means by chat_id, and whether it may read, write or act there: Telegram's refusals in one place."""

from simulator.call import Call
from simulator.errors import bad_request, forbidden
from simulator.model import Bot, Chat, Member, Message
from simulator.world import World


def readable(call: Call, name: str = "chat_id") -> Chat:
    """The chat of a parameter, if the bot can see it."""
    chat = _find(call.world, call.bot, call[name])
    if chat.is_group:
        _need_inside(chat, call.bot)
    return chat


def writable(call: Call, name: str = "chat_id") -> Chat:
    """The chat of a parameter, if the bot may send there."""
    chat = editable(call, name)
    if standing(chat, call.bot.id).muted:
        raise bad_request("not enough rights to send text messages to the chat")
    return chat


def editable(call: Call, name: str = "chat_id") -> Chat:
    """The chat of a parameter, if the bot may change there what it has sent: a muted bot still may."""
    chat = readable(call, name)
    if not chat.is_group:
        _need_welcome(call, chat)
    return chat


def standing(chat: Chat, member_id: int) -> Member:
    return chat.members.get(member_id, Member("left"))


def need_group(chat: Chat, what: str) -> None:
    if not chat.is_group:
        raise bad_request(f"{what} in a private chat")


def need_right(call: Call, chat: Chat, right: str, refusal: str) -> None:
    """In groups an action needs an admin's right; in private chats it needs none."""
    if chat.is_group and not standing(chat, call.bot.id).may(right):
        raise bad_request(refusal)


def message(call: Call, chat: Chat, message_id: int, purpose: str) -> Message:
    found = call.world.message(chat, message_id)
    if found is None:
        raise bad_request(f"message {purpose} not found")
    return found


def _find(world: World, bot: Bot, chat_id: int | str) -> Chat:
    if isinstance(chat_id, str):
        name = chat_id.removeprefix("@").lower()
        found = next((chat for chat in world.chats if (chat.username or "").lower() == name), None)
    elif chat_id > 0:
        return _private(world, bot, chat_id)
    else:
        found = world.state.chats.get(str(chat_id))
    if found is None or not found.is_group or bot.id not in found.members:
        raise bad_request("chat not found")
    return found


def _private(world: World, bot: Bot, person_id: int) -> Chat:
    if person_id in world.state.bots:
        raise forbidden("bots can't send messages to bots")
    person = world.state.people.get(person_id)
    if person is None:
        raise bad_request("chat not found")
    return world.private(person, bot)


def _need_inside(chat: Chat, bot: Bot) -> None:
    if chat.migrated_to:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    status = standing(chat, bot.id).status
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if status == "left":
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def _need_welcome(call: Call, chat: Chat) -> None:
    person = call.world.person(chat.person)
    if person.deactivated:
        raise forbidden("user is deactivated")
    if call.bot.id in person.blocked:
        raise forbidden("bot was blocked by the user")
    if call.bot.id not in person.started:
        raise forbidden("bot can't initiate conversation with a user")
