"""The simulator's page in a real browser, against the real simulator server and a small bot that knows nothing of ours.

One browser serves all tests of this file; every test has its own world, server, bot and page.
"""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from simulator.clock import Clock
from simulator.model import Chat, Person
from simulator.server import serving
from simulator.world import World

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1040, "height": 640}
PHONE = {"width": 390, "height": 844}
TOKEN = "1:SIM"
HOSTILE = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script><b>tebal</b>'

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM}; set CHROMIUM to its path"),
]


class DemoBot:
    """Echoes, asks with buttons, carries “lapor …” into the first group and the group's replies back."""

    def __init__(self, address: str, group: int | None) -> None:
        self.url = f"{address}/bot{TOKEN}/"
        self.group = group
        self.reporters: dict[int, int] = {}

    async def run(self) -> None:
        offset = 0
        async with aiohttp.ClientSession() as self.session:
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=20):
                    offset = update["update_id"] + 1
                    await self.answer(update)

    async def call(self, method: str, **params: Any) -> Any:
        async with self.session.post(self.url + method, json=params) as response:
            return (await response.json()).get("result")

    async def say(self, chat: int, text: str, **params: Any) -> Any:
        return await self.call("sendMessage", chat_id=chat, text=text, **params)

    async def answer(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text=f"Dicatat: {query['data']}")
            place = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
            await self.call("editMessageText", **place, text=f"Anda memilih {query['data']}")
        elif message := update.get("message"):
            await self.hear(message, message["chat"]["id"], message.get("text", ""))

    async def hear(self, message: dict[str, Any], chat: int, text: str) -> None:
        replied = message.get("reply_to_message")
        if chat < 0:
            if replied and replied["message_id"] in self.reporters:
                await self.say(self.reporters[replied["message_id"]], f"Jawaban dinas: {text}")
        elif text == "/start":
            row = [{"text": word, "callback_data": word.lower()} for word in ("Ya", "Tidak")]
            await self.say(chat, "Lanjut?", reply_markup={"inline_keyboard": [row]})
        elif text == "hostile":
            await self.say(chat, HOSTILE)
        elif text == "papan":
            await self.say(chat, "Pilih", reply_markup={"keyboard": [[{"text": "Jalan"}, {"text": "Air"}]]})
        elif text.startswith("lapor "):
            card = await self.say(self.group or chat, f"Laporan: {text[6:]}")
            self.reporters[card["message_id"]] = chat
            await self.say(chat, "Laporan diterima")
        else:
            await self.say(chat, f"Bot menerima {self.kind(message)}: {text or message.get('caption', '')}")

    @staticmethod
    def kind(message: dict[str, Any]) -> str:
        if message.get("reply_to_message"):
            return "balasan"
        return next((kind for kind in ("photo", "location", "voice", "contact", "document") if kind in message), "teks")


@dataclass
class Stage:
    """A world with Sari (a citizen), Budi (who leads the agency's group) and a bot, served at an address."""

    world: World
    address: str
    sari: Person
    budi: Person
    group: Chat


