"""The weeks that are counted together, four or twelve, from a Monday 00:00 of the plant to another.

Periods of one length follow each other without a gap from the first week of 2026 on, never
overlap and never change. Three of four weeks always make the same block of twelve.
"""

import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

FIRST: Final = date(2025, 12, 29)  # Monday of the week 2026-W01
FOUR: Final = 4
TWELVE: Final = 12
LENGTH: Final = timedelta(weeks=FOUR)
SHAPE: Final = re.compile(r"(\d{4})-W(\d{2})\.\.(?:(\d{4})-)?W(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Four weeks, or the twelve of a whole block, known by their first Monday."""

    first: date
    weeks: int = FOUR

    @property
    def id(self) -> str:
        """Its name in ISO weeks: `2026-W45..W48`, or `2026-W53..2027-W03` across the year."""
        begin, end = self.first.isocalendar(), self.last.isocalendar()
        year = "" if begin.year == end.year else f"{end.year}-"
        return f"{begin.year}-W{begin.week:02}..{year}W{end.week:02}"

    @property
    def last(self) -> date:
        """Its last Sunday."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Period":
        """The period of its length that begins when this one ends."""
        return Period(self.first + timedelta(weeks=self.weeks), self.weeks)

    @property
    def before(self) -> "Period":
        """The period of its length that ended when this one began."""
        return Period(self.first - timedelta(weeks=self.weeks), self.weeks)

    @property
    def block(self) -> "Period":
        """The block of twelve weeks it lies in, or is."""
        return of(self.first, TWELVE)


def of(day: date, weeks: int = FOUR) -> Period:
    """Return the period of a length that a day belongs to."""
    length = timedelta(weeks=weeks)
    return Period(FIRST + (day - FIRST) // length * length, weeks)


def named(period_id: str) -> Period:
    """Return the period of a name that `Period.id` gave. Raises `ValueError` for any other."""
    found = SHAPE.fullmatch(period_id)
    if found:
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        for period in (of(first, FOUR), of(first, TWELVE)):
            if period.id == period_id:
                return period
    message = f"{period_id!r} names no period"
    raise ValueError(message)


def current(timezone: str) -> Period:
    """Return the period that is open now where clocks show this IANA time zone."""
    return of(datetime.fromtimestamp(time.time(), tz=ZoneInfo(timezone)).date())


def today() -> int:
    """Return the number of this day (UTC) since 1970: the only time that is kept of a ticket."""
    return (datetime.now(tz=UTC).date() - date(1970, 1, 1)).days
