"""The product as a newcomer tries it: the real bot on the simulator, played through the page in a real browser."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.app import App
from bot.budget import UNLIMITED
from bot.demo import demonstrating, pair_groups
from bot.geocoding import Geocoder
from bot.settings import Settings
from tests.support.databases import SECRET_KEY

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM}; set CHROMIUM to its path"
)


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Where the demo's page is; the groups are paired."""
    settings = Settings.model_validate(
        {
            "http_port": 0,
            "database_url": f"sqlite:///{tmp_path}/demo.db",
            "secret_key": SECRET_KEY,
            "undo_seconds": 1,
        }
    )
    async with demonstrating(settings, tmp_path / "world.json") as demo:
        app = App(demo.settings, clock=demo.world.clock, random=Random(3), geocoder=Geocoder(), limits=UNLIMITED)
        async with app.running():
            pair_groups(demo.world)
            await app.idle(lambda: demo.world.pending_updates() == 0)
            yield demo.address


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    """A browser with the page open."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(15_000)
        await page.goto(address)
        yield page
        await browser.close()


async def says(pane: Locator, text: str) -> None:
    await pane.get_by_test_id("composer").fill(text)
    await pane.get_by_test_id("composer").press("Enter")


async def presses(pane: Locator, label: str) -> None:
    buttons = pane.get_by_test_id("messages").get_by_role("button", name=label, exact=True)
    await buttons.last.click()


async def sees(pane: Locator, text: str) -> None:
    await expect(pane.get_by_test_id("messages").get_by_text(text).last).to_be_visible(timeout=15_000)


async def test_a_complaint_is_filed_on_the_phone_answered_in_the_group_and_the_answer_is_on_the_phone(
    page: Page,
) -> None:
    phone, agency = page.get_by_test_id("pane-0"), page.get_by_test_id("pane-1")
    await says(phone, "Jalan provinsi arah Cempaka berlubang dalam, tadi pagi ada yang jatuh dari motor")
    await presses(phone, "Jalan & jembatan → PUPR")
    await sees(phone, "Di mana tepatnya")
    await says(phone, "Depan SDN Cempaka 2")
    await presses(phone, "Kirim")
    await sees(phone, "Laporan terkirim")

    await presses(agency, "Terima")
    await sees(phone, "sudah diterima petugas")
    await agency.get_by_test_id("message").filter(has_text="Depan SDN Cempaka 2").first.dblclick()
    await says(agency, "Lubang ditambal siang ini, pengaspalan hari Kamis.")
    await presses(agency, "Kirim ke pelapor")
    await sees(phone, "Lubang ditambal siang ini, pengaspalan hari Kamis.")

    await presses(phone, "Belum selesai")
    await sees(agency, "belum selesai")


async def test_days_pass_and_the_agency_and_then_the_coordinator_hear_what_is_overdue(page: Page) -> None:
    phone, agency, chair = (page.get_by_test_id(f"pane-{number}") for number in range(3))
    await says(phone, "Jembatan kayu di Martapura papannya lepas, warga takut lewat sejak kemarin")
    await presses(phone, "Jalan & jembatan → PUPR")
    await sees(phone, "Periksa laporan Bapak/Ibu")
    await presses(phone, "Kirim")
    await sees(phone, "Laporan terkirim")
    for _ in range(5):
        before = await page.get_by_test_id("clock").inner_text()
        await page.get_by_test_id("clock-day").click()
        await expect(page.get_by_test_id("clock")).not_to_have_text(before)
    await sees(agency, "Tunggakan PUPR")
    await sees(chair, "Tunggakan semua instansi")
