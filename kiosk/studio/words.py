"""The words of a nugget: title, why, steps with pictures, what to remember, kept while typed.

One form, everywhere the same: a page of its own, and beside the film while that is uploaded.
Whatever button is pressed, what was typed is kept first; where two write, both are told.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, Response, redirect, request, session
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from content import beginning, pairs, pictures, scrap, steps, words
from content.clock import clock
from content.columns import new_id
from content.errors import ContentError
from content.media.errors import MediaError
from content.media.photo import LARGEST as LARGEST_PHOTO
from content.models import Medium, Step, Text
from content.sentence import Sentence, say
from content.steps import Taken
from kiosk import disk, language
from kiosk.staff.models import Account
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import caption_page, cue_form, desk, errors, house, security, stations, words_form
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.intake import brings
from kiosk.studio.words_form import Field, Form, Trouble
from kiosk.web import links
from kiosk.web.htmx import in_part

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a form with photographs; the page's script sends small ones, one by one."""
UNDO: Final = "step"
KEPT: Final = 2400
"""Signs of a taken step that fit into the cookie."""
FRESH: Final = 3
BLANK: Final = "FRESH"
"""Stands for the id of a step in the row that the page's script copies."""
AND: Final = re.compile(r"\b(and|und|&|sowie)\b|[&+]", re.IGNORECASE)

blueprint = Blueprint("words", __name__, url_prefix="/v/<version_id>/words")


@dataclass(frozen=True, slots=True)
class Row:
    """One step as its row shows it."""

    id: str
    number: int
    field: Field
    at: str = ""
    wrong: str = ""
    picture: str = ""
    fresh: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """All that the form of words shows."""

    here: str
    back: str
    fields: dict[str, Field]
    rows: list[Row]
    hints: list[Sentence]
    others: list[str]
    mark: str
    stale: bool
    editable: bool
    undo: bool
    safety: bool
    code: str
    dir: str
    lost: list[str]
    note: str
    blank: Row = field(default_factory=lambda: Row(BLANK, 0, Field(steps.line(BLANK)), fresh=True))


@blueprint.get("")
@needs(SEE)
def show(version_id: str) -> Response:
    """Show the words of a nugget."""
    return _show(desk.seen(version_id), Trouble())


@blueprint.get("/others")
@needs(SEE)
def others(version_id: str) -> Response:
    """Say who else writes here, and whether anything was changed since the page was made."""
    return _show(desk.seen(version_id), Trouble(), block="others")


@blueprint.post("")
@needs(WRITE)
@brings(LARGEST)
def write(version_id: str) -> Any:
    """Keep what was typed, then do what the button says."""
    work = desk.written(version_id)
    disk.refuse_when_full(house.settings())
    text = work.source or words.begin(work.version, work.site.language)
    asked, trouble = words_form.sent(), Trouble()
    before = words_form.mark(text)
    _keep(work, text, asked.form, trouble)
    trouble.note = trouble.note or ("" if trouble else words_form.act(DEEDS, work, asked))
    work = desk.seen(version_id)
    if trouble or in_part():
        block = "kept" if asked.do == "keep" else "form"
        return _show(work, trouble, asked.form, block=block, before=before)
    back = "film" if asked.form.get("back") == "film" else "words"
    if asked.do == "on":
        return redirect(stations.address(work, "check" if back == "film" else "question"), 303)
    place = f"step-{asked.about}" if asked.do in ("up", "down", "bare") else "steps"
    return redirect(f"/studio/v/{version_id}/{back}#{place}", 303)


def _keep(work: Desk, text: Text, form: Form, trouble: Trouble) -> None:
    """Keep titles, steps, their seconds and their pictures, as far as nothing is wrong."""
    words_form.measure(form, trouble, {**{one: pairs.room(one) for one in words.COLUMNS}})
    if trouble:
        return
    try:
        _lay_fresh(work, form)
    except ContentError as error:
        trouble.note = errors.sentence(error)
        return
    names = known(work, text)
    trouble.lost = words_form.lost(form, "step/", names)
    words_form.save(text, form, names, trouble)
    beginning.rename(work.nugget, words.lines(text)["title"])
    _keep_seconds(work, form, trouble)
    _keep_pictures(work, trouble)


