"""What the room shows of a film: its sharpest file, and its steps as parts of a time line."""

from dataclasses import dataclass
from typing import Final

from content.card import Card, Step, Words
from content.clock import clock
from kiosk.web import links

SHARPEST_FIRST: Final = ("720p", "540p", "lite")
LINE: Final = 1000
"""How long the time line is drawn, in units of its own."""
GAP: Final = 6


@dataclass(frozen=True, slots=True)
class Part:
    """A step's share of the time line: its seconds, and where its bar begins and how long it is."""

    begins: float
    ends: float
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Film:
    """A film as the room's player needs it; `own` are a draft's captions."""

    source: str
    poster: str | None
    captions: str | None
    language: str
    own: str | None
    own_language: str
    clock: str
    parts: tuple[Part, ...]


def film_of(card: Card, words: Words, draft: Words | None = None) -> Film | None:
    """Return the film of a text at its sharpest, or None if it is told by steps alone.

    A draft brings its captions along, to stand under those of the text.
    """
    files = words.film.files if words.film else {}
    sharpest = next((files[name] for name in SHARPEST_FIRST if name in files), None)
    if words.film is None or sharpest is None:
        return None
    return Film(
        source=links.file_of(card, sharpest),
        poster=links.poster_of(card, words),
        captions=links.file_of(card, words.captions) if words.captions else None,
        language=words.key,
        own=links.file_of(card, draft.captions) if draft and draft.captions else None,
        own_language=draft.key if draft else "",
        clock=clock(words.film.seconds),
        parts=parts(words.steps, words.film.seconds),
    )


def parts(steps: tuple[Step, ...], seconds: float) -> tuple[Part, ...]:
    """Return the time line of a film of so many seconds, cut where its steps begin."""
    starts = sorted({0.0, *(step.at for step in steps if step.at and step.at < seconds)})
    ends = [*starts[1:], seconds]
    return tuple(_part(one, end, seconds) for one, end in zip(starts, ends, strict=True))


def _part(begins: float, ends: float, seconds: float) -> Part:
    x = LINE * begins / seconds
    last = ends == seconds
    width = LINE * (ends - begins) / seconds - (0 if last else GAP)
    return Part(begins, ends, round(x, 1), round(max(width, 1), 1))
