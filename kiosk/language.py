"""Knows the languages pages speak, and which one a request asked for: by address, never by cookie.

A worker's language stands in the path. Only the label's address (`/CODE`) and `/` have none; they
are answered in the language the browser asks for, or in one its reader understands. Easy German is
a variant of the content with German words around it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.units import format_unit
from flask import Flask, g, has_request_context, request
from flask_babel import Babel


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its part of the address, its own name, its catalogue, and where it begins.

    `short` is what the plate has room for: what its readers call it, in their own letters.
    """

    code: str
    name: str
    locale: str
    short: str
    dir: str = "ltr"


LANGUAGES: Final = {
    language.code: language
    for language in (
        Language("de", "Deutsch", "de", "DE"),
        Language("de-simple", "Einfaches Deutsch", "de", "DE"),
        Language("en", "English", "en", "EN"),
        Language("tr", "Türkçe", "tr", "TR"),
        Language("pl", "Polski", "pl", "PL"),
        Language("ro", "Română", "ro", "RO"),
        Language("uk", "Українська", "uk", "Укр"),
        Language("ru", "Русский", "ru", "Рус"),
        Language("ar", "العربية", "ar", "عربي", "rtl"),
        Language("cs", "Čeština", "cs", "CZ"),
        Language("hr", "Hrvatski", "hr", "HR"),
    )
}
VARIANTS: Final = frozenset({"de-simple"})
FIRST: Final = "de"
MEGABYTE: Final = 1_000_000

SAME: Final = {
    "bs": "hr", "cnr": "hr", "sh": "hr", "sr-latn": "hr", "sr-me": "hr", "mo": "ro", "gsw": "de",
}  # fmt: skip
"""Other names of what pages speak, and what its readers read without effort."""
NEAR: Final = {"sr": "hr", "sk": "cs", "be": "ru", "az": "tr", "lb": "de"}
"""What readers of a language understand, if nothing else they ask for is there."""


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


def speak(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Answer in the language of the address, and spare its view that part: a preprocessor."""
    if values and "lang" in values:
        choose(values.pop("lang"))


def of_path() -> Language | None:
    """Return the language that stands first in the address, or in the room's part of it."""
    return LANGUAGES.get(request.path.removeprefix("/room").lstrip("/").partition("/")[0])


def asked_for() -> str:
    """Return the language the browser asks for, or nothing, and note that it was looked at.

    A region does not matter (`uk-UA`); a language nearby is taken before none at all.
    """
    g.negotiated = True
    wanted = [tag for tag, quality in request.accept_languages if quality > 0]
    found = [spoken(tag, SAME) for tag in wanted] + [spoken(tag, SAME | NEAR) for tag in wanted]
    return next(filter(None, found), "")


def spoken(tag: str, others: Mapping[str, str]) -> str:
    """Return the language that pages have for a browser's tag, itself or by `others`, or none."""
    parts = tag.lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        short = "-".join(parts[:length])
        code = others.get(short, short)
        if code in LANGUAGES and code not in VARIANTS:
            return code
    return ""


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
    """Return a file's size as people read it: `840 kB`, `1,6 MB`, `1,6 МБ`."""
    locale = current().locale if has_request_context() else FIRST
    amount, unit = number / MEGABYTE, "digital-megabyte"
    if number < MEGABYTE:
        amount, unit = max(1, round(number / 1000)), "digital-kilobyte"
    said = format_unit(amount, unit, "short", format="0.#", locale=locale)
    return said.replace("byte", "B")  # German alone writes a single one out: "1 kbyte", "2 kB"


def name(code: str) -> str:
    """Return the own name of any language, also of one that has no pages here."""
    try:
        return Locale.parse(code.partition("-")[0]).get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code
