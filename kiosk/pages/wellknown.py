"""The addresses that browsers, robots and monitors ask for by convention."""

import json

from flask import Blueprint, Response, current_app
from flask_babel import gettext
from peewee import DatabaseError

from content import catalogue
from content.errors import ContentError
from kiosk import language
from kiosk.web import assets, links, passes
from kiosk.web.opening import NuggetUnknown

MANIFEST = "application/manifest+json"
DAY = "public, max-age=86400"


class Forced(Exception):
    """Somebody who holds the plant's keys let the pages break, to see what is written then."""


def routes(blueprint: Blueprint) -> None:
    """Register them."""
    blueprint.get("/favicon.ico")(favicon)
    blueprint.get("/robots.txt")(robots)
    blueprint.get("/manifest.webmanifest")(manifest)
    blueprint.get("/healthz")(healthz)
    blueprint.get("/readyz")(readyz)
    blueprint.get("/fault/<opens>")(fault)


def favicon() -> Response:
    """Answer the icon to those who ask for it at its old place."""
    return _day(Response(assets.text("icon.svg"), content_type="image/svg+xml"))


def robots() -> Response:
    """Tell search engines to stay away: a shop floor is no public library."""
    return _day(Response("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8"))


def manifest() -> Response:
    """Answer what a phone needs to put the pages on its home screen."""
    lang = language.choose(language.asked_for() or language.FIRST)
    icon = {"src": assets.url("icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    facts = {
        "name": gettext("Learn at the machine"),
        "short_name": gettext("Learn"),
        "lang": lang.code,
        "dir": lang.dir,
        "start_url": links.start(lang.code),
        "display": "standalone",
        "background_color": "#0B1214",
        "theme_color": "#FFC21A",
        "icons": [icon],
    }
    return _day(Response(json.dumps(facts, ensure_ascii=False), content_type=MANIFEST))


def healthz() -> Response:
    """Say that the process answers."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


def readyz() -> Response:
    """Say that the process can answer pages: its database can be read."""
    try:
        catalogue.revision()
    except DatabaseError:
        current_app.logger.warning("not ready: the database can't be read")
        answer = Response("the database can't be read\n", 503, content_type="text/plain")
        answer.headers["Retry-After"] = "10"
        return answer
    return Response("ready\n", content_type="text/plain; charset=utf-8")


def fault(opens: str) -> Response:
    """Break on purpose for whoever holds the plant's keys; for all others nothing is here."""
    try:
        passes.read(current_app.extensions["settings"], passes.FAULT, opens)
    except ContentError as error:
        raise NuggetUnknown from error
    raise Forced


def _day(response: Response) -> Response:
    response.headers["Cache-Control"] = DAY
    return response
