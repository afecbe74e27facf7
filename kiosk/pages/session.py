"""A sheet for ten minutes at the machine: one nugget, one question to discuss, one task.

For coaches and trainers, and public like the nugget itself. It gives the answers away, and it has
no place for a name: who took part is nobody's business but theirs.
"""

from datetime import date
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, redirect
from flask_babel import gettext

from content.card import Standing
from kiosk import headers, language, links
from kiosk.htmx import page
from kiosk.opening import HangsElsewhere, parsed
from kiosk.pages import kept
from kiosk.pages.lesson import symbol_of
from kiosk.pages.nugget import open_nugget
from kiosk.pages.opened import Opened

if TYPE_CHECKING:
    from kiosk.settings import Settings

DENSE: Final = 1150  # letters of question, answers and task, from which on they are set smaller


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of the sheets, each with a machine and without one."""
    blueprint.get("/<lang>/m/<code>/<slug>/session")(session)
    blueprint.get("/<lang>/n/<slug>/session")(session)


def session(slug: str, code: str | None = None) -> Response:
    """Answer the sheet of a nugget for a talk; it carries no ticket, so everybody may keep it."""
    code = parsed(code) if code else None
    lang, path = language.current().code, f"{code or 'n'}/{slug}/session"
    try:
        return kept.once(path, lang, lambda: _page(open_nugget(slug, code)))
    except HangsElsewhere:
        return redirect(f"{links.nugget(lang, slug)}/session")  # type: ignore[return-value]


def _page(opened: Opened) -> Response:
    standing, card = opened.standing, opened.card
    settings: Settings = current_app.extensions["settings"]
    url = settings.base_url.rstrip("/") + opened.at
    response = page(
        "session.html",
        *(("draft",) if standing.unread else ()),
        "paper",
        "session",
        body_look="papered",
        title=f"{standing.words.title}: {gettext('Sheet for a talk at the machine')}",
        address=url.partition("://")[2],
        card=card,
        draft=standing.draft,
        fell_back=opened.fell_back,
        languages=language.offered(frozenset(card.words)),
        look="dense" if _letters(standing) > DENSE else "airy",
        nugget_at=opened.at,
        path=f"{opened.at}/session",
        place=opened.place,
        poster=links.poster_of(card, standing.words),
        published=date.fromisoformat(card.published_on),
        site=opened.site,
        symbol=symbol_of(url),
        unread=standing.unread,
        words=standing.words,
    )
    return headers.keep(response, private=card.reach != "anywhere")


def _letters(standing: Standing) -> int:
    """Return how much there is to be set: of the draft too, where one stands below."""
    texts = [text for text in (standing.words, standing.draft) if text]
    asked = [question for text in texts for question in text.questions[:1]]
    options = [option for question in asked for option in question.options]
    return (
        sum(len(text.why) + len(text.task) + len(text.take_away) for text in texts)
        + sum(len(question.prompt) for question in asked)
        + sum(len(option.label) + len(option.feedback) for option in options)
    )
