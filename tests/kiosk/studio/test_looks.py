"""Every page of the studio, as a browser shows it: light and dark, on a phone and on a desk.

Each page is valid HTML in the reader's language and direction, holds one heading, fits its screen
and one of 320 pixels, says nothing in the console, is clean by axe, and has buttons that a glove
hits. A page is opened once and then looked at in every way.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import html5lib
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from content import words
from content.media import ffmpeg
from content.models import Text
from kiosk.db import connected
from tests import looks
from tests.kiosk.studio import look_cast
from tests.kiosk.studio.look_cast import NAMES, Place, Stage
from tests.kiosk.studio.test_access import routes
from tests.looks import Look
from tests.studio import HOME, Browser, Studio

# Every page of the studio is looked at.
pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.timeout(1500)]

GLOVE: Final = 44
TWICE: Final[ViewportSize] = {"width": 320, "height": 640}
"""A desk's screen at four times the size, a phone's at nearly twice."""
WHO: Final = ("", "alice", "bob", "charlie", "dana")
REFUSING: Final = {"gone", "forbidden", "door", "link", "welcome", "machine_list.dry_run"}
MISSING: Final = {"new.at", "check.take_file", "check.strip", "slides.picture"}
"""What only jobs make, or what only a made-up address leads to: looked at as `gone` once."""
FACTS: Final = """
least => {
  const small = [...document.querySelectorAll("a.b, button, summary, select, .tabs a, .chips a")]
    .filter(one => one.checkVisibility() && !one.closest(".vh"))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < least || box.height < least))
    .map(([one, box]) => `${one.outerHTML.slice(0, 120)} ${box.width}x${box.height}`);
  return {
    small,
    headings: document.querySelectorAll("h1").length,
    lang: document.documentElement.lang, dir: document.documentElement.dir,
    twice: [...document.querySelectorAll("[id]")].map(one => one.id)
      .filter((id, at, all) => all.indexOf(id) !== at),
    wide: document.documentElement.scrollWidth - innerWidth,
  };
}
"""


@pytest.fixture(scope="session")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of three seconds."""
    folder = tmp_path_factory.mktemp("look")
    picture = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=3", "-c:v", "libx264")
    ffmpeg.convert([*picture, "-pix_fmt", "yuv420p", "-movflags", "+faststart", "film.mp4"], folder)
    return folder / "film.mp4"


@pytest.fixture
def stage(studio: Studio, tone: Path, tmp_path: Path) -> Stage:
    """The plant with something on every page."""
    return look_cast.lay(studio, tmp_path / "in", tone)


def places(studio: Studio, stage: Stage) -> list[Place]:
    """Return every whole page: those of the routes by their rights, and those beyond."""
    made = studio.app.extensions["studio"]()
    found = []
    for route, rule in routes(made):
        if route.method == "GET" and rule.endpoint not in MISSING:
            place = stage.address(rule)
            found.append(Place(place.endpoint, place.path, NAMES.get(route.right, "alice")))
    asks = {name: studio.browser(name) for name in WHO}
    return [place for place in [*found, *stage.more] if whole(asks[place.who], place)]


def whole(browser: Browser, place: Place) -> bool:
    """Say whether a whole page stands there; only those that are not there refuse."""
    answer = browser.client.get(place.path, headers=browser.head, base_url=HOME)
    expected = place.endpoint in REFUSING or answer.status_code < 400
    assert expected, f"{place}: {answer.status}"
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        return False  # a file to take away: no browser shows it
    return answer.status_code not in {204, 301, 302, 303, 308} and answer.get_data().startswith(
        b"<!DOCTYPE html>"
    )


def contexts(
    chromium: Chromium, studio: Studio, **how: Any
) -> Iterator[tuple[str, BrowserContext]]:
    """Open a phone for everybody."""
    for name in WHO:
        context = chromium.new_context(**how)
        context.add_cookies(studio.browser(name).cookies)
        yield name, context


