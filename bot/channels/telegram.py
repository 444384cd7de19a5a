"""The Telegram channel: the Bot API on one side, `Inbound` and `Parcel` on the other.

python-telegram-bot gives the calls, the limits and the errors. Its Updater, Application and persistence are not used:
they keep the truth in memory (see docs/decisions). Answers are read as plain dicts.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError
from telegram.request import BaseRequest

from bot.channels import telegram_updates as updates
from bot.channels.base import (
    Answer,
    ChannelError,
    CommandHint,
    Gone,
    Menu,
    NotFound,
    Raw,
    Rejected,
    SendError,
    Target,
    TokenInvalid,
    TopicRefused,
    Webhook,
)
from bot.channels.request import AiohttpRequest
from bot.channels.telegram_calls import Call, buttons, calls_made, calls_of, place, text, upload
from bot.channels.telegram_errors import NOT_MODIFIED, translate
from bot.channels.telegram_files import Documents, is_document
from bot.channels.telegram_updates import TELEGRAM, Me
from bot.cleaning import Clean, Unfit
from tickets.dialogue import (
    Arrange,
    Chat,
    Edit,
    File,
    Inbound,
    Inspect,
    Media,
    Offer,
    Parcel,
    Sent,
)
from tickets.topics import Topic

log = structlog.get_logger()

LONG_POLL_SECONDS: Final = 30
LONG_POLL_MARGIN: Final = 15
BATCH: Final = 100
WEBHOOK_CONNECTIONS: Final = 100
"""How many updates Telegram may bring at once: the most it allows. Each waits for its commit, shared with others."""
TWO_LETTERS: Final = 2
"""Telegram takes commands by language only for languages of ISO 639-1 ("en", not "bjn")."""


class _Api(Bot):
    """python-telegram-bot's client, answering with plain dicts and keeping its token out of `repr`."""

    def __repr__(self) -> str:
        return "Bot"

    async def connect(self) -> None:
        """Open the connection pools only: `initialize` also calls getMe and names the token when that fails."""
        for request in self._request:
            await request.initialize()

    async def disconnect(self) -> None:
        for request in self._request:
            await request.shutdown()

    async def call(self, method: str, *, read_timeout: float | None = None, **parameters: Any) -> Any:
        """Call a method of the Bot API. Raises our own kinds of errors only."""
        patience = BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout
        given = {name: value for name, value in parameters.items() if value is not None}
        try:
            return await self._do_post(method, given, read_timeout=patience)
        except TelegramError as error:
            if isinstance(error, BadRequest) and any(words in error.message.lower() for words in NOT_MODIFIED):
                return True
            translated = translate(error)
        raise translated

    async def fetch(self, file_id: str) -> bytes:
        """A file's content. Raises our own kinds of errors only."""
        file = await self.call("getFile", file_id=file_id)
        try:
            status, data = await self.request.do_request(f"{self.base_file_url}/{file['file_path']}", "GET")
        except TelegramError as error:
            translated: ChannelError = translate(error)
        else:
            if status == HTTPStatus.OK:
                return data
            translated = Rejected(f"the file was refused with {status}")
        raise translated


