"""The sender and the topics of cases, against a Telegram that misbehaves as told."""

import asyncio
from dataclasses import replace

import pytest
from telegram.error import BadRequest

from bot.budget import Limits
from bot.channels.base import TopicClosed, TopicGone, TopicRefused
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_errors import translate
from bot.sender import LEASE_SECONDS
from simulator.model import Bot, Chat, Person
from simulator.world import World
from storage.database import Database
from storage.unit import Unit
from tests.bot.posting import Post, rests
from tests.bot.support import Script, group_chat, text, texts
from tickets.dialogue import Arrange, Edit, Parcel, Priority, Repeat
from tickets.dialogue import Chat as OurChat
from tickets.topics import Topic

NAME = "LP-2611-7F3K98 · Jalan & jembatan"


@pytest.fixture
def forum(world: World, bot: Bot, budi: Person) -> Chat:
    return world.add_group("Forum", budi, members=[bot], forum=True, bot_admin=True)


@pytest.fixture
async def there(database: Database, forum: Chat) -> OurChat:
    """The forum; ticket 7 is to have a topic in it."""
    chat = replace(group_chat(forum), is_forum=True)
    async with database.transaction() as unit:
        await unit.topics.want(chat, 7, NAME, closed=False)
    return chat


async def topic_in(database: Database, chat: OurChat) -> Topic | None:
    async with database.transaction() as unit:
        return await unit.topics.find(chat, 7)


def card(chat: OurChat, html: str = "Kartu", **more: object) -> Parcel:
    return text(chat, html, **{"ticket_id": 7, "slot": "card:7", "priority": Priority.CARD} | more)


def said(chat: OurChat, html: str, **more: object) -> Parcel:
    return text(chat, html, **{"ticket_id": 7, "reply_to_slot": "card:7"} | more)


def arrange(chat: OurChat) -> Parcel:
    return Parcel(chat=chat, content=Arrange(), ticket_id=7, slot="topic:7", repeat=Repeat.FREELY)


def names(forum: Chat) -> list[str]:
    return [topic.name for topic in forum.topics.values()]


def in_topics(world: World, forum: Chat) -> list[str]:
    """What the bot wrote into topics that are there."""
    shown = [message for message in world.messages(forum) if message.sender == world.bot.id and message.text]
    return [message.text for message in shown if message.thread in forum.topics]


async def wish(database: Database, chat: OurChat, *, name: str = NAME, closed: bool) -> None:
    async with database.transaction() as unit:
        assert await unit.topics.change(chat, 7, name=name, closed=closed)


# --- made ----------------------------------------


async def test_a_topic_is_made_before_the_first_message_and_once(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
) -> None:
    await post.send(card(there), said(there, "Tambahan"), text(there, "Rekap"))
    assert names(forum) == [NAME]
    assert in_topics(world, forum) == ["Kartu", "Tambahan"]
    assert texts(world, forum) == ["Kartu", "Tambahan", "Rekap"]
    assert world.messages(forum)[-2].reply_to == world.messages(forum)[-3].id
    assert await post.counts() == {"sent": 3}


async def test_other_cases_and_answers_beside_a_message_go_elsewhere(
    world: World,
    forum: Chat,
    budi: Person,
    there: OurChat,
    post: Post,
) -> None:
    asked = world.send(budi, forum, "/tiket 1")
    await post.send(
        text(there, "Kasus lain", ticket_id=8), card(there), said(there, "Pratinjau", reply_to=str(asked.id))
    )
    assert in_topics(world, forum) == ["Kartu"]
    assert world.messages(forum)[-1].reply_to == asked.id


async def test_nothing_replies_across_topics(world: World, forum: Chat, there: OurChat, post: Post) -> None:
    """The card came before there were topics: Telegram does not say whether it would take such a reply."""
    async with post.database.transaction() as unit:
        await unit.topics.give_up(there)
    await post.send(card(there))
    async with post.database.transaction() as unit:
        await unit.topics.want(there, 7, NAME, closed=False)
    await post.send(said(there, "Tambahan"))
    assert in_topics(world, forum) == ["Tambahan"]
    assert world.messages(forum)[-1].reply_to is None


async def test_making_and_changing_a_topic_count_as_messages(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
) -> None:
    post.limits = Limits(group_per_minute=4, group_reserve=1)
    sender = post.sender()
    await post.send(card(there), card(there, "Kartu 2"), card(there, "Kartu 3"), sender=sender)
    assert (names(forum), in_topics(world, forum)) == ([NAME], ["Kartu", "Kartu 2"])
    assert (await post.counts())["waiting"] == 1


