"""A round through an area: its labels are photographed, scanned or typed one after the other."""

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import lazy_gettext

from content import catalogue, inventory, label_walk
from content.errors import ContentError
from content.media.photo import LARGEST
from content.models import Area, Label
from kiosk.labels import scanned, snapshot
from kiosk.labels.scanned import Scan
from kiosk.staff.rights import PLANT
from kiosk.studio import house
from kiosk.studio.access import needs
from kiosk.studio.binding import NoCode
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page
from kiosk.studio.intake import brings

if TYPE_CHECKING:
    from qr_codes.shapes import Code

SLACK: Final = 100_000
"""Bytes of a form around its photo."""
AMISS: Final = {
    "dirty": lazy_gettext("Reads badly: clean it, or print it again."),
    "replaced": lazy_gettext("An old label: take it off."),
    "lost": lazy_gettext("Was reported lost, and is here."),
    "retired": lazy_gettext("Out of use: take it off."),
    "blank": lazy_gettext("Has no machine yet."),
    "elsewhere": lazy_gettext("Belongs to a machine of another area."),
    "unknown": lazy_gettext("Looks like ours, but was never issued."),
    "foreign": lazy_gettext("A foreign code. Do not open it; take it off."),
}

blueprint = Blueprint("walk", __name__, url_prefix="/labels/walk")


class NothingRead(ContentError):
    """No code could be read on this picture. Hold the phone closer, or type the code."""


class NothingOfUse(ContentError):
    """What was read on this picture is no code of a label, and leads nowhere."""


@blueprint.get("")
@needs(PLANT)
def areas() -> Response:
    """Ask through which area the round goes."""
    site = house.site()
    return page(
        "studio/labels_walks.html", areas=inventory.tree(site), going=label_walk.going(site)
    )


@blueprint.post("/<area_id>")
@needs(PLANT)
def begin(area_id: str) -> Any:
    """Begin a round anew."""
    area = house.area(area_id)
    label_walk.begin(area, datetime.now(tz=UTC).date().isoformat())
    return redirect(f"/studio/labels/walk/{area.id}", 303)


@blueprint.get("/<area_id>")
@needs(PLANT)
def show(area_id: str) -> Any:
    """Show how far the round is, and take the next code."""
    area = house.area(area_id)
    if area.id not in label_walk.going(area.site):
        return redirect("/studio/labels/walk", 303)
    return _round(area)


@blueprint.post("/<area_id>/scan")
@needs(PLANT)
@brings(LARGEST + SLACK)
def scan(area_id: str) -> Any:
    """Note what was photographed, scanned or typed."""
    area = house.area(area_id)
    photo = request.files.get("photo")
    try:
        if photo is not None and photo.filename:
            _look(area, photo.read(LARGEST), photo.filename)
        else:
            _note(area, request.form.get("text", ""))
    except ContentError as error:
        return _round(area, sentence(error))
    return redirect(f"/studio/labels/walk/{area.id}", 303)


@blueprint.post("/<area_id>/mark")
@needs(PLANT)
def mark(area_id: str) -> Any:
    """Mark a label that reads badly, or take back what was noted."""
    area = house.area(area_id)
    said, do = request.form.get("said", ""), request.form.get("do", "")
    if do == "forget":
        label_walk.forget(area, said)
    elif do in {"dirty", "clean"}:
        label_walk.note(area, said, dirty=do == "dirty")
    return redirect(f"/studio/labels/walk/{area.id}", 303)


def _look(area: Area, content: bytes, name: str) -> None:
    """Note every code on a photo. Raises NothingRead, NothingOfUse and the errors of a picture."""
    from content.media import raster
    from qr_codes import camera

    picture = raster.photograph(content, name[:120])
    sights = sorted(snapshot.look(picture), key=lambda sight: sight.text)
    if not sights:
        raise NothingRead
    met = {}
    for text, seen in groupby(sights, key=lambda sight: sight.text):
        found = _read(area, text)
        hard = camera.reads_badly(list(seen), _printed(found), picture.size)
        met[found.said] = bool(found.code) and hard
    met.pop("", None)
    if not met:
        raise NothingOfUse
    for said, dirty in met.items():
        label_walk.note(area, said, dirty=dirty)


def _note(area: Area, text: str) -> None:
    found = _read(area, text)
    if not found.said:
        raise NoCode
    label_walk.note(area, found.said)


def _read(area: Area, text: str) -> Scan:
    """Return what a text is; a code of the maker that we know is neither a label nor foreign."""
    if catalogue.alias(area.site_id, text):
        return Scan(text)
    return scanned.read(text, house.settings(), area.site.label_url)


def _printed(found: Scan) -> "tuple[Code, ...]":
    """Return the symbols of a label in the design of its last print; none where nobody knows it."""
    from qr_codes import designs, plate

    row = Label.get_or_none(Label.code == found.code)
    if row is None:
        return ()
    try:
        said = plate.Plate(found.code, found.text, "", languages=())
        return designs.draw(designs.design(row.design), said).codes
    except ValueError:  # an unknown design, or an address that was never printed in it
        return ()


def _round(area: Area, wrong: str = "") -> Response:
    return page(
        "studio/labels_walk.html",
        status=422 if wrong else 200,
        area=area,
        round=label_walk.look(area),
        amiss=AMISS,
        wrong=wrong,
        typed=request.form.get("text", "")[:120] if wrong else "",
    )
