"""People who do anything in any order, and updates that nobody would send: no unhandled error, and no request that
Telegram would refuse (`simulator` checks lengths, markup, button data and entities).

Acts reach deep: any button that stands in a chat, a reply to any message, an edit of any. Forged ones try what no
client offers. The same walks in every run; FUZZ=200 takes so many.
"""

import asyncio
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handlers import buttons
from messages.render import FOLDER
from simulator.errors import Refused
from simulator.model import Message
from tests.conversations.conftest import nothing_went_wrong
from tests.faults.test_updates import store
from tests.support.stage import BANJARBARU, MARTAPURA, PHOTO, SURABAYA, Role, Stage

WALKS = int(os.environ.get("FUZZ") or 5)
STEPS = 70
Walk = list[tuple[Any, ...]]
AS_HARD_AS_CI = settings(
    max_examples=WALKS,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
VERBS = sorted(value for name, value in vars(buttons).items() if name.isupper() and isinstance(value, str))
SUBVERBS = (
    "take",
    "stars",
    "not",
    "send",
    "cancel",
    "status",
    "answers",
    "share",
    "go",
    "page",
    "all",
    "check",
    "x",
    "",
)
NAMES = ("<b>Budi</b> & 'Tuan' \"x\" " * 2, "🏳️‍🌈" * 10, "\u202eiraS\u202c\u200b", "{{ 7 * 7 }}")
HOSTILE = (
    "<b>tebal</i> & <script>x</script> {{ 7*7 }}",
    "&" * 4096,
    "<" * 4000,
    "😀" * 2048,
    "a\n" * 2000,
    "\u202e\u200b\u200f",
    "=HYPERLINK(1)",
    "/" * 50,
    "/status LP-",
    "/status@lapor_bot LP-2611-000000",
    "/start " + "A" * 64,
    "/hubungkan " + "X" * 4000,
    "/cari status:" + "x" * 3000,
    "/senyap 99.99-aa.bb",
    "/rekap 99 9999",
    "/undang " + "<" * 200,
)
USUAL = (
    "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor",
    "Lampu penerangan jalan di simpang empat mati, dan sampah menumpuk di pasar",
    "Saya ingin melaporkan pungli di kantor kecamatan",
    "Ada kebakaran di depan rumah",
    "Terima kasih",
    "Sudah",
    "Belum, masih rusak",
    "kemarin",
    "31 Februari 2026",
    "Martapura",
    "3",
    "batal",
    "lanjut",
    "PUPR",
    "Dinas Perhubungan",
    "1234567890123456",
    "08123456789, sari@example.com",
)


def _commands() -> tuple[str, ...]:
    tables = tomllib.loads((FOLDER / "id" / "_commands.toml").read_text(encoding="utf-8"))
    return tuple(sorted({f"/{name}" for table in tables.values() for name in table} | {"/start"}))


# --- what may be done -----------------------------------------------------------------------------------------------

roles = st.integers(0, 6)
places = st.integers(0, 40)
words = st.one_of(
    st.sampled_from(USUAL),
    st.sampled_from(_commands()),
    st.builds("{} {}".format, st.sampled_from(_commands()), st.sampled_from(USUAL + HOSTILE)),
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
).map(lambda text: text[:2000] if len(text.encode("utf-16-le")) > 8192 else text)
forged = st.one_of(
    st.builds(
        lambda verb, sub, numbers: ":".join((verb, sub, *numbers)),
        st.sampled_from(VERBS),
        st.sampled_from(SUBVERBS),
        st.lists(st.sampled_from(["0", "1", "2", "-1", "9" * 40, "", "٣", "PUPR"]), max_size=4),
    ),
    st.text(max_size=64),
)
media = st.sampled_from(["photo", "document", "voice", "video", "sticker", "album", "location", "contact", "far"])
acts = st.one_of(
    st.tuples(st.just("press"), roles, places),
    st.tuples(st.just("press"), roles, st.just(0)),
    st.tuples(st.just("press"), roles, places),
    st.tuples(st.just("say"), roles, words, st.none() | places),
    st.tuples(st.just("say"), roles, words, st.none() | places),
    st.tuples(st.just("bring"), roles, media, words, st.none() | places),
    st.tuples(st.just("edit"), roles, places, words),
    st.tuples(st.just("forge"), roles, places, forged),
    st.tuples(st.just("delete"), roles, places),
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 30 * 24])),
)

