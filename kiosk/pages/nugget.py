"""Shows one nugget, hands out its ticket, asks its question, and takes the ticket back."""

from flask import Blueprint, Response, current_app, redirect, request

from content import catalogue
from content.card import Card
from content.catalogue import Place, Site
from kiosk import language, links, reach
from kiosk.counts import Counts
from kiosk.htmx import in_part
from kiosk.pages import kept
from kiosk.pages.opened import Opened, answer_page, asked, done_page, nugget_page, ticket_part
from kiosk.pages.scan import parsed, place_of


class NuggetUnknown(Exception):
    """There is no nugget at this address."""


class NuggetGone(Exception):
    """This nugget was withdrawn."""


class HangsElsewhere(Exception):
    """This nugget does not hang on this machine, but it is there without one."""


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of nuggets, each with a machine and without one."""
    for start in ("/<lang>/m/<code>/<slug>", "/<lang>/n/<slug>"):
        blueprint.get(start)(show_nugget)
        blueprint.post(f"{start}/play")(play)
        blueprint.post(f"{start}/answer")(answer)
        blueprint.post(f"{start}/done")(done)


def show_nugget(slug: str, code: str | None = None) -> Response:
    """Answer a nugget's page. It carries no ticket, so everybody may keep it."""
    code = parsed(code) if code else None
    path = f"{code or 'n'}/{slug}"
    try:
        return kept.once(path, language.current().code, lambda: nugget_page(_open(slug, code)))
    except HangsElsewhere:
        return redirect(links.nugget(language.current().code, slug))  # type: ignore[return-value]


def play(slug: str, code: str | None = None) -> Response:
    """Hand out a ticket, because the film starts or the steps are read.

    A script gets the ticket alone, everybody else the whole page with the film running.
    """
    opened = _begun(slug, code)
    ticket = _ticket(opened)
    if in_part():
        return ticket_part(opened, ticket)
    return nugget_page(opened, ticket=ticket, playing=True)


def answer(slug: str, code: str | None = None) -> Response:
    """Say what an answer teaches, right or wrong; without a pick, ask."""
    opened = _begun(slug, code)
    found = asked(opened.words)
    if found is None:
        raise NuggetUnknown
    return answer_page(opened, found, request.form.get("ticket") or _ticket(opened))


def done(slug: str, code: str | None = None) -> Response:
    """Take the ticket back, and say what was learned. Whether it counted is never shown.

    A ticket that comes before its time is given back: the page sends it again later by itself.
    """
    opened = _begun(slug, code)
    ticket = request.form.get("ticket", "")
    early = _counts().redeem(ticket) == "early"
    # Made anew each time: a kept page answers sooner, which would tell that somebody was here.
    return done_page(opened, ticket if early else "")


def _counts() -> Counts:
    counts: Counts = current_app.extensions["counts"]
    return counts


def _ticket(opened: Opened) -> str:
    return _counts().hand_out(opened.card, opened.place) or ""


def _open(slug: str, code: str | None) -> Opened:
    """Find a nugget for whoever asks. Raises CodeUnknown, NuggetUnknown, NuggetGone, OutOfReach."""
    found: kept.Found = current_app.extensions["found"]
    card, site, place, beside = found.once((slug, code), lambda: _look(slug, code))
    if not reach.is_open(card, inside=reach.inside(request)):
        raise reach.OutOfReach(site.wifi_place)
    words, fell_back = card.say(language.current().code, site.language)
    at = links.nugget(language.current().code, card.slug, place.code if place else None)
    return Opened(card, words, fell_back, site, place, beside, at)


def _begun(slug: str, code: str | None) -> Opened:
    """Find a nugget somebody is amid; it may have left the machine in the meantime."""
    try:
        return _open(slug, parsed(code) if code else None)
    except HangsElsewhere:
        return _open(slug, None)


def _look(slug: str, code: str | None) -> tuple[Card, Site, Place | None, tuple[Card, ...]]:
    """Read a nugget, its site, and the machine with what else hangs there."""
    place = place_of(code) if code else None
    site = place.site if place else catalogue.site()
    beside = tuple(catalogue.cards_at(place)) if place else ()
    card = next((card for card in beside if card.slug == slug), None)
    if card is None:
        card = catalogue.card(site.id, slug)
        if card is None:
            raise NuggetGone if catalogue.withdrawn(site.id, slug) else NuggetUnknown
        if place:
            raise HangsElsewhere
    return card, site, place, beside
