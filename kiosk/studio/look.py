"""Shows a draft in a phone's frame, and as a symbol to open it on one's own phone."""

from typing import Any

from flask import Blueprint, Response, redirect

from kiosk import language, qr
from kiosk.staff.rights import SEE
from kiosk.studio import desk, house
from kiosk.studio.access import needs
from kiosk.studio.frame import page

blueprint = Blueprint("look", __name__)


@blueprint.get("/v/<version_id>/look")
@needs(SEE)
def show(version_id: str) -> Response:
    """Show the draft in a phone's frame, light or dark, with or without sound."""
    seen = desk.seen(version_id)
    return page(
        "studio/look.html",
        title=seen.title,
        desk=seen,
        frame=_address(seen),
        symbol=qr.symbol(house.settings().base_url + _address(seen)),
        hours=desk.HOURS,
    )


@blueprint.get("/v/<version_id>/preview")
@needs(SEE)
def preview(version_id: str) -> Any:
    """Lead to the draft's page as workers would see it."""
    return redirect(_address(desk.seen(version_id)))


def _address(seen: desk.Desk) -> str:
    spoken = seen.site.language
    lang = spoken if spoken in language.LANGUAGES else language.FIRST
    return f"/{lang}/preview/{desk.opens(seen.version)}"
