"""What something costs on a machine that does other things too, or is slower than the bounds' own.

What else the machine does only ever adds to a time, so the least of a few goes is nearest to the
truth. A bound in seconds is one of the machine that it was written on: where a fixed piece of work
takes longer than there, in the same moment, its seconds are counted shorter by as much.
"""

import time
import zlib
from collections.abc import Callable
from typing import Final

GOES: Final = 4
WORK: Final = 0.115
"""Seconds of computing that `_work` takes on the machine that the bounds were written on, idle."""


def least(
    act: Callable[[], object], enough: float, clock: Callable[[], float] = time.process_time
) -> float:
    """Return the least seconds that an act takes; once it took less than `enough`, it is done."""

    def go() -> float:
        begun = clock()
        act()
        return clock() - begun

    return least_told(go, enough)


def least_told(go: Callable[[], float], enough: float) -> float:
    """Return the least seconds that a few goes tell of themselves, as `least` does."""
    best = float("inf")
    for _ in range(GOES):
        taken = go()
        best = min(best, taken if taken < enough else taken / pace())
        if best < enough:
            break
    return best


def pace() -> float:
    """Return how many times slower this machine computes now than the bounds' own; at least 1."""
    took = []
    for _ in range(3):
        begun = time.process_time()
        _work()
        took.append(time.process_time() - begun)
    return max(1.0, min(took) / WORK)


def _work() -> None:
    """Compute, pack and touch fresh memory, as what is measured does."""
    zlib.compress(bytes(range(256)) * 8_000, 6)
    bytearray(40_000_000)[::4096] = bytes(9766)
    sum(number * number % 7 for number in range(600_000))
