"""How much of what was done is published, at the takt that its published cells choose."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kiosk.counts import period, released, takt
from kiosk.counts.period import FOUR, Period
from kiosk.counts.pot import Slot
from kiosk.counts.release import database as released_in
from kiosk.counts.release import write
from tests.privacy.year import poisson

K = 5
NUGGETS, UNITS = 60, 2
FIRST_YEAR = 13
BLOCKS = 8

Record = Callable[[str, object], None]


@dataclass
class Share:
    """What was done and what was published, by four weeks since the plant began."""

    done: list[int]
    published: list[int]

    def of(self, first: int, end: int | None) -> float:
        """Return the share in percent of some four weeks."""
        return 100 * sum(self.published[first:end]) / sum(self.done[first:end])


def live(site: str, a_week: float, *, uneven: bool, begin: int) -> Share:
    """Let a plant begin in the first, second or third four weeks of a block, and publish on.

    So often a week, a unit and a nugget; `uneven`: some nuggets far more often than others.
    """
    dice = random.Random(f"{a_week} {uneven} {begin}")  # noqa: S311
    taste = [dice.gammavariate(2, 0.5) if uneven else 1.0 for _ in range(NUGGETS)]
    taste = [NUGGETS * liked / sum(taste) for liked in taste]
    share = Share([0] * 3 * BLOCKS, [0] * 3 * BLOCKS)
    block = Period(period.FIRST, period.TWELVE)
    with released_in().atomic() as everything:
        for number in range(BLOCKS):
            takts = takt.chosen(site, block)
            counted: dict[str, dict[Slot, int]] = {}
            for at in range(max(begin, 3 * number), 3 * number + 3):
                now = Period(block.first + (at % 3) * period.LENGTH)
                for nugget, liked in enumerate(taste):
                    weeks = takts.get(f"n{nugget}", FOUR)
                    for unit in range(UNITS):
                        n = poisson(dice, 4 * a_week * liked)
                        name = now.id if weeks == FOUR else block.id
                        slot = Slot(site, name, f"u{unit}", f"n{nugget}")
                        slots = counted.setdefault(name, {})
                        slots[slot] = slots.get(slot, 0) + n
                        share.done[at] += n
            for name, slots in counted.items():
                write(site, name, slots, k=K)
            block = block.next
        _read(site, share)
        everything.rollback()
    del share.done[:begin], share.published[:begin]
    return share


def _read(site: str, share: Share) -> None:
    """Note what anybody can read; a number of twelve weeks as if it were spread over them."""
    table = released.table(site, "en")
    for one, n in zip(table.periods, table.totals, strict=True):
        first = (one.first - period.FIRST) // period.LENGTH
        parts = one.weeks // FOUR
        for part in range(parts):
            share.published[first + part] += n // parts + (part < n % parts)


@pytest.mark.parametrize("uneven", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_at_one_a_week_nearly_all_is_published(
    site: str,
    record_property: Record,
    uneven: bool,  # noqa: FBT001
) -> None:
    """85 percent and more in the first year whenever it begins, 95 after."""
    shares = [live(site, 1.0, uneven=uneven, begin=begin) for begin in range(3)]
    first = [share.of(0, FIRST_YEAR) for share in shares]
    after = [share.of(FIRST_YEAR, None) for share in shares]
    sort = "some nuggets far more often" if uneven else "all alike"
    record_property(
        "tried",
        f"one a week, unit and nugget ({sort}): published {min(first):.0f} to {max(first):.0f} %"
        f" in the first year, {min(after):.0f} % at least after",
    )
    assert min(first) >= 85
    assert min(after) >= 95


@pytest.mark.slow
@pytest.mark.parametrize(("a_week", "least"), [(0.3, 30), (2.0, 95), (5.0, 99)])
def test_more_is_published_the_more_is_done(
    site: str, record_property: Record, a_week: float, least: float
) -> None:
    share = live(site, a_week, uneven=False, begin=0)
    first, after = share.of(0, FIRST_YEAR), share.of(FIRST_YEAR, None)
    record_property(
        "tried", f"{a_week:g} a week: {first:.0f} % in the first year, {after:.0f} % after"
    )
    assert first >= least
    assert after >= least
