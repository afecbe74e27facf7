"""A storyboard as a film: every picture drawn once, moved gently, cross-faded, encoded."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.media import ffmpeg, marks, raster
from content.media.probe import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PIL.Image import Image

    from content.media.board import Board, Move, Scene
    from content.media.ffmpeg import Kind
    from content.media.marks import Mark

HEIGHT = 540
FPS = 12
FADE = 0.4
TRAVEL = 0.06
"""How far a picture moves in a scene, as a share of its size."""
SHARPNESS = 1 + TRAVEL
"""Pictures are drawn this much larger than the film, so that moving never enlarges them."""
QUALITY = 30
"""x264's rate factor: line art at 540p and 12 frames a second stays under 1 MB in 90 s."""
KEPT = 6
"""Drawn pictures held in memory at once."""

Box = tuple[float, float, float, float]
Planes = tuple["Image", "Image", "Image"]
"""Luma at full size and the two colour differences at half: the 4:2:0 that H.264 keeps."""

# ITU-R BT.709, limited range: what phones expect of a film, so that colours stay as drawn.
LUMA = (0.18259, 0.61423, 0.06201, 16.5)
BLUE = (-0.10064, -0.33857, 0.43922, 128.5)
RED = (0.43922, -0.39894, -0.04027, 128.5)
AS_BT709 = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=limited"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture's stay on the screen, and the scene whose movement it shares (seconds)."""

    picture: Path
    start: float
    end: float
    move: Move
    scene_start: float
    scene_seconds: float
    marks: tuple[Mark, ...] = ()

    def box(self, at: float) -> Box:
        """Find what of the picture is seen at this second of the film, as shares of its sides."""
        done = _ease((at - self.scene_start) / self.scene_seconds)
        zoom, across = _camera(self.move, done)
        seen = 1 / zoom
        left, top = (1 - seen) * across, (1 - seen) / 2
        return (left, top, left + seen, top + seen)


def shots(board: Board) -> list[Shot]:
    """Every picture's stay in its order; the pictures of a scene share its time equally."""
    return [
        shot
        for scene, start in zip(board.scenes, board.starts, strict=True)
        for shot in _shots(scene, start)
    ]


def frames(board: Board, height: int = HEIGHT, fps: int = FPS) -> Iterator[Planes]:
    """Give the film's pictures in order, 16:9; one that stands still is the same object."""
    stage = _Stage(width_of(height), height)
    stays = shots(board)
    number, last = 0, len(stays) - 1
    for frame in range(round(board.seconds * fps)):
        at = frame / fps
        while number < last and at >= stays[number].end - 1e-6:
            number += 1
        picture = stage.show(stays[number], at)
        fading = at - (stays[number].end - FADE)
        if number < last and fading > 0:
            # The fade ends where the next picture begins: who jumps to a step sees it whole.
            picture = _blend(picture, stage.show(stays[number + 1], at), fading / FADE)
        yield picture


