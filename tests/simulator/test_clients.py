"""A second, independent client: aiogram. And the bot's profile, through both."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot as AiogramBot
from aiogram import Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    MessageReactionUpdated,
)
from telegram import Bot as PtbBot
from telegram import BotCommandScopeChat, MenuButtonCommands, Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.simulator.test_media import png


@pytest.fixture
async def aiogram_bot(address: str) -> AsyncIterator[AiogramBot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with AiogramBot("1:SIM", session=session) as bot:
        yield bot


async def test_aiogram_sends_and_edits(world: World, sari: Person, private: Chat, aiogram_bot: AiogramBot) -> None:
    buttons = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ya", callback_data="y")]])
    sent = await aiogram_bot.send_message(sari.id, "<b>Halo</b>", parse_mode="HTML", reply_markup=buttons)
    edited = await aiogram_bot.edit_message_text("Hai", chat_id=sari.id, message_id=sent.message_id)
    photo = await aiogram_bot.send_photo(sari.id, BufferedInputFile(png(), "a.png"), caption="foto")
    again = await aiogram_bot.send_photo(sari.id, photo.photo[-1].file_id if photo.photo else "")
    album = await aiogram_bot.send_media_group(
        sari.id, [InputMediaPhoto(media=BufferedInputFile(png(), "a.png")) for _ in range(2)]
    )

    assert isinstance(edited, Message)
    assert (sent.text, edited.text, again.caption, len(album)) == ("Halo", "Hai", None, 2)
    assert photo.photo
    downloaded = await aiogram_bot.download(photo.photo[-1])
    assert downloaded
    assert downloaded.read() == png()
    member = await aiogram_bot.get_chat(sari.id)
    assert member.type == "private"


async def test_aiogram_understands_every_kind_of_update(
    world: World, lapor: Bot, sari: Person, budi: Person, private: Chat, aiogram_bot: AiogramBot
) -> None:
    kinds = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"]
    await aiogram_bot.get_updates(allowed_updates=kinds)
    group = world.add_group("Dinas", budi, "group", [lapor], bot_admin=True)
    group = world.migrate(group)
    forum = world.add_group("Forum", budi, members=[lapor], forum=True, bot_admin=True)
    topic = world.create_topic(forum, "LP-1", budi)
    world.send(budi, forum, "di topik", thread=topic.thread)
    world.join(sari, group)
    world.promote(budi, group, anonymous=True)
    world.send(budi, group, "anonim")
    world.album(sari, private, [png(), png()], "dua")
    for kind in ("video", "voice", "video_note", "audio", "document", "animation", "sticker"):
        world.send(sari, private, **{kind: b"x"})
    said = world.send(sari, private, location={"latitude": 1.0, "longitude": 2.0})
    world.send(sari, private, "balas", reply_to=said)
    world.edit(sari, world.send(sari, private, "a"), "b")
    world.react(budi, world.messages(group)[-1], "👍")
    card = await aiogram_bot.send_message(
        sari.id,
        "?",
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ya", callback_data="y")]]),
    )
    world.press(sari, private.messages[card.message_id], "Ya")
    world.block(sari)

    updates = await aiogram_bot.get_updates()

    assert {update.event_type for update in updates} == set(kinds)
    for update in updates:
        assert isinstance(update.event, Message | CallbackQuery | ChatMemberUpdated | MessageReactionUpdated)


async def test_aiograms_own_polling_answers(world: World, lapor: Bot, sari: Person, aiogram_bot: AiogramBot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"gema: {message.text}")
        await dispatcher.stop_polling()

    world.send(sari, world.private(sari), "halo")
    await dispatcher.start_polling(aiogram_bot, handle_signals=False, close_bot_session=False)

    assert [message.text for message in world.messages(world.private(sari))] == ["halo", "gema: halo"]


async def test_python_telegram_bots_own_application_answers(
    world: World, sari: Person, private: Chat, bot: PtbBot
) -> None:
    async def echo(update: Update, _: object) -> None:
        assert update.effective_message
        await update.effective_message.reply_text(f"gema: {update.effective_message.text}")

    program = ApplicationBuilder().token("1:SIM").base_url(bot.base_url.removesuffix("1:SIM")).build()
    program.add_handler(MessageHandler(filters.ALL, echo))
    async with program:
        assert program.updater
        await program.start()
        await program.updater.start_polling(poll_interval=0, timeout=30)
        world.send(sari, private, "halo")
        version = 0
        while world.messages(private)[-1].text != "gema: halo":
            version = await asyncio.wait_for(world.changed(version), 60)
        await asyncio.wait_for(world.polled(), 60)
        assert world.pending_updates() == 0
        await program.updater.stop()
        await program.stop()


async def test_aiogram_knows_the_errors(
    world: World, lapor: Bot, sari: Person, budi: Person, private: Chat, address: str, aiogram_bot: AiogramBot
) -> None:
    old = world.add_group("Dinas", budi, "group", [lapor])
    world.migrate(old)
    with pytest.raises(TelegramMigrateToChat):
        await aiogram_bot.send_message(old.id, "?")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation"):
        await aiogram_bot.send_message(budi.id, "?")
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await aiogram_bot.send_message(sari.id, " ")
    world.faults.add("429", "sendMessage", retry_after=3)
    with pytest.raises(TelegramRetryAfter) as later:
        await aiogram_bot.send_message(sari.id, "?")
    assert later.value.retry_after == 3
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with AiogramBot("1:WRONG", session=session) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


async def test_commands_have_scopes_and_languages(
    sari: Person, private: Chat, aiogram_bot: AiogramBot, bot: PtbBot
) -> None:
    help_command = BotCommand(command="bantuan", description="Cara memakai")
    await aiogram_bot.set_my_commands([help_command])
    await aiogram_bot.set_my_commands([help_command] * 2, scope=BotCommandScopeAllGroupChats(), language_code="id")
    await bot.set_my_commands([("lapor", "Membuat laporan")], scope=BotCommandScopeChat(sari.id))

    assert [command.command for command in await bot.get_my_commands()] == ["bantuan"]
    assert await aiogram_bot.get_my_commands(scope=BotCommandScopeAllGroupChats()) == []
    assert len(await aiogram_bot.get_my_commands(scope=BotCommandScopeAllGroupChats(), language_code="id")) == 2
    assert [command.command for command in await bot.get_my_commands(BotCommandScopeChat(sari.id))] == ["lapor"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await aiogram_bot.set_my_commands([BotCommand(command="Bantuan", description="x")])


async def test_names_descriptions_and_the_menu_button(sari: Person, private: Chat, bot: PtbBot) -> None:
    await bot.set_my_name("Lapor Banua")
    await bot.set_my_description("Sampaikan keluhan Anda")
    await bot.set_my_short_description("Layanan pengaduan", language_code="id")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())

    assert (await bot.get_me()).first_name == "Lapor Banua"
    assert (await bot.get_my_name()).name == "Lapor Banua"
    assert (await bot.get_my_description(language_code="en")).description == "Sampaikan keluhan Anda"
    assert (await bot.get_my_short_description()).short_description == ""
    assert (await bot.get_my_short_description("id")).short_description == "Layanan pengaduan"
    assert (await bot.get_chat_menu_button(sari.id)).type == "commands"


async def test_after_logging_out_nothing_works(bot: PtbBot, aiogram_bot: AiogramBot) -> None:
    await bot.log_out()
    with pytest.raises(TelegramBadRequest, match="Logged out"):
        await aiogram_bot.get_me()
