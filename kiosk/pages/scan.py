"""Answers a label: the machine's page with its first nugget, or a page that helps on."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request

from content import catalogue
from content.card import Card, Words
from content.catalogue import Place
from content.plant import LIVE
from kiosk import language
from kiosk.pages import before, kept
from kiosk.pages.film import film_of
from kiosk.web import headers, links, reach
from kiosk.web.bidi import turned
from kiosk.web.htmx import page
from kiosk.web.opening import CodeMistyped, parsed, place_of, standing

SHAPED: Final = "<string(minlength=5, maxlength=8):code>"
"""About as long as a code: with a slash behind it, it is still no language's start."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another nugget to go to: its address, its words and its card."""

    href: str
    words: Words
    card: Card


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of labels and machines."""
    blueprint.get(f"/{SHAPED}", strict_slashes=False)(scanned)
    blueprint.get("/<code>")(scanned)
    blueprint.get("/<lang>/m/<code>", strict_slashes=False)(machine)


def scanned(code: str) -> Response:
    """Answer what a label's symbol says, in the language the browser asks for."""
    if request.path.endswith("/"):
        return _own_address(code)
    if code in language.LANGUAGES:
        return redirect(links.start(code), 308)  # type: ignore[return-value]
    lang = language.asked_for()
    if lang:
        language.choose(lang)
    code = parsed(code)
    return kept.once(
        f"/{code}{before.mark()}", lang, lambda: _machine_page(code, negotiate=not lang)
    )


def machine(code: str) -> Response:
    """Answer a machine's page in a fixed language."""
    if request.path.endswith("/"):
        return _own_address(code)
    code = parsed(code)
    return kept.once(
        f"m/{code}{before.mark()}", language.current().code, lambda: _machine_page(code)
    )


def _own_address(code: str) -> Response:
    """Lead from an address with a slash behind it to the one by which phones know the page."""
    with suppress(CodeMistyped):
        parsed(code)
    return redirect(quote(request.path.rstrip("/")), 308)  # type: ignore[return-value]


def _machine_page(code: str, *, negotiate: bool = False) -> Response:
    place = place_of(code)
    if negotiate:
        language.choose(place.site.language)
    if place.machine_id is None or place.label_state not in LIVE:
        return _label_page(place)
    inside = reach.inside(request)
    cards = catalogue.cards_at(place)
    first = next((card for card in cards if reach.is_open(card, inside=inside)), None)
    if first is None:
        at = links.machine(language.current().code, place.code)
        return headers.keep(
            page("empty.html", "machine", place=place, coach=place.coach, shut=bool(cards), path=at)
        )
    words, _ = first.say(language.current().code, place.site.language)
    shown = standing(first, words, place.site).words
    return first_nugget_page(place, cards, first, asks_first=before.asks(first, shown, place))


def first_nugget_page(
    place: Place, cards: list[Card], first: Card, *, asks_first: bool = False
) -> Response:
    """Return the page of a machine: the first nugget, and the others below it.

    `asks_first`: in the film's place stands the question, whose answer leads to the film.
    """
    lang = language.current().code
    own, fell_back = first.say(lang, place.site.language)
    stands = standing(first, own, place.site)
    words = stands.words
    others = [neighbour(card, place.site.language, place.code) for card in cards if card != first]
    nugget_at = links.nugget(lang, first.slug, place.code)
    response = page(
        "nugget.html",
        "machine",
        "film",
        *(("question",) if asks_first else ()),
        *(("draft",) if stands.unread else ()),
        *(("low",) if stands.unread or fell_back else ()),
        body_look="broad",
        follows="below.css",
        main_look="split",
        title=f"{place.machine}: {words.title}",
        path=links.machine(lang, place.code),
        languages=language.offered(frozenset(first.words)),
        asks_first=asks_first,
        card=first,
        coach=place.coach,
        draft=stands.draft,
        fell_back=fell_back,
        film=film_of(first, words),
        first_seen=True,
        nugget_at=nugget_at,
        others=others,
        place=place,
        playing=False,
        starts=len(cards) == 1,
        ticket="",
        unread=stands.unread,
        words=words,
    )
    return headers.keep(response, private=any(card.reach != "anywhere" for card in cards))


def neighbour(card: Card, site_language: str, code: str | None = None) -> Neighbour:
    """Return a nugget as something to go to, at a machine or without one."""
    lang = language.current().code
    words, _ = card.say(lang, site_language)
    return Neighbour(links.nugget(lang, card.slug, code), turned(words), card)


def _label_page(place: Place) -> Response:
    """Answer a label that is out of use, and lead on to the one that replaced it."""
    at = links.machine(language.current().code, place.code)
    return headers.keep(page("label.html", "blank", place=place, path=at))
