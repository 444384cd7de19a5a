"""Which bots hear what is said in a chat: Telegram's privacy mode."""

from collections.abc import Iterator

from simulator import utf16
from simulator.model import Bot, Chat, Message
from simulator.state import Base


def of(world: Base, chat: Chat, message: Message) -> Iterator[Bot]:
    """The bots that get an update about this message."""
    if message.sender in world.state.bots:
        return  # bots hear neither themselves nor each other
    if not chat.is_group:
        bot = world.state.bots[chat.bot]
        if bot.id not in world.person(chat.person).blocked:
            yield bot
        return
    for member_id, member in chat.members.items():
        bot_here = world.state.bots.get(member_id)
        if bot_here and member.present and (member.is_admin or _is_meant_for(world, bot_here, chat, message)):
            yield bot_here


def _is_meant_for(world: Base, bot: Bot, chat: Chat, message: Message) -> bool:
    if bot.reads_everything or message.is_service:
        return True
    replied = world.message(chat, message.reply_to) if message.reply_to else None
    if replied and replied.sender == bot.id and not replied.is_service:
        return True
    return _calls(bot, chat, message)


def _calls(bot: Bot, chat: Chat, message: Message) -> bool:
    """A command for this bot, a general command after it wrote last, or its name."""
    own_name = "@" + bot.username.lower()
    for entity in message.entities:
        word = utf16.part(message.text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "mention" and word == own_name:
            return True
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            named = "@" in word
            if (named and word.endswith(own_name)) or (not named and chat.last_bot in (None, bot.id)):
                return True
    return False
