"""Every film a phone sends plays on every phone afterwards, and what is wrong with it is said."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from content.media import doctor, master, recipes, transcode
from content.media.probe import Probe, probe
from tests.content.media import phone_films

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from content.media.doctor import Look
    from tests.content.media.phone_films import PhoneFilm

pytestmark = pytest.mark.thorough

CUE_START, CUE_END = 0.3, 0.8
CAPTIONS = "WEBVTT\n\n00:00.300 --> 00:00.800\nErst der Schlüssel.\n"
PAGE = """<!doctype html><title>film</title>
<video id="film" src="{name}" playsinline><track src="captions.vtt" default></video>"""
PLAY = """async () => {
  const film = document.getElementById("film"), seen = [];
  film.textTracks[0].mode = "showing";
  film.textTracks[0].oncuechange = (event) => seen.push([event.target.activeCues.length, film.currentTime]);
  await film.play();
  await new Promise((done) => { film.onended = done; film.onerror = done; });
  const paper = document.createElement("canvas"), pen = paper.getContext("2d");
  paper.width = film.videoWidth; paper.height = film.videoHeight;
  film.currentTime = 0.1;
  await new Promise((done) => { film.onseeked = done; });
  pen.drawImage(film, 0, 0);
  const at = (x, y) => [...pen.getImageData(paper.width * x, paper.height * y, 1, 1).data.slice(0, 3)];
  return {
    ended: film.error === null, size: [film.videoWidth, film.videoHeight], seconds: film.duration,
    sound: film.webkitAudioDecodedByteCount > 0, corner: at(0.1, 0.1), far: at(0.9, 0.9),
    ground: at(0.5, 0.5), cues: seen,
  };
}"""  # noqa: E501


@dataclass(frozen=True)
class Treated:
    """A phone's film after all that is done with it."""

    film: PhoneFilm
    look: Look
    master: Probe
    lite: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder that a browser may read, and its address."""
    folder = tmp_path_factory.mktemp("phones")
    (folder / "captions.vtt").write_text(CAPTIONS, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Silent(SimpleHTTPRequestHandler):
    """Serves files without telling everybody."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module", params=phone_films.PLAYED, ids=lambda film: film.name)
def treated(request: pytest.FixtureRequest, served: tuple[Path, str]) -> Treated:
    """Each film of the table, looked at, made a master of, and made small."""
    film, folder = request.param, served[0]
    source = film.make(folder)
    look = doctor.look(source)
    made = master.make(source, folder)
    lite = transcode.transcode(made.path, recipes.LITE, folder)
    return Treated(film, look, probe(made.path), lite.path)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A page of the one Chromium."""
    opened = browser.new_page()
    yield opened
    opened.close()


def test_the_doctor_says_what_it_found(treated: Treated) -> None:
    names = treated.look.report.names()
    assert treated.film.found <= names
    assert not names & treated.film.never


def test_the_master_is_what_every_phone_plays(treated: Treated) -> None:
    made = treated.master
    assert (made.codec, made.pix_fmt, made.rotation, made.hdr) == ("h264", "yuv420p", 0, False)
    assert made.short_side <= master.SHORT_SIDE
    assert made.fps <= master.TOP_FPS + 0.1
    assert made.traces == frozenset()
    assert made.moov_first


def test_it_plays_to_its_end_upright_with_sound_and_captions_in_time(
    treated: Treated, tab: Page, served: tuple[Path, str]
) -> None:
    seen = played(treated.lite, tab, served)
    assert seen["ended"]
    assert seen["sound"] == treated.film.heard
    assert seen["seconds"] == pytest.approx(treated.look.report.seconds, abs=0.15)
    wide = treated.film.size[0] > treated.film.size[1]
    assert (seen["size"][0] > seen["size"][1]) == wide
    assert_upright(seen)
    assert_in_time(seen["cues"])


def played(lite: Path, tab: Page, served: tuple[Path, str]) -> Any:
    """What a browser saw and heard of a film it played to its end."""
    folder, address = served
    (folder / "page.html").write_text(PAGE.format(name=lite.name))
    tab.goto(f"{address}/page.html")
    return tab.evaluate(PLAY)


def assert_upright(seen: dict[str, Any]) -> None:
    """The red field is at the top left, the green one at the bottom right, the ground is grey."""
    red, green, ground = seen["corner"], seen["far"], seen["ground"]
    assert red[0] > red[1] + 60
    assert red[0] > red[2] + 60
    assert green[1] > green[0] + 40
    assert max(ground) - min(ground) < 110
    assert 60 < sum(ground) / 3 < 220


def assert_in_time(cues: list[tuple[int, float]]) -> None:
    """The one caption came and went when its file says, as near as browsers look."""
    came = [at for count, at in cues if count == 1]
    went = [at for count, at in cues if count == 0]
    assert came[0] == pytest.approx(CUE_START, abs=0.35)
    assert went[-1] == pytest.approx(CUE_END, abs=0.35)


@pytest.mark.parametrize("film", phone_films.TOLD, ids=lambda film: film.name)
def test_what_only_people_can_mend_is_said(film: PhoneFilm, tmp_path: Path) -> None:
    names = doctor.look(film.make(tmp_path)).report.names()
    assert film.found <= names
    assert not names & film.never


def test_the_second_from_which_it_is_dark_is_told(tmp_path: Path) -> None:
    film = next(one for one in phone_films.TOLD if one.name == "dark.mp4")
    report = doctor.look(film.make(tmp_path)).report
    dark = next(one for one in report.findings if one.name == "dark")
    assert dark.at == pytest.approx(4, abs=1.1)
    assert str(dark.sentence).startswith("From 0:0")
    assert not dark.shows_in(0.0, 3.0)


def test_the_strip_shows_the_film_upright_in_twelve_pictures(treated: Treated) -> None:
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(treated.look.strip)) as strip:
        assert strip.size == (12 * 108, 144)
        red, green, blue = strip.convert("RGB").getpixel((30, 6))  # type: ignore[misc]
    assert max(red, green, blue) > 40
