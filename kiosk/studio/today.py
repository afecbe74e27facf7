"""The first page of the studio: what waits, what is due, what went wrong."""

from flask import Blueprint, Response

from kiosk.staff.rights import SEE
from kiosk.studio.access import needs
from kiosk.studio.frame import page

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@needs(SEE)
def show() -> Response:
    """Show what waits for whoever is there."""
    return page("studio/today.html")
