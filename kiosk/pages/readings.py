"""Reads the table of published numbers: one unit's part of it, one period's column, one year's row.

Every value here is a cell that was published, or a sum of such cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext
from markupsafe import Markup

from kiosk import language
from kiosk.counts.gain import Gain
from kiosk.counts.kinds import HELPFUL
from kiosk.counts.released import HOUR, GainLine, Line, PeriodInfo, Table, Unit
from kiosk.web import bidi, charts, links
from kiosk.web.charts import FOUR
from kiosk.web.looks import short_date, span

ALL: Final = "all"  # stands in an address where a unit would: everything together
LETTERS: Final = 36  # of a name that stand in one line on paper
BLOCKS: Final = 5  # of twelve weeks in one drawing: a year, whatever week it begins in


@dataclass(frozen=True, slots=True)
class Row:
    """One number among others: its words, where it leads, its drawing. None: fewer than k."""

    words: str
    n: int | None
    drawn: Markup
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A period in the table beside the steps: its words, what was printed, where it leads."""

    info: PeriodInfo
    words: str
    said: str
    link: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Course:
    """How it went over a year: the drawing, its columns the newest first, the years beside it."""

    drawn: Markup
    columns: tuple[Column, ...]
    twelve: bool
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Told:
    """How often somebody said that a nugget helped, or did not; None: not shown."""

    title: str
    where: str
    link: str
    helped: int | None = None
    did_not: int | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """What a measured nugget taught in a period; no gain: fewer than 20 took part."""

    title: str
    where: str
    link: str
    gain: Gain | None
    drawn: Markup


def unit_words(unit: Unit) -> str:
    """Return how a unit is called."""
    if unit.sort == "site":
        return str(gettext("The whole plant"))
    if unit.sort == "small":
        return str(gettext("Small machines, all together"))
    return ", ".join(part for part in (unit.machine_kind, unit.area) if part)


def title_of(line: Line) -> str:
    """Return what a line counts: its nugget, or all of the pooled slot."""
    return line.nugget.title if line.nugget else str(gettext("All nuggets together"))


def units(table: Table) -> list[Unit]:
    """Return whom the numbers stand for, in the table's order."""
    return list({line.unit.id: line.unit for line in table.lines}.values())


def part(table: Table, unit: str, nugget: str = "") -> Table:
    """Return the lines of one unit, and of one nugget there; of `all`, everything."""

    def of_it(line: Line) -> bool:
        return line.unit.id == unit and (
            not nugget or bool(line.nugget and line.nugget.id == nugget)
        )

    if unit == ALL:
        return table
    return replace(
        table,
        lines=tuple(line for line in table.lines if of_it(line)),
        answers=tuple(line for line in table.answers if of_it(line)),
        gains=tuple(
            line for line in table.gains
            if line.unit.id == unit and nugget in ("", line.nugget.id)
        ),
    )  # fmt: skip


def seen(table: Table) -> list[int]:
    """Return the places of all periods in which anything of it could be counted."""
    return [
        at for at in range(len(table.periods)) if any(line.cells[at].stood for line in table.lines)
    ]


def newest(table: Table) -> int:
    """Return the place of the period that ended last; of two, the shorter. It needs one seen."""
    return max(seen(table), key=lambda at: (table.periods[at].last, -table.periods[at].weeks))


def total(table: Table, at: int) -> int | None:
    """Return the sum of a period's printed cells; None where none was printed."""
    printed = [line.cells[at].n for line in table.lines]
    return sum(n for n in printed if n) or None


def hours(table: Table, at: int) -> int:
    """Return the whole hours of learning that a period's printed completions make, at least."""
    seconds = sum((line.cells[at].n or 0) * line.nugget.seconds
                  for line in table.lines if line.nugget)  # fmt: skip
    return seconds // HOUR


def length(weeks: int) -> str:
    """Return how long a period is, in words."""
    return str(gettext("four weeks") if weeks == FOUR else gettext("twelve weeks"))


