"""Somebody who reads Arabic scans a label, watches, answers and is done, all from right to left."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import floor

pytestmark = pytest.mark.browser

WIDE = "() => document.documentElement.scrollWidth > innerWidth"


def reads(page: Page) -> None:
    """The page stands in Arabic from right to left, and nothing reaches beyond its side."""
    expect(page.locator("html[lang=ar][dir=rtl]")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("ا")
    assert not page.evaluate(WIDE)


def test_an_arabic_worker_goes_the_whole_way_from_right_to_left(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ar-SY")
    page = context.new_page()
    page.goto(f"{address}/{floor.LATHE}")
    reads(page)
    expect(page.locator("main [lang=de]").first).to_be_attached()
    page.click(".start")
    expect(page.locator(".film.on")).to_be_visible()
    expect(page.locator(".cap span[lang=de]")).to_have_text("Hallo.")
    page.evaluate("(v => { v.currentTime = v.duration - .2 })(document.querySelector('video'))")
    page.click("[data-do=ask]")
    page.locator(".picks button").nth(0).click()
    expect(page.locator(".verdict.right")).to_be_visible()
    reads(page)
    page.locator(".verdict .go").click()
    expect(page.locator("h1")).to_have_text("Brille auf, bevor es dreht.")
    reads(page)
    assert context.cookies() == []
    context.close()
