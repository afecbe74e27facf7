"""A year of invented numbers, marked as invented, so that a demonstration has something to show."""

import math
import random
from collections.abc import Mapping
from typing import Final

from kiosk.counts import facts, gain, period, takt
from kiosk.counts.kinds import CELLS
from kiosk.counts.models import Closed
from kiosk.counts.period import TWELVE, Period
from kiosk.counts.pot import Slot
from kiosk.counts.release import database, write
from kiosk.counts.units import lay_out, slot_of
from kiosk.settings import Settings

PERIODS: Final = 13
SUMMER: Final = range(30, 36)  # weeks of the works holidays
PER_HEAD: Final = 0.35  # completions of one nugget by one person in four weeks
TOOK_PART: Final = 0.7  # of those who finished: the others skipped the question before
MEASURED: Final = 0.2  # of the periods of a nugget

Where = tuple[str, str]  # unit and nugget


def demo_year(site: str, settings: Settings) -> int:
    """Write the past year of a plant with invented numbers; return how many are published.

    Thirteen times four weeks; each nugget counts in the takt that its numbers so far choose, as
    in a plant that lives. Plants built alike get the same numbers. A period that is closed
    already is left alone.
    """
    known = facts.read(site)
    layout = lay_out(known.plant, known.crowds, known.nuggets, {}, floor=settings.crowd_floor)
    crowds = {slot_of(way.home, key[0]): way.crowd for key, way in layout.ways.items() if way.home}
    names = _names(site, set(crowds))
    rows, block = 0, dict.fromkeys(crowds, 0)
    with database().atomic():
        for nth, one in enumerate(_past(known.timezone), start=1):
            takts = takt.of_block(known, one.block, {}, floor=settings.crowd_floor)
            now = {slot: _number(one, names[slot], crowds[slot], nth) for slot in crowds}
            block = {slot: n + block[slot] for slot, n in now.items()}
            long = {slot for slot in crowds if not slot[1] or takts[slot[1]] == TWELVE}
            short = {slot: n for slot, n in now.items() if slot not in long}
            rows += _write(site, one, short, names, settings)
            if one.last == one.block.last:
                whole = {slot: block[slot] for slot in long}
                rows += _write(site, one.block, whole, names, settings)
                block = dict.fromkeys(crowds, 0)
    return rows


def _write(
    site: str,
    one: Period,
    counted: Mapping[Where, int],
    names: Mapping[Where, str],
    settings: Settings,
) -> int:
    """Close a period in which something stood, unless it is closed; return the rows."""
    if not counted or Closed.select().where(Closed.site == site, Closed.period == one.id).exists():
        return 0
    slots = {Slot(site, one.id, *slot): n for slot, n in sorted(counted.items())}
    for slot, n in sorted(counted.items()):
        cells = _cells(one, names[slot], n) if slot[1] else {}
        slots |= {Slot(site, one.id, *slot, kind): part for kind, part in cells.items()}
    return write(site, one.id, slots, k=settings.k, invented=True)


def _cells(one: Period, name: str, n: int) -> dict[str, int]:
    """Return the four cells where a nugget was measured: now and then, and where many learned."""
    draw = random.Random(f"{name} {one.id} measured")  # noqa: S311  # invented anyway
    part = round(n * TOOK_PART)
    if part < gain.LEAST or draw.random() > MEASURED:
        return {}
    learned, forgot = round(part * draw.uniform(0.15, 0.55)), round(part * draw.uniform(0, 0.08))
    knew = round((part - learned - forgot) * draw.uniform(0.5, 0.9))
    neither = part - learned - forgot - knew
    return dict(zip(CELLS, (neither, learned, forgot, knew), strict=True))


def _names(site: str, slots: set[Where]) -> dict[Where, str]:
    """Return a name for each slot that is the same in every plant built alike."""
    units = facts.unit_names(site, {unit for unit, _ in slots})
    cards = facts.cards(site)
    return {
        (unit, nugget): f"{units.get(unit, unit)} {cards[nugget][0] if nugget else ''}"
        for unit, nugget in slots
    }


def _past(timezone: str) -> list[Period]:
    """Return the last thirteen times four weeks, the oldest first."""
    found = [period.current(timezone).before]
    while len(found) < PERIODS:
        found.append(found[-1].before)
    return found[::-1]


def _number(one: Period, name: str, crowd: int, nth: int) -> int:
    """Return an invented count: liked more or less, growing over the year, low in summer."""
    taste = random.Random(name).uniform(0.3, 1.6)  # noqa: S311  # invented anyway
    chance = random.Random(f"{name} {one.id}").uniform(0.75, 1.25)  # noqa: S311
    growth = 1.15 - math.exp(-nth / 4)
    season = 0.45 if one.last.isocalendar().week in SUMMER else 1.0
    return round(crowd * PER_HEAD * taste * chance * growth * season)
