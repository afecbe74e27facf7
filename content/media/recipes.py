"""The renditions a film is made into: sizes, rates and sound, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.media.probe import Probe

VERSION = 1
"""Goes up with every change below, so that old renditions can be told from new ones."""

GOP_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to encode the pictures: side in pixels, x264's rate factor, rates in kbit/s."""

    short_side: int
    quality: int
    top_rate: int
    buffer: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a rendition is made of. Its shapes are tried in order until one is small enough."""

    name: str
    shapes: tuple[Shape, ...]
    top_fps: float
    b_frames: int
    preset: str
    sound_rate: int
    """Kilobits a second of AAC, mono."""
    sample_rate: int
    ceiling: int | None = None
    """Kilobits a second the whole file may take; None where the shape's own bound is enough."""
    version: int = VERSION


# On a slow line the index (`moov`) is what a phone waits for: every picture and every sound packet
# takes four bytes of it, reordered pictures eight more. So few pictures, none reordered, and few
# sound packets: AAC packs 1024 samples, 16 kHz needs a third of the packets of 48 kHz and keeps
# what makes speech clear. Drawings stay at 360 lines; what does not fit is made smaller.
LITE = Recipe(
    name="lite",
    shapes=(Shape(360, 30, 240, 480), Shape(270, 31, 92, 140), Shape(270, 34, 70, 90)),
    top_fps=15,
    b_frames=0,
    preset="medium",
    sound_rate=24,
    sample_rate=16_000,
    ceiling=130,
)
P540 = Recipe(
    name="540p",
    shapes=(Shape(540, 27, 900, 1800),),
    top_fps=30,
    b_frames=3,
    preset="veryfast",
    sound_rate=64,
    sample_rate=48_000,
)
P720 = Recipe(
    name="720p",
    shapes=(Shape(720, 26, 1600, 3200),),
    top_fps=30,
    b_frames=3,
    preset="veryfast",
    sound_rate=64,
    sample_rate=48_000,
)
ALL = (LITE, P540, P720)
BY_NAME = {recipe.name: recipe for recipe in ALL}


def worthwhile(film: Probe) -> tuple[Recipe, ...]:
    """Choose the recipes that give this film something: no 720p of what has 540 lines."""
    return ALL if film.short_side > P540.shapes[0].short_side else (LITE, P540)


def size(film: Probe, short_side: int) -> tuple[int, int]:
    """Scale a film to a short side in even pixels, upright or lying, never larger than it is."""
    share = min(1.0, short_side / film.short_side)
    return _even(film.width * share), _even(film.height * share)


def rate(film: Probe, top_fps: float) -> float:
    """Choose the constant rate: the film's own, or a whole fraction of it below the top.

    A fraction keeps equal steps between the pictures; 30 shown at 12 would judder.
    """
    own = film.fps if 1 <= film.fps <= 1000 else top_fps  # noqa: PLR2004 -- a rate that can be
    divisor = 1
    while own / divisor > top_fps + 0.01:
        divisor += 1
    return own / divisor


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)