async def test_a_429_for_a_topic_holds_up_its_chat(world: World, forum: Chat, there: OurChat, post: Post) -> None:
    world.faults.add("429", "createForumTopic", retry_after=30)
    await post.send(card(there))
    assert (names(forum), texts(world, forum)) == ([], [])
    await post.later(seconds=31)
    assert (names(forum), in_topics(world, forum)) == ([NAME], ["Kartu"])


# --- nobody knows ----------------------------------------


@pytest.mark.parametrize(("times", "made", "inside"), [(1, 2, 1), (2, 2, 0)])
async def test_silence_leaves_a_topic_too_many_but_never_costs_the_message(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
    times: int,
    made: int,
    inside: int,
) -> None:
    world.faults.add("drop_after", "createForumTopic", times=times)
    sender = post.sender()
    await post.put(card(there, repeat=Repeat.NEVER))
    running = asyncio.create_task(sender.run())
    for _ in range(4):
        await rests(sender, running)
        post.clock.advance(300)
        sender.wake.set()
    sender.stop()
    await running
    assert names(forum) == [NAME] * made
    assert texts(world, forum) == ["Kartu"]
    assert len(in_topics(world, forum)) == inside
    assert await post.counts() == {"sent": 1}


async def test_a_failure_that_the_channel_reports_is_tried_again(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
) -> None:
    world.faults.add("502", "createForumTopic", times=3)
    await post.send(card(there))
    for _ in range(4):
        await post.later(seconds=400)
    assert (names(forum), in_topics(world, forum)) == ([NAME], ["Kartu"])


@pytest.mark.parametrize("repeat", [Repeat.NEVER, Repeat.ONCE])
async def test_a_crash_while_the_topic_was_made_costs_one_topic_and_no_message(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
    channel: TelegramChannel,
    repeat: Repeat,
) -> None:
    await post.put(card(there, repeat=repeat))
    async with post.database.transaction() as unit:
        (row,) = await unit.outbox.claim(post.clock.now(), 1, LEASE_SECONDS)
    topic = await topic_in(post.database, there)
    assert topic
    await channel.arrange(row.parcel.chat, topic)  # and then we die
    await post.later(seconds=LEASE_SECONDS + 1)
    assert names(forum) == [NAME, NAME]
    assert in_topics(world, forum) == ["Kartu"]
    assert await post.counts() == {"sent": 1}


# --- closed, renamed, deleted ----------------------------------------


async def test_a_topic_is_closed_opened_and_renamed(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
) -> None:
    await post.send(card(there))
    await wish(post.database, there, name="LP-2611-7F3K98 · Sungai", closed=True)
    await post.send(arrange(there))
    (topic,) = forum.topics.values()
    assert (topic.name, topic.closed) == ("LP-2611-7F3K98 · Sungai", True)
    await wish(post.database, there, closed=False)
    await post.send(arrange(there), arrange(there))
    assert (topic.name, topic.closed) == (NAME, False)
    done = [call.method for call in world.calls if "ForumTopic" in call.method]
    assert done == ["createForumTopic", "editForumTopic", "closeForumTopic", "editForumTopic", "reopenForumTopic"]
    assert (await post.counts())["superseded"] == 1


async def test_what_an_admin_did_already_is_done(world: World, forum: Chat, there: OurChat, post: Post) -> None:
    await post.send(card(there))
    next(iter(forum.topics.values())).closed = True
    await wish(post.database, there, closed=True)
    await post.send(arrange(there))
    topic = await topic_in(post.database, there)
    assert topic
    assert (topic.changes, await post.counts()) == (0, {"sent": 2})


async def test_nothing_is_made_for_a_case_that_is_closed_before_its_card_went_out(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
) -> None:
    await wish(post.database, there, closed=True)
    await post.send(card(there), arrange(there))
    assert (names(forum), texts(world, forum)) == ([], ["Kartu"])
    assert await post.counts() == {"sent": 2}


