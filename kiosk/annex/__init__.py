"""The technical annex to the works agreement, written from what the program itself works by.

Its words stand in `de.md` and `en.md`, those of its tables in `words.toml`; every number and list
in them comes from settings, manifest, rights and release, so that it cannot drift from the code.
"""

from collections.abc import Callable, Sequence
from typing import Final

from kiosk.annex import blocks, markdown, sheet, tables
from kiosk.annex.blocks import Block
from kiosk.annex.facts import Facts, values
from kiosk.annex.words import LANGUAGES, source

__all__ = ["ENDINGS", "FORMS", "LANGUAGES", "Facts", "content", "write"]

Writer = Callable[[Facts, str, Sequence[Block]], bytes]


def _pdf(facts: Facts, language: str, parts: Sequence[Block]) -> bytes:
    from kiosk.annex import paper  # fpdf2 takes its time

    return paper.write(facts, language, parts)


FORMS: Final[dict[str, Writer]] = {"html": sheet.write, "pdf": _pdf, "text": markdown.write}
"""How it can be had: a page in one file, paper, text to edit."""
ENDINGS: Final = {
    ".html": "html", ".htm": "html", ".pdf": "pdf", ".md": "text", ".txt": "text",
}  # fmt: skip
"""The form that the end of a file's name asks for."""


def content(facts: Facts, language: str) -> list[Block]:
    """Return the annex of a plant, part by part, in German or English."""
    made = tables.made(facts, language)
    return blocks.read(source(language).format_map(values(facts, language)), made)


def write(facts: Facts, language: str, form: str) -> bytes:
    """Return the annex as a file of one of `FORMS`."""
    return FORMS[form](facts, language, content(facts, language))
