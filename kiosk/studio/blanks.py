"""Labels printed ahead: fresh ones, those whose print failed, and those that wait for a machine."""

from typing import Any

from flask import Blueprint, Response, redirect, request

from content import label_life
from content.errors import BlanksTooMany, ContentError
from content.models import Site
from kiosk.labels import fresh_codes, phone_check, prints
from kiosk.staff.rights import PLANT
from kiosk.studio import house, label_form, label_looks
from kiosk.studio.access import needs
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page

blueprint = Blueprint("blanks", __name__, url_prefix="/labels/blanks")


@blueprint.get("")
@needs(PLANT)
def show() -> Response:
    """Ask how many labels are to be printed ahead, and say which wait to be bound."""
    return _page()


@blueprint.post("")
@needs(PLANT)
def fresh() -> Any:
    """Issue fresh codes and print them; what cannot be printed leaves no code behind."""
    site, made = house.site(), list[str]()
    try:
        made = _lay_by(site, label_form.whole("count"))
        return _print(site, made)
    except ContentError as error:
        label_life.take_back(site, made)
        return _page(error)


@blueprint.post("/again")
@needs(PLANT)
def again() -> Any:
    """Print those whose print failed, or take them out of use."""
    site = house.site()
    left = _left(site)
    if request.form.get("do") == "retire":
        label_life.forgo(site, left)
        return redirect("/studio/labels/blanks", 303)
    try:
        return _print(site, left[: label_looks.MOST_BLANKS])
    except ContentError as error:
        return _page(error)


def _lay_by(site: Site, count: int) -> list[str]:
    if not 1 <= count <= label_looks.MOST_BLANKS:
        raise BlanksTooMany(count=count, limit=label_looks.MOST_BLANKS)
    return label_life.lay_by(site, fresh_codes.some(count))


def _print(site: Site, codes: list[str]) -> Any:
    wanted = label_form.order(site, tuple(codes))
    number = prints.lay(house.settings(), wanted)
    label_form.begin(number, wanted)
    return redirect(f"/studio/labels/prints/{number}", 303)


def _left(site: Site) -> list[str]:
    """Return the codes that were laid by, are not on paper, and that no print is about to take."""
    taken = prints.under_way(house.settings())
    return [code for code in label_life.blanks(site, "reserved") if code not in taken]


def _page(error: ContentError | None = None) -> Response:
    site = house.site()
    return page(
        "studio/labels_blanks.html",
        status=422 if error else 200,
        waiting=label_life.blanks(site, "printed"),
        left=_left(site),
        count=request.values.get("count", "12")[:4],
        limit=label_looks.MOST_BLANKS,
        warnings=phone_check.warnings(site, house.settings()),
        wrong=sentence(error) if error else "",
        **label_form.look(site, request.values.get("design", label_looks.USUAL)),
    )
