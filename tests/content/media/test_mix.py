"""A voice over a film: heard, loud enough, over a film that steps back, never cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from content.media import errors, ffmpeg, hearing, mix
from content.media.probe import probe

if TYPE_CHECKING:
    from pathlib import Path

    from content.media.hearing import Hearing
    from tests.content.media.films import Make

SPOKEN = "aevalsrc=0.2*sin(2*PI*300*t)*gt(sin(4*PI*t)\\,-0.5):s=48000:d={seconds}"


def spoken(make: Make, name: str, seconds: float = 3, *words: str) -> Path:
    """A voice of some seconds, packed as its name says."""
    return make(name, "-f", "lavfi", "-i", SPOKEN.format(seconds=seconds), "-ac", "1", *words)


def heard(path: Path) -> Hearing:
    """How a film sounds."""
    film = probe(path)
    with ffmpeg.workplace(path) as folder:
        return hearing.listen(folder, film, film.seconds)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("voice.webm", ("-c:a", "libopus")),
        ("voice.m4a", ("-c:a", "aac")),
        ("voice.wav", ()),
        ("voice.mp3", ()),
    ],
)
def test_a_silent_film_gets_a_voice_from_any_recorder(
    make: Make, mute_film: Path, tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    made = mix.over(mute_film, spoken(make, name, 3, *words), tmp_path)
    assert made.seconds == pytest.approx(4, abs=0.1)
    assert heard(made.path).loudness == pytest.approx(-16, abs=1.5)


def test_the_films_own_sound_steps_back_while_somebody_speaks(
    make: Make, phone_film: Path, tmp_path: Path
) -> None:
    quiet = spoken(make, "short.webm", 1, "-c:a", "libopus")
    both = heard(mix.over(phone_film, quiet, tmp_path).path)
    assert both.voice - both.floor > 4


def test_the_pictures_of_a_plain_film_are_taken_over_as_they_are(
    make: Make, mute_film: Path, tmp_path: Path
) -> None:
    made = mix.over(mute_film, spoken(make, "voice.wav"), tmp_path)
    assert made.path.stat().st_size == pytest.approx(mute_film.stat().st_size, rel=0.35)


def test_a_voice_that_ends_a_little_later_holds_the_last_picture(
    make: Make, mute_film: Path, tmp_path: Path
) -> None:
    made = mix.over(mute_film, spoken(make, "longer.wav", 6), tmp_path)
    assert made.seconds == pytest.approx(6, abs=0.15)


def test_a_voice_that_is_far_longer_is_refused_rather_than_cut_off(
    make: Make, mute_film: Path, tmp_path: Path
) -> None:
    with pytest.raises(errors.VoiceTooLong, match="lasts 9 seconds, the film 4"):
        mix.over(mute_film, spoken(make, "long.wav", 9), tmp_path)


def test_a_recording_of_nothing_is_told(make: Make, mute_film: Path, tmp_path: Path) -> None:
    nothing = make("nothing.wav", "-f", "lavfi", "-i", "anullsrc=d=2")
    with pytest.raises(errors.VoiceSilent):
        mix.over(mute_film, nothing, tmp_path)


@pytest.mark.parametrize("content", [b"words", b"\xff\xd8\xff\xe0 JFIF", b"ID3" + bytes(900)])
def test_what_is_no_recording_is_refused(mute_film: Path, tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "voice.webm"
    wrong.write_bytes(content)
    with pytest.raises(errors.NotAVoice):
        mix.over(mute_film, wrong, tmp_path)
