"""The plant's logo on labels: seen by everybody, put in and taken off by whoever may."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from content import label_list
from content.label_list import Wanted
from kiosk.labels import logos
from kiosk.staff.rights import LOGO, SEE
from kiosk.studio import house, label_looks, security
from kiosk.studio.access import needs
from kiosk.studio.frame import page
from kiosk.studio.intake import brings
from qr_codes.logo import MOST_BYTES, BadLogo

MOST_SENT: Final = 8 * MOST_BYTES
"""Bytes of a form that is still answered beside its field; a larger one is cut off."""
SHOWN: Final = ("a6", "tag-100")
"""The designs on which the logo is looked at: one in colour, one in black."""

blueprint = Blueprint("logo", __name__, url_prefix="/labels/logo")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """Show the logo as it stands on labels."""
    return _page()


@blueprint.post("")
@needs(LOGO)
@brings(MOST_SENT)
def change() -> Any:
    """Let every later print carry the logo that was sent."""
    sent = request.files.get("logo")
    if sent is None or not sent.filename:
        return _page(gettext("Choose a file first: PNG, JPEG or SVG."))
    content = sent.read(MOST_BYTES + 1)
    sent.close()
    try:
        logos.keep(house.settings(), house.site().id, content)
    except BadLogo as error:
        return _page(_said(error))
    return redirect("/studio/labels/logo", 303)


@blueprint.post("/remove")
@needs(LOGO)
def remove() -> Any:
    """Print without a logo from now on."""
    logos.drop(house.settings(), house.site().id)
    return redirect("/studio/labels/logo", 303)


@blueprint.get("/logo.png")
@needs(SEE)
def picture() -> Response:
    """Show what was made of the file that was sent."""
    found = logos.of(house.settings(), house.site().id)
    if found is None:
        raise NotFound
    return Response(found.png, mimetype="image/png")


def _said(error: BadLogo) -> str:
    return str(gettext(error.template)).format(**error.facts)


def _page(wrong: str = "") -> Response:
    site, settings = house.site(), house.settings()
    try:
        there, damaged = logos.of(settings, site.id) is not None, ""
    except BadLogo as error:
        there, damaged = False, _said(error)
    first, _ = label_list.rows(site, Wanted(settings.labels_at))
    return page(
        "studio/labels_logo.html",
        status=422 if wrong else 200,
        there=there,
        wrong=wrong or damaged,
        code=first[0].code if first else "",
        shown=[one for one in label_looks.looks() if one.name in SHOWN],
        room=[one for one in label_looks.looks() if one.logo],
        may=security.here().may(LOGO),
    )
