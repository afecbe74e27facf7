"""The cut of a film as it is typed: two times in any usual writing, judged by the plant."""

import re
from dataclasses import dataclass
from typing import Final

from content.errors import ContentError
from content.media.master import SHORTEST

TIME: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,4})(?:[.,](\d{1,3}))?")
MINUTE: Final = 60
CLOSE: Final = 0.05
"""Seconds by which two times are the same."""


class TimeUnreadable(ContentError):
    """Write a time as 0:06 or as seconds, 6.5."""


class EndBeforeStart(ContentError):
    """The end comes before the start. Set it later."""


class BeyondFilm(ContentError):
    """The film ends at {end}."""


class CutTooLong(ContentError):
    """Still {length}: a nugget lasts {most} at most."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The seconds of a take that are used."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start


def seconds_of(typed: str) -> float:
    """Read a time: `0:06`, `6.5`, `6,5`, `1:02.5`. Raises TimeUnreadable."""
    found = TIME.fullmatch(typed.strip())
    if found is None:
        raise TimeUnreadable
    minutes, seconds, share = found.groups()
    if minutes and int(seconds) >= MINUTE:
        raise TimeUnreadable
    return int(minutes or 0) * MINUTE + int(seconds) + float(f"0.{share or 0}")


def written(seconds: float, decimal: str = ".") -> str:
    """Write a time so that it can be typed back: `0:06`, `1:02.5`, or `1:02,5`."""
    tenths = round(seconds * 10)
    clock = f"{tenths // 600}:{tenths // 10 % MINUTE:02}"
    return f"{clock}{decimal}{tenths % 10}" if tenths % 10 else clock


def judge(start: str, end: str, length: float, most: float) -> tuple[Cut, dict[str, ContentError]]:
    """Return the cut that was typed for a film of this length, and what is wrong in which field.

    A cut with something wrong is the whole film.
    """
    wrong: dict[str, ContentError] = {}
    times = {"start": 0.0, "end": length}
    for name, typed in (("start", start), ("end", end)):
        try:
            times[name] = seconds_of(typed) if typed.strip() else times[name]
        except TimeUnreadable as error:
            wrong[name] = error
    cut = Cut(times["start"], min(times["end"], length))
    if not wrong:
        wrong = _wrong(cut, times["end"], length, most)
    return (Cut(0.0, length) if wrong else cut), wrong


def _wrong(cut: Cut, end: float, length: float, most: float) -> dict[str, ContentError]:
    if end > length + 1:
        return {"end": BeyondFilm(end=written(length))}
    if cut.start > length - SHORTEST:
        return {"start": BeyondFilm(end=written(length))}
    if cut.seconds < SHORTEST:
        return {"end": EndBeforeStart()}
    if cut.seconds > most + CLOSE:
        return {"end": CutTooLong(length=written(cut.seconds), most=written(most))}
    return {}
