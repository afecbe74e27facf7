"""Says what is counted, what is not, and shows every number there is."""

from flask import Blueprint, Response, current_app

from content import catalogue
from kiosk import __version__, headers, language, links
from kiosk.counts import released
from kiosk.htmx import page
from kiosk.looks import span
from kiosk.pages import kept
from kiosk.pages.numbers import MOST_LINES, rows, smallest


def routes(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.get("/<lang>/transparency")(show_transparency)


def show_transparency() -> Response:
    """Answer the page of what is counted."""
    site = catalogue.site()
    lang = language.current().code
    table = released.table(site.id, lang)
    periods = [
        (period, span(period.first, period.last), rows(table, place))
        for place, period in reversed(list(enumerate(table.periods)))
    ]
    answer = page(
        "transparency.html",
        "blank",
        "numbers",
        crowd_floor=current_app.extensions["settings"].crowd_floor,
        k=smallest(),
        most=MOST_LINES,
        path=links.transparency(lang),
        periods=periods,
        site=site,
        table=table,
        version=__version__,
    )
    return kept.answer(kept.finished(headers.keep(answer)))
