"""The nugget of the day: the same for everybody, by a rule that needs no memory and no counts.

The rule. All nuggets of a plant that may be seen from anywhere stand in a queue. Each day the first
one is shown and goes to the end. A nugget joins at the front of the queue on the day after it was
first published, so what is new has its day soon, and nothing that is published in the course of a
day changes that day's page; those the plant began with join on its very first day. Nuggets that
join on one day stand in an order drawn from the plant's and their own short names. So each one is
shown before any comes again, and whoever works the rule out anew gets the same answer. A nugget
that is withdrawn leaves the queue at once. How often something was looked at plays no part.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

from peewee import fn

from content.models import Nugget, Version

LONGEST: Final = 20  # years that are gone through; of an older plant the first ones are left out
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A nugget that may be shown, and the day on which it was first published."""

    slug: str
    since: date


def day_of(timezone: str, now: datetime) -> date:
    """Return the day that a plant in this time zone has now."""
    return now.astimezone(ZoneInfo(timezone)).date()


def left(timezone: str, now: datetime) -> int:
    """Return the whole seconds until the plant's next midnight, at least one."""
    tomorrow = day_of(timezone, now) + DAY
    midnight = datetime.combine(tomorrow, time(), tzinfo=ZoneInfo(timezone))
    return max(1, int((midnight.astimezone(UTC) - now.astimezone(UTC)).total_seconds()))


def candidates(site_id: str) -> list[Candidate]:
    """Return what is published in a plant and may be seen from anywhere."""
    live = Version.select(Version.nugget).where(Version.state == "published")
    query: Any = (
        Nugget.select(Nugget.slug, fn.MIN(Version.published_on))
        .join(Version)
        .where((Nugget.site == site_id) & (Nugget.reach == "anywhere") & Nugget.id.in_(live))
        .where(Version.published_on.is_null(False))
        .group_by(Nugget.slug)
    )
    return [Candidate(slug, date.fromisoformat(str(day)[:10])) for slug, day in query.tuples()]


def slug(site_id: str, site_slug: str, day: date) -> str | None:
    """Return the short name of a plant's nugget of this day, None where there is none to show."""
    return pick(site_slug, candidates(site_id), day)


def pick(site_slug: str, found: Iterable[Candidate], day: date) -> str | None:
    """Return the short name of this day's nugget by the rule above, None where there is none."""
    new = deque(sorted((min(one.since, day), _drawn(site_slug, one.slug), one) for one in found))
    if not new:
        return None
    first = new[0][0]
    at = max(first, date(day.year - LONGEST, 1, 1))
    queue: deque[str] = deque()
    shown = None
    while at <= day:
        joins = []
        while new and (new[0][0] < at or new[0][0] == first):
            joins.append(new.popleft()[2].slug)
        queue.extendleft(reversed(joins))
        queue.rotate(-1)
        shown = queue[-1]
        at += DAY
    return shown


def _drawn(site_slug: str, slug: str) -> str:
    return sha256(f"{site_slug}/{slug}".encode()).hexdigest()
