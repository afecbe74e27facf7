"""The station of languages: how far each translation is, and both sides line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, Response, current_app, redirect, request
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from content import glossary, invitations, pairs, proposals, translation
from content.captions import CaptionsEditedMeanwhile
from content.errors import NotTranslated, TextThere, TextUnknown, TooLong
from content.models import Text
from content.pairs import Line, Sheet, Standing
from content.storage import Folder
from content.words import EditedMeanwhile
from kiosk import jobs, qr
from kiosk.making import translate
from kiosk.settings import Settings
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import desk, errors, house, spoken, stations
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.retold import retold
from kiosk.web import passes
from kiosk.web.htmx import in_part

PURPOSE: Final = "translate"
CLASHES: Final = (EditedMeanwhile, CaptionsEditedMeanwhile)

blueprint = Blueprint("languages", __name__)


@dataclass(frozen=True, slots=True)
class Told:
    """A text in the list: its language, how far it is, and the finding in one line."""

    tongue: spoken.Tongue
    standing: Standing
    state: str
    finding: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed that could not be kept: the line, the words, what is wrong, theirs."""

    line: str
    body: str
    wrong: str
    theirs: str | None = None


@blueprint.get("/v/<version_id>/languages")
@needs(SEE)
def show(version_id: str) -> Response:
    """Show every language of a version and how far it is."""
    return _list(desk.seen(version_id))


@blueprint.post("/v/<version_id>/languages")
@needs(WRITE)
def begin(version_id: str) -> Any:
    """Begin a text in another language, or in a variant."""
    seen = desk.written(version_id)
    if seen.source is None:
        raise NotFound
    code, _, variant = request.form.get("language", "").partition("/")
    try:
        text = translation.begin(seen.source, code, variant or "plain")
    except (TextThere, TextUnknown) as error:
        return _list(seen, wrong=errors.sentence(error), status=422)
    return redirect(address(seen, text), 303)


@blueprint.get("/v/<version_id>/languages/<key>")
@needs(SEE)
def side_by_side(version_id: str, key: str) -> Any:
    """Show a translation beside its source, line by line."""
    seen = desk.seen(version_id)
    if seen.source is None or seen.text(key).id == seen.source.id:
        return redirect(stations.address(seen, "languages"))
    if shown := request.args.get("shut", "") if in_part() else "":
        return _sheet(seen, key, changed=shown)
    edit = request.args.get("line", "")
    return _sheet(seen, key, edit=edit, changed=edit if in_part() else "")


@blueprint.post("/v/<version_id>/languages/<key>")
@needs(WRITE)
def write(version_id: str, key: str) -> Any:
    """Write one line, say that it is right as it stands, or decide on what a colleague proposes."""
    seen = desk.written(version_id)
    sheet = sheet_of(seen, key)
    line, body = request.form.get("line", ""), request.form.get("body", "")
    do = request.form.get("do", "save")
    try:
        _do(sheet, do, line, body)
    except CLASHES as error:
        theirs = _body(sheet, line)
        return _sheet(seen, key, Typed(line, body, errors.sentence(error), theirs), status=409)
    except TooLong as error:
        return _sheet(seen, key, Typed(line, body, errors.sentence(error)), status=422)
    if in_part():
        return _sheet(seen, key, changed=line)
    return redirect(f"{address(seen, sheet.text)}#{anchor(line)}", 303)


@blueprint.post("/v/<version_id>/languages/<key>/proposals")
@needs(WRITE)
def decide(version_id: str, key: str) -> Any:
    """Take over everything that colleagues propose, or leave it all."""
    seen = desk.written(version_id)
    sheet = sheet_of(seen, key)
    if request.form.get("do") == "take":
        translation.take(sheet, list(proposals.of(sheet.text)))
    else:
        proposals.leave_all(sheet.text)
    return redirect(address(seen, sheet.text), 303)


@blueprint.post("/v/<version_id>/languages/<key>/state")
@needs(WRITE)
def review(version_id: str, key: str) -> Any:
    """Say that the whole text is right, or take that back."""
    seen = desk.written(version_id)
    sheet = sheet_of(seen, key)
    if request.form.get("do") == "reopen":
        translation.reopen(sheet.text)
        return redirect(address(seen, sheet.text), 303)
    try:
        translation.review(sheet)
    except NotTranslated as error:
        return _sheet(seen, key, wrong=errors.sentence(error), status=422)
    return redirect(stations.address(seen, "languages"), 303)


