"""Lines of captions as a trainer works on them: what is wrong with each, and what can be mended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from content.media.captions import AIM_SPEED, BREATH, TOP_SPEED, Cue, fits, from_sentence, wrapped
from content.sentence import Sentence, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Level = Literal["error", "warning", "hint", "mended"]

SHORTEST: Final = 0.5
"""Seconds below which a line only flickers."""
LONG_GAP: Final = 15.0
"""Seconds without a line after which somebody who hears nothing wonders."""
EASY: Final = 12.0
"""Signs a second for a line whose length nobody gave."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one line, the first being 1; `kind` names it, `sentence` says it.

    An error keeps captions from being right, a warning and a hint do not; what is `mended` was
    changed already.
    """

    line: int
    level: Level
    kind: str
    sentence: Sentence


def findings(cues: Sequence[Cue], seconds: float | None) -> tuple[Finding, ...]:
    """Say what is wrong with the lines of a film of this many seconds, if anybody knows them."""
    found: list[Finding] = []
    last = 0.0
    for line, cue in enumerate(cues, start=1):
        problems = (*_times(cue, last, seconds), *_words(cue), *_pause(cue, last, line))
        found.extend(Finding(line, level, kind, said) for level, kind, said in problems)
        last = max(last, cue.end)
    return tuple(found)


def more_time(cue: Cue) -> float:
    """Return the seconds a line lacks to run at seventeen signs a second, up to the next tenth."""
    needed = len(cue.words.replace("\n", " ")) / AIM_SPEED
    return max(0.0, -(-(needed - (cue.end - cue.start)) // 0.1) / 10)


def mend(cues: Sequence[Cue], seconds: float | None) -> tuple[list[Cue], tuple[Finding, ...]]:
    """Put foreign lines in order and say what was done; what cannot be mended stays as it is.

    Empty lines and those after the film's end go; one that ends before it begins gets the time it
    takes to read; one that runs into the next ends there. The numbers are those of the file.
    """
    found: list[Finding] = []
    usable = list(_usable(cues, seconds, found))
    ordered = sorted(usable, key=lambda one: one[1].start)
    if ordered != usable:
        found.append(_mended(0, "order", "The lines were put in the order of their times."))
    return list(_apart(ordered, found)), tuple(found)


def split(cue: Cue) -> list[Cue]:
    """Make two lines of one, at its pause or its middle; each gets its share of the time."""
    words = cue.words.replace("\n", " ").split()
    if len(words) < 2:  # noqa: PLR2004  one word cannot be parted
        return [cue]
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    left, right = min(cuts, key=_lameness)
    share = (cue.end - cue.start) * len(left) / (len(left) + len(right))
    middle = round(cue.start + share, 3)
    return [Cue(cue.start, middle, wrapped(left)), Cue(middle, cue.end, wrapped(right))]


def joined(first: Cue, second: Cue) -> Cue:
    """Make one line of two that follow each other."""
    text = f"{first.text} {second.text}".replace("\n", " ").strip()
    return Cue(first.start, max(first.end, second.end), wrapped(text))


def shifted(cues: Sequence[Cue], by: float, seconds: float | None = None) -> list[Cue]:
    """Move all lines by some seconds; what leaves the film at either end is cut off or goes."""
    end = float("inf") if seconds is None else seconds
    moved = [
        replace(cue, start=max(0.0, cue.start + by), end=min(end, cue.end + by)) for cue in cues
    ]
    return [
        replace(cue, start=round(cue.start, 3), end=round(cue.end, 3))
        for cue, old in zip(moved, cues, strict=True)
        if cue.end - cue.start > SHORTEST or (old.end - old.start <= cue.end - cue.start)
    ]


def after(cues: Sequence[Cue], line: int, seconds: float | None) -> Cue:
    """Return an empty line to stand behind this one (0: before all), in the room there is."""
    start = cues[line - 1].end if line else 0.0
    end = cues[line].start if line < len(cues) else (seconds or start + 2)
    return Cue(start, round(min(max(end, start), start + 2), 3), "")


def timed(pieces: Sequence[tuple[str, float | None]], seconds: float | None) -> list[Cue]:
    """Make lines of sentences, each with the second where it begins if that is known.

    Where it is not, they share the time between those that are known by their length. A line
    stands as long as it takes to read at ease, never into the next one.
    """
    if not pieces:
        return []
    end = seconds or sum(max(3.0, len(text) / EASY) for text, _ in pieces)
    starts = [*_starts(pieces, end), end]
    lines: list[Cue] = []
    for (text, _), (start, stop) in zip(pieces, pairwise(starts), strict=True):
        wanted = max(4.0, len(text) / 8)
        lines.extend(from_sentence(text, start, min(stop - start, wanted)))
    return lines


def _starts(pieces: Sequence[tuple[str, float | None]], end: float) -> list[float]:
    """Return where each sentence begins: where it is known and makes sense, there."""
    known = {0: 0.0}
    for index, (_, at) in enumerate(pieces):
        last = max(known)
        before, behind = SHORTEST * (index - last), SHORTEST * (len(pieces) - index)
        if at is not None and known[last] + before <= at <= end - behind:
            known[index] = at
    marks = [*sorted(known.items()), (len(pieces), end)]
    starts: list[float] = []
    for (first, begin), (stop, until) in pairwise(marks):
        lengths = [max(1, len(text)) for text, _ in pieces[first:stop]]
        shares = [sum(lengths[:at]) / sum(lengths) for at in range(len(lengths))]
        starts.extend(round(begin + (until - begin) * share, 3) for share in shares)
    return starts


def _times(cue: Cue, last: float, seconds: float | None) -> Iterator[tuple[Level, str, Sentence]]:
    if cue.end <= cue.start:
        yield "error", "backwards", say("It ends before it begins.")
    elif cue.end - cue.start < SHORTEST:
        yield "warning", "short", say("It stands for less than half a second.")
    if cue.start < last - BREATH:
        yield "error", "overlap", say("It begins before the line above it ends.")
    if seconds is not None and cue.end > seconds + BREATH:
        yield "error", "beyond", say("It ends after the film does.")


def _words(cue: Cue) -> Iterator[tuple[Level, str, Sentence]]:
    if not cue.words.strip():
        yield "error", "empty", say("It has no words.")
        return
    if not fits(cue.words):
        yield "error", "big", say("It needs more than 2 rows of 42 signs. Make two lines of it.")
    if cue.end > cue.start and cue.speed > TOP_SPEED:
        more = more_time(cue)
        yield "error", "fast", say("Too fast. Give it {more} s more.", more=round(more, 1))
    elif cue.end > cue.start and cue.speed > AIM_SPEED:
        yield "warning", "quick", say("Quick, but it can be read.")


def _pause(cue: Cue, last: float, line: int) -> Iterator[tuple[Level, str, Sentence]]:
    gap = cue.start - last
    if gap > LONG_GAP and line > 1:
        yield "hint", "gap", say("{gap} s without a line before it.", gap=round(gap))


def _usable(
    cues: Sequence[Cue], seconds: float | None, found: list[Finding]
) -> Iterator[tuple[int, Cue]]:
    """Yield the lines that can stay with their numbers, their own times mended."""
    for line, cue in enumerate(cues, start=1):
        if not cue.words.strip():
            found.append(_mended(line, "empty", "It had no words and was left out."))
        elif seconds is not None and cue.start >= seconds:
            found.append(_mended(line, "beyond", "It began after the film's end: left out."))
        else:
            yield line, _within(cue, line, seconds, found)


def _within(cue: Cue, line: int, seconds: float | None, found: list[Finding]) -> Cue:
    if cue.end <= cue.start:
        reading = max(1.0, len(cue.words) / EASY)
        cue = replace(cue, end=round(cue.start + reading, 3))
        what = "It ended before it began and got the time it takes to read."
        found.append(_mended(line, "backwards", what))
    if seconds is not None and cue.end > seconds:
        if cue.end > seconds + BREATH:
            what = "It went on after the film's end and now ends with it."
            found.append(_mended(line, "beyond", what))
        cue = replace(cue, end=round(seconds, 3))
    if _broken_anew(cue.text) != cue.text:
        cue = replace(cue, text=_broken_anew(cue.text))
        found.append(_mended(line, "big", "Its rows were broken anew."))
    return cue


def _broken_anew(text: str) -> str:
    """Return the text in other rows where it fits in those and did not before."""
    rows = wrapped(" ".join(text.split()))
    return rows if not fits(text) and fits(rows) else text


def _apart(numbered: Sequence[tuple[int, Cue]], found: list[Finding]) -> Iterator[Cue]:
    """Yield the lines so that none runs into the next; two at one moment become one."""
    waiting: Cue | None = None
    for line, cue in numbered:
        if waiting is None or waiting.end <= cue.start:
            if waiting:
                yield waiting
            waiting = cue
        elif cue.start - waiting.start < SHORTEST:
            what = "It stood at the same time as another line: they are one now."
            found.append(_mended(line, "overlap", what))
            text = _broken_anew(f"{waiting.text}\n{cue.text}")
            waiting = Cue(waiting.start, max(waiting.end, cue.end), text)
        else:
            if waiting.end > cue.start + BREATH:
                what = "The line before ran into it and now ends where it begins."
                found.append(_mended(line, "overlap", what))
            yield replace(waiting, end=cue.start)
            waiting = cue
    if waiting:
        yield waiting


def _mended(line: int, kind: str, what: str) -> Finding:
    return Finding(line, "mended", kind, say(what))


def _lameness(cut: tuple[str, str]) -> float:
    left, right = cut
    pause = 0 if left.endswith((".", "!", "?", ":", ";")) else 10 if left.endswith(",") else 20
    return pause + abs(len(left) - len(right))
