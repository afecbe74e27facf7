"""One table from every failure in the studio to its status and words."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

import peewee
from flask import Flask, Response, current_app, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from content.errors import ContentError, DiskFull
from content.facts import FactsEditedMeanwhile
from content.media.errors import MediaError
from kiosk import faults
from kiosk.disk import NoRoom
from kiosk.studio.access import NotAllowed
from kiosk.studio.frame import page
from kiosk.web.incidents import Incidents, incident

PICTURES: Final = {403: "stop", 404: "scanner", 410: "scanner", 413: "caliper", 429: "gauge"}
BROKEN: Final = HTTPStatus.INTERNAL_SERVER_ERROR

Notice = tuple[int, str, str]
"""Status, heading, and what to do."""


def install(studio: Flask) -> None:
    """Answer every failure with a page in the language of whoever is there."""
    studio.extensions["incidents"] = Incidents()
    studio.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """Answer a failure, as a page or as the part of one that htmx asked for."""
    status, title, text = notice_of(getattr(error, "original_exception", None) or error)
    return page(
        "studio/notice.html", blocks=("main",), status=status, title=title, text=text,
        picture=PICTURES.get(status, "robot" if status >= BROKEN else "board"),
        again=status >= BROKEN and request.method == "GET",
    )  # fmt: skip


def notice_of(error: Exception) -> Notice:
    """Return the words for a failure; one nobody foresaw is counted under its number."""
    for kinds, words in TABLE:
        if isinstance(error, kinds):
            found = words(error)
            if found:
                return found
    number = incident(error)
    incidents: Incidents = current_app.extensions["incidents"]
    incidents.count(number, datetime.now(tz=UTC).date())
    return (
        500,
        gettext("Something is broken on our side."),
        gettext("It is not your fault. If it happens again, tell whoever runs this server the "
                "number %(number)s.", number=number),
    )  # fmt: skip


STATES: Final[dict[str, Callable[[], str]]] = {
    "draft": lambda: gettext("a draft again"),
    "in review": lambda: gettext("in review"),
    "released": lambda: gettext("released"),
    "published": lambda: gettext("published"),
    "withdrawn": lambda: gettext("withdrawn"),
    "thrown away": lambda: gettext("thrown away"),
}
"""What a version is, in words that go into a sentence."""


def sentence(error: ContentError) -> str:
    """Say what went wrong with content in the reader's language."""
    state = STATES.get(str(error.facts.get("state")))
    facts = {**error.facts, "state": state()} if state else error.facts
    return str(gettext(error.template())).format(**facts)


def _content(error: Any) -> Notice:
    return (422, sentence(error), gettext("Nothing was changed."))


def _not_allowed(_error: Any) -> Notice:
    return (
        403,
        gettext("This is not for your role."),
        gettext("Somebody who looks after the accounts can change what you may do."),
    )


def _forged(_error: Any) -> Notice:
    return (
        400,
        gettext("This page lay open for too long."),
        gettext("Go back, reload it and send it again. What you typed is still in the fields."),
    )


def _full(_error: Any) -> Notice:
    return (
        507,
        gettext("The server's disk is full."),
        gettext("Nothing is lost. Whoever runs this server has to make room."),
    )


def _storage(error: Any) -> Notice | None:
    if faults.disk_full(error):
        return _full(error)
    if faults.overtaken(error):
        return (409, sentence(FactsEditedMeanwhile()), gettext("Nothing was changed."))
    if isinstance(error, peewee.OperationalError) or faults.damaged(error) or faults.busy(error):
        return (
            503,
            gettext("The server cannot read its data right now."),
            gettext("Nothing is lost. Try again in a minute."),
        )
    return None


def _http(error: Any) -> Notice | None:
    words = {
        404: (
            gettext("There is nothing at this address."),
            gettext("It was deleted, or the address is not whole."),
        ),
        405: (
            gettext("This page cannot be used like that."),
            gettext("Go back and use what stands on the page."),
        ),
        413: (
            gettext("That was too much at once."),
            gettext("Nothing was kept. Go back and send less: a smaller file, or fewer words."),
        ),
        429: (gettext("Too many attempts."), gettext("Wait a minute, then try again.")),
    }
    if error.code is None or error.code >= BROKEN:
        return None
    unknown = gettext("The server did not understand this."), gettext("Go back and try again.")
    return (error.code, *words.get(error.code, unknown))


Words = Callable[[Any], Notice | None]
TABLE: Final[tuple[tuple[type[Exception], Words], ...]] = (
    (NotAllowed, _not_allowed),
    (CSRFError, _forged),
    (DiskFull, _full),
    (NoRoom, _full),
    (MediaError, _content),
    (ContentError, _content),
    (OSError, _storage),
    (peewee.PeeweeException, _storage),
    (HTTPException, _http),
)
