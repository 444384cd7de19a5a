"""The form as a bare aiohttp loop on dicts, nothing kept but a dict in memory: the floor of what Python can do here."""

import asyncio
import itertools
import os
from typing import Any

import aiohttp

from bench.contenders import form

numbers = itertools.count(1)
drafts: dict[int, dict[str, str]] = {}
ORDER = ("text", "category", "region", "address")
ASKS = (form.ASK_CATEGORY, form.ASK_REGION, form.ASK_ADDRESS)
LABELS: tuple[tuple[str, ...], ...] = (form.CATEGORIES, form.REGIONS, ())


class Api:
    """Calls of the Bot API."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def call(self, method: str, **args: Any) -> Any:
        async with self._session.post(f"{self._url}/{method}", json=args) as response:
            return (await response.json())["result"]

    async def say(self, chat: int, text: str, labels: tuple[str, ...] = ()) -> None:
        markup = {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}
        await self.call("sendMessage", chat_id=chat, text=text, **({"reply_markup": markup} if labels else {}))


async def handle(update: dict[str, Any], api: Api) -> None:
    press = update.get("callback_query")
    who = (press or update["message"])["from"]["id"]
    if press:
        await api.call("answerCallbackQuery", callback_query_id=press["id"])
    said = press["data"] if press else update["message"]["text"]
    draft = drafts.setdefault(who, {})
    if len(draft) == len(ORDER):
        number = next(numbers)
        del drafts[who]
        await api.say(who, form.receipt(number))
        await api.say(form.GROUP, form.card(number, **draft))
        return
    draft[ORDER[len(draft)]] = said
    if len(draft) == len(ORDER):
        await api.say(who, form.summary(**draft), ("Kirim", "Batal"))
    else:
        await api.say(who, ASKS[len(draft) - 1], LABELS[len(draft) - 1])


async def main() -> None:
    url = f"{os.environ['TELEGRAM_API_URL']}/bot{os.environ['TELEGRAM_BOT_TOKEN']}"
    async with aiohttp.ClientSession() as session:
        api, offset = Api(session, url), 0
        room = asyncio.Semaphore(16)

        async def one(update: dict[str, Any]) -> None:
            async with room:
                await handle(update, api)

        while True:
            updates = await api.call("getUpdates", offset=offset, timeout=10)
            offset = updates[-1]["update_id"] + 1 if updates else offset
            await asyncio.gather(*(one(update) for update in updates))


if __name__ == "__main__":
    asyncio.run(main())
