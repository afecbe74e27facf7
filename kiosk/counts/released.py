"""What was published: the only place from which anybody, whoever it is, reads a number.

Everything handed out is a plain value: for the page, for CSV, for JSON, the same cells in the
same order. A total is the sum of released cells, so it says "at least".
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from peewee import fn

from content.card import variant_of
from kiosk.counts import facts, gain, period
from kiosk.counts.gain import Gain
from kiosk.counts.kinds import COMPLETED, GAIN, HELPFUL
from kiosk.counts.models import Closed, NuggetName, Released, ReleasedGain, Stood, UnitName
from kiosk.counts.pot import Slot
from kiosk.counts.units import AT, SITE, SMALL

UNDER: Final = "under"
HIDDEN: Final = "not shown"  # an answer: under k, or what nearly everybody said
RANK: Final = {"site": 0, "area": 1, "kind": 1, "small": 2}
HOUR: Final = 3600  # seconds
DAYS: Final = 7  # of a week
GAIN_COLUMNS: Final = ("gain_n", "gain_d", "gain_low", "gain_high")
COLUMNS: Final = (
    "period", "first_day", "last_day", "weeks", "unit", "area", "machine_kind", "nugget", "title",
    "kind", "completions", "answers", "hours", *GAIN_COLUMNS, "invented",
)  # fmt: skip
YES_NO: Final = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class PeriodInfo:
    """A closed period: its days, the smallest count printed then, whether it is made up.

    Its `weeks` are four, or twelve where a nugget is completed too seldom for four.
    """

    id: str
    first: date
    last: date
    k: int
    invented: bool
    weeks: int = period.FOUR

    @property
    def start(self) -> int:
        """Its first week, counted from that of the first period of all."""
        return (self.first - period.FIRST).days // DAYS

    @property
    def block(self) -> int:
        """The block of twelve weeks it lies in, or is, counted from the first of all."""
        return self.start // period.TWELVE


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
    """A nugget as it was called at its last release, and how many seconds its film took then."""

    id: str
    slug: str
    title: str
    seconds: int = 0


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

    @property
    def hours_at_least(self) -> float:
        """Hours of learning: released completions, each as long as the nugget's film."""
        return self.at_least * self.nugget.seconds / HOUR if self.nugget else 0.0


@dataclass(frozen=True, slots=True)
class GainLine:
    """What is told of one measured nugget in one unit, a cell a period.

    None: not measured then, or fewer than 20 took part.
    """

    unit: Unit
    nugget: Nugget
    cells: tuple[Gain | None, ...]
    stood: tuple[bool, ...] = ()

    @property
    def newest(self) -> Gain | None:
        """The last that was told."""
        return next((cell for cell in reversed(self.cells) if cell), None)


@dataclass(frozen=True, slots=True)
class Table:
    """Every number of a plant: lines by unit and nugget, columns by period, the oldest first.

    Periods of four and of twelve weeks stand side by side. A nugget counts in one length for a
    whole block of twelve weeks: so each completion lies in one column at most, and sums may be
    taken over all of them.

    `lines` are the completions, `answers` what was said of whether a nugget helped, `gains` what
    measured nuggets taught.
    """

    periods: tuple[PeriodInfo, ...]
    lines: tuple[Line, ...]
    next_release: date
    answers: tuple[Line, ...] = ()
    gains: tuple[GainLine, ...] = ()

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

    @property
    def hours(self) -> float:
        """Hours of learning that all released completions make, at least."""
        return sum(line.hours_at_least for line in self.lines)


def state(site: str, timezone: str) -> str:
    """Return what changes when a period begins or is published, and at no other time."""
    count, last = fn.COUNT(Closed.period), fn.MAX(Closed.period)
    closed = Closed.select(count, last).where(Closed.site == site).scalar(as_tuple=True)
    return f"{closed} {period.current(timezone).id}"


def uncounted(site: str, crowd_floor: int) -> bool:
    """Return whether so few people work in a plant that nothing is counted in it."""
    return facts.crowd(site) < crowd_floor


def table(site: str, language: str) -> Table:
    """Return everything that was ever published of a plant, titles in a language if there are."""
    rows = Closed.select().where(Closed.site == site)
    periods = tuple(sorted(map(_info, rows), key=lambda one: (one.first, one.weeks)))
    numbers = {Slot(*slot): int(n) for *slot, n in _rows(Released, site, Released.n)}
    stood = {Slot(*slot) for slot in _rows(Stood, site)}
    units, nuggets = _units(site, stood), _nuggets(site, language)
    pairs = {(slot.unit, slot.nugget, slot.kind) for slot in stood if slot.kind != GAIN}
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
        _gains(site, periods, stood, lines),
    )


