"""Captions: read from any file a trainer has, checked for the eye, written as WebVTT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE_SIGNS = 42
LINES = 2
CUE_SIGNS = LINE_SIGNS * LINES
AIM_SPEED = 17.0
TOP_SPEED = 20.0


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on the screen from one moment to another, in seconds of the film."""

    start: float
    end: float
    text: str

    @property
    def speed(self) -> float:
        """Signs a second; infinite for a cue without duration."""
        signs = len(self.text.replace("\n", " "))
        return signs / (self.end - self.start) if self.end > self.start else float("inf")


def from_sentence(text: str, start: float, seconds: float) -> list[Cue]:
    """One sentence as one cue, or as several that share its time by their length.

    The cues touch each other and end exactly at start + seconds.
    """
    parts = _shares(" ".join(text.split()))
    total = sum(map(len, parts))
    cues: list[Cue] = []
    done = 0
    for part in parts:
        begin = start + seconds * done / total
        done += len(part)
        cues.append(Cue(round(begin, 3), round(start + seconds * done / total, 3), wrapped(part)))
    return cues


def wrapped(text: str) -> str:
    """Break the text into as few lines as it needs, nearly equal, the lower one the longer."""
    if len(text) <= LINE_SIGNS:
        return text
    words = text.split(" ")
    cuts = [" ".join(words[:at]) + "\n" + " ".join(words[at:]) for at in range(1, len(words))]
    return min(cuts, key=_unevenness, default=text)


def fits(text: str) -> bool:
    """Whether the text stands on two lines of 42 signs."""
    lines = text.split("\n")
    return len(lines) <= LINES and all(len(line) <= LINE_SIGNS for line in lines)


def vtt(cues: Iterable[Cue]) -> bytes:
    """Write the cues as a WebVTT file: UTF-8, LF, numbered by nothing."""
    blocks = [f"{_clock(cue.start)} --> {_clock(cue.end)}\n{cue.text}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks]).encode()


def _shares(text: str) -> list[str]:
    """Cut a sentence into parts that each fit on the screen, best where it pauses."""
    if fits(wrapped(text)):
        return [text]
    words = text.split(" ")
    if len(words) == 1:
        return [text]
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    left, right = min(cuts, key=lambda cut: _cost(*cut))
    return [*_shares(left), *_shares(right)]


def _cost(left: str, right: str) -> float:
    pause = 0 if left.endswith((".", "!", "?", ":", ";")) else 10 if left.endswith(",") else 30
    return pause + abs(len(left) - len(right))


def _unevenness(text: str) -> tuple[bool, int]:
    upper, lower = text.split("\n")
    return not fits(text), abs(len(upper) - len(lower)) + (2 if len(upper) > len(lower) else 0)


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
