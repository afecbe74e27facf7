"""A nugget on one sheet of paper: a one-point lesson with its symbol, to hang at the machine."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, redirect
from flask_babel import gettext

from content.card import Standing
from kiosk import language, qr
from kiosk.pages import kept
from kiosk.pages.nugget import open_nugget
from kiosk.pages.opened import Opened
from kiosk.web import headers, links
from kiosk.web.htmx import page
from kiosk.web.opening import HangsElsewhere, parsed

if TYPE_CHECKING:
    from kiosk.settings import Settings

FEW, SOME = 4, 6  # steps
SHORT, LONG, DENSE = 450, 750, 1400  # letters of all steps


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of the sheets, each with a machine and without one."""
    blueprint.get("/<lang>/m/<code>/<slug>/print")(sheet)
    blueprint.get("/<lang>/n/<slug>/print")(sheet)


def sheet(slug: str, code: str | None = None) -> Response:
    """Answer the sheet of a nugget; it carries no ticket, so everybody may keep it."""
    return answered(slug, code, "print", _page)


def _page(opened: Opened) -> Response:
    return on_paper(
        opened,
        "lesson",
        end="print",
        look=_look(opened.standing),
        media_at=lambda file: links.file_of(opened.card, file),
        title=f"{opened.standing.words.title}: {gettext('Sheet to print')}",
    )


def answered(slug: str, code: str | None, end: str, made: Callable[[Opened], Response]) -> Response:
    """Answer a sheet at this end of a nugget's address, made once for each of its versions."""
    code = parsed(code) if code else None
    lang = language.current().code
    try:
        return kept.once(f"{code or 'n'}/{slug}/{end}", lang, lambda: made(open_nugget(slug, code)))
    except HangsElsewhere:
        return redirect(f"{links.nugget(lang, slug)}/{end}")  # type: ignore[return-value]


def on_paper(opened: Opened, template: str, end: str = "", **more: Any) -> Response:
    """Set a nugget on paper; `end` is that of its address, where the template is called otherwise.

    What every sheet says of the nugget stands here, `more` is what one alone does.
    """
    standing, card = opened.standing, opened.card
    settings: Settings = current_app.extensions["settings"]
    url = settings.base_url.rstrip("/") + opened.at
    response = page(
        f"{template}.html",
        *(("draft",) if standing.unread else ()),
        "paper",
        template,
        body_look="papered",
        address=url.partition("://")[2],
        card=card,
        draft=standing.draft,
        fell_back=opened.fell_back,
        languages=language.offered(frozenset(card.words)),
        nugget_at=opened.at,
        path=f"{opened.at}/{end or template}",
        place=opened.place,
        published=date.fromisoformat(card.published_on),
        site=opened.site,
        symbol=qr.readable(url, gettext("This page on a phone")),
        unread=standing.unread,
        words=standing.words,
        **more,
    )
    return headers.keep(response, private=card.reach != "anywhere")


def _look(standing: Standing) -> str:
    """Return how the steps are set, so that one side of paper holds them and is filled."""
    texts = [text for text in (standing.words, standing.draft) if text]
    count = len(standing.words.steps)
    letters = sum(len(step.body) for text in texts for step in text.steps)
    if letters > DENSE or standing.draft:
        return "dense"
    if count <= FEW and letters <= SHORT:
        return "two"
    if count <= SOME:
        return "three" if letters <= LONG else "long"
    return "many"
