"""The lines of captions as a form has them: typed by people, read into cues, and back."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from content import watchwords
from content.media import lines
from content.media.captions import AIM_SPEED, TOP_SPEED, Cue, clean
from content.media.lines import Finding
from content.sentence import Sentence, say

TIME: Final = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?")
LONGEST: Final = 600
"""Signs of one line that are taken in; two rows have 84."""
SCALE: Final = 4
"""Units of the meter for one sign a second; it ends at thirty."""
FULL: Final = 120


class Form(Protocol):
    """What is needed of a form that was sent."""

    def getlist(self, key: str) -> list[str]:
        """Return all values of one name, in order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was typed: two times and its words."""

    start: str
    end: str
    text: str

    @property
    def cue(self) -> Cue | None:
        """The line as a cue, or None if a time cannot be read."""
        start, end = seconds(self.start), seconds(self.end)
        return None if start is None or end is None else Cue(start, end, self.text)

    @property
    def blank(self) -> bool:
        """Whether nothing at all was typed."""
        return not (self.start or self.end or self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A line with all that is shown of it; `said` are the sentences below it with their level."""

    number: int
    line: Line
    wrong_start: bool = False
    wrong_end: bool = False
    said: tuple[tuple[str, Sentence], ...] = ()
    speed: int | None = None
    tone: str = "ok"
    check: tuple[str, ...] = ()

    @property
    def bar(self) -> int:
        """How far the meter goes, of 120."""
        return min(FULL, SCALE * (self.speed or 0))

    @property
    def bad(self) -> bool:
        """Whether the line cannot stay like this."""
        return self.wrong_start or self.wrong_end or any(level == "error" for level, _ in self.said)


def typed(form: Form) -> list[Line]:
    """Return the lines of a form in order; empty ones at its end are none."""
    columns = (form.getlist(name) for name in ("start", "end", "text"))
    found = [
        Line(start.strip()[:20], end.strip()[:20], clean(text[:LONGEST]))
        for start, end, text in zip(*columns, strict=False)
    ]
    while found and found[-1].blank:
        found.pop()
    return found


def of_cues(cues: Iterable[Cue], decimal: str) -> list[Line]:
    """Return cues as lines that can be typed on."""
    return [Line(clock(cue.start, decimal), clock(cue.end, decimal), cue.text) for cue in cues]


def read(typed: Sequence[Line]) -> list[Cue] | None:
    """Return all lines as cues, or None while a time cannot be read."""
    cues = [line.cue for line in typed]
    return None if None in cues else [cue for cue in cues if cue is not None]


def rows(typed: Sequence[Line], length: float | None, language: str) -> list[Row]:
    """Return the lines with what is wrong with each, how fast it runs, and what to check in it."""
    cues = [line.cue for line in typed]
    found = lines.findings([cue for cue in cues if cue], length)
    places = [number for number, cue in enumerate(cues, start=1) if cue]
    by_row: dict[int, list[Finding]] = {}
    for one in found:
        by_row.setdefault(places[one.line - 1], []).append(one)
    return [
        _row(number, line, by_row.get(number, []), language)
        for number, line in enumerate(typed, start=1)
    ]


def change(typed: Sequence[Line], what: str, length: float | None, decimal: str) -> list[Line]:
    """Do what a button of a row asks for: `add:3`, `delete:3`, `split:3`, `join:3`, `move:0.5`.

    What cannot be done (the line is not there, its time cannot be read) changes nothing.
    """
    verb, _, argument = what.partition(":")
    changed = list(typed)
    if verb == "move":
        return _moved(changed, argument, length, decimal)
    number = int(argument) if argument.isdecimal() and len(argument) < 5 else -1  # noqa: PLR2004
    if verb == "add" and 0 <= number <= len(changed):
        changed.insert(number, _fresh(changed, number, length, decimal))
    if not 1 <= number <= len(changed):
        return changed
    here = changed[number - 1].cue
    following = changed[number].cue if number < len(changed) else None
    if verb == "delete":
        del changed[number - 1]
    elif verb == "split" and here:
        changed[number - 1 : number] = of_cues(lines.split(here), decimal)
    elif verb == "join" and here and following:
        changed[number - 1 : number + 1] = of_cues([lines.joined(here, following)], decimal)
    return changed


def seconds(text: str) -> float | None:
    """Read a time as people write it: `0:26,5`, `26.5`, `1:02:03`; None if it is none."""
    match = TIME.fullmatch(text.strip())
    if not match:
        return None
    hours, minutes, whole, part = match.groups()
    thousandths = int((part or "0").ljust(3, "0"))
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(whole) + thousandths / 1000


def clock(moment: float, decimal: str) -> str:
    """Write a time so that nothing of it is lost: `0:26,5`, `1:05,333`."""
    thousandths = round(min(moment, 359_999) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    whole, part = divmod(rest, 1000)
    digits = f"{part:03}".rstrip("0") or "0"
    return f"{minutes}:{whole:02}{decimal}{digits}"


def _row(number: int, line: Line, found: Sequence[Finding], language: str) -> Row:
    cue = line.cue
    row = Row(
        number,
        line,
        wrong_start=seconds(line.start) is None,
        wrong_end=seconds(line.end) is None,
        said=tuple((one.level, one.sentence) for one in found),
        check=tuple(watchwords.to_check([line.text], language)),
    )
    if cue is None:
        return replace(row, said=(("error", say("Write times like 0:26.5")),))
    if cue.end <= cue.start or not cue.words:
        return row
    speed = cue.speed
    tone = "bad" if speed > TOP_SPEED else "near" if speed > AIM_SPEED else "ok"
    return replace(row, speed=round(speed), tone=tone)


def _fresh(typed: Sequence[Line], number: int, length: float | None, decimal: str) -> Line:
    cues = read(typed)
    if cues is None:
        return Line("", "", "")
    return of_cues([lines.after(cues, number, length)], decimal)[0]


def _moved(typed: list[Line], by: str, length: float | None, decimal: str) -> list[Line]:
    cues = read(typed)
    amount = seconds(by.strip().lstrip("+-\N{MINUS SIGN}"))
    if cues is None or amount is None:
        return typed
    back = by.strip().startswith(("-", "\N{MINUS SIGN}"))
    return of_cues(lines.shifted(cues, -amount if back else amount, length), decimal)
