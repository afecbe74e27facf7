"""A label that is bound to the wrong machine: moved to the right one, or set free."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound

from content import inventory, label_life, label_moves
from content.errors import ContentError
from content.models import Label, Machine
from content.revision import change
from kiosk.labels import fresh_codes
from kiosk.staff import audit
from kiosk.staff.rights import PLANT
from kiosk.studio import house, security
from kiosk.studio.access import needs
from kiosk.studio.binding import MOST_TYPED
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page

blueprint = Blueprint("moving", __name__, url_prefix="/labels/at/<code>")


@blueprint.get("/move")
@needs(PLANT)
def choose(code: str) -> Response:
    """Ask to which machine the label belongs."""
    row = _bound(code)
    words = request.args.get("q", "")[:MOST_TYPED]
    at = request.args.get("page", 1, type=int)
    return page(
        "studio/labels_move.html",
        blocks=("found",),
        label=row,
        found=inventory.inventory(house.site(), words=words, page=at),
        number=at,
        q=words,
    )


@blueprint.get("/move/<machine_id>")
@needs(PLANT)
def sure(code: str, machine_id: str) -> Response:
    """Say what moving the label there means."""
    return _sure(_bound(code), house.machine(machine_id))


@blueprint.post("/move/<machine_id>")
@needs(PLANT)
def move(code: str, machine_id: str) -> Any:
    """Move the label."""
    row, to = house.label(code), house.machine(machine_id)
    was = house.machine(request.form.get("was", ""))
    try:
        with change():
            label_moves.move(
                row.code, to, fresh_codes.one(), was=was.id, still=request.form.getlist("still"),
                beside=bool(request.form.get("beside")),
            )  # fmt: skip
            _note(audit.MOVED, f"{label_life.spelt(row.code)}: {was.name} → {to.name}")
    except ContentError as error:
        return _sure(house.label(code), to, sentence(error))
    return redirect(f"/studio/labels/at/{row.code}", 303)


@blueprint.get("/free")
@needs(PLANT)
def sure_to_free(code: str) -> Response:
    """Say what it means that the label leads to no machine."""
    return _sure(_bound(code), None)


@blueprint.post("/free")
@needs(PLANT)
def free(code: str) -> Any:
    """Let the label lead to no machine, until it is bound anew."""
    row, was = house.label(code), house.machine(request.form.get("was", ""))
    still = request.form.getlist("still")
    try:
        with change():
            label_moves.free(row.code, fresh_codes.one(), was=was.id, still=still)
            _note(audit.FREED, f"{label_life.spelt(row.code)}: {was.name}")
    except ContentError as error:
        return _sure(house.label(code), None, sentence(error))
    return redirect(f"/studio/labels/at/{row.code}", 303)


def _bound(code: str) -> Label:
    """Return a label on paper that leads to a machine. Raises NotFound."""
    row = house.label(code)
    if row.machine_id is None or row.state not in label_moves.ON_PAPER:
        raise NotFound
    return row


def _note(deed: str, subject: str) -> None:
    here = security.here()
    today = datetime.now(tz=UTC).date()
    audit.note(here.acting(PLANT), deed, subject, site=here.site_id, today=today)


def _sure(row: Label, to: Machine | None, wrong: str = "") -> Response:
    was = row.machine
    return page(
        "studio/labels_move_sure.html",
        status=422 if wrong else 200,
        label=row,
        was=was,
        to=to,
        place=inventory.item(to).area if to else "",
        there=_spelt(to, row),
        left=_spelt(was, row),
        aside=[one.code for one in label_moves.pushed_aside(row)] if was else [],
        same=was is not None and to is not None and was.id == to.id,
        named=bool(row.said_name),
        wrong=wrong,
    )


def _spelt(machine: Machine | None, but: Label) -> str:
    """Return the labels that lead to a machine as they stand on paper, but for one of them."""
    found = label_life.in_use(machine) if machine else []
    return ", ".join(label_life.spelt(one.code) for one in found if one.code != but.code)
