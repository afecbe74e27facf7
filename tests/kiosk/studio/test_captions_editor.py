"""The table of captions in a real browser: typed, timed by button and key, seen on the film."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from content import captions, medium
from content.media import ffmpeg
from content.media.captions import Cue
from content.models import Version
from content.storage import Folder
from kiosk import jobs
from kiosk.db import connected
from kiosk.jobs import Job
from tests.kiosk.studio.captions_cast import chuck, german, give_lines
from tests.looks import EVERY, unfit
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.thorough]


@pytest.fixture(scope="session")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of twelve seconds that Chromium plays."""
    folder = tmp_path_factory.mktemp("tone")
    picture = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=12", "-c:v", "libx264", "-g", "5")
    ffmpeg.convert([*picture, "-pix_fmt", "yuv420p", "-movflags", "+faststart", "film.mp4"], folder)
    return folder / "film.mp4"


@pytest.fixture
def version(studio: Studio, tone: Path) -> Version:
    """The draft `chuck` with a film that plays and three lines."""
    made = chuck(studio.site, studio.settings, tone)
    give_lines(made, studio.settings)
    return made


def opened(chromium: Chromium, studio: Studio, address: str, **how: Any) -> Page:
    """Open a page as Alice, in a phone's size unless said otherwise."""
    size = {"width": 390, "height": 844}
    context = chromium.new_context(**{"viewport": size, "locale": "en", **how})
    context.set_default_timeout(60_000)
    context.add_cookies(studio.browser("alice").cookies)
    page = context.new_page()
    page.goto(address)
    return page


@pytest.fixture
def page(browser: Chromium, studio: Studio, version: Version, served: str) -> Iterator[Page]:
    """The captions of the German text, open on a phone; no script of it may fail."""
    faults: list[str] = []
    opened_ = opened(browser, studio, "about:blank")
    opened_.on("pageerror", lambda error: faults.append(str(error)))
    opened_.on("console", lambda said: faults.extend([said.text] * (said.type == "error")))
    opened_.goto(f"{served}/studio/v/{version.id}/captions/de")
    opened_.wait_for_function("() => document.getElementById('film').readyState > 0")
    yield opened_
    opened_.context.close()
    assert [fault for fault in faults if "409" not in fault] == []


def times(page: Page, line: int) -> tuple[str, str]:
    """Return the times of a line as they stand in its fields."""
    row = page.locator(f"#line-{line}")
    return row.locator("[name=start]").input_value(), row.locator("[name=end]").input_value()


def seek(page: Page, moment: float) -> None:
    """Bring the film to this second."""
    page.evaluate(
        "moment => new Promise(done => { const film = document.getElementById('film');"
        " film.addEventListener('seeked', done, {once: true}); film.currentTime = moment })",
        moment,
    )


def shown(page: Page) -> list[str]:
    """Return the lines that stand on the film now."""
    found: list[str] = page.evaluate(
        "[...document.getElementById('film').textTracks].filter(track => track.mode === 'showing')"
        ".flatMap(track => [...track.activeCues]).map(cue => cue.text)"
    )
    return found


def test_play_from_here_begins_at_the_lines_start(page: Page) -> None:
    page.get_by_role("button", name="Play from line 2").click()
    page.wait_for_function("() => document.getElementById('film').currentTime > 3.6")
    assert page.evaluate("document.getElementById('film').currentTime") < 6
    assert page.locator("#line-2").get_attribute("class") == "now"


def test_what_is_typed_stands_on_the_film_at_once(page: Page) -> None:
    page.get_by_label("Line 2, words").fill("Mit 40 Nm anziehen.")
    seek(page, 5)
    assert shown(page) == ["Mit 40 Nm anziehen."]


def test_a_tag_that_is_typed_is_seen_and_never_run(page: Page) -> None:
    page.get_by_label("Line 2, words").fill("<img src=x onerror=alert(1)> 5 < 6")
    seek(page, 5)
    text = page.evaluate(
        "[...document.getElementById('film').textTracks].find(one => one.mode === 'showing')"
        ".activeCues[0].getCueAsHTML().textContent"
    )
    assert text == "<img src=x onerror=alert(1)> 5 < 6"


