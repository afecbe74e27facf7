"""A phone that lies on its side: what counts is in the first view, and nothing moves."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import floor
from tests.kiosk.pages.conftest import WATCH

pytestmark = pytest.mark.browser

TURNED = ((844, 390), (740, 360))
NUGGET, MACHINE = "/de/n/wear-glasses", f"/de/m/{floor.LATHE}"
BOX = "one => (box => [box.left, box.top, box.right, box.bottom])(one.getBoundingClientRect())"

FILLED = """() => {
  const box = document.querySelector(".screen").getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.height > .85 * innerHeight;
}"""


@pytest.fixture(params=TURNED, ids=str)
def lying(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone on its side that reads German."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="de-DE")
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


def seen(page: Page, rule: str) -> list[float]:
    """Return the edges of what a rule finds, when all of it is in view."""
    edges: list[float] = page.locator(rule).first.evaluate(BOX)
    start, top, end, bottom = edges
    size = page.viewport_size
    assert size
    assert start >= 0
    assert top >= 0
    assert end <= size["width"]
    assert bottom <= size["height"], rule
    return edges


@pytest.mark.parametrize("path", [NUGGET, MACHINE])
def test_words_picture_and_button_are_in_the_first_view(
    lying: Page, address: str, path: str
) -> None:
    lying.goto(address + path)
    words, picture, _ = (seen(lying, rule) for rule in ("h1", "video", ".start"))
    assert words[2] <= picture[0]
    assert picture[3] - picture[1] >= 150
    lying.wait_for_load_state("networkidle")
    assert lying.evaluate("shift") == 0


@pytest.mark.thorough
def test_a_film_that_was_asked_for_takes_the_width(lying: Page, address: str) -> None:
    lying.goto(address + NUGGET)
    lying.click(".start")
    expect(lying.locator(".film.on .keys")).to_be_attached()
    lying.wait_for_function(FILLED)


def test_a_question_and_its_answer_are_in_the_first_view(lying: Page, address: str) -> None:
    lying.goto(address + NUGGET)
    lying.click(".start")
    lying.locator("[data-do=ask]").wait_for(state="attached")
    lying.evaluate("kiosk.act.ask()")
    seen(lying, ".quiz h2")
    seen(lying, ".picks button")
    lying.click(".picks button >> nth=1")
    lying.locator(".verdict").wait_for()
    seen(lying, ".mine")
    seen(lying, ".verdict h1")
    seen(lying, ".verdict .says")
