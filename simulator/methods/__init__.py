"""The method table: everything this Bot API can do. What is not here answers 404, as at Telegram."""

from simulator.call import Method
from simulator.methods import callbacks, chats, copies, edits, media, members, messages, profile, topics, updates

TABLE: dict[str, Method] = {
    method.name.lower(): method
    for module in (updates, profile, messages, media, copies, edits, callbacks, chats, members, topics)
    for method in module.METHODS
}
