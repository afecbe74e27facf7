"""Writes the annex as text to edit: Markdown, which every editor and word processor opens."""

from collections.abc import Iterator, Sequence

from kiosk.annex.blocks import Blank, Block, Heading, Leaf, Paragraph, Points, Rule, Table
from kiosk.annex.facts import Facts
from kiosk.annex.words import say

LINE = "_" * 40


def write(facts: Facts, language: str, parts: Sequence[Block]) -> bytes:
    """Return the annex as UTF-8, part by part."""
    head = f"{say(language, 'head', 'version')}: {facts.version}"
    pieces = ["\n".join(_lines(one, language)) for one in parts]
    return "\n\n".join([*pieces, head, ""]).encode()


def _lines(one: Block, language: str) -> Iterator[str]:
    if isinstance(one, Heading):
        yield f"{'#' * one.level} {one.words}"
    elif isinstance(one, Paragraph):
        yield one.words
    elif isinstance(one, Rule):
        yield f"> {one.words}"
    elif isinstance(one, Points):
        yield from (f"{f'{at}.' if one.numbered else '-'} {item}"
                    for at, item in enumerate(one.items, 1))  # fmt: skip
    elif isinstance(one, Blank):
        yield f"{one.words} ({say(language, 'head', 'fill')}): {LINE}"
    elif isinstance(one, Leaf):
        yield "---"
    else:
        yield from _table(one)


def _table(one: Table) -> Iterator[str]:
    yield _row(one.head)
    yield _row("---" for _ in one.head)
    for at, row in enumerate(one.rows):
        yield _row(f"**{row[0]}**" if at in one.groups and not cell else words
                   for cell, words in enumerate(row))  # fmt: skip


def _row(cells: "Iterator[str] | Sequence[str]") -> str:
    return f"| {' | '.join(cell.replace(chr(10), '; ') for cell in cells)} |"
