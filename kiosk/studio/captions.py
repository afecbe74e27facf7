"""The station of captions: a film with its lines under it, typed, timed, read in, said to be right.

A page holds all lines of one text in one form. Buttons change the form and keep nothing; only
"Save" keeps it, and only if nobody else saved meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, request
from flask_babel import gettext, ngettext

from content import captions, card, watchwords
from content.captions import CaptionsEditedMeanwhile, CaptionsNotRight, TooManyLines
from content.errors import ContentError, FileMissing
from content.media import captions as caption_file
from content.media import errors as media_errors
from content.media.lines import Finding
from content.models import Text
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import caption_page, cue_form, desk, errors, house, speech, stations
from kiosk.studio.access import needs
from kiosk.studio.cue_form import Line
from kiosk.studio.desk import Desk
from kiosk.studio.frame import decimal, page

KINDS: Final = {"vtt": "text/vtt; charset=utf-8", "srt": "application/x-subrip; charset=utf-8"}
BROUGHT: Final = frozenset({"file", "steps"})
"""Where lines that are not kept yet came from, if nobody typed them."""

blueprint = Blueprint("captions", __name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of one text's lines at one moment.

    `was` is the SHA-256 of what stood when they were loaded, `made` where unkept lines came from,
    `theirs` what somebody else kept meanwhile.
    """

    typed: Sequence[Line]
    was: str
    made: str = ""
    said: str = ""
    mended: Sequence[Finding] = ()
    theirs: Sequence[Line] = ()
    wrong: str = ""
    file_wrong: str = ""
    why_wrong: str = ""


@blueprint.get("/v/<version_id>/captions")
@needs(SEE)
def station(version_id: str) -> Any:
    """Lead to the captions of the first text, or say that there are no words yet."""
    seen = desk.seen(version_id)
    if seen.source is None:
        return page("studio/captions_none.html", desk=seen, way=stations.way(seen, "captions"))
    return redirect(_address(seen, seen.source))


@blueprint.get("/v/<version_id>/captions/<key>")
@needs(SEE)
def show(version_id: str, key: str) -> Response:
    """Show the captions of a text as they are kept."""
    seen = desk.seen(version_id)
    text = seen.text(key)
    return _answer(seen, text, _kept(text))


@blueprint.get("/v/<version_id>/captions/<key>/film")
@needs(SEE)
def film(version_id: str, key: str) -> Response:
    """Show the film once it plays, or how far it is; nothing of what is being typed changes."""
    seen = desk.seen(version_id)
    text = seen.text(key)
    return _answer(seen, text, _kept(text), block="film")


@blueprint.post("/v/<version_id>/captions/<key>")
@needs(WRITE)
def write(version_id: str, key: str) -> Any:
    """Change the form by one of its buttons, or keep what it holds."""
    seen = desk.written(version_id)
    text = seen.text(key)
    typed = cue_form.typed(request.form)[: captions.MOST + 1]
    do = request.form.get("do", "save")
    sheet = Sheet(typed, request.form.get("was", ""), _made())
    if do == "save":
        return _save(seen, text, sheet)
    if do == "steps":
        made = cue_form.of_cues(captions.from_steps(text), decimal())
        if not made:
            wrong = gettext("There are no steps yet. Write them beside the film, then come back.")
            return _answer(seen, text, replace(sheet, wrong=wrong), status=422)
        said = gettext("Made from the steps. Nothing is saved yet: time it by the film.")
        return _answer(seen, text, replace(sheet, typed=made, made="steps", said=said))
    what = f"move:{request.form.get('by', '')}" if do == "move" else do
    changed = cue_form.change(typed, what, captions.seconds_of(text), decimal())
    return _answer(seen, text, replace(sheet, typed=changed))


@blueprint.post("/v/<version_id>/captions/<key>/file")
@needs(WRITE)
def read_in(version_id: str, key: str) -> Response:
    """Read a file of captions into the form; nothing of it is kept yet."""
    seen = desk.written(version_id)
    text = seen.text(key)
    sheet = _kept(text)
    given = request.files.get("file")
    content = given.read(caption_file.LARGEST + 1) if given else b""
    try:
        found = captions.import_file(content, text)
    except (media_errors.MediaError, TooManyLines) as error:
        wrong = replace(sheet, file_wrong=errors.sentence(error))
        return _answer(seen, text, wrong, status=422)
    said = ngettext(
        "%(num)s line, %(kind)s in %(letters)s. Nothing is saved yet.",
        "%(num)s lines, %(kind)s in %(letters)s. Nothing is saved yet.",
        len(found.cues), kind=found.kind, letters=found.letters,
    )  # fmt: skip
    typed = cue_form.of_cues(found.cues, decimal())
    sheet = replace(sheet, typed=typed, made="file", said=said, mended=found.mended)
    return _answer(seen, text, sheet)


