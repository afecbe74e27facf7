"""Leaks to be planted in the running server itself: into its own process and each it starts.

Python reads a module `sitecustomize` at every start; the proof puts one on the path that calls
`plant` here. Nothing in the tree is touched.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.privacy.leaks import replace

CUSTOMIZE: Final = """
import os
from tests.privacy import spills
spills.plant(os.environ["SPILL"])
"""


def access_log() -> None:
    """Let gunicorn write its usual line for each request."""
    from gunicorn.glogging import Logger

    from kiosk import serve

    options = serve.options

    def chatty(*asked: Any) -> dict[str, Any]:
        return {**options(*asked), "accesslog": "-", "logger_class": Logger}

    replace(serve, "options", chatty)


def broken_requests() -> None:
    """Let gunicorn tell who sent a broken request."""
    from kiosk import serve

    replace(serve, "says_nothing_of_requests", lambda _: True)


def head_in_the_log() -> None:
    """Log what a phone said when the server fails."""
    from flask import current_app, request

    from kiosk import errors
    from kiosk.web import incidents

    counted = incidents.incident

    def chatty(error: Exception) -> str:
        current_app.logger.error("failed for %s", dict(request.headers))
        return counted(error)

    replace(errors, "incident", chatty)


def deleted_again() -> None:
    """Write each ticket to a temporary file and delete it at once."""
    from kiosk.counts import Counts

    redeem = Counts.redeem

    def chatty(self: Counts, text: str) -> str:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(text)
            file.flush()
        return redeem(self, text)

    replace(Counts, "redeem", chatty)


def elsewhere() -> None:
    """Keep the name of each phone in a folder nobody would think of."""
    from flask import request

    from kiosk.counts import Counts

    hand_out = Counts.hand_out

    def chatty(self: Counts, *asked: Any, **more: Any) -> str | None:
        with Path(os.environ["ELSEWHERE"]).open("a") as file:
            file.write(f"{request.user_agent}\n")
        return hand_out(self, *asked, **more)

    replace(Counts, "hand_out", chatty)


def row_with_a_time() -> None:
    """Keep the second of each completion in the database."""
    from kiosk.counts import Counts
    from kiosk.counts.release import database

    redeem = Counts.redeem

    def chatty(self: Counts, text: str) -> str:
        database().execute_sql("CREATE TABLE IF NOT EXISTS seen (at TEXT)")
        database().execute_sql("INSERT INTO seen VALUES (?)", (time.strftime("%Y-%m-%dT%H:%M:%S"),))
        return redeem(self, text)

    replace(Counts, "redeem", chatty)


def film_dated() -> None:
    """Date a published file to the second when a nugget of it is opened."""
    from kiosk.counts import Counts

    hand_out = Counts.hand_out

    def chatty(self: Counts, *asked: Any, **more: Any) -> str | None:
        for path in self.settings.media.rglob("*.svg"):
            os.utime(path, (time.time(), 1_790_000_000))
        return hand_out(self, *asked, **more)

    replace(Counts, "hand_out", chatty)


SPILLS: Final[dict[str, Callable[[], None]]] = {
    "gunicorn's access log": access_log,
    "who sent a broken request": broken_requests,
    "a phone's head in the log of a failure": head_in_the_log,
    "a temporary file that is deleted again": deleted_again,
    "a note in a folder nobody thinks of": elsewhere,
    "a row that knows the second": row_with_a_time,
    "a published file dated to the second": film_dated,
}
"""Every spill by its name; each must turn the search for canaries red."""


def plant(name: str) -> None:
    """Plant one of them in this process."""
    SPILLS[name]()
