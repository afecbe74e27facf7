"""Shows one nugget on the large screen, asks its question, and takes its ticket back.

In the room a nugget counts for the whole site, at whichever machine it was opened: a PC that many
use says nothing about where somebody works.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext

from content.card import Card, Question, Words
from content.catalogue import Place, Site
from kiosk import language
from kiosk.counts import Counts
from kiosk.room import addresses, before, film
from kiosk.room.frame import lead_to, page
from kiosk.room.tile import Tile, tile
from kiosk.web import links, reach
from kiosk.web.asked import Asked, asked, picked_right
from kiosk.web.opening import HangsElsewhere, NuggetUnknown, found, parsed, standing

LETTERS = "ABCDEFGH"
ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Shown:
    """A nugget as it is shown: at a machine or without one, and in which words.

    `draft` is the reader's own text where nobody has reviewed it: it stands under the one that
    binds. `unread` says who wrote such a text, also where it may stand alone.
    """

    card: Card
    words: Words
    draft: Words | None
    unread: str
    fell_back: bool
    site: Site
    place: Place | None
    beside: tuple[Card, ...]

    @property
    def code(self) -> str | None:
        """The code of the machine it was opened at."""
        return self.place.code if self.place else None

    @property
    def at(self) -> str:
        """The address of its page; those of its answers and its end lie below."""
        return addresses.nugget(language.current().code, self.card.slug, self.code)

    @property
    def here(self) -> str:
        """The part of that address behind the language."""
        return self.at.split("/", 3)[3]

    @property
    def back(self) -> str:
        """Where somebody came from: the machine, else the topic, else the beginning."""
        lang = language.current().code
        if self.code and len(self.beside) > 1:
            return addresses.machine(lang, self.code)
        if not self.code and self.card.topics:
            return addresses.topic(lang, self.card.topics[0])
        return addresses.home(lang)

    def next(self) -> Tile | None:
        """Return the nugget of this machine that comes after this one and may be seen."""
        here = next((n for n, one in enumerate(self.beside) if one.id == self.card.id), -1)
        rest = (*self.beside[here + 1 :], *self.beside[: max(here, 0)])
        inside = reach.inside(request)
        after = next((one for one in rest if reach.is_open(one, inside=inside)), None)
        return tile(after, self.site.language, self.code) if after else None


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of nuggets, each with a machine and without one."""
    for start in ("/<lang>/m/<code>/<slug>", "/<lang>/n/<slug>"):
        blueprint.get(start)(show_nugget)
        blueprint.post(f"{start}/play")(play)
        blueprint.post(f"{start}/answer")(answer)
        blueprint.post(f"{start}/done")(done)
        blueprint.post(f"{start}/helpful")(helpful)


def show_nugget(slug: str, code: str | None = None) -> Response:
    """Show a nugget's film and steps, or what is asked before. This page carries no ticket."""
    try:
        shown = open_nugget(slug, code)
    except HangsElsewhere:
        return lead_to(addresses.nugget(language.current().code, slug))
    return _ask_first(shown) if _measures(shown) else _stage(shown)


def play(slug: str, code: str | None = None) -> Response:
    """Hand out a ticket and let the film run; who comes back to it keeps the one at hand.

    What was answered before the film goes into the ticket, and the page is the same without.
    """
    shown = begun(slug, code)
    answered = picked_right(shown.words) if _measures(shown) else None
    ticket = request.form.get("ticket") or _ticket(shown, answered=answered)
    return _stage(shown, ticket=ticket, playing=True)


def answer(slug: str, code: str | None = None) -> Response:
    """Say what an answer teaches, right or wrong; without a pick, ask."""
    shown = begun(slug, code)
    question = asked(shown.words)
    if question is None:
        raise NuggetUnknown
    again = "again" in request.form
    before.take(request.form.get("ticket", ""), shown.card, question, again=again)
    ticket = request.form.get("ticket") or _ticket(shown)
    return (_verdict if question.picked else _ask)(shown, question, ticket, again=again)


def done(slug: str, code: str | None = None) -> Response:
    """Take the ticket back and say what was learned. Whether it counted is never shown.

    A ticket that comes before its time is given back: the page sends it again later by itself.
    """
    shown = begun(slug, code)
    ticket = request.form.get("ticket", "")
    early = _counts().redeem(ticket) == "early"
    asks = "" if early or not _asks(shown) else ticket
    return _end(shown, ticket if early else "", asks=asks)


