"""The nugget of the day, for the intranet and start pages: a page, and a feed to take it from.

Which one it is `content.today` says: by plant and day alone, the same for everybody, without any
count. The page changes at the plant's midnight, so nobody keeps it longer than until then.
"""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, make_response, render_template

from content import catalogue, today
from content.card import Card
from content.catalogue import Site
from kiosk import language
from kiosk.pages import kept
from kiosk.web import found, headers, links
from kiosk.web.htmx import page
from kiosk.web.opening import standing

if TYPE_CHECKING:
    from kiosk.settings import Settings

MINUTE: Final = 60  # seconds after which a withdrawn nugget is asked for anew
ATOM: Final = "application/atom+xml; charset=utf-8"


def routes(blueprint: Blueprint) -> None:
    """Register the page of the day and its feed."""
    blueprint.get("/<lang>/today")(show_today)
    blueprint.get("/<lang>/today.atom")(feed)


def show_today() -> Response:
    """Answer the nugget of the day."""
    return page_at(datetime.now(tz=UTC))


def feed() -> Response:
    """Answer the nugget of the day as a feed of one entry."""
    return feed_at(datetime.now(tz=UTC))


def page_at(now: datetime) -> Response:
    """Return the page of the day that this moment falls on in the plant."""
    site = catalogue.site()
    day, lang = today.day_of(site.timezone, now), language.current().code
    answer = kept.once(f"today/{day}", lang, lambda: _page(site, day))
    return headers.brief(answer, min(MINUTE, today.left(site.timezone, now)))


def feed_at(now: datetime) -> Response:
    """Return the feed of the day that this moment falls on in the plant."""
    site = catalogue.site()
    day, lang = today.day_of(site.timezone, now), language.current().code
    answer = kept.once(f"today.atom/{day}", lang, lambda: _feed(site, day))
    return headers.brief(answer, min(MINUTE, today.left(site.timezone, now)))


def card_of(site: Site, day: date) -> Card | None:
    """Return this day's nugget, None where nothing is published that may be seen from anywhere."""
    slug = found.of_the_day(site, day)
    return catalogue.card(site.id, slug) if slug else None


def _page(site: Site, day: date) -> Response:
    card, lang = card_of(site, day), language.current().code
    here = links.today(lang)
    if card is None:
        return page("today.html", "blank", "today", site=site, day=day, card=None, path=here)
    own, fell_back = card.say(lang, site.language)
    stands = standing(card, own, site)
    return page(
        "today.html",
        "blank",
        *(("draft",) if stands.unread else ()),
        "today",
        body_look="daily",
        site=site,
        day=day,
        card=card,
        words=stands.words,
        draft=stands.draft,
        unread=stands.unread,
        fell_back=fell_back,
        poster=links.poster_of(card, stands.words),
        href=links.nugget(lang, card.slug),
        languages=language.offered(frozenset(card.words)),
        path=here,
    )


def _feed(site: Site, day: date) -> Response:
    settings: Settings = current_app.extensions["settings"]
    card, lang = card_of(site, day), language.current().code
    stands = standing(card, card.say(lang, site.language)[0], site) if card else None
    root = settings.base_url.rstrip("/")
    body = render_template(
        "today.atom",
        site=site,
        day=day,
        card=card,
        words=stands.words if stands else None,
        here=root + links.today(lang),
        href=root + links.nugget(lang, card.slug) if card else "",
    )
    answer = make_response(body)
    answer.headers["Content-Type"] = ATOM
    return answer