# --- walks ----------------------------------------------------------------------------------------------------------


@AS_HARD_AS_CI
@given(walk=st.lists(acts, min_size=STEPS, max_size=STEPS))
def test_no_walk_through_the_chats_ends_in_an_error_or_a_refused_request(sqlite_template: Path, walk: Walk) -> None:
    _play(sqlite_template, lambda stage: _walk(stage, walk))


async def _walk(stage: Stage, walk: Walk) -> None:
    people = await _people(stage)
    for number, (kind, *details) in enumerate(walk):
        if kind == "wait":
            await stage.settles()
        try:
            _ACTS[kind](stage, people, *details)
        except Refused:
            continue  # no client lets anybody do this
        if number % 5 == 0:
            await stage.settles()
    await nothing_went_wrong(stage)


async def _people(stage: Stage) -> list[Role]:
    """Sari and Andi, whose name is hostile, Budi, Hadi in a forum, and Rina in her group and alone with the bot."""
    hadi, _ = await stage.group("Dinas <Perhubungan> & 'Rekan' " * 4, "DISHUB", NAMES[2], "Hadi", forum=True)
    rina = stage.citizen("Rina", "Bu Rina")
    andi = stage.citizen(NAMES[0], "Andi")
    budi = stage.citizen("Budi", "Pak Budi sendiri")
    andi.person.last_name = NAMES[1]
    return [stage.sari, andi, stage.budi, stage.rina, hadi, rina, budi]


def _say(stage: Stage, people: list[Role], role: int, text: str, reply: int | None) -> None:
    who = people[role]
    stage.world.send(who.person, who.chat, text, reply_to=_message(stage, who, reply))


def _bring(stage: Stage, people: list[Role], role: int, what: str, text: str, reply: int | None) -> None:
    who, target = people[role], _message(stage, people[role], reply)
    world, caption = stage.world, text[:500]
    match what:
        case "album":
            world.album(who.person, who.chat, [PHOTO, PHOTO + b"2"], caption, reply_to=target)
        case "location" | "far":
            place = SURABAYA if what == "far" else (MARTAPURA, BANJARBARU)[role % 2]
            world.send(who.person, who.chat, location=dict(place), reply_to=target)
        case "contact":
            contact = {"phone_number": "+62812", "first_name": text[:20] or "x", "user_id": who.person.id}
            world.send(who.person, who.chat, contact=contact, reply_to=target)
        case "document":
            world.send(who.person, who.chat, caption, document=(f"{text[:40]}.pdf", b"%PDF-1.4"), reply_to=target)
        case _:
            world.send(who.person, who.chat, caption, reply_to=target, **{what: PHOTO})


def _press(stage: Stage, people: list[Role], role: int, place: int) -> None:
    who = people[role]
    standing = [
        (message, button["callback_data"])
        for message in reversed(stage.world.messages(who.chat, 12))
        for row in (message.markup or {}).get("inline_keyboard", [])
        for button in row
        if "callback_data" in button
    ]
    if standing:
        message, data = standing[place % len(standing)]
        stage.world.press(who.person, message, data=data)


def _forge(stage: Stage, people: list[Role], role: int, place: int, data: str) -> None:
    message = _message(stage, people[role], place)
    if message is not None and stage.is_bots(message):
        stage.world.press(people[role].person, message, data=data, forged=True)


def _edit(stage: Stage, people: list[Role], role: int, place: int, text: str) -> None:
    message = _message(stage, people[role], place)
    if message is not None and message.sender == people[role].person.id and message.kind == "text" and text.strip():
        stage.world.edit(people[role].person, message, text)


def _delete(stage: Stage, people: list[Role], role: int, place: int) -> None:
    message = _message(stage, people[role], place)
    if message is not None and place % 4 == 0:
        stage.world.delete(people[role].person, message)


def _wait(stage: Stage, _people: list[Role], hours: int) -> None:
    stage.world.clock.advance(hours * 3600)


def _message(stage: Stage, who: Role, place: int | None) -> Message | None:
    """One of the newest messages of a chat."""
    standing = [message for message in stage.world.messages(who.chat, 30) if not message.is_service]
    return standing[-1 - place % len(standing)] if place is not None and standing else None


_ACTS: dict[str, Callable[..., None]] = {
    "say": _say,
    "bring": _bring,
    "press": _press,
    "forge": _forge,
    "edit": _edit,
    "delete": _delete,
    "wait": _wait,
}

