"""Who comes second at a kiosk PC finds nothing of the first, however the first went away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kiosk.room.test_room_script import KEPT, LEFT, Served, served

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
__all__ = ["served"]

TREMBLE = """n => dispatchEvent(
    new PointerEvent("pointermove", {clientX: 640 + n % 2 * 3, clientY: 400 - n % 3 * 3}))"""
HIDDEN = """() => { window.hidings = 0;
    new MutationObserver(() => { hidings += document.body.hidden; })
    .observe(document.body, {attributes: true, attributeFilter: ["hidden"]}); }"""


@pytest.fixture
def screen(browser: Browser, served: Served) -> Iterator[Page]:
    """The screen of a kiosk PC on which the first has begun, in English."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.clock.install()
    page.goto("/room/")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("What would you like to be able to do?")
    yield page
    context.close()


def at_the_start(page: Page) -> None:
    page.wait_for_url("**/room/")
    expect(page.locator("h1")).to_have_text("Hallo.")


def test_who_only_goes_back_to_the_languages_is_forgotten_too(screen: Page) -> None:
    length = screen.evaluate(KEPT)
    screen.get_by_role("link", name="Back").click()
    at_the_start(screen)
    assert screen.evaluate(LEFT) == [0, 0, 0, length]


def test_a_mouse_that_trembles_beside_machines_is_nobody(screen: Page) -> None:
    for n in range(24):
        screen.evaluate(TREMBLE, n)
        screen.clock.fast_forward(2_500)
    expect(screen.get_by_role("alertdialog")).to_be_visible()
    for _ in range(8):
        screen.clock.fast_forward(2_500)
    at_the_start(screen)


def test_a_step_left_in_its_loop_goes_on_in_the_end(screen: Page) -> None:
    screen.goto("/room/en/n/wear-glasses")
    screen.get_by_role("button", name="Watch the film").click()
    loop = screen.locator("[data-do=loop]")
    loop.click()
    near = "() => { document.querySelector('video').currentTime = 11.6; }"
    screen.evaluate(near)
    screen.wait_for_function("() => document.querySelector('video').currentTime < 5")
    expect(loop).to_have_attribute("aria-pressed", "true")
    screen.clock.fast_forward(181_000)
    screen.evaluate(near)
    screen.wait_for_function("() => document.querySelector('video').currentTime > 12.1")
    expect(loop).to_have_attribute("aria-pressed", "false")


def test_what_stands_before_the_server_never_takes_the_screen(screen: Page) -> None:
    """A proxy whose server starts anew answers a page of its own, without any way on."""
    away = {"status": 502, "content_type": "text/html", "body": "<h1>502 Bad Gateway</h1>"}
    screen.route("**/room/en/topics", lambda route: route.fulfill(**away))
    screen.get_by_role("link", name="Topics").click()
    expect(screen.locator("#gone")).to_be_visible()
    screen.unroute("**/room/en/topics")
    screen.clock.fast_forward(5_000)
    expect(screen.locator("h1")).to_have_text("Topics")
    expect(screen.locator("#gone")).to_be_hidden()


def test_who_left_while_the_server_was_away_is_forgotten_when_it_is_back(
    screen: Page, served: Served
) -> None:
    length = screen.evaluate(KEPT)
    served.stop()
    try:
        screen.get_by_role("link", name="Topics").click()
        gone = screen.locator("#gone")
        expect(gone).to_be_visible()
        for _ in range(16):
            screen.clock.fast_forward(5_000)
        screen.wait_for_timeout(300)
        expect(gone).to_be_visible()
        screen.evaluate(HIDDEN)
        for _ in range(32):
            screen.clock.fast_forward(5_000)
        screen.wait_for_timeout(300)
        assert screen.evaluate("hidings") == 0, "the notice stands still, hours if need be"
    finally:
        served.start()
    screen.clock.fast_forward(40_000)
    at_the_start(screen)
    assert screen.evaluate(LEFT) == [0, 0, 0, length]
    screen.go_back()
    assert "/room/en" not in screen.url


FLIPS = """() => { window.flips = 0;
    new MutationObserver(() => { flips += document.querySelector("#gone").hidden; })
    .observe(document.querySelector("#gone"), {attributes: true, attributeFilter: ["hidden"]}); }"""


def test_the_notice_stands_still_while_something_else_answers_and_nobody_is_led_there(
    screen: Page,
) -> None:
    """A proxy that answers in our place, with whatever status, is no server that is back."""
    away = {"status": 502, "content_type": "text/html", "body": "<h1>502 Bad Gateway</h1>"}
    screen.route("**/room/en/topics", lambda route: route.fulfill(**away))
    screen.get_by_role("link", name="Topics").click()
    gone = screen.locator("#gone")
    expect(gone).to_be_visible()
    screen.evaluate(FLIPS)
    for _ in range(6):
        screen.clock.fast_forward(5_000)
        screen.wait_for_timeout(200)
    assert screen.evaluate("flips") == 0

    portal = {**away, "status": 200, "body": "<h1>Anmeldung</h1>"}
    screen.route("**/*", lambda route: route.fulfill(**portal))
    for _ in range(24):
        screen.clock.fast_forward(5_000)
        screen.wait_for_timeout(100)
    expect(gone).to_be_visible()
    assert screen.evaluate("flips") == 0
    screen.unroute_all()
    screen.clock.fast_forward(40_000)
    at_the_start(screen)
