"""Editing, deleting, pressing and answering."""

import pytest
from telegram import Bot as PtbBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest

from simulator.errors import Refused
from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.simulator.conftest import Raw
from tests.simulator.test_media import png

TAKE = InlineKeyboardMarkup([[InlineKeyboardButton("Terima", callback_data="v1:take:7")]])
DONE = InlineKeyboardMarkup([[InlineKeyboardButton("Selesai", callback_data="v1:done:7")]])


async def test_a_card_is_edited_in_place(world: World, group: Chat, bot: PtbBot) -> None:
    card = await bot.send_message(group.id, "Baru", reply_markup=TAKE)
    world.clock.advance(60)

    edited = await bot.edit_message_text("Diproses", group.id, card.message_id, reply_markup=DONE)
    bare = await bot.edit_message_reply_markup(group.id, card.message_id)

    assert (edited.text, edited.reply_markup, edited.message_id) == ("Diproses", DONE, card.message_id)
    assert edited.edit_date is not None
    assert bare.reply_markup is None
    assert [message.text for message in world.messages(group) if not message.is_service] == ["Diproses"]


async def test_the_same_again_is_refused(group: Chat, bot: PtbBot) -> None:
    card = await bot.send_message(group.id, "Baru", reply_markup=TAKE)

    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup"):
        await bot.edit_message_text("Baru", group.id, card.message_id, reply_markup=TAKE)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(group.id, card.message_id, reply_markup=TAKE)


async def test_what_cannot_be_edited(world: World, budi: Person, group: Chat, bot: PtbBot) -> None:
    card = await bot.send_message(group.id, "Baru")
    photo = await bot.send_photo(group.id, png(), caption="a")
    his = world.send(budi, group, "punya Budi")

    refusals = {
        "Message to edit not found": bot.edit_message_text("x", group.id, 999),
        "Message can't be edited": bot.edit_message_text("x", group.id, his.id),
        "There is no text in the message to edit": bot.edit_message_text("x", group.id, photo.message_id),
        "There is no caption in the message to edit": bot.edit_message_caption(group.id, card.message_id, caption="x"),
    }
    for why, edit in refusals.items():
        with pytest.raises(BadRequest, match=why):
            await edit


async def test_captions_media_and_places_are_edited(group: Chat, bot: PtbBot) -> None:
    photo = await bot.send_photo(group.id, png(), caption="a")
    live = await bot.send_location(group.id, 1, 2, live_period=900)

    assert (await bot.edit_message_caption(group.id, photo.message_id, caption="b")).caption == "b"
    assert (await bot.edit_message_media(InputMediaPhoto(png(100, 90)), group.id, photo.message_id)).photo[
        -1
    ].width == 100
    assert (
        await bot.edit_message_live_location(group.id, live.message_id, latitude=3, longitude=4)
    ).location.latitude == 3
    assert (await bot.stop_message_live_location(group.id, live.message_id)).location.live_period is None


async def test_people_edit_and_the_bot_hears_it(world: World, sari: Person, private: Chat, bot: PtbBot) -> None:
    said = world.send(sari, private, "jalan rusk")
    world.edit(sari, said, "jalan rusak")

    first, second = await bot.get_updates()
    assert first.message.text == "jalan rusk"
    assert (second.edited_message.text, second.edited_message.message_id) == ("jalan rusak", said.id)
    assert second.edited_message.edit_date is not None


async def test_deleting(world: World, lapor: Bot, budi: Person, group: Chat, bot: PtbBot) -> None:
    card = await bot.send_message(group.id, "Baru")
    his = world.send(budi, group, "punya Budi")

    await bot.delete_message(group.id, card.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(group.id, card.message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, his.id)
    old = await bot.send_message(group.id, "lama")
    world.clock.advance(49 * 3600)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(group.id, old.message_id)

    world.promote(lapor, group)
    assert await bot.delete_messages(group.id, [his.id, old.message_id, 999])
    assert all(message.is_service for message in world.messages(group))


async def test_a_press_is_told_and_answered(world: World, budi: Person, group: Chat, bot: PtbBot) -> None:
    card = await bot.send_message(group.id, "Baru", reply_markup=TAKE)
    query = world.press(budi, group.messages[card.message_id], label="Terima")
    assert world.unanswered() == [query]

    (update,) = await bot.get_updates()
    pressed = update.callback_query
    assert (pressed.data, pressed.from_user.id, pressed.message.message_id) == ("v1:take:7", budi.id, card.message_id)
    await pressed.answer("Anda menangani LP-7", show_alert=True)

    assert (query.answered, query.text, query.alert) == (True, "Anda menangani LP-7", True)
    assert world.unanswered() == []
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await pressed.answer()


async def test_a_late_answer_is_refused(world: World, budi: Person, group: Chat, bot: PtbBot) -> None:
    card = await bot.send_message(group.id, "Baru", reply_markup=TAKE)
    query = world.press(budi, group.messages[card.message_id], data="v1:take:7")
    world.clock.advance(16)

    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query.id)
    assert world.unanswered(group) == [query]


async def test_only_buttons_that_are_there_can_be_pressed_unless_forged(
    world: World, lapor: Bot, budi: Person, group: Chat, raw: Raw
) -> None:
    buttons = {"inline_keyboard": [[{"text": "Peta", "url": "https://a.id"}, {"text": "A", "callback_data": "a"}]]}
    sent = (await raw.call("sendMessage", chat_id=group.id, text="?", reply_markup=buttons)).result
    card = group.messages[sent["message_id"]]

    with pytest.raises(Refused, match="there is no such button; there are: Peta, A"):
        world.press(budi, card, label="Terima")
    with pytest.raises(Refused, match="does not call the bot"):
        world.press(budi, card, row=0, column=0)
    assert world.press(budi, card, row=0, column=1).data == "a"
    world.press(budi, card, data="v1:take:8", forged=True)

    assert [update.payload["data"] for update in lapor.updates.values()] == ["a", "v1:take:8"]


async def test_a_press_on_a_deleted_card_carries_an_inaccessible_message(
    world: World, budi: Person, group: Chat, bot: PtbBot
) -> None:
    card = await bot.send_message(group.id, "Baru", reply_markup=TAKE)
    await bot.delete_message(group.id, card.message_id)
    world.press(budi, group.messages[card.message_id], data="v1:take:7", forged=True)

    (update,) = await bot.get_updates()
    assert not update.callback_query.message.is_accessible
