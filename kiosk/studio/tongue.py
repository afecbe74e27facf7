"""Knows which language the studio speaks: the one chosen in this session, else the browser's."""

from pathlib import Path
from typing import Final

from flask import Flask, g, request, session
from flask_babel import Babel, refresh

from kiosk import language

LANGUAGES: Final = ("de", "en")
KEPT_AS: Final = "language"
TRANSLATIONS: Final = Path(__file__).resolve().parent.parent / "translations"


def install(studio: Flask) -> None:
    """Let gettext and dates follow the language of whoever is there."""
    Babel(
        studio,
        locale_selector=locale,
        default_domain="studio",
        # A folder beside this package, not inside it: a bare name would be looked for in here.
        default_translation_directories=str(TRANSLATIONS),
    )


def locale() -> str:
    """Return the language of this answer and let the page's frame know it."""
    chosen = session.get(KEPT_AS) or request.accept_languages.best_match(LANGUAGES)
    code = chosen if chosen in LANGUAGES else language.FIRST
    g.language = language.LANGUAGES[code]
    return code


def choose(code: str) -> None:
    """Speak this language from here on; one the studio does not have changes nothing."""
    if code in LANGUAGES:
        session[KEPT_AS] = code
        refresh()
        locale()
