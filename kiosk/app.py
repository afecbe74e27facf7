"""Puts the application together, step by step."""

from typing import Final
from urllib.parse import urlsplit

import peewee
from flask import Flask, Response, redirect, request

from kiosk import assets, errors, headers, htmx, language, media, pages
from kiosk.counts import Counts
from kiosk.db import open_database
from kiosk.settings import Settings

LARGEST_FORM: Final = 64 * 1024


class Silent(Flask):
    """Flask without its line about a failure, which names the page that somebody asked for."""

    def log_exception(self, exc_info: object) -> None:
        """Write nothing: `errors` counts it under its number."""


def create_app(settings: Settings) -> Flask:
    """Return the web application of a plant. It opens nothing before the first request."""
    app = Silent(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.extensions["settings"] = settings
    app.extensions["counts"] = Counts(settings)
    one_origin(app, settings)
    headers.install(app)
    lend_database(app, open_database(settings))
    language.install(app)
    htmx.install(app)
    app.register_blueprint(assets.blueprint)
    media.install(app, settings)
    pages.install(app)
    errors.install(app)
    return app


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
