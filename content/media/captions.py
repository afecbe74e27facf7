"""Captions: read from any file a trainer has, checked for the eye, written as WebVTT."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.media import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LINE_SIGNS = 42
LINES = 2
CUE_SIGNS = LINE_SIGNS * LINES
AIM_SPEED = 17.0
TOP_SPEED = 20.0
LARGEST = 500_000
"""Bytes of a caption file; two minutes of speech take 5,000."""
BREATH = 0.05
"""Seconds a caption may touch the next one or the film's end by: rounding, not a mistake."""

SCRIPTS = tuple(
    (re.compile(rf"<{word}\b", re.IGNORECASE), re.compile(rf"</{word}\s*>", re.IGNORECASE))
    for word in ("script", "style")
)
NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
KARAOKE = re.compile(r"<[\d:.]+>")
LESS = "\ue000"
MARKS = re.compile(r"</?[ib]>")
ARROW = "-->"
# Control signs, halves of signs, and those that turn a whole row's direction over.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\ue000\ufeff\ud800-\udfff]")
WINDOWS = {
    **dict.fromkeys(("pl", "cs", "hr", "ro", "hu", "sk", "sl"), "1250"),
    **dict.fromkeys(("ru", "uk", "bg", "sr"), "1251"),
    **dict.fromkeys(("tr", "az"), "1254"),
    **dict.fromkeys(("ar", "fa"), "1256"),
}
"""The code page of Windows for each language; all others write in that of the West, 1252."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on the screen from one moment to another, in seconds of the film.

    The text is plain; <i>, </i>, <b> and </b> are the only marks that mean something in it.
    """

    start: float
    end: float
    text: str

    @property
    def words(self) -> str:
        """The text as it is seen, without <i> and <b>."""
        return MARKS.sub("", self.text)

    @property
    def speed(self) -> float:
        """Signs a second; infinite for a cue without duration."""
        signs = len(self.words.replace("\n", " "))
        return signs / (self.end - self.start) if self.end > self.start else float("inf")


@dataclass(frozen=True, slots=True)
class CaptionFile:
    """What a file of captions held: its cues as they stood, its kind, and its letters."""

    cues: tuple[Cue, ...]
    kind: str
    """`WebVTT` or `SubRip`."""
    letters: str
    """The encoding it was read in, by the name people know: `UTF-8`, `Windows-1252`."""


def read(content: bytes) -> list[Cue]:
    """Read a WebVTT or SubRip file in UTF-8, UTF-16 or the cp1252 of German Windows.

    Scripts, colours and positions are dropped; <i> and <b> stay. The cues come in the order of the
    file, unmended: `check` says what is wrong. Raises CaptionsTooLarge and CaptionsUnreadable.
    """
    return list(read_file(content).cues)


