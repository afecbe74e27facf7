"""Lists the nuggets of one topic."""

from flask import Blueprint, Response

from content import catalogue
from kiosk import language
from kiosk.pages import kept
from kiosk.pages.scan import neighbour
from kiosk.web import headers, links
from kiosk.web.htmx import page
from kiosk.web.opening import NuggetUnknown


def routes(blueprint: Blueprint) -> None:
    """Register the address of topics."""
    blueprint.get("/<lang>/t/<topic>")(show_topic)


def show_topic(topic: str) -> Response:
    """Answer a topic's page."""
    return kept.once(f"t/{topic}", language.current().code, lambda: _topic_page(topic))


def _topic_page(slug: str) -> Response:
    site = catalogue.site()
    found = catalogue.topic(site.id, slug)
    if found is None:
        raise NuggetUnknown
    rows = [neighbour(card, site.language) for card in catalogue.cards_on(found)]
    here = links.topic(language.current().code, slug)
    return headers.keep(page("topic.html", "blank", site=site, topic=found, rows=rows, path=here))
