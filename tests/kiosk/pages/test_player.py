"""What a film's page does more once its film plays, seen in a real browser."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect

from tests.late import held

pytestmark = pytest.mark.browser

HERE = "/de/n/wear-glasses"
VIDEO = "document.querySelector('video')"
AWAKE = """
window.locks = 0;
Object.defineProperty(navigator, "wakeLock", {value: {request: async () => {
  locks += 1;
  const lock = new EventTarget();
  lock.release = async () => { locks -= 1; lock.dispatchEvent(new Event("release")); };
  return lock;
}}});
"""
VOICES = """
window.spoken = []; window.stopped = 0; window.voices = [
  {lang: "de-DE", localService: false, name: "far"},
  {lang: "tr-TR", localService: true, name: "tr"}];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => voices, cancel: () => { stopped += 1; },
  speak: (words) => { spoken.push([words.voice.name, words.text]); window.last = words; },
}});
"""


@pytest.fixture
def playing(phone: Page, address: str) -> Page:
    """A phone on which a nugget's film plays, with everything that comes after that."""
    phone.add_init_script(AWAKE)
    phone.goto(address + HERE)
    phone.click(".start")
    expect(phone.locator(".marks button")).to_have_count(2)
    return phone


def until(page: Page, what: str) -> None:
    page.wait_for_function(f"() => {what}", timeout=30_000)


def test_steps_are_chapters_that_are_marked_while_they_run(playing: Page) -> None:
    first, second = playing.locator(".marks button").all()
    expect(first).to_have_attribute("aria-current", "step")
    expect(second).to_have_accessible_name("2: Brille aufsetzen.")
    second.click()
    expect(playing.locator(".steps > li.now")).to_contain_text("Brille aufsetzen.")
    expect(second).to_have_attribute("aria-current", "step")
    assert playing.evaluate(f"{VIDEO}.currentTime") >= 12


@pytest.mark.thorough
def test_a_step_that_is_looped_begins_again(playing: Page) -> None:
    playing.click("[data-do=loop]")
    expect(playing.locator("[data-do=loop]")).to_have_attribute("aria-pressed", "true")
    playing.evaluate(f"{VIDEO}.currentTime = 11.5")
    until(playing, f"{VIDEO}.currentTime < 5")


@pytest.mark.thorough
def test_captions_stay_off_on_a_phone_that_chose_so(playing: Page) -> None:
    expect(playing.locator(".cap")).to_have_text("Hallo.")
    playing.keyboard.press("c")
    expect(playing.locator(".cap")).to_be_empty()
    playing.reload()
    playing.click(".start")
    expect(playing.locator("[data-do=captions]")).to_have_attribute("aria-pressed", "false")
    expect(playing.locator(".cap")).to_be_empty()


@pytest.mark.thorough
def test_a_second_language_runs_below_the_first_and_is_remembered(playing: Page) -> None:
    playing.keyboard.press("k")
    playing.evaluate(f"{VIDEO}.currentTime = 1")
    playing.select_option("[data-second]", "en")
    expect(playing.locator(".cap span[lang=en]")).to_have_text("Hallo.")
    expect(playing.locator(".cap span")).to_have_count(2)
    assert playing.evaluate("localStorage.second") == "en"


@pytest.mark.thorough
def test_a_sharper_film_goes_on_where_the_small_one_was(playing: Page) -> None:
    playing.evaluate(f"{VIDEO}.currentTime = 20")
    small = playing.evaluate(f"{VIDEO}.currentSrc")
    other = playing.locator("[data-do=rendition]:not([aria-current])")
    expect(other).to_have_count(1)
    other.click()
    until(playing, f"{VIDEO}.currentSrc !== '{small}' && {VIDEO}.currentTime >= 20")
    expect(playing.locator("[data-do=rendition][aria-current]")).to_have_count(1)
    assert playing.evaluate("localStorage.film") in {"small", "sharp"}


def test_keys_lead_the_film_but_not_while_somebody_chooses(playing: Page) -> None:
    playing.keyboard.press("k")
    until(playing, f"{VIDEO}.paused")
    playing.evaluate(f"{VIDEO}.currentTime = 30")
    for key, second in (("ArrowLeft", 25), ("l", 35), ("j", 25), ("ArrowRight", 30)):
        playing.keyboard.press(key)
        until(playing, f"Math.round({VIDEO}.currentTime) === {second}")
    playing.keyboard.press("m")
    until(playing, f"!{VIDEO}.muted")
    playing.focus("[data-second]")
    playing.keyboard.press("k")
    assert playing.evaluate(f"{VIDEO}.paused")


