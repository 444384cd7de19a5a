"""Every power of `tickets.people`, tried through the real buttons and commands by everybody who has it not.

Callback data is forged word by word, as a changed client could; commands are typed where they do not belong. Whoever
may not, by the table, must change nothing and learn nothing. That the same data work where they belong shows
that the test forges what the bot really understands. A new `Deed` without a case fails.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import sqlalchemy as sa

from handlers.desk import private_chat
from storage import tables
from storage.database import Database
from storage.sealing import Sealer
from storage.unit import Unit
from tests.conversations.acts import BRIDGE, POTHOLES, a_neighbour_files, files, sari_files, ticket_of
from tests.conversations.test_verification import UNKNOWN
from tests.support.databases import SECRET_KEY
from tests.support.stage import MARTAPURA, Role, Stage
from tickets.issues import Issue
from tickets.people import TABLE, Acting, Bench, Deed, Held
from tickets.people import Role as Named
from tickets.ticket import Status, Ticket

WATCHED = (
    tables.tickets,
    tables.events,
    tables.followers,
    tables.incidents,
    tables.broadcasts,
    tables.issues,
    tables.records,
    tables.roles,
    tables.role_invitations,
    tables.invitations,
    tables.groups,
    tables.templates,
    tables.sendings,
    tables.private_cards,
    tables.recap_orders,
    tables.plan_steps,
    tables.holds,
    tables.blocks,
    tables.held_reports,
    tables.audit,
)
"""What nobody may change without the power to."""
OWN_WORDS = {Deed.SEARCH, Deed.SEE, Deed.PLAN}
"""Deeds that the table allows in other agencies' groups for what is their own; there they must find nothing."""


@dataclass
class Cast:
    """Everybody who tries, and the things they try it on. `database`: a second view of what the bot works with."""

    stage: Stage
    database: Database
    everybody: dict[str, Role]
    data: dict[str, object] = field(default_factory=dict)
    ticket: Ticket | None = None


Prepare = Callable[[Cast], Awaitable[None]]


@dataclass(frozen=True)
class Case:
    """How a deed is done: data of buttons (and commands, with a slash), by whom it is done rightly, to what.

    `shows`: what the right one is shown, where nothing is changed; `about_ticket`: whether it is done to the ticket.
    """

    tries: tuple[str, ...]
    rightly: str
    prepare: Prepare
    shows: str = ""
    about_ticket: bool = True


