"""Knows which words of a plant somebody may have meant: as begun, in the midst, or mistyped."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Final

from content import revision
from content.mistyped import LAST, meant
from content.models import SearchTerm

INNER: Final = 4  # letters from which on a word is looked for in the midst of others, too
ONE_ERROR: Final = 4  # letters from which on one typing error is forgiven
TWO_ERRORS: Final = 8
MOST: Final = 40
OTHERS: Final = 16


class Terms:
    """The words of one language, in order, without figures."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        self._text = "\n".join(["", *self.words, ""])

    def beginning(self, start: str) -> list[str]:
        """Return the words that begin so."""
        return self.words[bisect_left(self.words, start) : bisect_left(self.words, start + LAST)]

    def holding(self, part: str) -> Iterator[str]:
        """Yield the words in whose midst or at whose end this stands."""
        at = self._text.find(part)
        while at >= 0:
            begin, end = self._text.rfind("\n", 0, at) + 1, self._text.find("\n", at)
            if begin < at:
                yield self._text[begin:end]
            at = self._text.find(part, end)


class Vocabulary:
    """All words of a plant by language; those of machines stand under no language."""

    def __init__(self, terms: dict[str, Terms]) -> None:
        self._terms = terms

    def shortest(self, start: str, own: Iterable[str]) -> list[str]:
        """Return a few of the words that begin so, those of one's own languages alone."""
        mine, _ = self._shared(own)
        return _shortest((word for one in mine for word in one.beginning(start)), OTHERS)

    def within(self, typed: str, own: Iterable[str]) -> list[str]:
        """Return words that hold what was typed, those of one's own languages first."""
        if len(typed) < INNER or not typed.isalpha():
            return []
        mine, others = self._shared(own)
        first = _shortest((word for one in mine for word in one.holding(typed)), MOST)
        more = _shortest((word for one in others for word in one.holding(typed)), OTHERS)
        return list(dict.fromkeys([*first, *more]))

    def meant(self, typed: str, own: Iterable[str]) -> dict[str, int]:
        """Return words that somebody may have meant who mistyped one, each with its errors.

        Those of other languages count only where one's own have none.
        """
        errors = (len(typed) >= ONE_ERROR) + (len(typed) >= TWO_ERRORS)
        if not errors:
            return {}
        for languages in self._shared(own):
            found: dict[str, int] = {}
            for one in languages:
                for word, misses in meant(typed, errors, one.words).items():
                    found[word] = min(misses, found.get(word, misses))
            if found:
                best = sorted(found, key=lambda it: (found[it], abs(len(it) - len(typed)), it))
                return {word: found[word] for word in best[:MOST]}
        return {}

    def _shared(self, own: Iterable[str]) -> tuple[list[Terms], list[Terms]]:
        chosen = set(own)
        mine = [self._terms[language] for language in sorted(chosen & self._terms.keys())]
        others = [self._terms[language] for language in sorted(self._terms.keys() - chosen)]
        return mine, others


def _shortest(words: Iterable[str], most: int) -> list[str]:
    return sorted(set(words), key=lambda word: (len(word), word))[:most]


_lock = Lock()
_known: dict[str, tuple[int, Vocabulary]] = {}


def vocabulary(site_id: str) -> Vocabulary:
    """Return the words of a plant, read again when something changed that workers see."""
    now = revision.number()
    with _lock:
        before = _known.get(site_id)
    if before and before[0] == now:
        return before[1]
    read = Vocabulary({language: Terms(words) for language, words in _read(site_id).items()})
    with _lock:
        _known[site_id] = now, read
    return read


def _read(site_id: str) -> dict[str, list[str]]:
    query = SearchTerm.select(SearchTerm.language, SearchTerm.word)
    found: dict[str, list[str]] = {}
    for language, word in query.where(SearchTerm.site == site_id).tuples().iterator():
        found.setdefault(language, []).append(bytes(word).decode())
    return found


def forget_all() -> None:
    """Let every plant's words be read again at its next search."""
    with _lock:
        _known.clear()
