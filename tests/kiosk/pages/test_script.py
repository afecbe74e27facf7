"""What the pages do more where scripts run, seen in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import floor

pytestmark = pytest.mark.browser


def plays(page: Page) -> None:
    page.wait_for_selector(".film.on")
    page.wait_for_selector(".quiz", state="attached")


def test_a_tap_plays_the_film_in_place_without_sound(phone: Page, address: str) -> None:
    phone.goto(f"{address}/{floor.LATHE}")
    phone.click(".start")
    plays(phone)
    assert phone.url == f"{address}/{floor.LATHE}"
    assert phone.evaluate("document.querySelector('video').muted")


@pytest.mark.thorough
def test_a_machine_with_one_nugget_plays_by_itself(phone: Page, address: str) -> None:
    phone.goto(f"{address}/{floor.PRESS}")
    plays(phone)


def test_reduced_motion_keeps_it_still(phone: Page, address: str) -> None:
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(f"{address}/{floor.PRESS}", wait_until="networkidle")
    assert phone.evaluate("document.querySelector('video').paused")


def test_until_the_film_plays_little_is_loaded_and_nothing_moves(phone: Page, address: str) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{address}/{floor.LATHE}", wait_until="networkidle")
    assert len({url for url in asked if url.startswith("http")}) <= 6
    assert not [url for url in asked if "htmx" in url or "woff2" in url]
    phone.click(".start")
    plays(phone)
    phone.wait_for_timeout(1500)
    assert phone.evaluate("shift") == 0


def test_the_question_takes_the_films_place_and_the_verdict_the_focus(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}/{floor.LATHE}")
    phone.click(".start")
    plays(phone)
    phone.evaluate("(v => { v.currentTime = v.duration - .2 })(document.querySelector('video'))")
    phone.click("[data-do=ask]")
    phone.wait_for_function("() => window.htmx")
    phone.click(".picks button >> nth=1")
    phone.wait_for_selector(".verdict.wrong")
    expect(phone.locator("#verdict")).to_be_focused()
    expect(phone.locator("#live")).to_contain_text("Noch nicht.")
    assert phone.url == f"{address}/{floor.LATHE}"
    assert phone.input_value(".verdict [name=ticket] >> nth=0")


@pytest.mark.thorough
def test_whoever_comes_back_to_the_end_of_a_nugget_finds_the_nugget(
    phone: Page, address: str
) -> None:
    nugget = f"{address}/de/n/wear-glasses"
    phone.goto(nugget)
    phone.click(".start")
    plays(phone)
    phone.evaluate("(v => { v.currentTime = v.duration - .2 })(document.querySelector('video'))")
    phone.click("[data-do=ask]")
    phone.click(".picks button >> nth=0")
    phone.click(".verdict .go")
    expect(phone.locator(".won")).to_be_visible()
    assert phone.url == nugget
    phone.goto(f"{address}/{floor.PRESS}")
    phone.go_back()
    expect(phone.locator(".film")).to_be_visible()
    assert phone.url == nugget


def test_a_step_jumps_to_its_second(phone: Page, address: str) -> None:
    phone.goto(f"{address}/de/n/wear-glasses")
    phone.click("[data-at='12']")
    plays(phone)
    assert phone.evaluate("document.querySelector('video').currentTime") >= 12


def test_keys_for_gloves_write_the_code(phone: Page, address: str) -> None:
    phone.goto(f"{address}/de/")
    for sign in floor.LATHE:
        phone.click(f".pad [data-key]:text-is('{sign}')")
    expect(phone.locator(".entry input")).to_have_value("D4H-7KW")
    phone.click(".pad .go")
    phone.wait_for_url(f"{address}/de/m/{floor.LATHE}")


FIST = """() => {
  const keys = [...document.querySelectorAll("[data-key='']")];
  for (let tap = 0; tap < 200; tap++) keys[(tap * 7) % keys.length].click();
}"""


def test_a_fist_on_the_keys_writes_one_code_and_typing_searches_beside_it(
    phone: Page, address: str
) -> None:
    wrong: list[str] = []
    phone.on("pageerror", lambda error: wrong.append(str(error)))
    phone.goto(f"{address}/de/")
    phone.evaluate(FIST)
    expect(phone.locator(".entry input")).to_have_value(re.compile(r"^\w{3}-\w{3}$"))
    phone.locator("#q").press_sequentially("brlle", delay=20)
    expect(phone.locator("#hits .row")).to_have_count(2)
    expect(phone.locator("#live")).to_have_text("2 Treffer")
    expect(phone.locator("#q")).to_be_focused()
    phone.fill("#q", "")
    expect(phone.locator("#hits .row")).to_have_count(0)
    assert phone.url == f"{address}/de/"
    assert wrong == []


@pytest.mark.thorough
def test_the_second_page_has_its_typeface_and_does_not_move(phone: Page, address: str) -> None:
    phone.goto(f"{address}/de/")
    phone.wait_for_function("() => localStorage.face")
    phone.goto(f"{address}/de/n/wear-glasses", wait_until="networkidle")
    assert phone.evaluate("[...document.fonts].every(face => face.status === 'loaded')")
    assert phone.evaluate("shift") == 0


def test_without_a_script_the_whole_way_is_open(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(f"{address}/{floor.LATHE}")
    page.click(".start")
    assert page.get_attribute("video", "controls") is not None
    page.click(".picks button >> nth=0")
    page.click(".verdict .go")
    expect(page.locator("h1")).to_have_text("Brille auf, bevor es dreht.")
    context.close()
