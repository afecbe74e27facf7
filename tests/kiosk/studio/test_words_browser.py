"""On two phones: words keep themselves while typed, over bad wifi and beside a colleague."""

import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import make_server

from content import questions, words
from content.models import Text, Version
from content.steps import add
from kiosk.db import connected
from tests.looks import DESK_BY_DAY, PHONE_BY_NIGHT, unfit
from tests.studio import Browser, Studio

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
    "locale": "en-GB",
}  # fmt: skip
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", e => refused.push(e.violatedDirective));
"""
Open = Callable[..., Page]
AAA = 7  # WCAG 2.2, 1.4.6: contrast of text


@pytest.fixture
def opened(studio: Studio, browser: Chromium, version: Version) -> Iterator[Open]:
    """Open a page of the version for somebody; no page runs what its policy forbids."""
    server = make_server("127.0.0.1", 0, studio.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    pages = []

    def open_(who: Browser, place: str = "words", **more: Any) -> Page:
        context = browser.new_context(**{**PHONE, **more})
        context.add_cookies(who.cookies)
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(f"http://localhost:{server.server_port}/studio/v/{version.id}/{place}")
        pages.append(page)
        return page

    yield open_
    refused = [page.evaluate("window.refused") for page in pages if not page.is_closed()]
    for page in pages:
        page.context.close()
    server.shutdown()
    thread.join()
    server.server_close()
    assert not any(refused)


def now(studio: Studio, version: Version) -> dict[str, str]:
    """Return the words as they are stored."""
    with connected(studio.database):
        return words.lines(Text.get(Text.version == version))


def steps(studio: Studio, version: Version) -> list[str]:
    """Return what the steps say."""
    stored = now(studio, version).items()
    return [body for key, body in stored if key.startswith("step/")]


def saved(page: Page) -> None:
    """Wait until everything typed is kept."""
    page.wait_for_timeout(900)
    expect(page.locator("#kept")).to_have_text("Saved while you type.")


def test_steps_are_typed_one_after_the_other_with_enter(
    opened: Open, alice: Browser, studio: Studio, version: Version
) -> None:
    page = opened(alice)
    page.locator(".step textarea").first.click()
    for number in range(5):
        page.keyboard.type(f"Schritt {number}.", delay=5)
        if number < 4:
            page.keyboard.press("Enter")
    saved(page)
    assert steps(studio, version) == [f"Schritt {number}." for number in range(5)]


def test_the_words_are_typed_beside_the_film(
    opened: Open, alice: Browser, studio: Studio, version: Version
) -> None:
    page = opened(alice, "film")
    page.get_by_label("Why does it matter?").fill("Er reißt.")
    saved(page)
    assert now(studio, version)["why"] == "Er reißt."


def test_what_is_typed_in_a_dead_zone_is_kept_when_the_wifi_is_back(
    opened: Open, alice: Browser, studio: Studio, version: Version
) -> None:
    page = opened(alice)
    page.context.set_offline(True)
    page.get_by_label("Why does it matter?").fill("Er reißt.")
    expect(page.locator("#kept")).to_contain_text("No connection.")
    page.get_by_label("What to remember?").fill("Erst aus.")
    page.context.set_offline(False)
    page.wait_for_timeout(3500)
    saved(page)
    stored = now(studio, version)
    assert (stored["why"], stored["take_away"]) == ("Er reißt.", "Erst aus.")


def test_an_answer_that_gets_lost_is_no_quarrel_with_oneself(
    opened: Open, alice: Browser, studio: Studio, version: Version
) -> None:
    page = opened(alice)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/words", lose)
    why = page.get_by_label("Why does it matter?")
    why.fill("Er")
    page.wait_for_timeout(900)
    why.fill("Er reißt.")
    page.wait_for_timeout(2500)
    saved(page)
    assert lost == [200]
    assert now(studio, version)["why"] == "Er reißt."
    assert page.locator(".note.wrong").count() == 0


def test_two_trainers_at_one_nugget_lose_nothing_and_both_are_told(
    opened: Open, alice: Browser, bob: Browser, studio: Studio, version: Version
) -> None:
    first, second = opened(alice), opened(bob)
    first.get_by_label("Why does it matter?").fill("Von Alice.")
    saved(first)
    second.get_by_label("What to remember?").fill("Von Bob, anderswo.")
    saved(second)
    second.get_by_label("Why does it matter?").fill("Von Bob.")
    expect(second.locator("#said-why")).to_contain_text("Von Alice.")
    assert second.get_by_label("Why does it matter?").input_value() == "Von Bob."
    assert now(studio, version)["why"] == "Von Alice."
    second.get_by_role("button", name="Keep mine").tap()
    expect(second.locator("#said-why .note")).to_have_count(0)
    first.get_by_label("Try it now").fill("Zeig es.")
    expect(first.locator("#others")).to_contain_text("Bob writes on this nugget, too.")
    expect(first.locator("#others")).to_contain_text("Something here was changed meanwhile.")
    stored = now(studio, version)
    assert [stored[one] for one in ("why", "take_away", "task")] == [
        "Von Bob.", "Von Bob, anderswo.", "Zeig es.",
    ]  # fmt: skip


def test_a_photo_from_the_phone_stands_beside_its_step(
    opened: Open, alice: Browser, version: Version
) -> None:
    page = opened(alice)
    photo = io.BytesIO()
    Image.new("RGB", (3000, 2250), "#14444A").save(photo, "JPEG")
    page.locator(".step textarea").first.fill("Schlüssel abziehen.")
    page.locator("[data-photo]").first.set_input_files(
        {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    expect(page.locator(".step .pic img")).to_have_count(1, timeout=60_000)
    assert page.locator(".step textarea").first.input_value() == "Schlüssel abziehen."


def test_without_scripts_the_form_is_kept_by_its_button(
    opened: Open, alice: Browser, studio: Studio, version: Version
) -> None:
    page = opened(alice, java_script_enabled=False)
    page.get_by_label("Why does it matter?").fill("Er reißt.")
    page.locator(".step textarea").nth(0).fill("Aus.")
    page.get_by_role("button", name="Save, on to the question").click()
    page.wait_for_url("**/question")
    assert now(studio, version)["why"] == "Er reißt."
    assert steps(studio, version) == ["Aus."]


def test_a_question_is_typed_and_seen_at_once(
    opened: Open, alice: Browser, studio: Studio, version: Version
) -> None:
    page = opened(alice, "question")
    expect(page.locator("#kept"), "nothing is wrong").to_have_text("Saved while you type.")
    fields = page.locator("form.words textarea")
    for number, body in enumerate(("Was zuerst?", "Aus.", "Sicher.", "Raus.", "Er fliegt.")):
        fields.nth(number).fill(body)
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#finding")).to_have_text("The question is ready")
    page.locator(".seen summary").first.tap()
    expect(page.locator(".seen .verdict").first).to_contain_text("Sicher.")
    with connected(studio.database):
        answers = questions.of(Text.get(Text.version == version))[0].answers
    assert [(one.label, one.right) for one in answers] == [("Aus.", True), ("Raus.", False)]


def test_everybody_can_use_every_page_of_it(
    opened: Open, alice: Browser, studio: Studio, version: Version
) -> None:
    with connected(studio.database):
        text = Text.get(Text.version == version)
        step = add(version, "abcdefghjkmn")
        words.write(text, {f"step/{step.id}": "Aus."}, words.lines(text))
        questions.add(text, "qbcdefghjkmn", ["0bcdefghjkmn", "1bcdefghjkmn", "2bcdefghjkmn"])
    for place in ("words", "question", "facts", "film"):
        page = opened(alice, place)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert unfit(page, PHONE_BY_NIGHT, DESK_BY_DAY) == [], place


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
def test_an_example_in_an_empty_field_can_be_read(
    opened: Open, studio: Studio, *, night: bool
) -> None:
    alice = studio.browser("alice")
    page = opened(alice, "film", color_scheme="dark" if night else "light")
    example, ground = page.evaluate("""() => {
      const light = (named) => {
        const part = (n) => (n /= 255) <= .04045 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4;
        const [red, green, blue] = named.match(/\\d+/g).map(Number).map(part);
        return .2126 * red + .7152 * green + .0722 * blue + .05;
      };
      const field = document.getElementById("why");
      const [example, ground] = [getComputedStyle(field, "::placeholder"), getComputedStyle(field)];
      return [light(example.color), light(ground.backgroundColor)];
    }""")
    assert max(example, ground) / min(example, ground) >= AAA
