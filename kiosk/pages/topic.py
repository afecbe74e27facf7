"""Lists the nuggets of one topic, some on each page."""

from typing import Final

from flask import Blueprint, Response

from content import catalogue
from kiosk import language
from kiosk.pages import kept
from kiosk.pages.scan import neighbour
from kiosk.web import headers, links
from kiosk.web.htmx import page
from kiosk.web.opening import NuggetUnknown

EACH: Final = 50


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of topics."""
    blueprint.get("/<lang>/t/<topic>")(show_topic)
    blueprint.get("/<lang>/t/<topic>/part/<int:number>")(show_topic)


def show_topic(topic: str, number: int = 1) -> Response:
    """Answer a topic's page, or a later one of many nuggets."""
    path = f"t/{topic}/{number}"
    return kept.once(path, language.current().code, lambda: _topic_page(topic, number))


def _topic_page(slug: str, number: int) -> Response:
    site = catalogue.site()
    found = catalogue.topic(site.id, slug)
    if found is None:
        raise NuggetUnknown
    parts = max(1, -(-found.nuggets // EACH))
    if not 1 <= number <= parts:
        raise NuggetUnknown
    cards = catalogue.cards_on(found, (number - 1) * EACH, EACH)
    here = links.topic(language.current().code, slug)
    return headers.keep(
        page(
            "topic.html",
            "blank",
            here=here,
            part=number,
            parts=parts,
            path=here if number == 1 else f"{here}/part/{number}",
            rows=[neighbour(card, site.language) for card in cards],
            site=site,
            topic=found,
        )
    )
