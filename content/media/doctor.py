"""The video doctor: looks at a take, says what is mended in it and what only people can mend.

It reads packets, decodes the few pictures that stand on their own, a few short parts for
steadiness, and the sound once: a small part of what decoding everything would cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from content.clock import clock
from content.media import errors, ffmpeg, hearing, packets, sight
from content.media.finding import Finding, Report
from content.media.probe import LONGEST, probe
from content.sentence import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from content.media.hearing import Hearing
    from content.media.packets import Timeline
    from content.media.probe import Probe
    from content.media.sight import Glance, Tremor
    from content.sentence import Sentence

    Share = Callable[[float], None]

CODECS: Final = {
    "hevc": "HEVC", "vp8": "VP8", "vp9": "VP9", "av1": "AV1", "prores": "ProRes", "mjpeg": "MJPEG",
}  # fmt: skip
PLAIN: Final = ("yuv420p", "yuvj420p", "")
"""How the pictures are stored that every phone shows."""
LARGE, SMALL = 1440, 360
"""Short sides in pixels from which a film is far larger, or smaller, than it helps."""
QUICK, SLOW = 31.0, 14.0
"""Pictures a second above which none is gained, and below which hands are hard to follow."""
DARK, BLACK, BRIGHTEST_BLACK = 45.0, 22.0, 60.0
"""Mean brightness (16 is black, 235 white) below which hands, or anything, cannot be seen."""
DARK_SECONDS, BLACK_SECONDS, STILL_SECONDS = 2.0, 1.0, 8.0
STILL: Final = 0.15
"""Mean change of brightness below which two pictures are the same."""
JOLT: Final = 14.0
"""Thousandths of the longer side by which a picture may jolt: a calm hand makes 3, a shaken 40."""
QUIET, LOUD = -30.0, -9.0
"""LUFS below and above which the sound is far from the -16 that every film gets."""
OVERDRIVEN: Final = 0.08
"""Share of tenths of a second that may touch full scale: a knock does, a whole film must not."""
CLEAR, NOISY_FLOOR = 9.0, -48.0
"""Decibels a voice needs above the noise, and the level of noise below which none disturbs."""
LOST: Final = 1.0
"""Seconds that may be missing at the end before a film counts as cut off."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a take gave: the report, and its strip of twelve pictures as WebP."""

    report: Report
    strip: bytes


def look(source: Path, progress: Share | None = None) -> Look:
    """Look at a take; `progress` hears the share done, from 0 to 1.

    Raises the errors of `probe` for what cannot be used at all, and those of `ffmpeg.run`.
    """
    tell = progress or (lambda _share: None)
    film = probe(source)
    with ffmpeg.workplace(source) as folder:
        found = packets.timeline(folder, film.kind, LONGEST)
        tell(0.1)
        glanced, strip = _seen(folder, film, found)
        tell(0.6)
        tremors = sight.tremors(folder, film, found.seconds)
        tell(0.85)
        heard = _heard(folder, film, found.seconds)
    findings = [
        *_of_light(glanced, found.seconds),
        *_of_steadiness(tremors),
        *_of_sound(film, heard),
        *_of_length(film, found),
        *_of_packing(film, found),
        *_of_traces(film),
    ]
    has_sound = heard is not None and not heard.silent
    report = Report(found.seconds, film.width, film.height, has_sound, tuple(findings))
    return Look(report, strip)


def _seen(folder: Path, film: Probe, found: Timeline) -> tuple[list[Glance], bytes]:
    try:
        return sight.glances(folder, film, found)
    except errors.ToolFailed:
        return [], b""  # the cut will say what is wrong with it, if anything is


def _heard(folder: Path, film: Probe, seconds: float) -> Hearing | None:
    if not film.has_audio:
        return None
    try:
        return hearing.listen(folder, film, seconds)
    except errors.ToolFailed:
        return None


def _mended(name: str, sentence: Sentence) -> Finding:
    return Finding(name, "mended", sentence)


def _note(name: str, sentence: Sentence) -> Finding:
    return Finding(name, "note", sentence)


def _yours(
    name: str, sentence: Sentence, at: float | None = None, until: float | None = None
) -> Finding:
    return Finding(name, "yours", sentence, at, until)


def _of_light(glanced: list[Glance], seconds: float) -> Iterator[Finding]:
    black = [one.mean < BLACK and one.most < BRIGHTEST_BLACK for one in glanced]
    dark = [one.mean < DARK and not none for one, none in zip(glanced, black, strict=True)]
    still = [one.change < STILL for one in glanced[1:]]
    for name, is_so, least in (("dark", dark, DARK_SECONDS), ("black", black, BLACK_SECONDS)):
        if stretch := _longest(sight.runs(glanced, is_so, seconds), least, seconds):
            yield _light(name, *stretch, seconds)
    stretches = sight.runs(glanced[:-1], still, glanced[-1].at if glanced else seconds)
    calm = [(start, end) for start, end in stretches if not _any(glanced, black, start, end)]
    if stretch := _longest(calm, STILL_SECONDS, 2 * STILL_SECONDS):
        start, end = stretch
        times = {"start": clock(start), "end": clock(end)}
        said = say("From {start} to {end} the picture stands still.", **times)
        yield Finding("still", "note", said, start, end)


def _any(glanced: list[Glance], is_so: list[bool], start: float, end: float) -> bool:
    pairs = zip(glanced, is_so, strict=True)
    return any(holds for one, holds in pairs if start <= one.at < end)


