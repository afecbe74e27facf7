"""Knows the languages pages speak, and which one a request asked for: by address, never by cookie.

A worker's language stands in the path. Only the label's address (`/CODE`) and `/` have none; they
are answered in the language the browser asks for. Easy German is a variant of the content with
German words around it.
"""

from dataclasses import dataclass
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from flask import Flask, g, has_request_context, request
from flask_babel import Babel


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its part of the address, its own name, its catalogue, and where it begins."""

    code: str
    name: str
    locale: str
    dir: str = "ltr"

    @property
    def short(self) -> str:
        """What stands on the plate: two signs, or the own name where letters differ."""
        return self.name if self.dir == "rtl" else self.locale.upper()


LANGUAGES: Final = {
    language.code: language
    for language in (
        Language("de", "Deutsch", "de"),
        Language("de-simple", "Einfaches Deutsch", "de"),
        Language("en", "English", "en"),
    )
}
VARIANTS: Final = frozenset({"de-simple"})
FIRST: Final = "de"
MEGABYTE: Final = 1_000_000


class UnknownLanguage(Exception):
    """There are no pages in this language yet."""


def install(app: Flask) -> None:
    """Let gettext and dates follow the language of the request."""
    Babel(app, locale_selector=lambda: current().locale)


def current() -> Language:
    """Return the language this answer is in."""
    chosen: Language | None = g.get("language")
    if chosen is None:
        chosen = g.language = of_path() or choose(asked_for() or FIRST)
    return chosen


def choose(code: str) -> Language:
    """Answer in this language from here on. Raises UnknownLanguage."""
    if code not in LANGUAGES:
        raise UnknownLanguage
    g.language = LANGUAGES[code]
    return LANGUAGES[code]


def of_path() -> Language | None:
    """Return the language that stands first in the address, if one does."""
    return LANGUAGES.get(request.path.lstrip("/").partition("/")[0])


def asked_for() -> str:
    """Return the language the browser asks for, or nothing, and note that it was looked at."""
    g.negotiated = True
    return request.accept_languages.best_match(sorted(LANGUAGES.keys() - VARIANTS)) or ""


def direction(code: str) -> str:
    """Return `ltr` or `rtl` for a text's language, also of one that has no pages here."""
    language = LANGUAGES.get(code)
    if language:
        return language.dir
    try:
        return str(Locale.parse(code.partition("-")[0]).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def offered(also: frozenset[str] = frozenset()) -> list[Language]:
    """Return the languages of the menu: all with whole pages, and the variants this page has."""
    return [one for one in LANGUAGES.values() if one.code not in VARIANTS or one.code in also]


def size(number: int) -> str:
    """Return a file's size as people read it: `840 kB`, `1,6 MB`."""
    locale = current().locale if has_request_context() else FIRST
    if number < MEGABYTE:
        return f"{max(1, round(number / 1000))} kB"
    return f"{format_decimal(number / MEGABYTE, format='0.#', locale=locale)} MB"


def clock(seconds: float) -> str:
    """Return a length or a place in a film: `1:30`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def name(code: str) -> str:
    """Return the own name of any language, also of one that has no pages here."""
    try:
        return Locale.parse(code.partition("-")[0]).get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code
