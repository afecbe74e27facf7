"""Which takt a nugget counts in: four weeks, or the twelve of a block where four hide too much.

A block keeps what it began with: first counts what the pot has laid out, then what stands
published of the block. Where neither says anything, only what was published before chooses, and
all of it a whole period before the block begins: nothing that is still open can have a say.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from peewee import fn

from kiosk.counts import period
from kiosk.counts.facts import Facts
from kiosk.counts.kinds import COMPLETED
from kiosk.counts.models import Released, Stood
from kiosk.counts.period import FOUR, TWELVE, Period
from kiosk.counts.pot import Pot
from kiosk.counts.units import Hanging, Layout, Way, lay_out, too_small

ENOUGH: Final = 10  # published completions of a nugget in a unit and four weeks, on average


def layouts(
    pot: Pot, known: Facts, waiting: Collection[str] = (), *, floor: int
) -> Iterator[tuple[Period, Layout]]:
    """Return each period to lay out: the open ones over themselves, the next ones afresh.

    A nugget is laid out in the periods of its takt alone, so its windows never overlap. While
    periods are `waiting` for their release, what counts in them stays as it is: their numbers
    may yet choose its takt. What is new has none there, and counts at once.
    """
    known = _without(known, {key[0] for name in waiting for key in pot.ways(known.site, name)})
    now = period.current(known.timezone)
    twelve = pot.ways(known.site, now.block.id)
    long = {nugget for nugget, _ in twelve}
    four = {key: way for key, way in pot.ways(known.site, now.id).items() if key[0] not in long}
    laid = dict.fromkeys((nugget for nugget, _ in four), FOUR) | dict.fromkeys(long, TWELVE)
    takts = of_block(known, now.block, laid, floor=floor)
    yield now.block, _laid_out(known, takts, TWELVE, twelve, floor)
    yield now, _laid_out(known, takts, FOUR, four, floor)
    if now.next.block != now.block:
        takts = of_block(known, now.next.block, {}, floor=floor)
        yield now.next.block, _laid_out(known, takts, TWELVE, {}, floor)
    yield now.next, _laid_out(known, takts, FOUR, {}, floor)


def _without(known: Facts, nuggets: Collection[str]) -> Facts:
    """Return the plant as if these nuggets hung nowhere in it."""
    others = {key: one for key, one in known.nuggets.items() if key not in nuggets}
    return replace(known, nuggets=others)


def of_block(known: Facts, block: Period, laid: Mapping[str, int], *, floor: int) -> dict[str, int]:
    """Return the takt of each nugget in a block; `laid` is what the pot has of it already.

    A new nugget begins with four weeks, so that its trainers soon see something. What too few
    people work with shares the pooled slot, and that counts by twelve: it joins little, and
    what is in it can't be told apart whatever it says.
    """
    fixed = {**stood(known.site, block), **laid}
    free = {nugget: one for nugget, one in known.nuggets.items() if nugget not in fixed}
    pooled = too_small(known.plant, known.crowds, free, floor=floor)
    published = chosen(known.site, block) if free else {}
    return (
        dict.fromkeys(free, FOUR)
        | {nugget: takt for nugget, takt in published.items() if nugget in free}
        | dict.fromkeys(pooled, TWELVE)
        | fixed
    )


def chosen(site: str, block: Period) -> dict[str, int]:
    """Return the takt that what was published chooses for a block, of each nugget it knows.

    Four weeks where a nugget's cells hold ten completions or more on average in each unit and
    four weeks; a hidden cell counts as none. It reads what everybody can read, and nothing else.
    """
    weeks = {one.id: one.weeks for one in evidence(block)}
    length: dict[str, int] = {}
    for nugget, name, cells in _rows(Stood, fn.COUNT(Stood.unit), site, weeks):
        length[nugget] = length.get(nugget, 0) + weeks[name] * cells
    completions: dict[str, int] = {}
    for nugget, _, n in _rows(Released, fn.SUM(Released.n), site, weeks):
        completions[nugget] = completions.get(nugget, 0) + n
    return {
        nugget: FOUR if completions.get(nugget, 0) * FOUR >= ENOUGH * long else TWELVE
        for nugget, long in length.items()
    }


def evidence(block: Period) -> list[Period]:
    """Return the periods that choose for a block: twenty weeks, over four weeks before it begins.

    So they are published when its ways are first laid ahead, in the four weeks before it.
    """
    found = [block.before.before]
    one = Period(block.first).before
    while one.before.first >= found[0].first:
        one = one.before
        found.append(one)
    return found


def stood(site: str, block: Period) -> dict[str, int]:
    """Return the takt of each nugget that stands published in a block already: it keeps it."""
    first = Period(block.first)
    weeks = {one.id: one.weeks for one in (first, first.next, first.next.next, block)}
    rows = _rows(Stood, fn.COUNT(Stood.unit), site, weeks)
    return {nugget: weeks[name] for nugget, name, _ in sorted(rows, key=lambda row: weeks[row[1]])}


def _rows(
    table: type[Released] | type[Stood], of: object, site: str, names: Collection[str]
) -> list[tuple[str, str, int]]:
    """Return nugget, period and a sum of its cells; the pooled slot is no nugget's."""
    query = (
        table.select(table.nugget, table.period, of)
        .where(table.site == site, table.period.in_(list(names)))
        .where(table.kind == COMPLETED, table.nugget != "")
        .group_by(table.nugget, table.period)
    )
    return [(str(nugget), str(name), int(n)) for nugget, name, n in cast("Any", query.tuples())]


def _laid_out(
    known: Facts,
    takts: Mapping[str, int],
    weeks: int,
    before: Mapping[tuple[str, str], Way],
    floor: int,
) -> Layout:
    """Lay out a period for the nuggets of its takt."""
    nuggets: dict[str, Hanging] = {
        nugget: one for nugget, one in known.nuggets.items() if takts[nugget] == weeks
    }
    return lay_out(known.plant, known.crowds, nuggets, before, floor=floor)
