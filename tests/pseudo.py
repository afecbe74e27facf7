"""A language that nobody speaks and everybody can read: English, stretched as translations are.

Vowels are doubled and every word keeps its place, so that what is too narrow for Ukrainian or
German is seen before anybody writes it: `Watch the film` becomes `[Wàatch thèe fììlm]`.
"""

import re
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from kiosk.language import Language
from tests.words import held

LOCALE: Final = "eo"
"""Babel knows its dates and plurals, and there are no pages in it."""

LANGUAGE: Final = Language(LOCALE, "[Ēeiinfààchèes Dèeuutsch]", LOCALE, "Ꙟžš")
DOUBLED: Final = {
    "a": "àa", "e": "èe", "i": "ìi", "o": "òo", "u": "ùu", "y": "ÿ",
    "A": "Åa", "E": "Èe", "I": "Ìi", "O": "Òo", "U": "Ùu", "c": "ç", "n": "ñ", "S": "Š",
}  # fmt: skip
KEPT: Final = re.compile(r"(%\(\w+\)s|%%|\{\w*\})")


def stretched(text: str) -> str:
    """Return a text half as long again, in brackets; placeholders stay."""
    parts = KEPT.split(text)
    parts[::2] = ["".join(DOUBLED.get(sign, sign) for sign in part) for part in parts[::2]]
    return f"[{''.join(parts)}]"


def write(folder: Path) -> None:
    """Write the catalogue of this language, as programs read it, below a folder."""
    fresh = Catalog(LOCALE)
    for entry in held("messages", "en"):
        if isinstance(entry.id, str):
            fresh.add(entry.id, stretched(entry.id) if entry.id else "")
        else:
            fresh.add(entry.id, tuple(stretched(one) for one in entry.id))
    path = folder / LOCALE / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, fresh)
