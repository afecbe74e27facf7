"""One table from every failure to its status and words; no page ever shows a trace.

What nobody foresaw is counted under its incident number, which the page names.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import peewee
from flask import Flask, Response, current_app, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from content import catalogue
from content.catalogue import Place
from content.errors import DiskFull, NoPlant
from kiosk import faults, language, room
from kiosk.care import faultlog
from kiosk.language import UnknownLanguage
from kiosk.pages.preview import LinkOver
from kiosk.web import links
from kiosk.web.htmx import page
from kiosk.web.incidents import FaultDays, Incidents, incident
from kiosk.web.media import FilmBusy
from kiosk.web.opening import (
    CodeMistyped,
    CodeUnknown,
    CodeWrong,
    NuggetGone,
    NuggetUnknown,
    meant,
)
from kiosk.web.reach import OutOfReach
from kiosk.web.sender import SentFromElsewhere
from qr_codes import codes

UNREADABLE: Final = (NoPlant, peewee.PeeweeException, sqlite3.DatabaseError)


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told: the status, a heading, a sentence or two, and what they typed.

    `code` is the label of the machine whose page leads on, `near` are machines to compare with.
    """

    status: int
    title: str
    text: str
    typed: str | None = None
    retry_after: int = 0
    wifi_place: str = ""
    code: str = ""
    near: tuple[Place, ...] = ()

    @property
    def again(self) -> bool:
        """Whether the same page is worth asking for once more: the server failed, for a moment."""
        return request.method == "GET" and self.status >= HTTPStatus.INTERNAL_SERVER_ERROR


def install(app: Flask) -> None:
    """Answer every failure with a page in the user's language."""
    app.extensions["incidents"] = Incidents()
    app.extensions["fault_days"] = FaultDays()
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """Answer a failure, as a page or as the part of one that htmx asked for."""
    notice = notice_of(error)
    response = room.notice_page(notice) if _in_the_room() else _notice_page(notice)
    if notice.retry_after:
        response.headers["Retry-After"] = str(notice.retry_after)
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name in {"Allow", "Content-Range"}:
                response.headers[name] = value
    return response


def _in_the_room() -> bool:
    return request.path.startswith(room.START)


def _notice_page(notice: Notice) -> Response:
    return page(
        "notice.html",
        "blank",
        *(("hits",) if notice.near else ()),
        blocks=("main",),
        status=notice.status,
        notice=notice,
        path=_here(),
    )


def _here() -> str:
    """Return the address that was asked for, where other languages have it too; else the start."""
    lang = language.current().code
    code = (request.view_args or {}).get("code")
    if request.method not in {"GET", "HEAD"}:
        return links.start(lang)
    if request.path.startswith(links.start(lang)):
        return quote(request.path)
    return links.machine(lang, quote(code, safe="")) if code else links.start(lang)


def notice_of(error: Exception) -> Notice:
    """Return the words for a failure; one nobody foresaw is counted under its number."""
    # Flask wraps what broke after the page was made; the number is to name what broke.
    error = getattr(error, "original_exception", None) or error
    for kinds, words in TABLE:
        if isinstance(error, kinds):
            found = words(error)
            if found:
                return found
    return _unforeseen(error)


def _unknown_language(_error: Any) -> Notice:
    language.choose(language.asked_for() or _site_language())
    return Notice(
        404,
        gettext("There are no pages in this language yet."),
        gettext("Choose one of the languages below, or enter the machine's code."),
        typed="",
    )


def _site_language() -> str:
    """Return the plant's language, also while its database can't be read."""
    try:
        found = catalogue.site().language
    except UNREADABLE:
        return language.FIRST
    return found if found in language.LANGUAGES else language.FIRST


def _meant(typed: str) -> tuple[Place, ...]:
    """Return whose code somebody may have meant; nobody's while the database can't be read."""
    try:
        return tuple(meant(catalogue.site(), typed))
    except UNREADABLE:
        return ()


def _code_wrong(error: Any) -> Notice:
    return Notice(
        404,
        gettext("There is nothing at this address."),
        gettext("A machine's code has six letters and digits. It stands on the yellow plate."),
        typed=error.typed,
        near=_meant(error.typed),
    )


def _code_mistyped(error: Any) -> Notice:
    return Notice(
        404,
        gettext("This code is not quite right."),
        gettext("One sign is mistyped. Compare it with the yellow plate, sign by sign."),
        typed=error.typed,
        near=_meant(error.typed),
    )


def _code_unknown(error: Any) -> Notice:
    return Notice(
        404,
        gettext("No machine here has this code."),
        gettext("It may be a label of another plant. Compare it with the yellow plate."),
        typed=codes.spell(error.typed),
    )


