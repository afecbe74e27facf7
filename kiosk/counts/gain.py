"""Knows what is told of a measured nugget: how many took part, how many more knew it afterwards.

Four cells are counted while a period is open: wrong before and after, learned, forgot, knew.
What is told of them is N and D alone: D is learned minus forgot, of a hundred who took part,
rounded to 5. The interval is worked out from these two, so it gives nothing of the cells away.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

from kiosk.counts.kinds import BOTH_WRONG, FORGOT, KNEW, LEARNED

LEAST: Final = 20
PER_CELL: Final = 4  # LEAST is so many times the smallest k
STEP: Final = 5
HUNDRED: Final = 100
Z: Final = 1.959964  # 95 of 100


@dataclass(frozen=True, slots=True)
class Gain:
    """N who took part; D more of a hundred knew it afterwards; where the truth lies, likely.

    `capped`: D may also be further from zero. So it is told where nearly all said the same, as
    the true D would tell how few did not.
    """

    n: int
    d: int
    low: int
    high: int
    capped: bool = False


def cell(*, before: bool, after: bool) -> str:
    """Return which cell somebody counts in who answered right or wrong before and after."""
    if before:
        return KNEW if after else FORGOT
    return LEARNED if after else BOTH_WRONG


def told(neither: int, learned: int, forgot: int, knew: int, *, k: int) -> tuple[int, int] | None:
    """Return N and D of four cells, or None where too few took part."""
    n = neither + learned + forgot + knew
    if n < least(k):
        return None
    more = rounded(learned - forgot, n)
    return n, max(-most(n, k), min(more, most(n, k)))


def least(k: int) -> int:
    """Return how many must have taken part: 20, and more where a plant prints from a larger k."""
    return max(LEAST, PER_CELL * k)


def rounded(more: int, n: int) -> int:
    """Return the difference of so many of N in points of a hundred, rounded to 5, halves away."""
    points = STEP * ((2 * HUNDRED // STEP * abs(more) + n) // (2 * n))
    return points if more >= 0 else -points


@cache
def most(n: int, k: int) -> int:
    """Return the largest D that is told of N.

    The smallest difference that it may stand for leaves 2 (k - 1) people over. So each of the
    four cells can have k different numbers at least, and those that may be 0 all from 0 to k - 1.
    """
    return max(
        d for d in range(0, HUNDRED + STEP, STEP) if n - _differences(n, d).start >= 2 * (k - 1)
    )


def read(n: int, d: int, *, k: int) -> Gain:
    """Return what N and D say, with the interval.

    Whoever takes part counts as 1, 0 or -1. Whatever the share of the zeros, the mean varies most
    without any, as a share of heads and tails does: Wilson's interval for it, corrected for whole
    numbers, taken from both ends of what D may stand for, and opened to whole points.
    """
    capped = abs(d) == most(n, k) < HUNDRED
    could = _differences(n, abs(d), on_to=n if capped else None)
    low, high = _limit(could.start, n, -1), _limit(could.stop - 1, n, 1)
    low, high = max(-HUNDRED, math.floor(low)), min(HUNDRED, math.ceil(high))
    return Gain(n, d, low, high, capped) if d >= 0 else Gain(n, d, -high, -low, capped)


def _differences(n: int, d: int, on_to: int | None = None) -> range:
    """Return every difference of N that is rounded to this D of 0 or more, or lies beyond it."""
    half = 2 * HUNDRED // STEP  # rounded(more) = d  <=>  (2d/5 - 1) n <= half more < (2d/5 + 1) n
    start = -(-(2 * d // STEP - 1) * n // half)
    stop = -(-(2 * d // STEP + 1) * n // half)
    if d == 0:
        start = 1 - stop
    return range(start, on_to + 1 if on_to is not None else stop)


def _limit(more: int, n: int, side: int) -> float:
    """Return one end of Wilson's interval for a difference, in points of a hundred."""
    share = min(1.0, max(0.0, (n + more + side) / (2 * n)))
    middle = share + Z * Z / (2 * n)
    reach = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return HUNDRED * (2 * (middle + side * reach) / (1 + Z * Z / n) - 1)
