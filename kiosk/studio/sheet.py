"""The instruction sheet of a version as a page to print: who signs it is known to paper alone."""

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from content import instruction
from kiosk import language
from kiosk.making import instruction_sheet
from kiosk.staff.rights import SEE
from kiosk.studio import desk, reading
from kiosk.studio.access import needs
from kiosk.studio.frame import page

blueprint = Blueprint("sheet", __name__)


@blueprint.get("/v/<version_id>/sheet")
@blueprint.get("/v/<version_id>/sheet/<key>")
@needs(SEE)
def show(version_id: str, key: str = "") -> Response:
    """Show the sheet in a language of the version, ready to be printed."""
    seen = desk.seen(version_id)
    keys = instruction.keys(seen.version)
    key = key or seen.site.language
    if not keys or (key not in keys and key != seen.site.language):
        raise NotFound
    sheet = instruction.of(seen.version, key)
    return page(
        "studio/sheet.html",
        title=sheet.title,
        desk=seen,
        sheet=sheet,
        flow=language.direction(sheet.language),
        machine=desk.plate(seen.nugget)[1],
        texts=[(one, reading.text_name(one), one == key) for one in keys],
        lines=instruction_sheet.SIGNATURES,
        fixed=instruction_sheet.fixed(sheet.language),
        valid_from=instruction_sheet.valid_from(sheet),
    )
