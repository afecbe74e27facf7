"""When the pictures of a film come, read from its packets without decoding one of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from content.media import errors, ffmpeg

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from content.media.ffmpeg import Kind

READ = ffmpeg.Limits(wall=60.0, cpu=60, file_size=32 << 20)
LIST: Final = "packets.txt"
FIELDS: Final = 5
BASE: Final = "#tb 0: "
NOT_KEY: Final = "F="
SLACK: Final = 0.1
"""Share of its usual length by which a picture may be longer or shorter in a steady film."""
UNSTEADY: Final = 0.02
"""Share of pictures beyond the slack from which a film's rate counts as variable."""
USUAL: Final = (12.0, 15.0, 24.0, 25.0, 30.0)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The seconds at which pictures begin, in order; `keys` are those that stand on their own."""

    pictures: tuple[float, ...]
    keys: tuple[float, ...]
    step: float
    """The usual seconds from one picture to the next."""

    @property
    def seconds(self) -> float:
        """Until when there is a picture."""
        return self.pictures[-1] + self.step

    @property
    def steady(self) -> bool:
        """Whether the pictures come at equal steps."""
        steps = _steps(self.pictures)
        off = sum(1 for step in steps if abs(step - self.step) > SLACK * self.step + 0.002)
        return off <= UNSTEADY * max(1, len(steps))

    @property
    def rate(self) -> float:
        """Pictures a second when shown at equal steps, without loss for one that is not steady."""
        if self.steady and len(self.pictures) > 1:
            span = self.pictures[-1] - self.pictures[0]
            return (len(self.pictures) - 1) / span if span > 0 else USUAL[-1]
        wanted = 1 / self.step - 0.5
        return next((rate for rate in USUAL if rate >= wanted), 1 / self.step)


def timeline(folder: Path, kind: Kind, longest: float) -> Timeline:
    """Read the packets of the film that stands in this workplace, no further than `longest`.

    Raises FilmBroken where there is no picture, and the errors of `ffmpeg.run`.
    """
    ffmpeg.run(
        [
            *ffmpeg.from_file(kind),
            *("-map", "0:V:0", "-c", "copy", "-t", f"{longest + 1:.3f}"),
            *("-f", "framecrc", LIST),
        ],
        folder,
        limits=READ,
    )
    with (folder / LIST).open(encoding="ascii", errors="replace") as lines:
        return _read(lines)


def _read(lines: Iterable[str]) -> Timeline:
    base, found = 0.0, []
    for line in lines:
        if line.startswith(BASE):
            above, below = line.removeprefix(BASE).split("/")
            base = int(above) / int(below)
        elif not line.startswith("#"):
            words = [word.strip() for word in line.split(",")]
            if len(words) > FIELDS:
                key = not any(word.startswith(NOT_KEY) for word in words[FIELDS + 1 :])
                found.append((int(words[2]) * base, key))
    if not found:
        raise errors.FilmBroken
    found.sort()
    pictures = tuple(max(0.0, at) for at, _ in found)
    steps = sorted(_steps(pictures))
    step = steps[len(steps) // 2] if steps else 1 / USUAL[-1]
    return Timeline(pictures, tuple(max(0.0, at) for at, key in found if key), step)


def _steps(pictures: tuple[float, ...]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(pictures) if later > earlier]