def _gains(
    site: str, periods: tuple[PeriodInfo, ...], stood: set[Slot], lines: list[Line]
) -> tuple[GainLine, ...]:
    """Return what is told of measured nuggets, in the order of their completions."""
    told = {
        Slot(site, str(row.period), str(row.unit), str(row.nugget), GAIN): (row.n, row.d)
        for row in ReleasedGain.select().where(ReleasedGain.site == site)
    }
    found = []
    for line in lines:
        slots = [
            Slot(site, one.id, line.unit.id, line.nugget.id if line.nugget else "", GAIN)
            for one in periods
        ]
        if line.nugget and line.kind == COMPLETED and not stood.isdisjoint(slots):
            cells = tuple(
                gain.read(*told[slot], k=one.k) if slot in told else None
                for slot, one in zip(slots, periods, strict=True)
            )
            where = tuple(slot in stood for slot in slots)
            found.append(GainLine(line.unit, line.nugget, cells, where))
    return tuple(found)


def records(whole: Table) -> list[dict[str, str]]:
    """Return the same cells one by one, all as text: for CSV and JSON.

    `completions` is a number, or `under 5` with the k of that period; of another kind the number
    stands in `answers`, or `not shown`. `hours` are printed completions times the film's length.
    Of kind `gain` there are four columns: N, D, and from where to where the truth lies.
    """
    counted = [
        _record(one, line, cell)
        for line in (*whole.lines, *whole.answers)
        for one, cell in zip(whole.periods, line.cells, strict=True)
        if cell.stood
    ]
    return counted + [
        _named(one, line.unit, line.nugget, GAIN) | _told(cell)
        for line in whole.gains
        for one, cell, stood in zip(whole.periods, line.cells, line.stood, strict=True)
        if stood
    ]


def _record(one: PeriodInfo, line: Line, cell: Cell) -> dict[str, str]:
    completed = line.kind == COMPLETED
    hidden = f"{UNDER} {one.k}" if completed else HIDDEN
    number = hidden if cell.n is None else str(cell.n)
    return _named(one, line.unit, line.nugget, line.kind) | {
        "completions": number if completed else "",
        "answers": "" if completed else number,
        "hours": _hours(line.nugget, cell) if completed else "",
    }


def _named(one: PeriodInfo, unit: Unit, nugget: Nugget | None, kind: str) -> dict[str, str]:
    """Return a record with every column, and no number in it yet."""
    return dict.fromkeys(COLUMNS, "") | {
        "period": one.id,
        "first_day": one.first.isoformat(),
        "last_day": one.last.isoformat(),
        "weeks": str(one.weeks),
        "unit": unit.sort,
        "area": unit.area,
        "machine_kind": unit.machine_kind,
        "nugget": nugget.slug if nugget else "",
        "title": nugget.title if nugget else "",
        "kind": kind,
        "invented": YES_NO[one.invented],
    }


def _told(cell: Gain | None) -> dict[str, str]:
    """Return the columns of a gain; too few who took part is `not shown`."""
    if cell is None:
        return {GAIN_COLUMNS[0]: HIDDEN}
    numbers = (cell.n, cell.d, cell.low, cell.high)
    return dict(zip(GAIN_COLUMNS, map(str, numbers), strict=True))


def _hours(nugget: Nugget | None, cell: Cell) -> str:
    """Return the hours of learning of a printed cell; nothing where none can be reckoned."""
    seconds = nugget.seconds if nugget else 0
    return f"{cell.n * seconds / HOUR:.2f}" if cell.n and seconds else ""


def _info(row: Closed) -> PeriodInfo:
    one = period.named(str(row.period))
    return PeriodInfo(one.id, one.first, one.last, int(row.k), bool(row.invented), one.weeks)


def _rows(of: type[Released | Stood], site: str, *more: object) -> Iterable[tuple[Any, ...]]:
    """Return the slots of a plant that a table knows, and more of its columns, as plain tuples."""
    columns = (of.site, of.period, of.unit, of.nugget, of.kind, *more)
    return cast("Iterable[tuple[Any, ...]]", of.select(*columns).where(of.site == site).tuples())


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
        row.nugget: Nugget(
            row.nugget, row.slug, _title(json.loads(row.titles), language), row.seconds
        )
        for row in rows
    }


def _title(titles: Mapping[str, str], language: str) -> str:
    """Return the title in a language, else in its plain variant, else in any."""
    wanted = (language, variant_of(language)[0], *sorted(titles))
    return next((titles[one] for one in wanted if one in titles), "")


def _order(line: Line) -> tuple[int, str, str, str, str, str, bool]:
    """Order the whole plant first, then areas with their kinds, the pooled slot last.

    Of what is called alike the random ids decide, so that no order tells what was found first.
    """
    unit, nugget = line.unit, line.nugget or Nugget("", "", "")
    place = (RANK[unit.sort], unit.area, unit.machine_kind, unit.id)
    return (*place, nugget.title.casefold(), nugget.id, line.kind != HELPFUL)
