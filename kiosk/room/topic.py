"""The topics, and the nuggets of one, some on each page."""

from typing import Final

from flask import Blueprint, Response, request

from content import catalogue
from kiosk import language
from kiosk.room import addresses, outside
from kiosk.room.frame import page, this_site
from kiosk.room.tile import tile
from kiosk.web import reach
from kiosk.web.opening import NuggetUnknown

EACH: Final = 12
DRAWINGS = {"safety": "stop", "quality": "caliper", "order": "board", "digital": "tablet"}


def routes(blueprint: Blueprint) -> None:
    """Register the shelf of topics and the page of each."""
    blueprint.get("/<lang>/topics")(show_topics)
    blueprint.get("/<lang>/t/<topic>")(show_topic)
    blueprint.get("/<lang>/t/<topic>/part/<int:number>")(show_topic)


def show_topics() -> Response:
    """Show every topic on which there is something to learn."""
    site = this_site()
    found = [topic for topic in catalogue.topics(site.id) if topic.nuggets]
    back = addresses.home(language.current().code)
    return page("topics.html", site=site, topics=found, drawings=DRAWINGS, back=back)


def show_topic(topic: str, number: int = 1) -> Response:
    """Show the nuggets of a topic, or a later page of many. Raises NuggetUnknown."""
    site = this_site()
    found = catalogue.topic(site.id, topic)
    if found is None:
        raise NuggetUnknown
    inside = reach.inside(request)
    count = catalogue.count_on(found, inside=inside)
    if found.nuggets and not count:
        return outside.of_topic(found)
    parts = max(1, -(-count // EACH))
    if not 1 <= number <= parts:
        raise NuggetUnknown
    cards = catalogue.cards_on(found, (number - 1) * EACH, EACH, inside=inside)
    rows, lang = [tile(card, site.language) for card in cards], language.current().code
    back = addresses.topics(lang) if number == 1 else addresses.topic(lang, topic, number - 1)
    return page(
        "topic.html", site=site, topic=found, rows=rows, part=number, parts=parts, back=back
    )
