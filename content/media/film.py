"""A storyboard as a film: every picture drawn once, moved gently, cross-faded, encoded."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from content.media import ffmpeg, raster
from content.media.board import Board, Move, Scene

if TYPE_CHECKING:
    from PIL.Image import Image

HEIGHT = 540
FPS = 12
FADE = 0.4
TRAVEL = 0.06
"""How far a picture moves in a scene, as a share of its size."""
SHARPNESS = 1.1
"""Pictures are drawn this much larger than the film, so that moving never enlarges them."""
QUALITY = 26
KEPT = 6
"""Drawn pictures held in memory at once."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture's stay on the screen, and the scene whose movement it shares (seconds)."""

    picture: Path
    start: float
    end: float
    move: Move
    scene_start: float
    scene_seconds: float

    def box(self, at: float, width: int, height: int) -> Box:
        """The part of a width x height picture that is seen at this second of the film."""
        done = _ease((at - self.scene_start) / self.scene_seconds)
        zoom, across = _camera(self.move, done)
        wide, high = width / zoom, height / zoom
        left = (width - wide) * across
        top = (height - high) / 2
        return (left, top, left + wide, top + high)


def shots(board: Board) -> list[Shot]:
    """Every picture's stay in its order; the pictures of a scene share its time equally."""
    return [
        shot
        for scene, start in zip(board.scenes, board.starts, strict=True)
        for shot in _shots(scene, start)
    ]


def frames(board: Board, height: int = HEIGHT, fps: int = FPS) -> Iterator[Image]:
    """The film's pictures one after the other, RGB, 16:9, each a new or the same object."""
    stage = _Stage(width_of(height), height)
    stays = shots(board)
    number, last = 0, len(stays) - 1
    for frame in range(round(board.seconds * fps)):
        # The middle of the rounding error: a frame on the border belongs to the later picture.
        at = frame / fps
        while number < last and at >= stays[number].end - 1e-6:
            number += 1
        picture = stage.show(stays[number], at)
        fading = at - (stays[number].end - FADE)
        if number < last and fading > 0:
            # The fade ends where the next picture begins: who jumps to a step sees it whole.
            picture = stage.blend(picture, stage.show(stays[number + 1], at), fading / FADE)
        yield picture


def stills(board: Board, height: int) -> Iterator[tuple[Shot, Image]]:
    """Every picture of the film as it stands in the middle of its stay."""
    stage = _Stage(width_of(height), height)
    for shot in shots(board):
        yield shot, stage.show(shot, (shot.start + shot.end) / 2)


def render(
    board: Board,
    target: Path,
    *,
    height: int = HEIGHT,
    fps: int = FPS,
    voice: Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Path:
    """Make the film of a storyboard: H.264 in MP4, `moov` first, silent or with a voice.

    The film is as long as its scenes, to half a frame; a longer voice is cut. `progress` hears
    the share done, 0 to 1. The target appears only when the film is whole.
    Raises the errors of `ffmpeg.convert` and of `raster.laid_out`.
    """
    part = target.with_name(target.name + ".part")
    try:
        with ffmpeg.workplace(voice) as folder:
            ffmpeg.convert(
                _encoding(board, height, fps, voice is not None),
                folder,
                feed=_pixels(board, height, fps, progress),
            )
            _keep(folder / "film.mp4", part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def width_of(height: int) -> int:
    """The even width of a 16:9 film of this height."""
    return round(height * 16 / 9 / 2) * 2


def _encoding(board: Board, height: int, fps: int, voice: bool) -> list[str]:
    seconds = round(board.seconds * fps) / fps
    sound = [
        *("-map", "1:a:0", "-af", "loudnorm=I=-16:TP=-1.5:LRA=11,apad", "-ar", "48000"),
        *("-ac", "1", "-c:a", "aac", "-b:a", "64k"),
    ]
    return [
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width_of(height)}x{height}"),
        *("-framerate", str(fps), "-i", "pipe:0"),
        *(ffmpeg.from_file() if voice else []),
        *("-map", "0:v:0", "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
        *(sound if voice else []),
        *("-c:v", "libx264", "-profile:v", "main", "-preset", "veryslow", "-tune", "animation"),
        *("-crf", str(QUALITY), "-g", str(20 * fps), "-threads", "2"),
        *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
        *("-color_range", "tv", "-t", f"{seconds:.6f}", "-map_metadata", "-1"),
        *("-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "film.mp4"),
    ]


def _pixels(
    board: Board, height: int, fps: int, progress: Callable[[float], None] | None
) -> Iterator[bytes]:
    total = round(board.seconds * fps)
    seen: tuple[Image, bytes] | None = None
    for number, picture in enumerate(frames(board, height, fps), start=1):
        if seen is None or seen[0] is not picture:
            seen = (picture, picture.tobytes())
        yield seen[1]
        if progress and number % fps == 0:
            progress(number / total)


def _keep(made: Path, part: Path) -> None:
    with made.open("rb") as source, part.open("wb") as copy:
        while piece := source.read(1 << 20):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())


def _shots(scene: Scene, start: float) -> Iterator[Shot]:
    share = scene.seconds / len(scene.pictures)
    for number, picture in enumerate(scene.pictures):
        begin = start + number * share
        yield Shot(picture, begin, begin + share, scene.move, start, scene.seconds)


def _ease(share: float) -> float:
    """From 0 to 1 with a soft start and a soft stop; outside the scene it stands still."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _camera(move: Move, done: float) -> tuple[float, float]:
    """How large the picture is shown, and where on the way from left to right the view stands."""
    if move == "in":
        return 1 + TRAVEL * done, 0.5
    if move == "out":
        return 1 + TRAVEL * (1 - done), 0.5
    if move == "left":
        return 1 + TRAVEL, done
    if move == "right":
        return 1 + TRAVEL, 1 - done
    return 1.0, 0.5


class _Stage:
    """Draws pictures at the size of the film and remembers the last ones."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self.show = functools.lru_cache(maxsize=2)(self._show)
        self._draw = functools.lru_cache(maxsize=KEPT)(self._drawn)
        self._view = functools.lru_cache(maxsize=4)(self._viewed)

    def _show(self, shot: Shot, at: float) -> Image:
        large = self._draw(shot.picture)
        return self._view(shot.picture, shot.box(at, *large.size))

    def _viewed(self, picture: Path, box: Box) -> Image:
        from PIL import Image

        return self._draw(picture).resize(self.size, Image.Resampling.BICUBIC, box=box)

    def blend(self, before: Image, after: Image, share: float) -> Image:
        """The one picture over the other; the same picture is itself."""
        from PIL import Image

        return before if before is after else Image.blend(before, after, share)

    def _drawn(self, picture: Path) -> Image:
        size = [round(side * SHARPNESS) for side in self.size]
        return raster.laid_out(picture.read_bytes(), size[0], size[1], picture.name)
