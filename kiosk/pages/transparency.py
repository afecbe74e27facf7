"""Says what is counted, what is not, and shows every number there is."""

from flask import Blueprint, Response, current_app

from content import catalogue
from kiosk import __version__, headers, language, links
from kiosk.counts import gate, manifest, released
from kiosk.htmx import page
from kiosk.looks import span
from kiosk.pages import kept
from kiosk.pages.numbers import MOST_LINES, rows, smallest


def routes(blueprint: Blueprint) -> None:
    """Register the page, and the list of all that is kept."""
    blueprint.get("/<lang>/transparency")(show_transparency)
    blueprint.get("/privacy-manifest.json")(show_manifest)


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
        asked=gate.asked(site.id),
        manifest=manifest.current(),
        version=__version__,
    )
    return kept.answer(kept.finished(headers.keep(answer)))


def show_manifest() -> Response:
    """Answer the list of all that this program keeps, writes and sends; its hash is of this."""
    answer = Response(manifest.current().text, content_type="application/json")
    return kept.answer(kept.finished(headers.keep(answer)))
