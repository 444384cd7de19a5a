"""The form with aiogram 3: FSM in memory, its default dispatcher. State is lost with the process."""

import asyncio
import itertools
import os

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench.contenders import form

numbers = itertools.count(1)


class Complaint(StatesGroup):
    """The questions."""

    category = State()
    region = State()
    address = State()
    confirm = State()


def keyboard(labels: tuple[str, ...]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=label)] for label in labels]
    )


async def text(message: Message, state: FSMContext) -> None:
    await state.update_data(text=message.text)
    await state.set_state(Complaint.category)
    await message.answer(form.ASK_CATEGORY, reply_markup=keyboard(form.CATEGORIES))


async def category(press: CallbackQuery, state: FSMContext) -> None:
    await press.answer()
    await state.update_data(category=press.data)
    await state.set_state(Complaint.region)
    assert press.message is not None
    await press.message.answer(form.ASK_REGION, reply_markup=keyboard(form.REGIONS))


async def region(press: CallbackQuery, state: FSMContext) -> None:
    await press.answer()
    await state.update_data(region=press.data)
    await state.set_state(Complaint.address)
    assert press.message is not None
    await press.message.answer(form.ASK_ADDRESS)


async def address(message: Message, state: FSMContext) -> None:
    data = await state.update_data(address=message.text)
    await state.set_state(Complaint.confirm)
    await message.answer(form.summary(**data), reply_markup=keyboard(("Kirim", "Batal")))


async def confirm(press: CallbackQuery, state: FSMContext, bot: Bot) -> None:
    await press.answer()
    data = await state.get_data()
    await state.clear()
    number = next(numbers)
    assert press.message is not None
    await press.message.answer(form.receipt(number))
    await bot.send_message(form.GROUP, form.card(number, **data))


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"]))
    bot = Bot(os.environ["TELEGRAM_BOT_TOKEN"], session=session)
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.callback_query.register(category, Complaint.category)
    dispatcher.callback_query.register(region, Complaint.region)
    dispatcher.message.register(address, Complaint.address)
    dispatcher.callback_query.register(confirm, Complaint.confirm, F.data == "Kirim")
    dispatcher.message.register(text)
    await dispatcher.start_polling(bot, handle_signals=False)


if __name__ == "__main__":
    asyncio.run(main())
