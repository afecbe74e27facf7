"""Which nuggets are measured, and in which period: a trainer's choice, never one of use.

A period is measured as a whole or not at all. So it is chosen before it begins, and what is taken
back amid it is forgotten.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from content.revision import change
from kiosk.counts import gain
from kiosk.counts.gain import Gain
from kiosk.counts.models import Closed, Measured, ReleasedGain
from kiosk.counts.period import TWELVE, Period, named

LONGEST: Final = timedelta(weeks=TWELVE)
SEEN: Final = (
    "SELECT number, site, first FROM revision"
    " LEFT JOIN (SELECT DISTINCT site, first FROM measured) AS chosen ON 1 = 1"
)


def nuggets(site: str, period: Period) -> frozenset[str]:
    """Return the nuggets that are measured in a period, if their period is this one."""
    rows = Measured.select(Measured.nugget).where(
        (Measured.site == site) & (Measured.first == period.first.isoformat())
    )
    return frozenset(str(row.nugget) for row in rows)


def seen() -> tuple[int, list[tuple[str, date]]]:
    """Return the revision, with plant and first day of every period in which something is measured.

    Every page asks for it, so it is one statement in plain SQL, as the revision alone would be.
    """
    database = Measured._meta.database  # noqa: SLF001  peewee's own door to the bound database
    rows = database.execute_sql(SEEN).fetchall()
    chosen = sorted((str(site), date.fromisoformat(first)) for _, site, first in rows if site)
    return (int(rows[0][0]) if rows else 0), chosen


def standing(site: str, nugget: str, periods: Iterable[Period]) -> list[Period]:
    """Return those of the periods in which a nugget is measured."""
    return [one for one in periods if nugget in nuggets(site, one)]


def switch_on(site: str, nugget: str, period: Period) -> None:
    """Measure a nugget in a period to come; twice is once."""
    with change():
        Measured.insert(
            site=site, nugget=nugget, first=period.first.isoformat()
        ).on_conflict_ignore().execute()


def switch_off(site: str, nugget: str, period: Period) -> None:
    """Measure a nugget no more in a period; of an open one all is forgotten when it is laid out."""
    with change():
        Measured.delete().where(
            (Measured.site == site)
            & (Measured.nugget == nugget)
            & (Measured.first == period.first.isoformat())
        ).execute()


def misleading(site: str) -> dict[str, tuple[Gain, Period]]:
    """Return the nuggets whose newest published gain is below zero somewhere, with its period."""
    newest: dict[tuple[str, str], tuple[Period, int, int]] = {}
    for row in ReleasedGain.select().where(ReleasedGain.site == site):
        told = (named(str(row.period)), int(row.n), int(row.d))
        where = (str(row.nugget), str(row.unit))
        newest[where] = max(told, newest.get(where, told), key=lambda one: one[0].last)
    found = {}
    for (nugget, _), (when, n, d) in sorted(newest.items()):
        if d < 0:
            closed = Closed.get((Closed.site == site) & (Closed.period == when.id))
            found[nugget] = (gain.read(n, d, k=int(closed.k)), when)
    return found


def forget(site: str, today: date) -> None:
    """Forget what was chosen for periods that are over, of whatever length."""
    old = (today - LONGEST).isoformat()
    Measured.delete().where((Measured.site == site) & (Measured.first <= old)).execute()
