"""A visitor of the room with a keyboard alone: from the first screen through a film to the end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.access.keys import Keys
from tests.kiosk.room.test_room_script import Served, served

pytestmark = pytest.mark.browser
__all__ = ["served"]


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """The screen of a kiosk PC, its pointer out of order."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.port}", viewport={"width": 1920, "height": 1080}
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_from_the_first_screen_through_a_film_to_the_end(page: Page) -> None:
    keys = Keys(page)
    page.goto("/room/")
    keys.press("English")
    expect(page.locator("h1")).to_be_focused()
    keys.press("Topics")
    page.wait_for_url("**/room/en/topics")
    keys.press("Safety")
    page.wait_for_url("**/t/safety")
    keys.press("Wear glasses")
    expect(page.locator("h1")).to_have_text("Wear glasses")
    expect(page.locator("h1")).to_be_focused()
    keys.press("Watch the film")
    expect(page.locator(".stage.on")).to_be_attached()
    keys.press("To the question")
    expect(page.get_by_role("button", name="Always.")).to_be_visible()
    keys.press("Always.")
    expect(page.locator("h1")).to_be_focused()
    keys.press("Done")
    expect(page.locator("h1")).to_have_text("Glasses on before it turns.")
    keys.press("I’m done")
    expect(page.locator("h1")).to_have_text("Hallo.")


def test_tab_goes_round_and_enter_works_there(page: Page) -> None:
    page.goto("/room/en/n/wear-glasses")
    last = page.locator(".rail [data-leave]")
    last.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Watch the film")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(last).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".stage.on")).to_be_attached()
