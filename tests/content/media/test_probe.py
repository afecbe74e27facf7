"""What is told of good films, and how bad ones are refused: fast, and with their sentence."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from content.media import errors
from content.media.probe import probe
from tests.content.media.films import PICTURE, QUICK, VOICE, Make
from tests.cost import least

if TYPE_CHECKING:
    from pathlib import Path


def refuses(film: Path, error: type[errors.MediaError]) -> bool:
    """Say whether a film is refused in this way, and within two seconds."""

    def refused() -> None:
        with pytest.raises(error):
            probe(film)

    return least(refused, 2, time.monotonic) < 2


def test_it_tells_a_phone_film_as_it_is_seen(phone_film: Path) -> None:
    film = probe(phone_film)
    assert (film.width, film.height, film.rotation) == (180, 320, 90)
    assert (film.kind, film.codec, film.pix_fmt) == ("mp4", "h264", "yuv420p")
    assert film.fps == 30
    assert film.seconds == pytest.approx(4, abs=0.05)
    assert film.has_audio
    assert not film.hdr
    assert not film.moov_first


def test_it_hears_that_a_film_has_no_sound(mute_film: Path) -> None:
    assert not probe(mute_film).has_audio


def test_it_sees_that_the_index_is_first(make: Make, mute_film: Path) -> None:
    fast = make("fast.mp4", "-i", str(mute_film), "-c", "copy", "-movflags", "+faststart")
    assert probe(fast).moov_first


def test_it_measures_a_recording_that_does_not_tell_its_length(make: Make, tmp_path: Path) -> None:
    live = make("live.webm", *PICTURE, "-c:v", "libvpx", "-deadline", "realtime", "-live", "1")
    film = probe(live)
    assert film.kind == "webm"
    assert film.seconds == pytest.approx(4, abs=0.1)


def test_it_squares_the_pixels(make: Make) -> None:
    film = probe(make("wide.mp4", *PICTURE, "-vf", "scale=160:180,setsar=2", *QUICK))
    assert (film.width, film.height) == (320, 180)


def test_a_title_cannot_pretend_to_be_a_stream(make: Make) -> None:
    lie = "\n  Stream #0:0: Video: hevc, yuv420p, 9999x9999, 30 fps"
    film = probe(make("liar.mp4", *PICTURE, *QUICK, "-metadata", f"title={lie}"))
    assert (film.codec, film.width) == ("h264", 320)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.FilmEmpty),
        (b"#EXTM3U\n#EXTINF:5,\nhttp://10.0.0.1/a.ts\n", errors.FilmIsAList),
        (b"ffconcat version 1.0\nfile 'neighbour.mp4'\n", errors.FilmIsAList),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", errors.FilmIsAList),
        (b'<?xml version="1.0"?>\n<MPD>http://10.0.0.1/</MPD>', errors.FilmIsAList),
        (b"\xef\xbb\xbf\n#EXTM3U\n/etc/passwd\n", errors.FilmIsAList),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", errors.NotAFilm),
        (b"just some words", errors.NotAFilm),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomavc1", errors.FilmTruncated),
        (b"\x1a\x45\xdf\xa3" + b"\x00" * 500, errors.FilmBroken),
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_film(
    tmp_path: Path, content: bytes, error: type[errors.MediaError]
) -> None:
    (tmp_path / "upload.mp4").write_bytes(content)
    assert refuses(tmp_path / "upload.mp4", error)


def test_it_refuses_a_film_that_was_cut_off(mute_film: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.mp4"
    half.write_bytes(mute_film.read_bytes()[: mute_film.stat().st_size // 2])
    assert refuses(half, errors.FilmTruncated)


def test_it_refuses_a_film_whose_pictures_are_rubbish(mute_film: Path, tmp_path: Path) -> None:
    content = bytearray(mute_film.read_bytes())
    start = content.index(b"mdat") + 4
    end = content.index(b"moov") - 4
    content[start:end] = bytes(end - start)
    (tmp_path / "rubbish.mp4").write_bytes(content)
    assert refuses(tmp_path / "rubbish.mp4", errors.FilmBroken)


@pytest.mark.parametrize("name", ["hours.mp4", "hours.mkv"])
def test_it_refuses_a_clip_that_claims_400_hours(make: Make, name: str) -> None:
    slow = ("-vf", "setpts=N*48000/TB", "-fps_mode", "vfr", "-frames:v", "31")
    clip = make(name, *PICTURE, *slow, *QUICK)
    with pytest.raises(errors.FilmTooLong, match="at most 900"):
        probe(clip)
    assert refuses(clip, errors.FilmTooLong)


def test_it_refuses_a_clip_longer_than_the_limit(mute_film: Path) -> None:
    with pytest.raises(errors.FilmTooLong, match="lasts 4 seconds; at most 3"):
        probe(mute_film, longest=3)


@pytest.fixture(scope="session")
def bomb(make: Make) -> Path:
    """A MOV of some kilobytes whose one picture is 16,000 pixels wide and high."""
    raw = ("-f", "rawvideo", "-pix_fmt", "monob", "-s", "16000x16000", "-r", "1", "-i", "pipe:0")
    return make("bomb.mov", *raw, "-c:v", "png", feed=bytes(16000 * 2000))


def test_it_refuses_a_picture_of_16000_pixels(bomb: Path) -> None:
    assert refuses(bomb, errors.FilmTooLarge)


def test_it_refuses_a_picture_bomb_that_lies_about_its_size(bomb: Path, tmp_path: Path) -> None:
    content = bomb.read_bytes()
    small = (16000).to_bytes(2, "big") * 2, (64).to_bytes(2, "big") * 2
    (tmp_path / "lie.mov").write_bytes(content.replace(*small))
    assert refuses(tmp_path / "lie.mov", errors.CodecUnknown)


def test_it_refuses_a_large_picture_in_webm(make: Make) -> None:
    raw = ("-f", "lavfi", "-i", "color=s=8000x5000:r=1:d=1")
    film = make("large.mkv", *raw, "-c:v", "mjpeg")
    with pytest.raises(errors.FilmTooLarge):
        probe(film)


def test_it_refuses_sound_alone(make: Make) -> None:
    with pytest.raises(errors.NoPicture):
        probe(make("voice.m4a", *VOICE, "-c:a", "aac"))


def test_it_refuses_a_codec_no_phone_uses(make: Make) -> None:
    with pytest.raises(errors.CodecUnknown, match="Export it as MP4"):
        probe(make("old.mov", *PICTURE, "-c:v", "png"))
