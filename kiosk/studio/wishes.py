"""What workers miss: the wish list as trainers answer it."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound

from content import release, wishes
from content.errors import ContentError, OutcomeMissing, WishUnknown
from content.models import Wish
from content.wishes import Wished
from kiosk.staff import audit
from kiosk.staff.rights import RELEASE, SEE, WRITE
from kiosk.studio import headlines, house, reading, security, spoken
from kiosk.studio.access import needs
from kiosk.studio.frame import page

ABOUTS: Final = {
    "set-up": lazy_gettext("Set-up"),
    "fault": lazy_gettext("Fault"),
    "cleaning": lazy_gettext("Cleaning"),
    "quality": lazy_gettext("Quality"),
}
ANSWERS: Final = {
    "made": lazy_gettext("It is made"),
    "planned": lazy_gettext("It is planned"),
    "declined": lazy_gettext("Not for now"),
}

blueprint = Blueprint("wishes", __name__, url_prefix="/wishes")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """List what is missing, and what was answered for good within the year."""
    site = house.site()
    today = release.today(site)
    wanted, over = wishes.listed(site.id, today)
    return page(
        "studio/wishes.html",
        heading=headlines.wishes(wishes.count(site, today)),
        wanted=sorted(wanted, key=lambda one: bool(one.outcome)),
        over=over,
        abouts=ABOUTS,
        answers=ANSWERS,
    )


@blueprint.get("/<wish_id>")
@needs(SEE)
def one(wish_id: str) -> Response:
    """Show a wish, and ask what becomes of it."""
    return _page(wishes.told(_wish(wish_id)), {})


@blueprint.post("/<wish_id>")
@needs(RELEASE)
def answer(wish_id: str) -> Any:
    """Answer a wish; the answer stands on the public list at once."""
    row = _wish(wish_id)
    told = wishes.told(row)
    today = release.today(house.site())
    try:
        wishes.answer(row, request.form.get("outcome", ""), request.form.get("answer", ""), today)
    except ContentError as error:
        return _page(told, request.form, error)
    me = security.here()
    audit.note(
        me.acting(RELEASE), audit.ANSWERED_WISH, told.where.name or house.site().name,
        site=me.site_id, today=today,
    )  # fmt: skip
    return redirect("/studio/wishes", 303)


def _wish(id_: str) -> Wish:
    """Return a wish of the plant of whoever is there. Raises NotFound."""
    site = house.site()
    try:
        return wishes.find(site, id_, release.today(site))
    except WishUnknown as error:
        raise NotFound from error


def _page(told: Wished, typed: Mapping[str, str], error: ContentError | None = None) -> Response:
    me = security.here()
    return page(
        "studio/wish.html",
        status=422 if error else 200,
        title=gettext("A nugget is missing: %(about)s", about=ABOUTS[told.about]),
        told=told,
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