@pytest.mark.thorough
def test_the_screen_stays_awake_while_the_film_plays_and_no_longer(playing: Page) -> None:
    until(playing, "locks === 1")
    playing.keyboard.press("k")
    until(playing, "locks === 0")
    playing.keyboard.press("k")
    until(playing, "locks === 1")


@pytest.mark.thorough
def test_a_phone_that_is_turned_keeps_film_and_place(playing: Page) -> None:
    playing.evaluate(f"{VIDEO}.currentTime = 20")
    playing.set_viewport_size({"width": 844, "height": 390})
    until(playing, "(r => r.top >= 0 && r.bottom <= innerHeight)"
          "(document.querySelector('.screen').getBoundingClientRect())")  # fmt: skip
    assert playing.evaluate(f"{VIDEO}.currentTime") >= 20
    assert not playing.evaluate(f"{VIDEO}.paused")


def test_what_is_tapped_before_the_player_came_is_done_when_it_comes(
    phone: Page, address: str
) -> None:
    waits = held(phone, "**/player.*.js")
    phone.goto(address + HERE)
    phone.click(".start")
    phone.wait_for_selector(".film.on [data-do=pause]", state="attached")
    phone.evaluate("document.querySelector('[data-do=pause]').click()")
    assert not phone.evaluate(f"{VIDEO}.paused")
    waits[0].continue_()
    until(phone, f"{VIDEO}.paused")


@pytest.mark.thorough
def test_missing_captions_are_said_and_the_film_plays(phone: Page, address: str) -> None:
    phone.route("**/*.vtt", lambda route: route.fulfill(status=404))
    phone.goto(address + HERE)
    phone.click(".start")
    expect(phone.locator(".uncaptioned")).to_be_visible()
    expect(phone.locator(".film.on")).to_be_visible()


def test_a_film_that_is_gone_leaves_pictures_and_steps(phone: Page, address: str) -> None:
    phone.route("**/*.mp4", lambda route: route.fulfill(status=410))
    phone.goto(address + HERE)
    phone.click(".start")
    expect(phone.locator(".filmless")).to_have_text(
        "Der Film lässt sich nicht laden. Bilder und Schritte sagen dasselbe."
    )
    expect(phone.locator(".steps .shot img")).to_have_count(1)
    expect(phone.locator(".start")).to_be_visible()


def test_only_a_voice_that_lives_on_the_phone_reads_aloud(phone: Page, address: str) -> None:
    phone.add_init_script(VOICES)
    phone.goto(address + HERE)
    phone.mouse.move(5, 5)
    expect(phone.locator(".voiceless")).to_contain_text("keine Stimme für Deutsch")
    expect(phone.locator(".listen.can")).to_have_count(0)
    until(phone, "speechSynthesis.onvoiceschanged")
    phone.evaluate("voices.push({lang: 'de_AT', localService: true, name: 'near'});"
                   "speechSynthesis.onvoiceschanged()")  # fmt: skip
    expect(phone.locator(".voiceless")).to_be_hidden()
    phone.click(".steps .listen >> nth=0")
    until(phone, "spoken.length === 1")
    assert phone.evaluate("spoken") == [["near", "Brille prüfen."]]
    phone.click(".quiz .listen")
    until(phone, "spoken.length === 2")
    assert phone.evaluate("spoken[1][1]").startswith("Wann trägst du sie?")
    before = phone.evaluate("stopped")
    phone.click(".start")
    until(phone, f"stopped > {before}")


@pytest.mark.thorough
def test_captions_read_aloud_go_along_with_the_film(phone: Page, address: str) -> None:
    phone.add_init_script(VOICES + "voices[0].localService = true;")
    phone.goto(address + HERE)
    phone.mouse.move(5, 5)
    phone.click("[data-do=aloud]")
    until(phone, "spoken.length === 1")
    assert phone.evaluate("spoken") == [["far", "Hallo."]]
    assert not phone.evaluate(f"{VIDEO}.paused")


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["/de/n/wear-glasses/print"])
def test_a_sheet_is_one_page_of_a4_with_a_symbol_that_reads(
    browser: Browser, address: str, tmp_path: Path, path: str
) -> None:
    page = browser.new_page()
    page.goto(address + path, wait_until="networkidle")
    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    page.close()
    with pypdfium2.PdfDocument(tmp_path / "sheet.pdf") as paper:
        assert len(paper) == 1
        assert [round(side / 72 * 25.4) for side in paper[0].get_size()] == [210, 297]
        found = zxingcpp.read_barcode(paper[0].render(scale=200 / 72).to_pil())
    assert found
    assert str(found.text).endswith("/de/n/wear-glasses")