async def test_a_deleted_topic_is_told_to_the_handlers_and_made_anew(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
    script: Script,
) -> None:
    async def card_anew(chat: OurChat, ticket_id: int, unit: Unit) -> None:
        script.topics_gone.append((chat, ticket_id))
        await unit.outbox.put(card(chat, "Kartu lagi"), post.clock.now())

    object.__setattr__(post.behaviour, "topic_gone", card_anew)
    await post.send(card(there))
    world.delete_topic(forum, next(iter(forum.topics)))
    edit = Parcel(chat=there, content=Edit(html="Kartu, diubah"), slot="card:7", ticket_id=7, repeat=Repeat.FREELY)
    await post.send(edit, said(there, "Tambahan 1", unique_key="satu"), text(there, "Rekap"), said(there, "Tambahan 2"))
    assert script.topics_gone == [(there, 7)]
    assert names(forum) == [NAME]
    assert in_topics(world, forum) == ["Kartu, diubah", "Tambahan 1", "Tambahan 2"], "the card first, and up to date"
    assert "Rekap" in texts(world, forum)
    assert await post.counts() == {"sent": 6}


async def test_a_deleted_topic_that_was_to_be_closed_is_let_be(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
    script: Script,
) -> None:
    await post.send(card(there))
    world.delete_topic(forum, next(iter(forum.topics)))
    await wish(post.database, there, closed=True)
    await post.send(arrange(there), said(there, "Bintang lima"))
    assert (names(forum), texts(world, forum)) == ([], ["Bintang lima"])


async def test_a_closed_topic_in_which_we_may_not_write(
    world: World,
    bot: Bot,
    forum: Chat,
    there: OurChat,
    post: Post,
) -> None:
    await post.send(card(there))
    next(iter(forum.topics.values())).closed = True
    forum.members[bot.id].rights = {"can_manage_topics": False}
    await post.send(said(there, "Tambahan"))
    assert in_topics(world, forum) == ["Kartu"]
    assert texts(world, forum) == ["Kartu", "Tambahan"]


# --- refused ----------------------------------------


async def test_a_refusal_is_remembered_and_everything_is_sent_without(
    world: World,
    bot: Bot,
    forum: Chat,
    there: OurChat,
    post: Post,
    script: Script,
) -> None:
    forum.members[bot.id].rights = {"can_manage_topics": False}
    await post.send(card(there), said(there, "Tambahan"))
    assert texts(world, forum) == ["Kartu", "Tambahan"]
    assert script.topics_refused == [there]
    assert await topic_in(post.database, there) is None
    assert await post.counts() == {"sent": 2}


async def test_a_topic_that_may_not_be_closed_stays_open(
    world: World,
    bot: Bot,
    forum: Chat,
    there: OurChat,
    post: Post,
    script: Script,
) -> None:
    await post.send(card(there))
    forum.members[bot.id].rights = {"can_manage_topics": False}
    await wish(post.database, there, closed=True)
    await post.send(arrange(there), said(there, "Bintang lima"))
    assert in_topics(world, forum) == ["Kartu", "Bintang lima"]
    assert script.topics_refused == [there]
    assert await post.counts() == {"sent": 3}


async def test_a_group_that_is_no_forum_any_more(
    world: World,
    forum: Chat,
    there: OurChat,
    post: Post,
    script: Script,
) -> None:
    await post.send(card(there))
    forum.is_forum, forum.topics = False, {}
    await post.send(said(there, "Tambahan"))
    assert texts(world, forum) == ["Kartu", "Tambahan"]
    assert script.topics_refused == [there]


async def test_thrown_out_while_a_topic_is_to_be_made(
    world: World,
    bot: Bot,
    forum: Chat,
    there: OurChat,
    post: Post,
    script: Script,
) -> None:
    world.kick(bot, forum)
    parcel = card(there)
    await post.send(parcel)
    assert script.gone == [parcel]
    assert await post.counts() == {"gone": 1}


@pytest.mark.parametrize(
    ("said_by_telegram", "kind"),
    [
        ("Bad Request: message thread not found", TopicGone),
        ("Bad Request: TOPIC_DELETED", TopicGone),
        ("Bad Request: TOPIC_ID_INVALID", TopicGone),
        ("Bad Request: TOPIC_CLOSED", TopicClosed),
    ],
)
def test_what_telegram_says_of_topics(said_by_telegram: str, kind: type[Exception]) -> None:
    assert isinstance(translate(BadRequest(said_by_telegram)), kind)


async def test_the_channel_knows_a_refusal(bot: Bot, forum: Chat, there: OurChat, channel: TelegramChannel) -> None:
    forum.members[bot.id].rights = {"can_manage_topics": False}
    with pytest.raises(TopicRefused, match=r"(?i)not enough rights to create a topic"):
        await channel.arrange(there, Topic(NAME))
