"""Says what is counted, what is not, and shows every number there is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app
from flask_babel import format_time, gettext

from content import catalogue
from content.catalogue import Site
from kiosk import __version__, language
from kiosk.care import checked, faultlog
from kiosk.counts import GOOD_FOR_OFFLINE_DAYS, gain, gate, manifest, released
from kiosk.counts.kinds import ALWAYS, ASKED, CELLS
from kiosk.counts.manifest import Change
from kiosk.pages import kept
from kiosk.pages.numbers import published, smallest
from kiosk.pages.readings import rows
from kiosk.settings import Settings
from kiosk.staff import audit
from kiosk.web import headers, links
from kiosk.web.htmx import page
from kiosk.web.looks import long_date, span

SHEET: Final = "counted.css"
LINES: Final = 12  # of a period; all of them stand on the page of numbers, and in the file
SHOWN: Final = 26  # periods with a table; those before stand in the file
MOST_CHANGES: Final = 40
TOLD: Final = {"completions": ALWAYS, "answers": ASKED, "gains": CELLS}
"""Under which words the page tells each kind that may be counted."""


@dataclass(frozen=True, slots=True)
class Word:
    """The council's word on a version of the list: from which day, and until which if it ended."""

    version: int
    day: str
    ended: str


def routes(blueprint: Blueprint) -> None:
    """Register the page, and the list of all that is kept."""
    blueprint.get("/<lang>/transparency")(show_transparency)
    blueprint.get("/privacy-manifest.json")(show_manifest)


def show_transparency() -> Response:
    """Answer the page of what is counted; made anew as soon as anything it says is different."""
    site, lang = catalogue.site(), language.current().code
    settings: Settings = current_app.extensions["settings"]
    server = _server(settings, site.timezone)
    said = (released.state(site.id, site.timezone), *_word(site.id), *server.values())
    return kept.once(f"transparency {said}", lang, lambda: _page(site, lang, settings, server))


def _word(site: str) -> tuple[object, ...]:
    """Return what the council said, and whether it holds now."""
    given = [(one.manifest, one.confirmed_on, one.ended_on) for one in gate.history(site)]
    return manifest.current().hash, gate.asked(site), given


def _page(site: Site, lang: str, settings: Settings, server: dict[str, Any]) -> Response:
    return headers.keep(page(
        "transparency.html", "blank", follows=SHEET,
        crowd_floor=settings.crowd_floor, k=smallest(), path=links.transparency(lang), site=site,
        deed_days=audit.KEPT_DAYS, gain_least=gain.least(settings.k), version=__version__,
        spent_days=GOOD_FOR_OFFLINE_DAYS + 1, upload_hours=settings.upload_hours,
        **_numbers(), **_list(site.id), **server,
    ))  # fmt: skip


def _numbers() -> dict[str, Any]:
    """Return every number, the newest period first."""
    table = published()
    periods = [
        (period, span(period.first, period.last), rows(table, place))
        for place, period in reversed(list(enumerate(table.periods)))
    ]
    return {"table": table, "periods": periods[:SHOWN], "older": len(periods[SHOWN:]),
            "most": LINES}  # fmt: skip


def _list(site: str) -> dict[str, Any]:
    """Return the list of all that is kept, what the council said of it, and what is new in it."""
    now, before, standing = manifest.current(), gate.last_seen(site), gate.confirmed(site)
    changes = [] if standing or before is None else manifest.changes(before, now)
    return {
        "asked": gate.asked(site),
        "manifest": now,
        "confirmed": _day(standing.confirmed_on) if standing else "",
        "words": [Word(one.version, _day(one.confirmed_on), _day(one.ended_on))
                  for one in gate.history(site)],
        "changes": [(_how(one), one.name) for one in changes[:MOST_CHANGES]],
        "changed": len(changes),
    }  # fmt: skip


def _server(settings: Settings, timezone: str) -> dict[str, Any]:
    """Return what the last check on this server found, and until when faults are written down."""
    standing = faultlog.standing(settings)
    until = standing.until.astimezone(ZoneInfo(timezone)) if standing else None
    return {
        "check": checked.last(settings),
        "faults_until": until and (long_date(until.date()), _hour(until)),
    }


def _hour(until: datetime) -> str:
    """Return the hour as the plant's clock shows it."""
    return str(format_time(until, "short", rebase=False))


def _day(iso: object) -> str:
    return long_date(date.fromisoformat(str(iso))) if iso else ""


def _how(change: Change) -> str:
    """Return in a word how a line of the list is different."""
    words = {
        manifest.NEW: gettext("New:"),
        manifest.GONE: gettext("No longer there:"),
        manifest.CHANGED: gettext("Described anew:"),
    }
    return str(words[change.how])


def show_manifest() -> Response:
    """Answer the list of all that this program keeps, writes and sends; its hash is of this."""
    answer = Response(manifest.current().text, content_type="application/json")
    return kept.answer(kept.finished(headers.keep(answer)))