class TelegramChannel:
    """One bot on Telegram. `open` before use; `prepare` before updates are read."""

    def __init__(self, token: str, api_url: str = "https://api.telegram.org", poll_seconds: int = LONG_POLL_SECONDS):
        self._api = _Api(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(connections=1),
        )
        self._poll_seconds = poll_seconds
        self._documents = Documents(self._api.fetch)
        self._me: Me | None = None

    @property
    def name(self) -> str:
        return TELEGRAM

    @property
    def me(self) -> Me:
        if self._me is None:
            raise RuntimeError("prepare() comes first: it asks Telegram who the bot is")
        return self._me

    @property
    def group_link(self) -> str:
        """An address that, with a code behind it, brings the bot into a group, where it is told /start CODE."""
        return f"https://t.me/{self.me.username}?startgroup="

    @property
    def chat_link(self) -> str:
        """An address that, with a ticket's number behind it, opens the bot, which is told /start NUMBER."""
        return f"https://t.me/{self.me.username}?start="

    async def open(self) -> None:
        await self._api.connect()

    async def close(self) -> None:
        await self._api.disconnect()

    # --- in ---------------------------------------------------------------------------------------------------------

    def read(self, raw: Raw, key: str, received_at: datetime) -> Inbound | None:
        return updates.read(raw, key, received_at, self.me)

    def lane(self, raw: Raw) -> str:
        return updates.lane(raw)

    async def pull(self, offset: int | None) -> list[Raw]:
        result = await self._api.call(
            "getUpdates",
            read_timeout=self._poll_seconds + LONG_POLL_MARGIN,
            offset=offset,
            limit=BATCH,
            timeout=self._poll_seconds,
            allowed_updates=list(updates.ALLOWED_UPDATES),
        )
        return result if isinstance(result, list) else []

    async def acknowledge(self, raw: Raw) -> None:
        query = raw.get("callback_query")
        if isinstance(query, dict) and "id" in query:
            await self._api.call("answerCallbackQuery", callback_query_id=query["id"])

    # --- out --------------------------------------------------------------------------------------------------------

    async def deliver(self, parcel: Parcel, target: Target) -> Sent | Answer:
        chat = int(parcel.chat.id)
        match parcel.content:
            case Edit() as edit:
                return await self._edit(chat, edit, target)
            case Inspect():
                return await self._inspect(chat)
            case Offer(commands=commands):
                await self._offer_in(chat, commands)
                return Sent()
            case Arrange():
                raise Rejected("a topic is arranged, not sent")
            case Media() as media:
                return await self._relay(media, {"chat_id": chat, **place(target)}, target.sent)
            case content:
                return await self._send(list(calls_of(content)), {"chat_id": chat, **place(target)}, target.sent)

    async def _relay(self, media: Media, common: Raw, sent: tuple[str, ...]) -> Sent:
        """Files that Telegram keeps, and documents as they may leave: all looked at before anything is sent."""
        looks = await self._documents.look(media.items)
        rest = tuple(item for item in media.items if not is_document(item))
        calls = list(calls_of(replace(media, items=rest))) if rest else []
        for number, clean in enumerate(look for _, look in looks if isinstance(look, Clean)):
            html = media.html if number == 0 and not rest else ""
            calls.append(upload(File(name=clean.name, data=clean.data, html=html)))
        withheld = tuple((item, look.value) for item, look in looks if isinstance(look, Unfit))
        return replace(await self._send(calls, common, sent), withheld=withheld)

    async def arrange(self, chat: Chat, topic: Topic) -> Topic:
        try:
            return await self._arrange(int(chat.id), topic)
        except Rejected as error:
            refused = TopicRefused(str(error))
        raise refused

    async def _arrange(self, chat: int, topic: Topic) -> Topic:
        if topic.thread is None:
            made = await self._api.call("createForumTopic", chat_id=chat, name=topic.name)
            return topic.made_as(str(made["message_thread_id"]))
        this = {"chat_id": chat, "message_thread_id": int(topic.thread)}
        if topic.name != topic.shown_name:
            await self._api.call("editForumTopic", **this, name=topic.name)
        if topic.closed != topic.shown_closed:
            await self._api.call("closeForumTopic" if topic.closed else "reopenForumTopic", **this)
        return topic.arranged()

    async def _send(self, calls: Sequence[Call], common: Raw, sent: tuple[str, ...]) -> Sent:
        """Make the calls that are not made yet; an error carries the messages of those that are."""
        for method, parameters in calls[calls_made(calls, len(sent)) :]:
            try:
                result = await self._api.call(method, **common, **parameters)
            except SendError as error:
                error.sent = sent
                raise
            sent += tuple(str(message["message_id"]) for message in (result if isinstance(result, list) else [result]))
        return Sent(sent)

    async def _edit(self, chat: int, edit: Edit, target: Target) -> Sent:
        if target.edit is None:
            raise NotFound("no message went out under this slot")
        await self._api.call(
            "editMessageText", chat_id=chat, message_id=int(target.edit), **text(edit.html), **buttons(edit.buttons)
        )
        return Sent((target.edit,))

    async def _inspect(self, chat: int) -> Answer:
        me = await self._api.call("getMe")
        about = await self._api.call("getChat", chat_id=chat)
        member = await self._api.call("getChatMember", chat_id=chat, user_id=me["id"])
        return Answer(updates.inspection(about, member, me, datetime.now(UTC)))

    # --- start ------------------------------------------------------------------------------------------------------

    async def identify(self) -> Me:
        """Ask who the bot is. Raises TokenInvalid."""
        me = await self._api.call("getMe")
        self._me = Me(me["id"], me["username"], me["first_name"], bool(me.get("can_read_all_group_messages")))
        return self._me

    async def prepare(self, menu: Menu, *, polling: bool = True) -> Me:
        """Ask who we are, offer the commands, and take the updates over from a webhook. May be repeated."""
        me = await self.identify()
        for scope, commands in (
            ("all_private_chats", menu.private),
            ("all_group_chats", menu.groups),
            ("all_chat_administrators", menu.group_admins),
        ):
            await self._offer(commands, scope)
        for language, commands in menu.private_in.items():
            if len(language) == TWO_LETTERS:
                await self._offer(commands, "all_private_chats", language)
        if polling:
            await self._ask_kindly("deleteWebhook")
        return me

    async def push_to(self, url: str, secret: str) -> None:
        """Have updates brought to an address, with the secret in a header, instead of fetching them. May be repeated.

        Raises Rejected when Telegram does not take the address.
        """
        await self._api.call(
            "setWebhook",
            url=url,
            secret_token=secret,
            max_connections=WEBHOOK_CONNECTIONS,
            allowed_updates=list(updates.ALLOWED_UPDATES),
        )

    async def webhook(self) -> Webhook:
        """Where Telegram brings updates now, and how that goes."""
        told = await self._api.call("getWebhookInfo")
        since = told.get("last_error_date")
        return Webhook(
            url=told.get("url", ""),
            waiting=told.get("pending_update_count", 0),
            trouble=told.get("last_error_message", ""),
            trouble_at=None if since is None else datetime.fromtimestamp(since, UTC),
        )

    async def _offer(self, commands: Sequence[CommandHint], scope: str, language: str | None = None) -> None:
        hints = [_hint(hint.name, hint.description) for hint in commands]
        await self._ask_kindly("setMyCommands", commands=hints, scope={"type": scope}, language_code=language)

    async def _offer_in(self, chat: int, commands: Sequence[tuple[str, str]]) -> None:
        """The commands of one chat. That it is closed to us, or unknown, does no harm: nobody reads them there."""
        scope = {"type": "chat", "chat_id": chat}
        try:
            if commands:
                await self._ask_kindly("setMyCommands", commands=[_hint(*each) for each in commands], scope=scope)
            else:
                await self._ask_kindly("deleteMyCommands", scope=scope)
        except Gone as error:
            log.info("no commands offered", why=str(error))

    async def _ask_kindly(self, method: str, **parameters: Any) -> None:
        """Call what the bot can do without: not every Bot API server knows it. Our token is known to be good by now."""
        try:
            await self._api.call(method, **parameters)
        except (Rejected, TokenInvalid) as error:
            log.warning("refused by the server", method=method, why=str(error))


def _hint(name: str, description: str) -> Raw:
    return {"command": name, "description": description}
