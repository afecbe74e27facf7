"""The plant's floor: its areas, and the machines that stand in each."""

from flask import Blueprint, Response, request

from content import areas, catalogue
from kiosk import language
from kiosk.pages import kept
from kiosk.web import headers, links, reach
from kiosk.web.htmx import page
from kiosk.web.opening import NuggetUnknown


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of the floor and of its areas."""
    blueprint.get("/<lang>/machines")(show_floor)
    blueprint.get("/<lang>/a/<area>")(show_area)


def show_floor() -> Response:
    """Answer the whole floor."""
    return kept.once("floor", language.current().code, lambda: _floor_page(None))


def show_area(area: str) -> Response:
    """Answer what stands in one area."""
    return kept.once(f"a/{area}", language.current().code, lambda: _floor_page(area))


def _floor_page(area: str | None) -> Response:
    site = catalogue.site()
    floor = areas.look(site.id, area, inside=reach.inside(request))
    if floor is None:
        raise NuggetUnknown
    lang = language.current().code
    here = links.area(lang, area) if area else links.floor(lang)
    return headers.keep(
        page("floor.html", "blank", "hits", "trail", site=site, floor=floor, path=here)
    )
