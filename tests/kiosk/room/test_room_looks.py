"""How the room's screens look to hand and eye: large targets in reach, no fault that axe knows."""

from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from tests import floor
from tests.kiosk.room.test_room_script import Served, served

pytestmark = pytest.mark.browser
__all__ = ["served"]

AXE: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
MANY: Final = (
    "", "t/safety", "machines", "find", f"m/{floor.LATHE}/wear-glasses", "m/ZZZZZZ",
    "new", "topics", "languages/topics",
)  # fmt: skip
FEW: Final = MANY[:5]
FAULTS: Final = """() => [...document.querySelectorAll("a[href], button, input[type=search]")]
    .filter((one) => one.checkVisibility() && !one.closest(".cover"))
    .map((one) => [one.closest("label") || one, one.textContent.trim().slice(0, 20)])
    .map(([one, words]) => [words, one.getBoundingClientRect()])
    .filter(([, at]) => at.top < innerHeight / 3 || at.width < 80 || at.height < 80)
    .map(([words, at]) => `${words}: ${at.width} x ${at.height} at ${at.top}`)"""
WIDE: Final = "() => document.documentElement.scrollWidth > innerWidth"


def faults(page: Page, *, upright: bool) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    found = [] if upright else Axe().run(page, options=AXE).response["violations"]
    seen: list[Any] = [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
    return [*seen, *page.evaluate(FAULTS), *(["sideways"] if page.evaluate(WIDE) else [])]


@pytest.mark.parametrize(
    "look",
    [
        ("de", "light", (1920, 1080), MANY),
        ("ar", "dark", (1280, 800), FEW),
        ("ru", "dark", (1080, 1920), FEW),
    ],
)
def test_every_screen_is_clean_and_in_reach_of_a_wheelchair(
    browser: Browser, served: Served, look: tuple[str, Any, tuple[int, int], tuple[str, ...]]
) -> None:
    lang, light, (width, height), paths = look
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=light, reduced_motion="reduce",
        base_url=f"http://127.0.0.1:{served.port}",
    )  # fmt: skip
    page = context.new_page()
    found = {}
    for path in ("/room/", *(f"/room/{lang}/{one}" for one in paths)):
        page.goto(path)
        found[path] = faults(page, upright=height > width)
    context.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
