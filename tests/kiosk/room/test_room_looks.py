"""How the room's screens look to hand and eye: large targets in reach, no fault that axe knows."""

from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests import floor
from tests.kiosk.room.test_room_script import Served, served
from tests.looks import Look, faults, turn

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
__all__ = ["served"]

WALL: Final[Look] = (1920, 1080, "light")
TABLE: Final[Look] = (1280, 800, "dark")
UPRIGHT: Final[Look] = (1080, 1920, "dark")
PAGES: Final = (
    "/room/", "/room/de/", "/room/de/t/safety", "/room/de/machines", "/room/de/find",
    f"/room/ar/m/{floor.LATHE}/wear-glasses", "/room/ar/find?q=brille", "/room/ru/m/ZZZZZZ",
    "/room/ru/topics", "/room/uk/languages/topics", "/room/cs/letters?q=%C5%A1",
    "/room/ar/letters?q=%D9%86",
)  # fmt: skip
OUT_OF_REACH: Final = """() => [
    ...document.querySelectorAll("a[href], button, input[type=search]")]
    .filter((one) => one.checkVisibility() && !one.closest(".cover"))
    .map((one) => [one.closest("label") || one, one.textContent.trim().slice(0, 20)])
    .map(([one, words]) => [words, one.getBoundingClientRect()])
    .filter(([, at]) => at.top < innerHeight / 3 || at.width < 80 || at.height < 80)
    .map(([words, at]) => `${words}: ${at.width} x ${at.height} at ${at.top}`)"""
WIDE: Final = "() => document.documentElement.scrollWidth > innerWidth"


def hand_and_eye(page: Page) -> list[str]:
    """Return what a hand cannot reach or hit, and what is cut at the side, in any look."""
    found = []
    for look in (WALL, TABLE, UPRIGHT):
        turn(page, look)
        wide = ["sideways"] if page.evaluate(WIDE) else []
        found += [f"{look}: {one}" for one in (*page.evaluate(OUT_OF_REACH), *wide)]
    return found


@pytest.mark.parametrize("path", [" ".join(PAGES[:5]), " ".join(PAGES[5:])])
def test_every_screen_is_clean_and_in_reach_of_a_wheelchair(
    browser: Browser, served: Served, path: str
) -> None:
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.port}", reduced_motion="reduce", bypass_csp=True
    )
    page, found = context.new_page(), {}
    for one in path.split():
        page.goto(one)
        wrong = hand_and_eye(page)
        turn(page, TABLE if one.startswith("/room/ar") else WALL)
        found[one] = wrong + faults(page)
    context.close()
    assert {one: wrong for one, wrong in found.items() if wrong} == {}


KEYBOARDS: Final = (
    "/room/de/letters?q=br", "/room/cs/letters", "/room/cs/letters?figures=1",
    "/room/ar/letters", "/room/ar/letters?figures=1", "/room/de/find",
)  # fmt: skip
SCREENS: Final = (
    (1920, 1080), (1600, 900), (1536, 864), (1440, 900), (1366, 768), (1280, 1024), (1280, 800),
    (1280, 720), (1024, 768), (1080, 1920),
)  # fmt: skip
PAD_AND_WORD: Final = (1024, 768)
"""Four rows of the pad and a row for the word leave no place above: there the pad begins higher."""
CLOSE: Final = """() => {
    const keys = [...document.querySelectorAll("main .key, main label, .rail .key")]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.textContent.trim().slice(0, 9), one.getBoundingClientRect()]);
    const apart = (a, b) => Math.max(
        a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
    return keys.flatMap(([name, at], n) => [
        ...keys.slice(n + 1).filter(([, other]) => apart(at, other) < 11.9)
            .map(([other]) => `${name} beside ${other}`),
        ...(at.width < 79.9 || at.height < 79.9 ? [`${name} is small`] : []),
        ...(at.bottom > innerHeight ? [`${name} is below`] : [])]); }"""
HIGH: Final = """() => [...document.querySelectorAll("main .key")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().top < innerHeight / 3)
    .length"""


def test_a_glove_hits_one_key_and_no_other_on_every_screen(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}")
    page, found = context.new_page(), {}
    for path in KEYBOARDS:
        page.goto(path)
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            found[path, width, height] = page.evaluate(CLOSE)
            if (width, height) != PAD_AND_WORD or "letters" in path:
                found[path, width, height] += page.evaluate(HIGH) * ["too high"]
    context.close()
    assert {one: wrong for one, wrong in found.items() if wrong} == {}


LOW: Final = ((960, 540), (960, 600), (1024, 540), (1024, 600), (1024, 679), (1280, 540))
"""Half of a large screen's height and less: of the pad, of the letters where eleven keys fit."""
TALL: Final = "() => document.documentElement.scrollHeight > innerHeight ? ['scrolls'] : []"


def test_on_half_a_screen_the_pad_stands_whole_and_leads_to_the_letters(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}")
    page, found = context.new_page(), {}
    for path in ("/room/de/find", "/room/ar/find", "/room/ru/find", "/room/cs/letters"):
        page.goto(path)
        for width, height in LOW[2:] if "letters" in path else LOW:
            page.set_viewport_size({"width": width, "height": height})
            found[path, width, height] = page.evaluate(CLOSE) + page.evaluate(TALL)
    page.goto("/room/de/find")
    page.get_by_role("link", name="Tastatur").click()
    page.wait_for_url("**/letters")
    context.close()
    assert {one: wrong for one, wrong in found.items() if wrong} == {}


NO_NUGGETS: Final = """() => { document.querySelector(".first")?.remove();
    const ways = document.querySelector(".three");
    if (ways.classList.contains("daily")) ways.firstElementChild.remove();
    ways.classList.remove("daily"); }"""
ON_WORDS: Final = """() => [...document.querySelectorAll(".three .tile")].filter((tile) =>
    tile.querySelector(".art").getBoundingClientRect().right
    > tile.querySelector("b").getBoundingClientRect().left || tile.scrollHeight > tile.clientHeight)
    .map((tile) => tile.textContent.trim())"""
SIDES: Final = """() => [...document.querySelectorAll(".hits .tile")].map((tile) => {
    const [at, icon] = [tile, tile.querySelector(".i")].map((one) => one.getBoundingClientRect());
    return at.right - icon.right < at.width / 4; })"""


def test_on_a_low_screen_no_drawing_lies_on_words_and_hits_begin_at_the_readers_side(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.port}", viewport={"width": 1280, "height": 720}
    )
    page = context.new_page()
    page.goto("/room/de/")
    page.evaluate(NO_NUGGETS)
    assert page.evaluate(ON_WORDS) == []
    page.goto("/room/ar/find?q=dreh")
    sides = page.evaluate(SIDES)
    assert sides
    assert all(sides)
    context.close()


MANY_STEPS: Final = """() => { const step = document.querySelector(".steps li");
    for (let n = 0; n < 12; n++) step.after(step.cloneNode(true)); }"""


def test_however_many_steps_a_film_has_the_way_to_its_question_is_in_view(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}")
    page = context.new_page()
    page.goto("/room/ar/n/wear-glasses")
    page.evaluate(MANY_STEPS)
    for look in (WALL, TABLE, UPRIGHT):
        turn(page, look)
        ask, rail = (page.locator(one).bounding_box() for one in ("#ask button", ".rail"))
        assert ask
        assert rail
        assert ask["y"] + ask["height"] <= rail["y"], look
    context.close()
