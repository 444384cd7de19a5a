"""The files of the database, taken away without SECRET_KEY, tell nobody's name, chat or secret."""

from dataclasses import replace
from pathlib import Path

from storage.database import Database
from storage.sealing import Sealer
from storage.values import Dialogue, Expectation, Incoming
from tests.storage.samples import LETTER, NOW, PUPR_CHAT, SARI, SARI_CHAT, a_ticket, submitted, text
from tickets.audit import Entry
from tickets.dialogue import Location
from tickets.records import Record

WORDS_OF = {
    "a name": SARI.name,
    "a username": str(SARI.username),
    "a chat id": SARI_CHAT.id,
    "a group's id": PUPR_CHAT.id,
    "a group's title": PUPR_CHAT.title,
    "a message": "Yth. Ibu, laporan diterima",
    "an update": "isi pembaruan mentah",
    "a traceback": "Traceback dengan kata warga",
    "a draft": "naskah yang belum dikirim",
    "words said meanwhile": "jawaban yang masih ditanyakan",
    "a secret ticket": "pungutan liar di loket tiga",
    "a secret address": "Gang Rahasia 12",
    "a secret place": "Kantor Tersembunyi",
    "an event of a secret ticket": "kami periksa diam-diam",
    "a file": LETTER.name,
    "a file's id": LETTER.file_id,
    "a message id": "wamid.SARI",
    "a topic's id": "utas-812233",
    "a unique key": "confirm:5550101777",
    "a note": "catatan pemasangan",
    "a reason": "alasan dalam catatan audit",
    "a link": "https://www.facebook.com/wargabanjar/posts/777",
    "who said it": "akun @penyampai_rahasia",
    "a contact": "Pak Anang 0811 0000 1111",
}
OPEN_WORDS = "jalan berlubang yang boleh dibaca"


async def fill(database: Database) -> None:
    words = WORDS_OF
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, NOW)
        await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        group = await unit.groups.pair(replace(PUPR_CHAT, id=PUPR_CHAT.id + "0"), "pupr", False, sari.id, NOW)
        await unit.groups.move(group.id, PUPR_CHAT.id + "1")
        await unit.dialogues.save(Dialogue(SARI_CHAT, sari.id, "complaint", 1, {"text": words["a draft"]}, 1, NOW))
        said = {"heard": [{"text": words["words said meanwhile"]}]}
        await unit.expectations.put(Expectation(sari.id, "whether", None, NOW, said))
        secret = a_ticket(
            secret=True,
            text=words["a secret ticket"],
            address=words["a secret address"],
            location=Location(-3.4, 114.8, words["a secret place"]),
        )
        await unit.tickets.insert(secret, [submitted(words["an event of a secret ticket"], attachments=(LETTER,))])
        await unit.tickets.insert(a_ticket(number="LP-2", draft=SARI_CHAT.id + ":2", text=OPEN_WORDS), [submitted()])
        await unit.messages.link(SARI_CHAT, words["a message id"], 1, "card:1", NOW)
        topic = await unit.topics.want(PUPR_CHAT, 1, "LP-2 · Jalan", closed=False)
        await unit.topics.keep(PUPR_CHAT, 1, topic.made_as(words["a topic's id"]))
        await unit.outbox.put(text(words["a message"], unique_key=words["a unique key"]), NOW)
        await unit.outbox.put(text(words["a message"], slot="s", reply_to=words["a message id"]), NOW)
        for key in ("1", "2", "3"):
            raw = {"text": words["an update"], "id": SARI_CHAT.id}
            await unit.inbox.store([Incoming("telegram", SARI_CHAT.id + key, SARI_CHAT.id, raw, NOW)])
        rows = await unit.inbox.take(NOW, 2, 60)
        await unit.inbox.failed(rows[0].id, words["a traceback"], NOW)
        await unit.inbox.done([rows[1].id], NOW)
        (row,) = await unit.outbox.claim(NOW, 1, 60)
        await unit.outbox.retry(row.id, NOW, words["a traceback"])
        recorded = Record(
            ticket_id=2,
            recorder_id=sari.id,
            link=words["a link"],
            said_by=words["who said it"],
            contact=words["a contact"],
        )
        await unit.records.add(recorded)
        await unit.notes.put("k", words["a note"])
        await unit.audit.record(Entry(action="test", at=NOW, actor=sari.id, reason=words["a reason"]))


def found_in(folder: Path) -> list[str]:
    """What can be read in any file of the folder, as it is or as JSON writes it."""
    data = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    assert OPEN_WORDS.encode() in data  # the search itself works
    return [what for what, words in WORDS_OF.items() if words.encode() in data]


async def test_the_files_tell_nothing_while_the_program_runs(tmp_path: Path, sqlite_database: Database) -> None:
    await fill(sqlite_database)
    assert (tmp_path / "lapor.db-wal").stat().st_size > 0
    assert found_in(tmp_path) == []


async def test_the_file_tells_nothing_after_it_was_closed(tmp_path: Path, sqlite_url: str, sealer: Sealer) -> None:
    database = await Database.open(sqlite_url, sealer)
    await fill(database)
    await database.close()
    assert not (tmp_path / "lapor.db-wal").exists()
    assert found_in(tmp_path) == []
