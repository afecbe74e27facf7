"""Files that somebody may send in a film's place, each with what is to become of it."""

from __future__ import annotations

import random
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.content.media.films import PICTURE, QUICK, VOICE, tool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOURS_400 = 400 * 3600
TAMED = ""
"""It is looked at like any film: what was hostile in it is ignored."""


@dataclass(frozen=True)
class Hostile:
    """A file, how it is made at a path, and the error that refuses it, or TAMED."""

    name: str
    make: Callable[[Path], object]
    error: str


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _film(*words: str) -> Callable[[Path], object]:
    return lambda path: tool(*words, str(path))


def _changed(change: Callable[[bytes], bytes], *words: str) -> Callable[[Path], object]:
    """A good small film whose bytes were changed afterwards."""

    def make(path: Path) -> None:
        tool(*(words or (*PICTURE, *VOICE, *QUICK, "-t", "1")), str(path))
        path.write_bytes(change(path.read_bytes()))

    return make


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _place(film: bytes, kind: bytes) -> tuple[int, int]:
    """Where a box begins and ends."""
    start = film.index(kind) - 4
    return start, start + struct.unpack(">I", film[start : start + 4])[0]


def _claim_hours(film: bytes) -> bytes:
    at = film.index(b"mvhd") + 4 + 12
    return film[:at] + struct.pack(">II", 1, HOURS_400) + film[at + 8 :]


def _no_timescale(film: bytes) -> bytes:
    at = film.index(b"mvhd") + 4 + 12
    return film[:at] + struct.pack(">I", 0) + film[at + 4 :]


def _claim_hours_in_webm(film: bytes) -> bytes:
    at = film.index(b"\x44\x89\x88") + 3
    return film[:at] + struct.pack(">d", HOURS_400 * 1000.0) + film[at + 8 :]


def _many_tracks(film: bytes) -> bytes:
    start, end = _place(film, b"moov")
    first, last = _place(film, b"trak")
    moov = film[start + 8 : last] + film[first:last] * 3000 + film[last:end]
    return film[:start] + _box(b"moov", moov) + film[end:]


def _elsewhere(film: bytes) -> bytes:
    start, end = _place(film, b"url ")
    url = struct.pack(">I", 0) + b"file:///etc/passwd\0"
    return film[:start] + _box(b"url ", url)[: end - start] + film[end:]


def _huge(film: bytes) -> bytes:
    at = film.index(b"avc1", film.index(b"stsd")) + 4 + 24
    return film[:at] + struct.pack(">HH", 16000, 16000) + film[at + 4 :]


def _noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311  the same noise in every run


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("film.mp4", bytes(20_000_000))


def _attached(path: Path) -> None:
    bomb = path.with_name("bomb.bin")
    bomb.write_bytes(bytes(40_000_000))
    attach = ("-attach", str(bomb), "-metadata:s:t", "mimetype=application/zip")
    tool(*PICTURE, *attach, *QUICK, "-t", "1", "-f", "matroska", str(path))


def _words_and_data(path: Path) -> None:
    spoken = path.with_name("words.srt")
    spoken.write_text("1\n00:00:00,000 --> 00:00:01,000\n<script>alert(1)</script>\n")
    tool(*PICTURE, "-i", str(spoken), "-c:s", "mov_text", *QUICK, "-t", "1", str(path))


def _subtitles(path: Path) -> None:
    """Twenty thousand lines of words, all on the screen at once."""
    spoken = path.with_name("flood.srt")
    line = f"00:00:00,000 --> 00:00:01,000\n{'x' * 200}\n\n"
    spoken.write_text("".join(f"{number}\n{line}" for number in range(1, 20_001)))
    words = ("-i", str(spoken), "-c:s", "ass", "-f", "matroska")
    tool(*PICTURE, *words, *QUICK, "-t", "1", str(path))


def _link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


