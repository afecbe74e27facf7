"""Cutting a film in a real browser: by thumb, by key, and the page that waits for its film."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from content import medium, nuggets, takes
from content.models import Take, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.db import connected
from kiosk.making.cutting import Cutting, Rules
from tests.content.media.films import PICTURE, QUICK, tool
from tests.late import held
from tests.looks import EVERY, unfit
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def take(studio: Studio, tmp_path: Path) -> Take:
    """Alice's film of four seconds; nobody looked at it yet."""
    upload = tmp_path / "upload.mp4"
    tool(*PICTURE, *QUICK, "-g", "15", str(upload))
    with connected(studio.database):
        version = nuggets.draft(studio.site, "chips")
        Version.update(authors=studio.people["alice"].id).where(Version.id == version.id).execute()
        return takes.receive(
            version, "film", upload, "mp4", folder=studio.settings.takes, keep_days=30,
            today=date(2026, 11, 22),
        )  # fmt: skip


@pytest.fixture
def bench(studio: Studio) -> Cutting:
    """The worker's table at which takes become films."""
    storage = Folder(studio.settings.media)
    rules = Rules(studio.settings.takes)
    return Cutting(studio.database, storage, studio.settings.data / "desk", rules)


@pytest.fixture
def here(served: str, take: Take) -> str:
    """The address of the station on the plant's server."""
    return f"{served}/studio/v/{take.version_id}/check"


def opened(chromium: Chromium, studio: Studio, address: str, **how: Any) -> Page:
    """Open a page on Alice's phone."""
    context = chromium.new_context(**{"viewport": PHONE, "locale": "en-GB", **how})
    context.add_cookies(studio.browser("alice").cookies)
    page = context.new_page()
    page.goto(address)
    return page


def looked_at(bench: Cutting, take: Take) -> None:
    """Let the doctor look; nobody asks for the cut."""
    bench.look(take.id, lambda _share: None)
    with connected(bench.database):
        jobs.Job.delete().execute()


def test_the_ends_are_set_by_what_is_seen_and_by_thumb_on_the_strip(
    browser: Chromium, studio: Studio, bench: Cutting, take: Take, here: str
) -> None:
    looked_at(bench, take)
    page = opened(browser, studio, here)
    page.wait_for_function("() => document.getElementById('film').readyState > 0")
    page.evaluate("document.getElementById('film').currentTime = 1.5")
    page.wait_for_function("() => !document.getElementById('film').seeking")
    page.locator("[data-now=start]").click()
    assert page.get_by_label("Start", exact=True).input_value() == "0:01.5"
    box = page.locator("#strip").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 20, steps=4)
    page.mouse.up()
    assert page.get_by_label("End", exact=True).input_value() == "0:03"
    expect(page.locator("#lasts")).to_have_text("With this cut it lasts 0:01.5.")
    page.context.close()


def test_a_time_moves_by_key_and_a_wrong_one_is_said_at_once(
    browser: Chromium, studio: Studio, bench: Cutting, take: Take, here: str
) -> None:
    looked_at(bench, take)
    page = opened(browser, studio, here)
    start = page.get_by_label("Start", exact=True)
    start.press("ArrowUp")
    start.press("Shift+ArrowUp")
    assert start.input_value() == "0:01.1"
    start.fill("3,5")
    page.get_by_label("End", exact=True).fill("3")
    expect(page.locator("#lasts")).to_have_text("The end comes before the start.")
    page.context.close()


def test_what_was_said_of_other_times_goes_with_them(
    browser: Chromium, studio: Studio, bench: Cutting, take: Take, here: str
) -> None:
    looked_at(bench, take)
    page = opened(browser, studio, here)
    page.get_by_label("Start", exact=True).fill("3")
    page.get_by_label("End", exact=True).fill("1")
    page.get_by_role("button", name="Keep it and stay here").click()
    expect(page.locator(".ends .wrongink")).to_have_count(1)
    page.get_by_label("End", exact=True).fill("3.5")
    expect(page.locator(".ends .wrongink")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_cut_is_sent_and_kept(
    browser: Chromium, studio: Studio, bench: Cutting, take: Take, here: str, *, script: bool
) -> None:  # fmt: skip
    looked_at(bench, take)
    page = opened(browser, studio, here, java_script_enabled=script)
    page.get_by_label("Start", exact=True).fill("0,5")
    page.get_by_label("End", exact=True).fill("0:03")
    page.get_by_role("button", name="Keep it and stay here").click()
    page.wait_for_load_state()
    with connected(studio.database):
        kept = Take.get_by_id(take.id)
        assert (kept.start, kept.end) == (0.5, 3.0)
    page.context.close()


def test_the_page_that_waits_shows_what_was_found_by_itself(
    browser: Chromium, studio: Studio, bench: Cutting, take: Take, here: str
) -> None:
    with connected(studio.database):
        job = jobs.take(jobs.ask("look", take.id).id)
        assert job is not None
        jobs.tell(job, 0.5)
    page = opened(browser, studio, here)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your film is being looked at")
    looked_at(bench, take)
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is fine", timeout=60_000)
    page.context.close()


@pytest.fixture
def unplayable(studio: Studio, bench: Cutting, take: Take) -> None:
    """Make Alice's film one that this browser does not play."""
    slow = ("-tag:v", "hvc1", "-x265-params", "log-level=1")
    way = ("-c:v", "libx265", "-preset", "ultrafast", *slow)
    tool(*PICTURE, *way, str(takes.path(studio.settings.takes, take)))
    looked_at(bench, take)


@pytest.mark.usefixtures("unplayable")
def test_a_film_that_failed_before_the_script_came_is_told_of(
    browser: Chromium, studio: Studio, here: str
) -> None:
    page = opened(browser, studio, "about:blank")
    waits = held(page, "**/studio-check.*.js")
    page.goto(here, wait_until="commit")
    page.wait_for_function("() => document.getElementById('film')?.networkState === 3")
    waits[0].continue_()
    expect(page.locator("#unplayed")).to_be_visible()
    expect(page.locator("#film")).to_be_hidden()
    page.context.close()


@pytest.mark.usefixtures("unplayable")
def test_a_film_this_browser_cannot_play_gives_way_to_the_one_made_of_it(
    browser: Chromium, studio: Studio, bench: Cutting, take: Take, here: str
) -> None:
    lite = studio.settings.data / "lite.mp4"
    tool(*PICTURE, *QUICK, str(lite))
    with connected(studio.database):
        jobs.ask("cut", take.id)
    page = opened(browser, studio, here)
    expect(page.locator("#unplayed")).to_be_visible()
    page.get_by_label("Start", exact=True).fill("0:01")
    bench.cut(take.id, lambda _share: None)
    with connected(studio.database):
        film = Take.get_by_id(take.id).film
        assert film is not None
        medium.add_rendition(film, bench.storage, "lite", lite, "mp4", recipe="1",
                             width=320, height=180, seconds=4.0)  # fmt: skip
        jobs.Job.delete().execute()
    expect(page.locator("#film")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-now=start]"), "its times can be set by it").to_be_visible()
    assert page.get_by_label("Start", exact=True).input_value() == "0:01"
    page.context.close()


def test_everybody_can_use_it(
    browser: Chromium, studio: Studio, bench: Cutting, take: Take, here: str
) -> None:
    with connected(studio.database):
        jobs.ask("look", take.id)
    for looked in (False, True):
        if looked:
            looked_at(bench, take)
        page = opened(browser, studio, here)
        assert unfit(page, *EVERY) == []
        page.context.close()