async def snapshot(cast: Cast) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is watched, row by row."""
    async with cast.database.transaction() as unit:
        return {table.name: await _rows(unit, table) for table in WATCHED}


async def _rows(unit: Unit, table: sa.Table) -> list[tuple[Any, ...]]:
    columns = [column for column in table.c if not isinstance(column.type, sa.LargeBinary)]
    return sorted(tuple(map(str, row)) for row in await unit.tickets._run(sa.select(*columns)))


# --- what there is to be done -------------------------------------------------------------------------------


async def assigned(cast: Cast) -> None:
    await sari_files(cast.stage)


async def two(cast: Cast) -> None:
    await sari_files(cast.stage)
    other = await ticket_of(cast.stage, await a_neighbour_files(cast.stage, "Tono"))
    cast.data["other"] = other.id


async def unverified(cast: Cast) -> None:
    await files(cast.stage.sari, POTHOLES, UNKNOWN)


async def answered(cast: Cast) -> None:
    number = await sari_files(cast.stage)
    await cast.stage.budi.says("Tim PUPR menambal hari Rabu, pukul sembilan", photo=True, reply_to=number)
    await cast.stage.budi.presses("Kirim ke pelapor")


async def drafted(cast: Cast) -> None:
    number = await sari_files(cast.stage)
    await cast.stage.budi.says("Tim PUPR menambal hari Rabu, pukul sembilan", reply_to=number)
    _, send = cast.stage.button(cast.stage.pupr, "Kirim ke pelapor")
    _, _, writer, draft = send["callback_data"].split(":")
    cast.data |= {"writer": writer, "draft": draft}


async def asked(cast: Cast) -> None:
    await sari_files(cast.stage)
    await cast.stage.budi.presses("Minta data")
    await cast.stage.budi.says("Di kilometer berapa, Bu?", reply_to="pertanyaan yang jelas")
    _, send = cast.stage.button(cast.stage.pupr, "Kirim pertanyaan")
    _, _, writer, draft = send["callback_data"].split(":")
    cast.data |= {"writer": writer, "draft": draft}


async def taken(cast: Cast) -> None:
    await sari_files(cast.stage)
    ida = cast.stage.member(cast.stage.pupr, "Ida", "Bu Ida, PUPR")
    await ida.says("/piket")
    await cast.stage.budi.presses("Terima")
    async with cast.database.transaction() as unit:
        person = next(each for each in await _known(unit) if each.name == "Ida")
    cast.data["colleague"] = person.id


async def proposed(cast: Cast) -> None:
    await sari_files(cast.stage)
    await cast.stage.budi.presses("Tolak")
    await cast.stage.budi.presses("Bukan kewenangan")
    await cast.stage.budi.presses("PLN")
    _, agree = cast.stage.button(cast.stage.coordinator, "Setuju")
    cast.data["nth"] = agree["callback_data"].split(":")[-1]


async def held_back(cast: Cast) -> None:
    sari = cast.stage.sari
    await sari.says(BRIDGE)
    await sari.presses("Jalan & jembatan")
    await sari.says(location=MARTAPURA)
    async with cast.database.transaction() as unit:
        person = next(each for each in await _known(unit) if each.name == "Sari")
        dialogue = await unit.dialogues.load(private_chat(person), person.id)
        assert dialogue is not None
        await unit.held_reports.add(person.id, dialogue.data["draft"]["id"], "blocked", cast.stage.world.clock.now())
        cast.data["held"] = (await unit.people._run(sa.select(tables.held_reports.c.id))).scalar_one()


async def blocked(cast: Cast) -> None:
    number = await sari_files(cast.stage)
    await cast.stage.rina.says(f"/blokir {number} mengirim iklan terus-menerus")
    await cast.stage.rina.presses("7 hari")
    await cast.stage.rina.presses("Ya, blokir")
    async with cast.database.transaction() as unit:
        cast.data["block"] = (await unit.blocks._run(sa.select(tables.blocks.c.id))).scalar_one()


async def closed(cast: Cast) -> None:
    await answered(cast)
    await cast.stage.sari.presses("Sudah selesai")
    async with cast.database.transaction() as unit:
        await unit.tickets._run(sa.update(tables.tickets).values(lot=0))


async def anonymous(cast: Cast) -> None:
    sari = cast.stage.sari
    await sari.says(POTHOLES)
    await sari.presses("Jalan & jembatan")
    await sari.says(location=MARTAPURA)
    await sari.presses("Nama: terlihat")
    await sari.presses("Kirim")


async def masked(cast: Cast) -> None:
    await sari_files(cast.stage, f"{POTHOLES}. Hubungi saya di 081234567890")


async def many(cast: Cast) -> None:
    await sari_files(cast.stage)
    async with cast.database.transaction() as unit:
        incident = await unit.incidents.propose("63.03", "jalan", 5, cast.stage.world.clock.now())
    assert incident is not None
    cast.data["incident"] = incident.id


async def issue(cast: Cast) -> None:
    async with cast.database.transaction() as unit:
        now = cast.stage.world.clock.now()
        found = Issue(link="https://contoh.id/berita", title="Jalan rusak", summary="", feed="", found_at=now)
        cast.data["issue"] = await unit.issues.add(found, announced_at=now)


async def step(cast: Cast) -> None:
    await cast.stage.rina.says("/rencana PUPR; Periksa lampu; Kabid; 30 November")
    async with cast.database.transaction() as unit:
        cast.data["step"] = (await unit.plans._run(sa.select(tables.plan_steps.c.id))).scalar_one()


async def nothing(_: Cast) -> None:
    """Nothing is needed."""


async def _known(unit: Unit) -> list[Any]:
    return [await unit.people.get(row.id) for row in await unit.people._run(sa.select(tables.people.c.id))]


CASES: dict[Deed, Case] = {
    Deed.FOLLOW: Case(("r:not:{ticket}:0", "r:solved:{ticket}:0", "r:star:{ticket}:0:1"), "sari", answered),
    Deed.SEE: Case(("t:show:{ticket}", "s:see:{ticket}", "/tiket {number}"), "budi", assigned, shows="berlubang"),
    Deed.UNMASK: Case(("J:ask:{ticket}", "J:why:{ticket}:work:1"), "budi", masked, shows="Mengapa perlu dilihat"),
    Deed.TAKE: Case(("t:take:{ticket}",), "budi", assigned),
    Deed.ANSWER: Case(("a:send:{writer}:{draft}", "t:answer:{ticket}"), "budi", drafted),
    Deed.NOTE: Case(("a:note:{writer}:{draft}", "s:note:{ticket}"), "budi", drafted),
    Deed.ASK: Case(("q:send:{writer}:{draft}", "t:ask:{ticket}"), "budi", asked),
    Deed.FINISH: Case(("t:finish:{ticket}",), "budi", answered),
    Deed.HAND_OVER: Case(("h:to:{ticket}:{colleague}",), "budi", taken),
    Deed.TRANSFER: Case(("t:transfer:{ticket}", "x:to:{ticket}:DISHUB"), "budi", assigned, shows="Alihkan LP-"),
    Deed.DECLINE: Case(("n:body:{ticket}:PLN",), "budi", assigned),
    Deed.DECIDE: Case(("n:agree:{ticket}:{nth}", "n:return:{ticket}:{nth}"), "rina", proposed),
    Deed.MERGE: Case(("u:pick:{ticket}:{other}",), "rina", two),
    Deed.DECLARE: Case(("g:make:{incident}", "g:no:{incident}"), "rina", many, about_ticket=False),
    Deed.VERIFY: Case(("v:to:{ticket}:PUPR", "v:why:{ticket}:spam", "v:body:{ticket}:PLN"), "rina", unverified),
    Deed.CORRECT: Case(("v:kind:{ticket}:aspirasi", "v:region:{ticket}:63.72"), "rina", assigned),
    Deed.CHECK: Case(("z:fine:{ticket}:0", "z:open:{ticket}:0"), "rina", closed),
    Deed.REVEAL: Case(("s:reveal:{ticket}",), "rina alone", anonymous, shows="alasan"),
    Deed.KEEP_TEMPLATES: Case(
        ("/templat tambah Ditambal: Jalan sudah kami tambal.",), "budi", nothing, about_ticket=False
    ),
    Deed.SEARCH: Case(("/cari lobang",), "budi", assigned, shows="berlubang", about_ticket=False),
    Deed.SEARCH_ALL: Case(("/cari lobang skpd:PUPR",), "rina", assigned, shows="berlubang", about_ticket=False),
    Deed.SEE_AGENCIES: Case(
        ("/skpd", "/meja", "s:agencies:all:0"), "rina", nothing, shows="Dishub", about_ticket=False
    ),
    Deed.SEE_RECAPS: Case(("/peringkat",), "rina", nothing, shows="semua instansi", about_ticket=False),
    Deed.SEE_ROLES: Case(("/peran", "k:list"), "rina", nothing, shows="kustodian", about_ticket=False),
    Deed.APPOINT: Case(("k:yes:leader:{person}:", "k:yes:coordinator:{person}:"), "rina", nothing, about_ticket=False),
    Deed.APPOINT_CUSTODIAN: Case(("k:yes:custodian:{joko}:",), "rina alone", nothing, about_ticket=False),
    Deed.PROMOTE: Case(("/poster lokasi SMAN 9", "E:list:0"), "budi", nothing, shows="SMAN 9", about_ticket=False),
    Deed.PLAN: Case(
        ("/rencana PUPR", "C:show:PUPR", "C:done:{step}"), "budi", step, shows="Periksa lampu", about_ticket=False
    ),
    Deed.STEER: Case(
        ("C:drop:{step}", "C:add:PUPR:silent", "/rencana PUPR; Isi piket; Kabid; 30 November"),
        "rina",
        step,
        about_ticket=False,
    ),
    Deed.RECORD: Case(("w:drop:{issue}", "w:to:{issue}:PUPR"), "rina", issue, about_ticket=False),
    Deed.HOLD: Case(("/tahan {number} Diminta pengadilan negeri",), "rina", assigned),
    Deed.BLOCK: Case(
        ("K:lift:{block}", "/blokir {number} mengirim iklan", "/bukablokir {number}", "/blokir", "K:yes:{block}:7"),
        "rina",
        blocked,
    ),
    Deed.LET_THROUGH: Case(("T:pass:{held}", "T:drop:{held}", "/tertahan"), "rina", held_back, about_ticket=False),
    Deed.INVITE: Case(("/undang DISHUB", "i:to:DISHUB"), "rina", nothing, about_ticket=False),
    Deed.PAIR: Case(("p:sure:DISHUB", "p:leave"), "rina in PUPR", nothing, about_ticket=False),
}


def test_every_deed_has_a_case() -> None:
    assert set(CASES) == set(Deed) == set(TABLE)


@pytest.mark.parametrize("deed", Deed, ids=lambda deed: deed.value)
async def test_who_may_not_changes_nothing_and_learns_nothing(deed: Deed, sqlite_url: str) -> None:
    case = CASES[deed]
    async with gathered(sqlite_url, deed.value) as cast:
        await case.prepare(cast)
        if case.about_ticket or "LP-" in cast.stage.sari.sees_all():
            await about_the_ticket(cast)
        tried = 0
        for name, role in cast.everybody.items():
            if name != case.rightly and not _may(deed, name, cast):
                for one in case.tries:
                    tried += await _fails(cast, name, role, deed, one.format(**cast.data))
        assert tried, "somebody must have been refused"
        await _succeeds(cast, case)


@asynccontextmanager
async def gathered(sqlite_url: str, title: str) -> AsyncIterator[Cast]:
    """Everybody has a message of the bot to press on."""
    async with Stage.open(sqlite_url, title) as stage:
        database = await Database.open(sqlite_url, Sealer(SECRET_KEY))
        try:
            yield await _everybody(stage, database)
        finally:
            await database.close()


async def _everybody(stage: Stage, database: Database) -> Cast:
    dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
    strangers = stage.found_group("Arisan", "Yuni", "Bu Yuni")
    wawan = stage.member(stage.pupr, "Wawan", "Pak Wawan, dahulu PUPR")
    stage.world.send(strangers.person, strangers.chat, "/tiket")
    stage.world.send(wawan.person, wawan.chat, "/piket")
    alone = {
        "stranger": stage.citizen("Anang", "Anang, warga"),
        "former member": stage.citizen("Wawan", "Pak Wawan, dahulu PUPR"),
        "former coordinator": stage.citizen("Fajar", "Pak Fajar, dahulu koordinator"),
        "leader": stage.citizen("Lina", "Bu Lina, pimpinan"),
        "coordinator": stage.citizen("Joko", "Pak Joko, koordinator"),
        "rina alone": stage.citizen("Rina", "Bu Rina, koordinator"),
        "sari": stage.sari,
    }
    for role in alone.values():
        stage.world.send(role.person, role.chat, "/start")
    await stage.settles()
    stage.world.leave(wawan.person, wawan.chat)
    async with database.transaction() as unit:
        ids = {each.name: each.id for each in await _known(unit)}
        for name, named in (("Joko", Named.COORDINATOR), ("Fajar", Named.COORDINATOR), ("Lina", Named.LEADER)):
            await unit.roles.give(Held(ids[name], named, by=ids["Rina"], at=stage.world.clock.now()))
        await unit.roles.take(ids["Fajar"], Named.COORDINATOR)
    groups = {
        "budi": stage.budi,
        "another agency": dewi,
        "rina": stage.rina,
        "rina in PUPR": replace(stage.rina, chat=stage.pupr),
        "a group of nobody": strangers,
    }
    return Cast(stage, database, alone | groups, {"joko": ids["Joko"], "person": ids["Wawan"]})


async def about_the_ticket(cast: Cast) -> None:
    cast.ticket = await ticket_of(cast.stage)
    cast.data |= {"ticket": cast.ticket.id, "number": cast.ticket.number}


BENCHES = {
    "budi": Bench("PUPR", is_coordinator=False),
    "rina in PUPR": Bench("PUPR", is_coordinator=False),
    "another agency": Bench("DISHUB", is_coordinator=False),
    "rina": Bench(None, is_coordinator=True),
    "a group of nobody": Bench(None, is_coordinator=False),
}
ROLES = {
    "rina": {Named.COORDINATOR, Named.CUSTODIAN},
    "rina alone": {Named.COORDINATOR, Named.CUSTODIAN},
    "rina in PUPR": {Named.COORDINATOR, Named.CUSTODIAN},
    "coordinator": {Named.COORDINATOR},
    "leader": {Named.LEADER},
}


def _may(deed: Deed, name: str, cast: Cast) -> bool:
    """What the table says. Of another agency's group it says more than there is to be seen (`OWN_WORDS`)."""
    if deed in OWN_WORDS and name == "another agency":
        return False
    reporter = cast.ticket.reporter_id if cast.ticket and name == "sari" else 0
    acting = Acting(reporter, frozenset(ROLES.get(name, set())), BENCHES.get(name))
    return acting.may(deed, replace(cast.ticket, status=Status.ASSIGNED) if _needs(deed, cast) else None)


