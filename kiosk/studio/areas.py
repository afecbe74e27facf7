"""The areas of the plant, as a tree, each with how many people work there."""

from typing import Any

from flask import Blueprint, Response, redirect, request

from content import inventory, plant, upkeep
from content.errors import ContentError
from content.inventory import Branch
from kiosk.staff.rights import PLANT, SEE
from kiosk.studio import beside, headlines, house
from kiosk.studio.access import needs
from kiosk.studio.crowd import NoNumber, number
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page

blueprint = Blueprint("areas", __name__, url_prefix="/areas")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """Show all areas."""
    return _tree()


@blueprint.post("")
@needs(PLANT)
def add() -> Any:
    """Lay out an area, given by its path."""
    path = tuple(part.strip() for part in request.form.get("path", "").split("/") if part.strip())
    try:
        plant.area(house.site(), path or ("",), number(request.form.get("crowd", "")))
    except (ContentError, NoNumber) as error:
        return _tree(error, "new")
    return redirect("/studio/areas", 303)


@blueprint.post("/<area_id>")
@needs(PLANT)
def change(area_id: str) -> Any:
    """Name an area and declare its crowd, or delete it while nothing stands in it."""
    row = house.area(area_id)
    try:
        if "remove" in request.form:
            plant.remove_area(row)
        else:
            crowd = number(request.form.get("crowd", ""))
            upkeep.area(row, name=request.form.get("name", ""), crowd=crowd)
    except (ContentError, NoNumber) as error:
        return _tree(error, row.id)
    return redirect("/studio/areas", 303)


def _stand(area: Branch, tree: list[Branch]) -> int:
    """Return how many machines stand in an area or in those that lie in it."""
    inside = (one for one in tree if one.path.startswith(f"{area.path} / "))
    return area.machines + sum(one.machines for one in inside)


def _tree(error: Exception | None = None, at: str = "") -> Response:
    tree = inventory.tree(house.site())
    return page(
        "studio/areas.html",
        status=422 if error else 200,
        heading=headlines.areas(tree),
        areas=tree,
        stand={one.id: _stand(one, tree) for one in tree},
        typed=request.form,
        wrong=sentence(error) if isinstance(error, ContentError) else str(error or ""),
        wrong_at=at,
        field=beside.field(error),
    )
