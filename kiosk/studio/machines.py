"""The machines of the plant: found, set up, changed, shown by a photo and by other codes."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request

from content import inventory, pictures, plant, revision, scrap, upkeep
from content.errors import ContentError, TooDeep
from content.limits import crowded
from content.media.photo import LARGEST
from content.models import Alias, Kind, Label, Machine, Site
from kiosk.labels import fresh_codes
from kiosk.staff.rights import PLANT, SEE
from kiosk.studio import beside, headlines, house, security
from kiosk.studio.access import needs
from kiosk.studio.crowd import NoNumber, number
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page
from kiosk.studio.intake import brings

MOST_TYPED: Final = 120
FIELDS: Final = ("name", "number", "area", "new_area", "kind", "crowd")

SLACK: Final = 100_000
"""Bytes of a form around its photo."""

blueprint = Blueprint("machines", __name__, url_prefix="/machines")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """List the machines; what is typed narrows the list."""
    plant_ = house.site()
    words = request.args.get("q", "")[:MOST_TYPED]
    area = request.args.get("area", "")
    at = request.args.get("page", 1, type=int)
    bare = request.args.get("bare", "") == "yes"
    tree = inventory.tree(plant_, counts=False)
    return page(
        "studio/machines.html",
        blocks=("found",),
        heading=headlines.machines(*inventory.standing(plant_)),
        found=inventory.inventory(plant_, words=words, area=area, bare=bare, page=at),
        bare=bare,
        halls=[branch for branch in tree if branch.level == 0],
        area=area,
        number=at,
        q=words,
    )


@blueprint.get("/new")
@needs(PLANT)
def new() -> Response:
    """Ask what a new machine is called and where it stands."""
    return _form(None, {"area": request.args.get("area", "")})


@blueprint.post("/new")
@needs(PLANT)
def add() -> Any:
    """Set up a machine; it gets the code for its label at once."""
    plant_ = house.site()
    try:
        with revision.change():  # a new area and kind come with their machine, or not at all
            typed = _typed(plant_)
            made = plant.machine(
                typed["area"], typed["name"], typed["kind"], number=typed["number"],
                crowd=typed["crowd"],
            )  # fmt: skip
            plant.label(made, fresh_codes.one())
    except (ContentError, NoNumber) as error:
        return _form(None, request.form, error)
    return redirect(f"/studio/machines/{made.id}", 303)


@blueprint.get("/<machine_id>")
@needs(SEE)
def one(machine_id: str) -> Response:
    """Show a machine with all that is known of it."""
    return _form(house.machine(machine_id), None)


@blueprint.post("/<machine_id>")
@needs(PLANT)
def change(machine_id: str) -> Any:
    """Change what is known of a machine."""
    row = house.machine(machine_id)
    try:
        with revision.change():
            upkeep.machine(row, **_typed(row.site))
    except (ContentError, NoNumber) as error:
        return _form(row, request.form, error)
    return redirect(f"/studio/machines/{row.id}", 303)


@blueprint.post("/<machine_id>/photo")
@needs(PLANT)
@brings(LARGEST + SLACK)
def photo(machine_id: str) -> Any:
    """Show a machine by a photo, cleaned of place and device, or by none."""
    row = house.machine(machine_id)
    old = row.photo_id
    sent = request.files.get("photo")
    try:
        kept = None
        if sent is not None and sent.filename:
            kept = pictures.take(
                row.site, house.storage(), sent.read(LARGEST + 1), sent.filename[:MOST_TYPED]
            )
    except ContentError as error:
        return _form(row, None, error, at="photo")
    upkeep.photograph(row, kept)
    scrap.clear(house.storage(), {old} - {row.photo_id})
    return redirect(f"/studio/machines/{row.id}", 303)


@blueprint.post("/<machine_id>/alias")
@needs(PLANT)
def alias(machine_id: str) -> Any:
    """Let a code that is on the machine already lead to it, or no more."""
    row = house.machine(machine_id)
    gone = request.form.get("remove")
    try:
        if gone:
            upkeep.remove_alias(row, gone)
        else:
            plant.alias(row, request.form.get("alias", ""))
    except ContentError as error:
        return _form(row, None, error, at="alias", typed=request.form.get("alias", ""))
    return redirect(f"/studio/machines/{row.id}#alias", 303)


@blueprint.post("/<machine_id>/remove")
@needs(PLANT)
def remove(machine_id: str) -> Any:
    """Delete a machine that never had a label."""
    row = house.machine(machine_id)
    try:
        upkeep.remove_machine(row)
    except ContentError as error:
        return _form(row, None, error, at="remove")
    return redirect("/studio/machines", 303)


def _typed(plant_: Site) -> dict[str, Any]:
    """Return what the form says. Raises the errors of the content and NoNumber."""
    form = request.form
    crowd = crowded(number(form.get("crowd", "")))
    path = tuple(part.strip() for part in form.get("new_area", "").split("/") if part.strip())
    area = plant.area(plant_, path) if path else house.chosen_area(form.get("area", ""))
    if area is None:
        raise AreaMissing
    named = form.get("kind", "").strip()
    return {
        "name": form.get("name", ""),
        "number": form.get("number", ""),
        "area": area,
        "kind": plant.kind(plant_, named) if named else None,
        "crowd": crowd,
    }


class AreaMissing(ContentError):
    """Choose where the machine stands, or write the name of a new area."""


def _form(
    row: Machine | None,
    form: Any,
    error: Exception | None = None,
    *,
    at: str = "facts",
    typed: str = "",
) -> Response:
    """Show a machine's page, with what was typed and what is wrong with it."""
    plant_ = row.site if row else house.site()
    values = {name: (form or {}).get(name, "") for name in FIELDS} if form is not None else {}
    if row is not None and form is None:
        values = {
            "name": row.name, "number": row.number, "area": row.area_id,
            "kind": row.kind.name if row.kind else "",
            "crowd": "" if row.crowd is None else row.crowd,
        }  # fmt: skip
    return page(
        "studio/machine.html",
        status=422 if error else 200,
        machine=inventory.item(row) if row else None,
        nuggets=inventory.nuggets_at(row) if row else 0,
        aliases=[(one.normal, one.text) for one in _aliases(row)],
        labels=[(one.code, one.state) for one in _labels(row)],
        kinds=[one.name for one in Kind.select().where(Kind.site == plant_).order_by(Kind.name)],
        areas=inventory.tree(plant_, counts=False),
        values=values,
        wrong=(sentence(error) if isinstance(error, ContentError) else str(error)) if error else "",
        wrong_at=at if error else "",
        field=_field(error),
        typed=typed,
        may=security.here().may(PLANT),
    )


def _field(error: Exception | None) -> str:
    """Return beside which field a refusal of what was typed stands."""
    if isinstance(error, AreaMissing):
        return "area"
    if request.form.get("new_area") and isinstance(error, TooDeep):
        return "new_area"
    return beside.field(error)


def _aliases(row: Machine | None) -> list[Alias]:
    return list(Alias.select().where(Alias.machine == row).order_by(Alias.text)) if row else []


def _labels(row: Machine | None) -> list[Label]:
    return list(Label.select().where(Label.machine == row).order_by(Label.code)) if row else []