def test_start_and_end_are_set_by_button(page: Page) -> None:
    page.get_by_label("Line 1, words").click()
    seek(page, 1.2)
    page.get_by_role("button", name="Start now").click()
    seek(page, 2.7)
    page.get_by_role("button", name="End now").click()
    assert times(page, 1) == ("0:01.2", "0:02.7")
    assert page.locator("#line-2").get_attribute("class") == "now"


def test_start_and_end_are_set_by_key_while_typing(page: Page) -> None:
    words = page.get_by_label("Line 2, words")
    words.click()
    words.press("End")
    words.type(" Halt")
    seek(page, 4.1)
    words.press("F2")
    seek(page, 6.4)
    words.press("F4")
    assert times(page, 2) == ("0:04.1", "0:06.4")
    assert words.input_value().endswith(" Halt")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Line 3, words"


def test_every_letter_that_is_typed_stays_a_letter(page: Page) -> None:
    words = page.get_by_label("Line 1, words")
    words.fill("")
    words.type("[]ioäß .,12 k")
    assert words.input_value() == "[]ioäß .,12 k"
    assert page.evaluate("document.getElementById('film').paused")


def test_the_meter_follows_every_letter(page: Page) -> None:
    line = page.locator("#line-2")
    line.locator("textarea").fill("Schlüssel abziehen und nie und niemals im Futter stecken lassen")
    line.locator("[name=end]").fill("0:05.5")
    assert "32 signs/s" in line.locator(".said").inner_text()
    assert "Too fast. Give it 1.8 s more." in line.locator(".said").inner_text()
    assert line.locator("rect").get_attribute("class") == "bad"
    assert line.locator("mark").all_inner_texts() == ["nie", "niemals"]
    line.locator("[name=end]").fill("0:09")
    assert line.locator("rect").get_attribute("class") == "ok"


def test_the_page_and_the_server_say_the_same(page: Page, studio: Studio, version: Version) -> None:
    page.get_by_label("Line 1, words").fill("Mit 5,5 bar und 20 °C nie öffnen! Zwei Sekunden, 3x.")
    page.get_by_label("Line 2, start").fill("0:01")
    page.get_by_label("Line 3, end").fill("0:13")
    live = page.locator(".meter").all_inner_texts()
    page.get_by_role("button", name="Save captions").click()
    page.wait_for_url("**#saved")
    plain = page.context.browser
    assert plain is not None
    still = opened(plain, studio, page.url, java_script_enabled=False)
    assert [" ".join(one.split()) for one in still.locator(".meter").all_inner_texts()] == [
        " ".join(one.split()) for one in live
    ]
    still.context.close()


def test_lines_are_added_split_joined_deleted_and_all_of_it_taken_back(page: Page) -> None:
    def texts() -> list[str]:
        return [one.input_value() for one in page.locator("tbody textarea").all()]

    before = texts()
    for name in ("Line after", "Make two", "Join with next", "Delete"):
        page.locator("#line-2 .more summary").click()
        page.locator("#line-2").get_by_role("button", name=name).click()
    assert texts() != before
    while page.get_by_role("button", name="Undo").is_visible():
        page.get_by_role("button", name="Undo").click()
    assert texts() == before


def test_a_sound_goes_where_the_cursor_stands(page: Page) -> None:
    words = page.get_by_label("Line 3, words")
    words.fill("Schlüssel ab.")
    words.press("End")
    page.get_by_role("button", name="[Klick]").click()
    assert words.input_value() == "Schlüssel ab. [Klick]"


def test_the_film_appears_while_lines_are_typed(
    browser: Chromium, studio: Studio, tone: Path, served: str
) -> None:
    version = chuck(studio.site, studio.settings)  # its small film is still to be made
    assert version.film is not None
    with connected(studio.database):
        jobs.ask("renditions", str(version.film_id))
    page = opened(browser, studio, f"{served}/studio/v/{version.id}/captions/de")
    expect(page.locator("#filmed")).to_contain_text("The film is being made.")
    page.get_by_role("button", name="First line").click()
    page.keyboard.type("Drei Backen")
    lite = shutil.copy(tone, tone.with_name("arrived.mp4"))
    with connected(studio.database):
        medium.add_rendition(
            version.film, Folder(studio.settings.media), "lite", Path(lite), "mp4", recipe="1",
            width=320, height=180, seconds=12.0,
        )  # fmt: skip
        Job.delete().execute()
    page.locator("#film").wait_for()
    page.keyboard.type(" lösen.")
    page.wait_for_function("() => document.getElementById('film').readyState > 0")
    seek(page, 1.0)
    assert shown(page) == ["Drei Backen lösen."]
    expect(page.locator("#line-1 .play"), "the line plays on it").to_be_visible()
    page.context.close()


