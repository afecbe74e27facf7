"""The way of a nugget on a browser without scripts: every step of it is a plain form."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from tests.content.media.films import PICTURE, QUICK, tool
from tests.house import until
from tests.journeys.hand import Hand
from tests.journeys.served import Served
from tests.journeys.staffed import LATHE, come_in, release, staffed

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

STEPS: Final = ("Spindel aus.", "Schlüssel rein.")
QUESTION: Final = (
    "Was zuerst?", "Spindel aus.", "Genau.", "Schlüssel rein.", "Er fliegt dir weg.",
)  # fmt: skip


@pytest.fixture
def plant(tmp_path: Path, founded: Path) -> Iterator[Served]:
    there = staffed(tmp_path, founded)
    there.start()
    yield there
    there.stop()
    there.house.close()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    tool(*PICTURE, *QUICK, str(path))
    return path


def test_a_nugget_is_made_and_released_without_scripts(
    plant: Served, browser: Browser, film: Path
) -> None:
    alice = Hand(browser, plant.address, "Alice", java_script_enabled=False)
    come_in(alice)
    begin_and_send(alice, film)
    write(alice)
    caption(alice)
    hand_in(alice)
    bob = Hand(browser, plant.address, "Bob", java_script_enabled=False)
    release(bob)
    page = Hand(browser, plant.address, "Worker", java_script_enabled=False).page
    page.goto(f"/{LATHE}")
    expect(page.locator("h1"), "the label shows it").to_have_text("Backen wechseln")


def begin_and_send(hand: Hand, film: Path) -> None:
    """Begin a nugget at a machine, and send its film as a form."""
    page = hand.page
    hand.tap(page.get_by_role("link", name="New nugget").first)
    hand.write(page.get_by_label("Code on the machine"), LATHE)
    hand.button("Go on")
    hand.write(page.get_by_label("What can people do afterwards?"), "Backen wechseln")
    hand.button("On to the film")
    page.set_input_files("input[name=film]", film)
    hand.shot("plain-film")
    hand.button("Send the film")
    expect(page.locator("#film-here"), "the film is here").to_contain_text("The film is here")
    hand.shot("plain-here")


def write(hand: Hand) -> None:
    """Write the words and the question, each kept by its button."""
    page = hand.page
    hand.write(page.get_by_label("Why does it matter?"), "Ein loser Schlüssel fliegt weg.")
    for number, words in enumerate(STEPS):
        hand.write(page.locator(".step textarea").nth(number), words)
    hand.button("Save, on to the check")
    hand.tap(page.get_by_role("link", name="Question"))
    for number, words in enumerate(QUESTION):
        hand.write(page.locator("form.words textarea").nth(number), words)
    hand.tap(page.get_by_label("Right: Answer A"))
    hand.shot("plain-question")
    hand.button("Save, on to the languages")


def caption(hand: Hand) -> None:
    """Make captions of the steps once the film is looked at, and say that they are right."""
    page = hand.page
    hand.tap(page.get_by_role("link", name="Captions"))

    def plays() -> bool:
        there = page.locator("video#film").count() > 0
        if not there:
            page.wait_for_timeout(1000)
            page.reload()
        return there

    until(plays, "the film plays beside its captions", 90)
    hand.button("From the steps")
    hand.tap(page.get_by_label("I watched it with captions and they are right"))
    hand.button("Save captions")
    expect(page.locator("#saved"), "the captions are saved").to_be_visible()
    hand.shot("plain-captioned")


def hand_in(hand: Hand) -> None:
    """Hand it in at the station of release."""
    page = hand.page
    hand.tap(page.get_by_role("link", name="Release"))
    hand.tap(page.get_by_label("Nobody can be recognised."))
    hand.write(page.get_by_label("Who looks after it?"), "Schichtführer")
    hand.shot("plain-draft")
    hand.button("Hand it in")
    expect(page.locator("h1"), "it is handed in").to_have_text("Ask a colleague to release it")
