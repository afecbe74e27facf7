"""What changed between two versions, in words a person reads: per language, line by line."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeVar

from content.card import Card, File, Film, Option, Question, Step, Words
from content.clock import clock
from content.difference import Fate, Piece, difference
from content.sentence import Sentence, say

T = TypeVar("T")
LINES: Final = (
    ("title", say("Name")),
    ("why", say("Why")),
    ("stand_clear", say("Stand clear")),
    ("take_away", say("Take away")),
    ("task", say("Try it")),
)
WORD: Final = re.compile(r"\w+")
ALIKE: Final = 0.5
"""From this likeness on, two sentences are one that was changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: what it is, in which text (`de`; nothing for all of them).

    `pieces` are the words that stayed, went and came, where it is words that changed.
    """

    what: Sentence
    text: str = ""
    pieces: tuple[Piece, ...] = ()

    def __str__(self) -> str:
        """Say it in English, on one line: `Step 3: 30 → 35`."""
        gone = "".join(piece.words for piece in self.pieces if piece.fate == "gone").strip()
        new = "".join(piece.words for piece in self.pieces if piece.fate == "new").strip()
        words = " → ".join(one for one in (gone, new) if one)
        return f"{self.what}: {words}" if words else str(self.what)


def between(old: Card, new: Card) -> tuple[Change, ...]:
    """Return everything that a reader of the old version would find changed in the new one."""
    found = [*_films(old, new)]
    for key in sorted(old.words.keys() | new.words.keys()):
        before, after = old.words.get(key), new.words.get(key)
        if before is None and after is not None:
            found.append(Change(say("New language"), key, _whole("new", after.title)))
        elif before is not None and after is None:
            found.append(Change(say("Language taken out"), key, _whole("gone", before.title)))
        elif before is not None and after is not None:
            found += _texts(before, after)
    return tuple(found)


def _films(old: Card, new: Card) -> Iterator[Change]:
    """Yield what changed in the films, once where it changed for all texts alike."""
    found = {
        key: (old.words[key].film, new.words[key].film)
        for key in old.words
        if key in new.words and _film(old.words[key].film) != _film(new.words[key].film)
    }
    alike = len({(_film(before), _film(after)) for before, after in found.values()}) == 1
    for key, (before, after) in found.items():
        what = say("Another film ({old} → {new})", old=_clock(before), new=_clock(after))
        yield Change(what, "" if alike else key)
        if alike:
            return


def _film(film: Film | None) -> str:
    """Know a film by its smallest file, which it has first and keeps."""
    if film is None:
        return ""
    lite = film.files.get("lite")
    return lite.sha if lite else f"{film.seconds}"


def _clock(film: Film | None) -> str:
    return clock(round(film.seconds) if film else 0)


def _texts(old: Words, new: Words) -> Iterator[Change]:
    for column, name in LINES:
        yield from _line(name, new.key, getattr(old, column), getattr(new, column))
    yield from _steps(old, new)
    yield from _questions(old, new)
    if _sha(old.captions) != _sha(new.captions):
        yield Change(say("The captions were changed"), new.key)
    if _sha(old.voice) != _sha(new.voice):
        yield Change(say("The voice was changed"), new.key)
    if old.state != new.state and new.state == "reviewed":
        yield Change(say("The translation was reviewed"), new.key)


def _line(what: Sentence, text: str, old: str, new: str) -> Iterator[Change]:
    """Yield a changed sentence: word by word, or whole where it became quite another one."""
    if old != new:
        alike = old and new and _likeness(old, new) >= ALIKE
        pieces = difference(old, new) if alike else (*_whole("gone", old), *_whole("new", new))
        yield Change(what, text, pieces)


def _likeness(old: str, new: str) -> float:
    """Return how many of their words two sentences share, 0 to 1."""
    before, after = WORD.findall(old), WORD.findall(new)
    return float(SequenceMatcher(None, before, after, autojunk=False).ratio())


def _steps(old: Words, new: Words) -> Iterator[Change]:
    pairs = _paired(old.steps, new.steps, lambda step: step.body)
    for before, after in pairs:
        if after is None and before is not None:
            name = say("Step {number} was taken out", number=before[0] + 1)
            yield Change(name, new.key, _whole("gone", before[1].body))
        elif before is None and after is not None:
            name = say("Step {number} is new", number=after[0] + 1)
            yield Change(name, new.key, _whole("new", after[1].body))
        elif before is not None and after is not None:
            yield from _step(new.key, after[0] + 1, before[1], after[1])


def _step(text: str, number: int, old: Step, new: Step) -> Iterator[Change]:
    yield from _line(say("Step {number}", number=number), text, old.body, new.body)
    if _sha(old.picture) != _sha(new.picture):
        yield Change(say("Step {number} has another picture", number=number), text)


def _questions(old: Words, new: Words) -> Iterator[Change]:
    for before, after in _paired(old.questions, new.questions, lambda one: one.prompt):
        if after is None and before is not None:
            yield Change(say("A question was taken out"), new.key, _whole("gone", before[1].prompt))
        elif before is None and after is not None:
            yield Change(say("A question is new"), new.key, _whole("new", after[1].prompt))
        elif before is not None and after is not None:
            yield from _question(new.key, before[1], after[1])


def _question(text: str, old: Question, new: Question) -> Iterator[Change]:
    yield from _line(say("Question"), text, old.prompt, new.prompt)
    for before, after in _paired(old.options, new.options, lambda option: option.label):
        if after is None and before is not None:
            yield Change(say("An answer was taken out"), text, _whole("gone", before[1].label))
        elif before is None and after is not None:
            yield Change(say("An answer is new"), text, _whole("new", after[1].label))
        elif before is not None and after is not None:
            yield from _option(text, after[0] + 1, before[1], after[1])


def _option(text: str, number: int, old: Option, new: Option) -> Iterator[Change]:
    yield from _line(say("Answer {number}", number=number), text, old.label, new.label)
    yield from _line(
        say("Feedback to answer {number}", number=number), text, old.feedback, new.feedback
    )
    if new.right and not old.right:
        yield Change(say("Answer {number} is right now", number=number), text)
    if old.right and not new.right:
        yield Change(say("Answer {number} is wrong now", number=number), text)


Placed = tuple[int, T] | None


def _paired(
    old: Sequence[T], new: Sequence[T], words: Callable[[T], str]
) -> Iterator[tuple[Placed[T], Placed[T]]]:
    """Yield what became of each: (old, new), with None for what came or went, in new order.

    As many as were there before are the same ones, changed; else the likest are.
    """
    before, after = [words(one) for one in old], [words(one) for one in new]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for _, a, b, c, d in blocks:
        if b - a == d - c:
            yield from (((a + at, old[a + at]), (c + at, new[c + at])) for at in range(b - a))
            continue
        left = list(range(a, b))
        for at in range(c, d):
            match = _nearest(after[at], [(one, before[one]) for one in left])
            if match is not None:
                left.remove(match)
            yield (None if match is None else (match, old[match])), (at, new[at])
        yield from (((one, old[one]), None) for one in left)


def _nearest(body: str, among: list[tuple[int, str]]) -> int | None:
    """Return which of these sentences was changed into this one, if one is alike enough."""
    likeness = [(_likeness(one, body), -at) for at, one in among]
    if not likeness or max(likeness)[0] < ALIKE:
        return None
    return -max(likeness)[1]


def _whole(fate: Fate, words: str) -> tuple[Piece, ...]:
    return (Piece(fate, words),) if words else ()


def _sha(file: File | None) -> str:
    return file.sha if file else ""
