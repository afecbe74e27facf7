"""The digi-coaches' cards: who to ask, shown only from the day on which that person agreed."""

from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound

from content import inventory, plant, upkeep
from content.errors import CoachNotAsked, ContentError
from content.models import Coach
from kiosk import language
from kiosk.staff.rights import PLANT, SEE
from kiosk.studio import beside, headlines, house
from kiosk.studio.access import needs
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page

FIELDS: Final = ("name", "where", "when", "phone", "mail", "chat", "meeting")
SPOKEN: Final = ("de", "en", "tr", "pl", "ro", "uk", "ru", "ar", "cs", "hr")

blueprint = Blueprint("coaches", __name__, url_prefix="/coaches")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """List the cards."""
    paths = {one.id: one.path for one in inventory.tree(house.site(), counts=False)}
    rows = Coach.select().where(Coach.site == house.site()).order_by(Coach.name)
    cards = [
        (one.id, one.name, one.where, paths.get(one.area_id or "", ""), one.agreed_on)
        for one in rows
    ]
    unasked = sum(not agreed for *_, agreed in cards)
    heading = headlines.coaches(len(cards), unasked)
    return page("studio/coaches.html", heading=heading, coaches=cards)


@blueprint.get("/new")
@needs(PLANT)
def new() -> Response:
    """Ask for a new card."""
    return _form(None, {})


@blueprint.post("/new")
@needs(PLANT)
def add() -> Any:
    """Put up a card of somebody who agreed to it."""
    facts = _typed()
    spoken = tuple(facts.pop("languages").split())
    agreed = _agreed()
    if agreed is None:
        return _form(None, request.form, CoachNotAsked())
    area = house.chosen_area(request.form.get("area", ""))
    try:
        plant.coach(house.site(), **facts, area=area, languages=spoken, agreed_on=agreed)
    except ContentError as error:
        return _form(None, request.form, error)
    return redirect("/studio/coaches", 303)


@blueprint.get("/<coach_id>")
@needs(SEE)
def one(coach_id: str) -> Response:
    """Show a card."""
    row = _coach(coach_id)
    facts = {name: getattr(row, name) for name in FIELDS}
    facts |= {"area": row.area_id or "", "agreed_on": row.agreed_on or ""}
    return _form(row, facts, languages=row.languages.split())


@blueprint.post("/<coach_id>")
@needs(PLANT)
def change(coach_id: str) -> Any:
    """Change a card, or take it off every page."""
    row = _coach(coach_id)
    if "remove" in request.form:
        upkeep.remove_coach(row)
        return redirect("/studio/coaches", 303)
    try:
        _change(row, _typed())
    except ContentError as error:
        return _form(row, request.form, error)
    return redirect("/studio/coaches", 303)


def _change(row: Coach, facts: dict[str, str]) -> None:
    area = house.chosen_area(request.form.get("area", ""))
    upkeep.coach(row, agreed_on=_agreed(), area=area, **facts)


def _typed() -> dict[str, str]:
    facts = {name: request.form.get(name, "") for name in FIELDS}
    spoken = [code for code in request.form.getlist("languages") if code in SPOKEN]
    return {**facts, "languages": " ".join(spoken)}


def _agreed() -> str | None:
    try:
        return date.fromisoformat(request.form.get("agreed_on", "")).isoformat()
    except ValueError:
        return None


def _coach(id_: str) -> Coach:
    row = Coach.get_or_none((Coach.id == id_) & (Coach.site == house.site()))
    if row is None:
        raise NotFound
    return row


def _form(
    row: Coach | None,
    values: Any,
    error: ContentError | None = None,
    languages: list[str] | None = None,
) -> Response:
    chosen = request.form.getlist("languages") if languages is None else languages
    return page(
        "studio/coach.html",
        status=422 if error else 200,
        coach_id=row.id if row else "",
        coach_name=row.name if row else "",
        values={key: values.get(key, "") for key in (*FIELDS, "area")},
        agreed_on=values.get("agreed_on", ""),
        spoken=[(code, language.name(code), code in chosen) for code in SPOKEN],
        areas=inventory.tree(house.site(), counts=False),
        wrong=sentence(error) if error else "",
        wrong_at=beside.field(error),
    )