def _longest(
    stretches: list[tuple[float, float]], least: float, seconds: float
) -> tuple[float, float] | None:
    """Return the longest stretch that lasts at least so long, or half of a very short film."""
    bound = min(least, seconds / 2)
    long = [one for one in stretches if one[1] - one[0] >= bound]
    return max(long, key=lambda one: one[1] - one[0]) if long else None


def _light(name: str, start: float, end: float, seconds: float) -> Finding:
    times = {"start": clock(start), "end": clock(end)}
    at_end = end >= seconds - LOST
    if name == "dark":
        if at_end:
            said = say("From {start} on it is too dark.", start=times["start"])
        else:
            said = say("From {start} to {end} it is too dark.", **times)
        return _yours(name, say("It is too dark.") if start < LOST and at_end else said, start, end)
    if at_end:
        said = say("From {start} on the picture is black.", start=times["start"])
    else:
        said = say("From {start} to {end} the picture is black.", **times)
    return _yours(
        name, say("The picture is black.") if start < LOST and at_end else said, start, end
    )


def _of_steadiness(tremors: list[Tremor]) -> Iterator[Finding]:
    shaken = [one for one in tremors if one.jolt > JOLT]
    if not shaken or len(shaken) * 3 < len(tremors):
        return
    if len(shaken) == len(tremors):
        yield _yours("shaky", say("The picture shakes."))
        return
    start, end = shaken[0].at, shaken[-1].at + sight.WINDOW_SECONDS
    said = say("The picture shakes around {start}.", start=clock(start))
    yield _yours("shaky", said, start, end)


def _of_sound(film: Probe, heard: Hearing | None) -> Iterator[Finding]:
    if not film.has_audio or heard is None:
        yield _note("mute", say("It has no sound. Pictures and captions carry it alone."))
        return
    if heard.silent:
        yield _note("silent", say("Its sound is silent. Pictures and captions carry it alone."))
        return
    if heard.overdriven > OVERDRIVEN:
        yield _yours("overdriven", say("The sound is overdriven: it crackles."))
    elif heard.clearness < CLEAR and heard.floor > NOISY_FLOOR:
        yield _yours("noisy", say("A voice is hard to hear over the noise."))
    if heard.loudness < QUIET:
        said = say("The sound was too quiet. It is as loud as in other nuggets now.")
        yield _mended("quiet", said)
    elif heard.loudness > LOUD:
        said = say("The sound was too loud. It is as loud as in other nuggets now.")
        yield _mended("loud", said)
    if film.channels not in {"mono", "stereo", ""}:
        said = say("Its sound was made for several loudspeakers. One is enough now.")
        yield _mended("surround", said)


def _of_length(film: Probe, found: Timeline) -> Iterator[Finding]:
    claimed = film.seconds if film.tells_length else 0.0
    if not film.whole or claimed - found.seconds > LOST:
        length = clock(found.seconds)
        said = say("The file is cut off. What is there is used: {length}.", length=length)
        yield _yours("cut off", said)
    elif not film.tells_length:
        yield _mended("length", say("The file did not say how long it is. Now it does."))


def _of_packing(film: Probe, found: Timeline) -> Iterator[Finding]:
    if film.codec in CODECS:
        name = CODECS[film.codec]
        said = say("The format {format} does not play on every phone. Now it does.", format=name)
        yield _mended("format", said)
    if film.hdr:
        said = say("The colours were made for HDR screens only. They are adapted.")
        yield _mended("hdr", said)
    elif film.pix_fmt not in PLAIN:
        said = say("The colours were stored in a way few phones know. Now every phone shows them.")
        yield _mended("colours", said)
    yield from _of_size(film)
    yield from _of_rate(found)


def _of_size(film: Probe) -> Iterator[Finding]:
    if film.rotation:
        yield _mended("turned", say("The phone was turned. The picture is upright now."))
    if film.short_side >= LARGE:
        said = say("The picture was larger than phones show. It is smaller now and loads faster.")
        yield _mended("large", said)
    elif film.width % 2 or film.height % 2:
        said = say("Its sides were odd ({width} × {height}). They are even now.",
                   width=film.width, height=film.height)  # fmt: skip
        yield _mended("odd", said)
    if film.short_side < SMALL:
        said = say("The picture is small ({width} × {height}): little things are hard to see.",
                   width=film.width, height=film.height)  # fmt: skip
        yield _note("small", said)


def _of_rate(found: Timeline) -> Iterator[Finding]:
    rate = round(found.rate)
    if not found.steady:
        said = say("The pictures came at uneven times. Now they are even: sound and captions fit.")
        yield _mended("uneven", said)
    elif found.rate > QUICK:
        said = say("It had {rate} pictures a second. Now it has 30 at most and loads faster.",
                   rate=rate)  # fmt: skip
        yield _mended("quick", said)
    if found.rate < SLOW:
        said = say("It has only {rate} pictures a second: quick hands are hard to follow.",
                   rate=rate)  # fmt: skip
        yield _note("slow", said)


def _of_traces(film: Probe) -> Iterator[Finding]:
    if "place" in film.traces:
        yield _mended("place", say("The place of filming stood in the file. It is deleted."))
    if film.traces & {"device", "time"}:
        said = say("The phone or the time of filming stood in the file. That is deleted.")
        yield _mended("traces", said)
