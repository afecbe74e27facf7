"""Draws the symbol by which somebody takes a nugget along on their own phone."""

from typing import Final

from flask import Blueprint, Response

from kiosk import language, qr
from kiosk.room.frame import settings
from kiosk.web import links
from kiosk.web.opening import parsed

LATEST: Final = 24 * 3600
DRAWN: Final = '<svg xmlns="http://www.w3.org/2000/svg" '


def routes(blueprint: Blueprint) -> None:
    """Register the symbol of a nugget from a second on, with a machine and without one."""
    blueprint.get("/<lang>/phone/<int:second>/<slug>")(symbol)
    blueprint.get("/<lang>/phone/<int:second>/<code>/<slug>")(symbol)


def symbol(second: int, slug: str, code: str | None = None) -> Response:
    """Answer the symbol of the public page; behind `#` stands the second, which no server sees."""
    at = links.nugget(language.current().code, slug, parsed(code) if code else None)
    later = f"#t={second}" if 0 < second < LATEST else ""
    drawn = str(qr.symbol(settings().base_url + at + later)).replace("<svg ", DRAWN, 1)
    return Response(drawn, content_type="image/svg+xml")
