"""What languages and lines of texts are called on the pages of the studio."""

from dataclasses import dataclass
from typing import Final

from babel import Locale, UnknownLocaleError
from flask_babel import gettext

from content import card
from content.models import Text
from content.pairs import Line
from kiosk import language


@dataclass(frozen=True, slots=True)
class Tongue:
    """A text's language: its key in addresses, its name for the reader, its own name, its way."""

    key: str
    code: str
    name: str
    own: str
    dir: str


def tongue(text: Text) -> Tongue:
    """Return what a text's language is called."""
    return named(text.language, text.variant)


def named(code: str, variant: str = "plain") -> Tongue:
    """Return what a language is called in one of its variants."""
    own = language.name(code)
    shown = {
        "easy": gettext("easy %(language)s", language=name(code)),
        "signed": gettext("%(language)s, signed", language=name(code)),
    }
    return Tongue(
        card.key(code, variant),
        code,
        str(shown.get(variant, name(code))),
        own[:1].upper() + own[1:],
        language.direction(code),
    )


def name(code: str) -> str:
    """Return what a language is called in the reader's."""
    try:
        found = Locale.parse(code.partition("-")[0]).get_display_name(language.current().locale)
    except (UnknownLocaleError, ValueError):
        found = None
    return (found or code)[:1].upper() + (found or code)[1:]


LINES: Final = ("title", "why", "stand_clear", "take_away", "task")


def line(one: Line) -> str:
    """Return what a line is: its title, its second step, the feedback to an answer."""
    words = {
        "title": gettext("Title"),
        "why": gettext("Why"),
        "stand_clear": gettext("Stand clear"),
        "take_away": gettext("To remember"),
        "task": gettext("Try it"),
        "step": gettext("Step %(number)s", number=one.number),
        "question": gettext("Question"),
        "answer": gettext("Answer %(number)s", number=one.number),
        "feedback": gettext("Feedback to answer %(number)s", number=one.number),
        "caption": gettext("Caption %(number)s", number=one.number),
    }
    return str(words[one.kind])


def part(one: Line) -> str:
    """Return the part of the nugget that a line belongs to."""
    if one.kind in LINES:
        return str(gettext("In short"))
    parts = {"step": gettext("Steps"), "caption": gettext("Captions")}
    return str(parts.get(one.kind, gettext("Question")))