def faults_of(page: Page, place: Place, tongue: str) -> Iterator[str]:
    """Say all that is wrong with an open page, looked at in this way."""
    facts = page.evaluate(FACTS, GLOVE)
    yield from (f"small: {one}" for one in facts["small"])
    yield from (f"id twice: {one}" for one in facts["twice"])
    if facts["headings"] != 1:
        yield f"{facts['headings']} headings"
    guest = place.path.startswith("/studio/link/")  # speaks the language of its text
    if facts["lang"] != tongue and not guest:
        yield f"lang {facts['lang']}"
    if facts["dir"] != ("rtl" if facts["lang"] == "ar" else "ltr"):
        yield f"dir {facts['dir']}"
    if facts["wide"] > 0:
        yield f"{facts['wide']} px too wide"
    yield from looks.faults(page, looks.WCAG)


def invalid(html: str) -> Iterator[str]:
    """Say what is wrong with a page's HTML."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"))
    parser.parse(html)
    yield from (f"HTML {line}: {what} {more}" for (line, _), what, more in parser.errors)


def visit(page: Page, place: Place, served: str, tongue: str, ways: tuple[Look, ...]) -> list[str]:
    """Open a place and return what is wrong with it, in whichever way it is looked at."""
    said: list[str] = []

    def hear(message: Any) -> None:
        # That the page itself is an answer of refusal stands in the console too.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            said.append(f"console: {message.text}")

    page.on("console", hear)
    answer = page.goto(served + place.path)
    assert answer is not None
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    found = list(invalid(answer.text()))
    for look in ways:
        looks.turn(page, look)
        found += [f"{look}: {fault}" for fault in faults_of(page, place, tongue)]
    page.set_viewport_size(TWICE)
    if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
        found.append("scrolls sideways at twice the size")
    page.remove_listener("console", hear)
    return [f"{place.who} {place.path}: {fault}" for fault in (*found, *said)]


@pytest.mark.parametrize(
    ("tongue", "ways"),
    [
        ("de", (looks.PHONE_BY_DAY, looks.DESK_BY_NIGHT)),
        pytest.param("en", (looks.PHONE_BY_NIGHT, looks.DESK_BY_DAY), marks=pytest.mark.slow),
    ],
)
def test_every_page_is_clean_by_eye_and_machine(
    browser: Chromium, studio: Studio, stage: Stage, served: str, *,
    tongue: str, ways: tuple[Look, ...],
) -> None:  # fmt: skip
    opened = dict(contexts(browser, studio, locale=tongue))
    pages = {name: context.new_page() for name, context in opened.items()}
    found = [fault for place in places(studio, stage)
             for fault in visit(pages[place.who], place, served, tongue, ways)]  # fmt: skip
    for context in opened.values():
        context.close()
    assert found == []


def test_a_line_that_a_colleague_changed_meanwhile_is_told_in_the_page(
    browser: Chromium, studio: Studio, stage: Stage, served: str
) -> None:
    """An answer of refusal (409, 422) is shown by htmx as any other."""
    page = dict(contexts(browser, studio, locale="en"))["alice"].new_page()
    page.goto(f"{served}/studio/v/{stage.known['version_id']}/languages/ar?line=why")
    form = page.locator("form[data-hx-post]").first
    form.locator("textarea").fill("x" * 40)
    key = form.locator("[name=line]").input_value()
    with connected(studio.database):
        text = Text.get((Text.version == stage.known["version_id"]) & (Text.language == "ar"))
        words.write(text, {key: "theirs"}, words.lines(text))
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        form.get_by_role("button", name="Save line").click()
    assert sent.value.status == 409
    expect(page.get_by_text("theirs").first).to_be_visible()
    expect(page.locator("[aria-invalid=true]").first).to_have_value("x" * 40)
    page.context.close()


def test_text_of_little_contrast_is_found_however_little_it_is(browser: Chromium) -> None:
    page = browser.new_page()
    shades = ("#888", "#666", "#555")  # 3.5, 5.7 and 7.5 to 1 on white
    page.set_content("".join(f"<p style='color:{one}'>hello</p>" for one in shades))
    assert [one for one in looks.faults(page, looks.WCAG) if "contrast" in one] == [
        'color-contrast-enhanced: <p style="color:#888">hello</p> (2)'
    ]
    page.close()