def _needs(deed: Deed, cast: Cast) -> bool:
    return CASES[deed].about_ticket and cast.ticket is not None and not TABLE[deed].steps


async def _fails(cast: Cast, name: str, role: Role, deed: Deed, one: str) -> int:
    before, seen = await snapshot(cast), len(role.messages())
    await _does(role, one)
    told = "\n".join(message.text for message in role.messages()[seen:])
    assert await snapshot(cast) == before, f"{name}: {one}"
    if name not in {"sari", "budi", "rina in PUPR"}:
        for secret in (POTHOLES, BRIDGE, CASES[deed].shows or POTHOLES):
            assert secret not in told, f"{name}: {one}: {told}"
    return 1


async def _succeeds(cast: Cast, case: Case) -> None:
    role = cast.everybody[case.rightly]
    before, seen = await snapshot(cast), len(role.messages())
    await _does(role, case.tries[0].format(**cast.data))
    told = "\n".join(message.text for message in role.messages()[seen:])
    if case.shows:
        assert case.shows in told
    else:
        assert await snapshot(cast) != before, told


async def _does(role: Role, one: str) -> None:
    if one.startswith("/"):
        await role.says(one)
    else:
        message = role.messages()[0]
        role.stage.world.press(role.person, message, data=one, forged=True)
        await role.stage.settles()


STEPS = [deed for deed in Deed if TABLE[deed].steps and CASES[deed].rightly in BENCHES]


@pytest.mark.parametrize("deed", STEPS, ids=lambda deed: deed.value)
async def test_nothing_is_done_to_a_ticket_whose_state_does_not_admit_it(deed: Deed, sqlite_url: str) -> None:
    case = CASES[deed]
    async with gathered(sqlite_url, deed.value) as cast:
        await case.prepare(cast)
        await about_the_ticket(cast)
        role, ticket = cast.everybody[case.rightly], cast.ticket
        assert ticket is not None
        for status in Status:
            if any(map(replace(ticket, status=status).admits, TABLE[deed].steps)):
                continue
            async with cast.database.transaction() as unit:
                this = sa.update(tables.tickets).where(tables.tickets.c.id == ticket.id)
                await unit.tickets._run(this.values(status=status.value))
            before = await snapshot(cast)
            for one in case.tries:
                await _does(role, one.format(**cast.data))
            assert await snapshot(cast) == before, status
