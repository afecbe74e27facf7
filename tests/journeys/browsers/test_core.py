"""The main job in Firefox and WebKitGTK: scan, watch, seek, answer, done; and in a dead zone.

`make browsers` runs it; pictures of each stage go to BROWSERS_OUT, where that is set.
"""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.journeys.browsers.conftest import Opens
from tests.journeys.browsers.remote import Remote
from tests.journeys.served import Served

pytestmark = [pytest.mark.browsers, pytest.mark.timeout(300)]

CODE = "D4H7KW"
RIGHT = "Es noch in dieser Schicht melden"  # the text that binds, in every language
LEARNED = {"de": "Das nimmst du mit", "ar": "خذ هذا معك"}
FILM = "document.querySelector('video')"
BOTH = pytest.mark.parametrize("name", ["firefox", "webkit"])


def look(browser: Remote, name: str) -> Image.Image:
    """Return what is to be seen; keep it where pictures are wanted."""
    picture = browser.picture()
    if folder := os.environ.get("BROWSERS_OUT"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{name}.png").write_bytes(picture)
    return Image.open(BytesIO(picture)).convert("L")


def plays_and_seeks(browser: Remote) -> None:
    """Watch a little, jump to another place, and watch on from there."""
    browser.until(f"{FILM} && {FILM}.currentTime > 0.3")
    browser.run(f"({FILM}.currentTime = 60)")
    browser.until(f"{FILM}.currentTime > 60.3")


def finish(browser: Remote, lang: str) -> None:
    """Let the film end, answer, and end the nugget."""
    browser.run(f"({FILM}.currentTime = {FILM}.duration - 1)")
    browser.click("[data-do=ask]")
    browser.pick(".picks button", RIGHT)
    assert browser.seen(".verdict.right h1")
    browser.click("form[action$='/done'] button.go")
    browser.says("main", LEARNED[lang])


@BOTH
@pytest.mark.parametrize("lang", ["de", "ar"])
def test_a_worker_scans_watches_seeks_answers_and_is_done(
    house: Served, opens: Opens, name: str, lang: str
) -> None:
    browser = opens(name, lang)
    browser.go(f"{house.address}/{CODE}")
    assert browser.seen(".plate .code") == "D4H-7KW"
    if name == "webkit" and lang != "de":  # it asks for no language: a hand chooses it
        browser.click(f".langs a[lang={lang}]")
    browser.until(f"document.documentElement.lang === '{lang}'")
    plays_and_seeks(browser)
    browser.until("document.querySelector('.cap').innerText.length > 5")
    look(browser, f"{name}-{lang}-film")
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    finish(browser, lang)
    look(browser, f"{name}-{lang}-done")
    assert browser.cookies() == []


@BOTH
def test_a_saved_nugget_plays_and_seeks_while_the_server_is_gone(
    house: Served, opens: Opens, name: str
) -> None:
    browser = opens(name, "de")
    nugget = f"{house.address}/de/m/{CODE}/near-miss"
    browser.go(f"{nugget}/offline")
    browser.click("[data-save]")
    browser.says("[data-say=saved]", "Gespeichert")
    assert browser.run("navigator.serviceWorker.ready.then(() => true)")
    house.stop()
    browser.go(nugget)
    browser.click(".start")
    plays_and_seeks(browser)
    look(browser, f"{name}-offline")
    finish(browser, "de")
    house.start("--only", "web")
    browser.go(nugget)
    browser.until("document.querySelector('.plate')")


def test_without_scripts_firefox_shows_the_film_and_takes_the_answer(
    house: Served, opens: Opens
) -> None:
    browser = opens("firefox", "ar", script=False)
    browser.go(f"{house.address}/{CODE}")
    browser.click(".film form button")
    moves(browser)
    browser.pick(".picks button", RIGHT)
    look(browser, "firefox-bare-right")
    browser.click("form[action$='/done'] button.go")
    browser.says("main", LEARNED["ar"])
    assert browser.cookies() == []


def moves(browser: Remote) -> None:
    """Wait until two looks at the page differ: its film runs, and no script may say so."""
    before, end = look(browser, "firefox-bare-film"), time.monotonic() + 60
    while not ImageChops.difference(before, look(browser, "firefox-bare-film")).getbbox():
        assert time.monotonic() < end, "the film stands still"
        time.sleep(0.5)
