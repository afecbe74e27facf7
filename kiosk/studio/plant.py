"""What pages say of the plant: its name, its emergency number, its wifi, how many work there."""

from typing import Any

from flask import Blueprint, Response, redirect, request

from content import upkeep
from content.errors import ContentError
from kiosk.staff.rights import PLANT, SEE
from kiosk.studio import beside, headlines, house
from kiosk.studio.access import needs
from kiosk.studio.crowd import NoNumber, number
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page

blueprint = Blueprint("plant", __name__, url_prefix="/plant")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """Show what is said of the plant."""
    row = house.site()
    return _form(
        {
            "name": row.name, "emergency_number": row.emergency_number,
            "wifi_place": row.wifi_place, "crowd": "" if row.crowd is None else row.crowd,
        }
    )  # fmt: skip


@blueprint.post("")
@needs(PLANT)
def change() -> Any:
    """Change what is said of the plant."""
    form = request.form
    facts = {key: form.get(key, "") for key in ("name", "emergency_number", "wifi_place")}
    try:
        upkeep.site(house.site(), crowd=number(form.get("crowd", "")), **facts)
    except (ContentError, NoNumber) as error:
        return _form(form, error)
    return redirect("/studio/plant", 303)


def _form(values: Any, error: Exception | None = None) -> Response:
    row = house.site()
    return page(
        "studio/plant.html",
        status=422 if error else 200,
        heading=headlines.plant(row.name, row.emergency_number, row.crowd),
        values=values,
        wrong=sentence(error) if isinstance(error, ContentError) else str(error or ""),
        wrong_at=beside.field(error),
    )
