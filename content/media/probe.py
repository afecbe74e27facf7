"""What a film from outside is, found out without trusting it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from content.media import boxes, errors, ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

    from content.media.ffmpeg import Kind

LONGEST = 900.0
"""Seconds a source may last; a nugget is cut from it."""

MOST_TRACKS = 32
"""Tracks a phone's film may hold: pictures, sounds, and what else phones write along."""

LOOK = ffmpeg.Limits(wall=20.0, cpu=20, file_size=1 << 20)
MP4_HEADS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
WEBM_HEAD = b"\x1a\x45\xdf\xa3"
LISTS = (b"#EXTM3U", b"ffconcat", b"<?xml", b"<MPD", b"[playlist]", b"file ")
HDR_TRANSFERS = ("arib-std-b67", "smpte2084")

STREAM = re.compile(r"^  Stream #0:\d+\S*: (Video|Audio): (\w+)(.*)$")
SIZE = re.compile(r" (\d{2,5})x(\d{2,5})\b")
SHAPE = re.compile(r"\bSAR (\d+):(\d+)")
RATE = re.compile(r" (\d+(?:\.\d+)?)(k?) (fps|tbr)\b")
PIXELS = re.compile(r", ((?:yuv|yuvj|gbr|rgb|bgr|gray|nv|p0|pal)\w*)")
TURN = re.compile(r"rotation of (-?\d+(?:\.\d+)?) degrees", re.IGNORECASE)
CHANNELS = re.compile(r"\d+ Hz, ([\w.]+)")
TRACES = {
    "place": re.compile(r"^ +(?:location|\S*\.location)\S* *: ", re.IGNORECASE | re.MULTILINE),
    "device": re.compile(
        r"^ +(?:make|model|\S*\.(?:make|model|software|manufacturer|version)) *: ",
        re.IGNORECASE | re.MULTILINE,
    ),
    "time": re.compile(
        r"^ +(?:creation_time|date|\S*\.creationdate) *: ", re.IGNORECASE | re.MULTILINE
    ),
}
LENGTH = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Probe:
    """The facts of a film that can be played; width and height as they are seen, upright."""

    kind: Kind
    codec: str
    pix_fmt: str
    width: int
    height: int
    rotation: int
    """Degrees by which the camera was turned: 0, 90, 180 or 270."""
    fps: float
    seconds: float
    has_audio: bool
    hdr: bool
    moov_first: bool
    """Whether it starts to play before it is whole; always true for WebM."""
    size: int
    """Bytes of the file."""
    channels: str = ""
    """How its sound is laid out, as in `mono` or `5.1`; empty without sound."""
    traces: frozenset[str] = frozenset()
    """What it tells of who filmed: `place`, `device`, `time`."""
    whole: bool = True
    """Whether the file is there to its end, as far as its index tells."""
    tells_length: bool = True
    """Whether it says how long it is; recordings of browsers do not."""

    @property
    def short_side(self) -> int:
        """The smaller one of width and height, in pixels."""
        return min(self.width, self.height)


def probe(path: Path, *, longest: float = LONGEST) -> Probe:
    """Find out what a film is and whether its first picture can be decoded.

    Raises FilmEmpty, FilmIsAList, NotAFilm, FilmTruncated, FilmTooLong, FilmTooLarge, NoPicture,
    CodecUnknown and the errors of `ffmpeg.run`.
    """
    kind = kind_of(path)
    outline = boxes.outline(path) if kind == "mp4" else None
    if outline is not None:
        _bounded(outline, longest)
    with ffmpeg.workplace(path) as folder:
        look = ffmpeg.run([*ffmpeg.from_file(kind), *_FIRST_PICTURE], folder, limits=LOOK)
        found = _found(look, kind, path.stat().st_size, moov_first=_first(outline))
        found = replace(found, whole=outline is None or outline.whole)
        if not found.seconds:
            counted = _counted(folder, kind, longest)
            found = replace(found, seconds=counted, tells_length=False)
    if found.seconds > longest:
        raise errors.FilmTooLong(seconds=found.seconds, longest=longest)
    return found


_FIRST_PICTURE = ("-map", "0:V:0", "-frames:v", "1", "-f", "null", "-")


