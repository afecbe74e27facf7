"""The station of release: handed in by whoever wrote, looked at and released by a colleague."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext, lazy_gettext
from peewee import fn

from content import checklist, facts, label_list, nuggets, release, remarks
from content.clock import clock
from content.errors import (
    Ahead,
    ContentError,
    DayGone,
    DayTooLate,
    NotReady,
    NotTicked,
    PeopleMissing,
    ReasonMissing,
    Rewritten,
    TooLong,
)
from content.facts import FactsEditedMeanwhile
from content.models import Nugget, Version
from content.release import TICKS, Decision
from content.revision import change
from content.storage import Folder
from kiosk import qr
from kiosk.staff import audit
from kiosk.staff.rights import RELEASE, RELEASE_SAFETY, SEE, WRITE
from kiosk.studio import desk, house, reading, security, stations
from kiosk.studio.access import NotAllowed, needs
from kiosk.studio.desk import Desk, NotADraft
from kiosk.studio.frame import page
from kiosk.studio.remarks import NAMES as TOLD

NOBODY: Final = lazy_gettext("Nobody can be recognised.")
AGREED: Final = lazy_gettext(
    "Everybody agreed. They take it back by telling any trainer or the works council."
)

blueprint = Blueprint("release", __name__, url_prefix="/v/<version_id>/release")


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, and what is wrong with it: the field, and the sentence beside it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    wrong: Mapping[str, str] = field(default_factory=dict)


@blueprint.get("")
@needs(SEE)
def show(version_id: str) -> Response:
    """Show where a version stands, and what whoever is there can do about it."""
    return _answer(desk.seen(version_id))


@blueprint.post("/submit")
@needs(WRITE)
def submit(version_id: str) -> Any:
    """Hand a draft in for review; one that is handed in already is shown as it stands."""
    if desk.seen(version_id).version.state == "in review":
        return redirect(f"/studio/v/{version_id}/release", 303)
    typed = request.form
    try:
        written = _submit(version_id, typed)
    except NotADraft:
        raise
    except NotReady:
        return _answer(desk.seen(version_id), Form(typed, wrong=_open(version_id, typed)), 422)
    except ContentError as error:
        status = 409 if isinstance(error, FactsEditedMeanwhile) else 422
        wrong = {**_ownerless(typed), **_beside(error)}
        return _answer(desk.seen(version_id), Form(typed, wrong=wrong), status)
    return redirect(stations.address(written, "release"), 303)


def _submit(version_id: str, typed: Mapping[str, str]) -> Desk:
    """Hand a draft in; whoever is refused wrote nothing on it, and may release it later."""
    with change():
        written = desk.written(version_id)
        now = written.nugget.owner_role
        owner = {"owner_role": typed.get("owner_role", now)}
        was = {"owner_role": typed.get("was-owner_role", now)}
        facts.write(written.nugget, house.storage(), owner, was, safety=False)
        release.submit(
            Version.get_by_id(written.version.id),
            reason=typed.get("reason", ""), consent=_people(typed),
        )  # fmt: skip
    return written


def _open(version_id: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is missing still: who looks after it beside its field, all else above."""
    found, gaps = _ownerless(typed), reading.reasons(desk.seen(version_id))
    if any(one.where not in {"check", "release"} for one in gaps):
        found["gaps"] = gettext("Something is still missing. It stands above.")
    return found


