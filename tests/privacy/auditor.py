"""Reads every number that a plant publishes, as anybody can, and works out what was hidden.

It knows the rule as well as its author does, the layout of the plant, and every release so far.
What it can't work out by a linear programme over all of that, nobody can by reckoning.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import highspy
import html5lib
from flask.testing import FlaskClient

from kiosk.counts.period import Period, named
from tests.privacy import figures

UNDER = re.compile(r"under (\d+)")
NEARLY = 1e-6
ALL = "*"
XHTML = "{http://www.w3.org/1999/xhtml}"


class Cell(NamedTuple):
    """One number as the public knows it: whom it stands for, of what, in which period."""

    unit: str
    title: str
    period: str


@dataclass
class Scrape:
    """Everything that was ever read, and where two places contradicted each other."""

    k: int
    cells: dict[Cell, int | None] = field(default_factory=dict)
    totals: dict[tuple[str, str], int] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)

    def note(self, cell: Cell, said: str, where: str) -> None:
        """Note one number, or that it is under k."""
        under = UNDER.fullmatch(said)
        n = None if under else int(said)
        if under and int(under[1]) != self.k:
            self.contradictions.append(f"{where}: {cell} is under another number: {said}")
        if self.cells.setdefault(cell, n) != n:
            self.contradictions.append(f"{where}: {cell} was {self.cells[cell]}, now {n}")

    def total(self, n: int, where: str, period: str, title: str = ALL) -> None:
        """Note the sum of a period: of one nugget in it, or of all."""
        if self.totals.setdefault((period, title), n) != n:
            was = self.totals[period, title]
            self.contradictions.append(f"{where}: total of {period} {title} was {was}, now {n}")

    def printed(self, period: str, title: str) -> int:
        """Return what the printed cells of such a sum make."""
        return sum(n or 0 for cell, n in self.cells.items()
                   if cell.period == period and title in (ALL, cell.title))  # fmt: skip


def read(client: FlaskClient, scrape: Scrape, same: Callable[[str, str], tuple[str, str]]) -> None:
    """Read all pages and files; `same` returns one name for all names of a unit and a nugget."""
    rows = client.get("/en/numbers.json").get_json()
    text = client.get("/en/numbers.csv").text.removeprefix("\ufeff")
    both = {"json": rows, "csv": list(csv.DictReader(io.StringIO(text)))}
    for where, found in both.items():
        for row in (one for one in found if one["kind"] == "completed"):
            cell = Cell(*same(_unit(row), row["title"]), row["period"])
            scrape.note(cell, row["completions"], where)
    days = {row["period"]: (row["first_day"], row["last_day"]) for row in rows}
    periods = sorted(days, key=lambda period: days[period], reverse=True)
    _read_tables(client, "/en/transparency", periods, scrape, same)
    seen = figures.read(client, rows, scrape.k, _unit, same)
    scrape.contradictions += seen.faults
    for period, n in seen.sums.items():
        scrape.total(n, "sum", period)


def _unit(row: Mapping[str, str]) -> str:
    if row["unit"] in ("site", "small"):
        return {"site": "The whole plant", "small": "Small machines, all together"}[row["unit"]]
    return ", ".join(part for part in (row["machine_kind"], row["area"]) if part)


def _read_tables(
    client: FlaskClient, path: str, periods: Sequence[str], scrape: Scrape,
    same: Callable[[str, str], tuple[str, str]],
) -> Any:  # fmt: skip
    """Read each table of a page: one for each of these periods, as they stand there."""
    page = html5lib.parse(client.get(path).text)
    tables = list(page.iter(f"{XHTML}table"))
    for period, table in zip(periods, tables, strict=True):
        for row in list(table.iter(f"{XHTML}tr"))[1:]:
            head, said = row[0], _text(row[1])
            unit = _text(next(head.iter(f"{XHTML}span")))
            title = _text(head).removesuffix(unit).strip()
            title = "" if title == "All nuggets together" else title
            scrape.note(Cell(*same(unit, title), period), said, path)
    return page


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).replace("\u2068", "").replace("\u2069", "").split())


@dataclass(frozen=True)
class Verdict:
    """How many cells were hidden, how many of these are known exactly, and which too closely."""

    hidden: int
    exact: int
    narrow: list[str]
    outside: list[str]


def audit(scrape: Scrape, members: Mapping[Cell, Iterable[str]]) -> Verdict:
    """Work out the range of every hidden cell from everything that was read.

    `members` says which sources each cell joins, so that two cells that share one are seen
    together, and so are periods that share a week. Where any total holds more than its printed
    cells, all are taken for true totals.
    """
    true_totals = any(n != scrape.printed(*scope) for scope, n in scrape.totals.items())
    outside = [*scrape.contradictions]
    outside += [
        f"{cell}: {n}" for cell, n in scrape.cells.items() if n is not None and n < scrape.k
    ]
    exact, narrow, hidden = 0, [], 0
    for block in sorted({named(cell.period).block for cell in scrape.cells}):
        here = {cell: n for cell, n in scrape.cells.items() if named(cell.period).block == block}
        totals = {scope: n for scope, n in scrape.totals.items() if named(scope[0]).block == block}
        ranges = ranges_of(here, members, totals if true_totals else {}, scrape.k)
        hidden += len(ranges)
        exact += sum(low == high for low, high in ranges.values())
        narrow += [f"{cell}: {low}..{high}" for cell, (low, high) in ranges.items()
                   if (low, high) != (0, scrape.k - 1)]  # fmt: skip
    return Verdict(hidden, exact, narrow, outside)


def ranges_of(
    cells: Mapping[Cell, int | None],
    members: Mapping[Cell, Iterable[str]],
    totals: Mapping[tuple[str, str], int],
    k: int,
) -> dict[Cell, tuple[int, int]]:
    """Return for each hidden cell of a block the least and the most it can have been.

    What is sought is how often each source was used in each four weeks; a cell is their sum.
    """
    programme = highspy.Highs()  # type: ignore[no-untyped-call]
    programme.silent()
    columns: dict[tuple[str, str, Period], int] = {}
    joined: dict[Cell, list[int]] = {}
    for cell in cells:
        sources = set(members.get(cell, ())) or {f"all of {cell.unit}"}
        joined[cell] = [columns.setdefault((cell.title, source, part), len(columns))
                        for source in sorted(sources) for part in parts(cell.period)]  # fmt: skip
    for _ in columns:
        programme.addVar(0, highspy.kHighsInf)
    for cell, n in cells.items():
        low, high = (0, k - 1) if n is None else (n, n)
        programme.addRow(low, high, len(joined[cell]), joined[cell], [1.0] * len(joined[cell]))
    for (period, title), total in totals.items():
        summed = sorted({column for cell, its in joined.items() for column in its
                         if cell.period == period and title in (ALL, cell.title)})  # fmt: skip
        programme.addRow(total, total, len(summed), summed, [1.0] * len(summed))
    return {cell: _range(programme, joined[cell]) for cell, n in cells.items() if n is None}


def parts(period: str) -> list[Period]:
    """Return the four weeks that a period is made of: itself, or the three of a block."""
    whole = named(period)
    found = [Period(whole.first)]
    while found[-1].last < whole.last:
        found.append(found[-1].next)
    return found


def _range(programme: Any, columns: Sequence[int]) -> tuple[int, int]:
    """Return the least and the most the sum of these columns can be, in whole numbers."""
    found = []
    for column in columns:
        programme.changeColCost(column, 1.0)
    for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
        programme.changeObjectiveSense(sense)
        programme.run()
        if programme.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            message = "what is published contradicts itself"
            raise AssertionError(message)
        found.append(programme.getInfo().objective_function_value)
    for column in columns:
        programme.changeColCost(column, 0.0)
    return math.ceil(found[0] - NEARLY), math.floor(found[1] + NEARLY)


def known_exactly(worlds: Mapping[tuple[int, ...], object], k: int) -> tuple[int, int, int]:
    """Return how many cells are hidden in all these worlds, known exactly, and known too closely.

    A world is what was truly done, and what was published of it. Whoever knows the rule knows
    every world that publishes the same.
    """
    alike: dict[object, list[tuple[int, ...]]] = {}
    for world, said in worlds.items():
        alike.setdefault(said, []).append(world)
    hidden = exact = close = 0
    for same in alike.values():
        for place in range(len(same[0])):
            possible = {world[place] for world in same}
            concealed = sum(world[place] < k for world in same)
            hidden += concealed
            exact += concealed * (len(possible) == 1)
            close += concealed * (len(possible) < k)
    return hidden, exact, close
