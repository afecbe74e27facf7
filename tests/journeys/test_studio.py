"""The whole way of a nugget by thumb: filmed over bad wifi, written, released, at its label."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, expect

from tests.content.media.films import tool
from tests.content.media.phone_films import AAC, HLG, VOICE, X265, _bright
from tests.house import until
from tests.journeys.hand import PATIENCE, Hand
from tests.journeys.served import Served
from tests.journeys.staffed import LATHE, come_in, release, staffed
from tests.wifi import Wifi

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

MEGABIT: Final = 125_000.0
"""Bytes a second."""
MOST_TAPS, MOST_TYPED = 36, 280
MINUTE: Final = 60_000
STEPS: Final = ("Spindel aus.", "Schlüssel rein.", "Backe lösen.")
QUESTION: Final = (
    "Was zuerst?",
    "Spindel aus.", "Genau: erst wenn nichts dreht.",
    "Schlüssel rein.", "Er fliegt dir weg.",
)  # fmt: skip
SEEN: Final = """async () => {
  const film = document.querySelector("video"), paper = document.createElement("canvas");
  film.pause();
  paper.width = film.videoWidth; paper.height = film.videoHeight;
  const pen = paper.getContext("2d");
  pen.drawImage(film, 0, 0);
  const at = (x, y) => [...pen.getImageData(paper.width * x, paper.height * y, 1, 1).data];
  const cues = [...(film.textTracks[0]?.cues ?? [])].map((cue) => cue.text);
  return { wide: film.videoWidth, high: film.videoHeight, corner: at(0.1, 0.1), far: at(0.9, 0.9),
    cues, seconds: film.duration };
}"""


@pytest.fixture
def plant(tmp_path: Path, founded: Path) -> Iterator[Served]:
    there = staffed(tmp_path, founded)
    there.start()
    yield there
    there.stop()
    there.house.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds as a phone held upright films them: HEVC Main 10, HLG, 4K, lying on its side."""
    folder = tmp_path_factory.mktemp("phone")
    picture = (
        "color=c=0x7090A0:s=360x640:r=15:d=1,drawbox=w=iw/4:h=ih/4:c=red:t=fill,"
        "drawbox=x=3*iw/4:y=3*ih/4:w=iw/4:h=ih/4:c=0x30C030:t=fill,noise=alls=4:allf=t,"
        f"{_bright(HLG)},scale=2160:3840:flags=neighbor,transpose=2"
    )
    second, made = folder / "second.mov", folder / "IMG_4711.MOV"
    tags = f"log-level=none:colorprim=bt2020:transfer={HLG}:colormatrix=bt2020nc:bframes=0:crf=24"
    tool(
        "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"aevalsrc={VOICE}:s=48000:d=1",
        *X265, "-x265-params", tags, "-color_primaries", "bt2020", "-color_trc", HLG,
        "-colorspace", "bt2020nc", *AAC, str(second),
    )  # fmt: skip
    turned = ("-display_rotation", "-90", "-stream_loop", "3", "-i", str(second))
    tool(*turned, "-c", "copy", "-f", "mov", str(made))
    return made


def test_a_trainer_films_writes_and_hands_in_and_the_label_shows_it(
    plant: Served, browser: Browser, film: Path
) -> None:
    with Wifi(plant.port, MEGABIT) as wifi:
        alice = Hand(browser, f"http://localhost:{wifi.port}", "Alice")
        come_in(alice)
        begin_at_the_machine(alice)
        send_over_bad_wifi(alice, plant, wifi, film)
        way_to_the_label(browser, plant, alice)


def way_to_the_label(browser: Browser, plant: Served, alice: Hand) -> None:
    """Go on from the film that is here, until a worker sees it; count what it cost."""
    check_and_cut(alice)
    caption(alice)
    ask(alice)
    look_and_hand_in(alice)
    bob = Hand(browser, plant.address, "Bob")
    release(bob)
    shown_at_the_label(Hand(browser, plant.address, "Worker"))
    print(f"\nThe way of a nugget: {told(alice)}; its release: {told(bob)}.")
    assert alice.taps <= MOST_TAPS, told(alice)
    assert alice.typed <= MOST_TYPED, told(alice)


def told(hand: Hand) -> str:
    """Say what a way cost."""
    return f"{hand.taps} clicks and {hand.typed} typed characters"


def begin_at_the_machine(hand: Hand) -> None:
    """Begin a nugget at the machine whose label says this code."""
    page = hand.page
    hand.shot("today")
    hand.tap(page.get_by_role("link", name="New nugget").first)
    hand.write(page.get_by_label("Code on the machine"), LATHE)
    hand.shot("where")
    hand.button("Go on")
    hand.write(page.get_by_label("What can people do afterwards?"), "Backen wechseln")
    hand.shot("what")
    hand.button("On to the film")


def send_over_bad_wifi(hand: Hand, plant: Served, wifi: Wifi, film: Path) -> None:
    """Send a film through two cuts and a restart, and write the words meanwhile."""
    page = hand.page
    hand.shot("film")
    begun = wifi.passed
    with page.expect_file_chooser() as chooser:
        hand.tap(page.locator(".fancy .other"))
    chooser.value.set_files(film)
    on_its_way(hand, wifi, 200_000)
    cut(hand, wifi)
    hand.write(page.get_by_label("Why does it matter?"), "Ein loser Schlüssel fliegt weg.")
    on_its_way(hand, wifi, 300_000)
    restart(hand, plant)
    hand.shot("going")
    hand.tap(page.locator(".step textarea").first)
    hand.say("\n".join(STEPS))
    on_its_way(hand, wifi, 300_000)
    cut(hand, wifi)
    here = page.locator("#film-here")
    expect(here, "the film is here").to_contain_text("The film is here", timeout=MINUTE)
    expect(page.locator("#kept"), "the words are kept").to_have_text(
        "Saved while you type.", timeout=MINUTE
    )
    hand.shot("here")
    assert wifi.passed - begun < film.stat().st_size * 1.5, "no piece is sent over and over"
    hand.link("On to the check")