def known(work: Desk, text: Text | None) -> dict[str, str]:
    """Return the names of the form's fields, each with the key of its line."""
    own = [*words.COLUMNS, *(steps.line(step.id) for step in steps.of(work.version))]
    return {name: name for name in own} if text else {name: name for name in words.COLUMNS}


def _lay_fresh(work: Desk, form: Form) -> None:
    """Make steps of the rows that were empty when the page was made and hold something now."""
    for step_id in words_form.fresh(form):
        photo = request.files.get(f"photo:{step_id}")
        if form.get(f"line:step/{step_id}", "").strip() or (photo and photo.filename):
            steps.add(work.version, step_id)


def _keep_seconds(work: Desk, form: Form, trouble: Trouble) -> None:
    for step in steps.of(work.version):
        typed, was = form.get(f"at:{step.id}"), form.get(f"at-was:{step.id}", "")
        if typed is None or typed.strip() == was:
            continue
        second = cue_form.seconds(typed)
        if typed.strip() and second is None:
            trouble.wrong[f"at/{step.id}"] = gettext("A time looks like this: 0:24")
            continue
        try:
            steps.begin_at(work.version, step.id, second)
        except ContentError as error:
            trouble.wrong[f"at/{step.id}"] = errors.sentence(error)


def _keep_pictures(work: Desk, trouble: Trouble) -> None:
    """Keep the pictures of steps that are there; one for another is not even opened."""
    there = {step.id for step in steps.of(work.version)}
    for name, photo in request.files.items():
        head, _, step_id = name.partition(":")
        if head != "photo" or not photo.filename:
            continue
        if step_id not in there:
            trouble.note = errors.sentence(steps.StepGone())
            continue
        try:
            _keep_picture(work, step_id, photo.read(LARGEST_PHOTO + 1))
        except (ContentError, MediaError) as error:
            trouble.wrong[f"photo/{step_id}"] = errors.sentence(error)


def _keep_picture(work: Desk, step_id: str, content: bytes) -> None:
    plant = work.nugget.reach == "plant network"
    picture = pictures.take(
        work.site, house.storage(), content, gettext("The picture"), plant=plant
    )
    try:
        steps.show(work.version, house.storage(), step_id, picture)
    except ContentError:
        scrap.clear(house.storage(), [picture.sha])
        raise


def _up(work: Desk, step_id: str) -> None:
    steps.move(work.version, step_id, -1)


def _down(work: Desk, step_id: str) -> None:
    steps.move(work.version, step_id, 1)


def _bare(work: Desk, step_id: str) -> None:
    steps.show(work.version, house.storage(), step_id, None)


def _away(work: Desk, step_id: str) -> None:
    """Take a step away; what is needed to put it back travels in the cookie of whoever did."""
    if all(step.id != step_id for step in steps.of(work.version)):
        return  # a row that was never stored, or one that somebody else took away
    gone = steps.remove(work.version, step_id)
    bodies: dict[str, str] = {}
    for text in work.texts:
        body = gone.words.get(text.id, "")
        if sum(map(len, bodies.values())) + len(body.encode()) < KEPT:
            bodies[text.id] = body
    session[UNDO] = {
        "version": work.version.id, "id": gone.id, "position": gone.position,
        "picture": gone.picture, "file": gone.file, "at": gone.at, "words": bodies,
    }  # fmt: skip


def _again(work: Desk, _about: str) -> None:
    """Put the step back that was taken away last."""
    kept = dict(session.pop(UNDO, {}))
    if kept.pop("version", "") == work.version.id:
        if kept["picture"] and not Medium.select().where(Medium.sha == kept["picture"]).exists():
            kept |= {"picture": None, "file": ""}
        steps.put_back(work.version, Taken(**kept))


DEEDS: Final = {"up": _up, "down": _down, "bare": _bare, "away": _away, "again": _again}


