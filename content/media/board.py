"""What a storyboard tells: scenes of pictures with one sentence each, read, checked, captioned."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from content.media import captions as cues
from content.media import errors, marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from content.media.captions import Cue
    from content.media.marks import Mark

FILE = "storyboard.toml"
LONGEST = 180.0
SHORTEST_SCENE = 0.5
SENTENCE_SIGNS = 2 * cues.CUE_SIGNS
PICTURES = 4

Move = Literal["still", "in", "out", "left", "right"]
MOVES = get_args(Move)


@dataclass(frozen=True, slots=True)
class Scene:
    """One to four pictures that share some seconds, a gentle movement, a sentence a language.

    `marks` are the arrows and circles on its pictures.
    """

    pictures: tuple[Path, ...]
    seconds: float
    move: Move
    say: Mapping[str, str]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The scenes of a film in their order."""

    folder: Path
    scenes: tuple[Scene, ...]

    @property
    def seconds(self) -> float:
        """How long the film is."""
        return sum(scene.seconds for scene in self.scenes)

    @property
    def starts(self) -> list[float]:
        """The second at which each scene begins."""
        return [0.0, *accumulate(scene.seconds for scene in self.scenes)][:-1]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages every scene speaks, in the order of the first one."""
        return tuple(self.scenes[0].say)


def read(folder: Path) -> Board:
    """Read `storyboard.toml` of a folder and see that a film can be made of it.

    Raises StoryboardRefused with every problem, each with file and line.
    """
    path = folder / FILE
    try:
        source = path.read_text("utf-8")
        table = tomllib.loads(source)
    except (OSError, ValueError, RecursionError) as reason:
        raise errors.StoryboardRefused(
            (errors.StoryboardUnreadable(path=path, reason=_why(reason)),)
        ) from None
    problems = tuple(_Reader(path, source, table).problems())
    if problems:
        raise errors.StoryboardRefused(problems)
    return Board(folder, tuple(_scene(folder, entry) for entry in table["scene"]))


def captions(board: Board, language: str) -> list[Cue]:
    """Give the captions of the film in one language, exact to the thousandth of a second."""
    return [
        cue
        for scene, start in zip(board.scenes, board.starts, strict=True)
        if scene.say.get(language)
        for cue in cues.from_sentence(scene.say[language], start, scene.seconds)
    ]


def _why(reason: Exception) -> str:
    if isinstance(reason, FileNotFoundError):
        return "the file is not there"
    if isinstance(reason, UnicodeDecodeError):
        return "the file is not UTF-8"
    return str(reason)


def _scene(folder: Path, entry: dict[str, Any]) -> Scene:
    return Scene(
        tuple(folder / name for name in entry["pictures"]),
        float(entry["seconds"]),
        entry.get("move", "still"),
        {language: " ".join(text.split()) for language, text in entry.get("say", {}).items()},
        tuple(_marks(entry)),
    )


def _marks(entry: dict[str, Any]) -> Iterator[Mark]:
    for table in entry.get("marks", []):
        if mark := marks.read(table, len(entry["pictures"])):
            yield mark


@dataclass(frozen=True)
class _Reader:
    """Finds what is wrong in a storyboard, and on which line."""

    path: Path
    source: str
    table: dict[str, Any]

    def problems(self) -> Iterator[errors.StoryboardProblem]:
        yield from self._unknown(self.table, ("scene",), 0)
        scenes = self.table.get("scene")
        if not isinstance(scenes, list) or not scenes or not isinstance(scenes[0], dict):
            yield errors.StoryboardEmpty(path=self.path)
            return
        languages = list(
            dict.fromkeys(
                language
                for entry in scenes
                if isinstance(entry.get("say"), dict)
                for language in entry["say"]
            )
        )
        for number, entry in enumerate(scenes, start=1):
            yield from self._scene(number, entry, languages)
        total = sum(_seconds(entry) or 0 for entry in scenes)
        if total > LONGEST:
            yield errors.StoryboardTooLong(path=self.path, seconds=total)

    def _scene(
        self, number: int, entry: Any, languages: list[str]
    ) -> Iterator[errors.StoryboardProblem]:
        yield from self._unknown(entry, ("pictures", "seconds", "move", "say", "marks"), number)
        yield from self._pictures(number, entry.get("pictures"))
        yield from self._marks(number, entry)
        seconds = _seconds(entry)
        if seconds is None:
            yield self._incomplete(number, "seconds", "a number such as 7.0")
            return
        if entry.get("move", "still") not in MOVES:
            line = self._line(number, "move")
            yield errors.MoveUnknown(path=self.path, line=line, move=entry["move"])
        yield from self._sentences(number, entry.get("say", {}), seconds, languages)

    def _pictures(self, number: int, names: Any) -> Iterator[errors.StoryboardProblem]:
        if (
            not isinstance(names, list)
            or not 1 <= len(names) <= PICTURES
            or not all(isinstance(name, str) for name in names)
        ):
            yield self._incomplete(number, "pictures", "a list of one to four file names")
            return
        for name in names:
            # A name, not a path: a board never shows what lies outside its folder.
            if Path(name).name != name or not (self.path.parent / name).is_file():
                yield errors.PictureMissing(
                    path=self.path, line=self._line(number, "pictures"), scene=number, picture=name
                )

    def _marks(self, number: int, entry: dict[str, Any]) -> Iterator[errors.StoryboardProblem]:
        found, names = entry.get("marks", []), entry.get("pictures")
        pictures = len(names) if isinstance(names, list) else marks.WHOLE
        if not isinstance(found, list) or not all(marks.read(one, pictures) for one in found):
            form = '[{ on = 1, draw = "arrow", box = [100, 200, 500, 500] }]'
            yield self._incomplete(number, "marks", f"arrows and circles such as {form}")
        elif len(found) > marks.MOST * len(names or ()):
            yield self._incomplete(number, "marks", f"at most {marks.MOST} on a picture")

    def _sentences(
        self, number: int, say: Any, seconds: float, languages: list[str]
    ) -> Iterator[errors.StoryboardProblem]:
        if not isinstance(say, dict) or not all(isinstance(text, str) for text in say.values()):
            yield self._incomplete(number, "say", 'sentences such as { de = "Ein Satz." }')
            return
        where: dict[str, Any] = {
            "path": self.path, "line": self._line(number, "say"), "scene": number
        }  # fmt: skip
        for language in languages:
            text = " ".join(say.get(language, "").split())
            parts = cues.from_sentence(text, 0.0, seconds) if text else []
            if not text:
                yield errors.SentenceMissing(**where, language=language)
            elif (longest := max(map(len, text.split()))) > cues.LINE_SIGNS:
                yield errors.WordTooLong(**where, language=language, signs=longest)
            elif len(text) > SENTENCE_SIGNS or not all(cues.fits(cue.text) for cue in parts):
                yield errors.SentenceTooLong(
                    **where, language=language, signs=len(text), limit=SENTENCE_SIGNS
                )
            elif len(text) / seconds > cues.TOP_SPEED:
                yield errors.SentenceTooFast(
                    **where,
                    language=language,
                    speed=len(text) / seconds,
                    seconds=len(text) / cues.AIM_SPEED,
                )

    def _unknown(
        self, table: dict[str, Any], known: tuple[str, ...], number: int
    ) -> Iterator[errors.StoryboardProblem]:
        for key in table:
            if key not in known:
                yield errors.WordUnknown(
                    path=self.path,
                    line=self._line(number, key),
                    key=key,
                    known=", ".join(known),
                )

    def _incomplete(self, number: int, key: str, form: str) -> errors.SceneIncomplete:
        line = self._line(number, key)
        return errors.SceneIncomplete(path=self.path, line=line, scene=number, key=key, form=form)

    def _line(self, number: int, key: str) -> int:
        """Find the line of a key in the n-th scene, else of the scene's head, else the first."""
        found, scene = 1, 0
        for line, text in enumerate(self.source.splitlines(), start=1):
            if re.match(r"\s*\[\[\s*scene\s*\]\]", text):
                scene += 1
                found = line if scene == number else found
            elif scene == number and re.match(rf"\s*{re.escape(key)}\b", text):
                return line
        return found


def _seconds(entry: dict[str, Any]) -> float | None:
    """How long a scene is, if the table says so in a number that makes sense."""
    value = entry.get("seconds")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if SHORTEST_SCENE <= value <= LONGEST else None
