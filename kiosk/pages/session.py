"""A sheet for ten minutes at the machine: one nugget, one question to discuss, one task.

For coaches and trainers, and public like the nugget itself. It gives the answers away, and it has
no place for a name: who took part is nobody's business but theirs.
"""

from typing import Final

from flask import Blueprint, Response
from flask_babel import gettext

from content.card import Standing
from kiosk.pages import lesson
from kiosk.pages.opened import Opened
from kiosk.web import links

DENSE: Final = 1150  # letters of question, answers and task, from which on they are set smaller


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of the sheets, each with a machine and without one."""
    blueprint.get("/<lang>/m/<code>/<slug>/session")(session)
    blueprint.get("/<lang>/n/<slug>/session")(session)


def session(slug: str, code: str | None = None) -> Response:
    """Answer the sheet of a nugget for a talk; it carries no ticket, so everybody may keep it."""
    return lesson.answered(slug, code, "session", _page)


def _page(opened: Opened) -> Response:
    standing = opened.standing
    return lesson.on_paper(
        opened,
        "session",
        look="dense" if _letters(standing) > DENSE else "airy",
        poster=links.poster_of(opened.card, standing.words),
        title=f"{standing.words.title}: {gettext('Sheet for a talk at the machine')}",
    )


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
