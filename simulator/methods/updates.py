"""Receiving: getUpdates and the webhook's settings."""

import re
from urllib.parse import urlsplit

from simulator import render, updates
from simulator.call import BOOL, FILE, INT, LIST, TEXT, Call, Method
from simulator.errors import ApiError, bad_request, conflict
from simulator.model import JSON, Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


async def get_updates(call: Call) -> list[JSON]:
    if call.bot.webhook:
        raise conflict(updates.WEBHOOK_ACTIVE)
    line = call.world.line(call.bot)
    _allow(call)
    line.expire(call.world.clock.now()) if call.world.state.updates_expire else None
    line.confirm(call.get("offset", 0))
    limit = call.get("limit", 100)
    seconds = min(max(call.get("timeout", 0), 0), updates.MOST_SECONDS)
    batch = await line.poll(limit if 1 <= limit <= 100 else 100, seconds, call.stopping)
    return [{"update_id": update.id, update.kind: update.payload} for update in batch]


def set_webhook(call: Call) -> bool:
    url = call.get("url", "")
    if not url:
        return delete_webhook(call)
    _need_good_url(url)
    secret = call.get("secret_token")
    if secret is not None and not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    _allow(call)
    _drop_pending(call)
    call.bot.webhook = Webhook(url, secret, min(max(call.get("max_connections", 40), 1), 100))
    call.world.line(call.bot).interrupt(conflict(updates.WEBHOOK_SET))
    call.world.webhook_changed(call.bot)
    return True


def delete_webhook(call: Call) -> bool:
    call.bot.webhook = None
    _drop_pending(call)
    call.world.webhook_changed(call.bot)
    return True


def get_webhook_info(call: Call) -> JSON:
    hook = call.bot.webhook
    info: JSON = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.updates),
    }
    if hook:
        info |= {"max_connections": hook.max_connections, "ip_address": urlsplit(hook.url).hostname}
    if hook and hook.last_error and hook.last_error_date:
        info |= {"last_error_date": render.unix(hook.last_error_date), "last_error_message": hook.last_error}
    return info | render.present(allowed_updates=call.bot.allowed_updates or None)


def log_out(call: Call) -> bool:
    call.bot.logged_out = True
    return True


def close(call: Call) -> bool:
    raise ApiError(429, "Too Many Requests: retry after 600", retry_after=600)


def _allow(call: Call) -> None:
    """The list stays until another is given; an empty one means Telegram's default. It never touches what waits."""
    allowed = call.get("allowed_updates")
    if allowed is not None:
        call.bot.allowed_updates = [kind for kind in allowed if kind in updates.KINDS]


def _need_good_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https" or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def _drop_pending(call: Call) -> None:
    if call.get("drop_pending_updates"):
        call.world.line(call.bot).clear()


METHODS = (
    Method("getUpdates", get_updates, optional={"offset": INT, "limit": INT, "timeout": INT, "allowed_updates": LIST}),
    Method(
        "setWebhook",
        set_webhook,
        optional={
            "url": TEXT,
            "certificate": FILE,
            "ip_address": TEXT,
            "max_connections": INT,
            "allowed_updates": LIST,
            "drop_pending_updates": BOOL,
            "secret_token": TEXT,
        },
    ),
    Method("deleteWebhook", delete_webhook, optional={"drop_pending_updates": BOOL}),
    Method("getWebhookInfo", get_webhook_info),
    Method("logOut", log_out),
    Method("close", close),
)