@blueprint.post("/v/<version_id>/languages/<key>/drafts")
@needs(WRITE)
def drafts(version_id: str, key: str) -> Any:
    """Let the plant's translation server draft the empty lines."""
    seen = desk.written(version_id)
    settings = house.settings()
    if not translate.offered(settings):
        raise NotFound
    sheet = sheet_of(seen, key)
    jobs.ask("translate", sheet.text.id, current_app.extensions.get("wake"))
    return redirect(address(seen, sheet.text), 303)


@blueprint.get("/v/<version_id>/languages/<key>/remove")
@needs(WRITE)
def ask_remove(version_id: str, key: str) -> Response:
    """Ask whether a text is really to be deleted: that cannot be undone."""
    seen = desk.written(version_id)
    sheet = sheet_of(seen, key)
    return page(
        "studio/translation_remove.html",
        title=gettext("Delete this text?"),
        desk=seen,
        here=address(seen, sheet.text),
        tongue=spoken.tongue(sheet.text),
        written=sum(bool(line.body) for line in pairs.pairs(sheet)),
        way=stations.way(seen, "languages"),
    )


@blueprint.post("/v/<version_id>/languages/<key>/remove")
@needs(WRITE)
def remove(version_id: str, key: str) -> Any:
    """Delete a text with all its lines."""
    seen = desk.written(version_id)
    sheet = sheet_of(seen, key)
    translation.remove(sheet.source, sheet.text)
    return redirect(stations.address(seen, "languages"), 303)


@blueprint.get("/v/<version_id>/languages/<key>/link")
@needs(WRITE)
def show_link(version_id: str, key: str) -> Response:
    """Show the link for a colleague who speaks the language, as an address and a symbol."""
    seen = desk.seen(version_id)
    sheet = sheet_of(seen, key)
    settings = house.settings()
    today = datetime.now(tz=UTC).date()
    found = invitations.of(sheet.text, today)
    url = f"{settings.base_url}{link(settings, found)}" if found else ""
    return page(
        "studio/translation_link.html",
        desk=seen,
        here=address(seen, sheet.text),
        tongue=spoken.tongue(sheet.text),
        url=url,
        symbol=qr.symbol(url, gettext("Link for a colleague")) if url else "",
        until=found.until_on if found else "",
        days=invitations.DAYS,
        way=stations.way(seen, "languages"),
    )


@blueprint.post("/v/<version_id>/languages/<key>/link")
@needs(WRITE)
def give_link(version_id: str, key: str) -> Any:
    """Open a link for some days, or end every link to this text."""
    seen = desk.written(version_id)
    sheet = sheet_of(seen, key)
    if request.form.get("do") == "end":
        invitations.end(sheet.text)
    else:
        days = request.form.get("days", type=int)
        chosen = days if days in invitations.DAYS else invitations.DAYS[1]
        invitations.invite(sheet.text, datetime.now(tz=UTC).date(), chosen)
    return redirect(f"{address(seen, sheet.text)}/link", 303)


def link(settings: Settings, found: invitations.Open) -> str:
    """Return the address that opens a text for a colleague without an account."""
    until = datetime.fromisoformat(found.until_on).replace(tzinfo=UTC)
    days = (until.date() - datetime.now(tz=UTC).date()).days + 1
    return f"/studio/link/{passes.issue(settings, PURPOSE, found.subject, days=days)}"


def address(seen: Desk, text: Text) -> str:
    """Return the address of a translation beside its source."""
    return f"{stations.address(seen, 'languages')}/{spoken.tongue(text).key}"


def anchor(line: str) -> str:
    """Return a line's place on its page."""
    return f"l-{line.replace('/', '-')}"


def sheet_of(seen: Desk, key: str) -> Sheet:
    """Return a translation of the version on the desk. Raises NotFound, also for the source."""
    settings = house.settings()
    text = seen.text(key)
    if seen.source is None or text.id == seen.source.id:
        raise NotFound
    return Sheet(seen.source, text, Folder(settings.media))


def _do(sheet: Sheet, do: str, line: str, body: str) -> None:
    """Do what a line's button says, for the source as the page showed it."""
    said = request.form.get("said")
    if do == "right":
        translation.still_right(sheet, line, said)
    elif do == "take":
        translation.take(sheet, [line], None if said is None else {line: said})
    elif do == "leave":
        proposals.leave(sheet.text, line)
    else:
        translation.write(sheet, line, body, request.form.get("was", ""), said)


def _body(sheet: Sheet, line: str) -> str:
    return next((one.body for one in pairs.pairs(sheet) if one.key == line), "")