def _ownerless(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the sentence beside the field of a nugget that nobody would look after."""
    if typed.get("owner_role", "-").strip():
        return {}
    return {"owner_role": gettext("It has no owner: say which role looks after it.")}


def _people(typed: Mapping[str, str]) -> str:
    """Return who is in the picture, in words: one of the two usual answers, or what was typed."""
    usual = {"nobody": str(NOBODY), "agreed": typed.get("consent", "")}
    return usual.get(typed.get("people_seen", ""), "")


@blueprint.post("")
@needs(RELEASE)
def decide(version_id: str) -> Any:
    """Release a version from a day on."""
    seen = desk.seen(version_id)
    typed, ticked = request.form, frozenset(request.form.getlist("tick"))
    try:
        decided = Decision(
            ticked,
            typed.get("consent", ""),
            release.day(typed.get("on", "")),
            release.day(typed.get("review_by", "")),
            typed.get("seen", ""),
        )
        with change():
            live = release.release(seen.version, desk.colleague(), decided, four_eyes=_four_eyes())
            _note(seen, "released" if live else "released for a day to come")
    except NotReady:
        return _answer(desk.seen(version_id), status=422)
    except ContentError as error:
        form = Form(typed, ticked, _beside(error, typed))
        return _answer(
            desk.seen(version_id), form, 409 if isinstance(error, Ahead | Rewritten) else 422
        )
    return redirect(stations.address(seen, "release"), 303)


@blueprint.post("/back")
@needs(RELEASE)
def give_back(version_id: str) -> Any:
    """Give a version back with what has to change."""
    seen = desk.seen(version_id)
    try:
        release.give_back(seen.version, request.form.get("remark", ""))
    except ContentError as error:
        late = isinstance(error, Ahead)
        form = Form(request.form, wrong={"late" if late else "remark": reading.refusal(error)})
        return _answer(desk.seen(version_id), form, 409 if late else 422)
    return redirect("/studio/", 303)


@blueprint.post("/take-back")
@needs(WRITE)
def take_back(version_id: str) -> Any:
    """Take a version back from review, to write on it again."""
    seen = desk.seen(version_id)
    if not _mine_to_take(seen):
        raise NotAllowed
    try:
        release.take_back(seen.version)
    except ContentError as error:
        wrong = {"late": reading.refusal(error)}
        return _answer(desk.seen(version_id), Form(wrong=wrong), 409)
    return redirect(stations.address(seen, "release"), 303)


def _mine_to_take(seen: Desk) -> bool:
    """Whether somebody wrote on it, or may call back what was released for a day to come."""
    mine = release.wrote(seen.version, security.here().id)
    return mine or (bool(seen.version.effective_on) and security.here().may(RELEASE))


def _answer(seen: Desk, form: Form | None = None, status: int = 200) -> Response:
    """Answer with the page of the version as it stands now."""
    state = seen.version.state
    form = form or Form()
    today = release.today(seen.site)
    shown = {"draft": _draft, "in review": _in_review}.get(state, _over)
    values: dict[str, Any] = shown(seen, form, today)
    return page(
        values.pop("template"),
        status=status,
        title=seen.title or gettext("Without a name"),
        desk=seen,
        form=form,
        today=today.isoformat(),
        told=remarks.on_nugget(seen.nugget, today),
        told_names=TOLD,
        way=stations.way(seen, "release"),
        **values,
    )


def _draft(seen: Desk, form: Form, _today: date) -> dict[str, Any]:
    found = reading.reasons(seen)
    missing = [one for one in found if one.where not in {"check", "release"}]
    return {
        "template": "studio/release_draft.html",
        "finding": reading.finding(len(missing)),
        "stale": reading.translations(seen, Folder(house.settings().media)),
        "making": [one for one in found if one.where == "check"],
        "missing": missing,
        "changes": reading.differences(seen.version),
        "owners": _owners(seen),
        "owner": form.typed.get("owner_role", seen.nugget.owner_role or _usual_owner(seen)),
        "agreed": str(AGREED),
        "nobody": str(NOBODY),
        "again": release.was_published(seen.nugget),
        "may_write": security.here().may(WRITE),
    }


def _in_review(seen: Desk, form: Form, today: date) -> dict[str, Any]:
    bar = release.barred(seen.version, desk.colleague(), four_eyes=_four_eyes())
    may = security.here().may(RELEASE) and bar is None
    missing = reading.reasons(seen)
    values = {
        "bar": reading.refusal(bar) if bar else "",
        "changes": reading.differences(seen.version),
        "missing": missing,
        "stale": reading.translations(seen, Folder(house.settings().media)),
        "mine": _mine_to_take(seen),
    }
    if may and not seen.version.effective_on:
        review_by = nuggets.next_review(seen.nugget, today).isoformat()
        latest = nuggets.latest_review(seen.nugget, today).isoformat()
        return values | {
            "template": "studio/release_decide.html", "ticks": _ticks(seen),
            "seen": release.seen(seen.version),
            "review_by": form.typed.get("review_by", review_by), "latest": latest,
            "on": form.typed.get("on", today.isoformat()),
        }  # fmt: skip
    address = house.settings().base_url + stations.address(seen, "release")
    symbol = qr.symbol(address, gettext("Link to this page"))
    return values | {
        "template": "studio/release_ask.html", "address": address, "symbol": symbol,
    }  # fmt: skip


def _over(seen: Desk, _form: Form, _today: date) -> dict[str, Any]:
    return {
        "template": "studio/release_over.html",
        "code": desk.plate(seen.nugget),
        "unprinted": label_list.unprinted(seen.nugget),
        "may_write": security.here().may(WRITE),
    }


def _ticks(seen: Desk) -> list[tuple[str, str, str]]:
    """Return what has to be looked at: its name, the statement, and what is known about it."""
    version = seen.version
    seconds = round(version.film.seconds or 0) if version.film else 0
    length = clock(seconds)
    languages = ", ".join(reading.text_name(key) for key in list(checklist.card(version).words)[:6])
    waived = version.captions_waived
    words = {
        "point": (gettext("It makes one point only"),
                  gettext("%(length)s long", length=length) if seconds else ""),
        "captions": (gettext("The captions are right"),
                     gettext("None, because: %(why)s", why=waived) if waived else languages),
        "people": (gettext("Everybody in the picture agreed"), version.consent),
        "parts": (gettext("No customer's part can be seen"),
                  gettext("Nor in the background")),
    }  # fmt: skip
    return [(name, *words[name]) for name in TICKS]


def _beside(error: ContentError, typed: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the field beside which a refusal stands, with its sentence."""
    fields: dict[type[ContentError], str] = {
        NotTicked: "tick", PeopleMissing: "consent", ReasonMissing: "reason",
        DayTooLate: "review_by", Rewritten: "late", FactsEditedMeanwhile: "owner_role",
    }  # fmt: skip
    name = fields.get(type(error), "late")
    if isinstance(error, DayGone):
        name = "on" if str(error.facts["day"]) == (typed or {}).get("on") else "review_by"
    if isinstance(error, TooLong):
        name = str(error.facts["what"]).replace(" ", "_")
    return {name: reading.refusal(error)}


def _owners(seen: Desk) -> list[str]:
    """Return the roles that look after nuggets of this plant already, the usual one first."""
    rows: Any = (
        Nugget.select(Nugget.owner_role)
        .where((Nugget.site == seen.site) & (Nugget.owner_role != ""))
        .group_by(Nugget.owner_role)
        .order_by(fn.SUM((Nugget.klass == seen.nugget.klass).cast("integer")).desc())
        .limit(12)
        .tuples()
    )
    return [role for (role,) in rows]


def _usual_owner(seen: Desk) -> str:
    return next(iter(_owners(seen)), "")


def _four_eyes() -> bool:
    return house.settings().four_eyes


def _note(seen: Desk, deed: str) -> None:
    """Write into the book of deeds what a role did today."""
    right = RELEASE_SAFETY if seen.nugget.klass == "safety" else RELEASE
    audit.note(
        security.here().acting(right), deed, f"{seen.nugget.slug} {seen.version.number}",
        site=seen.site.id, today=release.today(seen.site),
    )  # fmt: skip
