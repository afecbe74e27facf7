"""Tells which words somebody meant who mistyped one, on a walk through all words in their order.

Words that begin alike are judged once: as long as their common beginning has too many errors, none
of them is looked at. A letter too many, too few, wrong, or two in each other's place is one error.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

LAST: Final = "\U0010ffff"  # behind every letter

Bits = tuple[int, ...]


class Reading(NamedTuple):
    """Part of a word, as far as it was read.

    Bit i of the n-th number says that, with n errors at most, the first i letters of the typed word
    mean this part. `before` is that of one letter less, `seen` where the last letter stands in the
    typed word, `errors` the fewest with which any beginning of the part is the whole typed word.
    """

    bits: Bits
    before: Bits
    seen: int
    errors: int


class Typed:
    """A word as it was typed, to be read with so many errors at most."""

    def __init__(self, word: str, most: int) -> None:
        self._whole, self.most = 1 << len(word), most
        self._where: dict[str, int] = {}
        for place, letter in enumerate(word):
            self._where[letter] = self._where.get(letter, 0) | 1 << place
        nothing = tuple((2 << errors) - 1 for errors in range(most + 1))
        self.start = Reading(nothing, nothing, 0, most + 1)

    def read(self, last: Reading, letter: str) -> Reading | None:
        """Return the reading with one letter more, or None where there are too many errors."""
        here = self._where.get(letter, 0)
        bits = [(last.bits[0] & here) << 1]
        for errors in range(1, self.most + 1):
            fewer, swapped = last.bits[errors - 1], (last.before[errors - 1] & here) << 1
            ahead = (last.bits[errors] & here) | fewer | bits[-1] | (swapped & last.seen)
            bits.append((ahead << 1 | fewer | bits[-1]) & (2 * self._whole - 1))
        if not bits[-1]:
            return None
        errors = last.errors
        while errors and bits[errors - 1] & self._whole:
            errors -= 1
        return Reading(tuple(bits), last.bits, here, errors)


def meant(typed: str, most: int, words: Sequence[str]) -> dict[str, int]:
    """Return those of these words, which are in order, that were meant, and with how many errors.

    What was typed may be the beginning of a word.
    """
    reader = Typed(typed, most)
    found: dict[str, int] = {}
    path, readings, at = "", [reader.start], 0
    while at < len(words):
        word = words[at]
        while not word.startswith(path):
            path = path[:-1]
        del readings[len(path) + 1 :]
        end = at + 1
        for letter in word[len(path) :]:
            more = reader.read(readings[-1], letter)
            if more is None:
                end = bisect_left(words, path + letter + LAST, at)
                break
            path += letter
            readings.append(more)
        if readings[-1].errors <= most:
            found.update(dict.fromkeys(words[at:end], readings[-1].errors))
        at = end
    return found
