"""A year of invented numbers, marked as invented, so that a demonstration has something to show."""

import math
import random
from collections.abc import Iterator
from typing import Final

from kiosk.counts import facts, period
from kiosk.counts.models import Closed
from kiosk.counts.pot import Slot
from kiosk.counts.release import database, write
from kiosk.counts.units import lay_out, slot_of
from kiosk.settings import Settings

PERIODS: Final = 13
SUMMER: Final = range(30, 36)  # weeks of the works holidays
PER_HEAD: Final = 0.35  # completions of one nugget by one person in four weeks


def demo_year(site: str, settings: Settings) -> int:
    """Write the last thirteen closed periods of a plant with invented numbers; return the rows.

    Plants built alike get the same numbers. A period that is closed already is left alone.
    """
    known = facts.read(site)
    layout = lay_out(known.plant, known.crowds, known.nuggets, {}, floor=settings.crowd_floor)
    crowds = {slot_of(way.home, key[0]): way.crowd for key, way in layout.ways.items() if way.home}
    names = _names(site, set(crowds))
    rows = 0
    with database().atomic():
        for age, one in enumerate(_past(known.timezone)):
            if Closed.select().where(Closed.site == site, Closed.period == one.id).exists():
                continue
            slots = {
                Slot(site, one.id, *slot): _number(one, names[slot], crowds[slot], PERIODS - age)
                for slot in sorted(crowds)
            }
            rows += write(site, one.id, slots, k=settings.k, invented=True)
    return rows


def _names(site: str, slots: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return a name for each slot that is the same in every plant built alike."""
    units = facts.unit_names(site, {unit for unit, _ in slots})
    cards = facts.cards(site)
    return {
        (unit, nugget): f"{units.get(unit, unit)} {cards[nugget][0] if nugget else ''}"
        for unit, nugget in slots
    }


def _past(timezone: str) -> Iterator[period.Period]:
    """Return the last thirteen periods, the newest first."""
    one = period.current(timezone)
    for _ in range(PERIODS):
        one = one.before
        yield one


def _number(one: period.Period, name: str, crowd: int, nth: int) -> int:
    """Return an invented count: liked more or less, growing over the year, low in summer."""
    taste = random.Random(name).uniform(0.3, 1.6)  # noqa: S311  # invented anyway
    chance = random.Random(f"{name} {one.id}").uniform(0.75, 1.25)  # noqa: S311
    growth = 1.15 - math.exp(-nth / 4)
    season = 0.45 if one.last.isocalendar().week in SUMMER else 1.0
    return round(crowd * PER_HEAD * taste * chance * growth * season)
