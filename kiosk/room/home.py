"""Where a visitor begins: what newcomers see first, machines, topics, search."""

from datetime import UTC, datetime
from itertools import islice

from flask import Blueprint, Response, request

from content import catalogue, today
from content.card import Card
from content.catalogue import Site
from kiosk import language
from kiosk.room import addresses
from kiosk.room.frame import page, this_site
from kiosk.room.tile import Tile, tile
from kiosk.web import found, reach

MOST_FIRST = 6
MINUTE = 60


def routes(blueprint: Blueprint) -> None:
    """Register the page to begin with, and the one for newcomers."""
    blueprint.get("/<lang>/")(begin)
    blueprint.get("/<lang>/new")(new_here)


def begin() -> Response:
    """Offer the four ways to begin."""
    site = this_site()
    rows = _first(site)
    return page(
        "home.html",
        site=site,
        count=len(rows),
        minutes=_minutes(rows),
        daily=of_the_day(site, datetime.now(tz=UTC)),
        back=addresses.START,
    )


def new_here() -> Response:
    """Show the nuggets for somebody's first day."""
    site, lang = this_site(), language.current().code
    rows = _first(site)
    return page("new.html", site=site, rows=rows, back=addresses.home(lang))


def of_the_day(site: Site, now: datetime) -> Tile | None:
    """Return the tile of the nugget of the day, the same as on the page for intranets."""
    slug = found.of_the_day(site, today.day_of(site.timezone, now))
    card = catalogue.card(site.id, slug) if slug else None
    return tile(card, site.language) if card else None


def _first(site: Site) -> list[Tile]:
    cards = islice(filter(_is_open, catalogue.first_steps(site.id)), MOST_FIRST)
    return [tile(card, site.language) for card in cards]


def _is_open(card: Card) -> bool:
    return reach.is_open(card, inside=reach.inside(request))


def _minutes(rows: list[Tile]) -> int:
    """Return how long these films take together, in whole minutes."""
    return max(1, round(sum(row.seconds for row in rows) / MINUTE))
