"""A program of the operator drafts captions from the sound: fenced, and a person's words win."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from content import captions, dictation
from content.media import errors, ffmpeg, speech
from content.media.captions import Cue
from content.models import Site, Text
from content.storage import Folder
from tests.content.test_captions import OTHER, text

__all__ = ["text"]

HEARS = """
import os, pathlib, sys, wave
with wave.open(sys.argv[1]) as sound:
    assert (sound.getnchannels(), sound.getframerate()) == (1, 16000)
    length = sound.getnframes() / 16000
assert not [name for name in os.environ if name.startswith("KIOSK")]
print("WEBVTT\\n\\n00:00.500 --> 00:03.000")
print(f"{sys.argv[2]} {length:.0f} Sekunden, nicht länger")
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of three seconds with a tone."""
    return made(tmp_path_factory.mktemp("film"), "-f", "lavfi", "-i", "sine=f=440:d=3")


def made(folder: Path, *sound: str) -> Path:
    picture = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=3")
    coded = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "film.mp4")
    ffmpeg.convert([*picture, *sound, *coded], folder)
    return folder / "film.mp4"


def program(folder: Path, code: str) -> str:
    """Write a program and return the command that runs it."""
    script = folder / "listen.py"
    script.write_text(code, "utf-8")
    return f"{sys.executable} -X utf8 {script}"


def test_what_the_program_prints_are_the_lines(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_TRANSLATE_KEY", "secret")
    heard = speech.cues(program(tmp_path, HEARS), film, "de")
    assert heard == (Cue(0.5, 3, "de 3 Sekunden, nicht länger"),)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", errors.NothingHeard),
        ("raise SystemExit(3)", errors.SpeechFailed),
        ("print('I am no captions')", errors.CaptionsUnreadable),
        ("print('x' * 600_000)", errors.CaptionsTooLarge),
        ("bytearray(4 << 30)", errors.SpeechFailed),
        ("open('flood', 'wb').write(bytes(300 << 20))", errors.SpeechFailed),
        ("import time; time.sleep(60)", errors.SpeechSlow),
        ("while True: pass", errors.SpeechFailed),
    ],
)
def test_a_program_that_fails_is_said_so(
    film: Path, tmp_path: Path, code: str, error: type[errors.MediaError]
) -> None:
    patience = replace(speech.PATIENCE, wall=4, cpu=1, memory=1 << 30)
    with pytest.raises(error):
        speech.cues(program(tmp_path, code), film, "de", patience)


def test_a_program_that_is_not_there_is_said_so(film: Path) -> None:
    with pytest.raises(errors.SpeechMissing):
        speech.cues("/nowhere/listen --fast", film, "de")


def test_a_silent_film_is_not_listened_to(tmp_path: Path) -> None:
    with pytest.raises(errors.NoSound):
        speech.cues(program(tmp_path, HEARS), made(tmp_path), "de")


def test_what_was_heard_is_a_machines_draft(site: Site, text: Text, storage: Folder) -> None:
    assert dictation.keep(dictation.subject(text), [Cue(0, 3, "Backen lösen.")], storage)
    kept = Text.get_by_id(text.id)
    assert (kept.captions_state, captions.cues(kept, storage)) == (
        "machine", [Cue(0, 3, "Backen lösen.")],
    )  # fmt: skip


def test_lines_a_person_wrote_meanwhile_stay(site: Site, text: Text, storage: Folder) -> None:
    asked = dictation.subject(text)
    captions.write(text, OTHER, storage)
    assert not dictation.keep(asked, [Cue(0, 3, "Backen lösen.")], storage)
    assert captions.cues(Text.get_by_id(text.id), storage) == OTHER


def test_lines_that_were_to_be_replaced_are(site: Site, text: Text, storage: Folder) -> None:
    captions.write(text, OTHER, storage, state="reviewed")
    assert dictation.keep(dictation.subject(text), [Cue(0, 3, "Neu.")], storage)
    assert Text.get_by_id(text.id).captions_state == "machine"


def test_a_line_too_long_for_the_screen_is_parted(text: Text, storage: Folder) -> None:
    dictation.keep(text.id, [Cue(0, 12, "Den Schlüssel abziehen, " * 8)], storage)
    kept = captions.cues(Text.get_by_id(text.id), storage)
    assert len(kept) > 2
    assert all(len(row) <= 42 for cue in kept for row in cue.text.split("\n"))
