"""On a phone: photos, sentences, a mark and a blur by finger, the film that plays, a voice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from content import scenes
from content.models import Rendition, Text, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.db import connected
from tests import machine
from tests.conftest import SWITCHES
from tests.kiosk.studio import board_cast as cast
from tests.looks import PHONE_BY_DAY, PHONE_BY_NIGHT, unfit
from tests.studio import Browser, Studio

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
    "locale": "en-GB",
}  # fmt: skip
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", e => refused.push(e.violatedDirective));
"""


@pytest.fixture
def version(studio: Studio) -> Version:
    """A draft without a film."""
    with connected(studio.database):
        return cast.draft(studio.site)


def opened(chromium: Chromium, alice: Browser, **more: Any) -> Page:
    """Open a phone on which Alice is signed in."""
    context = chromium.new_context(**{**PHONE, **more})
    context.add_cookies(alice.cookies)
    page = context.new_page()
    page.add_init_script(WATCH)
    return page


@pytest.fixture
def phone(browser: Chromium, alice: Browser) -> Iterator[Page]:
    """Alice's phone; its pages run nothing that their policy forbids."""
    page = opened(browser, alice)
    yield page
    assert page.evaluate("refused") == []
    page.context.close()


def drag(page: Page, *ends: tuple[float, float]) -> None:
    """Draw with one finger from one place of the picture to another, in shares of its sides."""
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    (x1, y1), (x2, y2) = [
        (box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in ends
    ]
    touch = page.context.new_cdp_session(page)
    places = [(x1 + (x2 - x1) * at / 4, y1 + (y2 - y1) * at / 4) for at in range(5)]
    for kind, (x, y) in zip(["touchStart", *["touchMove"] * 4], places, strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def photos(folder: Path, count: int) -> list[str]:
    """Write photographs of a phone's size, one of them upright."""
    names = []
    for number in range(count):
        size = (3000, 4000) if number == 1 else (4000, 2250)
        (folder / f"{number}.jpg").write_bytes(cast.jpeg(number, size))
        names.append(str(folder / f"{number}.jpg"))
    return names


def write(page: Page, sentences: tuple[str, ...]) -> None:
    """Type a sentence under each picture; each keeps itself when the next one is touched."""
    for number, sentence in enumerate(sentences):
        field = page.locator(".says textarea").nth(number)
        field.tap()
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            field.fill(sentence)
            field.blur()


def test_photos_and_sentences_become_a_film_that_plays_with_its_captions(
    studio: Studio, phone: Page, served: str, version: Version, tmp_path: Path
) -> None:
    page = phone
    page.goto(f"{served}/studio/v/{version.id}/storyboard")
    page.set_input_files("[data-photos]", photos(tmp_path, 4))
    page.wait_for_selector(".scene:nth-child(4)")
    write(page, cast.SAID)
    expect(page.locator(".scene.open")).to_have_count(0)
    with connected(studio.database):
        assert cast.told(version) == list(cast.SAID)
    page.get_by_role("button", name="Make the film").tap()
    page.wait_for_selector("#made .percent")
    cast.work(studio)
    page.wait_for_selector("#made video")
    shown = page.evaluate(PLAY.replace("UNTIL", UNTIL))
    assert shown["seconds"] == pytest.approx(16.0, abs=0.2)
    assert shown["captions"] == [
        [0, cast.SAID[0]],
        [4, cast.SAID[1]],
        [8, cast.SAID[2]],
        [12, "Los."],
    ]
    assert shown["seen"] == cast.SAID[2]


UNTIL = """async (done, what) => {
  for (const end = performance.now() + 20_000; !done(); ) {
    if (!film.isConnected) throw new Error("the film that plays was taken off the page");
    if (performance.now() > end) throw new Error(`no ${what} within 20 s`);
    await new Promise(next => setTimeout(next, 50));
  }
}"""

PLAY = """async () => {
  const film = document.querySelector("#made video");
  film.muted = true;
  film.textTracks[0].mode = "showing";
  await film.play();
  const cues = () => [...(film.textTracks[0].cues ?? [])];
  const until = UNTIL;
  await until(() => cues().length === 4, "four captions");
  film.currentTime = 9;
  await until(() => !film.seeking && film.currentTime > 9.5, "half a second behind the place");
  return {seconds: film.duration, captions: cues().map(one => [one.startTime, one.text]),
          seen: film.textTracks[0].activeCues[0].text};
}"""


def test_the_film_plays_on_while_smaller_ones_are_made(
    studio: Studio, phone: Page, served: str, version: Version
) -> None:
    with connected(studio.database):
        cast.fill(version, Folder(studio.settings.media), 2)
        jobs.ask("storyboard", version.id)
    cast.work(studio)
    with connected(studio.database):
        jobs.ask("storyboard", version.id)
        smaller = list(Rendition.select().dicts())
        Rendition.delete().execute()
    page = phone
    page.goto(f"{served}/studio/v/{version.id}/storyboard")
    expect(page.locator("#making .percent")).to_be_visible()
    page.evaluate("document.querySelector('#made video').play()")
    with connected(studio.database):
        Rendition.insert_many(smaller).execute()
    for _ in range(2):
        with page.expect_response(lambda answer: "/storyboard/film?playing=" in answer.url):
            pass
    with connected(studio.database):
        jobs.Job.delete().execute()
    expect(page.locator("#making .percent")).to_have_count(0)
    assert page.evaluate("document.querySelector('#made video').currentTime") > 1


def test_a_circle_and_a_blur_are_drawn_by_finger(
    studio: Studio, phone: Page, served: str, version: Version
) -> None:
    storage = Folder(studio.settings.media)
    with connected(studio.database):
        cast.fill(version, storage, 1)
        before = scenes.scenes(version)[0]
    page = phone
    page.goto(f"{served}/studio/v/{version.id}/storyboard/{before.id}/marks/1")
    page.get_by_label("Circle", exact=True).check()
    drag(page, (0.2, 0.3), (0.4, 0.7))
    page.get_by_label("Blur", exact=True).check()
    drag(page, (0.5, 0.2), (0.7, 0.6))
    page.get_by_role("button", name="Done").click()
    page.wait_for_url("**/storyboard#scene-*")
    with connected(studio.database):
        after = scenes.scenes(Version.get_by_id(version.id))[0]
        original = scenes.pictures(version)[after.pictures[0]]
    assert after.pictures != before.pictures
    assert [mark.draw for mark in after.marks] == ["circle"]
    assert after.marks[0].box == pytest.approx((200, 300, 400, 700), abs=6)
    path = storage.find(original.sha, original.ext)
    assert path
    with Image.open(path) as picture:
        edge = picture.convert("L").crop((630, 185, 670, 200))
    assert max(edge.tobytes()) - min(edge.tobytes()) < 120


def test_a_mark_is_taken_away_before_it_is_kept(
    studio: Studio, phone: Page, served: str, version: Version
) -> None:
    with connected(studio.database):
        cast.fill(version, Folder(studio.settings.media), 1)
        scene = scenes.scenes(version)[0]
    page = phone
    page.goto(f"{served}/studio/v/{version.id}/storyboard/{scene.id}/marks/1")
    drag(page, (0.8, 0.8), (0.4, 0.5))
    page.get_by_role("button", name="Take it away").click()
    page.get_by_role("button", name="Done").click()
    page.wait_for_url("**/storyboard#scene-*")
    with connected(studio.database):
        assert scenes.scenes(Version.get_by_id(version.id))[0].marks == ()


@pytest.fixture
def talker(browser: Chromium, alice: Browser) -> Iterator[Page]:
    """The same phone in a second Chromium, whose microphone beeps once a second."""
    path = machine.browser()
    beeping = browser.browser_type.launch(executable_path=path, args=[*SWITCHES, *MICROPHONE])
    page = opened(beeping, alice, permissions=["microphone"])
    yield page
    assert page.evaluate("refused") == []
    beeping.close()


def test_a_voice_is_recorded_heard_and_laid_over_the_film(
    studio: Studio, talker: Page, served: str, version: Version
) -> None:
    with connected(studio.database):
        cast.fill(version, Folder(studio.settings.media), 1)
        jobs.ask("storyboard", version.id)
    cast.work(studio)
    page = talker
    page.goto(f"{served}/studio/v/{version.id}/voice/de")
    page.get_by_role("button", name="Record").tap()
    expect(page.locator("[data-clock]")).to_have_text("0:02", timeout=60_000)
    assert float(page.evaluate("document.querySelector('[data-level]').getAttribute('width')")) >= 0
    page.get_by_role("button", name="Record").tap()
    page.get_by_role("button", name="Use it").tap()
    page.wait_for_selector("#made .percent")
    cast.work(studio)
    page.wait_for_selector("#made video")
    with connected(studio.database):
        text = Text.get(Text.version == version)
    assert text.film_id
    assert page.evaluate(SOUND.replace("UNTIL", UNTIL)) > 0


SOUND = """async () => {
  const film = document.querySelector("#made video");
  await film.play();
  const until = UNTIL;
  await until(() => film.currentTime >= 1, "a second of film");
  return film.webkitAudioDecodedByteCount;
}"""


def test_every_page_of_it_can_be_used_by_everybody(
    studio: Studio, browser: Chromium, alice: Browser, served: str, version: Version
) -> None:
    with connected(studio.database):
        cast.fill(version, Folder(studio.settings.media))
        scene = scenes.scenes(version)[0]
    here = f"/studio/v/{version.id}"
    page = opened(browser, alice)
    for path in ("/storyboard", f"/storyboard/{scene.id}/marks/1", "/storyboard/pdf", "/voice/de"):
        page.goto(served + here + path)
        assert unfit(page, PHONE_BY_DAY, PHONE_BY_NIGHT) == [], path
    page.context.close()