def read_file(content: bytes, language: str = "de") -> CaptionFile:
    """Read captions as `read` does, and say what the file was.

    The language decides which letters of old Windows programs are meant where it is no Unicode.
    Raises CaptionsTooLarge and CaptionsUnreadable.
    """
    import pysubs2

    if len(content) > LARGEST:
        raise errors.CaptionsTooLarge(limit=LARGEST // 1000)
    text, letters = _decoded(content, language)
    web = text.startswith("WEBVTT")
    try:
        file = pysubs2.SSAFile.from_string(_timed_blocks(text), format_="vtt" if web else "srt")
        cues = tuple(
            Cue(event.start / 1000, event.end / 1000, _marked(event.text, web=web))
            for event in file.events
        )
    except (pysubs2.Pysubs2Error, ValueError, OverflowError):
        raise errors.CaptionsUnreadable from None
    if not cues:
        raise errors.CaptionsUnreadable
    return CaptionFile(cues, "WebVTT" if web else "SubRip", letters)


def check(cues: Iterable[Cue], seconds: float) -> list[errors.CaptionProblem]:
    """Find what would be wrong on the screen of a film of this many seconds.

    A problem of level "error" keeps a film from being published, a "warning" does not.
    """
    found: list[errors.CaptionProblem] = []
    last = 0.0
    for number, cue in enumerate(cues, start=1):
        facts = {"number": number, "clock": _clock(cue.start)}
        found.extend(_time_problems(cue, last, seconds, facts))
        found.extend(_word_problems(cue, facts))
        last = max(last, cue.end)
    return found


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


def clean(text: str) -> str:
    """Return the words of a cue without empty rows, doubled spaces and signs nobody can see."""
    rows = (" ".join(UNSEEN.sub("", row).split()) for row in text.splitlines())
    return "\n".join(row for row in rows if row)


def fits(text: str) -> bool:
    """Whether the text stands on two lines of 42 signs."""
    lines = text.split("\n")
    return len(lines) <= LINES and all(len(line) <= LINE_SIGNS for line in lines)


def vtt(cues: Iterable[Cue]) -> bytes:
    """Write the cues as a WebVTT file: UTF-8, LF, numbered by nothing."""
    blocks = [f"{_clock(cue.start)} --> {_clock(cue.end)}\n{_escaped(cue.text)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks]).encode()


def srt(cues: Iterable[Cue]) -> bytes:
    """Write the cues as a SubRip file: UTF-8 with LF, numbered from 1.

    SubRip has no way to write a sign as itself: an arrow between times would end the words.
    """
    blocks = [
        f"{number}\n{_comma(cue.start)} --> {_comma(cue.end)}\n{_plain(cue.text)}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks).encode()


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


def _decoded(content: bytes, language: str) -> tuple[str, str]:
    """Read the letters, and name them."""
    text, letters = _lettered(content, language)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.strip("\ufeff \n\t"), letters


def _lettered(content: bytes, language: str) -> tuple[str, str]:
    """Go by the byte order mark, or an arrow of two bytes a sign; else UTF-8, else Windows."""
    little, big = content.startswith(b"\xff\xfe"), content.startswith(b"\xfe\xff")
    if little or (not big and _arrow_stands(content, "utf-16-le")):
        return content.decode("utf-16-le", "replace"), "UTF-16 LE"
    if big or _arrow_stands(content, "utf-16-be"):
        return content.decode("utf-16-be", "replace"), "UTF-16 BE"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        page = WINDOWS.get(language, "1252")
        return content.decode(f"cp{page}", "replace"), f"Windows-{page}"


def _arrow_stands(content: bytes, letters: str) -> bool:
    """Whether the arrow between two times stands there in these letters of two bytes."""
    at = content.find(ARROW.encode(letters))
    return at >= 0 and at % 2 == 0


def _comma(seconds: float) -> str:
    return _clock(seconds).replace(".", ",")


def _plain(text: str) -> str:
    return "\n".join(line for line in text.replace(ARROW, "→").split("\n") if line.strip())


def _timed_blocks(text: str) -> str:
    """Keep the blocks that have a time, numbered anew.

    Notes and styles would else be read as words, and a last line that is a number (25 Nm!) would
    be taken for the number of the next block.
    """
    text = _without_scripts(KARAOKE.sub("", text))
    # What pysubs2 takes for a tag goes with all that follows; a bare "<" is a word.
    text = NO_TAG.sub(LESS, text)
    kept = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.split("\n")
        timed = [number for number, line in enumerate(lines) if "-->" in line]
        if timed:
            kept.append("\n".join(line for line in lines[timed[0] :] if line.strip()))
    numbered = [f"{number}\n{block}\n" for number, block in enumerate(kept, start=1)]
    return "\n".join([*numbered, str(len(kept) + 1)])


def _without_scripts(text: str) -> str:
    """Leave out scripts and styles; one that never ends is looked for once, not at every sign."""
    for opening, closing in SCRIPTS:
        kept, at = [], 0
        while (begin := opening.search(text, at)) and (end := closing.search(text, begin.end())):
            kept.append(text[at : begin.start()])
            at = end.end()
        text = "".join((*kept, text[at:]))
    return text


def _marked(text: str, *, web: bool) -> str:
    """Turn what pysubs2 kept of a cue into plain text with <i> and <b>."""
    text = text.replace(r"\N", "\n").replace(r"\n", "\n").replace(r"\h", " ")
    text = re.sub(r"\{\\([ib])1\}", r"<\1>", text)
    text = re.sub(r"\{\\([ib])0\}", r"</\1>", text)
    text = re.sub(r"\{\\[^{}]*\}", "", text)
    text = text.replace(LESS, "<")
    if web:
        text = html.unescape(text)
    return clean(text)


def _escaped(text: str) -> str:
    """Write a cue's text so that nothing in it means anything but <i> and <b>."""
    lines = "\n".join(line for line in text.split("\n") if line.strip())
    safe = lines.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"&lt;(/?[ib])&gt;", r"<\1>", safe)


def _time_problems(
    cue: Cue, last: float, seconds: float, facts: dict[str, object]
) -> Iterator[errors.CaptionProblem]:
    if cue.end <= cue.start:
        yield errors.CaptionBackwards(**facts)
    if cue.start < last - BREATH:
        yield errors.CaptionOverlaps(**facts)
    if cue.end > seconds + BREATH:
        yield errors.CaptionBeyond(**facts, seconds=seconds)


def _word_problems(cue: Cue, facts: dict[str, object]) -> Iterator[errors.CaptionProblem]:
    if not cue.words.strip():
        yield errors.CaptionEmpty(**facts)
    elif not fits(cue.words):
        yield errors.CaptionTooBig(**facts)
    if cue.end > cue.start and cue.speed > TOP_SPEED:
        yield errors.CaptionTooFast(**facts, speed=cue.speed)
    elif cue.end > cue.start and cue.speed > AIM_SPEED:
        yield errors.CaptionFast(**facts, speed=cue.speed)