def said(table: Table, at: int) -> str:
    """Return in words what was published of a period: a sum, or that it is under k."""
    n, k = total(table, at), table.periods[at].k
    if n is not None:
        return str(n)
    return str(gettext("under %(k)s", k=k) if len(table.lines) == 1 else few(k))


def few(k: int) -> str:
    """Return what stands for a sum of which no part was printed."""
    return str(gettext("all under %(k)s", k=k))


def standing(table: Table, at: int) -> list[Line]:
    """Return the lines that could be counted in a period: the largest first, then by title."""
    found = [line for line in table.lines if line.cells[at].stood]
    return sorted(found, key=lambda line: (-(line.cells[at].n or 0), title_of(line)))


def rows(table: Table, period: int) -> list[tuple[str, str, int | None]]:
    """Return a period's cells as unit, title and number; None is "under k"."""
    return [
        (unit_words(line.unit), title_of(line), line.cells[period].n)
        for line in table.lines
        if line.cells[period].stood
    ]


def bars(lines: Sequence[Line], at: int, longest: int) -> tuple[Row, ...]:
    """Return a row with a bar for each of these lines, that leads to its nugget."""
    rtl = language.current().dir == "rtl"
    return tuple(
        Row(
            title_of(line),
            line.cells[at].n,
            charts.bar(line.cells[at].n, longest, rtl=rtl),
            _leads(line),
        )
        for line in lines
    )


def areas(table: Table, at: int, places: Sequence[int], shown: Sequence[Unit]) -> tuple[Row, ...]:
    """Return a row for each of these units: its sum in a period, and how it went over the year."""
    code, info = language.current().code, table.periods[at]
    rows = []
    for unit in shown:
        own = part(table, unit.id)
        there = [place for place in places if any(line.cells[place].stood for line in own.lines)]
        here = at in there
        rows.append(
            Row(
                unit_words(unit),
                total(own, at),
                charts.spark(stretches(own, there, at)) if there else Markup(),
                links.numbers_of(code, unit.id, *((info.id,) if here else ())),
                "" if here else str(gettext("nothing in these weeks")),
            )
        )
    return tuple(rows)


def stretches(table: Table, places: Sequence[int], at: int) -> list[charts.Step]:
    """Return these periods as steps, this one chosen."""
    found = []
    for place in places:
        info = table.periods[place]
        words = f"{span(info.first, info.last)}, {length(info.weeks)}: {said(table, place)}"
        n = total(table, place)
        found.append(charts.Step(info.start, info.weeks, n, words, chosen=place == at))
    return found


def _page(table: Table, at: int, last: int) -> int:
    """Return in which drawing a period stands, counted back from the newest."""
    return (table.periods[last].block - table.periods[at].block) // BLOCKS


def near(table: Table, at: int) -> Table:
    """Return the lines of which anything stood in the periods drawn together with this one."""
    places = around(table, at)
    lines = (line for line in table.lines if any(line.cells[place].stood for place in places))
    return replace(table, lines=tuple(lines))


def other(table: Table, at: int) -> int | None:
    """Return the newest period of the other length: in the same twelve weeks, if there is one."""
    here = table.periods[at]
    found = [place for place in seen(table) if table.periods[place].weeks != here.weeks]
    beside = [place for place in found if table.periods[place].block == here.block]
    return max(beside or found, key=lambda place: table.periods[place].last, default=None)


def around(table: Table, at: int) -> list[int]:
    """Return the places of the periods that are drawn together with this one."""
    places = seen(table)
    last = max(places, key=lambda place: table.periods[place].last)
    return [place for place in places if _page(table, place, last) == _page(table, at, last)]


