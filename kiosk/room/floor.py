"""The plant's floor: its halls, the machines of one, and the nuggets of a machine."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from content import areas, catalogue, floor
from content.catalogue import Place
from content.plant import LIVE
from kiosk import language
from kiosk.room import addresses, outside
from kiosk.room.frame import lead_to, page, this_site
from kiosk.room.tile import tile
from kiosk.web import reach
from kiosk.web.opening import parsed, place_of

EACH: Final = 9
DRAWINGS: Final = Path(__file__).with_name("drawings.toml")


def routes(blueprint: Blueprint) -> None:
    """Register the floor, its halls, and the machines in them."""
    blueprint.get("/<lang>/machines")(show_floor)
    blueprint.get("/<lang>/machines/<hall>")(show_floor)
    blueprint.get("/<lang>/machines/<hall>/<int:number>")(show_floor)
    blueprint.get("/<lang>/m/<code>")(show_machine)


def show_floor(hall: str = "", number: int = 1) -> Response:
    """Show the halls, and the machines of the one chosen, else of the fullest."""
    site, lang = this_site(), language.current().code
    look = areas.look(site.id, None, inside=True)
    halls = look.parts if look else ()
    here = next((one for one in halls if one.id == hall), None)
    if hall and here is None:
        raise NotFound
    chosen = here or max(halls, key=lambda one: one.machines, default=None)
    stands = floor.stands(site.id, chosen.id, (number - 1) * EACH, EACH) if chosen else []
    return page(
        "floor.html",
        site=site,
        halls=halls,
        chosen=chosen,
        stands=[(one, drawing_of(one.kind or one.name)) for one in stands],
        number=number,
        pages=-(-chosen.machines // EACH) if chosen else 0,
        back=addresses.home(lang),
    )


def show_machine(code: str) -> Response:
    """Show what there is to learn at a machine; a single nugget opens at once."""
    place = place_of(parsed(code))
    lang = language.current().code
    if place.machine_id is None or place.label_state not in LIVE:
        return _label_page(place)
    inside = reach.inside(request)
    hanging = catalogue.cards_at(place)
    cards = [card for card in hanging if reach.is_open(card, inside=inside)]
    if hanging and not cards:
        return outside.of_machine(place)
    if len(cards) == 1:
        return lead_to(addresses.nugget(lang, cards[0].slug, place.code))
    rows = [tile(card, place.site.language, place.code) for card in cards]
    return page(
        "machine.html", place=place, rows=rows, coach=place.coach, back=addresses.floor(lang)
    )


def _label_page(place: Place) -> Response:
    """Show that a label is out of use, and lead on to the one that replaced it."""
    lang = language.current().code
    if place.replaced_by:
        return lead_to(addresses.machine(lang, place.replaced_by))
    return page("label.html", place=place, back=addresses.home(lang))


def drawing_of(name: str) -> str:
    """Return the drawing that a machine of this kind is shown by."""
    told = name.casefold()
    return next((one for part, one in _drawings() if part in told), "board")


@cache
def _drawings() -> list[tuple[str, str]]:
    told: dict[str, list[str]] = tomllib.loads(DRAWINGS.read_text("utf-8"))
    return [(part, name) for name, parts in told.items() for part in parts]
