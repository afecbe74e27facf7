"""The one moment a closed period's counts become published rows or are forgotten.

It takes no date: a period is over when the clock of the plant says so.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from peewee import Database, chunked

from content import card
from content.models import Table
from kiosk.counts import facts, gate, period
from kiosk.counts.kinds import COMPLETED
from kiosk.counts.models import Closed, NuggetName, Released, Stood, UnitName
from kiosk.counts.pot import Pot, Slot

BATCH: Final = 100


def release(pot: Pot, *, k: int) -> list[str]:
    """Close every period of every plant that is over, once, and return the names of the closed.

    A count of at least `k` becomes a row; a smaller one is forgotten. The rows and the mark that
    the period is closed are written together, and only then is the pot cleared: whoever is
    killed between the two finds the mark and clears without counting again.
    """
    closed = []
    for site in facts.sites():
        first = period.current(facts.timezone(site)).first
        for name in pot.periods(site):
            if period.named(name).first < first:
                kinds = gate.kinds(site, period.named(name))
                slots = {
                    slot: n
                    for slot, n in pot.slots(site).items()
                    if slot.period == name and slot.kind in kinds
                }
                if _publish(site, name, slots, k):
                    closed.append(name)
                pot.clear(site, name)
    return closed


def _publish(site: str, name: str, slots: dict[Slot, int], k: int) -> bool:
    """Write a period's rows, sorted, in one transaction. Return False if it was closed before."""
    with database().atomic():
        if Closed.select().where(Closed.site == site, Closed.period == name).exists():
            return False
        write(site, name, slots, k=k)
    return True


def write(site: str, name: str, slots: Mapping[Slot, int], *, k: int, **closed: bool) -> int:
    """Write a closed period: its mark, where nuggets stood, the rows of `k` and more, the names."""
    Closed.insert(site=site, period=name, k=k, **closed).execute()
    _insert(Stood, [slot._asdict() for slot in sorted(slots)])
    rows = [slot._asdict() | {"n": slots[slot]} for slot in sorted(slots) if shows(slot, slots, k)]
    _insert(Released, rows)
    _write_names(site, slots)
    return len(rows)


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
        titles = {key: words.title for key, words in card.loads(text).words.items()}
        said = json.dumps(titles, ensure_ascii=False, sort_keys=True)
        _name(NuggetName, {"site": site, "nugget": nugget}, {"slug": slug, "titles": said})


def _name(table: type[Table], key: dict[str, str], names: dict[str, str]) -> None:
    if any(names.values()):
        target = [getattr(table, column) for column in key]
        table.insert(**key, **names).on_conflict(conflict_target=target, update=names).execute()
