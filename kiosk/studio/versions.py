"""A nugget through its versions: begun anew, restored, thrown away, withdrawn, still right."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext

from content import nuggets, release, remarks, review, versions
from content.errors import ContentError, DraftOpen, ReasonMissing
from content.models import Hang, Machine, Nugget, Version
from content.revision import change
from kiosk.staff import audit
from kiosk.staff.rights import PLANT, RELEASE, RELEASE_SAFETY, SEE, WRITE
from kiosk.studio import desk, house, measuring, reading, retold, security
from kiosk.studio.access import needs
from kiosk.studio.frame import page
from kiosk.studio.reading import Differences
from kiosk.studio.remarks import NAMES as TOLD

MACHINES: Final = 6

blueprint = Blueprint("versions", __name__)


@dataclass(frozen=True, slots=True)
class Edition:
    """One version in the list: the row, what changed with it, and the number that came after."""

    version: Version
    changes: Differences
    replaced_by: int | None


@blueprint.get("/nuggets/<nugget_id>")
@needs(SEE)
def show(nugget_id: str) -> Response:
    """Show every version of a nugget with what changed and why."""
    return _answer(desk.nugget(nugget_id))


@blueprint.post("/nuggets/<nugget_id>/change")
@needs(WRITE)
def begin(nugget_id: str) -> Any:
    """Open the version in work; begin one if there is none."""
    version = versions.begin(desk.nugget(nugget_id))
    station = "release" if version.state == "in review" else "film"
    return redirect(f"/studio/v/{version.id}/{station}", 303)


@blueprint.post("/nuggets/<nugget_id>/right")
@needs(RELEASE)
def still_right(nugget_id: str) -> Any:
    """Confirm that a nugget is still right."""
    nugget = desk.nugget(nugget_id)
    try:
        with change():
            review.still_right(
                nugget, desk.colleague(), four_eyes=house.settings().four_eyes,
                review_by=release.day(request.form.get("review_by", "")),
            )  # fmt: skip
            _note(nugget, "confirmed")
    except ContentError as error:
        return _answer(nugget, request.form, reading.refusal(error), 422)
    return redirect(f"/studio/nuggets/{nugget.id}", 303)


@blueprint.post("/v/<version_id>/restore")
@needs(WRITE)
def restore(version_id: str) -> Any:
    """Bring an old version back as a draft."""
    seen = desk.seen(version_id)
    try:
        draft = versions.restore(seen.version, release.today(seen.site))
    except DraftOpen as error:
        return _answer(seen.nugget, wrong=reading.refusal(error), status=422)
    return redirect(f"/studio/v/{draft.id}/release", 303)


@blueprint.get("/v/<version_id>/discard")
@needs(WRITE)
def ask_discard(version_id: str) -> Response:
    """Ask whether a draft is really to be thrown away."""
    return _discard_page(version_id)


@blueprint.post("/v/<version_id>/discard")
@needs(WRITE)
def discard(version_id: str) -> Any:
    """Throw a draft away."""
    seen = desk.seen(version_id)
    try:
        versions.discard(seen.version, house.storage(), _takes())
    except ContentError as error:
        return _discard_page(version_id, reading.refusal(error), 422)
    return redirect("/studio/", 303)


def _discard_page(version_id: str, wrong: str = "", status: int = 200) -> Response:
    seen = desk.seen(version_id)
    alone = len(versions.of(seen.nugget)) == 1
    return page(
        "studio/discard.html", status=status, title=gettext("Throw this draft away?"),
        desk=seen, alone=alone, wrong=wrong,
    )  # fmt: skip


@blueprint.get("/nuggets/<nugget_id>/withdraw")
@needs(RELEASE)
def ask_withdraw(nugget_id: str) -> Response:
    """Ask why a nugget is to be withdrawn."""
    return _withdraw_page(desk.nugget(nugget_id))


@blueprint.post("/nuggets/<nugget_id>/withdraw")
@needs(RELEASE)
def withdraw(nugget_id: str) -> Any:
    """Take a nugget off every page, for a reason; at once and for good where it is consent."""
    nugget = desk.nugget(nugget_id)
    consent = request.form.get("because") == "consent"
    why = nuggets.CONSENT if consent else request.form.get("why", "").strip()
    try:
        if not why:
            raise ReasonMissing
        nuggets.withdraw(
            nugget, house.storage(), release.today(nugget.site), consent=consent, why=why,
            recorded=_takes(),
        )  # fmt: skip
    except ContentError as error:
        return _withdraw_page(nugget, reading.refusal(error), 422)
    _note(nugget, "withdrawn for consent" if consent else "withdrawn")
    return redirect(f"/studio/nuggets/{nugget.id}", 303)


def _withdraw_page(nugget: Nugget, wrong: str = "", status: int = 200) -> Response:
    return page(
        "studio/withdraw.html", status=status, title=gettext("Take it off the machine"),
        nugget=nugget, name=desk.name(nugget), typed=request.form, wrong=wrong,
        published=versions.published(nugget), elsewhere=_names(nuggets.shown_too(nugget)),
    )  # fmt: skip


@blueprint.get("/machines/<machine_id>/changed")
@needs(PLANT)
def ask_changed(machine_id: str) -> Response:
    """Ask what changed at a machine, and name the nuggets that are looked at again for it."""
    return _changed_page(house.machine(machine_id))


@blueprint.post("/machines/<machine_id>/changed")
@needs(PLANT)
def changed(machine_id: str) -> Any:
    """Put every nugget of a machine and of its kind to due at once."""
    machine = house.machine(machine_id)
    try:
        review.machine_changed(machine, request.form.get("why", ""))
    except ContentError as error:
        return _changed_page(machine, reading.refusal(error), 422)
    return redirect("/studio/", 303)


def _changed_page(machine: Machine, wrong: str = "", status: int = 200) -> Response:
    return page(
        "studio/changed.html", status=status, machine=machine, typed=request.form, wrong=wrong,
        title=gettext("What changed at %(machine)s?", machine=machine.name),
        names=_names(review.of_machine(machine)),
    )  # fmt: skip


def _answer(
    nugget: Nugget, typed: Mapping[str, str] | None = None, wrong: str = "", status: int = 200
) -> Response:
    today = release.today(nugget.site)
    every = versions.of(nugget)
    live = versions.published(nugget)
    bar = review.barred(nugget, desk.colleague(), four_eyes=house.settings().four_eyes)
    usual = nuggets.next_review(nugget, today).isoformat()
    me = security.here()
    told = remarks.on_nugget(nugget, today)
    return page(
        "studio/versions.html", due_why=retold.reason(nugget.due_why), told_names=TOLD,
        unsafe=[one for one in told if one.kind == remarks.AT_ONCE],
        told=[one for one in told if one.kind != remarks.AT_ONCE],
        status=status, title=desk.name(nugget), nugget=nugget, live=live,
        editions=_editions(every), open=versions.open_of(nugget), wrong=wrong, today=today,
        due=bool(live and nugget.review_by and nugget.review_by <= today.isoformat()),
        bar=reading.refusal(bar) if bar else "", review_by=(typed or {}).get("review_by", usual),
        latest=nuggets.latest_review(nugget, today).isoformat(), machines=_machines(nugget),
        plate=desk.plate(nugget),
        misleads=measuring.misleading(nugget.site_id, nugget.id),
        may_write=me.may(WRITE), may_release=me.may(RELEASE), may_plant=me.may(PLANT),
    )  # fmt: skip


def _editions(every: list[Version]) -> list[Edition]:
    """Return the versions, the newest first, each with what changed since the one before."""
    older = [*every[1:], None]
    newer = [None, *every[:-1]]
    return [
        Edition(
            version,
            reading.since(before, version) if before else [],
            after.number if after and after.published_on else None,
        )
        for version, before, after in zip(every, older, newer, strict=True)
    ]


def _machines(nugget: Nugget) -> list[Machine]:
    """Return the first machines that a nugget is about."""
    on_it = (Hang.machine == Machine.id) | (Hang.kind == Machine.kind)
    rows: Any = Machine.select(Machine).join(Hang, on=on_it).where(Hang.nugget == nugget)
    return list(rows.distinct().order_by(Machine.name).limit(MACHINES))


def _names(found: list[Nugget]) -> list[str]:
    return [desk.name(nugget) for nugget in found]


def _takes() -> Path:
    return house.settings().takes


def _note(nugget: Nugget, deed: str) -> None:
    right = RELEASE_SAFETY if nugget.klass == "safety" and deed == "confirmed" else RELEASE
    audit.note(
        security.here().acting(right), deed, nugget.slug,
        site=nugget.site_id, today=release.today(nugget.site),
    )  # fmt: skip
