"""Words in captions that a person has to check: numbers, units, negations; and sounds that matter.

Machines that write down speech fail where it hurts: "25 Nm" becomes "5,20 Nm", a "not" is lost.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).with_name("caption_words.toml")
FIRST: Final = "en"
WORD: Final = re.compile(r"[^\s()\[\]{}\"„“”»«,;:!?…]+(?:[.,:]\d+)*")
EDGES: Final = ".-–'’‚‘·*_/<>"
ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Watch:
    """What is looked at in one language, in small letters; `*` stands for any letters."""

    numbers: tuple[str, ...]
    units: tuple[str, ...]
    never: tuple[str, ...]
    sounds: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that is looked at wherever it stands."""
        return (*self.numbers, *self.units, *self.never)


def watch(language: str) -> Watch:
    """Return what is looked at in a language; one without a list has its numbers and units."""
    lists = _lists()
    known = lists.get(language)
    if known is None:
        return Watch((), (), (), tuple(lists[FIRST]["sounds"]))
    return Watch(*(tuple(known[name]) for name in ("numbers", "units", "never", "sounds")))


def units(language: str) -> tuple[str, ...]:
    """Return the units that belong to a number before them: signs and the language's words."""
    return (*_lists()["units"], *watch(language).units)


def parts(text: str, language: str) -> list[tuple[str, bool]]:
    """Cut a text into parts, each with whether a person has to check it; joined they are it."""
    found: list[tuple[str, bool]] = []
    done = 0
    for start, end in _spans(text, language):
        if start > done:
            found.append((text[done:start], False))
        found.append((text[start:end], True))
        done = end
    return [*found, (text[done:], False)] if done < len(text) else found


def to_check(texts: Iterable[str], language: str) -> list[str]:
    """Return what has to be checked in these texts, each once, in the order it comes."""
    marked = (
        part.replace("\n", " ")
        for text in texts
        for part, checked in parts(text, language)
        if checked
    )
    return list({part.casefold(): part for part in reversed(list(marked))}.values())[::-1]


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where something to check stands; a number and its unit are one."""
    words, following = _either(watch(language).words), _either(units(language))
    open_: tuple[int, int] | None = None
    for start, end in _words(text):
        word = text[start:end].lower()
        digits = any(sign.isdigit() for sign in word)
        if open_ and following.fullmatch(word) and text[open_[1] : start].isspace():
            yield open_[0], end
            open_ = None
            continue
        if open_:
            yield open_
            open_ = None
        if digits:
            open_ = (start, end)
        elif words.fullmatch(word):
            yield start, end
    if open_:
        yield open_


def _words(text: str) -> Iterator[tuple[int, int]]:
    for match in WORD.finditer(text):
        word = match[0]
        start = match.start() + len(word) - len(word.lstrip(EDGES))
        end = start + len(word.strip(EDGES))
        if end > start:
            yield start, end


@cache
def _either(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches any of these words, `*` standing for any letters."""
    either = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(either or r"(?!)")


@cache
def _lists() -> Any:
    return tomllib.loads(DATA.read_text("utf-8"))
