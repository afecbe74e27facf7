"""Source and translation side by side, line by line, and how far each line is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from content import captions, glossary, limits, noted, proposals, words
from content.difference import Piece, difference
from content.figures import lost
from content.glossary import Entry, Hint
from content.media.captions import Cue
from content.models import Option, Question, SourceLine, StepText, Table, Text
from content.noted import CAPTION
from content.storage import Storage

ROOMS: Final[dict[str, tuple[type[Table], str]]] = {
    **{name: (Text, name) for name in ("title", "why", "stand_clear", "take_away", "task")},
    "step": (StepText, "body"),
    "question": (Question, "prompt"),
    "answer": (Option, "label"),
    "feedback": (Option, "feedback"),
    CAPTION: (SourceLine, "source"),
}
State = Literal["missing", "draft", "machine", "right", "stale"]
OPEN: Final = frozenset({"missing", "stale"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source with its translation.

    `kind` and `number` say what it is: step 2, answer 3; for a caption `start` and `end` are its
    seconds. `pieces` show what changed in the source since the translation was right, `hints` the
    glossary's terms in it, `lost` the numbers that the translation lacks, `proposal` what a
    colleague proposes (the same words: that it is right).
    """

    key: str
    kind: str
    number: int
    source: str
    body: str
    state: State = "missing"
    pieces: tuple[Piece, ...] = ()
    hints: tuple[Hint, ...] = ()
    lost: tuple[str, ...] = ()
    proposal: str | None = None
    start: float | None = None
    end: float | None = None

    @property
    def open(self) -> bool:
        """Whether somebody has to do something before the text can be said to be right."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Sheet:
    """A translation beside its source, with the storage that holds the captions of both."""

    source: Text
    text: Text
    storage: Storage

    @property
    def captioned(self) -> bool:
        """Whether the captions of both stand over the same film, so that cue goes with cue."""
        return self.source.captions_id is not None and self.text.film_id is None

    def cues(self) -> list[Cue]:
        """Return the source's captions; none where the text has a film of its own."""
        return captions.cues(self.source, self.storage) if self.captioned else []

    def bodies(self) -> list[str]:
        """Return for each of the source's captions what the translation says there."""
        return matched(self.cues(), captions.cues(self.text, self.storage))

    def said(self) -> dict[str, str]:
        """Return what the source says, by the keys of its lines, captions behind the words."""
        spoken = noted.captions(cue.text for cue in self.cues())
        return words.lines(self.source) | spoken


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a translation is: its lines by state."""

    missing: int
    draft: int
    right: int
    stale: int

    @property
    def all(self) -> int:
        """How many lines there are."""
        return self.missing + self.draft + self.right + self.stale

    @property
    def open(self) -> int:
        """How many lines somebody has to write or look at again."""
        return self.missing + self.stale


def pairs(sheet: Sheet, terms: Iterable[Entry] = ()) -> list[Line]:
    """Return the lines of a source with those of its translation, in reading order.

    The captions come last, cue by cue with the times of the source. Lines that the source leaves
    empty are left out.
    """
    source, text = sheet.source, sheet.text
    proposed, known = proposals.of(text), tuple(terms)
    return [
        replace(
            line,
            proposal=proposed.get(line.key),
            hints=tuple(
                glossary.hints(known, line.source, source.language, text.language, line.body)
            ),
        )
        for line in (*_words(sheet), *_cues(sheet))
    ]


def room(key: str) -> int:
    """Return how many signs a line holds, by its key."""
    model, column = ROOMS[_kind(key)]
    return limits.room(model, column)


def standing(lines: Iterable[Line]) -> Standing:
    """Count the lines by state; a machine's draft counts as a draft."""
    count = Counter("draft" if line.state == "machine" else line.state for line in lines)
    return Standing(count["missing"], count["draft"], count["right"], count["stale"])


def matched(source: Sequence[Cue], own: Iterable[Cue]) -> list[str]:
    """Return for each cue of the source the words of a translation that stand there.

    A cue of the translation belongs to the one of the source that it shares the most time with.
    """
    found: list[list[str]] = [[] for _ in source]
    for cue in own:
        shared = [min(cue.end, one.end) - max(cue.start, one.start) for one in source]
        best = max(range(len(source)), key=shared.__getitem__, default=None)
        if best is not None and shared[best] > 0:
            found[best].append(cue.text)
    return ["\n".join(texts) for texts in found]


def _words(sheet: Sheet) -> Iterator[Line]:
    bodies, known = words.lines(sheet.text), noted.of(sheet.text)
    for number, key, ours in _numbered(words.lines(sheet.source)):
        line = Line(key, _kind(key), number, ours, bodies.get(key, ""))
        yield _weighed(line, known.get(key), sheet.text.state)


def _cues(sheet: Sheet) -> Iterator[Line]:
    cues = sheet.cues()
    known = _moved(cues, noted.of(sheet.text)) if cues else {}
    for number, (cue, body) in enumerate(zip(cues, sheet.bodies(), strict=True)):
        key = f"{CAPTION}/{number}"
        line = Line(key, CAPTION, number + 1, cue.text, body, start=cue.start, end=cue.end)
        yield _weighed(line, known.get(key), sheet.text.captions_state)


def _weighed(line: Line, was: str | None, text_state: str) -> Line:
    """Return a line with how far it is, what changed in its source, and which numbers it lacks."""
    now = noted.cut(line.source)
    state = _state(now, line.body, was, text_state)
    pieces = difference(was, now) if state == "stale" and was is not None else ()
    missing = lost(line.source, line.body) if line.body.strip() else ()
    return replace(line, state=state, pieces=pieces, lost=missing)


def _state(ours: str, body: str, was: str | None, text_state: str) -> State:
    if not body.strip():
        return "missing"
    if was is not None:
        return "right" if was == ours else "stale"
    if text_state == "reviewed":
        return "right"
    return "machine" if text_state == "machine" else "draft"


def _moved(ours: Sequence[Cue], noted_: dict[str, str]) -> dict[str, str]:
    """Return the notes of the captions, each at the cue that says the same, wherever it went.

    So a cue put between two others makes none of those behind it stale.
    """
    known = {was for key, was in noted_.items() if key.startswith(CAPTION)}
    found = {}
    for number, cue in enumerate(ours):
        key = f"{CAPTION}/{number}"
        if noted.cut(cue.text) in known:
            found[key] = noted.cut(cue.text)
        elif key in noted_:
            found[key] = noted_[key]
    return found


def _numbered(lines: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yield the lines that say something, each with its number among its kind."""
    steps = 0
    for key, said in lines.items():
        steps += key.startswith("step/")
        if said.strip():
            yield steps if key.startswith("step/") else _number(key), key, said


def _number(key: str) -> int:
    """Return which question or answer a line belongs to, from one; 0 for all other lines."""
    last = key.removesuffix("/feedback").rpartition("/")[2]
    return int(last) + 1 if last.isdecimal() else 0


def _kind(key: str) -> str:
    head, *rest = key.split("/")
    if head != "question":
        return head
    return ("question", "answer", "feedback")[len(rest) - 1]
