"""Numbers and units of a sentence: what a translation must never lose."""

import re
import unicodedata
from collections import Counter
from typing import Final

NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
UNITS: Final = (
    "mm", "cm", "dm", "km", "m", "mg", "kg", "g", "t", "Nm", "kN", "N", "mbar", "bar", "MPa", "kPa",
    "Pa", "°C", "%", "kV", "mV", "V", "mA", "A", "kW", "W", "kHz", "Hz", "ml", "l", "dB",
)  # fmt: skip
CYRILLIC: Final = {
    "мм": "mm", "см": "cm", "м": "m", "км": "km", "мг": "mg", "кг": "kg", "г": "g", "т": "t",
    "Нм": "Nm", "Н·м": "Nm", "Н⋅м": "Nm", "кН": "kN", "Н": "N", "бар": "bar", "МПа": "MPa",
    "кПа": "kPa", "Па": "Pa", "кВт": "kW", "Вт": "W", "кВ": "kV", "В": "V", "мА": "mA", "А": "A",
    "кГц": "kHz", "Гц": "Hz", "мл": "ml", "л": "l", "дБ": "dB",
}  # fmt: skip
_LONGEST_FIRST: Final = sorted((*UNITS, *CYRILLIC), key=len, reverse=True)
FIGURE: Final = re.compile(
    rf"({NUMBER.pattern})(?:[ \u00a0\u202f]?({'|'.join(map(re.escape, _LONGEST_FIRST))})(?!\w))?"
)
ARABIC: Final = re.compile(r"[\u0600-\u06ff]")

Figure = tuple[str, str]
"""A number as it is compared, and its unit or nothing."""


def figures(text: str) -> list[Figure]:
    """Return the numbers of a text in order, each with its unit; `1,5` and `1.5` are one number."""
    return [
        (re.sub(r"[.,]", ".", number), CYRILLIC.get(unit, unit))
        for number, unit in FIGURE.findall(_western(text))
    ]


def lost(source: str, target: str) -> tuple[str, ...]:
    """Return the numbers, with their units, that stand in the source and not in the target.

    Arabic writes units in words of its own, so there the numbers alone are compared.
    """
    ours, theirs = figures(source), Counter(figures(target))
    bare = Counter(number for number, _ in theirs.elements())
    spelled = bool(ARABIC.search(target))
    missing = []
    for number, unit in ours:
        kept = bare[number] > 0 if spelled or not unit else theirs[number, unit] > 0
        if not kept:
            missing.append(f"{number} {unit}".strip())
    return tuple(dict.fromkeys(missing))


def _western(text: str) -> str:
    """Return the text with digits of every script as 0 to 9, and their points as ours."""
    digits = (str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)
    return "".join(digits).replace("\u066b", ",").replace("\u066c", ".")