def course(table: Table, at: int, leads: str) -> Course | None:
    """Return how it went around a period; None where there is but one. `leads` begins its links."""
    places = seen(table)
    if len(places) < 2:  # noqa: PLR2004  one step is no course
        return None
    shown = around(table, at)
    infos = [table.periods[place] for place in shown]
    ends = min(one.first for one in infos), max(one.last for one in infos)
    label = f"{gettext('Period by period')}, {span(*ends)}"
    drawn = charts.steps(
        stretches(table, shown, at),
        label,
        (short_date(ends[0]), short_date(ends[1])),
        rtl=language.current().dir == "rtl",
    )
    columns = tuple(
        Column(
            info,
            span(info.first, info.last),
            said(table, place),
            f"{leads}/{info.id}",
            place == at,
        )
        for place, info in reversed(list(zip(shown, infos, strict=True)))
    )
    beside = [place for place in places if place not in shown]
    before = [place for place in beside if table.periods[place].first < ends[0]]
    after = [place for place in beside if table.periods[place].first > ends[0]]
    return Course(
        drawn,
        columns,
        any(one.weeks != FOUR for one in infos),
        f"{leads}/{table.periods[before[-1]].id}" if before else "",
        f"{leads}/{table.periods[_next_after(table, after)].id}" if after else "",
    )


def _next_after(table: Table, after: Sequence[int]) -> int:
    """Return the newest period of the next drawing: the last one that stands with the first."""
    return around(table, after[0])[-1]


def lines_of(words: str) -> int:
    """Return how many lines a name takes on paper, at most."""
    return max(1, -(-len(words) // LETTERS))


def fitting(rows: Sequence[Row], lines: int) -> tuple[Row, ...]:
    """Return the first of these rows that fit on a sheet with so many lines left."""
    found = []
    for row in rows:
        lines -= lines_of(row.words)
        if lines < 0:
            break
        found.append(row)
    return tuple(found)


def answers(table: Table, at: int) -> tuple[Told, ...]:
    """Return whatever was asked about in a period, how often it helped, how often not."""
    found: dict[str, Told] = {}
    for line in table.answers:
        if line.cells[at].stood:
            key = f"{line.unit.id} {line.nugget.id if line.nugget else ''}"
            one = found.get(key) or Told(title_of(line), _where(table, line), _leads(line))
            n = line.cells[at].n
            found[key] = replace(one, helped=n) if line.kind == HELPFUL else replace(one, did_not=n)
    return tuple(found.values())


def taught(table: Table, at: int) -> tuple[Taught, ...]:
    """Return what each measured nugget taught in a period."""
    rtl = language.current().dir == "rtl"
    return tuple(
        Taught(
            line.nugget.title, _where(table, line), _leads(line),
            one, _scale(one, rtl=rtl) if one else charts.FEW,
        )
        for line in table.gains
        for one, stood in [(line.cells[at], line.stood[at])]
        if stood
    )  # fmt: skip


def _where(table: Table, line: Line | GainLine) -> str:
    """Return where a line was counted, if the table knows more than one place."""
    return unit_words(line.unit) if len(units(table)) > 1 else ""


def _leads(line: Line | GainLine) -> str:
    """Return the address of a line's nugget in its unit."""
    code = language.current().code
    return links.numbers_of(code, line.unit.id, "n", line.nugget.id) if line.nugget else ""


def _scale(one: Gain, *, rtl: bool) -> Markup:
    return charts.gain(one.d, one.low, one.high, more_knew(one), rtl=rtl)


def more_knew(one: Gain) -> str:
    """Return a gain as a sentence: of a hundred who took part, how many more knew it."""
    if one.d == 0:
        text = gettext("Of 100 who took part, about as many knew it afterwards as before.")
    elif one.d > 0 and one.capped:
        text = gettext("Of 100 who took part, %(d)s or more knew it only afterwards.", d=one.d)
    elif one.d > 0:
        text = gettext("Of 100 who took part, about %(d)s more knew it afterwards.", d=one.d)
    elif one.capped:
        text = gettext("Of 100 who took part, %(d)s or more knew it only before.", d=-one.d)
    else:
        text = gettext("Of 100 who took part, about %(d)s fewer knew it afterwards.", d=-one.d)
    return str(text)


def between(one: Gain) -> str:
    """Return between which two a gain most likely lies, as a sentence."""
    low, high = bidi.signed(one.low), bidi.signed(one.high)
    return str(gettext("It lies between %(low)s and %(high)s, most likely.", low=low, high=high))
