"""What a film taught, as a worker meets it: asked before, the film, asked after, counted once."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest import mock

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from content.models import Nugget, Site
from kiosk.app import create_app
from kiosk.counts import Counts, period, ticket
from kiosk.counts.kinds import COMPLETED
from kiosk.db import connected
from tests import council, floor, studio
from tests.conftest import fresh_settings
from tests.measured import cells, counted
from tests.privacy.year import calendar

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

FILM: Final = Path("content/library/clear-a-jam/video.mp4")
NOW: Final = period.current("Europe/Berlin")
SIZE: Final = 80
SKIP: Final = "Überspringen: gleich zum Film"
PLAYS: Final = "() => document.querySelector('video').currentTime > 0"


@dataclass(frozen=True)
class Measured:
    """A served plant that measures one nugget: its address, and what was counted."""

    address: str
    counts: Counts

    @property
    def pairs(self) -> tuple[int, ...]:
        """The four cells: neither, learned, forgot, knew."""
        return cells(self.counts)

    @property
    def finished(self) -> int:
        """All completions."""
        return sum(counted(self.counts, COMPLETED).values())


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Measured]:
    """A plant that agreed; a trainer switched measuring on, and the next period has begun.

    Tickets are good at once: whoever asks has stayed long enough.
    """
    settings = fresh_settings(tmp_path_factory.mktemp("measured"))
    settings.data.mkdir(parents=True)
    shutil.copy(migrated_sqlite, settings.sqlite)
    floor.fill(settings, FILM.read_bytes())
    app = create_app(settings)
    counts: Counts = app.extensions["counts"]
    with calendar(NOW.before):
        with connected(app.extensions["database"]):
            counts.start()
            site = Site.get()
            council.agree(site.id, NOW)
            alice = studio.account(site, "alice", "trainer")
            at = f"/studio/nuggets/{Nugget.get(Nugget.slug == 'wear-glasses').id}/measuring"
        trainer = studio.Browser(app, alice)
        offered = studio.field(trainer.get(at), "period")
        assert offered == NOW.id
        trainer.post(at, {"period": offered})
    counts.minute()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with mock.patch.object(ticket, "DWELL_SHARE", 0.0):
        yield Measured(f"http://127.0.0.1:{server.server_port}", counts)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["database"].close_idle()


def phone(browser: Browser, plant: Measured, *, script: bool = True) -> BrowserContext:
    """Return a worker's phone that has never been here."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="de-DE", is_mobile=True, has_touch=True,
        java_script_enabled=script, base_url=plant.address,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    return context


def answer(page: Page, words: str) -> None:
    page.locator(".picks button").filter(has_text=words).tap()


def lost_on_the_way(page: Page, pick: str) -> None:
    """Let an answer be heard whose reply never came back; the phone will send it once more."""
    held = page.locator(".picks [name=ticket]").input_value()
    form: dict[str, str | float | bool] = {"ticket": held, "question": "0", "pick": pick}
    assert page.request.post(f"{page.url}/answer", form=form).ok


def test_a_worker_is_asked_before_and_after_and_counts_once_whatever_happens_amid(
    plant: Measured, browser: Browser
) -> None:
    had, finished = plant.pairs, plant.finished
    with phone(browser, plant) as context:
        page, other = context.new_page(), context.new_page()
        for tab in (page, other):
            tab.goto(f"/{floor.LATHE}")
            expect(tab.get_by_role("button", name=SKIP)).to_be_visible()
        page.reload()
        page.get_by_role("link", name="English").tap()
        expect(page.locator("#first-asked")).to_have_text("When do you wear them?")
        page.get_by_role("button", name="Skip: straight to the film").tap()
        page.locator("video").wait_for()
        page.go_back()
        expect(page.locator("#first-asked")).to_have_text("When do you wear them?")
        answer(page, "Only when turning.")
        page.wait_for_function(PLAYS)
        lost_on_the_way(page, "0")
        answer(page, "Always.")
        expect(page.locator(".verdict.right")).to_be_visible()
        assert plant.pairs == (had[0], had[1] + 1, *had[2:])
        page.locator("form[action$='/done'] button.go").tap()
        expect(page.locator(".won")).to_be_visible()
        page.reload()
        expect(page.locator("#first-asked")).to_have_text("When do you wear them?")
        other.reload()
        expect(other.locator("#first-asked")).to_have_text("When do you wear them?")
        assert context.cookies() == []
    assert plant.pairs == (had[0], had[1] + 1, *had[2:])
    assert plant.finished == finished + 1


def test_without_scripts_it_is_the_same_way_of_plain_forms(
    plant: Measured, browser: Browser
) -> None:
    had, finished = plant.pairs, plant.finished
    with phone(browser, plant, script=False) as context:
        page = context.new_page()
        page.goto(f"/de/m/{floor.LATHE}/wear-glasses")
        answer(page, "Immer.")
        page.locator("video").wait_for()
        answer(page, "Nur beim Drehen.")
        expect(page.locator(".verdict.wrong")).to_be_visible()
        page.reload()
        expect(page.locator(".verdict.wrong")).to_be_visible()
        page.locator(".verdict form button.go").tap()
        answer(page, "Immer.")
        page.locator("form[action$='/done'] button.go").tap()
        expect(page.locator(".won")).to_be_visible()
    assert plant.pairs == (had[0], had[1], had[2] + 1, had[3])
    assert plant.finished == finished + 1


def test_to_skip_the_question_is_one_tap_and_costs_nothing(
    plant: Measured, browser: Browser
) -> None:
    had, finished = plant.pairs, plant.finished
    with phone(browser, plant) as context:
        page = context.new_page()
        page.goto(f"/{floor.LATHE}")
        page.get_by_role("button", name=SKIP).tap()
        page.wait_for_function(PLAYS)
        answer(page, "Immer.")
        page.locator("form[action$='/done'] button.go").tap()
        expect(page.locator(".won")).to_be_visible()
    assert plant.pairs == had
    assert plant.finished == finished + 1


def test_in_the_room_keys_alone_lead_through_and_who_is_forgotten_amid_leaves_nothing(
    plant: Measured, browser: Browser
) -> None:
    had, finished = plant.pairs, plant.finished
    with browser.new_context(
        viewport={"width": 1280, "height": 800}, base_url=plant.address
    ) as context:
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.clock.install()
        page.goto("/room/de/n/wear-glasses")
        keys = page.locator("main button")
        for n in range(3):
            assert (keys.nth(n).bounding_box() or {"height": 0})["height"] >= SIZE
            page.keyboard.press("Tab")
            expect(keys.nth(n)).to_be_focused()
        keys.filter(has_text="Nur beim Drehen.").press("Enter")
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.locator("#ask button").click()
        expect(page.locator("h1")).to_have_text("Wann trägst du sie?")
        page.clock.fast_forward(181_000)
        expect(page.get_by_role("alertdialog")).to_be_visible()
        page.clock.fast_forward(16_000)
        page.wait_for_url("**/room/")
        assert page.go_back() is None or page.url == "about:blank"
    assert plant.pairs == had
    assert plant.finished == finished