@blueprint.get("/v/<version_id>/captions/<key>/file.<any(vtt, srt):kind>")
@needs(SEE)
def hand_out(version_id: str, key: str, kind: str) -> Response:
    """Hand out the captions of a text as a file."""
    seen = desk.seen(version_id)
    text = seen.text(key)
    cues = captions.cues(text, house.storage())
    body = caption_file.srt(cues) if kind == "srt" else caption_file.vtt(cues)
    response = make_response(body)
    response.content_type = KINDS[kind]
    name = f"{seen.nugget.slug}-{key}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/v/<version_id>/captions/<key>/waive")
@needs(WRITE)
def waive(version_id: str, key: str) -> Any:
    """Note why the film needs no captions, or take that back."""
    seen = desk.written(version_id)
    text = seen.text(key)
    reason = request.form.get("why", "")
    if request.form.get("do") == "waive" and not reason.strip():
        wrong = gettext("Say why: whoever releases the nugget reads it.")
        return _answer(seen, text, replace(_kept(text), why_wrong=wrong), status=422)
    try:
        captions.waive(seen.version, reason if request.form.get("do") == "waive" else "")
    except ContentError as error:
        wrong = errors.sentence(error)
        return _answer(seen, text, replace(_kept(text), why_wrong=wrong), status=422)
    return redirect(f"{_address(seen, text)}#waive", 303)


def _save(seen: Desk, text: Text, sheet: Sheet) -> Any:
    """Keep the form, or show what is in the way with everything typed in it."""
    cues = cue_form.read(sheet.typed)
    if cues is None:
        wrong = gettext("A time cannot be read. Nothing was saved.")
        return _answer(seen, text, replace(sheet, wrong=wrong), status=422)
    try:
        captions.write(
            text,
            cues,
            house.storage(),
            state=_state(text, sheet, caption_file.vtt(cues)),
            was=sheet.was,
        )
    except CaptionsEditedMeanwhile:
        return _answer(seen, text, _both(text, sheet), status=409)
    except (CaptionsNotRight, TooManyLines) as error:
        return _answer(seen, text, replace(sheet, wrong=errors.sentence(error)), status=422)
    return redirect(f"{_address(seen, text)}#saved", 303)


def _state(text: Text, sheet: Sheet, content: bytes) -> str:
    """Return what the saved lines are: right only by the tick, a machine's until then."""
    if request.form.get("watched"):
        return "reviewed"
    unchanged = text.captions_id == captions.name_of(content)
    if unchanged or (text.captions_state == "machine" and sheet.made not in BROUGHT):
        return str(text.captions_state)
    return "draft"


def _both(text: Text, sheet: Sheet) -> Sheet:
    """Return the form with what somebody else kept meanwhile beside it: saving again replaces it.

    Only lines that differ are shown.
    """
    current = Text.get_by_id(text.id)
    kept = cue_form.of_cues(captions.cues(current, house.storage()), decimal())
    theirs = [line for line in kept if line not in sheet.typed]
    wrong = errors.sentence(CaptionsEditedMeanwhile())
    return replace(sheet, was=current.captions_id or "", theirs=theirs, wrong=wrong)


def _kept(text: Text) -> Sheet:
    try:
        cues = captions.cues(text, house.storage())
    except (FileMissing, media_errors.CaptionsUnreadable) as error:
        return Sheet((), text.captions_id or "", wrong=errors.sentence(error))
    return Sheet(cue_form.of_cues(cues, decimal()), text.captions_id or "")


def _made() -> str:
    made = request.form.get("made", "")
    return made if made in BROUGHT else ""


def _answer(
    seen: Desk, text: Text, sheet: Sheet, status: int = 200, block: str = "main"
) -> Response:
    length = captions.seconds_of(text)
    rows = cue_form.rows(sheet.typed, length, text.language)
    key = card.key(text.language, text.variant)
    return page(
        "studio/captions.html",
        blocks=(block,),
        status=status,
        desk=seen,
        text=text,
        key=key,
        tongue=caption_page.tongue(text),
        tongues=[
            (card.key(one.language, one.variant), one, caption_page.tongue(one))
            for one in seen.texts
        ],
        here=_address(seen, text),
        way=stations.way(seen, "captions"),
        next=stations.address(seen, "question"),
        sheet=sheet,
        rows=rows,
        blank=cue_form.Row(0, Line("", "", "")),
        heading=caption_page.heading(rows, text, made=sheet.made, quarrel=bool(sheet.theirs)),
        readable=sum(not row.bad for row in rows),
        check=watchwords.to_check((line.text for line in sheet.typed), text.language),
        watch=watchwords.watch(text.language),
        units=watchwords.units(text.language),
        film=caption_page.film(seen, text),
        work=caption_page.work(seen, text),
        stepped=not rows and bool(captions.from_steps(text)),
        length=length,
        decimal=decimal(),
        editable=desk.editable(seen),
        most=captions.MOST,
        listens=speech.offered(),
        job=caption_page.listening(text),
    )


def _address(seen: Desk, text: Text) -> str:
    return f"{stations.address(seen, 'captions')}/{card.key(text.language, text.variant)}"
