"""A scene's picture as it stands in the film: framed as there, arrows and circles over it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from content.media import marks, raster
from content.media.marks import Mark
from content.models import Medium
from kiosk.web import links

WIDE, HIGH = 16, 9
PRECISE: Final = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A mark as shapes of an SVG, in pixels of the picture: a line, a head's corners, or a ring."""

    draw: str
    box: tuple[float, ...]
    head: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a scene: where it is, its size, and what is drawn on it.

    `filled` says that the film cuts a little off to fill its frame; `stroke` and `edge` are the
    widths of a mark's line and of its dark outline, in pixels of the picture.
    """

    number: int
    name: str
    address: str
    width: int
    height: int
    filled: bool
    stroke: float
    edge: float
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]


def shot(number: int, name: str, original: Medium, drawn: Iterable[Mark], *, plant: bool) -> Shot:
    """Return a picture of a scene, the n-th from 1, with the marks on it."""
    width, height = original.width or 1280, original.height or 720
    filled, ground = _frame(width, height)
    on_it = tuple(mark for mark in drawn if mark.on == number)
    return Shot(
        number, name, links.media(f"{original.sha}.{original.ext}", plant=plant), width, height,
        filled, round(ground * marks.STROKE, 2), round(ground * marks.EDGE, 2),
        tuple(_line(mark, width, height, ground) for mark in on_it), on_it,
    )  # fmt: skip


def _frame(width: int, height: int) -> tuple[bool, float]:
    """Say whether the film fills its frame with this picture, and the frame's height in pixels."""
    fill, fit = max(WIDE / width, HIGH / height), min(WIDE / width, HIGH / height)
    filled = fit / fill >= 1 - raster.CROP
    return filled, HIGH / (fill if filled else fit)


def _line(mark: Mark, width: int, height: int, ground: float) -> Line:
    x1, y1, x2, y2 = (
        side * size / marks.WHOLE for side, size in zip(mark.box, (width, height) * 2, strict=True)
    )
    if mark.draw == "circle":
        return Line(
            "circle", _round((x1 + x2) / 2, (y1 + y2) / 2, abs(x2 - x1) / 2, abs(y2 - y1) / 2)
        )
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    head = min(ground * marks.HEAD, length * marks.LONGEST_HEAD)
    along = ((x2 - x1) / length, (y2 - y1) / length)
    neck = (x2 - along[0] * head, y2 - along[1] * head)
    wing = (-along[1] * head * marks.WING, along[0] * head * marks.WING)
    tip = (x2, y2, neck[0] + wing[0], neck[1] + wing[1], neck[0] - wing[0], neck[1] - wing[1])
    return Line("arrow", _round(x1, y1, *neck), " ".join(map(str, _round(*tip))))


def _round(*sides: float) -> tuple[float, ...]:
    return tuple(round(side, PRECISE) for side in sides)