def kind_of(path: Path) -> Kind:
    """Tell a film, or a voice, by its first bytes, never by its name.

    Raises FilmEmpty, FilmIsAList and NotAFilm.
    """
    with path.open("rb") as file:
        head = file.read(64)
    if not head:
        raise errors.FilmEmpty
    if head[4:8] in MP4_HEADS:
        return "mp4"
    if head.startswith(WEBM_HEAD):
        return "webm"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(LISTS):
        raise errors.FilmIsAList
    raise errors.NotAFilm


def _bounded(outline: boxes.Outline, longest: float) -> None:
    """Refuse what a file claims to be before anything is decoded."""
    if outline.seconds > longest:
        raise errors.FilmTooLong(seconds=outline.seconds, longest=longest)
    if outline.tracks > MOST_TRACKS:
        raise errors.FilmManyTracks(tracks=outline.tracks, most=MOST_TRACKS)
    for width, height in outline.sizes:
        if width * height > ffmpeg.MAX_PIXELS:
            raise errors.FilmTooLarge


def _first(outline: boxes.Outline | None) -> bool:
    return outline is None or outline.moov_first


def _found(look: ffmpeg.Run, kind: Kind, size: int, *, moov_first: bool) -> Probe:
    """Read ffmpeg's own description of its input."""
    streams = [match for line in look.log.splitlines() if (match := STREAM.match(line))]
    pictures = [
        match for match in streams if match[1] == "Video" and "attached pic" not in match[3]
    ]
    if look.code != 0 or not pictures:
        raise _reason(look.log, len(pictures))
    codec, details = pictures[0][2], pictures[0][3]
    rotation = _rotation(look.log)
    width, height = _upright(details, rotation)
    pixels = PIXELS.search(details)
    return Probe(
        kind,
        codec,
        pixels[1] if pixels else "",
        width,
        height,
        rotation,
        _fps(details),
        _length(look.log),
        any(match[1] == "Audio" and match[2] != "none" for match in streams),
        any(transfer in details for transfer in HDR_TRANSFERS),
        moov_first,
        size,
        _channels(streams),
        frozenset(name for name, trace in TRACES.items() if trace.search(look.log)),
    )


def _channels(streams: list[re.Match[str]]) -> str:
    """Read how the first sound is laid out."""
    heard = next((match for match in streams if match[1] == "Audio" and match[2] != "none"), None)
    layout = CHANNELS.search(heard[3]) if heard else None
    return layout[1] if layout else ""


def _reason(log: str, pictures: int) -> errors.MediaError:
    """Tell why ffmpeg did not show a first picture."""
    if "not on whitelist" in log or "Decoder not found" in log or "unknown codec" in log:
        return errors.CodecUnknown()
    if "exceeds the maximum" in log or "Picture size" in log:
        return errors.FilmTooLarge()
    if not pictures and ": Audio: " in log:
        return errors.NoPicture()
    return errors.FilmBroken()


def _rotation(log: str) -> int:
    turn = TURN.search(log)
    return round(-float(turn[1])) % 360 if turn else 0


def _upright(details: str, rotation: int) -> tuple[int, int]:
    """Work out how large the film is seen: square pixels, turned as the camera was held."""
    size = SIZE.search(details)
    if size is None:
        raise errors.FilmBroken
    width, height = int(size[1]), int(size[2])
    shape = SHAPE.search(details)
    if shape and int(shape[1]) and int(shape[2]):
        width = round(width * int(shape[1]) / int(shape[2]))
    return (height, width) if rotation in {90, 270} else (width, height)


def _fps(details: str) -> float:
    rates = {kind: float(number) * (1000 if k else 1) for number, k, kind in RATE.findall(details)}
    return rates.get("fps") or rates.get("tbr") or 0.0


def _length(log: str) -> float:
    length = LENGTH.search(log)
    return int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3]) if length else 0.0


def _counted(folder: Path, kind: Kind, longest: float) -> float:
    """Measure a film that does not tell its length, as browsers' recordings do not."""
    heard: list[float] = [0.0]
    ffmpeg.convert(
        [
            *ffmpeg.from_file(kind),
            *("-map", "0:V:0", "-c", "copy", "-t", str(longest + 1), "-f", "null", "-"),
        ],
        folder,
        limits=LOOK,
        progress=heard.append,
    )
    return heard[-1]
