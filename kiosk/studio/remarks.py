"""What workers told: remarks on nuggets, "unsafe" first, each answered for everybody to read."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound

from content import release, remarks, wishes
from content.errors import ContentError, OutcomeMissing, RemarkUnknown
from content.models import Remark
from content.remarks import Told
from kiosk.staff import audit
from kiosk.staff.rights import RELEASE, SEE, WRITE
from kiosk.studio import headlines, house, reading, security, spoken
from kiosk.studio.access import needs
from kiosk.studio.frame import page

SHOWS: Final = {
    "all": lazy_gettext("Open"),
    "unsafe": lazy_gettext("Unsafe"),
    "wrong": lazy_gettext("Wrong"),
    "unclear": lazy_gettext("Unclear"),
    "machine changed": lazy_gettext("Machine changed"),
    "answered": lazy_gettext("Answered"),
}
NAMES: Final = {
    "unsafe": lazy_gettext("It is unsafe"),
    "wrong": lazy_gettext("It is wrong"),
    "unclear": lazy_gettext("It is unclear"),
    "machine changed": lazy_gettext("The machine has changed"),
}
"""What a remark says, as a heading."""
ANSWERS: Final = {
    "changed": lazy_gettext("Changed"),
    "stays": lazy_gettext("Looked at, it stays as it is"),
}

blueprint = Blueprint("remarks", __name__, url_prefix="/remarks")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """List what waits for an answer, or what was answered within the year."""
    site = house.site()
    today = release.today(site)
    chosen = request.args.get("show", "all")
    chosen = chosen if chosen in SHOWS else "all"
    kind = chosen if chosen in NAMES else ""
    found = remarks.answered(site, today) if chosen == "answered" else None
    return page(
        "studio/remarks.html",
        heading=headlines.remarks(remarks.count(site, today), len(remarks.unsafe(site))),
        found=remarks.waiting(site, today, kind) if found is None else found,
        chosen=chosen,
        shows=SHOWS,
        names=NAMES,
        answers=ANSWERS,
        may_write=security.here().may(WRITE),
        wishes=wishes.count(site, today),
        most=remarks.MOST,
    )


@blueprint.get("/<remark_id>")
@needs(SEE)
def one(remark_id: str) -> Response:
    """Show a remark with its step, and ask what became of it."""
    return _page(remarks.told(_remark(remark_id)), {})


@blueprint.post("/<remark_id>")
@needs(RELEASE)
def answer(remark_id: str) -> Any:
    """Answer a remark; the answer stands on the pages at once."""
    row = _remark(remark_id)
    told = remarks.told(row)
    today = release.today(house.site())
    outcome = request.form.get("outcome", "")
    try:
        remarks.answer(row, outcome, request.form.get("answer", ""), today)
    except ContentError as error:
        return _page(told, request.form, error)
    me = security.here()
    audit.note(
        me.acting(RELEASE), audit.ANSWERED, f"{told.slug} {told.number}", site=me.site_id,
        today=today,
    )  # fmt: skip
    return redirect("/studio/remarks", 303)


def _remark(id_: str) -> Remark:
    """Return a remark of the plant of whoever is there. Raises NotFound."""
    site = house.site()
    try:
        return remarks.find(site, id_, release.today(site))
    except RemarkUnknown as error:
        raise NotFound from error


def _page(told: Told, typed: Mapping[str, str], error: ContentError | None = None) -> Response:
    me = security.here()
    return page(
        "studio/remark.html",
        status=422 if error else 200,
        title=gettext("%(what)s: %(title)s", what=NAMES[told.kind], title=told.title),
        told=told,
        name=NAMES[told.kind],
        answers=ANSWERS,
        outcome=typed.get("outcome", told.outcome),
        typed=typed.get("answer", told.answer),
        tongue=spoken.named(house.site().language, "plain"),
        wrong=reading.refusal(error) if error else "",
        wrong_at="outcome" if isinstance(error, OutcomeMissing) else "answer",
        may_answer=me.may(RELEASE),
        may_write=me.may(WRITE),
        longest=200,
    )
