"""A worker with a keyboard alone: from the label to the end of a nugget, and by hand to a machine.

Wherever the keyboard stands is seen, named, not covered, and comes after what was read before.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import floor
from tests.access.keys import Keys

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone with a keyboard that reads English."""
    context = browser.new_context(
        base_url=address, locale="en-GB", viewport={"width": 390, "height": 844}
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_from_the_label_to_the_end_of_a_nugget(page: Page) -> None:
    keys = Keys(page)
    page.goto(f"/{floor.LATHE}")
    keys.press("Watch the film")
    expect(page.locator(".film.on")).to_be_attached()
    keys.press("Read the 2 steps")
    page.wait_for_url("**/wear-glasses")
    keys.to("from 0:12")
    page.wait_for_function("() => window.htmx")
    keys.press("Always.")
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.locator("#verdict")).to_have_text("Right.")
    expect(page.locator("[role=status]#live")).to_contain_text("Right")
    keys.press("Done")
    expect(page.locator("h1")).to_have_text("Glasses on before it turns.")
    keys.press("Something is not right here")
    page.wait_for_url("**/remark")


def test_by_the_keys_of_the_code_to_a_machine(page: Page) -> None:
    keys = Keys(page)
    page.goto("/en/")
    keys.to("Code from the yellow plate")
    for sign in sorted(floor.PRESS):
        keys.to(sign)
    keys.to("Open")
    page.goto("/en/")
    keys.to("Code from the yellow plate")
    page.keyboard.type(floor.PRESS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en/m/{floor.PRESS}")
