"""Files for translators: a text as XLIFF or captions as WebVTT, out and in, with a dry run."""

from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, request
from flask_babel import gettext, ngettext

from content import delivery, glossary, pairs, xliff
from content.delivery import Delivery
from content.errors import ContentError
from content.media import captions as caption_file
from content.media.captions import Cue
from content.noted import CAPTION
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import desk, errors, languages, spoken, stations
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page

KINDS: Final = {"xlf": "application/xliff+xml", "vtt": "text/vtt; charset=utf-8"}

blueprint = Blueprint("files", __name__)


@blueprint.get("/v/<version_id>/languages/<key>/files")
@needs(SEE)
def show(version_id: str, key: str) -> Response:
    """Show which files a translator can take away and bring back."""
    return _page(desk.seen(version_id), key)


@blueprint.get("/v/<version_id>/languages/<key>/file.<any(xlf, vtt):kind>")
@needs(SEE)
def hand_out(version_id: str, key: str, kind: str) -> Response:
    """Hand out a translation as XLIFF, or its captions: the source's where nothing is written."""
    seen = desk.seen(version_id)
    sheet = languages.sheet_of(seen, key)
    lines = pairs.pairs(sheet, glossary.entries(seen.site.id))
    if kind == "xlf":
        body = xliff.written(
            sheet.source, sheet.text, lines, {one.key: spoken.line(one) for one in lines}
        )
    else:
        spoken_ = [one for one in lines if one.kind == CAPTION]
        body = caption_file.vtt(
            Cue(one.start or 0.0, one.end or 0.0, one.body or one.source) for one in spoken_
        )
    response = make_response(body)
    response.content_type = KINDS[kind]
    name = f"{seen.nugget.slug}-{key}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/v/<version_id>/languages/<key>/files")
@needs(WRITE)
def read_in(version_id: str, key: str) -> Response:
    """Read a translator's file and show what it would change, line by line; nothing is kept yet."""
    seen = desk.written(version_id)
    sheet = languages.sheet_of(seen, key)
    given = request.files.get("file")
    content = given.read(xliff.LARGEST + 1) if given else b""
    try:
        found = delivery.read(sheet, content)
    except ContentError as error:
        return _page(seen, key, errors.sentence(error), status=422)
    return page(
        "studio/delivery.html",
        desk=seen,
        here=languages.address(seen, sheet.text),
        way=stations.way(seen, "languages"),
        source=spoken.tongue(sheet.source),
        tongue=spoken.tongue(sheet.text),
        found=found,
        heading=_heading(found),
        what=spoken.line,
        problem=errors.sentence,
    )


@blueprint.post("/v/<version_id>/languages/<key>/files/take")
@needs(WRITE)
def take(version_id: str, key: str) -> Any:
    """Take over the lines that were shown, all or none."""
    seen = desk.written(version_id)
    sheet = languages.sheet_of(seen, key)
    keys = request.form.getlist("line")
    rows = zip(
        keys, *(request.form.getlist(name) for name in ("body", "was", "source")), strict=False
    )
    try:
        delivery.take(sheet, [delivery.Row(*row) for row in rows])
    except ContentError as error:
        return _page(seen, key, errors.sentence(error), status=409)
    return redirect(languages.address(seen, sheet.text), 303)


def _heading(found: Delivery) -> str:
    if not found.changes:
        return str(gettext("This file changes nothing"))
    count = len(found.changes)
    return str(ngettext("%(num)s line will change", "%(num)s lines will change", count))


def _page(seen: Desk, key: str, wrong: str = "", status: int = 200) -> Response:
    sheet = languages.sheet_of(seen, key)
    return page(
        "studio/translation_files.html",
        status=status,
        desk=seen,
        here=languages.address(seen, sheet.text),
        way=stations.way(seen, "languages"),
        tongue=spoken.tongue(sheet.text),
        captioned=sheet.captioned,
        editable=desk.editable(seen),
        wrong=wrong,
    )
