"""Pictures of the guides and the README, taken from the real bot on the simulator's page: `make screenshots`.

So they stay true: the scenes below are played in a browser, on a Monday morning, and each picture is one pane (or the
whole page) as it looks then. Needs Chromium, and a font with emoji (Debian: fonts-noto-color-emoji).
"""

import asyncio
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from playwright.async_api import Locator, Page, async_playwright, expect

from bot.app import App
from bot.budget import UNLIMITED
from bot.demo import OFFICER, demonstrating, pair_groups
from bot.settings import Settings
from simulator.world import World

IMAGES = Path(__file__).parent / "images"
MONDAY = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
KEY = "kunci-untuk-gambar-panduan-saja-000001"
COMPLAINT = "Jalan provinsi arah Cempaka berlubang dalam, sudah dua minggu. Tadi pagi ada yang jatuh dari motor"
UNCLEAR = "Papan nama desa kami roboh kena angin dan menutup pintu gerbang balai warga, mohon dibantu"
NEW_GROUP = "Dinas Perhubungan"


class Player:
    """Plays the scenes on the page and takes the pictures."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.phone, self.agency, self.chair = (page.get_by_test_id(f"pane-{number}") for number in range(3))

    async def says(self, pane: Locator, text: str) -> None:
        await pane.get_by_test_id("composer").fill(text)
        await pane.get_by_test_id("composer").press("Enter")

    async def presses(self, pane: Locator, label: str) -> None:
        await pane.get_by_test_id("messages").get_by_role("button", name=label, exact=True).last.click()

    async def replies(self, pane: Locator, to: str, text: str) -> None:
        await self.sees(pane, to)
        await pane.get_by_test_id("message").filter(has_text=to).last.dblclick()
        await self.says(pane, text)

    async def sees(self, pane: Locator, text: str) -> None:
        await expect(pane.get_by_test_id("messages").get_by_text(text).last).to_be_visible(timeout=15_000)
        await self.page.wait_for_timeout(400)  # the messages slide in

    async def takes(self, name: str, pane: Locator | None = None) -> None:
        await self.page.mouse.move(0, 0)
        await self.page.wait_for_timeout(300)
        await (pane or self.page).screenshot(path=IMAGES / f"{name}.png")

    async def files(self) -> None:
        """The citizen's side."""
        await self.says(self.phone, "/start")
        await self.sees(self.phone, "Selamat datang")
        await self.takes("warga-mulai", self.phone)
        await self.phone.get_by_test_id("attach").click()
        await self.page.get_by_test_id("attach-sample-photo").click()
        await self.says(self.phone, COMPLAINT)
        await self.sees(self.phone, "Langkah 2 dari 3")
        await self.takes("warga-kategori", self.phone)
        await self.presses(self.phone, "Jalan & jembatan → PUPR")
        await self.sees(self.phone, "Di mana tepatnya")
        await self.says(self.phone, "Depan SDN Cempaka 2")
        await self.sees(self.phone, "Periksa laporan")
        await self.takes("warga-periksa", self.phone)
        await self.presses(self.phone, "Kirim")
        await self.sees(self.phone, "Laporan terkirim")
        await self.takes("warga-terkirim", self.phone)

    async def answers(self) -> None:
        """The agency's side."""
        await self.sees(self.agency, "Depan SDN Cempaka 2")
        await self.takes("admin-kartu", self.agency)
        await self.presses(self.agency, "Terima")
        await self.sees(self.phone, "sudah diterima petugas")
        await self.agency.get_by_test_id("message").filter(has_text="Depan SDN Cempaka 2").first.dblclick()
        await self.says(self.agency, "Tim kami ke lokasi pagi ini; lubang ditambal, pengaspalan hari Kamis.")
        await self.sees(self.agency, "Pratinjau")
        await self.takes("admin-pratinjau", self.agency)
        await self.presses(self.agency, "Kirim ke pelapor")
        await self.sees(self.agency, "Masih dapat dibatalkan")
        await self.takes("admin-batalkan", self.agency)
        await self.sees(self.phone, "pengaspalan hari Kamis")
        await self.takes("warga-jawaban", self.phone)
        await self.takes("simulator")

    async def waits(self) -> None:
        """The citizen is not content, and days pass."""
        await self.presses(self.phone, "Belum selesai")
        await self.sees(self.agency, "belum selesai")
        for _ in range(5):
            before = await self.page.get_by_test_id("clock").inner_text()
            await self.page.get_by_test_id("clock-day").click()
            await expect(self.page.get_by_test_id("clock")).not_to_have_text(before)
            await self.page.wait_for_timeout(1500)
        await self.sees(self.chair, "Tunggakan")
        await self.takes("koordinator-tunggakan", self.chair)

    async def asks(self) -> None:
        """The agency wants to know more, and the citizen says so."""
        await self.says(self.agency, "/templat")
        await self.sees(self.agency, "Tekan namanya")
        await self.takes("admin-templat", self.agency)
        await self.says(self.agency, "/tiket")
        await self.sees(self.agency, "Tekan nomornya")
        await self.takes("admin-tiket", self.agency)
        await self.presses(self.agency, "Minta data")
        await self.replies(self.agency, "dengan pertanyaan yang jelas", "Lubang yang mana yang belum ditambal?")
        await self.sees(self.agency, "Pratinjau pertanyaan")
        await self.takes("admin-minta-data", self.agency)
        await self.presses(self.agency, "Kirim pertanyaan")
        await self.sees(self.phone, "memerlukan data")
        await self.replies(self.phone, "memerlukan data", "Yang di depan gerbang SDN, lajur kiri")
        await self.sees(self.phone, "datanya sudah kami sampaikan")
        await self.takes("warga-ditanya", self.phone)

    async def finishes(self) -> None:
        """The work is done; the citizen says so and gives stars."""
        await self.replies(self.agency, "Data dari pelapor", "Lubang di depan gerbang SDN selesai diaspal pagi ini.")
        await self.sees(self.agency, "Pratinjau berlaku")
        await self.presses(self.agency, "Kirim ke pelapor")
        await self.sees(self.phone, "selesai diaspal pagi ini")
        await self.presses(self.phone, "Sudah selesai")
        await self.sees(self.phone, "Seberapa puas")
        await self.takes("warga-bintang", self.phone)
        await self.presses(self.phone, "5 ⭐")
        await self.presses(self.phone, "Lewati")
        await self.says(self.phone, "/status")
        await self.sees(self.phone, "Kirim nomor tiketnya")
        await self.phone.get_by_test_id("messages").get_by_role("button", name="LP-").last.click()
        await self.sees(self.phone, "Riwayat")
        await self.takes("warga-status", self.phone)

    async def verifies(self) -> None:
        """Nobody knows whose matter it is: the coordinator finds out; and what an agency declines, he decides."""
        await self.says(self.phone, UNCLEAR)
        await self.sees(self.phone, "Tentang apa laporan ini")
        await self.presses(self.phone, "Lainnya / tidak tahu")
        await self.sees(self.phone, "Di kabupaten/kota mana")
        await self.presses(self.phone, "Kab. Banjar")
        await self.sees(self.phone, "Di mana tepatnya")
        await self.says(self.phone, "Balai warga, seberang pasar")
        await self.sees(self.phone, "dicarikan instansinya")
        await self.presses(self.phone, "Kirim")
        await self.sees(self.chair, "menunggu verifikasi")
        await self.takes("koordinator-kartu", self.chair)
        await self.presses(self.chair, "Alihkan")
        await self.presses(self.chair, "Berikutnya ›")
        await self.presses(self.chair, "PUPR")
        await self.replies(self.chair, "dengan alasan mengalihkan", "Bangunan di tepi jalan provinsi")
        await self.sees(self.agency, "seberang pasar")
        await self.presses(self.agency, "Tolak")
        await self.presses(self.agency, "Bukan kewenangan")
        await self.presses(self.agency, "Kabupaten/kota")
        await self.sees(self.chair, "mengusulkan")
        await self.takes("koordinator-tolak", self.chair)

    async def connects(self, chat_id: int) -> None:
        """The group of another agency, with a code of the coordinator."""
        await self.says(self.agency, "/piket")
        await self.sees(self.agency, "Tekan harinya")
        await self.takes("admin-piket", self.agency)
        await self.says(self.chair, "/undang DISHUB")
        await self.sees(self.chair, "Undangan untuk")
        await self.takes("koordinator-undang", self.chair)
        code = await self.chair.get_by_test_id("message").last.locator("code").last.inner_text()
        await self.agency.get_by_test_id("chat-picker").click()
        await self.page.get_by_test_id(f"chat-{chat_id}").click()
        await self.says(self.agency, code)
        await self.sees(self.agency, "Pemeriksaan grup")
        await self.takes("admin-hubungkan", self.agency)


def new_group(world: World) -> int:
    """A group that is not connected to an agency yet, with the bot in it."""
    officer = next(person for person in world.people if (person.first_name, person.last_name) == OFFICER)
    bot = next(iter(world.bots))
    return world.add_group(NEW_GROUP, officer, members=[bot]).id


async def main() -> None:
    """Play everything once."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        values = {"http_port": 0, "database_url": f"sqlite:///{folder}/demo.db", "secret_key": KEY}
        async with demonstrating(Settings.model_validate(values), Path(folder) / "world.json") as demo:
            demo.world.clock.set(MONDAY)
            chance = Random(8)  # noqa: S311 - the same ticket number in every picture
            app = App(demo.settings, clock=demo.world.clock, random=chance, limits=UNLIMITED)
            async with app.running(), async_playwright() as playwright:
                pair_groups(demo.world)
                await app.idle(lambda: demo.world.pending_updates() == 0)
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                page = await browser.new_page(viewport={"width": 1440, "height": 900})
                await page.goto(demo.address)
                player = Player(page)
                await player.files()
                await player.answers()
                await player.waits()
                await player.asks()
                await player.finishes()
                await player.verifies()
                await player.connects(new_group(demo.world))
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
