"""The room's first screen: every language by its own name, and beside it what can be learned."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice

from flask import Blueprint, Response, request
from flask_babel import force_locale, gettext

from content import catalogue
from content.card import Card
from content.catalogue import Site
from kiosk import language
from kiosk.room.addresses import START, elsewhere
from kiosk.room.frame import page, speak_of_site, this_site
from kiosk.room.home import of_the_day
from kiosk.web import links, reach

MOST_SLIDES = 6
SMALL = "lite"


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as it is chosen: where it leads, its own name, and its word of welcome."""

    href: str
    code: str
    dir: str
    name: str
    welcome: str


@dataclass(frozen=True, slots=True)
class Slide:
    """A nugget that passes by on the first screen: its picture, its title, its language, its film.

    `film` is the small one, `captions` its own; each is empty where there is none.
    """

    picture: str
    title: str
    language: str
    film: str = ""
    captions: str = ""
    daily: bool = False


def routes(blueprint: Blueprint) -> None:
    """Register the first screen, and the same choice for a page somebody is on, or for none."""
    blueprint.register_error_handler(language.UnknownLanguage, _no_language)
    blueprint.get("/")(first_screen)
    blueprint.get("/<lang>/languages/")(choose_language)
    blueprint.get("/<lang>/languages/<path:where>")(choose_language)


def first_screen() -> Response:
    """Greet in the plant's language and let the next visitor choose their own."""
    site = this_site()
    speak_of_site(site)
    return page(
        "start.html", kind="start", site=site, tongues=tongues(""), slides=slides(site), here=""
    )


def choose_language(where: str = "") -> Response:
    """Let somebody read the page they are on in another language."""
    lang = language.current().code
    return page("languages.html", tongues=tongues(where), here=where, back=elsewhere(where, lang))


def _no_language(_error: language.UnknownLanguage) -> Response:
    speak_of_site(this_site())
    return page("languages.html", status=404, tongues=tongues(""), here="", back=START)


def tongues(where: str) -> list[Tongue]:
    """Return every language there is, each leading to the page `where`."""
    return [_tongue(one, where) for one in language.LANGUAGES.values()]


def _tongue(one: language.Language, where: str) -> Tongue:
    with force_locale(one.locale):
        return Tongue(elsewhere(where, one.code), one.code, one.dir, one.name, gettext("Welcome"))


def slides(site: Site) -> list[Slide]:
    """Return what passes by while nobody is there: the nugget of the day, then the first ones."""
    daily = of_the_day(site, datetime.now(tz=UTC))
    inside = reach.inside(request)
    first = [daily.card] if daily else []
    rest = (card for card in catalogue.first_steps(site.id) if card not in first)
    shown = (card for card in chain(first, rest) if reach.is_open(card, inside=inside))
    found = (_slide(card, site, daily=card in first) for card in shown)
    return list(islice(filter(None, found), MOST_SLIDES))


def _slide(card: Card, site: Site, *, daily: bool) -> Slide | None:
    words, _ = card.say(language.current().code, site.language)
    picture = links.poster_of(card, words)
    if picture is None:
        return None
    small = words.film.files.get(SMALL) if words.film else None
    return Slide(
        picture, words.title, words.key,
        film=links.file_of(card, small) if small else "",
        captions=links.file_of(card, words.captions) if words.captions else "", daily=daily,
    )  # fmt: skip