# --- updates that nobody would send ---------------------------------------------------------------------------------

SARI = {"id": 100000002, "is_bot": False, "first_name": "Sari"}
PRIVATE = {"id": 100000002, "type": "private", "first_name": "Sari"}
GROUP = {"id": -1000000000001, "type": "supergroup", "title": "Dinas PUPR"}
GOOD = {"message_id": 9000, "from": SARI, "chat": PRIVATE, "date": 1795000000, "text": "Jalan rusak di Martapura"}
MEMBER = {"user": SARI, "status": "member"}
CHANGE = {"chat": GROUP, "from": SARI, "date": 1795000000, "old_chat_member": MEMBER, "new_chat_member": MEMBER}
FIELDS = (
    *("message_id", "from", "chat", "date", "text", "caption", "entities", "photo", "document", "voice", "location"),
    *("contact", "reply_to_message", "media_group_id", "message_thread_id", "is_topic_message", "sender_chat", "quote"),
    *("forward_origin", "venue", "poll", "dice", "sticker", "video", "animation", "video_note", "new_chat_members"),
    *("left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title", "forum_topic_created"),
    *("forum_topic_closed", "edit_date", "via_bot", "data", "message", "id", "new_chat_member", "old_chat_member"),
)
KINDS: dict[str, dict[str, Any]] = {
    "message": GOOD,
    "edited_message": GOOD | {"edit_date": 1795000001},
    "channel_post": GOOD,
    "callback_query": {"id": "1", "from": SARI, "message": GOOD, "chat_instance": "1", "data": "m:start"},
    "my_chat_member": CHANGE,
    "chat_member": CHANGE,
    "message_reaction": {"chat": PRIVATE, "message_id": 1, "date": 1, "old_reaction": [], "new_reaction": []},
    "poll": {"id": "1"},
    "poll_answer": {"poll_id": "1", "user": SARI, "option_ids": [0]},
    "inline_query": {"id": "1", "from": SARI, "query": "jalan", "offset": ""},
    "chat_join_request": {"chat": GROUP, "from": SARI, "user_chat_id": 1, "date": 1},
    "pre_checkout_query": {"id": "1", "from": SARI, "currency": "IDR", "total_amount": 1, "invoice_payload": "x"},
    "inspect": {"chat": GROUP},
    "malformed": {},
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3),
    max_leaves=6,
)
chats = st.sampled_from([PRIVATE, GROUP, GROUP | {"is_forum": True}, {"id": -5, "type": "group", "title": "x"}])
changes = st.dictionaries(st.sampled_from(FIELDS), anything, max_size=3)
updates = st.lists(
    st.tuples(st.sampled_from(sorted(KINDS)), chats, changes).map(
        lambda made: (made[0], KINDS[made[0]] | ({"chat": made[1]} if made[0] != "callback_query" else {}) | made[2])
    )
    | st.tuples(st.sampled_from(sorted(KINDS)), anything),
    min_size=30,
    max_size=30,
)


@AS_HARD_AS_CI
@given(sent=updates)
def test_an_update_that_nobody_would_send_is_handled_or_kept_as_malformed(
    sqlite_template: Path, sent: list[tuple[str, Any]]
) -> None:
    _play(sqlite_template, lambda stage: _takes(stage, sent))


async def _takes(stage: Stage, sent: list[tuple[str, Any]]) -> None:
    for number, (kind, payload) in enumerate(sent):
        await store(stage, kind, payload, key=f"odd {number}")
    await stage.settles()
    async with stage.looks() as unit:
        failures = await unit.inbox.failures(100)
        inbox, outbox = await unit.inbox.counts(), await unit.outbox.counts()
    ours = [failure.error for failure in failures if "MalformedUpdate" not in failure.error]
    assert not ours, "\n".join(ours)
    assert inbox["pending"] == 0
    assert outbox["rejected"] == 0
    await stage.sari.says("/bantuan")
    assert stage.is_bots(stage.world.messages(stage.sari.chat)[-1])


# --- the stage ------------------------------------------------------------------------------------------------------


def _play(template: Path, story: Callable[[Stage], Coroutine[Any, Any, None]]) -> None:
    """A stage of its own for each walk: what one leaves behind must not help or harm the next."""

    async def play(url: str) -> None:
        async with Stage.open(url) as stage:
            await story(stage)

    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(template, Path(folder) / "lapor.db")
        asyncio.run(play(f"sqlite:///{folder}/lapor.db"))
