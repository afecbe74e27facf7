"""A list of machines from Excel: looked at row by row, then taken over; and written out again."""

from pathlib import PurePath
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import NotFound

from content.errors import ContentError
from content.sentence import Sentence, say
from kiosk import disk
from kiosk.machines import machine_changes, machine_list, parked
from kiosk.machines.machine_changes import CHANGED, NEW, SAME, Change, Plan
from kiosk.machines.machine_list import ListError
from kiosk.staff.rights import PLANT
from kiosk.studio import house, security, tongue
from kiosk.studio.access import needs
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page, told
from kiosk.studio.intake import brings

ENDINGS: Final = ("xlsx", "csv")
TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
SHOWN: Final = 200
MARGIN: Final = 100_000
PARTS: Final = {
    "machine": lazy_gettext("Name"), "area": lazy_gettext("Area"), "kind": lazy_gettext("Kind"),
    "number": lazy_gettext("Number"), "crowd": lazy_gettext("People"),
    "alias": lazy_gettext("Other code"),
}  # fmt: skip

blueprint = Blueprint("machine_list", __name__, url_prefix="/machines")


@blueprint.get("/list")
@needs(PLANT)
def ask() -> Response:
    """Ask for a list."""
    return _ask()


@blueprint.post("/list")
@needs(PLANT)
@brings(machine_list.MOST_BYTES + MARGIN)
def look() -> Any:
    """Park the list that was sent and show what it would change."""
    sent = request.files.get("list")
    name = sent.filename or "" if sent else ""
    ext = PurePath(name).suffix.lower()[1:]
    if sent is None or not name:
        return _ask(say("Choose a file first."))
    if ext not in ENDINGS:
        what = "{name} is neither .xlsx nor .csv: save it as one of these."
        return _ask(say(what, name=name[:120]))
    settings = house.settings()
    disk.refuse_when_full(settings)
    owner = security.here().id
    try:
        token = parked.park(settings, owner, sent.stream, ext, machine_list.MOST_BYTES)
    except parked.ParkedTooLarge as error:
        return _ask(sentence(error))
    return redirect(f"/studio/machines/list/{token}", 303)


@blueprint.get("/list/<token>")
@needs(PLANT)
def dry_run(token: str) -> Response:
    """Show row by row what a list would change. Nothing is written."""
    return _shown(token)


@blueprint.post("/list/<token>")
@needs(PLANT)
def take_over(token: str) -> Any:
    """Take over the rows that are right, if the plant is still as it was when they were shown."""
    planned = _planned(token)
    if request.form.get("new") != str(planned.count(NEW)) or request.form.get("changed") != str(
        planned.count(CHANGED)
    ):
        return _shown(token, status=409)
    try:
        machine_changes.carry_out(house.site(), planned, lambda _: None)
    except (ListError, ContentError) as error:
        return _ask(*_said(error))
    _unpark(token)
    return redirect("/studio/machines", 303)


@blueprint.get("/list.<ext>")
@needs(PLANT)
def write(ext: str) -> Response:
    """Answer the plant's machines as a list that can be changed and taken over again."""
    if ext not in ENDINGS:
        raise NotFound
    rows = machine_changes.stock(house.site()).values()
    write_as = machine_list.as_excel if ext == "xlsx" else machine_list.as_csv
    answer = Response(write_as(rows, tongue.locale()), content_type=TYPES[ext])
    answer.headers["Content-Disposition"] = f'attachment; filename="machines.{ext}"'
    return answer


def _unpark(token: str) -> None:
    """Take a list away that was taken over, or that is none."""
    parked.parked(house.settings(), security.here().id, token).unlink(missing_ok=True)


def _planned(token: str) -> Plan:
    """Return what the rows of a parked list would change. Raises NotParked, ListError."""
    seen = machine_list.look(parked.parked(house.settings(), security.here().id, token))
    return machine_changes.judged(house.site(), seen)


def _shown(token: str, status: int = 200) -> Response:
    try:
        planned = _planned(token)
    except ListError as error:
        _unpark(token)
        return _ask(*_said(error))
    except parked.NotParked as error:
        return _ask(*_said(error))
    touched = [change for change in planned.changes if change.what != SAME]
    return page(
        "studio/machine_plan.html",
        status=status,
        list_token=token,
        counts={what: planned.count(what) for what in (NEW, CHANGED, SAME)},
        faults=[told(fault) for _, fault in planned.faults],
        overlooked=told(planned.overlooked) if planned.overlooked else "",
        wrong_rows=len({line for line, _ in planned.faults}),
        changes=[_row(change) for change in touched[:SHOWN]],
        more=max(0, len(touched) - SHOWN),
        changed_meanwhile=status != 200,  # noqa: PLR2004  the status itself
    )


def _row(change: Change) -> dict[str, Any]:
    parts = [(str(PARTS[part.what]), part.old, part.new) for part in change.parts]
    relabel = change.code and any(part.what == "machine" for part in change.parts)
    return {
        "line": change.row.line,
        "name": change.row.name,
        "area": " / ".join(change.row.area),
        "code": change.code,
        "new": change.what == NEW,
        "parts": parts,
        "relabel": relabel,
    }


def _said(error: ListError | ContentError) -> tuple[Sentence | str, ...]:
    return error.findings if isinstance(error, ListError) else (sentence(error),)


def _ask(*wrong: Sentence | str) -> Response:
    said = [told(one) if isinstance(one, Sentence) else one for one in wrong]
    return page("studio/machine_list.html", status=422 if wrong else 200, wrong=said)