def _nugget_unknown(_error: Any) -> Notice:
    return Notice(
        404,
        gettext("There is nothing at this address."),
        gettext("Enter the code from the yellow plate, or search with a word."),
        typed="",
    )


def _nugget_gone(_error: Any) -> Notice:
    return Notice(
        410,
        gettext("This nugget is no longer shown."),
        gettext("It was taken back, because something in it is no longer right. "
                "Look on the machine's page for what replaces it."),
        typed="",
        code=(request.view_args or {}).get("code", ""),
    )  # fmt: skip


def _link_over(_error: Any) -> Notice:
    return Notice(
        403,
        gettext("This link is over."),
        gettext("It opened a draft for a while. Ask whoever gave it to you for a new one."),
    )


def _sent_from_elsewhere(_error: Any) -> Notice:
    return Notice(
        403,
        gettext("This was sent by another web site."),
        gettext("It was not taken. If you want to send it, open the page yourself."),
    )


def _out_of_reach(error: Any) -> Notice:
    return Notice(
        403,
        gettext("This nugget is shown inside the plant only."),
        gettext("Connect your phone to the plant's wifi, then open the page again."),
        wifi_place=str(error.args[0] if error.args else ""),
    )


def _no_plant(_error: Any) -> Notice:
    return Notice(
        503,
        gettext("There is no plant here yet."),
        gettext("Whoever runs this server still has to set it up."),
        retry_after=60,
    )


def _busy(_error: Any) -> Notice:
    return Notice(
        503,
        gettext("Many films are running right now."),
        gettext("The steps can be read at once. The film comes back in a moment."),
        retry_after=3,
    )


def _disk_full(_error: Any) -> Notice:
    return Notice(
        507,
        gettext("The server's disk is full."),
        gettext(
            "Nothing is lost. Whoever runs this server has to make room; watching still works."
        ),
        retry_after=300,
    )


def _storage(error: Any) -> Notice | None:
    """Tell a full disk, a damaged database and a database out of reach from bugs of our own."""
    if faults.disk_full(error):
        _write_down(error, "disk")
        return _disk_full(error)
    if isinstance(error, peewee.OperationalError) or faults.damaged(error) or faults.busy(error):
        _write_down(error, "database")
        return Notice(
            503,
            gettext("The server cannot read its data right now."),
            gettext(
                "Nothing you did is lost. Try again in a minute; if it stays, "
                "tell whoever runs this server."
            ),
            retry_after=60,
        )
    return None


def _http(error: Any) -> Notice | None:
    words = {
        405: (gettext("This page cannot be used like that."), gettext("Go back and try again.")),
        413: (gettext("That was too much at once."), gettext("Go back and send less.")),
        416: (gettext("The film is not that long."), gettext("Play it from the start again.")),
    }
    others = {404: _nugget_unknown, 410: _nugget_gone}
    if error.code in others:
        return others[error.code](error)
    if error.code is None or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    unknown = gettext("The server did not understand this."), gettext("Go back and try again.")
    return Notice(error.code, *words.get(error.code, unknown))


Words = Callable[[Any], Notice | None]
TABLE: Final[tuple[tuple[type[Exception], Words], ...]] = (
    (UnknownLanguage, _unknown_language),
    (CodeUnknown, _code_unknown),
    (CodeMistyped, _code_mistyped),
    (CodeWrong, _code_wrong),
    (NuggetUnknown, _nugget_unknown),
    (NuggetGone, _nugget_gone),
    (LinkOver, _link_over),
    (SentFromElsewhere, _sent_from_elsewhere),
    (OutOfReach, _out_of_reach),
    (FilmBusy, _busy),
    (NoPlant, _no_plant),
    (DiskFull, _disk_full),
    (OSError, _storage),
    (peewee.PeeweeException, _storage),
    (sqlite3.DatabaseError, _storage),
    (HTTPException, _http),
)


def _write_down(error: Exception, kind: str) -> str:
    """Count a failure by its class and return its number; the fault log, while on, keeps more."""
    number = incident(error)
    days: FaultDays = current_app.extensions["fault_days"]
    days.count(kind, datetime.now(tz=UTC).date())
    faultlog.write(current_app.extensions["settings"], number, error)
    return number


def _unforeseen(error: Exception) -> Notice:
    number = _write_down(error, "program")
    incidents: Incidents = current_app.extensions["incidents"]
    incidents.count(number, datetime.now(tz=UTC).date())
    return Notice(
        500,
        gettext("Something is broken on our side."),
        gettext("It is not your fault, and nothing is lost. If it happens again, tell whoever "
                "runs this server the number %(number)s.", number=number),
    )  # fmt: skip
