"""The scenes of `storyboard.toml` as they are edited: read leniently, written in one exact form.

`content.media.board` reads the same file strictly, to film it; what stands here may be unfinished.
"""

import hashlib
import json
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from content.limits import UNSHOWN
from content.media import marks
from content.media.board import LONGEST, MOVES, PICTURES, SHORTEST_SCENE, Move
from content.media.marks import Mark

READ_SPEED: Final = 14.0  # signs a second at which a sentence is read without haste
FIRST_LOOK: Final = 1.0  # seconds to see what a picture shows
LEAST: Final = 4.0  # seconds a picture stands, however short its sentence
EACH: Final = 2.5  # seconds each picture of a scene of several stands


@dataclass(frozen=True, slots=True)
class Scene:
    """One to four pictures by their file names, one sentence a language, seconds and movement.

    `id` tells scenes apart: it follows from the pictures and stays when words or order change.
    """

    pictures: tuple[str, ...]
    say: Mapping[str, str] = field(default_factory=dict)
    seconds: float = LEAST
    move: Move = "still"
    marks: tuple[Mark, ...] = ()
    id: str = ""

    @property
    def timed(self) -> bool:
        """Whether somebody set the seconds by hand, instead of letting the words decide."""
        return self.seconds != reading_seconds(self.say, len(self.pictures))


def reading_seconds(say: Mapping[str, str], pictures: int = 1) -> float:
    """Work out how long a scene stands so that its longest sentence is read without haste."""
    signs = max((len(sentence) for sentence in say.values()), default=0)
    wanted = max(FIRST_LOOK + signs / READ_SPEED, EACH * pictures, LEAST)
    return min(math.ceil(wanted * 2) / 2, LONGEST)


def tidied(sentence: str) -> str:
    """Return a sentence on one line, without signs that cannot be shown."""
    return " ".join(UNSHOWN.sub(" ", sentence).split())


def parse(source: str) -> list[Scene]:
    """Read the scenes of a storyboard; what makes no sense in it is left out."""
    try:
        table = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError):
        return []
    entries = table.get("scene", [])
    read = (_scene(entry) for entry in entries if isinstance(entry, dict))
    return numbered(scene for scene in read if scene.pictures)


def numbered(scenes: Iterable[Scene]) -> list[Scene]:
    """Give each scene its id; scenes of the same pictures are counted."""
    seen: Counter[str] = Counter()
    named = []
    for scene in scenes:
        name = hashlib.sha256("\n".join(scene.pictures).encode()).hexdigest()[:10]
        seen[name] += 1
        count = seen[name]
        named.append(replace(scene, id=f"{name}-{count}" if count > 1 else name))
    return named


def write(scenes: Iterable[Scene]) -> str:
    """Write `storyboard.toml`; `parse` reads these scenes back."""
    return "\n".join("\n".join(_lines(scene)) + "\n" for scene in scenes)


def _scene(entry: dict[str, Any]) -> Scene:
    named = entry.get("pictures")
    names = named[:PICTURES] if isinstance(named, list) else []
    pictures = tuple(name for name in names if isinstance(name, str))
    say = entry.get("say")
    told = say if isinstance(say, dict) else {}
    move = entry.get("move", "still")
    return Scene(
        pictures=pictures,
        say={one: tidied(text) for one, text in told.items() if isinstance(text, str)},
        seconds=_seconds(entry.get("seconds")),
        move=move if move in MOVES else "still",
        marks=tuple(_marks(entry.get("marks"), len(pictures))),
    )


def _seconds(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if SHORTEST_SCENE <= value <= LONGEST else LEAST
    return LEAST


def _marks(found: Any, pictures: int) -> Iterator[Mark]:
    for entry in found if isinstance(found, list) else ():
        if mark := marks.read(entry, pictures):
            yield mark


def _lines(scene: Scene) -> Iterator[str]:
    yield "[[scene]]"
    yield f"pictures = [{', '.join(map(_quoted, scene.pictures))}]"
    yield f"seconds = {scene.seconds!r}"
    if scene.move != "still":
        yield f'move = "{scene.move}"'
    told = ", ".join(f"{_key(one)} = {_quoted(text)}" for one, text in scene.say.items())
    if told:
        yield f"say = {{ {told} }}"
    if scene.marks:
        yield "marks = ["
        for mark in scene.marks:
            box = ", ".join(map(str, mark.box))
            yield f'    {{ on = {mark.on}, draw = "{mark.draw}", box = [{box}] }},'
        yield "]"


def _key(language: str) -> str:
    return (
        language
        if language.replace("-", "").isalnum() and language.isascii()
        else _quoted(language)
    )


def _quoted(text: str) -> str:
    """Write a string as TOML does: as JSON, but for one sign that TOML wants named."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
