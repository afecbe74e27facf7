"""The life of a label on phones, without scripts: printed blank, bound by its scan, outliving a
move of the pages to another host, replaced, and named by the round that meets it still hanging."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from kiosk.app import create_app
from kiosk.db import connected
from kiosk.settings import Settings
from kiosk.staff import people
from kiosk.staff.people import Facts
from kiosk.studio import security
from tests import floor
from tests.conftest import fresh_settings
from tests.journeys.hand import PATIENCE, Hand
from tests.journeys.served import Served
from tests.journeys.staffed import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

MACHINE: Final = "Drehmaschine DZ 400"
LIFE: Final = {"java_script_enabled": False, "locale": "de-DE"}


class Moving(Served):
    """A plant whose pages stand at one host and move to another; labels keep the first one."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.settings = settings
        self.lie_at("alt.localhost")

    def lie_at(self, host: str, *former: str) -> None:
        """Put the pages at this host; labels of the former ones lead there."""
        self.address = f"http://{host}:{self.port}"
        (self.settings.data / "kiosk.toml").write_text(
            f'base_url = "{self.address}"\npot = "{self.settings.pot}"\n'
            f"former_hosts = {list(former)}\n"
        )

    def move(self) -> None:
        """Move the pages to another host."""
        self.stop()
        self.lie_at("neu.localhost", "alt.localhost")
        self.start()


@pytest.fixture
def plant(tmp_path: Path, memory: Path, migrated_sqlite: Path) -> Iterator[Moving]:
    """A plant with a lathe that has nuggets, and with Alice, a trainer."""
    settings = replace(fresh_settings(tmp_path), pot=str(memory / "pot"))
    settings.data.mkdir(parents=True)
    shutil.copy(migrated_sqlite, settings.sqlite)
    site, app = floor.fill(settings), create_app(settings)
    today = datetime.now(tz=UTC).date()
    with app.extensions["studio"]().app_context(), connected(app.extensions["database"]):
        _account, opens = people.invite(site, Facts("Alice", "alice", ("trainer",)), today)
        people.welcome(opens, security.sealed(PASSWORD), today)
    app.extensions["database"].close_all()
    there = Moving(settings)
    there.start()
    yield there
    there.stop()
    there.house.close()


def come_in(browser: Browser, plant: Moving) -> Hand:
    """Sign in as Alice at the host where the pages are."""
    alice = Hand(browser, plant.address, "alice", **LIFE)
    alice.page.goto("/studio/")
    alice.page.locator("[name=name]").fill("alice")
    alice.page.locator("[name=password]").fill(PASSWORD)
    alice.button("Anmelden")
    alice.page.get_by_role("navigation", name="Studio").wait_for()
    return alice


def look(hand: Hand, name: str) -> None:
    """Keep a picture of the page by day and by night, where pictures are asked for."""
    for scheme in ("light", "dark") if os.environ.get("JOURNEY_SHOTS") else ():
        hand.page.emulate_media(color_scheme=scheme)
        hand.shot(f"{name}-{scheme}")


def print_blanks(alice: Hand) -> list[str]:
    """Print two blank labels and return the addresses that a phone reads on the paper."""
    import pypdfium2
    import zxingcpp

    page = alice.page
    page.goto("/studio/labels/blanks")
    page.get_by_label("Wie viele?").fill("2")
    page.locator("[name=design][value=tag-100]").check(force=True)
    look(alice, "blanks")
    alice.button("Zeichnen und zurücklesen")
    expect(page.locator("h1")).to_have_text("2 Schilder", timeout=PATIENCE)
    look(alice, "printed")
    with page.expect_download() as sheet:
        alice.link("PDF mit 2 Schildern")
    with pypdfium2.PdfDocument(sheet.value.path()) as book:
        pictures = [one.render(scale=4).to_pil() for one in book]
    return sorted({code.text for one in pictures for code in zxingcpp.read_barcodes(one)})


def bind(alice: Hand, sticker: str) -> None:
    """Scan a fresh sticker at the lathe, and say which machine it is."""
    page = alice.page
    page.goto(sticker)
    look(alice, "fresh")
    alice.link("Für Trainer: dieses Schild zuordnen")
    look(alice, "bind")
    alice.tap(page.get_by_role("button", name=MACHINE))
    expect(page.get_by_role("main")).to_contain_text("an der Maschine", timeout=PATIENCE)
    look(alice, "bound")


def phone(browser: Browser, plant: Moving, label: str) -> Hand:
    """Scan a label with a phone that was never here."""
    worker = Hand(browser, plant.address, "worker", **LIFE)
    worker.page.goto(label)
    return worker


def test_a_label_lives_through_a_move_and_a_round_names_it_once_it_is_replaced(
    plant: Moving, browser: Browser
) -> None:
    alice = come_in(browser, plant)
    first, second = print_blanks(alice)
    assert first.startswith(f"http://ALT.LOCALHOST:{plant.port}/")
    bind(alice, first)
    alice.context.close()
    plant.move()

    worker = phone(browser, plant, first)
    assert worker.page.url == f"http://neu.localhost:{plant.port}/{code_of(first)}"
    expect(worker.page.locator("body")).to_contain_text(MACHINE, timeout=PATIENCE)
    expect(worker.page.locator("h1")).to_contain_text("Schutzbrille", timeout=PATIENCE)
    look(worker, "moved")
    worker.context.close()

    alice = come_in(browser, plant)
    bind(alice, second)
    worker = phone(browser, plant, first)
    expect(worker.page.locator("h1")).to_have_text("Dieses Schild wurde ersetzt.", timeout=PATIENCE)
    look(worker, "replaced")
    worker.page.get_by_role("link", name="Zur Maschine").tap()
    expect(worker.page.locator("h1")).to_contain_text("Schutzbrille", timeout=PATIENCE)
    worker.context.close()

    walk(alice, first)
    told = alice.page.get_by_role("listitem").filter(has_text="Ein altes Schild: abnehmen.")
    expect(told).to_contain_text(spelt(first), timeout=PATIENCE)
    expect(told).to_contain_text(f"Das neue ist {spelt(second)}.", timeout=PATIENCE)
    look(alice, "round")
    alice.context.close()


def walk(alice: Hand, met: str) -> None:
    """Begin a round through the hall and scan what hangs there."""
    page = alice.page
    page.goto("/studio/labels/walk")
    alice.tap(page.get_by_role("button", name="Halle 3", exact=False).first)
    page.locator("[name=text]").fill(met)
    alice.button("Notieren")


def code_of(address: str) -> str:
    """Return the code at the end of a label's address."""
    return address.rpartition("/")[2]


def spelt(address: str) -> str:
    """Return that code as people read it."""
    code = code_of(address)
    return f"{code[:3]}-{code[3:]}"