FTYP = b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomavc1"
SIDE = ("-f", "lavfi", "-i")
PLAIN = ("-pix_fmt", "yuv420p", *QUICK[:4])
RIBBON = ("-pix_fmt", "yuvj420p", "-c:v", "mjpeg")
MINI = ("-f", "lavfi", "-i", "testsrc2=s={size}:r=10:d=1", "-pix_fmt", "yuv420p")
ALL = (
    Hostile("empty.mp4", _bytes(b""), "FilmEmpty"),
    Hostile("words.mp4", _bytes(b"just some words"), "NotAFilm"),
    Hostile("page.mp4", _bytes(b"<!doctype html><script>alert(1)</script>"), "NotAFilm"),
    Hostile("drawing.mp4", _bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "NotAFilm"),
    Hostile("zip.mp4", _zip, "NotAFilm"),
    Hostile("photo.mov", _bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64)), "NotAFilm"),
    Hostile("paper.mp4", _bytes(b"%PDF-1.7\n" + bytes(64)), "NotAFilm"),
    Hostile("script.mp4", _bytes(b"#!/bin/sh\nrm -rf /\n"), "NotAFilm"),
    Hostile("song.mp4", _film(*VOICE, "-t", "1", "-f", "mp3"), "NotAFilm"),
    Hostile("sound.mp4", _film(*VOICE, "-t", "1", "-f", "wav"), "NotAFilm"),
    Hostile("old.avi", _film(*PICTURE, "-t", "1", "-f", "avi"), "NotAFilm"),
    Hostile("stream.mp4", _film(*PICTURE, *QUICK, "-t", "1", "-f", "mpegts"), "NotAFilm"),
    Hostile("link.mp4", _link, "NotAFilm"),
    Hostile("hls.mp4", _bytes(b"#EXTM3U\n#EXTINF:5,\nhttp://10.0.0.1/a.ts\n"), "FilmIsAList"),
    Hostile("list.mp4", _bytes(b"ffconcat version 1.0\nfile 'empty.mp4'\n"), "FilmIsAList"),
    Hostile("paths.mp4", _bytes(b"ffconcat version 1.0\nfile '/etc/passwd'\n"), "FilmIsAList"),
    Hostile("dash.mp4", _bytes(b'<?xml version="1.0"?><MPD>http://x/</MPD>'), "FilmIsAList"),
    Hostile("head.mp4", _bytes(FTYP), "FilmTruncated"),
    Hostile("index-gone.mp4", _changed(lambda film: film[: len(film) // 2]), "FilmTruncated"),
    Hostile("boxes.mp4", _bytes(FTYP + _box(b"free", b"") * 200_000), "FilmTruncated"),
    Hostile("huge-index.mp4", _bytes(FTYP + b"\x7f\xff\xff\xffmoov" + bytes(64)), "FilmTruncated"),
    Hostile("noise.mp4", _bytes(FTYP + _box(b"moov", _noise(1, 90_000))), "FilmBroken"),
    Hostile("noise.webm", _bytes(b"\x1a\x45\xdf\xa3" + _noise(2, 90_000)), "FilmBroken"),
    Hostile("zeros.webm", _bytes(b"\x1a\x45\xdf\xa3" + bytes(90_000)), "FilmBroken"),
    Hostile("pixels.mp4", _changed(_huge), "FilmTooLarge"),
    Hostile("hours.mp4", _changed(_claim_hours), "FilmTooLong"),
    Hostile(
        "hours.webm",
        _changed(_claim_hours_in_webm, *PICTURE, *QUICK, "-t", "1", "-f", "matroska"),
        "FilmTooLong",
    ),
    Hostile("deaf.mp4", _film(*VOICE, "-t", "1"), "NoPicture"),
    Hostile("rare.mkv", _film(*PICTURE, "-t", "1", "-c:v", "ffv1"), "CodecUnknown"),
    Hostile("old-codec.mp4", _film(*PICTURE, "-t", "1", "-c:v", "mpeg4"), "CodecUnknown"),
    Hostile("tracks.mp4", _changed(_many_tracks), "FilmManyTracks"),
    Hostile("elsewhere.mp4", _changed(_elsewhere), TAMED),
    Hostile("no-clock.mp4", _changed(_no_timescale), TAMED),
    Hostile("attached.mkv", _attached, TAMED),
    Hostile("words-and-data.mp4", _words_and_data, TAMED),
    Hostile("tiny.mp4", _film(*[one.format(size="16x16") for one in MINI]), TAMED),
    Hostile("ribbon.mov", _film(*SIDE, "color=s=65000x2:r=5:d=1", *RIBBON), "FilmBroken"),
    Hostile("quick.mp4", _film(*SIDE, "testsrc2=s=64x64:r=1000:d=1", *PLAIN), TAMED),
    Hostile("subtitles.mkv", _subtitles, TAMED),
    Hostile("narrow.mp4", _film(*[one.format(size="16x2000") for one in MINI]), TAMED),
    Hostile("-y $(reboot) 'pipe:0'.mp4", _changed(bytes), TAMED),
)
