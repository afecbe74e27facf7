"""Who to ask, at a PC that many use: the coaches in large, and a symbol that takes them along."""

from flask import Blueprint, Response
from flask_babel import gettext

from content import coaches
from content.catalogue import Place, Site
from content.coaches import Coach
from kiosk import language, qr
from kiosk.room import addresses
from kiosk.room.frame import page, settings, this_site
from kiosk.web import links
from kiosk.web.opening import parsed, place_of


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of coaches: of the plant, and of a machine."""
    blueprint.get("/<lang>/coaches")(of_plant)
    blueprint.get("/<lang>/coaches/<code>")(of_machine)


def of_plant() -> Response:
    """Show who can be asked anywhere in the plant."""
    site, lang = this_site(), language.current().code
    return _page(site, None, coaches.everybody(site.id, lang), addresses.home(lang))


def of_machine(code: str) -> Response:
    """Show who can be asked at a machine: in its area, those above it, the plant."""
    lang, place = language.current().code, place_of(parsed(code))
    people = coaches.around(place.site.id, place.area_ids, lang)
    return _page(place.site, place, people, addresses.machine(lang, place.code))


def _page(site: Site, place: Place | None, people: list[Coach], back: str) -> Response:
    lang = language.current().code
    code = place.code if place else ""
    taken = settings().base_url + links.coaches(lang, code)
    return page(
        "coaches.html", site=site, place=place, people=people, back=back,
        here="/".join(["coaches", code] if code else ["coaches"]),
        spoken=lang.partition("-")[0], symbol=qr.symbol(taken, gettext("Continue on your phone")),
    )  # fmt: skip
