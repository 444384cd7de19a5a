"""Groups: who hears what, who comes and goes, moving to a supergroup, being thrown out, blocking."""

from typing import Any

import pytest
from telegram import Bot as PtbBot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from simulator.errors import Refused
from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.simulator.conftest import Raw


def heard(bot: Bot) -> list[Any]:
    """What waits for the bot, taken out of its queue."""
    updates = [update.payload.get("text") or update.kind for update in bot.updates.values()]
    bot.updates.clear()
    return updates


async def test_privacy_mode(world: World, lapor: Bot, budi: Person, group: Chat, bot: PtbBot) -> None:
    card = await bot.send_message(group.id, "Kartu LP-1")
    for text in ("obrolan biasa", "/bantuan", "/tiket@lapor_bot 7", "/tiket@other_bot 7", "@lapor_bot tolong"):
        world.send(budi, group, text)
    world.send(budi, group, "ini balasan", reply_to=card.message_id)
    mine = world.send(budi, group, "bicara sendiri")
    world.send(budi, group, "balas diri sendiri", reply_to=mine)

    assert heard(lapor) == ["/bantuan", "/tiket@lapor_bot 7", "@lapor_bot tolong", "ini balasan"]


async def test_general_commands_go_to_the_bot_that_wrote_last(
    world: World, lapor: Bot, budi: Person, group: Chat, raw: Raw
) -> None:
    other = world.add_bot("2:OTHER", "Other", "other_bot")
    world.join(other, group)
    await raw.call("sendMessage", chat_id=group.id, text="saya")
    await raw.call("sendMessage", token="2:OTHER", chat_id=group.id, text="bukan, saya")
    heard(lapor)
    heard(other)

    world.send(budi, group, "/bantuan")

    assert heard(lapor) == []
    assert heard(other) == ["/bantuan"]


@pytest.mark.parametrize("how", ["as an admin", "without privacy mode"])
def test_a_bot_may_hear_everything(how: str, world: World, lapor: Bot, budi: Person, group: Chat) -> None:
    if how == "as an admin":
        world.promote(lapor, group)
        heard(lapor)
    else:
        lapor.reads_everything = True

    world.send(budi, group, "obrolan biasa")

    assert heard(lapor) == ["obrolan biasa"]


def test_bots_do_not_hear_themselves_or_each_other(world: World, lapor: Bot, budi: Person, group: Chat) -> None:
    other = world.add_bot("2:OTHER", "Other", "other_bot", reads_everything=True)
    world.join(other, group)
    heard(lapor)

    world.post(group, world.new_message(group, other.id, text="dari bot"))

    assert heard(lapor) == []


async def test_being_added_promoted_and_kicked_is_told(world: World, lapor: Bot, budi: Person, bot: PtbBot) -> None:
    group = world.add_group("Dinas PUPR", budi, kind="supergroup")
    world.join(lapor, group, by=budi)
    world.promote(lapor, group, by=budi)
    world.kick(lapor, group, by=budi)

    added, came, promoted, kicked = await bot.get_updates()
    assert (added.my_chat_member.old_chat_member.status, added.my_chat_member.new_chat_member.status) == (
        "left",
        "member",
    )
    assert added.my_chat_member.from_user.id == budi.id
    assert came.message.new_chat_members[0].id == lapor.id
    assert promoted.my_chat_member.new_chat_member.can_manage_topics is True
    assert kicked.my_chat_member.new_chat_member.status == "kicked"


async def test_a_bot_that_is_out_may_not_write(world: World, lapor: Bot, budi: Person, bot: PtbBot) -> None:
    for kind in ("group", "supergroup"):
        kicked = world.add_group("A", budi, kind, [lapor])  # type: ignore[arg-type]
        left = world.add_group("B", budi, kind, [lapor])  # type: ignore[arg-type]
        never = world.add_group("C", budi, kind)  # type: ignore[arg-type]
        world.kick(lapor, kicked)
        await bot.leave_chat(left.id)

        with pytest.raises(Forbidden, match=f"bot was kicked from the {kind} chat"):
            await bot.send_message(kicked.id, "?")
        with pytest.raises(Forbidden, match=f"bot is not a member of the {kind} chat"):
            await bot.send_message(left.id, "?")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(never.id, "?")


async def test_a_muted_bot_may_edit_but_not_write(world: World, lapor: Bot, group: Chat, bot: PtbBot) -> None:
    card = await bot.send_message(group.id, "kartu")
    world.mute(lapor, group)

    assert await bot.edit_message_text("kartu baru", group.id, card.message_id)

    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group.id, "?")
    assert (await bot.get_chat_member(group.id, lapor.id)).status == "restricted"


async def test_moving_to_a_supergroup(world: World, lapor: Bot, budi: Person, bot: PtbBot) -> None:
    old = world.add_group("Dinas PUPR", budi, kind="group", members=[lapor])
    heard(lapor)

    new = world.migrate(old)

    leaves, arrives = await bot.get_updates()
    assert (leaves.message.chat.id, leaves.message.migrate_to_chat_id) == (old.id, new.id)
    assert (arrives.message.chat.id, arrives.message.migrate_from_chat_id) == (new.id, old.id)
    assert str(new.id).startswith("-100")
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "?")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "pindah")
    with pytest.raises(Refused):
        world.send(budi, old, "halo?")


async def test_old_cards_in_the_old_group_can_still_be_pressed(
    world: World, lapor: Bot, budi: Person, raw: Raw
) -> None:
    old = world.add_group("Dinas PUPR", budi, kind="group", members=[lapor])
    buttons = {"inline_keyboard": [[{"text": "Terima", "callback_data": "ok"}]]}
    card = (await raw.call("sendMessage", chat_id=old.id, text="kartu", reply_markup=buttons)).result
    world.migrate(old)
    lapor.updates.clear()

    world.press(budi, old.messages[card["message_id"]], "Terima")

    (update,) = lapor.updates.values()
    assert update.payload["message"]["chat"]["id"] == old.id


