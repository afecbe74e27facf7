"""Labels in the studio: which are in use, which are outdated, how they are printed."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound

from content import catalogue, inventory, label_life, label_list, label_moves
from content.errors import ContentError
from content.label_list import SHOWS, Wanted
from content.models import Label, Site
from content.plant import LIVE
from kiosk import jobs
from kiosk.labels import fresh_codes, phone_check, printing, prints
from kiosk.labels.prints import Order
from kiosk.staff.rights import PLANT, SEE
from kiosk.studio import house, label_form, label_looks, security
from kiosk.studio.access import needs
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page
from qr_codes import tags as tag_list

MOST_TYPED: Final = 120
TYPES: Final = {
    "pdf": "application/pdf", "png": "image/png", "zpl": "text/plain", "zip": "application/zip",
}  # fmt: skip
OLD: Final = {
    "name": lazy_gettext("an old name stands on it"),
    "place": lazy_gettext("an old place stands on it"),
    "address": lazy_gettext("it leads to an old address"),
}
STATES: Final = {
    "reserved": lazy_gettext("not printed yet"),
    "printed": lazy_gettext("printed"),
    "attached": lazy_gettext("on the machine"),
    "replaced": lazy_gettext("replaced"),
    "lost": lazy_gettext("lost"),
    "retired": lazy_gettext("out of use"),
}

blueprint = Blueprint("labels", __name__, url_prefix="/labels")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """List the labels in use, and ask how those that are ticked are to be printed."""
    return _list()


@blueprint.post("/print")
@needs(PLANT)
def order() -> Any:
    """Print what is ticked: a short list at once, a long one by the worker."""
    try:
        wanted = _ordered(house.site())
        number_ = prints.lay(house.settings(), wanted)
        label_form.begin(number_, wanted)
    except ContentError as error:
        return _list(error)
    return redirect(f"/studio/labels/prints/{number_}", 303)


@blueprint.get("/prints/<number_>")
@needs(PLANT)
def printed(number_: str) -> Response:
    """Show how far a print is, and its file when every label was read back from it."""
    wanted = _own(number_)
    job = jobs.Job.get_or_none((jobs.Job.kind == "labels") & (jobs.Job.subject == number_))
    ready = prints.made(house.settings(), number_) is not None
    if not ready and job is None:
        raise NotFound
    return page(
        "studio/labels_print.html",
        blocks=("state",),
        order=wanted,
        number=number_,
        ready=ready,
        job=job,
        look=label_looks.look(wanted.design),
        paper=label_looks.paper(house.settings(), wanted.stock),
        others=prints.more(house.settings(), wanted),
        blank=_are_blank(wanted),
    )


@blueprint.get("/prints/<number_>.<any(pdf, png, zpl, zip):ending>")
@needs(PLANT)
def file(number_: str, ending: str) -> Response:
    """Hand out the finished file, or the picture of its first page."""
    _own(number_)
    path = prints.made(house.settings(), number_, ending)
    if path is None:
        raise NotFound
    response = Response(path.read_bytes(), mimetype=TYPES[ending])
    if ending != "png":
        name = f"{gettext('labels')}-{number_[:4]}.{ending}"
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.get("/tags.csv")
@needs(PLANT)
def tags() -> Response:
    """Hand out the addresses of the list, for the device that writes NFC tags."""
    site, settings = house.site(), house.settings()
    printing.hold_address(site, settings)
    chosen = label_list.codes(site, _wanted())
    places = [place for code in chosen if (place := catalogue.scan(code))]
    made = tag_list.table(printing.plates(places, settings, label_form.languages(site)))
    response = Response(made, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="tags.csv")
    return response


@blueprint.get("/picture/<code>/<design>.svg")
@needs(SEE)
def picture(code: str, design: str) -> Response:
    """Draw one label as it will be printed."""
    place = catalogue.scan(code)
    if place is None or place.site.id != security.here().site_id or design not in label_looks.all_:
        raise NotFound
    try:
        drawn = label_looks.draw(
            place, design, house.settings(), label_form.languages(house.site())
        )
    except ValueError as error:  # said in words when it is to be printed
        raise NotFound from error
    return Response(drawn, mimetype="image/svg+xml", headers={"Content-Security-Policy": SEALED})


SEALED: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"


@blueprint.get("/at/<code>")
@needs(SEE)
def one(code: str) -> Response:
    """Show one label: where it hangs, what it says, what can become of it."""
    return _one(house.label(code))


@blueprint.get("/at/<code>/renew")
@needs(PLANT)
def sure_to_renew(code: str) -> Response:
    """Say what becomes of a label whose machine gets a new code."""
    row = house.label(code)
    if row.machine is None or row.state not in LIVE:
        raise NotFound
    return page("studio/label_renew.html", label=row, machine=row.machine.name)


@blueprint.post("/at/<code>")
@needs(PLANT)
def move(code: str) -> Any:
    """Bring a label to its next state."""
    row = house.label(code)
    try:
        made = _move(row, request.form.get("do", ""))
    except ContentError as error:
        return _one(row, sentence(error))
    return redirect(f"/studio/labels/at/{made.code}", 303)


def _own(number_: str) -> Order:
    wanted = prints.order(house.settings(), number_)
    if wanted is None or wanted.site != security.here().site_id:
        raise NotFound
    return wanted


def _are_blank(wanted: Order) -> bool:
    row = Label.get_or_none(Label.code == wanted.codes[0])
    return row is not None and row.machine_id is None


def _wanted() -> Wanted:
    given = request.values
    show = given.get("show", "")
    return Wanted(
        url=house.settings().labels_at,
        area=given.get("area", ""),
        words=given.get("q", "")[:MOST_TYPED],
        show=show if show in SHOWS else "",
    )


def _ordered(site: Site) -> Order:
    """Return what the form orders."""
    form = request.form
    ticked = tuple(form.getlist("code")[: label_list.PAGE])
    chosen = tuple(label_list.codes(site, _wanted())) if form.get("all") else ticked
    return label_form.order(site, chosen)


def _list(error: ContentError | None = None) -> Response:
    site = house.site()
    wanted = _wanted()
    at = request.values.get("page", 1, type=int)
    found, more = label_list.rows(site, wanted, at)
    ticked = set(request.values.getlist("code"))
    design = request.values.get("design", label_looks.USUAL)
    shown = next((row.code for row in found if row.code in ticked), found[0].code if found else "")
    return page(
        "studio/labels.html",
        status=422 if error else 200,
        wanted=wanted,
        found=found,
        more=more,
        number=at,
        total=label_list.count(site, wanted),
        ticked=ticked or {row.code for row in found if _waits(row)},
        shown=shown,
        halls=[one for one in inventory.tree(site, counts=False) if one.level == 0],
        states=STATES,
        old=OLD,
        warnings=phone_check.warnings(site, house.settings()),
        wrong=_said(error),
        **label_form.look(site, design),
    )


def _waits(row: label_list.Row) -> bool:
    return row.printed_on is None or bool(row.old)


def _said(error: ContentError | None) -> str:
    return sentence(error) if error else ""


def _one(row: Label, wrong: str = "") -> Response:
    url = house.settings().labels_at
    return page(
        "studio/label.html",
        status=422 if wrong else 200,
        label=row,
        row=label_list.one(row, url) if row.machine_id else None,
        before=[one.code for one in label_moves.pushed_aside(row)],
        states=STATES,
        old=OLD,
        wrong=wrong,
        host=phone_check.host(url),
        design=row.design if row.design in label_looks.all_ else label_looks.USUAL,
        may=security.here().may(PLANT),
    )


def _move(row: Label, do: str) -> Label:
    """Do what was asked for and return the label to go on with. Raises ContentError, NotFound."""
    if do == "attach":
        return label_life.attach(row.code)
    if do == "renew":
        return label_life.renew(row.code, fresh_codes.one())
    if do == "call off":
        return label_moves.call_off(row.code, request.form.get("back", ""))
    if do in {"lose", "retire"}:
        end = label_life.lose if do == "lose" else label_life.retire
        end(row.code, fresh_codes.one())
        return row
    raise NotFound
