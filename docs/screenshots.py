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
from bot.demo import demonstrating, pair_groups
from bot.settings import Settings

IMAGES = Path(__file__).parent / "images"
MONDAY = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
KEY = "kunci-untuk-gambar-panduan-saja-000001"
COMPLAINT = "Jalan provinsi arah Cempaka berlubang dalam, sudah dua minggu. Tadi pagi ada yang jatuh dari motor"


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
        await self.sees(self.phone, "pengaspalan hari Kamis")
        await self.takes("warga-jawaban", self.phone)
        await self.takes("simulator")

    async def waits(self) -> None:
        """Days pass."""
        await self.presses(self.phone, "Belum selesai")
        await self.sees(self.agency, "belum selesai")
        for _ in range(5):
            before = await self.page.get_by_test_id("clock").inner_text()
            await self.page.get_by_test_id("clock-day").click()
            await expect(self.page.get_by_test_id("clock")).not_to_have_text(before)
            await self.page.wait_for_timeout(1500)
        await self.sees(self.chair, "Tunggakan")
        await self.takes("koordinator-tunggakan", self.chair)


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
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