def test_what_was_changed_is_saved(page: Page, studio: Studio, version: Version) -> None:
    page.get_by_label("Line 1, words").fill("Neu.")
    page.get_by_label("I watched it with captions").check()
    page.get_by_role("button", name="Save captions").click()
    page.wait_for_url("**#saved")
    with connected(studio.database):
        kept = captions.cues(german(version), Folder(studio.settings.media))
        assert german(version).captions_state == "reviewed"
    assert kept[0].text == "Neu."
    tick = page.get_by_label("I watched it with captions")
    expect(tick, "it says what was said").to_be_checked()
    page.get_by_label("Line 1, words").fill("Neuer.")
    expect(tick).not_to_be_checked()


def test_a_change_takes_the_tick_away(page: Page) -> None:
    tick = page.get_by_label("I watched it with captions")
    tick.check()
    page.get_by_label("Line 1, words").fill("Anders.")
    assert not tick.is_checked()


def test_what_somebody_else_saved_is_taken_over_line_by_line(
    page: Page, studio: Studio, version: Version
) -> None:
    with connected(studio.database):
        give_lines(version, studio.settings, Cue(7.2, 7.9, "Halt!"))
    page.get_by_label("Line 1, words").fill("Von mir.")
    page.get_by_role("button", name="Save captions").click()
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_label("Line 3, words")).to_have_value("Halt!")
    page.get_by_role("button", name="Save captions").click()
    page.wait_for_url("**#saved")
    with connected(studio.database):
        kept = captions.cues(german(version), Folder(studio.settings.media))
    assert [cue.text for cue in kept][0::2] == ["Von mir.", "Halt!"]


def test_what_was_typed_outlives_a_reload(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Line 1, words").fill("Noch nicht gespeichert.")
    page.reload()
    assert page.get_by_label("Line 1, words").input_value().startswith("Drei Backen")
    page.get_by_role("button", name="Bring them back").click()
    expect(page.get_by_label("Line 1, words")).to_have_value("Noch nicht gespeichert.")


def test_what_was_saved_is_not_offered_again(page: Page) -> None:
    page.get_by_label("Line 1, words").fill("Gespeichert.")
    page.get_by_role("button", name="Save captions").click()
    page.wait_for_url("**#saved")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    page.reload()
    assert not page.get_by_role("button", name="Bring them back").is_visible()


def test_a_long_table_follows_every_letter_at_once(page: Page) -> None:
    page.evaluate(
        "() => { const body = document.querySelector('tbody'); const row = body.rows[0];"
        " for (let at = 0; at < 200; at += 1) body.append(row.cloneNode(true)); }"
    )
    words = page.get_by_label("Line 1, words").first
    took = page.evaluate(
        "area => Math.min(...Array.from({length: 4}, () => { const from = performance.now();"
        " area.dispatchEvent(new Event('input', {bubbles: true}));"
        " return performance.now() - from; }))",
        words.element_handle(),
    )
    assert took < 400


def test_without_javascript_lines_are_added_and_saved(
    browser: Chromium, studio: Studio, version: Version, served: str
) -> None:
    address = f"{served}/studio/v/{version.id}/captions/tr"
    page = opened(browser, studio, address, java_script_enabled=False)
    page.get_by_role("button", name="First line").click()
    page.get_by_label("Line 1, words").fill("Üç çeneyi gevşet.")
    page.get_by_role("button", name="Save captions").click()
    expect(page.get_by_label("Line 1, words")).to_have_value("Üç çeneyi gevşet.")
    expect(page.get_by_label("Line 1, end")).to_have_value("0:02.0")
    page.context.close()


def test_everybody_can_use_it(
    browser: Chromium, studio: Studio, version: Version, served: str
) -> None:
    page = opened(browser, studio, f"{served}/studio/v/{version.id}/captions/de")
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert unfit(page, *EVERY) == []
    page.context.close()