def on_its_way(hand: Hand, wifi: Wifi, more: int) -> None:
    """Wait until so many more bytes have passed."""
    before = wifi.passed

    def there() -> bool:
        hand.page.wait_for_timeout(50)
        return wifi.passed - before >= more

    until(there, f"{more} more bytes pass", 40)
    expect(hand.page.locator("#film-going"), "the film is still on its way").to_be_visible()


def says(hand: Hand, words: str) -> None:
    """See that the upload says how it goes."""
    note = hand.page.locator("#film-note")
    expect(note, f"the upload says: {words}").to_contain_text(words, timeout=PATIENCE)


def cut(hand: Hand, wifi: Wifi) -> None:
    """Lose the wifi, and get it back."""
    wifi.cut()
    says(hand, "No connection right now")
    hand.shot("no-wifi")
    wifi.mend()
    says(hand, "went on at the same place")


def restart(hand: Hand, plant: Served) -> None:
    """Let the whole product die in the middle of a piece, as in a power cut, and start it again."""
    assert plant.process is not None
    os.killpg(plant.process.pid, signal.SIGKILL)
    plant.process.wait(10)
    says(hand, "No connection right now")
    plant.start()
    says(hand, "went on at the same place")


def check_and_cut(hand: Hand) -> None:
    """Read what was found in the film, and cut half a second off both ends."""
    page = hand.page
    done = page.get_by_role("region", name="Done already")
    expect(done, "the film was looked at").to_be_visible(timeout=2 * MINUTE)
    for sentence in (
        "The format HEVC does not play on every phone. Now it does.",
        "The colours were made for HDR screens only. They are adapted.",
        "The phone was turned. The picture is upright now.",
        "The picture was larger than phones show. It is smaller now and loads faster.",
    ):
        expect(done, "the check says what was done").to_contain_text(sentence)
    hand.shot("checked")
    hand.write(page.get_by_label("Start", exact=True), "0.5")
    hand.write(page.get_by_label("End", exact=True), "3.7")
    hand.write(page.get_by_role("textbox", name="The one point"), "Erst aus, dann der Schlüssel.")
    hand.shot("cut")
    hand.button("Keep this and go on")


def caption(hand: Hand) -> None:
    """Make captions of the steps, once the film plays, and say that they are right."""
    page = hand.page
    page.get_by_role("button", name="From the steps").wait_for()

    def plays() -> bool:
        there = page.locator("video#film").count() > 0
        if not there:
            page.wait_for_timeout(1000)
            page.reload()
        return there

    hand.shot("captions")
    until(plays, "the cut film plays beside its captions", 180)
    hand.button("From the steps")
    page.get_by_label("Line 3, words").wait_for()
    hand.shot("from-steps")
    hand.tap(page.get_by_label("I watched it with captions and they are right"))
    hand.button("Save captions")
    expect(page.locator("#saved"), "the captions are saved").to_be_visible()
    hand.shot("captioned")
    hand.link("On to the question")


def ask(hand: Hand) -> None:
    """Write a question with two answers, and what each of them teaches."""
    page = hand.page
    fields = page.locator("form.words textarea")
    hand.shot("question")
    for number, words in enumerate(QUESTION):
        hand.write(fields.nth(number), words)
    hand.tap(page.get_by_label("Right: Answer A"))
    expect(page.locator("#finding"), "the question is whole").to_have_text("The question is ready")
    hand.shot("asked")
    hand.button("Save, on to the languages")
    hand.shot("languages")
    hand.link("On to the release")


def look_and_hand_in(hand: Hand) -> None:
    """Look at the draft as workers will see it, then hand it in."""
    page = hand.page
    hand.shot("draft")
    hand.link("Larger, darker, on your phone")
    title = page.frame_locator(".phone iframe").get_by_role("heading", name="Backen wechseln")
    expect(title, "the preview shows the nugget").to_be_visible()
    hand.shot("preview")
    hand.link("Back")
    hand.tap(page.get_by_label("Nobody can be recognised."))
    hand.write(page.get_by_label("Who looks after it?"), "Schichtführer")
    hand.button("Hand it in")
    expect(page.get_by_role("heading", level=1), "it was handed in").to_have_text(
        "Ask a colleague to release it"
    )
    hand.shot("handed-in")


def shown_at_the_label(worker: Hand) -> None:
    """See that the label's page plays the film upright, with its captions."""
    page = worker.page
    page.goto(f"/{LATHE}")
    expect(page.get_by_role("heading", level=1), "the nugget is there").to_have_text(
        "Backen wechseln"
    )
    worker.shot("label")

    def plays() -> bool:
        page.wait_for_timeout(100)
        return bool(page.evaluate("document.querySelector('video').currentTime > 0.2"))

    until(plays, "the film starts by itself", 20)
    worker.shot("plays")
    seen = page.evaluate(SEEN)
    assert_upright(seen)
    assert seen["cues"] == list(STEPS)
    assert seen["seconds"] == pytest.approx(3.2, abs=0.3)


def assert_upright(seen: dict[str, Any]) -> None:
    """The film stands on its short side: red at its top left, green at its bottom right."""
    red, green = seen["corner"], seen["far"]
    assert seen["high"] > seen["wide"]
    assert red[0] > max(red[1], red[2]) + 60
    assert green[1] > green[0] + 40
