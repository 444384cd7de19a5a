"""The method table: complete, and the same parameters as python-telegram-bot knows; the methods no other test calls."""

import inspect
import re

import pytest
from telegram import Bot as PtbBot
from telegram.error import BadRequest, RetryAfter

from simulator.call import Method
from simulator.methods import TABLE
from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.simulator.conftest import Raw

PROMISED = """
getMe getUpdates setWebhook deleteWebhook getWebhookInfo logOut close
sendMessage sendPhoto sendVideo sendVoice sendVideoNote sendAudio sendDocument sendAnimation sendSticker sendMediaGroup
sendLocation sendVenue sendContact sendChatAction copyMessage copyMessages forwardMessage forwardMessages
editMessageText editMessageCaption editMessageReplyMarkup editMessageMedia editMessageLiveLocation
stopMessageLiveLocation deleteMessage deleteMessages pinChatMessage unpinChatMessage unpinAllChatMessages
answerCallbackQuery setMessageReaction getFile
getChat getChatMember getChatAdministrators getChatMemberCount leaveChat banChatMember unbanChatMember
setChatTitle setChatDescription exportChatInviteLink createChatInviteLink
setMyCommands getMyCommands deleteMyCommands setMyName getMyName setMyDescription getMyDescription
setMyShortDescription getMyShortDescription setChatMenuButton getChatMenuButton
createForumTopic editForumTopic closeForumTopic reopenForumTopic deleteForumTopic unpinAllForumTopicMessages
"""
# What python-telegram-bot adds for the comfort of its callers.
COMFORT = {
    "self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "filename", "location",
    "venue", "contact", "allow_sending_without_reply", "reply_to_message_id", "disable_web_page_preview",
}  # fmt: skip
COMFORT_OF_ALBUMS = {"caption", "parse_mode", "caption_entities"}


def test_every_promised_method_is_there() -> None:
    assert {method.name for method in TABLE.values()} == set(PROMISED.split())


@pytest.mark.parametrize("method", TABLE.values(), ids=lambda method: method.name)
def test_a_method_has_the_parameters_of_bot_api_10(method: Method) -> None:
    snake = re.sub(r"([A-Z])", lambda match: "_" + match.group().lower(), method.name)
    theirs = set(inspect.signature(getattr(PtbBot, snake)).parameters) - COMFORT
    if method.name == "sendMediaGroup":
        theirs -= COMFORT_OF_ALBUMS

    assert set(method.required | method.optional) == theirs


async def test_the_groups_title_and_description(
    world: World, lapor: Bot, sari: Person, private: Chat, group: Chat, bot: PtbBot
) -> None:
    with pytest.raises(BadRequest, match="Not enough rights to change chat information"):
        await bot.set_chat_title(group.id, "Baru")
    with pytest.raises(BadRequest, match="in a private chat"):
        await bot.set_chat_title(sari.id, "Baru")
    world.promote(lapor, group)
    await bot.set_chat_title(group.id, "Baru")
    await bot.set_chat_description(group.id, "Menindaklanjuti laporan jalan")
    with pytest.raises(BadRequest, match="Chat description is not modified"):
        await bot.set_chat_description(group.id, "Menindaklanjuti laporan jalan")

    assert (group.title, group.description) == ("Baru", "Menindaklanjuti laporan jalan")


async def test_banning(world: World, lapor: Bot, sari: Person, budi: Person, group: Chat, bot: PtbBot) -> None:
    world.promote(lapor, group)
    world.join(sari, group)
    await bot.ban_chat_member(group.id, sari.id)
    assert group.members[sari.id].status == "kicked"
    await bot.unban_chat_member(group.id, sari.id, only_if_banned=True)
    assert group.members[sari.id].status == "left"
    with pytest.raises(BadRequest, match="Can't remove chat owner"):
        await bot.ban_chat_member(group.id, budi.id)


async def test_several_are_forwarded(world: World, sari: Person, private: Chat, group: Chat, bot: PtbBot) -> None:
    ids = [world.send(sari, private, text).id for text in ("satu", "dua")]

    forwarded = await bot.forward_messages(group.id, sari.id, ids)

    standing = [world.message(group, one.message_id) for one in forwarded]
    assert [message and message.text for message in standing] == ["satu", "dua"]
    assert all(message and message.origin for message in standing)


async def test_unpinning_everything(world: World, lapor: Bot, budi: Person, bot: PtbBot) -> None:
    forum = world.add_group("Forum", budi, members=[lapor], forum=True, bot_admin=True)
    topic = world.create_topic(forum, "LP-1", budi)
    inside = world.send(budi, forum, "di topik", thread=topic.thread)
    outside = world.send(budi, forum, "di luar")
    for message in (inside, outside):
        await bot.pin_chat_message(forum.id, message.id)

    await bot.unpin_all_forum_topic_messages(forum.id, topic.thread)
    assert forum.pinned == [outside.id]
    await bot.unpin_all_chat_messages(forum.id)
    assert forum.pinned == []


async def test_private_chats_have_no_administrators_and_may_be_pinned_in(
    sari: Person, private: Chat, bot: PtbBot
) -> None:
    sent = await bot.send_message(sari.id, "penting")
    await bot.pin_chat_message(sari.id, sent.message_id)

    assert (await bot.get_chat(sari.id)).pinned_message.text == "penting"
    assert await bot.get_chat_member_count(sari.id) == 2
    assert (await bot.get_chat_member(sari.id, sari.id)).status == "member"
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(sari.id)


@pytest.mark.filterwarnings("ignore:.*retry_after.*:telegram.warnings.PTBDeprecationWarning")
async def test_a_young_bot_cannot_be_closed(bot: PtbBot) -> None:
    with pytest.raises(RetryAfter):
        await bot.close()


async def test_business_accounts_and_inline_messages_do_not_exist_here(sari: Person, private: Chat, raw: Raw) -> None:
    sent = await raw.call("sendMessage", chat_id=sari.id, text="a", business_connection_id="b")
    edited = await raw.call("editMessageText", inline_message_id="i", text="a")

    assert sent.refusal == "400 Bad Request: business connection not found"
    assert edited.refusal == "400 Bad Request: MESSAGE_ID_INVALID"
