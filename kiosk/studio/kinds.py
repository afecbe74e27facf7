"""The machine kinds of the plant, and how many people work with each in each area."""

from typing import Any

from flask import Blueprint, Response, redirect, request
from peewee import JOIN, fn
from werkzeug.exceptions import NotFound

from content import inventory, plant, upkeep
from content.errors import ContentError
from content.models import Kind, KindCrowd, Machine
from kiosk.staff.rights import PLANT, SEE
from kiosk.studio import beside, headlines, house
from kiosk.studio.access import needs
from kiosk.studio.crowd import NoNumber, number
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page

blueprint = Blueprint("kinds", __name__, url_prefix="/kinds")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """List the kinds."""
    return _list()


@blueprint.post("")
@needs(PLANT)
def add() -> Any:
    """Set up a kind."""
    try:
        row = plant.kind(house.site(), request.form.get("name", ""), request.form.get("maker", ""))
    except ContentError as error:
        return _list(error)
    return redirect(f"/studio/kinds/{row.id}", 303)


@blueprint.get("/<kind_id>")
@needs(SEE)
def one(kind_id: str) -> Response:
    """Show a kind with its crowds."""
    return _one(_kind(kind_id))


@blueprint.post("/<kind_id>")
@needs(PLANT)
def change(kind_id: str) -> Any:
    """Name a kind, or delete one that nothing is of."""
    row = _kind(kind_id)
    try:
        if "remove" in request.form:
            upkeep.remove_kind(row)
            return redirect("/studio/kinds", 303)
        form = request.form
        upkeep.kind(row, name=form.get("name", ""), maker=form.get("maker", ""))
    except ContentError as error:
        return _one(row, error)
    return redirect(f"/studio/kinds/{row.id}", 303)


@blueprint.post("/<kind_id>/crowd")
@needs(PLANT)
def crowd(kind_id: str) -> Any:
    """Declare how many people work with this kind in an area; nothing takes it back."""
    row = _kind(kind_id)
    area = house.area(request.form.get("area", ""))
    try:
        plant.crowd(row, number(request.form.get("crowd", "")), area=area)
    except (ContentError, NoNumber) as error:
        return _one(row, error, at=area.id)
    return redirect(f"/studio/kinds/{row.id}", 303)


def _kind(id_: str) -> Kind:
    row = Kind.get_or_none((Kind.id == id_) & (Kind.site == house.site()))
    if row is None:
        raise NotFound
    return row


def _list(error: ContentError | None = None) -> Response:
    rows: Any = Kind.select(Kind.id, Kind.name, Kind.maker, fn.COUNT(Machine.id)).join(
        Machine, JOIN.LEFT_OUTER
    )
    found = rows.where(Kind.site == house.site()).group_by(Kind.id, Kind.name, Kind.maker)
    kinds = list(found.order_by(Kind.name).tuples())
    taught = inventory.taught(house.site())
    return page(
        "studio/kinds.html",
        status=422 if error else 200,
        heading=headlines.kinds(len(kinds), sum(one[0] not in taught for one in kinds)),
        kinds=kinds,
        taught=taught,
        typed=request.form,
        wrong=sentence(error) if error else "",
        wrong_at=beside.field(error),
    )


def _one(row: Kind, error: Exception | None = None, at: str = "facts") -> Response:
    stands: Any = Machine.select(Machine.area).where(Machine.kind == row).distinct().tuples()
    here = {area for (area,) in stands}
    declared: Any = KindCrowd.select(KindCrowd.area, KindCrowd.crowd).where(KindCrowd.kind == row)
    crowds = dict(declared.tuples())
    areas = [
        one for one in inventory.tree(house.site(), counts=False) if one.id in {*here, *crowds}
    ]
    return page(
        "studio/kind.html",
        status=422 if error else 200,
        kind=(row.id, row.name, row.maker),
        areas=[(one.id, one.path, crowds.get(one.id)) for one in areas],
        used=bool(here),
        typed=request.form,
        wrong=sentence(error) if isinstance(error, ContentError) else str(error or ""),
        wrong_at=at if error else "",
        field=beside.field(error),
    )
