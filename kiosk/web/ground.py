"""What both applications stand on, pages and studio: silence, one origin, a lent database."""

from urllib.parse import urlsplit

import peewee
from flask import Flask, Response, redirect, request

from kiosk.settings import Settings
from kiosk.web import assets, headers


class Silent(Flask):
    """Flask without its line about a failure, which names the page that somebody asked for."""

    def log_exception(self, exc_info: object) -> None:
        """Write nothing: `errors` counts it under its number."""


def one_origin(app: Flask, settings: Settings) -> None:
    """Send those who come by another label host, or a former one, to the one address."""
    own = urlsplit(settings.base_url).netloc.lower()
    label = urlsplit(settings.labels_at)
    others = {*settings.former_hosts, label.netloc.lower()} - {own}

    @app.before_request
    def lead_home() -> Response | None:
        host = request.host.lower()
        if not others & {host, host.partition(":")[0]} or host == own:
            return None
        if request.path == "/sw.js":  # what a phone kept of the former address goes with its worker
            return assets.worker("sw-leaves.js")
        answer: Response = redirect(settings.base_url + request.full_path.rstrip("?"))  # type: ignore[assignment]
        answer.headers["Cache-Control"] = headers.NEVER
        return answer


def lend_database(app: Flask, database: peewee.Database) -> None:
    """Let the first query of a request open a pooled connection, and hand it back before the body.

    Handing it back after the view, not at the end of the request, means that no connection waits
    while a film streams to a slow phone.
    """
    app.extensions["database"] = database

    @app.after_request
    def hand_back(response: Response) -> Response:
        if not database.is_closed():
            database.close()
        return response

    @app.teardown_request
    def hand_back_anyway(_error: BaseException | None) -> None:
        if not database.is_closed():
            database.close()
