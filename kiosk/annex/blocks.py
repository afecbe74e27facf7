"""The annex as parts to set: headings, paragraphs, rules, lists, tables, lines to fill in.

Its text is a small Markdown: `##` heads a section, `>` a rule to agree on, `[ ]` a line to fill in
by hand, `[[name]]` stands for tables made of the program, `**` and backquotes mark words.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

PLACE: Final = re.compile(r"\[\[(\w+)\]\]")
NUMBERED: Final = re.compile(r"\d+\. ")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 1 the title, 2 a section, 3 a part of one."""

    words: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What the program does, in sentences."""

    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What council and employer agree on: no program can force it."""

    words: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; a row of `groups` begins a group. `widths` are shares of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    groups: frozenset[int] = field(default_factory=frozenset)
    names: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to fill in by hand."""

    words: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """What follows begins a page of its own."""


Block = Leaf | Heading | Paragraph | Rule | Points | Table | Blank


def read(text: str, made: Mapping[str, Sequence[Block]]) -> list[Block]:
    """Return the parts of a text; `made` are the tables that it names. Raises KeyError."""
    return [block for piece in re.split(r"\n\n+", text.strip()) for block in _of(piece, made)]


def _of(piece: str, made: Mapping[str, Sequence[Block]]) -> Iterator[Block]:
    lines = piece.splitlines()
    place = PLACE.fullmatch(piece)
    if place:
        yield from made[place[1]]
    elif piece == "---":
        yield Leaf()
    elif piece.startswith("#"):
        marks, _, words = piece.partition(" ")
        yield Heading(words, len(marks))
    elif piece.startswith("|"):
        head, _, *rows = [_cells(line) for line in lines]
        yield Table(head, tuple(rows))
    else:
        yield from _in_words(piece, lines)


def _in_words(piece: str, lines: Sequence[str]) -> Iterator[Block]:
    if piece.startswith("[ ] "):
        yield from (Blank(line.removeprefix("[ ] ")) for line in lines)
    elif piece.startswith("> "):
        yield Rule(piece.removeprefix("> "))
    elif piece.startswith("- "):
        yield Points(tuple(line.removeprefix("- ") for line in lines))
    elif NUMBERED.match(piece):
        yield Points(tuple(NUMBERED.sub("", line, count=1) for line in lines), numbered=True)
    else:
        yield Paragraph(" ".join(piece.split()))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def marked(words: str, bold: Callable[[str], str], code: Callable[[str], str]) -> str:
    """Return words with each mark turned into what a form of the annex has for it."""
    found = re.sub(r"\*\*(.+?)\*\*", lambda match: bold(match[1]), words)
    return re.sub(r"`(.+?)`", lambda match: code(match[1]), found)
