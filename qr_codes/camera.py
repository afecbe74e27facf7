"""What a photograph tells of a label: whether its symbols were read, and whether with ease."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from qr_codes.shapes import Code

FIRST: Final = "zxing-cpp"
"""The decoder that reads every label that is clean."""
PLAIN: Final = 3.0
"""Dots a module from which a clean symbol is read without doubt."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sight:
    """A symbol as one decoder read it.

    `corners` are those of its dark modules in dots: top left, top right, bottom right, bottom
    left as the symbol stands, or none where the decoder does not say.
    """

    text: str
    by: str
    corners: tuple[Point, ...] = ()


def reads_badly(seen: Sequence[Sight], codes: Sequence[Code], size: tuple[int, int]) -> bool:
    """Say whether a label needs cleaning.

    `seen` are the sights of its text on a picture of this `size`, `codes` the symbols that were
    printed on it. It reads badly where only the second decoder read it, or where one of its
    symbols was not read, although it must be on the picture, and large enough.
    """
    read = [sight for sight in seen if sight.by == FIRST]
    if not read:
        return bool(seen)
    if len(read) >= len(codes):
        return False
    return any(_missing(sight.corners, codes, size) for sight in read if sight.corners)


def _missing(corners: Sequence[Point], codes: Sequence[Code], size: tuple[int, int]) -> bool:
    """Whether another symbol must be on the picture, whichever of them the corners belong to."""
    modules = [code.module for code in codes]
    dots = math.dist(corners[0], corners[2]) / math.sqrt(2) / codes[0].symbol.side
    if dots * min(modules) / max(modules) < PLAIN:
        return False  # too far away: clean ones would be missed as well
    return any(_within(corners, one, other, size) for one, other in permutations(codes, 2))


def _within(corners: Sequence[Point], one: Code, other: Code, size: tuple[int, int]) -> bool:
    """Whether all of `other` is on the picture if the corners are those of `one`."""
    (x, y), (right_x, right_y), _, (down_x, down_y) = corners
    for across in (other.x, other.x + other.size):
        for down in (other.y, other.y + other.size):
            u, v = (across - one.x) / one.size, (down - one.y) / one.size
            at_x = x + u * (right_x - x) + v * (down_x - x)
            at_y = y + u * (right_y - y) + v * (down_y - y)
            if not (0 <= at_x < size[0] and 0 <= at_y < size[1]):
                return False
    return True
