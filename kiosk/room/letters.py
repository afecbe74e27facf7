"""A keyboard on the screen, for PCs without one: the letters of the reader's own language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request

from content.card import variant_of
from kiosk import language
from kiosk.room import addresses
from kiosk.room.frame import page, this_site
from kiosk.web.opening import printable

LETTERS: Final = Path(__file__).with_name("letters.toml")
FIGURES: Final = "1234567890"
MOST: Final = 32


@dataclass(frozen=True, slots=True)
class Letters:
    """A language's letters: their script, what they are called for short, and their keys in rows.

    `more` are keys that stand beside the space.
    """

    language: str
    name: str
    rows: tuple[str, ...]
    more: str = ""
    script: str = "latin"


def routes(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.get("/<lang>/letters")(show_letters)


def show_letters() -> Response:
    """Show what was typed and the keys: each is a link to the same with one sign more.

    Machines are named in the plant's own language; where its script is another than the
    reader's, one key changes between both.
    """
    lang, site = language.current().code, this_site()
    mine, plants = letters_of(lang), letters_of(site.language)
    swapped = mine.script != plants.script and "plant" in request.args
    shown, other = (plants, mine) if swapped else (mine, plants)
    return page(
        "letters.html",
        site=site,
        typed=typed(request.args.get("q", "")),
        most=MOST,
        letters=shown,
        figures=FIGURES,
        swapped=swapped,
        figured="figures" in request.args,
        other=other if other.script != shown.script else None,
        here="letters",
        back=addresses.find(lang),
    )


def typed(text: str) -> str:
    """Return what was typed as far as it can be looked for; a space may stand at its end."""
    kept = " ".join(printable(text).split())[:MOST]
    return f"{kept} " if kept and text.endswith(" ") and len(kept) < MOST else kept


def letters_of(code: str) -> Letters:
    """Return the letters of a language; one that the pages do not speak is written in English's."""
    known = every()
    return known.get(variant_of(code)[0], known["en"])


@cache
def every() -> dict[str, Letters]:
    """Return the letters of all languages."""
    told = tomllib.loads(LETTERS.read_text("utf-8"))
    return {code: Letters(code, **one | {"rows": tuple(one["rows"])}) for code, one in told.items()}
