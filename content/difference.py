"""The difference between two sentences, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

TOKENS: Final = re.compile(r"\w+|\s+|[^\w\s]")
Fate = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went, or came."""

    fate: Fate
    words: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces that make the new sentence of the old one, gone words before new ones.

    What is same and new, put together, is the new sentence; same and gone is the old one.
    """
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(pieces, "same", before[a:b])
        else:
            _add(pieces, "gone", before[a:b])
            _add(pieces, "new", after[c:d])
    return tuple(_calm(pieces))


def _add(pieces: list[Piece], fate: Fate, tokens: list[str]) -> None:
    if tokens:
        pieces.append(Piece(fate, "".join(tokens)))


def _calm(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with single spaces between two changes drawn into both of them."""
    calm: list[Piece] = []
    for at, piece in enumerate(pieces):
        between = 0 < at < len(pieces) - 1 and piece.fate == "same" and not piece.words.strip()
        if between:
            calm += [Piece("gone", piece.words), Piece("new", piece.words)]
        else:
            calm.append(piece)
    return _gathered(calm)


def _gathered(pieces: list[Piece]) -> list[Piece]:
    """Return each run of changes as at most one gone piece and one new one."""
    gathered: list[Piece] = []
    gone = new = ""
    for piece in (*pieces, Piece("same", "")):
        if piece.fate == "gone":
            gone += piece.words
        elif piece.fate == "new":
            new += piece.words
        else:
            gathered += [Piece("gone", gone)] if gone else []
            gathered += [Piece("new", new)] if new else []
            gathered += [piece] if piece.words else []
            gone = new = ""
    return gathered
