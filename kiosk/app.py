"""Puts the application together, step by step."""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import peewee
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from kiosk import errors, language, pages, room
from kiosk.care import metrics
from kiosk.counts import Counts
from kiosk.db import open_database
from kiosk.labels.scanned import own_hosts
from kiosk.settings import Settings
from kiosk.web import assets, headers, htmx, media, sender
from kiosk.web.attempts import Attempts
from kiosk.web.ground import Silent, lend_database, one_origin

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LARGEST_FORM: Final = 64 * 1024


def create_app(settings: Settings) -> Flask:
    """Return the web application of a plant. It opens nothing before the first request."""
    app = Silent(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.extensions["settings"] = settings
    app.extensions["counts"] = Counts(settings)
    one_origin(app, settings)
    sender.install(app, own_hosts(settings))
    headers.install(app)
    database = open_database(settings)
    lend_database(app, database)
    language.install(app)
    htmx.install(app)
    app.register_blueprint(assets.blueprint)
    media.install(app, settings)
    pages.install(app)
    room.install(app)
    errors.install(app)
    open_studio(app, settings, database)
    metrics.install(app, settings, database)
    return app


def open_studio(app: Flask, settings: Settings, database: peewee.Database) -> None:
    """Let a second application answer below `/studio`, made at the first request to it.

    It alone knows accounts and sessions: the pages have no key that could sign a cookie, and a
    plant whose trainers are at home carries none of its weight. Attempts to sign in are counted
    in memory that the processes share which will be forked from this one.
    """
    attempts = Attempts()

    alone = Lock()  # one studio for all who come first at once

    @cache
    def made() -> Flask:
        from kiosk.studio import create_studio

        return create_studio(settings, database, attempts, app.extensions["long_threads"])

    def studio() -> Flask:
        with alone:
            return made()

    app.extensions["studio"] = studio
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/studio": _later(studio)})  # type: ignore[method-assign]


def _later(made: Callable[[], Flask]) -> "WSGIApplication":
    def answer(environ: Any, start_response: Any) -> Any:
        return made()(environ, start_response)

    return answer
