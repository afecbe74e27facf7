"""The four weeks that are counted together: from a Monday 00:00 to a Monday 00:00 of the plant.

Periods never overlap and never change. They follow each other without a gap from the first week
of 2026 on, so that three of them always make the same block of twelve weeks.
"""

import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

FIRST: Final = date(2025, 12, 29)  # Monday of the week 2026-W01
WEEKS: Final = 4
LENGTH: Final = timedelta(weeks=WEEKS)
SHAPE: Final = re.compile(r"(\d{4})-W(\d{2})\.\.(?:(\d{4})-)?W(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Four weeks, known by their first Monday."""

    first: date

    @property
    def id(self) -> str:
        """Its name in ISO weeks: `2026-W45..W48`, or `2026-W53..2027-W03` across the year."""
        begin, end = self.first.isocalendar(), self.last.isocalendar()
        year = "" if begin.year == end.year else f"{end.year}-"
        return f"{begin.year}-W{begin.week:02}..{year}W{end.week:02}"

    @property
    def last(self) -> date:
        """Its last Sunday."""
        return self.first + LENGTH - timedelta(days=1)

    @property
    def next(self) -> "Period":
        """The period that begins when this one ends."""
        return Period(self.first + LENGTH)

    @property
    def before(self) -> "Period":
        """The period that ended when this one began."""
        return Period(self.first - LENGTH)


def of(day: date) -> Period:
    """Return the period a day belongs to."""
    return Period(FIRST + (day - FIRST) // LENGTH * LENGTH)


def named(period_id: str) -> Period:
    """Return the period of a name that `Period.id` gave. Raises `ValueError` for any other."""
    found = SHAPE.fullmatch(period_id)
    period = of(date.fromisocalendar(int(found[1]), int(found[2]), 1)) if found else None
    if period is None or period.id != period_id:
        message = f"{period_id!r} names no period"
        raise ValueError(message)
    return period


def current(timezone: str) -> Period:
    """Return the period that is open now where clocks show this IANA time zone."""
    return of(datetime.fromtimestamp(time.time(), tz=ZoneInfo(timezone)).date())


def today() -> int:
    """Return the number of this day (UTC) since 1970: the only time that is kept of a ticket."""
    return (datetime.now(tz=UTC).date() - date(1970, 1, 1)).days
