"""Pages of a PDF for the storyboard: an old one-point lesson, or slides, to choose from."""

from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from content import scenes, slides
from content.errors import ContentError, FileMissing
from content.media import pdf
from kiosk import disk
from kiosk.staff.rights import WRITE
from kiosk.studio import desk, errors, house, stations
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.intake import brings
from kiosk.studio.storyboard import source_language

FEW: Final = 4  # digits of a page's number
SLACK: Final = 64 * 1024
"""Bytes of a form around its PDF."""

blueprint = Blueprint("slides", __name__, url_prefix="/v/<version_id>/storyboard/pdf")


@blueprint.get("")
@needs(WRITE)
def show(version_id: str) -> Response:
    """Show the pages to choose from, or ask for a PDF."""
    return _answer(desk.seen(version_id))


@blueprint.get("/<int:number>.png")
@needs(WRITE)
def picture(version_id: str, number: int) -> Response:
    """Show one page, small."""
    work = desk.seen(version_id)
    try:
        return Response(slides.picture(_folder(work), number).read_bytes(), mimetype="image/png")
    except FileMissing:
        raise NotFound from None


@blueprint.post("")
@needs(WRITE)
@brings(pdf.LARGEST + SLACK)
def write(version_id: str) -> Any:
    """Lay out a PDF, take pages of it into the film, or put it away."""
    work = desk.written(version_id)
    disk.refuse_when_full(house.settings())
    do = request.form.get("do", "open")
    try:
        if do == "open":
            return _open(work)
        if do == "take":
            return _take(work)
    except ContentError as error:
        return _answer(work, wrong=errors.sentence(error))
    slides.drop(_folder(work))
    return redirect(_here(work), 303)


def _open(work: Desk) -> Any:
    given = request.files.get("pdf")
    if given is None or not given.filename:
        return _answer(work, wrong=gettext("Choose a PDF first."))
    slides.lay_out(_folder(work), given.read(pdf.LARGEST + 1))
    return redirect(_here(work), 303)


def _take(work: Desk) -> Any:
    numbers = [
        int(one) for one in request.form.getlist("page") if one.isdecimal() and len(one) < FEW
    ]
    if not numbers:
        return _answer(work, wrong=gettext("Choose at least one page."))
    made = slides.take(work.version, house.storage(), _folder(work), numbers, source_language(work))
    return redirect(f"{stations.address(work, 'storyboard')}#scene-{made[0].id}", 303)


def _answer(work: Desk, wrong: str = "") -> Response:
    found = slides.slides(_folder(work))
    return page(
        "studio/slides.html",
        blocks=("main",),
        status=422 if wrong else 200,
        back=stations.address(work, "storyboard"),
        best=scenes.BEST,
        chosen=request.form.getlist("page"),
        desk=work,
        here=_here(work),
        most=pdf.MOST_PAGES,
        slides=found,
        undrawn=slides.undrawn(found),
        wrong=wrong,
    )


def _folder(work: Desk) -> Path:
    return house.settings().data / slides.FOLDER / work.version.id


def _here(work: Desk) -> str:
    return f"{stations.address(work, 'storyboard')}/pdf"
