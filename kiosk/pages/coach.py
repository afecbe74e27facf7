"""Who to ask: the coaches around a machine, in an area, in the whole plant.

These pages show employees who agreed to it. Whoever takes that back is gone at the next look: no
phone and no proxy may keep such a page beyond a minute, or show it stale.
"""

from flask import Blueprint, Response

from content import areas, catalogue, coaches
from content.catalogue import Place, Site
from content.coaches import Coach
from kiosk import language
from kiosk.pages import kept
from kiosk.web import headers, links
from kiosk.web.htmx import page
from kiosk.web.opening import NuggetUnknown, parsed, place_of


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of coaches: of the plant, of an area, of a machine."""
    blueprint.get("/<lang>/coaches")(of_plant)
    blueprint.get("/<lang>/coaches/<code>")(of_machine)
    blueprint.get("/<lang>/a/<area>/coaches")(of_area)


def of_plant() -> Response:
    """Answer who can be asked anywhere in the plant."""
    return kept.once("coaches", language.current().code, _plant_page)


def of_machine(code: str) -> Response:
    """Answer who can be asked at a machine: in its area, those above it, the plant."""
    code = parsed(code)
    return kept.once(f"coaches/{code}", language.current().code, lambda: _machine_page(code))


def of_area(area: str) -> Response:
    """Answer who can be asked in an area, those above it, the plant."""
    return kept.once(f"a/{area}/coaches", language.current().code, lambda: _area_page(area))


def _plant_page() -> Response:
    site, lang = catalogue.site(), language.current().code
    return _page(site, coaches.everybody(site.id, lang), links.coaches(lang), everywhere=True)


def _machine_page(code: str) -> Response:
    place, lang = place_of(code), language.current().code
    people = coaches.around(place.site.id, place.area_ids, lang)
    return _page(place.site, people, links.coaches(lang, place.code), place=place)


def _area_page(area: str) -> Response:
    site, lang = catalogue.site(), language.current().code
    way = areas.way(site.id, area)
    if not way:
        raise NuggetUnknown
    people = coaches.around(site.id, tuple(part.id for part in way), lang)
    return _page(site, people, links.area_coaches(lang, area), area=way[0])


def _page(
    site: Site,
    people: list[Coach],
    path: str,
    *,
    place: Place | None = None,
    area: areas.Part | None = None,
    everywhere: bool = False,
) -> Response:
    response = page(
        "coaches.html",
        "blank",
        *(("hits", "trail") if area else ()),
        "coaches",
        site=site,
        people=people,
        place=place,
        area=area,
        everywhere=everywhere,
        spoken=language.current().code.partition("-")[0],
        path=path,
    )
    return headers.brief(response)
