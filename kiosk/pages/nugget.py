"""Shows one nugget, hands out its ticket, asks its question, and takes the ticket back."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request
from flask_babel import gettext

from content import catalogue
from content.card import Card, Question, Words
from content.catalogue import Place, Site
from kiosk import headers, language, links, reach
from kiosk.counts import Counts
from kiosk.htmx import in_part, page
from kiosk.pages import kept
from kiosk.pages.film import address as media_at
from kiosk.pages.film import film_of, pictures_size, poster
from kiosk.pages.scan import Neighbour, neighbour, parsed, place_of


class NuggetUnknown(Exception):
    """There is no nugget at this address."""


class NuggetGone(Exception):
    """This nugget was withdrawn."""


class HangsElsewhere(Exception):
    """This nugget does not hang on this machine, but it is there without one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A nugget as somebody opened it: at a machine or without one, in the words to show."""

    card: Card
    words: Words
    fell_back: bool
    site: Site
    place: Place | None
    beside: tuple[Card, ...]

    @property
    def at(self) -> str:
        """The address of this nugget's page."""
        code = self.place.code if self.place else None
        return links.nugget(language.current().code, self.card.slug, code)

    def next(self) -> Neighbour | None:
        """Return the nugget that comes after this one, if there is one that may be seen."""
        after = [card for card in self.beside if card.id != self.card.id]
        later = self.beside[self.beside.index(self.card) + 1 :] if self.beside else ()
        inside = reach.inside(request)
        open_cards = [card for card in (*later, *after) if reach.is_open(card, inside=inside)]
        code = self.place.code if self.place else None
        return neighbour(open_cards[0], self.site.language, code) if open_cards else None


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
        return kept.once(path, language.current().code, lambda: _nugget_page(_open(slug, code)))
    except HangsElsewhere:
        return redirect(links.nugget(language.current().code, slug))  # type: ignore[return-value]


def play(slug: str, code: str | None = None) -> Response:
    """Hand out a ticket, because the film starts or the steps are read.

    A script gets the ticket alone, everybody else the whole page with the film running.
    """
    opened = _begun(slug, code)
    ticket = _ticket(opened)
    if in_part():
        return page("ticket.html", blocks=("ticket",), ticket=ticket, **_common(opened))
    return _nugget_page(opened, ticket=ticket, playing=True)


def answer(slug: str, code: str | None = None) -> Response:
    """Say what an answer teaches, right or wrong; without a pick, ask."""
    opened = _begun(slug, code)
    number = _number("question", len(opened.words.questions))
    if number is None:
        raise NuggetUnknown
    question = opened.words.questions[number]
    pick = _number("pick", len(question.options))
    missing = pick is None and "pick" in request.form
    return _answer_page(opened, question, number, pick, missing=missing)


def done(slug: str, code: str | None = None) -> Response:
    """Take the ticket back, and say what was learned. Whether it counted is never shown.

    A ticket that comes before its time is given back: the page sends it again later by itself.
    """
    opened = _begun(slug, code)
    ticket = request.form.get("ticket", "")
    early = _counts().redeem(ticket) == "early"
    words = opened.words
    # Made anew each time: a kept page answers sooner, which would tell that somebody was here.
    return page(
        "done.html",
        "steps",
        "question",
        title=f"{words.take_away or words.title}",
        coach=opened.place.coach if opened.place else None,
        next=opened.next(),
        picture=poster(opened.card, words),
        ticket=ticket if early else "",
        **_common(opened),
    )


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
    return Opened(card, words, fell_back, site, place, beside)


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


def _common(opened: Opened) -> dict[str, Any]:
    return {
        "languages": language.offered(frozenset(opened.card.words)),
        "nugget_at": opened.at,
        "path": opened.at,
        "place": opened.place,
        "site": opened.site,
        "words": opened.words,
    }


def _nugget_page(opened: Opened, *, ticket: str = "", playing: bool = False) -> Response:
    words = opened.words
    film = film_of(opened.card, words)
    response = page(
        "nugget.html",
        "film",
        "steps",
        body_look="broad",
        late="question.css",
        main_look="split",
        title=words.title,
        play_at="" if playing or film else f"{opened.at}/play",
        card=opened.card,
        coach=None,
        fell_back=opened.fell_back,
        film=film,
        first_seen=False,
        media_at=lambda file: media_at(opened.card, file),
        others=(),
        pictures_size=pictures_size(words),
        playing=playing,
        starts=False,
        ticket=ticket,
        **_common(opened),
    )
    if playing:
        return response
    return headers.keep(response, private=opened.card.reach != "anywhere")


def _answer_page(
    opened: Opened, question: Question, number: int, pick: int | None, *, missing: bool
) -> Response:
    picked = None if pick is None else question.options[pick]
    verdict = picked and (gettext("Right.") if picked.right else gettext("Not yet."))
    return page(
        "answer.html",
        "steps",
        "question",
        blocks=("title", "gauge", "live", "main"),
        status=422 if missing else 200,
        title=f"{verdict or question.prompt} {opened.words.title}",
        letter="ABCDEFGH"[pick or 0],
        main_look="full",
        missing=missing,
        more=number + 1 < len(opened.words.questions),
        number=number,
        picked=picked,
        picture=poster(opened.card, opened.words),
        question=question,
        said=f"{verdict} {picked.feedback}" if picked else question.prompt,
        ticket=request.form.get("ticket") or _ticket(opened),
        **_common(opened),
    )


def _number(name: str, count: int) -> int | None:
    """Return a number from the form if it is one below `count`; the first where none is given."""
    text = request.form.get(name, "0" if name == "question" else "")
    return next((number for number in range(count) if str(number) == text), None)
