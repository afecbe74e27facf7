"""The numbers that everybody sees: the same cells as bars, table, CSV and JSON."""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, current_app
from flask_babel import gettext

from content import catalogue
from kiosk import headers, language, links
from kiosk.counts import released
from kiosk.counts.kinds import HELPFUL, NOT_HELPFUL
from kiosk.counts.released import Line, Table, Unit
from kiosk.htmx import page
from kiosk.looks import span
from kiosk.pages import kept

MOST_LINES: Final = 60
BAR_ROOM: Final = 82
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its number or None for "under k", its length in percent of the row."""

    words: str
    n: int | None
    share: float


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one unit in the newest period."""

    title: str
    bars: tuple[Bar, ...]


def routes(blueprint: Blueprint) -> None:
    """Register the page and its two files."""
    blueprint.get("/<lang>/numbers")(show_numbers)
    blueprint.get("/<lang>/numbers.csv")(as_csv)
    blueprint.get("/<lang>/numbers.json")(as_json)


def show_numbers() -> Response:
    """Answer the page of released numbers."""
    site = catalogue.site()
    lang = language.current().code
    table = released.table(site.id, lang)
    facts = _newest(table) if table.periods else {"newest": None}
    answer = page(
        "numbers.html",
        "blank",
        "numbers",
        k=smallest(),
        path=links.numbers(lang),
        site=site,
        table=table,
        **facts,
    )
    return _answer(answer)


def _newest(table: Table) -> dict[str, Any]:
    """Return what the page shows of the newest period, and the sums of all."""
    last = len(table.periods) - 1
    return {
        "answers": answers(table, last),
        "groups": groups(table, last),
        "more_lines": max(0, len(_standing(table, last)) - MOST_LINES),
        "most": MOST_LINES,
        "newest": table.periods[last],
        "rows": rows(table, last)[:MOST_LINES],
        "sum": table.totals[last],
        "trend": trend(table),
    }


def smallest() -> int:
    """Return the smallest number that is ever published here."""
    k: int = current_app.extensions["settings"].k
    return k


def as_csv() -> Response:
    """Answer every released cell as CSV, in the words of this language."""
    found = _records()
    text = io.StringIO()
    if found:
        writer = csv.DictWriter(text, fieldnames=list(found[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _harmless(value) for name, value in row.items()} for row in found)
    # The mark at the start lets Excel see that this is UTF-8.
    answer = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="numbers.csv"'
    return _answer(answer)


def as_json() -> Response:
    """Answer every released cell as JSON."""
    text = json.dumps(_records(), ensure_ascii=False, indent=1)
    return _answer(Response(text, content_type="application/json"))


def _records() -> list[dict[str, str]]:
    return released.records(catalogue.site().id, language.current().code)


def _harmless(value: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def _answer(response: Response) -> Response:
    return kept.answer(kept.finished(headers.keep(response)))


def unit_words(unit: Unit) -> str:
    """Return how a unit is called."""
    if unit.sort == "site":
        return str(gettext("The whole plant"))
    if unit.sort == "small":
        return str(gettext("Small machines, all together"))
    return ", ".join(part for part in (unit.machine_kind, unit.area) if part)


def _standing(table: Table, period: int) -> list[Line]:
    return [line for line in table.lines if line.cells[period].stood]


def _title(line: Line) -> str:
    return line.nugget.title if line.nugget else str(gettext("All nuggets together"))


def groups(table: Table, period: int) -> tuple[Group, ...]:
    """Return the bars of a period, a group for each unit, the longest bars first."""
    lines = _standing(table, period)[:MOST_LINES]
    longest = max((line.cells[period].n or 0 for line in lines), default=0) or 1
    found: dict[str, list[Bar]] = {}
    for line in lines:
        n = line.cells[period].n
        bar = Bar(_title(line), n, _share(n or 0, longest))
        found.setdefault(unit_words(line.unit), []).append(bar)
    return tuple(
        Group(title, tuple(sorted(bars, key=lambda bar: (-(bar.n or 0), bar.words))))
        for title, bars in found.items()
    )


def _share(n: int, longest: int) -> float:
    """Return a bar's length in percent of the row, which its number needs the end of."""
    return round(BAR_ROOM * n / longest, 1)


def trend(table: Table) -> tuple[Bar, ...]:
    """Return the sums of all periods as bars, the newest first."""
    longest = max(table.totals, default=0) or 1
    columns = list(zip(table.periods, table.totals, strict=True))
    return tuple(
        Bar(span(period.first, period.last), n, _share(n, longest))
        for period, n in reversed(columns)
    )


def answers(table: Table, period: int) -> list[tuple[str, str, int | None, int | None]]:
    """Return unit and title of whatever was asked about, how often it helped, how often not."""
    found: dict[tuple[str, str], dict[str, int | None]] = {}
    for line in table.answers:
        if line.cells[period].stood:
            where = found.setdefault((unit_words(line.unit), _title(line)), {})
            where[line.kind] = line.cells[period].n
    return [
        (unit, title, said.get(HELPFUL), said.get(NOT_HELPFUL))
        for (unit, title), said in found.items()
    ]


def rows(table: Table, period: int) -> list[tuple[str, str, int | None]]:
    """Return a period's cells as unit, title and number; None is "under k"."""
    return [
        (unit_words(line.unit), _title(line), line.cells[period].n)
        for line in _standing(table, period)
    ]
