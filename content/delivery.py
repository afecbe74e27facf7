"""What a translator brought back in a file: compared with what stands here, then taken over."""

from collections.abc import Sequence
from dataclasses import dataclass

from content import pairs, translation, xliff
from content.errors import ContentError, TooLong, XliffUnreadable
from content.figures import lost
from content.media import captions as caption_file
from content.media.errors import MediaError
from content.noted import CAPTION, cut
from content.pairs import Line, Sheet
from content.xliff import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """A line to be taken over: its new words, what it said, what the source said to them."""

    key: str
    body: str
    was: str
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line that will change; `older` says that it was translated from an older source."""

    line: Line
    body: str
    source: str
    older: bool
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that will not change, and why."""

    key: str
    line: Line | None
    body: str
    why: ContentError | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file compared with a text: what will change, what cannot, how many lines stay."""

    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    same: int


def read(sheet: Sheet, content: bytes) -> Delivery:
    """Compare a file, XLIFF 1.2 or captions, with a text. Nothing is kept.

    Raises the errors of `xliff.read`.
    """
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if sheet.captioned and not start.startswith(b"<") and b"-->" in content[: xliff.LARGEST]:
        return _compared(sheet, _spoken(sheet, content))
    return _compared(sheet, xliff.read(content, sheet.text))


def take(sheet: Sheet, rows: Sequence[Row]) -> None:
    """Take lines over as a person brought them: all or none. Raises as `translation.write_all`."""
    translation.write_all(
        sheet,
        {row.key: row.body for row in rows},
        {row.key: row.was for row in rows},
        said={row.key: row.source for row in rows},
    )


def _spoken(sheet: Sheet, content: bytes) -> list[Unit]:
    """Return captions as units: each cue at that of the source it shares the most time with."""
    try:
        brought = caption_file.read(content)
    except MediaError:
        raise XliffUnreadable from None
    cues = sheet.cues()
    bodies = pairs.matched(cues, brought)
    return [
        Unit(f"{CAPTION}/{number}", cue.text, body)
        for number, (cue, body) in enumerate(zip(cues, bodies, strict=True))
        if body.strip() and body != cue.text
    ]


def _compared(sheet: Sheet, units: Sequence[Unit]) -> Delivery:
    lines = {line.key: line for line in pairs.pairs(sheet)}
    changes, refused, same = [], [], 0
    for unit in units:
        line = lines.get(unit.key)
        limit = pairs.room(unit.key) if line else 0
        if line is None:
            refused.append(Refused(unit.key[:60], None, unit.body, None))
        elif len(unit.body) > limit:
            why = TooLong(what=unit.key, signs=len(unit.body), limit=limit)
            refused.append(Refused(unit.key, line, unit.body, why))
        elif unit.body == line.body.strip():
            same += 1
        else:
            older = cut(unit.source) != cut(line.source)
            gone = lost(line.source, unit.body)
            changes.append(Change(line, unit.body, unit.source, older, gone))
    return Delivery(tuple(changes), tuple(refused), same)
