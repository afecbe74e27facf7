"""The numbers that everybody sees: the same cells as drawings, tables, a sheet, CSV and JSON.

All addresses are paths: a unit, or `all`, then a period or a nugget of it. What is made is kept
until the next release; nothing changes in between.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flask import Blueprint, Response, abort, current_app
from flask_babel import get_locale, gettext

from content import catalogue
from content.spreadsheet import inert
from kiosk import language, qr
from kiosk.counts import released
from kiosk.counts.released import Line, Table
from kiosk.pages import kept, readings
from kiosk.pages.readings import ALL, title_of, unit_words
from kiosk.web import headers, links
from kiosk.web.htmx import page

if TYPE_CHECKING:
    from kiosk.settings import Settings

BARS: Final = 20  # nuggets on one page
UNITS: Final = 12  # areas on one page
COMMA: Final = ","
FIGURES: Final = "figures.css"
ON_PAPER: Final = 12  # lines of names on the sheet for the board
LONG: Final = 6  # lines of an area's name that leave no room there for the steps

T = TypeVar("T")


def routes(blueprint: Blueprint) -> None:
    """Register the pages, the sheet for the board, and the two files."""
    for words in (readings.few, readings.length, readings.more_knew, readings.between):
        blueprint.add_app_template_global(words)
    blueprint.get("/<lang>/numbers")(show_numbers)
    blueprint.get("/<lang>/numbers.csv")(as_csv)
    blueprint.get("/<lang>/numbers.json")(as_json)
    blueprint.get("/<lang>/numbers/<unit>")(show_unit)
    blueprint.get("/<lang>/numbers/<unit>/<when>")(show_period)
    blueprint.get("/<lang>/numbers/<unit>/<when>/part/<int:number>")(show_part)
    blueprint.get("/<lang>/numbers/<unit>/<when>/print")(show_on_board)
    blueprint.get("/<lang>/numbers/<unit>/n/<nugget>")(show_in_time)
    blueprint.get("/<lang>/numbers/<unit>/n/<nugget>/<when>")(show_in_time)


def show_numbers() -> Response:
    """Answer the page of all released numbers: how it went, and area by area."""
    return _once("", lambda: _show(ALL, ""))


def show_unit(unit: str) -> Response:
    """Answer the numbers of an area in its newest period, nugget by nugget."""
    return _once(unit, lambda: _show(unit, ""))


def show_period(unit: str, when: str) -> Response:
    """Answer the numbers of an area, or of `all`, in a period."""
    return _once(f"{unit}/{when}", lambda: _show(unit, when))


def show_part(unit: str, when: str, number: int) -> Response:
    """Answer a further page of the same, where there are more than fit on one."""
    return _once(f"{unit}/{when}/part/{number}", lambda: _show(unit, when, number))


def show_in_time(unit: str, nugget: str, when: str = "") -> Response:
    """Answer how often a nugget was finished in an area, period by period."""
    return _once(f"{unit}/n/{nugget}/{when}", lambda: _nugget(unit, nugget, when))


def show_on_board(unit: str, when: str) -> Response:
    """Answer one sheet of paper of a period, for the shift board."""
    return _once(f"{unit}/{when}/print", lambda: _sheet(unit, when))


def _once(path: str, make: Callable[[], Response]) -> Response:
    """Answer what was made of this address since the last release, or make it now."""
    site, lang = catalogue.site(), language.current().code
    return kept.once(f"numbers/{path} {released.state(site.id, site.timezone)}", lang, make)


def published() -> Table:
    """Return everything that was published, read once until the next release.

    Trainers change their plant all day: what was published stays as it is.
    """
    site, lang = catalogue.site(), language.current().code
    tables: kept.Last = current_app.extensions["tables"]
    state = site.id, released.state(site.id, site.timezone)
    return tables.once(lang, state, lambda: released.table(site.id, lang))


def smallest() -> int:
    """Return the smallest number that is ever published here."""
    k: int = current_app.extensions["settings"].k
    return k


def _place(table: Table, when: str) -> int:
    """Return the place of a period by its name, or of the newest; 404 where nothing stood then."""
    places = readings.seen(table)
    found = [at for at in places if table.periods[at].id == when] if when else places
    if not found:
        abort(404)
    return found[0] if when else readings.newest(table)


def _show(unit: str, when: str, number: int = 1) -> Response:
    """Make a page of an area, or of everything together."""
    table = readings.part(published(), unit)
    leads = links.numbers_of(language.current().code, unit)
    if unit == ALL and not when and not readings.seen(table):
        return _page("numbers", leads, table=table, tiny=_tiny())
    at = _place(table, when)
    shown = readings.units(readings.near(table, at)) if unit == ALL else []
    if len(shown) > 1:
        places = readings.around(table, at)
        lists = {"areas": readings.areas(table, at, places, _cut(shown, UNITS, number))}
        parts = -(-len(shown) // UNITS)
    else:
        lines = readings.standing(table, at)
        lists = {"bars": readings.bars(_cut(lines, BARS, number), at, _longest(lines, at))}
        parts = -(-len(lines) // BARS)
    here = f"{leads}/{table.periods[at].id}"
    return _page(
        "numbers",
        here if number == 1 else f"{here}/part/{number}",
        course=readings.course(table, at, leads),
        here=here,
        part=number,
        parts=parts,
        table=table,
        title="" if unit == ALL else unit_words(readings.units(table)[0]),
        **_of_period(table, at, leads),
        **lists,
    )


def _cut(lines: Sequence[T], most: int, number: int) -> Sequence[T]:
    """Return what stands on one page of these; 404 where there is no such page."""
    found = lines[most * (number - 1) : most * number]
    if not found:
        abort(404)
    return found


def _longest(lines: Sequence[Line], at: int) -> int:
    return max((line.cells[at].n or 0 for line in lines), default=0)


def _of_period(table: Table, at: int, leads: str) -> dict[str, Any]:
    """Return what is told of one period: its sum, hours, answers, and what was learned."""
    other = readings.other(table, at)
    answers, taught = readings.answers(table, at), readings.taught(table, at)
    return {
        "answers": answers,
        "hours": readings.hours(table, at),
        "info": table.periods[at],
        "more_answers": max(0, len(answers) - BARS),
        "more_taught": max(0, len(taught) - BARS),
        "most": BARS,
        "other": table.periods[other] if other is not None else None,
        "other_at": f"{leads}/{table.periods[other].id}" if other is not None else "",
        "sum": readings.total(table, at),
        "taught": taught,
    }


def _nugget(unit: str, nugget: str, when: str) -> Response:
    """Make the page of a nugget in an area."""
    table = readings.part(published(), unit, nugget)
    lang = language.current().code
    leads = links.numbers_of(lang, unit, "n", nugget)
    at = _place(table, when)
    line = table.lines[0]
    return _page(
        "numbers_nugget",
        f"{leads}/{table.periods[at].id}",
        area=unit_words(line.unit),
        area_at=links.numbers_of(lang, unit, table.periods[at].id),
        course=readings.course(table, at, leads),
        title=title_of(line),
        **_of_period(table, at, leads),
    )


def _sheet(unit: str, when: str) -> Response:
    """Make one sheet of paper, always one, however many nuggets there are."""
    table = readings.part(published(), unit)
    lang = language.current().code
    at = _place(table, when)
    url = links.numbers_of(lang, unit, when)
    address = _settings().base_url.rstrip("/") + url
    title = gettext("All areas together") if unit == ALL else unit_words(table.lines[0].unit)
    values = _of_period(table, at, url)
    shown = readings.units(readings.near(table, at)) if unit == ALL else []
    if len(shown) > 1:
        rows = readings.areas(table, at, readings.around(table, at), shown)
    else:
        lines = readings.standing(table, at)
        rows = readings.bars(lines, at, _longest(lines, at))
    heads = readings.lines_of(title)
    fits = readings.fitting(rows, max(3, ON_PAPER - 2 * (heads - 1)))
    return _page(
        "numbers_sheet",
        f"{url}/print",
        "paper",
        "board",
        address=address.partition("://")[2],
        areas=len(shown) > 1,
        back=url,
        body_look="papered",
        course=readings.course(table, at, url) if heads <= LONG else None,
        more=len(fits) < len(rows),
        rows=fits,
        symbol=qr.readable(address, gettext("This page on a phone")),
        title=title,
        **values,
    )


def _page(template: str, path: str, *sheets: str, **values: Any) -> Response:
    """Render one of these pages, with what all of them say."""
    own = {"follows": FIGURES, "k": smallest(), "path": path, "site": catalogue.site(), **values}
    return headers.keep(page(f"{template}.html", "blank", *sheets, **own))


def _tiny() -> bool:
    """Whether so few people work in the plant that nothing is counted."""
    return released.uncounted(catalogue.site().id, _settings().crowd_floor)


def _settings() -> "Settings":
    settings: Settings = current_app.extensions["settings"]
    return settings


def as_csv() -> Response:
    """Answer every released cell as CSV, in the words of this language."""
    return _once(".csv", _csv)


def _csv() -> Response:
    """Write it as spreadsheets of this language read it: decimal comma, so semicolons."""
    found, point = _records(), get_locale().number_symbols["latn"]["decimal"]
    text, apart = io.StringIO(), ";" if point == COMMA else COMMA
    writer = csv.DictWriter(text, released.COLUMNS, delimiter=apart, lineterminator="\r\n")
    writer.writeheader()
    for row in found:
        row["hours"] = row["hours"].replace(".", point)
        writer.writerow({name: inert(value) for name, value in row.items()})
    # The mark at the start lets Excel see that this is UTF-8.
    answer = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="numbers.csv"'
    return headers.keep(answer)


def as_json() -> Response:
    """Answer every released cell as JSON."""
    return _once(".json", _json)


def _json() -> Response:
    text = json.dumps(_records(), ensure_ascii=False, indent=1)
    return headers.keep(Response(text, content_type="application/json"))


def _records() -> list[dict[str, str]]:
    return released.records(published())
