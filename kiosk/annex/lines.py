"""Breaks text into lines by the widths of its letters; `**` marks what is bold."""

import re
from collections.abc import Callable, Iterator
from typing import Final

Run = tuple[str, bool]
"""Letters of one kind, and whether they are bold."""
Width = Callable[[str, bool], float]

BOLD: Final = re.compile(r"(\*\*.+?\*\*)")
JOINT: Final = re.compile(r"(?<=[/._])")
"""Where a name too long for its line may be broken."""


def broken(said: str, width: float, wide: Width, *, bold: bool = False) -> list[list[Run]]:
    """Return the lines of a text, none wider than `width`; a break by hand stays one.

    A line that ends between two words ends with the space: whoever copies or listens needs it.
    """
    return [line for one in said.split("\n") for line in _filled(one, width, wide, bold=bold)]


def _filled(said: str, width: float, wide: Width, *, bold: bool) -> Iterator[list[Run]]:
    line: list[Run] = []
    used, gap = 0.0, wide(" ", False)
    for word in _words(said, bold=bold):
        for at, piece in enumerate(_pieces(word, width, wide)):
            apart = gap if line and at == 0 else 0.0
            long = sum(wide(*run) for run in piece)
            if line and used + apart + long > width:
                yield [*line, (" ", False)] if at == 0 else line
                line, used, apart = [], 0.0, 0.0
            line += [(" ", False), *piece] if apart else piece
            used += apart + long
    yield line


def _words(said: str, *, bold: bool) -> Iterator[list[Run]]:
    """Yield each word as its runs: `**one**.` has two of them."""
    word: list[Run] = []
    for part in BOLD.split(said):
        marked = bool(BOLD.fullmatch(part))
        for at, text in enumerate((part[2:-2] if marked else part).split(" ")):
            if at and word:
                yield word
                word = []
            if text:
                word.append((text, bold or marked))
    if word:
        yield word


def _pieces(word: list[Run], width: float, wide: Width) -> Iterator[list[Run]]:
    """Yield a word whole; one that is wider than a line, in pieces that fit."""
    if sum(wide(*run) for run in word) <= width:
        yield word
        return
    for text, bold in word:
        for part in JOINT.split(text):
            yield from ([(piece, bold)] for piece in _cut(part, width, wide, bold=bold))


def _cut(text: str, width: float, wide: Width, *, bold: bool) -> Iterator[str]:
    piece = ""
    for letter in text:
        if piece and wide(piece + letter, bold) > width:
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece
