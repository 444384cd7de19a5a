"""Answering pressed buttons."""

from datetime import timedelta

from simulator.call import BOOL, INT, TEXT, Call, Method
from simulator.errors import bad_request

ANSWER_WITHIN = timedelta(seconds=15)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
LONGEST_ANSWER = 200


def answer_callback_query(call: Call) -> bool:
    query = call.world.state.queries.get(call["callback_query_id"])
    if query is None or query.bot != call.bot.id or query.answered:
        raise bad_request(TOO_OLD)
    if call.world.clock.now() - query.date > ANSWER_WITHIN:
        raise bad_request(TOO_OLD)
    if len(call.get("text", "")) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    query.text, query.alert, query.url = call.get("text"), call.get("show_alert", False), call.get("url")
    chat = call.world.chat(query.chat)
    chat.toasts[query.person] = query.id
    call.world.touch(chat)
    return True


METHODS = (
    Method(
        "answerCallbackQuery",
        answer_callback_query,
        {"callback_query_id": TEXT},
        {"text": TEXT, "show_alert": BOOL, "url": TEXT, "cache_time": INT},
    ),
)
