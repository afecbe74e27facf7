"""What a hand scanner types at a PC in use: it opens what was scanned, and presses nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import floor
from tests.kiosk.room.test_room_script import LABEL, Served, keys, served

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
__all__ = ["served"]

ENTER = ["Enter", "Enter", False]
SPACE = ["Space", " ", False]
LINE_FEED = ["KeyJ", "j", False, True]
SCANNED = """([keys, on]) => { if (on) document.querySelector(on).focus();
    return keys.map(([code, key, shiftKey, ctrlKey]) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown",
            {code, key, shiftKey, ctrlKey, bubbles: true, cancelable: true}))
        ? key : ""); }"""
"""Types these as a scanner does, and tells the keys that the browser would have obeyed."""
ARABIC = "شؤيثبلاهتنمةىخحضقسفعر"


@pytest.fixture
def screen(browser: Browser, served: Served) -> Iterator[Page]:
    """The screen of a kiosk PC at a page that somebody reads."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/room/en/topics")
    yield page
    context.close()


def scan(page: Page, typed: list[list[Any]], on: str = "") -> list[str]:
    """Scan while this has the focus, and return the keys that would have pressed something."""
    obeyed: list[str] = page.evaluate(SCANNED, [typed, on])
    return [key for key in obeyed if key in {"Enter", "Tab", " ", "j"}]


def at_the_lathe(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Drehmaschine DZ 400")


def test_a_scanner_that_ends_twice_or_with_a_line_feed_presses_no_key(screen: Page) -> None:
    for end in (ENTER, LINE_FEED):
        screen.goto("/room/en/topics")
        assert scan(screen, [*keys(LABEL, "en-US", "de-DE"), end], "[data-leave]") == []
        at_the_lathe(screen)


def test_spaces_of_a_makers_code_press_no_button(screen: Page) -> None:
    code = [*keys("SN", "en-US", "en-US")[:-1], SPACE, *keys("12345", "en-US", "en-US")]
    assert scan(screen, code, "[data-leave]") == []
    expect(screen.locator("h1")).to_have_text("That was no machine’s code.")


def test_half_a_code_is_answered_and_leads_back(screen: Page) -> None:
    screen.goto("/room/en/find")
    screen.get_by_role("searchbox").fill("jam")
    assert scan(screen, keys(floor.LATHE[:3], "en-US", "de-DE"), "[type=search]") == []
    expect(screen.locator("h1")).to_have_text("That was no machine’s code.")
    screen.get_by_role("link", name="Back").click()
    expect(screen.get_by_role("searchbox")).to_be_visible()


def test_typed_by_hand_a_short_word_and_enter_are_no_scan(screen: Page) -> None:
    screen.goto("/room/en/find")
    screen.get_by_role("searchbox").press_sequentially("wear", delay=60)
    screen.keyboard.press("Enter")
    expect(screen.locator(".hits")).to_contain_text("Wear glasses")


def test_far_too_much_is_answered_calmly_and_leads_back(screen: Page) -> None:
    for text in ("x" * 400, "https://evil.example/" + "a" * 280, "%&$§!()"):
        screen.goto("/room/en/topics")
        screen.evaluate(SCANNED, [keys(text, "de-DE", "de-DE"), ""])
        expect(screen.locator("h1")).to_contain_text("code")
        screen.get_by_role("link", name="Back").click()
        expect(screen.locator("h1")).to_have_text("Topics")


def test_it_opens_on_an_arabic_pc_and_page_and_amid_a_film(screen: Page) -> None:
    screen.goto("/room/ar/topics")
    arabic = [
        [code, ARABIC[n % len(ARABIC)] if len(key) == 1 else key, shift]
        for n, (code, key, shift) in enumerate(keys(LABEL, "en-US", "en-US"))
    ]
    scan(screen, arabic)
    at_the_lathe(screen)
    screen.goto("/room/en/n/wear-glasses")
    screen.get_by_role("button", name="Watch the film").click()
    expect(screen.locator(".stage.on")).to_be_attached()
    scan(screen, keys("https://evil.example/D4H7KW", "en-US", "de-DE"), "[data-do=pause]")
    expect(screen.locator("h1")).to_contain_text("leads to evil.example")
    screen.get_by_role("link", name="Back").click()
    expect(screen.locator("h1")).to_have_text("Wear glasses")
    scan(screen, keys(LABEL, "de-DE", "en-US"))
    at_the_lathe(screen)
    assert screen.locator("video").count() == 0