def helpful(slug: str, code: str | None = None) -> Response:
    """Take one answer for a ticket, and thank for it. Whether it counted is never shown."""
    shown = begun(slug, code)
    ticket, said = request.form.get("ticket", ""), request.form.get("helpful")
    if not _asks(shown):
        return _end(shown)
    if said not in ANSWERS:
        return _end(shown, asks=ticket, said="missing")
    _counts().answer(ticket, helpful=ANSWERS[said])
    return _end(shown, said="taken")


def _end(shown: Shown, ticket: str = "", *, asks: str = "", said: str = "") -> Response:
    return page(
        "done.html", status=422 if said == "missing" else 200,
        picture=links.poster_of(shown.card, shown.words), next=shown.next(),
        coach=shown.place.coach if shown.place else None, ticket=ticket, asks=asks, answered=said,
        **_common(shown),
    )  # fmt: skip


def _stage(shown: Shown, *, ticket: str = "", playing: bool = False) -> Response:
    found_film = film.film_of(shown.card, shown.words, shown.draft)
    return page(
        "nugget.html", kind="film", film=found_film, playing=playing, ticket=ticket,
        fell_back=shown.fell_back, line=film.LINE,
        media_at=lambda file: links.file_of(shown.card, file),
        phone=addresses.phone(language.current().code, 0, shown.card.slug, shown.code),
        **_common(shown),
    )  # fmt: skip


def _ask_first(shown: Shown) -> Response:
    return page(
        "before.html", kind="question", question=shown.words.questions[0],
        drafted=_drafted(shown, 0), fell_back=shown.fell_back,
        film=film.film_of(shown.card, shown.words), letters=LETTERS,
        picture=links.poster_of(shown.card, shown.words), **_common(shown),
    )  # fmt: skip


def _ask(shown: Shown, question: Asked, ticket: str, *, again: bool) -> Response:
    return page(
        "question.html", kind="question", status=422 if question.missing else 200,
        question=question.question, number=question.number, missing=question.missing,
        drafted=_drafted(shown, question.number),
        picture=links.poster_of(shown.card, shown.words), letters=LETTERS, ticket=ticket,
        **_amid(shown, again=again), **_common(shown, back=shown.at),
    )  # fmt: skip


def _verdict(shown: Shown, question: Asked, ticket: str, *, again: bool) -> Response:
    picked = question.picked
    return page(
        "verdict.html", kind="question", picked=picked, letter=LETTERS[question.pick or 0],
        question=question.question, number=question.number, ticket=ticket,
        drafted=_drafted(shown, question.number), pick=question.pick,
        more=question.number + 1 < len(shown.words.questions),
        verdict=gettext("Right.") if picked and picked.right else gettext("Not yet."),
        **_amid(shown, again=again), **_common(shown, back=shown.at),
    )  # fmt: skip


def _amid(shown: Shown, *, again: bool) -> dict[str, bool]:
    """Return what questions and verdicts do otherwise while the nugget is measured.

    `replays`: its page would ask first, so the film is led to past it. `again`: what is answered
    is not the first answer any more.
    """
    replays = _measures(shown)
    return {"replays": replays, "again": replays and again}


def _drafted(shown: Shown, number: int) -> Question | None:
    """Return the draft's own words of a question, if it has them."""
    told = shown.draft.questions if shown.draft else ()
    return told[number] if number < len(told) else None


def _common(shown: Shown, back: str = "") -> dict[str, Any]:
    return {
        "at": shown.at,
        "back": back or shown.back,
        "draft": shown.draft,
        "here": shown.here,
        "place": shown.place,
        "site": shown.site,
        "unread": shown.unread,
        "words": shown.words,
    }


def _counts() -> Counts:
    counts: Counts = current_app.extensions["counts"]
    return counts


def _asks(shown: Shown) -> bool:
    return _counts().asks(shown.card, None)


def _measures(shown: Shown) -> bool:
    return before.asks(shown.card, shown.words)


def _ticket(shown: Shown, *, answered: bool | None = None) -> str:
    return _counts().hand_out(shown.card, None, before=answered) or ""


def open_nugget(slug: str, code: str | None) -> Shown:
    """Find a nugget for whoever asks. Raises CodeUnknown, NuggetUnknown, NuggetGone, OutOfReach."""
    card, site, place, beside = found(slug, parsed(code) if code else None)
    if not reach.is_open(card, inside=reach.inside(request)):
        raise reach.OutOfReach(site.wifi_place)
    own, fell_back = card.say(language.current().code, site.language)
    stands = standing(card, own, site)
    return Shown(card, stands.words, stands.draft, stands.unread, fell_back, site, place, beside)


def begun(slug: str, code: str | None) -> Shown:
    """Find a nugget somebody is amid; it may have left the machine in the meantime."""
    try:
        return open_nugget(slug, code)
    except HangsElsewhere:
        return open_nugget(slug, None)
