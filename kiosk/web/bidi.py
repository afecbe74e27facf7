"""Keeps a figure and its unit in order where people write from the right: `35 Nm` stays `35 Nm`."""

import re
from dataclasses import replace
from typing import Any, Final

from content.card import Words
from kiosk import language

START: Final = "\u2066"
END: Final = "\u2069"
"""Signs that nobody sees: what stands between them is read from the left, whatever is around."""

FIGURE: Final = re.compile(
    r"""(?<![\w.,])             # a figure begins
    [+\u2212-]?\d[\d.,:]*       # 35, -5, 1.5, 10:30
    (?:\s?[\u2013/x\u00d7-]\s?\d[\d.,]*)*   # 5-10, 3/4, 8 x 50
    [ \u00a0\u202f]?(?:[A-Za-z\u00b5\u03a9\u00b0%][\w\u00b0%\u00b2\u00b3/\u00b7]*)  # its unit
    """,
    re.VERBOSE | re.ASCII,
)


def isolated(text: str) -> str:
    """Return a text in which every figure stands with its unit as one."""
    return FIGURE.sub(lambda found: f"{START}{found[0]}{END}", text)


def signed(number: int) -> str:
    """Return a number whose minus stands before it, also where people write from the right."""
    return f"{START}{number}{END}" if number < 0 else str(number)


def turned(words: Words) -> Words:
    """Return a text as pages show it: as it is, or with its figures kept in order."""
    if language.direction(words.key) == "ltr":
        return words
    turn: Any = _turn
    return replace(words, **{name: turn(getattr(words, name)) for name in TOLD})


TOLD: Final = ("title", "why", "stand_clear", "take_away", "task", "steps", "questions")


def _turn(value: Any) -> Any:
    """Return the same value with every sentence in it kept in order."""
    if isinstance(value, str):
        return isolated(value)
    if isinstance(value, tuple):
        return tuple(_turn(one) for one in value)
    said = {"body", "prompt", "options", "label", "feedback"} & set(value.__dataclass_fields__)
    return replace(value, **{name: _turn(getattr(value, name)) for name in said})
