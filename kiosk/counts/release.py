"""The one moment a closed period's counts become published rows or are forgotten.

It takes no date: a period is over when the clock of the plant says so.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, cast

from peewee import Database, chunked

from content import card
from content.models import Table
from kiosk.counts import facts, gain, gate, measuring, period
from kiosk.counts.kinds import CELLS, COMPLETED, GAIN
from kiosk.counts.models import Closed, NuggetName, Released, ReleasedGain, Stood, UnitName
from kiosk.counts.pot import Pot, Slot

BATCH: Final = 100

Cells = tuple[int, ...]


def release(pot: Pot, *, k: int) -> list[str]:
    """Close every period of every plant that is over, once, and return the names of the closed.

    A count of at least `k` becomes a row; a smaller one is forgotten. The rows and the mark that
    the period is closed are written together, and only then is the pot cleared: whoever is
    killed between the two finds the mark and clears without counting again. Nobody adds
    meanwhile: who opened a nugget before midnight and finishes now counts in the next period.
    """
    closed = []
    for site in facts.sites():
        for name in due(pot, site):
            with pot.alone():
                if _publish(site, name, _counted(pot, site, name), k):
                    closed.append(name)
                pot.clear(site, name)
        measuring.forget(site, period.current(facts.timezone(site)).first)
    return closed


def _counted(pot: Pot, site: str, name: str) -> dict[Slot, int]:
    """Return what is counted of a period, of the kinds that may be told."""
    kinds = gate.kinds(site, period.named(name))
    measured = measuring.nuggets(site, period.named(name))
    return {
        slot: n
        for slot, n in pot.slots(site).items()
        if slot.period == name and slot.kind in kinds
        if slot.kind not in CELLS or slot.nugget in measured
    }


def due(pot: Pot, site: str) -> list[str]:
    """Return the names of the periods of a plant that are over and wait for their release."""
    now = period.current(facts.timezone(site))
    return [name for name in pot.periods(site) if period.named(name).last < now.first]


def _publish(site: str, name: str, slots: dict[Slot, int], k: int) -> bool:
    """Write a period's rows, sorted, in one transaction. Return False if it was closed before."""
    with database().atomic():
        if Closed.select().where(Closed.site == site, Closed.period == name).exists():
            return False
        write(site, name, slots, k=k)
    return True


def write(site: str, name: str, slots: Mapping[Slot, int], *, k: int, **closed: bool) -> int:
    """Write a closed period: its mark, where nuggets stood, the rows of `k` and more, the names.

    Of the four cells of a measured nugget only N and D are written, and where it was measured.
    """
    Closed.insert(site=site, period=name, k=k, **closed).execute()
    slots, cells = _apart(slots)
    _insert(Stood, [slot._asdict() for slot in sorted((*slots, *cells))])
    _insert(ReleasedGain, [row for slot in sorted(cells) for row in _told(slot, cells[slot], k)])
    rows = [slot._asdict() | {"n": slots[slot]} for slot in sorted(slots) if shows(slot, slots, k)]
    _insert(Released, rows)
    _write_names(site, slots)
    return len(rows)


def _apart(slots: Mapping[Slot, int]) -> tuple[dict[Slot, int], dict[Slot, Cells]]:
    """Return what is published by itself, and the four cells of each measured nugget together."""
    alone = {slot: n for slot, n in slots.items() if slot.kind not in CELLS}
    measured = {slot._replace(kind=GAIN) for slot in slots if slot.kind in CELLS}
    return alone, {
        slot: tuple(slots.get(slot._replace(kind=kind), 0) for kind in CELLS) for slot in measured
    }


def _told(slot: Slot, cells: Cells, k: int) -> Iterator[dict[str, Any]]:
    """Yield the row of a measured nugget, if enough took part; the cells end here."""
    if told := gain.told(*cells, k=k):
        n, d = told
        where = slot._asdict()
        del where["kind"]
        yield where | {"n": n, "d": d}


def shows(slot: Slot, slots: Mapping[Slot, int], k: int) -> bool:
    """Return whether a count is published: `k` and more, and never what nearly everybody said.

    An answer is only told where `k - 1` completions or more did not give it. Else one could
    work out the other answer's small number, or know of everybody in the unit what they said.
    """
    n = slots[slot]
    if slot.kind == COMPLETED:
        return n >= k
    return n >= k and slots.get(slot._replace(kind=COMPLETED), 0) - n >= k - 1


def database() -> Database:
    """Return the database that the released tables are bound to."""
    return cast("Database", Released._meta.database)  # noqa: SLF001


def _insert(table: type[Table], rows: list[dict[str, Any]]) -> None:
    for batch in chunked(rows, BATCH):
        table.insert_many(batch).execute()


def _write_names(site: str, slots: Collection[Slot]) -> None:
    """Keep what units and nuggets are called at this release; what is gone keeps its last name."""
    named = facts.unit_names(site, {slot.unit for slot in slots})
    for unit, (area, kind) in sorted(named.items()):
        _name(UnitName, {"site": site, "unit": unit}, {"area": area, "machine_kind": kind})
    cards = facts.cards(site)
    for nugget in sorted({slot.nugget for slot in slots} & set(cards)):
        slug, text = cards[nugget]
        told = card.loads(text).words
        titles = {key: words.title for key, words in told.items()}
        said = json.dumps(titles, ensure_ascii=False, sort_keys=True)
        shortest = min((words.film.seconds for words in told.values() if words.film), default=0)
        _name(
            NuggetName,
            {"site": site, "nugget": nugget},
            {"slug": slug, "titles": said, "seconds": int(shortest)},
        )


def _name(table: type[Table], key: Mapping[str, str], names: Mapping[str, str | int]) -> None:
    if any(names.values()):
        target = [getattr(table, column) for column in key]
        table.insert(**key, **names).on_conflict(conflict_target=target, update=names).execute()
