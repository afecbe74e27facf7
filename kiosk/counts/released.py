"""What was published: the only place from which anybody, whoever it is, reads a number.

Everything handed out is a plain value: for the page, for CSV, for JSON, the same cells in the
same order. A total is the sum of released cells, so it says "at least".
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from content.card import variant_of
from kiosk.counts import facts, period
from kiosk.counts.kinds import COMPLETED, HELPFUL
from kiosk.counts.models import Closed, NuggetName, Released, Stood, UnitName
from kiosk.counts.pot import Slot
from kiosk.counts.units import AT, SITE, SMALL

UNDER: Final = "under"
HIDDEN: Final = "not shown"  # an answer: under k, or what nearly everybody said
RANK: Final = {"site": 0, "area": 1, "kind": 1, "small": 2}
YES_NO: Final = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class PeriodInfo:
    """A closed period: its days, the smallest count printed then, whether it is made up."""

    id: str
    first: date
    last: date
    k: int
    invented: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """Whom a number stands for, as it was called at its last release.

    `sort` is `site` (the whole plant), `area`, `kind` (a machine kind in an area) or `small`
    (everything that too few people work with, together).
    """

    id: str
    sort: str
    area: str = ""
    machine_kind: str = ""


@dataclass(frozen=True, slots=True)
class Nugget:
    """A nugget as it was called at its last release."""

    id: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. None where it stood: fewer than k, or none. `stood` False: it was not there."""

    n: int | None
    stood: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one kind of one nugget in one unit, a cell a period.

    The pooled slot has no nugget.
    """

    unit: Unit
    nugget: Nugget | None
    cells: tuple[Cell, ...]
    kind: str = COMPLETED

    @property
    def at_least(self) -> int:
        """Sum of the released cells."""
        return sum(cell.n or 0 for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Every number of a plant: lines by unit and nugget, columns by period, the oldest first.

    `lines` are the completions, `answers` what was said of whether a nugget helped.
    """

    periods: tuple[PeriodInfo, ...]
    lines: tuple[Line, ...]
    next_release: date
    answers: tuple[Line, ...] = ()

    @property
    def totals(self) -> tuple[int, ...]:
        """For each period the sum of its released completions."""
        return tuple(
            sum(line.cells[at].n or 0 for line in self.lines) for at in range(len(self.periods))
        )

    @property
    def at_least(self) -> int:
        """Sum of all released completions."""
        return sum(self.totals)


def table(site: str, language: str) -> Table:
    """Return everything that was ever published of a plant, titles in a language if there are."""
    rows = Closed.select().where(Closed.site == site).order_by(Closed.period)
    periods = tuple(_info(row) for row in rows)
    numbers = {_slot(row): row.n for row in Released.select().where(Released.site == site)}
    stood = {_slot(row) for row in Stood.select().where(Stood.site == site)}
    units, nuggets = _units(site, stood), _nuggets(site, language)
    pairs = {(slot.unit, slot.nugget, slot.kind) for slot in stood}
    lines = [
        Line(
            units[unit],
            nuggets.get(nugget, Nugget(nugget, "", nugget)) if nugget else None,
            _cells(stood, numbers, [Slot(site, one.id, unit, nugget, kind) for one in periods]),
            kind,
        )
        for unit, nugget, kind in pairs
    ]
    lines.sort(key=_order)
    return Table(
        periods,
        tuple(line for line in lines if line.kind == COMPLETED),
        period.current(facts.timezone(site)).next.first,
        tuple(line for line in lines if line.kind != COMPLETED),
    )


def records(site: str, language: str) -> list[dict[str, str]]:
    """Return the same cells one by one, all as text: for CSV and JSON.

    `completions` is a number, or `under 5` with the k of that period; of another kind the number
    stands in `answers`, or `not shown`.
    """
    whole = table(site, language)
    return [
        _record(one, line, cell)
        for line in (*whole.lines, *whole.answers)
        for one, cell in zip(whole.periods, line.cells, strict=True)
        if cell.stood
    ]


def _record(one: PeriodInfo, line: Line, cell: Cell) -> dict[str, str]:
    completed = line.kind == COMPLETED
    hidden = f"{UNDER} {one.k}" if completed else HIDDEN
    number = hidden if cell.n is None else str(cell.n)
    return {
        "period": one.id,
        "first_day": one.first.isoformat(),
        "last_day": one.last.isoformat(),
        "unit": line.unit.sort,
        "area": line.unit.area,
        "machine_kind": line.unit.machine_kind,
        "nugget": line.nugget.slug if line.nugget else "",
        "title": line.nugget.title if line.nugget else "",
        "kind": line.kind,
        "completions": number if completed else "",
        "answers": "" if completed else number,
        "invented": YES_NO[one.invented],
    }


def _info(row: Closed) -> PeriodInfo:
    four_weeks = period.named(str(row.period))
    return PeriodInfo(
        four_weeks.id, four_weeks.first, four_weeks.last, int(row.k), bool(row.invented)
    )


def _slot(row: Released | Stood) -> Slot:
    return Slot(str(row.site), str(row.period), str(row.unit), str(row.nugget), str(row.kind))


def _cells(
    stood: set[Slot], numbers: Mapping[Slot, int], slots: Iterable[Slot]
) -> tuple[Cell, ...]:
    return tuple(Cell(numbers.get(slot), slot in stood) for slot in slots)


def _units(site: str, stood: Iterable[Slot]) -> dict[str, Unit]:
    names = {row.unit: row for row in UnitName.select().where(UnitName.site == site)}
    found = {}
    for unit in {slot.unit for slot in stood}:
        sort = unit if unit in (SITE, SMALL) else "kind" if AT in unit else "area"
        name = names.get(unit)
        found[unit] = Unit(unit, sort, name.area, name.machine_kind) if name else Unit(unit, sort)
    return found


def _nuggets(site: str, language: str) -> dict[str, Nugget]:
    rows = NuggetName.select().where(NuggetName.site == site)
    return {
        row.nugget: Nugget(row.nugget, row.slug, _title(json.loads(row.titles), language))
        for row in rows
    }


def _title(titles: Mapping[str, str], language: str) -> str:
    """Return the title in a language, else in its plain variant, else in any."""
    wanted = (language, variant_of(language)[0], *sorted(titles))
    return next((titles[one] for one in wanted if one in titles), "")


def _order(line: Line) -> tuple[int, str, str, str, str, bool]:
    """Order the whole plant first, then areas with their kinds, the pooled slot last."""
    unit, nugget = line.unit, line.nugget or Nugget("", "", "")
    title = nugget.title.casefold()
    return (RANK[unit.sort], unit.area, unit.machine_kind, title, nugget.id, line.kind != HELPFUL)