async def test_blocking_and_unblocking(world: World, lapor: Bot, sari: Person, private: Chat, bot: PtbBot) -> None:
    world.block(sari)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(sari.id, "?")
    with pytest.raises(Refused):
        world.send(sari, private, "?")
    world.unblock(sari)
    await bot.send_message(sari.id, "selamat datang kembali")

    blocked, unblocked = await bot.get_updates()
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert blocked.my_chat_member.chat.type == "private"
    assert unblocked.my_chat_member.new_chat_member.status == "member"


async def test_a_bot_cannot_write_first(world: World, lapor: Bot, budi: Person, bot: PtbBot) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(budi.id, "?")

    world.deactivate(budi)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(budi.id, "?")


async def test_members_coming_and_going(
    world: World, lapor: Bot, sari: Person, budi: Person, group: Chat, bot: PtbBot
) -> None:
    await bot.get_updates(allowed_updates=["message", "chat_member"])
    world.join(sari, group, by=budi)
    world.leave(sari, group)
    assert [update.kind for update in lapor.updates.values()] == ["message", "message"]

    world.promote(lapor, group)
    lapor.updates.clear()
    world.join(sari, group)
    kinds = [update.kind for update in lapor.updates.values()]
    assert kinds == ["chat_member", "message"]
    (joined, _) = await bot.get_updates()
    assert joined.chat_member.new_chat_member.user.id == sari.id


async def test_the_bot_can_ask_who_is_there(
    world: World, lapor: Bot, sari: Person, budi: Person, group: Chat, bot: PtbBot
) -> None:
    world.promote(lapor, group)

    chat = await bot.get_chat(group.id)
    administrators = await bot.get_chat_administrators(group.id)

    assert (chat.title, chat.type) == ("Dinas PUPR", "supergroup")
    assert [(one.user.id, one.status) for one in administrators] == [(budi.id, "creator"), (lapor.id, "administrator")]
    assert await bot.get_chat_member_count(group.id) == 2
    assert (await bot.get_chat_member(group.id, sari.id)).status == "left"
    with pytest.raises(BadRequest, match="Invalid user_id specified"):
        await bot.get_chat_member(group.id, 7)


async def test_an_anonymous_admin_writes_in_the_groups_name_but_presses_as_himself(
    world: World, lapor: Bot, budi: Person, group: Chat, bot: PtbBot, raw: Raw
) -> None:
    world.promote(budi, group, anonymous=True)
    buttons = {"inline_keyboard": [[{"text": "Terima", "callback_data": "ok"}]]}
    card = (await raw.call("sendMessage", chat_id=group.id, text="kartu", reply_markup=buttons)).result
    world.send(budi, group, "/tiket@lapor_bot")
    world.press(budi, group.messages[card["message_id"]], "Terima")

    *_, written, pressed = await bot.get_updates()
    assert (written.message.from_user.id, written.message.sender_chat.id) == (1087968824, group.id)
    assert pressed.callback_query.from_user.id == budi.id


async def test_titles_pins_and_rights(world: World, lapor: Bot, budi: Person, group: Chat, bot: PtbBot) -> None:
    world.rename(group, "Dinas PUPR Banjarmasin")
    (renamed,) = await bot.get_updates()
    assert renamed.message.new_chat_title == "Dinas PUPR Banjarmasin"
    card = await bot.send_message(group.id, "kartu")
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
        await bot.pin_chat_message(group.id, card.message_id)

    world.promote(lapor, group)
    await bot.pin_chat_message(group.id, card.message_id)
    assert (await bot.get_chat(group.id)).pinned_message.message_id == card.message_id
    assert group.pinned == [card.message_id]
    await bot.unpin_chat_message(group.id)
    assert group.pinned == []
    assert (await bot.create_chat_invite_link(group.id, name="poster")).invite_link.startswith("https://t.me/+")
    assert await bot.export_chat_invite_link(group.id)


async def test_a_group_with_a_username_is_found_by_it(world: World, lapor: Bot, budi: Person, bot: PtbBot) -> None:
    group = world.add_group("Terbuka", budi, members=[lapor], username="terbuka_bjm")

    assert (await bot.send_message("@terbuka_bjm", "halo")).chat.id == group.id


def test_people_cannot_do_what_telegram_would_not_let_them(
    world: World, sari: Person, budi: Person, group: Chat, private: Chat
) -> None:
    with pytest.raises(Refused):
        world.send(sari, group, "bukan anggota")
    with pytest.raises(Refused):
        world.send(budi, private, "chat orang lain")
    with pytest.raises(Refused):
        world.join(budi, group)
    with pytest.raises(Refused):
        world.send(sari, private, "a" * 4097)


async def test_reactions_both_ways(world: World, lapor: Bot, budi: Person, group: Chat, bot: PtbBot) -> None:
    world.promote(lapor, group)
    await bot.get_updates(allowed_updates=["message_reaction"])
    lapor.updates.clear()
    said = world.send(budi, group, "sudah selesai")
    await bot.set_message_reaction(group.id, said.id, "👍")
    assert said.reactions[lapor.id] == [{"type": "emoji", "emoji": "👍"}]
    with pytest.raises(BadRequest, match=r"(?i)reaction_invalid"):
        await bot.set_message_reaction(group.id, said.id, "🧱")

    world.react(budi, said, "🙏")
    assert [update.kind for update in lapor.updates.values()] == ["message_reaction"]