def _show(
    work: Desk, trouble: Trouble, form: Form | None = None, *, block: str = "main", before: str = ""
) -> Response:
    code, machine = desk.plate(work.nugget)
    text = work.source
    return page(
        "studio/words.html",
        blocks=("kept", "others") if block == "kept" else (block,),
        status=trouble.status,
        desk=work,
        stations=stations.way(work, "film"),
        code=code,
        machine=machine,
        film=caption_page.film(work, text) if text else None,
        words_form=form_of(work, "words", trouble, form, before),
        shown=_shown(form, trouble),
        trouble=trouble,
    )


def _shown(form: Form | None, trouble: Trouble) -> frozenset[str]:
    """Return the names of the fields that were sent, or that something is wrong with."""
    sent = {name.removeprefix("line:") for name in form or {} if name.startswith("line:")}
    return frozenset(sent | set(trouble.wrong) | set(trouble.theirs))


def form_of(
    work: Desk,
    back: str,
    trouble: Trouble | None = None,
    form: Form | None = None,
    before: str = "",
) -> Words:
    """Return the form of words of a version, to stand on any page of the studio."""
    trouble, form, text = trouble or Trouble(), form or MultiDict(), work.source
    own = words_form.fields(text, known(work, text), form, trouble)
    rows = _rows(work, own, form, trouble)
    code = text.language if text else work.site.language
    mark, was = words_form.mark(text), request.values.get("mark", "")
    stale = was not in {"", before or mark} and "unsure" not in request.values
    return Words(
        here=f"/studio/v/{work.version.id}/words",
        back=back,
        fields=own,
        rows=rows,
        hints=hints(own["title"].value, rows),
        others=_others(work),
        mark=was if stale else mark,
        stale=stale,
        editable=desk.editable(work),
        undo=session.get(UNDO, {}).get("version") == work.version.id,
        safety=work.nugget.klass == "safety",
        code=code,
        dir=language.direction(code),
        lost=trouble.lost,
        note=trouble.note,
    )


def hints(title: str, rows: list[Row]) -> list[Sentence]:
    """Return what makes one doubt that the nugget makes one point only."""
    found = []
    count = sum(1 for row in rows if row.field.value.strip())
    if AND.search(title):
        found.append(say("One point? An “and” in the title is often two nuggets."))
    if count > steps.MANY:
        found.append(
            say("{count} steps are a lot for two minutes. Is it two nuggets?", count=count)
        )
    return found


def _rows(work: Desk, own: dict[str, Field], form: Form, trouble: Trouble) -> list[Row]:
    stored = steps.of(work.version)
    plant = work.nugget.reach == "plant network"
    rows = [
        Row(
            step.id, number, own.get(steps.line(step.id)) or Field(steps.line(step.id)),
            _typed_at(step, form, trouble),
            trouble.wrong.get(f"at/{step.id}", "") or trouble.wrong.get(f"photo/{step.id}", ""),
            _address(step.picture, plant=plant),
            last=number == len(stored),
        )
        for number, step in enumerate(stored, start=1)
    ]  # fmt: skip
    there = {row.id for row in rows}
    blank = [one for one in words_form.fresh(form) if one not in there] if trouble else []
    wanted = max(1, FRESH - len(rows)) if len(rows) < steps.MOST else 0
    blank += [new_id() for _ in range(wanted - len(blank))]
    for step_id in blank:
        name = steps.line(step_id)
        typed = form.get(f"line:{name}", "") if trouble else ""
        own_field = Field(name, typed, "", trouble.wrong.get(name, ""))
        rows.append(Row(step_id, len(rows) + 1, own_field, fresh=True, last=True))
    return rows


def _address(picture: Medium | None, *, plant: bool) -> str:
    return links.media(f"{picture.sha}.{picture.ext}", plant=plant) if picture else ""


def _typed_at(step: Step, form: Form, trouble: Trouble) -> str:
    typed = form.get(f"at:{step.id}")
    if typed is not None and trouble:
        return typed[:20]
    return "" if step.at is None else clock(step.at)


def _others(work: Desk) -> list[str]:
    """Return the names of colleagues who write on this draft, too."""
    if work.version.state != "draft":
        return []
    ids = [one for one in work.version.authors.split() if one != security.here().id]
    rows = Account.select().where((Account.id << ids) & (Account.site == work.site.id))
    return sorted(row.name for row in rows)