def stills(board: Board, height: int) -> Iterator[tuple[Shot, Image]]:
    """Give every picture of the film, RGB, as it stands in the middle of its stay."""
    from PIL import Image

    size = (width_of(height), height)
    for shot in shots(board):
        drawn = _drawn(shot.picture, shot.marks, *size)
        box = shot.box((shot.start + shot.end) / 2)
        yield shot, drawn.resize(size, Image.Resampling.BICUBIC, box=_scaled(box, *drawn.size))


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
    Raises the errors of `ffmpeg.convert` and of `raster.source`.
    """
    kind = kind_of(voice) if voice else None
    with ffmpeg.workplace(voice, target.parent) as folder:
        ffmpeg.convert(
            _encoding(board, height, fps, kind),
            folder,
            feed=_pixels(board, height, fps, progress),
        )
        made = folder / "film.mp4"
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(target)
    return target


def width_of(height: int) -> int:
    """Work out the even width of a 16:9 film of this height."""
    return round(height * 16 / 9 / 2) * 2


def _encoding(board: Board, height: int, fps: int, voice: Kind | None) -> list[str]:
    seconds = round(board.seconds * fps) / fps
    sound = [
        *("-map", "1:a:0", "-af", "loudnorm=I=-16:TP=-1.5:LRA=11,apad", "-ar", "48000"),
        *("-ac", "1", "-c:a", "aac", "-b:a", "64k"),
    ]
    return [
        *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width_of(height)}x{height}"),
        *("-framerate", str(fps), "-i", "pipe:0"),
        *(ffmpeg.from_file(voice) if voice else []),
        *("-map", "0:v:0", "-vf", AS_BT709, *(sound if voice else [])),
        *("-c:v", "libx264", "-profile:v", "main", "-preset", "slow", "-tune", "animation"),
        *("-crf", str(QUALITY), "-g", str(20 * fps), "-threads", "2"),
        *("-t", f"{seconds:.6f}", "-map_metadata", "-1"),
        *("-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "film.mp4"),
    ]


def _pixels(
    board: Board, height: int, fps: int, progress: Callable[[float], None] | None
) -> Iterator[bytes]:
    total = round(board.seconds * fps)
    for number, planes in enumerate(frames(board, height, fps), start=1):
        yield b"".join(plane.tobytes() for plane in planes)
        if progress and number % fps == 0:
            progress(number / total)


def _shots(scene: Scene, start: float) -> Iterator[Shot]:
    share = scene.seconds / len(scene.pictures)
    for number, picture in enumerate(scene.pictures):
        begin = start + number * share
        on_it = tuple(mark for mark in scene.marks if mark.on == number + 1)
        yield Shot(picture, begin, begin + share, scene.move, start, scene.seconds, on_it)


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
        self._planes = functools.lru_cache(maxsize=KEPT)(self._separate)
        self._view = functools.lru_cache(maxsize=4)(self._cut)

    def show(self, shot: Shot, at: float) -> Planes:
        """Give the picture of a shot as it is seen at this second."""
        return self._view(shot.picture, shot.marks, shot.box(at))

    def _cut(self, picture: Path, on_it: tuple[Mark, ...], box: Box) -> Planes:
        from PIL import Image

        width, height = self.size
        luma, blue, red = self._planes(picture, on_it)
        large, small = _scaled(box, *luma.size), _scaled(box, *blue.size)
        bicubic = Image.Resampling.BICUBIC
        half = (width // 2, height // 2)
        return (
            luma.resize(self.size, bicubic, box=large),
            blue.resize(half, bicubic, box=small),
            red.resize(half, bicubic, box=small),
        )

    def _separate(self, picture: Path, on_it: tuple[Mark, ...]) -> Planes:
        from PIL import Image

        drawn = _drawn(picture, on_it, *self.size)
        half = drawn.resize((drawn.width // 2, drawn.height // 2), Image.Resampling.BOX)
        return drawn.convert("L", LUMA), half.convert("L", BLUE), half.convert("L", RED)


def _drawn(picture: Path, on_it: tuple[Mark, ...], width: int, height: int) -> Image:
    """Draw a picture with its marks a little larger than the film, in even sides."""
    large = [round(side * SHARPNESS / 2) * 2 for side in (width, height)]
    source = raster.source(picture.read_bytes(), large[0], large[1], picture.name)
    ground, place = raster.spread(source, large[0], large[1])
    return marks.drawn(ground, on_it, place)


def _scaled(box: Box, width: int, height: int) -> Box:
    return (box[0] * width, box[1] * height, box[2] * width, box[3] * height)


def _blend(before: Planes, after: Planes, share: float) -> Planes:
    """Lay the one picture over the other; the same picture stays itself."""
    from PIL import Image

    if before is after:
        return before
    luma, blue, red = (Image.blend(*pair, share) for pair in zip(before, after, strict=True))
    return luma, blue, red
