"""Shows one nugget, hands out its ticket, asks its question, and takes the ticket back."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, redirect, request

from kiosk import language
from kiosk.counts import Counts
from kiosk.pages import before, kept
from kiosk.pages.opened import (
    Opened,
    answer_page,
    before_page,
    done_page,
    keys_part,
    nugget_page,
    ticket_part,
)
from kiosk.web import links, reach
from kiosk.web.asked import asked, picked_right
from kiosk.web.htmx import in_part
from kiosk.web.opening import HangsElsewhere, NuggetUnknown, found, parsed

if TYPE_CHECKING:
    from kiosk.web.found import Found

ANSWERS: Final = {"yes": True, "no": False}


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of nuggets, each with a machine and without one."""
    for start in ("/<lang>/m/<code>/<slug>", "/<lang>/n/<slug>"):
        blueprint.get(start)(show_nugget)
        blueprint.get(f"{start}/keys")(keys)
        blueprint.post(f"{start}/play")(play)
        blueprint.post(f"{start}/answer")(answer)
        blueprint.post(f"{start}/done")(done)
        blueprint.post(f"{start}/helpful")(helpful)


def show_nugget(slug: str, code: str | None = None) -> Response:
    """Answer a nugget's page. It carries no ticket, so everybody may keep it."""
    code = parsed(code) if code else None
    path, lang = f"{code or 'n'}/{slug}{before.mark()}", language.current().code
    try:
        return kept.once(path, lang, lambda: _first_page(open_nugget(slug, code)))
    except HangsElsewhere:
        return redirect(links.nugget(lang, slug))  # type: ignore[return-value]


def keys(slug: str, code: str | None = None) -> Response:
    """Answer the keys of a nugget's film; a script asks for them when it plays."""
    code = parsed(code) if code else None
    path, lang = f"{code or 'n'}/{slug}/keys", language.current().code
    return kept.once(path, lang, lambda: keys_part(begun(slug, code)))


def play(slug: str, code: str | None = None) -> Response:
    """Hand out a ticket, because the film starts or the steps are read.

    A script gets the ticket alone, everybody else the whole page with the film running. What was
    answered before the film goes into the ticket, and the page is the same without.
    """
    opened = begun(slug, code)
    answered = picked_right(opened.standing.words) if _measures(opened) else None
    ticket = _ticket(opened, answered=answered)
    if in_part():
        return ticket_part(opened, ticket)
    return nugget_page(opened, ticket=ticket, playing=True)


def answer(slug: str, code: str | None = None) -> Response:
    """Say what an answer teaches, right or wrong; without a pick, ask."""
    opened = begun(slug, code)
    question = asked(opened.standing.words)
    if question is None:
        raise NuggetUnknown
    ticket, again = request.form.get("ticket", ""), "again" in request.form
    if question.picked and question.number == 0 and not again:
        _counts().gain(ticket, opened.card, after=question.picked.right)
    replays = _measures(opened)
    return answer_page(
        opened, question, ticket or _ticket(opened), replays=replays, again=replays and again
    )


def done(slug: str, code: str | None = None) -> Response:
    """Take the ticket back, and say what was learned. Whether it counted is never shown.

    A ticket that comes before its time is given back: the page sends it again later by itself.
    """
    opened = begun(slug, code)
    ticket = request.form.get("ticket", "")
    early = _counts().redeem(ticket) == "early"
    asks = "" if early or not _asks(opened) else ticket
    # Made anew each time: a kept page answers sooner, which would tell that somebody was here.
    return done_page(opened, ticket if early else "", asks=asks)


def helpful(slug: str, code: str | None = None) -> Response:
    """Take one answer for a ticket, and thank for it. Whether it counted is never shown."""
    opened = begun(slug, code)
    ticket, said = request.form.get("ticket", ""), request.form.get("helpful")
    if not _asks(opened):
        return done_page(opened, said="late")
    if said not in ANSWERS:
        return done_page(opened, asks=ticket, said="missing")
    _counts().answer(ticket, helpful=ANSWERS[said])
    return done_page(opened, said="taken")


def _asks(opened: Opened) -> bool:
    return _counts().asks(opened.card, opened.place)


def _first_page(opened: Opened) -> Response:
    """Return the nugget's page, or while it is measured the question that comes before."""
    return before_page(opened) if _measures(opened) else nugget_page(opened)


def _measures(opened: Opened) -> bool:
    return before.asks(opened.card, opened.standing.words, opened.place)


def _counts() -> Counts:
    counts: Counts = current_app.extensions["counts"]
    return counts


def _ticket(opened: Opened, *, answered: bool | None = None) -> str:
    return _counts().hand_out(opened.card, opened.place, before=answered) or ""


def open_nugget(slug: str, code: str | None) -> Opened:
    """Find a nugget for whoever asks. Raises CodeUnknown, NuggetUnknown, NuggetGone, OutOfReach."""
    read: Found = current_app.extensions["found"]
    card, site, place, beside = read.once((slug, code), lambda: found(slug, code))
    if not reach.is_open(card, inside=reach.inside(request)):
        raise reach.OutOfReach(site.wifi_place)
    words, fell_back = card.say(language.current().code, site.language)
    at = links.nugget(language.current().code, card.slug, place.code if place else None)
    return Opened(card, words, fell_back, site, place, beside, at)


def begun(slug: str, code: str | None) -> Opened:
    """Find a nugget somebody is amid; it may have left the machine in the meantime."""
    try:
        return open_nugget(slug, parsed(code) if code else None)
    except HangsElsewhere:
        return open_nugget(slug, None)
