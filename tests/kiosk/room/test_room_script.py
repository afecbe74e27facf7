"""What the room does more where scripts run, seen in a real browser with a clock of its own."""

import shutil
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import BaseWSGIServer, make_server

from kiosk.app import create_app
from kiosk.counts import Counts
from kiosk.db import connected
from kiosk.room.frame import LAYOUTS
from tests import floor
from tests.conftest import fresh_settings

pytestmark = pytest.mark.browser

FILM = Path("content/library/clear-a-jam/video.mp4")
LABEL = f"http://localhost:8000/{floor.LATHE}"
TYPED = """keys => keys.forEach(([code, key, shiftKey]) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {code, key, shiftKey, bubbles: true, cancelable: true})))"""
KEPT = """async () => {
    localStorage.face = "x"; sessionStorage.seen = "x"; await caches.open("x");
    return history.length; }"""
LEFT = """async () => [
    localStorage.length, sessionStorage.length, (await caches.keys()).length, history.length]"""


class Served:
    """The plant with its cast and films that play; it can go away and come back."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.port = 0
        self.start()

    def start(self) -> None:
        """Answer, at the same port as before."""
        self.server: BaseWSGIServer = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        """Answer no more."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Served]:
    """That plant, answering while these tests run."""
    settings = fresh_settings(tmp_path_factory.mktemp("films"))
    settings.data.mkdir(parents=True)
    shutil.copy(migrated_sqlite, settings.sqlite)
    floor.fill(settings, FILM.read_bytes())
    app = create_app(settings)
    with connected(app.extensions["database"]):
        Counts(settings).start()
    there = Served(app)
    yield there
    there.stop()
    app.extensions["database"].close_idle()