@pytest_asyncio.fixture(loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    world = World(clock=Clock())
    bot = world.add_bot(token=TOKEN, name="Bot Contoh", username="contoh_bot")
    sari, budi, rina = (world.add_person(name, language="id") for name in ("Sari", "Budi", "Rina"))
    group = world.add_group("Dinas PUPR", creator=budi, members=[bot], bot_admin=True)
    world.add_group("Koordinator Diskominfo", creator=rina, members=[bot], bot_admin=True)
    async with serving(world) as address, running(DemoBot(address, group.id)):
        yield Stage(world, address, sari, budi, group)


@contextlib.asynccontextmanager
async def running(bot: DemoBot) -> AsyncIterator[None]:
    task = asyncio.create_task(bot.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@contextlib.asynccontextmanager
async def visiting(
    browser: Browser, address: str, size: dict[str, int] = DESKTOP, expected: str = "\0"
) -> AsyncIterator[Page]:
    """The page as a newcomer opens it; whatever it reports as an error, unless `expected`, fails the test."""
    width, height = size.values()
    context = await browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(5000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    await page.goto(address)
    yield page
    await context.close()
    assert [problem for problem in problems if expected not in problem] == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, stage: Stage) -> AsyncIterator[Page]:
    async with visiting(browser, stage.address) as page:
        yield page


def pane(page: Page, index: int) -> Locator:
    return page.get_by_test_id(f"pane-{index}")


def message(where: Locator, text: str) -> Locator:
    return where.get_by_test_id("message").filter(has_text=text)


async def write(where: Locator, text: str) -> None:
    await where.get_by_test_id("composer").fill(text)
    await where.get_by_test_id("composer").press("Enter")


async def attach(page: Page, where: Locator, item: str) -> None:
    await where.get_by_test_id("attach").click()
    await page.get_by_test_id(f"attach-{item}").click()


async def test_the_first_panes_are_the_citizens_phone_and_the_groups(page: Page) -> None:
    await expect(pane(page, 0)).to_contain_text("Ponsel Sari")
    await expect(pane(page, 0)).to_contain_text("Ketik /start atau langsung tulis keluhan Anda")
    await expect(pane(page, 1)).to_have_attribute("aria-label", "Dinas PUPR, sebagai Budi")
    await expect(pane(page, 2)).to_have_attribute("aria-label", "Koordinator Diskominfo, sebagai Rina")


async def test_what_is_typed_is_sent_and_the_bot_answers(page: Page) -> None:
    phone = pane(page, 0)

    await write(phone, "lampu jalan mati")

    await expect(message(phone, "Bot menerima teks: lampu jalan mati")).to_be_visible()
    await expect(message(phone.locator(".own"), "lampu jalan mati")).to_have_count(1)
    await expect(phone.get_by_test_id("composer")).to_have_value("")


async def test_a_complaint_is_answered_in_the_group_and_the_answer_reaches_the_phone(page: Page) -> None:
    phone, agency = pane(page, 0), pane(page, 1)

    await write(phone, "lapor jalan berlubang")
    await expect(message(phone, "Laporan diterima")).to_be_visible()
    card = message(agency, "Laporan: jalan berlubang")
    await card.dblclick()
    await write(agency, "besok kami tambal")

    await expect(message(phone, "Jawaban dinas: besok kami tambal")).to_be_visible()
    await expect(message(agency, "besok kami tambal").locator(".quote")).to_contain_text("jalan berlubang")


async def test_a_pressed_button_shows_the_bots_toast_and_the_edited_message(page: Page) -> None:
    phone = pane(page, 0)
    await phone.get_by_test_id("start").click()

    await phone.get_by_role("button", name="Ya", exact=True).click()

    await expect(phone.get_by_test_id("toast")).to_have_text("Dicatat: ya")
    await expect(message(phone, "Anda memilih ya")).to_contain_text("diedit")
    await expect(phone.get_by_role("button", name="Ya", exact=True)).to_have_count(0)


async def test_a_photo_with_a_caption_arrives(page: Page) -> None:
    phone = pane(page, 0)

    await attach(page, phone, "sample-photo")
    await expect(phone.get_by_test_id("attachment")).to_have_count(1)
    await write(phone, "lubangnya dalam")

    await expect(message(phone, "Bot menerima photo: lubangnya dalam")).to_be_visible()
    picture = message(phone, "lubangnya dalam").locator("img").first
    await expect(picture).to_have_js_property("naturalWidth", 1280)
    await expect(phone.get_by_test_id("attachment")).to_have_count(0)


async def test_several_photos_stand_as_one_album(page: Page, stage: Stage) -> None:
    phone = pane(page, 0)

    await attach(page, phone, "sample-album")
    await expect(phone.get_by_test_id("attachment")).to_have_count(3)
    await phone.get_by_test_id("send").click()

    await expect(phone.locator(".album .picture")).to_have_count(3)
    said = [one for one in stage.world.messages(stage.world.private(stage.sari)) if one.kind == "photo"]
    assert len({one.media_group for one in said}) == 1


async def test_a_place_from_the_list_arrives_as_a_location(page: Page) -> None:
    phone = pane(page, 0)

    await attach(page, phone, "location")
    await page.get_by_text("Barabai").click()
    await page.get_by_role("button", name="Kirim lokasi").click()

    await expect(message(phone, "Bot menerima location")).to_be_visible()
    await expect(message(phone, "-2,5860")).to_be_visible()


async def test_voice_document_and_contact_arrive(page: Page) -> None:
    phone = pane(page, 0)

    await attach(page, phone, "voice")
    await expect(message(phone, "Bot menerima voice")).to_be_visible()
    await attach(page, phone, "sample-document")
    await phone.get_by_test_id("send").click()
    await expect(message(phone, "Bot menerima document")).to_be_visible()
    await attach(page, phone, "contact")
    await page.get_by_role("button", name="Kirim kontak").click()
    await expect(message(phone, "Bot menerima contact")).to_be_visible()


async def test_a_key_of_the_bots_keyboard_is_sent_as_a_message(page: Page) -> None:
    phone = pane(page, 0)
    await write(phone, "papan")

    await phone.get_by_role("button", name="Air", exact=True).click()

    await expect(message(phone, "Bot menerima teks: Air")).to_be_visible()


async def test_own_messages_can_be_changed_and_deleted(page: Page) -> None:
    agency = pane(page, 1)
    await write(agency, "kami cek besok")

    await message(agency, "kami cek").click(button="right")
    await page.get_by_test_id("edit").click()
    await write(agency, "kami cek lusa")
    await expect(message(agency, "kami cek lusa")).to_contain_text("diedit")
    await message(agency, "kami cek").click(button="right")
    await page.get_by_test_id("delete").click()

    await expect(message(agency, "kami cek")).to_have_count(0)


async def test_the_clock_buttons_move_the_simulated_time(page: Page, stage: Stage) -> None:
    before = stage.world.clock.now()
    await page.get_by_test_id("clock-hour").click()
    await expect(page.get_by_test_id("clock-hour")).to_be_enabled()
    assert (stage.world.clock.now() - before).total_seconds() >= 3600

    await page.get_by_test_id("clock-day").click()

    await expect(page.get_by_test_id("clock")).to_contain_text("09.00 WITA")
    assert stage.world.clock.now().date() > before.date()


async def test_a_hostile_message_is_shown_as_the_text_it_is(page: Page) -> None:
    phone = pane(page, 0)

    await write(phone, "hostile")

    await expect(message(phone, HOSTILE)).to_be_visible()
    assert await page.evaluate("window.harmed") is None
    assert await phone.locator(".text img, .text script, .text b").count() == 0


async def test_markup_that_the_server_would_never_send_is_dropped(browser: Browser, stage: Stage) -> None:
    """The page trusts no `html`: only the allow-list survives, also where the server's own rendering were at fault."""
    html = (
        f'{HOSTILE}<a href="javascript:alert(1)" onclick="x()">satu</a><a href="https://a.id/">dua</a><svg onload=x()>'
    )
    async with visiting(browser, stage.address, expected="inline event handler") as page:
        kept = await page.evaluate(
            """async (html) => {
                const { rich } = await import("/page/sanitise.js");
                const box = document.createElement("div");
                box.append(rich(html));
                return box.innerHTML;
            }""",
            html,
        )
        assert await page.evaluate("window.harmed") is None
    link = '<a href="https://a.id/" target="_blank" rel="noopener noreferrer">dua</a>'
    assert kept == f"<b>tebal</b><span>satu</span>{link}"


async def test_on_a_phone_the_tabs_switch_between_the_panes(browser: Browser, stage: Stage) -> None:
    async with visiting(browser, stage.address, PHONE) as page:
        await expect(pane(page, 0)).to_be_visible()
        await expect(pane(page, 1)).to_be_hidden()

        await write(pane(page, 0), "lapor banjir")
        await expect(page.get_by_test_id("tab-1").locator(".dot")).to_be_visible()
        await page.get_by_test_id("tab-1").click()

        await expect(pane(page, 0)).to_be_hidden()
        await expect(message(pane(page, 1), "Laporan: banjir")).to_be_visible()
        await expect(page.get_by_test_id("tab-1").locator(".dot")).to_have_count(0)


async def test_the_chosen_chat_and_person_survive_a_reload(page: Page, stage: Stage) -> None:
    await pane(page, 2).get_by_test_id("chat-picker").click()
    await page.get_by_test_id(f"chat-{stage.budi.id}").click()
    await expect(pane(page, 2)).to_have_attribute("aria-label", "Ponsel Budi")

    await page.reload()

    await expect(pane(page, 2)).to_have_attribute("aria-label", "Ponsel Budi")


async def test_a_stranger_joins_the_group_before_writing_there(page: Page, stage: Stage) -> None:
    agency = pane(page, 1)
    await agency.get_by_test_id("viewer-picker").click()
    await page.get_by_test_id(f"viewer-{stage.sari.id}").click()
    await expect(agency.get_by_test_id("composer")).to_be_hidden()

    await agency.get_by_role("button", name="Masukkan").click()
    await write(agency, "saya ikut")

    await expect(message(agency.locator(".own"), "saya ikut")).to_be_visible()


async def test_a_group_that_becomes_a_supergroup_stays_on_the_screen(page: Page, stage: Stage) -> None:
    group = stage.world.add_group("Kecamatan", creator=stage.budi, kind="group", members=[stage.sari])
    await page.reload()
    await pane(page, 2).get_by_test_id("chat-picker").click()
    await page.get_by_test_id(f"chat-{group.id}").click()

    await pane(page, 2).get_by_test_id("chat-menu").click()
    await page.get_by_test_id("migrate").click()

    await expect(pane(page, 2)).to_have_attribute("data-kind", "supergroup")
    await expect(pane(page, 2)).to_contain_text("Kecamatan")


async def test_faults_are_set_and_cleared(page: Page, stage: Stage) -> None:
    await page.get_by_test_id("faults").click()
    await page.get_by_role("button", name="Pasang gangguan").click()
    await expect(page.get_by_test_id("faults")).to_have_text(re.compile("1"))
    assert [fault.kind for fault in stage.world.faults] == ["429"]

    await page.get_by_role("button", name="Hapus gangguan").click()

    await expect(page.get_by_text("Tidak ada. Semuanya berjalan lancar.")).to_be_visible()
    assert list(stage.world.faults) == []


async def test_an_empty_world_is_prepared_with_one_button(browser: Browser) -> None:
    world = World(clock=Clock())
    world.add_bot(token=TOKEN, name="Bot Contoh", username="contoh_bot")
    async with serving(world) as address, visiting(browser, address) as page:
        await page.get_by_test_id("prepare").click()

        await expect(pane(page, 0)).to_contain_text("Ponsel Sari")
        await expect(pane(page, 1)).to_contain_text("Dinas PUPR")
        await expect(pane(page, 2)).to_contain_text("Koordinator Diskominfo")
        assert [one.first_name for one in world.people] == ["Sari", "Budi", "Rina"]
