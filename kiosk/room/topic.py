"""The topics, and the nuggets of one."""

from flask import Blueprint, Response, request

from content import catalogue
from kiosk import language
from kiosk.room import addresses, outside
from kiosk.room.frame import page, this_site
from kiosk.room.tile import tile
from kiosk.web import reach
from kiosk.web.opening import NuggetUnknown

DRAWINGS = {"safety": "stop", "quality": "caliper", "order": "board", "digital": "tablet"}


def routes(blueprint: Blueprint) -> None:
    """Register the shelf of topics and the page of each."""
    blueprint.get("/<lang>/topics")(show_topics)
    blueprint.get("/<lang>/t/<topic>")(show_topic)


def show_topics() -> Response:
    """Show every topic on which there is something to learn."""
    site = this_site()
    found = [topic for topic in catalogue.topics(site.id) if topic.nuggets]
    back = addresses.home(language.current().code)
    return page("topics.html", site=site, topics=found, drawings=DRAWINGS, back=back)


def show_topic(topic: str) -> Response:
    """Show the nuggets of a topic. Raises NuggetUnknown."""
    site = this_site()
    found = catalogue.topic(site.id, topic)
    if found is None:
        raise NuggetUnknown
    inside = reach.inside(request)
    hanging = catalogue.cards_on(found)
    cards = [card for card in hanging if reach.is_open(card, inside=inside)]
    if hanging and not cards:
        return outside.of_topic(found)
    rows = [tile(card, site.language) for card in cards]
    back = addresses.topics(language.current().code)
    return page("topic.html", site=site, topic=found, rows=rows, back=back)
