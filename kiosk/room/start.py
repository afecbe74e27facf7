"""The room's first screen: every language by its own name, and beside it what can be learned."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Response, request
from flask_babel import force_locale, gettext

from content import catalogue
from content.catalogue import Site
from kiosk import language, links, reach
from kiosk.room.addresses import elsewhere
from kiosk.room.frame import page, speak_of_site, this_site
from kiosk.room.home import of_the_day

MOST_SLIDES = 6


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
    """A nugget that passes by on the first screen: its still picture, its title, its language."""

    picture: str
    title: str
    language: str
    daily: bool = False


def routes(blueprint: Blueprint) -> None:
    """Register the first screen, and the same choice for a page somebody is on."""
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


def tongues(where: str) -> list[Tongue]:
    """Return every language there is, each leading to the page `where`."""
    return [_tongue(one, where) for one in language.LANGUAGES.values()]


def _tongue(one: language.Language, where: str) -> Tongue:
    with force_locale(one.locale):
        return Tongue(elsewhere(where, one.code), one.code, one.dir, one.name, gettext("Welcome"))


def slides(site: Site) -> list[Slide]:
    """Return what passes by while nobody is there: the nugget of the day, then the first ones."""
    lang, found = language.current().code, []
    daily = of_the_day(site, datetime.now(tz=UTC))
    if daily and daily.picture:
        found.append(Slide(daily.picture, daily.words.title, daily.words.key, daily=True))
    for card in catalogue.first_steps(site.id):
        words, _ = card.say(lang, site.language)
        picture = links.poster_of(card, words)
        if daily and card.id == daily.card.id:
            continue
        if picture and reach.is_open(card, inside=reach.inside(request)):
            found.append(Slide(picture, words.title, words.key))
    return found[:MOST_SLIDES]