def _list(seen: Desk, wrong: str = "", status: int = 200) -> Response:
    told = [_told(seen, text) for text in seen.texts[1:]]
    open_ = [one for one in told if one.state != "reviewed" or one.standing.open]
    return page(
        "studio/languages.html",
        status=status,
        desk=seen,
        here=stations.address(seen, "languages"),
        way=stations.way(seen, "languages"),
        next=stations.address(seen, "release"),
        source=spoken.tongue(seen.source) if seen.source else None,
        told=told,
        heading=_heading(seen, told, open_),
        calm=not open_,
        offered=_offered(seen),
        editable=desk.editable(seen),
        wrong=wrong,
    )


def _told(seen: Desk, text: Text) -> Told:
    tongue = spoken.tongue(text)
    standing = pairs.standing(pairs.pairs(sheet_of(seen, tongue.key)))
    return Told(tongue, standing, text.state, finding(standing, text.state))


def finding(standing: Standing, state: str) -> str:
    """Say in one line what is to be done for a text."""
    if standing.stale:
        return str(ngettext("%(num)s line is stale", "%(num)s lines are stale", standing.stale))
    if standing.missing == standing.all:
        return str(gettext("nothing is written yet"))
    if standing.missing:
        return str(
            ngettext("%(num)s line is missing", "%(num)s lines are missing", standing.missing)
        )
    if state == "machine":
        return str(gettext("a machine wrote it, nobody has read it"))
    if state != "reviewed":
        return str(gettext("nobody has said that it is right"))
    return str(gettext("all lines are right"))


def _heading(seen: Desk, told: Sequence[Told], open_: Sequence[Told]) -> str:
    if seen.source is None:
        return str(gettext("There are no words to translate yet"))
    if not told:
        return str(gettext("In %(language)s only", language=spoken.tongue(seen.source).name))
    if not open_:
        return str(gettext("Every language is right"))
    worst = max(open_, key=lambda one: (one.standing.stale, one.standing.missing))
    return f"{worst.tongue.name}: {worst.finding}"


def _offered(seen: Desk) -> list[tuple[str, spoken.Tongue]]:
    """Return what can be begun: languages that are not there yet, variants of the source."""
    if seen.source is None:
        return []
    there = {(text.language, text.variant) for text in seen.texts}
    wanted = [(code, "plain") for code in translation.LANGUAGES]
    wanted += [(seen.source.language, "easy"), (seen.source.language, "signed")]
    return [(f"{one[0]}/{one[1]}", spoken.named(*one)) for one in wanted if one not in there]


def _sheet(
    seen: Desk,
    key: str,
    typed: Typed | None = None,
    *,
    wrong: str = "",
    changed: str = "",
    edit: str = "",
    status: int = 200,
) -> Response:
    sheet = sheet_of(seen, key)
    settings = house.settings()
    lines = pairs.pairs(sheet, glossary.entries(seen.site.id))
    standing = pairs.standing(lines)
    return page(
        "studio/translation.html",
        blocks=("changed", "finding", "closing") if changed or typed else (),
        status=status,
        desk=seen,
        here=address(seen, sheet.text),
        way=stations.way(seen, "languages"),
        source=spoken.tongue(sheet.source),
        tongue=spoken.tongue(sheet.text),
        state=sheet.text.state,
        parts=_parts(lines),
        first=next((line.key for line in lines if line.open), ""),
        one=_one(lines, typed.line if typed else changed),
        typed=typed,
        edit=edit,
        standing=standing,
        finding=finding(standing, sheet.text.state),
        proposed=sum(line.proposal is not None for line in lines),
        drafting=_drafting(
            settings,
            sheet.text,
            standing,
            foreign=sheet.source.language != sheet.text.language,
        ),
        editable=desk.editable(seen),
        wrong=wrong,
        anchor=anchor,
        what=spoken.line,
    )


def _parts(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Return the lines by the part of the nugget that they belong to, in reading order."""
    return [(name, list(group)) for name, group in groupby(lines, key=spoken.part)]


def _one(lines: Sequence[Line], key: str) -> Line | None:
    return next((line for line in lines if line.key == key), None)


def _drafting(settings: Settings, text: Text, standing: Standing, *, foreign: bool) -> str:
    """Return what can be said of a machine's drafts: offered, waited for, why there are none."""
    if not translate.offered(settings) or not foreign:
        return ""
    job = jobs.Job.get_or_none((jobs.Job.kind == "translate") & (jobs.Job.subject == text.id))
    if job is None:
        return "offered" if standing.missing else ""
    return retold(job.error) if job.state == "failed" else "waiting"
