"""The form with python-telegram-bot's ConversationHandler and its defaults. State is lost with the process."""

import itertools
import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bench.contenders import form

CATEGORY, REGION, ADDRESS, CONFIRM = range(4)
numbers = itertools.count(1)
Context = ContextTypes.DEFAULT_TYPE


def keyboard(labels: tuple[str, ...]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


async def text(update: Update, context: Context) -> int:
    context.user_data["text"] = update.message.text
    await update.message.reply_text(form.ASK_CATEGORY, reply_markup=keyboard(form.CATEGORIES))
    return CATEGORY


async def category(update: Update, context: Context) -> int:
    await update.callback_query.answer()
    context.user_data["category"] = update.callback_query.data
    await update.effective_chat.send_message(form.ASK_REGION, reply_markup=keyboard(form.REGIONS))
    return REGION


async def region(update: Update, context: Context) -> int:
    await update.callback_query.answer()
    context.user_data["region"] = update.callback_query.data
    await update.effective_chat.send_message(form.ASK_ADDRESS)
    return ADDRESS


async def address(update: Update, context: Context) -> int:
    context.user_data["address"] = update.message.text
    words = form.summary(**context.user_data)
    await update.message.reply_text(words, reply_markup=keyboard(("Kirim", "Batal")))
    return CONFIRM


async def confirm(update: Update, context: Context) -> int:
    await update.callback_query.answer()
    number = next(numbers)
    await update.effective_chat.send_message(form.receipt(number))
    await context.bot.send_message(form.GROUP, form.card(number, **context.user_data))
    context.user_data.clear()
    return ConversationHandler.END


def main() -> None:
    url = os.environ["TELEGRAM_API_URL"]
    application = ApplicationBuilder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(f"{url}/bot").build()
    entry = MessageHandler(filters.TEXT, text)
    states = {
        CATEGORY: [CallbackQueryHandler(category)],
        REGION: [CallbackQueryHandler(region)],
        ADDRESS: [MessageHandler(filters.TEXT, address)],
        CONFIRM: [CallbackQueryHandler(confirm, pattern="^Kirim$")],
    }
    application.add_handler(ConversationHandler(entry_points=[entry], states=states, fallbacks=[]))
    application.run_polling(stop_signals=None)


if __name__ == "__main__":
    main()
