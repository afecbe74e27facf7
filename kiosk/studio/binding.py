"""Binding a fresh label: whoever scanned it at a machine says which machine that is."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound

from content import inventory, label_life
from content.errors import ContentError
from content.models import Label, Machine
from kiosk.labels import scanned
from kiosk.staff.rights import PLANT
from kiosk.studio import house, security
from kiosk.studio.access import needs
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page

MOST_TYPED: Final = 120

blueprint = Blueprint("binding", __name__, url_prefix="/labels/bind")


class ForeignCode(ContentError):
    """This code leads to {host}: it is none of ours. Nothing was opened."""


class NoCode(ContentError):
    """This is no code of a label: one has six letters and digits, as in K7Q-2MX."""


class NoSuchLabel(ContentError):
    """No label of this plant carries {code}. Compare it with the sticker."""


@blueprint.get("")
@needs(PLANT)
def ask() -> Any:
    """Ask for the code on the sticker; a scanner may type its whole address."""
    typed = request.args.get("text", "").strip()
    if not typed:
        return _ask()
    try:
        row = label_of(typed)
    except ContentError as error:
        return _ask(typed, sentence(error))
    return redirect(f"/studio/labels/bind/{row.code}", 303)


@blueprint.get("/<code>")
@needs(PLANT)
def choose(code: str) -> Response:
    """Show which machines a fresh label can be bound to, or what it is already."""
    return _choose(house.label(code))


@blueprint.post("/<code>")
@needs(PLANT)
def bind(code: str) -> Any:
    """Bind a fresh label to a machine; the one that hung there is replaced, unless it stays."""
    row = house.label(code)
    here = security.here().site_id
    chosen = request.form.get("machine", "")
    machine = Machine.get_or_none((Machine.id == chosen) & (Machine.site == here))
    if machine is None:
        raise NotFound
    try:
        label_life.bind(row.code, machine, beside=bool(request.form.get("beside")))
    except ContentError as error:
        return _choose(house.label(code), sentence(error))
    return redirect(f"/studio/labels/at/{row.code}", 303)


def label_of(typed: str) -> Label:
    """Return the label that a scanned or typed text means. Raises ForeignCode, NoCode, …."""
    site = house.site()
    found = scanned.read(typed, house.settings(), site.label_url)
    if found.host:
        raise ForeignCode(host=found.host)
    if not found.code:
        raise NoCode
    row = Label.get_or_none((Label.code == found.code) & (Label.site == site))
    if row is None:
        raise NoSuchLabel(code=label_life.spelt(found.code))
    return row


def _ask(typed: str = "", wrong: str = "") -> Response:
    return page(
        "studio/labels_bind.html",
        status=422 if wrong else 200,
        label=None,
        typed=typed[:MOST_TYPED],
        wrong=wrong,
    )


def _choose(row: Label, wrong: str = "") -> Response:
    words = request.values.get("q", "")[:MOST_TYPED]
    at = request.args.get("page", 1, type=int)
    return page(
        "studio/labels_bind.html",
        blocks=("found",),
        status=422 if wrong else 200,
        label=row,
        machine=row.machine,
        fresh=row.machine_id is None and row.state in label_life.FRESH,
        found=inventory.inventory(house.site(), words=words, page=at),
        number=at,
        q=words,
        wrong=wrong,
    )