@pytest.fixture
def screen(browser: Browser, served: Served) -> Iterator[Page]:
    """The screen of a kiosk PC at its first page."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, base_url=f"http://127.0.0.1:{served.port}"
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.clock.install()
    page.add_init_script(
        "window.refused = [];"
        "document.addEventListener('securitypolicyviolation', e => refused.push(e.blockedURI))"
    )
    page.goto("/room/")
    yield page
    assert page.evaluate("refused") == []
    assert context.cookies() == []
    context.close()


def watch_a_film(page: Page) -> None:
    """Go the way of somebody who reads English: language, code pad, machine, nugget, film."""
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Search").click()
    for sign in floor.LATHE:
        page.get_by_role("link", name=sign, exact=True).click()
    page.get_by_role("link", name="Open the machine").click()
    page.get_by_role("link", name="Wear glasses").click()
    page.get_by_role("button", name="Watch the film").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def pass_by(page: Page, seconds: int, step: int = 10) -> None:
    """Let time pass in steps that a running film keeps up with."""
    for _ in range(0, seconds, step):
        page.wait_for_function("() => document.readyState === 'complete'")
        page.clock.fast_forward(step * 1000)
        page.wait_for_timeout(400)


@pytest.mark.thorough
def test_two_people_one_after_the_other_and_nothing_of_the_first_is_left(screen: Page) -> None:
    still = screen.get_by_role("alertdialog")
    length = screen.evaluate(KEPT)
    watch_a_film(screen)
    pass_by(screen, 90)
    expect(still).to_be_hidden()  # a film plays
    screen.get_by_role("button", name="Pause").click()
    screen.clock.fast_forward(170_000)
    expect(still).to_be_hidden()  # a paused film waits three minutes
    screen.clock.fast_forward(15_000)
    expect(still).to_be_visible()
    screen.get_by_role("button", name="Yes, go on").click()
    expect(still).to_be_hidden()
    screen.get_by_role("link", name="Back").click()
    expect(screen.locator("h1")).to_have_text("Drehmaschine DZ 400")
    screen.clock.fast_forward(58_000)
    expect(still).to_be_hidden()
    screen.clock.fast_forward(3_000)
    expect(still).to_be_visible()
    screen.clock.fast_forward(15_000)
    screen.wait_for_url("**/room/")
    expect(screen.get_by_role("link", name="English")).to_be_visible()
    assert screen.evaluate(LEFT) == [0, 0, 0, length]
    assert screen.go_back() is None or screen.url == "about:blank"


def test_to_be_done_forgets_at_once(screen: Page) -> None:
    length = screen.evaluate(KEPT)
    screen.get_by_role("link", name="English").click()
    screen.get_by_role("link", name="Topics").click()
    screen.get_by_role("link", name="I’m done").click()
    screen.wait_for_url("**/room/")
    expect(screen.get_by_role("link", name="English")).to_be_visible()
    assert screen.evaluate(LEFT) == [0, 0, 0, length]


def keys(text: str, scanner: str, pc: str) -> list[list[Any]]:
    """Return what a PC of one country hears of a scanner of another that sends this text."""
    told = tomllib.loads(LAYOUTS.read_text("utf-8"))
    codes = told["codes"].split()
    named = {one["name"]: one for one in told["layout"]}
    found: list[list[Any]] = []
    for sign in text:
        row = next(row for row in ("plain", "shift") if sign in named[scanner][row])
        at = named[scanner][row].index(sign)
        found.append([codes[at], named[pc][row][at], row == "shift"])
    return [*found, ["Enter", "Enter", False]]


def test_a_label_opens_whatever_keyboard_the_scanner_pretends_to_be(screen: Page) -> None:
    for scanner, pc in (("en-US", "de-DE"), ("de-DE", "en-US"), ("fr-FR", "de-DE")):
        screen.goto("/room/en/find")
        screen.get_by_role("searchbox").fill("kept")
        screen.get_by_role("searchbox").focus()
        screen.evaluate(TYPED, keys(LABEL, scanner, pc))
        expect(screen.locator("h1")).to_have_text("Drehmaschine DZ 400")
    screen.evaluate(TYPED, keys("https://evil.example/D4H7KW", "en-US", "de-DE"))
    expect(screen.locator("h1")).to_contain_text("leads to evil.example")
    screen.evaluate(TYPED, keys("4006381333931", "en-US", "de-DE"))
    expect(screen.locator("h1")).to_contain_text("no machine’s code")
    assert screen.url.startswith(screen.evaluate("location.origin") + "/room/")
    screen.goto("/room/en/scanner")
    screen.evaluate(TYPED, keys(LABEL, "en-US", "de-DE"))
    expect(screen.locator("h1")).to_have_text("This scanner works here.")
    expect(screen.locator(".readings .true")).to_contain_text("en-US")


def test_a_pad_beaten_with_a_fist_keeps_six_signs(screen: Page) -> None:
    screen.goto("/room/en/find")
    screen.evaluate(
        "() => { for (let n = 0; n < 200; n++)"
        " document.querySelectorAll('[data-sign]')[n % 32].click(); }"
    )
    expect(screen.locator(".typed")).to_have_text("012–345")


FIST = """() => { for (let n = 0; n < 200; n++)
    document.querySelectorAll('[data-letter]')[(n * 7) % 30 + 11].click(); }"""


@pytest.mark.thorough
def test_letters_are_tapped_or_typed_beaten_with_a_fist_and_a_scan_still_opens(
    screen: Page,
) -> None:
    screen.goto("/room/de/find")
    screen.get_by_role("link", name="Tastatur").click()
    written = screen.locator(".written bdi")
    for sign in "brlle":
        screen.get_by_role("link", name=sign, exact=True).click()
    screen.keyboard.press("Backspace")
    screen.keyboard.type("e X")
    expect(written).to_have_text("brlle X")
    screen.get_by_role("link", name="Zeichen löschen").click()
    screen.keyboard.press("Enter")
    expect(screen.locator(".hits")).to_contain_text("Schutzbrille tragen")

    screen.goto("/room/ru/letters")
    screen.get_by_role("link", name="ж", exact=True).click()
    screen.get_by_role("link", name="ABC").click()
    screen.get_by_role("link", name="w", exact=True).click()
    expect(written).to_have_text("жw")
    screen.evaluate(FIST)
    assert len(written.inner_text()) == 32

    screen.goto("/room/cs/letters?q=p+")
    screen.get_by_role("link", name="123").click()  # a low screen shows one of both
    screen.get_by_role("link", name="1", exact=True).click()
    screen.get_by_role("link", name="ý", exact=True).click()
    expect(written).to_have_text("p 1ý")
    screen.get_by_role("link", name="ABC").click()
    screen.get_by_role("link", name="q", exact=True).click()
    expect(written).to_have_text("p 1ýq")
    screen.evaluate(TYPED, keys(LABEL, "en-US", "de-DE"))
    expect(screen.locator("h1")).to_have_text("Drehmaschine DZ 400")


def test_the_symbol_beside_a_paused_film_says_from_where_the_phone_goes_on(screen: Page) -> None:
    watch_a_film(screen)
    beside = screen.locator(".onphone b")
    screen.evaluate("document.querySelector('video').currentTime = 7.4")
    screen.get_by_role("button", name="Pause").click()
    expect(beside).to_have_text("Continue on your phone from 0:07")
    assert "/phone/7/" in (screen.locator("[data-phone]").get_attribute("src") or "")


def test_a_film_that_is_not_there_leaves_steps_and_question(screen: Page) -> None:
    screen.route("**/*.mp4", lambda route: route.fulfill(status=404))
    screen.goto("/room/en/n/wear-glasses")
    screen.get_by_role("button", name="Watch the film").click()
    expect(screen.locator(".stage.on")).to_be_visible()
    lost = screen.get_by_text("The film does not load.")
    for _ in range(40):
        screen.clock.fast_forward(2_000)
        if lost.is_visible():
            break
        screen.wait_for_timeout(100)
    expect(lost).to_be_visible()
    expect(screen.get_by_role("alert")).to_be_hidden()
    expect(screen.locator(".after .main:visible")).to_have_text("To the question")
    screen.locator("#ask button").click()
    expect(screen.locator(".picks")).to_be_visible()


@pytest.mark.thorough
def test_a_screen_whose_server_is_gone_comes_back_by_itself(screen: Page, served: Served) -> None:
    screen.get_by_role("link", name="English").click()
    expect(screen.get_by_role("link", name="Topics")).to_be_visible()
    served.stop()
    try:
        screen.get_by_role("link", name="Topics").click()
        expect(screen.get_by_role("alert")).to_be_visible()
        screen.clock.fast_forward(4_000)
        expect(screen.get_by_role("alert")).to_be_visible()
    finally:
        served.start()
    screen.clock.fast_forward(20_000)
    expect(screen.get_by_role("link", name="Safety")).to_be_visible()
    expect(screen.get_by_role("alert")).to_be_hidden()
