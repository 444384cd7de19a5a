"""What python-telegram-bot raises, in the kinds of `base`: which of them means what is decided here and nowhere else.

Order matters: its `BadRequest` and `TimedOut` are `NetworkError`s by inheritance. An answer of 5xx counts as
`Unknown(answered=True)`: the gateway mostly answers so *instead of* carrying the request out, but not provably always.
"""

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    TelegramError,
    TimedOut,
)

from bot.channels import base
from bot.channels.request import Dropped, NotSent, ServerTrouble, TooManyRequests
from bot.logs import Redactor

_CLEAN = Redactor().text
_LONGEST = 200

NOT_MODIFIED = ("message is not modified", "topic_not_modified")
"""It is as we want it already."""

_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
_TOPIC_CLOSED = "topic_closed"

_CANNOT_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_CANNOT_REACH = (
    "chat not found",
    "user is deactivated",
    "group chat was deactivated",
    "peer_id_invalid",
    "user_id_invalid",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights in the channel chat",
    "chat_write_forbidden",
    "chat_restricted",
    "bot is not a member",
)


def translate(error: TelegramError) -> base.ChannelError:  # noqa: PLR0911 - one for each kind
    """The error as its kind, with a text that is safe to log. To be raised outside the handler of `error`."""
    why = _CLEAN(error.message)[:_LONGEST]
    match error:
        case TooManyRequests():
            return base.Retry(error.after, why)
        case ChatMigrated():
            return base.Moved(str(error.new_chat_id))
        case Forbidden():
            return base.Gone(why)
        case InvalidToken() | EndPointNotFound():
            return base.TokenInvalid("Telegram does not accept the bot token")
        case Conflict():
            return base.Conflict(why)
        case BadRequest():
            return _of_bad_request(why)
        case NotSent():
            return base.Retry(None, why)
        case TimedOut() | Dropped():
            return base.Unknown(why)
        case ServerTrouble():
            return base.Unknown(why, answered=True)
    return base.Unknown(why)


def _of_bad_request(why: str) -> base.SendError:
    said = why.lower()
    if any(words in said for words in _CANNOT_EDIT):
        return base.NotFound(why)
    if any(words in said for words in _TOPIC_GONE):
        return base.TopicGone(why)
    if _TOPIC_CLOSED in said:
        return base.TopicClosed(why)
    if any(words in said for words in _CANNOT_REACH):
        return base.Gone(why)
    return base.Rejected(why)
