"""A trainer sends a film over bad wifi: cuts, a server that dies, a reload; every byte arrives."""

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from content import takes
from content.models import Site, Take
from kiosk.app import create_app
from kiosk.db import connected, migrate, open_database
from kiosk.settings import Settings
from kiosk.uploads import Upload
from tests import films, floor
from tests.conftest import fresh_settings
from tests.house import House, answers, free_port, until
from tests.studio import Browser, account
from tests.wifi import Wifi

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
SIZE = 5_000_000
SPEED = 900_000.0
PIECE = 1 << 20  # bytes: what an upload sends at once


@dataclass
class Plant:
    """A served studio behind bad wifi, and the cookie of a trainer."""

    settings: Settings
    house: House
    port: int
    cookies: list[Any]
    wifi: Wifi

    def serve(self) -> None:
        """Start the pages."""
        self.house.start("serve", "--only", "web", "--port", str(self.port))
        until(lambda: answers(self.port), f"the pages answer; said: {self.house.said}")

    def die(self) -> None:
        """Kill the pages, as a power cut does."""
        process = self.house.started.pop()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def kept(self) -> int:
        """Return how many bytes of the film the disk has for good."""
        database = open_database(self.settings)
        with connected(database):
            got = int(Upload.get().got)
        database.close_all()  # type: ignore[attr-defined]
        return got

    def film(self) -> bytes:
        """Return the film that was taken."""
        database = open_database(self.settings)
        with connected(database):
            content = takes.path(self.settings.takes, Take.get()).read_bytes()
        database.close_all()  # type: ignore[attr-defined]
        return content


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Plant]:
    settings = fresh_settings(tmp_path)
    settings.data.mkdir(parents=True)
    database = open_database(settings)
    migrate(database, settings)
    floor.fill(settings)
    with connected(database):
        trainer = Browser(create_app(settings), account(Site.get(), "alice", "trainer"))
    database.close_all()  # type: ignore[attr-defined]
    port = free_port()
    (settings.data / "kiosk.toml").write_text(
        f'demo = true\nworkers = 1\nbase_url = "http://localhost:{port}"\npot = "{settings.pot}"'
    )
    with Wifi(port, SPEED) as wifi:
        plant = Plant(
            settings, House(settings.data, Path(settings.pot)), port, trainer.cookies, wifi
        )
        plant.serve()
        yield plant
        plant.house.close()


@pytest.fixture
def page(served: Plant, browser: Chromium) -> Iterator[Page]:
    """A trainer's phone on that wifi, at the station "film" of a new nugget."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en"
    )
    context.add_cookies(served.cookies)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    opened.goto(f"http://localhost:{served.wifi.port}/studio/nuggets/new/D4H7KW")
    opened.get_by_role("button", name="On to the film").click()
    expect(opened.locator(".fancy"), "the script listens").to_be_visible()
    yield opened
    context.close()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_4711.mp4"
    path.write_bytes(films.mp4(SIZE))
    return path


def percent(page: Page) -> int:
    return int(page.text_content("#film-percent") or 0)


def reaches(page: Page, at_least: int) -> None:
    def there() -> bool:
        page.wait_for_timeout(50)
        return percent(page) >= at_least

    until(there, f"{at_least} percent")


def goes_on(page: Page, at_least: int) -> None:
    """Wait until an upload that was cut goes on, and see that it says so."""
    reaches(page, at_least)
    expect(page.locator("#film-note")).to_contain_text("went on at the same place")


def test_a_film_survives_cuts_a_dead_server_and_a_reload(
    served: Plant, page: Page, film: Path
) -> None:
    page.set_input_files(".fancy .other input", film)
    reaches(page, 20)
    for _ in range(2):
        before = percent(page)
        served.wifi.cut()
        expect(page.locator("#film-note")).to_contain_text("No connection right now")
        served.wifi.mend()
        goes_on(page, before + 3)
    served.die()
    expect(page.locator("#film-note")).to_contain_text("No connection right now")
    served.serve()
    goes_on(page, 66)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(".begun")).to_contain_text("IMG_4711.mp4")
    expect(page.locator("[data-begun-pick]"), "the script listens").to_be_visible()
    sent, kept = served.wifi.passed, served.kept()
    page.set_input_files("[data-begun-pick] input", film)
    expect(page.locator("#film-here")).to_contain_text("The film is here", timeout=30_000)
    assert served.film() == films.mp4(SIZE)
    assert kept >= PIECE
    assert served.wifi.passed - sent < SIZE - kept + PIECE


def test_a_line_that_stands_though_nothing_passes_is_given_up(
    served: Plant, page: Page, film: Path
) -> None:
    page.set_input_files(".fancy .other input", film)
    reaches(page, 20)
    served.wifi.swallow()
    expect(page.locator("#film-note")).to_contain_text("No connection right now", timeout=60_000)
    served.wifi.cut()
    served.wifi.mend()
    expect(page.locator("#film-here")).to_be_visible(timeout=40_000)
    assert served.film() == films.mp4(SIZE)


def test_a_pause_holds_and_another_film_takes_its_place(
    served: Plant, page: Page, film: Path
) -> None:
    page.set_input_files(".fancy .other input", film)
    reaches(page, 10)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    held = percent(page)
    page.wait_for_timeout(600)
    assert percent(page) == held
    page.get_by_role("button", name="Go on").click()
    reaches(page, held + 10)
    page.get_by_role("button", name="Another film").click()
    film.write_bytes(films.mp4(30_000, seed=7))
    page.set_input_files(".fancy .other input", film)
    expect(page.locator("#film-here")).to_be_visible()
    assert served.film() == films.mp4(30_000, seed=7)
    uploads = served.settings.data / "uploads"
    until(lambda: [one.name for one in uploads.iterdir()] == [".lock"], "the first one is gone", 30)


def test_what_is_no_film_is_refused_in_a_sentence_and_the_next_one_is_taken(
    served: Plant, page: Page, film: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for content, said in ((b"", "empty"), (b"%PDF-1.7".ljust(3_000_000), "not a film")):
        film.write_bytes(content)
        page.set_input_files(".fancy .other input", film)
        expect(page.locator("#film-note.wrong")).to_contain_text(said)
        expect(page.locator("#film-note"), "it stands where one looks").to_be_in_viewport(ratio=1)
        expect(page.locator("#film-bar"), "nothing is on its way").to_be_hidden()
        expect(
            page.locator(".fancy .other input"), "the next one is picked at once"
        ).to_be_focused()
    film.write_bytes(films.mp4(30_000))
    page.set_input_files(".fancy .other input", film)
    expect(page.locator("#film-here")).to_be_visible()


def test_a_browser_without_scripts_sends_it_as_a_form(
    served: Plant, browser: Chromium, film: Path
) -> None:
    with contextlib.closing(browser.new_context(java_script_enabled=False, locale="en")) as context:
        context.add_cookies(served.cookies)
        page = context.new_page()
        page.goto(f"http://localhost:{served.port}/studio/nuggets/new/D4H7KW")
        page.get_by_role("button", name="On to the film").click()
        page.set_input_files("input[name=film]", film)
        page.get_by_role("button", name="Send the film").click()
        expect(page.locator("#film-here")).to_contain_text("The film is here")
    assert served.film() == films.mp4(SIZE)
