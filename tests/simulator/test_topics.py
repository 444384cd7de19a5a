"""Forum topics."""

import pytest
from telegram import Bot as PtbBot
from telegram.error import BadRequest

from simulator.model import Bot, Chat, Person
from simulator.world import World


@pytest.fixture
def forum(world: World, lapor: Bot, budi: Person) -> Chat:
    chat = world.add_group("Forum", budi, members=[lapor], forum=True, bot_admin=True)
    lapor.updates.clear()
    return chat


async def test_a_topic_holds_its_messages(world: World, budi: Person, forum: Chat, bot: PtbBot) -> None:
    topic = await bot.create_forum_topic(forum.id, "LP-2611-7F3K9Q")
    card = await bot.send_message(forum.id, "kartu", message_thread_id=topic.message_thread_id)
    world.send(budi, forum, "siap", thread=topic.message_thread_id)
    world.send(budi, forum, "balas", reply_to=card.message_id)

    assert (card.message_thread_id, card.is_topic_message) == (topic.message_thread_id, True)
    assert card.reply_to_message.forum_topic_created.name == "LP-2611-7F3K9Q"
    said, replied = await bot.get_updates()
    assert said.message.message_thread_id == topic.message_thread_id
    assert said.message.reply_to_message.forum_topic_created
    assert (replied.message.message_thread_id, replied.message.reply_to_message.text) == (
        topic.message_thread_id,
        "kartu",
    )


async def test_topics_are_renamed_closed_reopened_and_deleted(
    world: World, lapor: Bot, forum: Chat, bot: PtbBot
) -> None:
    thread = (await bot.create_forum_topic(forum.id, "A")).message_thread_id
    await bot.edit_forum_topic(forum.id, thread, name="B")
    await bot.close_forum_topic(forum.id, thread)
    assert (forum.topics[thread].name, forum.topics[thread].closed) == ("B", True)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.close_forum_topic(forum.id, thread)
    await bot.send_message(forum.id, "an admin still may", message_thread_id=thread)
    forum.members[lapor.id].rights = {"can_manage_topics": False}
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.id, "?", message_thread_id=thread)
    with pytest.raises(BadRequest, match="Not enough rights to create a topic"):
        await bot.create_forum_topic(forum.id, "C")

    forum.members[lapor.id].rights = {}
    await bot.reopen_forum_topic(forum.id, thread)
    await bot.delete_forum_topic(forum.id, thread)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "?", message_thread_id=thread)
    assert not [message for message in world.messages(forum) if message.thread == thread]


async def test_only_forums_have_topics(world: World, lapor: Bot, group: Chat, bot: PtbBot) -> None:
    world.promote(lapor, group)

    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(group.id, "A")
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "?", message_thread_id=5)
