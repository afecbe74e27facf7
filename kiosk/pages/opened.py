"""A nugget as somebody opened it, and its three pages: what it shows, what it asks, what stays."""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext

from content.card import Card, Question, Standing, Words
from content.catalogue import Place, Site
from kiosk import language
from kiosk.pages.film import film_of, pictures_size, voice
from kiosk.pages.scan import Neighbour, neighbour
from kiosk.web import headers, links, reach
from kiosk.web.asked import Asked
from kiosk.web.htmx import page
from kiosk.web.opening import standing


@dataclass(frozen=True, slots=True)
class Opened:
    """A nugget as somebody opened it: at a machine or without one, in the words to show.

    `at` is the address of its page; those of its answers and its end lie below. A `preview` shows
    a draft: it says so, is kept by nobody and counts nothing.
    """

    card: Card
    words: Words
    fell_back: bool
    site: Site
    place: Place | None
    beside: tuple[Card, ...]
    at: str
    preview: bool = False

    @property
    def standing(self) -> Standing:
        """How its words stand: alone, or as a draft under the text that binds."""
        return standing(self.card, self.words, self.site)

    def next(self) -> Neighbour | None:
        """Return the nugget that comes after this one, if there is one that may be seen."""
        after = [card for card in self.beside if card.id != self.card.id]
        later = self.beside[self.beside.index(self.card) + 1 :] if self.beside else ()
        inside = reach.inside(request)
        open_cards = [card for card in (*later, *after) if reach.is_open(card, inside=inside)]
        code = self.place.code if self.place else None
        return neighbour(open_cards[0], self.site.language, code) if open_cards else None


def _common(opened: Opened) -> dict[str, Any]:
    standing = opened.standing
    return {
        "draft": standing.draft,
        "languages": language.offered(frozenset(opened.card.words)),
        "nugget_at": opened.at,
        "path": opened.at,
        "place": opened.place,
        "preview": opened.preview and not opened.card.published_on,
        "site": opened.site,
        "unread": standing.unread,
        "words": standing.words,
    }


def _look(standing: Standing) -> tuple[str, ...]:
    """Return the sheet of drafts where one stands on the page."""
    return ("draft",) if standing.unread else ()


def _question(draft: Words | None, number: int) -> Question | None:
    """Return the draft's own words of a question, if it has them."""
    return draft.questions[number] if draft and number < len(draft.questions) else None


def nugget_page(opened: Opened, *, ticket: str = "", playing: bool = False) -> Response:
    """Return the page with film, steps and question; kept unless a film plays or it is a draft."""
    words = opened.standing.words
    film = film_of(opened.card, words)
    response = page(
        "nugget.html",
        "film",
        *_look(opened.standing),
        *(("low",) if opened.standing.unread or opened.fell_back else ()),
        body_look="broad",
        follows="below.css",
        main_look="split",
        title=words.title,
        play_at="" if playing or film else f"{opened.at}/play",
        card=opened.card,
        coach=None,
        fell_back=opened.fell_back,
        film=film,
        first_seen=False,
        media_at=lambda file: links.file_of(opened.card, file),
        others=(),
        pictures_size=pictures_size(words),
        playing=playing,
        starts=False,
        ticket=ticket,
        voice=voice(opened.card, words),
        **_common(opened),
    )
    if playing or opened.preview:
        return response
    return headers.keep(response, private=opened.card.reach != "anywhere")


def before_page(opened: Opened) -> Response:
    """Return the question that is asked before the film, where the nugget is measured."""
    words = opened.standing.words
    response = page(
        "before.html",
        "film",
        "question",
        *_look(opened.standing),
        title=words.title,
        fell_back=opened.fell_back,
        film=film_of(opened.card, words),
        **_common(opened),
    )
    return headers.keep(response, private=opened.card.reach != "anywhere")


def keys_part(opened: Opened) -> Response:
    """Return what only a script can use: the film's keys, what comes after it, other captions."""
    words = opened.standing.words
    film = film_of(opened.card, words)
    text = render_template("keys.html", film=film, nugget_at=opened.at, words=words)
    response = make_response(text)
    response.headers["Content-Security-Policy"] = headers.BARE
    return headers.keep(response, private=opened.card.reach != "anywhere")


def answer_page(
    opened: Opened, asked: Asked, ticket: str, *, replays: bool = False, again: bool = False
) -> Response:
    """Return what an answer teaches, or the question where nobody picked one yet.

    `replays`: the film's page would ask first, so the film is led to past it. `again`: this is
    not the first answer, and says so when it comes back.
    """
    picked, standing = asked.picked, opened.standing
    verdict = picked and (gettext("Right.") if picked.right else gettext("Not yet."))
    return page(
        "answer.html",
        "steps",
        "question",
        *_look(standing),
        blocks=("title", "gauge", "live", "main"),
        status=422 if asked.missing else 200,
        again=again,
        replays=replays,
        title=f"{verdict or asked.question.prompt} {standing.words.title}",
        below=_question(standing.draft, asked.number),
        letter="ABCDEFGH"[asked.pick or 0],
        main_look="full",
        missing=asked.missing,
        more=asked.number + 1 < len(standing.words.questions),
        number=asked.number,
        pick=asked.pick,
        picked=picked,
        picture=links.poster_of(opened.card, standing.words),
        question=asked.question,
        said=f"{verdict} {picked.feedback}" if picked else asked.question.prompt,
        ticket=ticket,
        **_common(opened),
    )


def done_page(opened: Opened, ticket: str = "", *, asks: str = "", said: str = "") -> Response:
    """Return what was learned, with the ticket again if it came before its time.

    `asks` is the ticket with which somebody may say if it helped. `said` is what became of an
    answer: `taken`, `missing`, or `late` where nobody is asked any more; htmx gets that alone.
    """
    words = opened.standing.words
    return page(
        "done.html",
        "steps",
        "question",
        *_look(opened.standing),
        blocks=("live", "helpful") if said else (),
        status=422 if said == "missing" else 200,
        asks=asks,
        answered=said,
        title=f"{words.take_away or words.title}",
        coach=opened.place.coach if opened.place else None,
        next=opened.next(),
        picture=links.poster_of(opened.card, words),
        ticket=ticket,
        **_common(opened),
    )


def ticket_part(opened: Opened, ticket: str) -> Response:
    """Return the ticket alone, for a script that let the film start."""
    return page("ticket.html", blocks=("ticket",), ticket=ticket, **_common(opened))
