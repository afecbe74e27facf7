"""Stills: one picture of a film, or of a photograph, as a WebP of few bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.media import errors, ffmpeg, filters
from content.media.keep import keep
from content.media.probe import probe

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

POSTER_SIDE, POSTER_BYTES = 540, 15_000
THUMB_WIDTH, THUMB_BYTES = 320, 4_000
QUALITIES = (75, 65, 55, 45, 35)
STILL = ffmpeg.Limits(wall=60.0, cpu=60, file_size=256 << 20)


@dataclass(frozen=True, slots=True)
class Still:
    """A finished picture: the file `<sha256>.webp`, its bytes and pixels."""

    path: Path
    sha256: str
    size: int
    width: int
    height: int


def poster(source: Path, at: float, target_dir: Path) -> Still:
    """Make the picture that stands for a film: 540 lines at most, about 15 kB or less.

    `at` is a second of the film; beyond its end, the last picture is meant.
    Raises the errors of `probe` and of `ffmpeg.convert`.
    """
    return _still(source, at, target_dir, POSTER_SIDE, POSTER_BYTES)


def thumb(source: Path, at: float, target_dir: Path) -> Still:
    """Make a small picture for lists: 320 pixels at its longer side, about 4 kB or less.

    `at` and the errors are those of `poster`.
    """
    film = probe(source)
    share = THUMB_WIDTH / max(film.width, film.height)
    return _still(source, at, target_dir, round(film.short_side * share), THUMB_BYTES)


def small_webp(picture: Image, most: int) -> bytes:
    """Encode a picture as WebP at the best quality that stays below `most` bytes.

    What is too rich even at the lowest quality keeps that one: a picture is always made.
    """
    content = b""
    for quality in QUALITIES:
        paper = io.BytesIO()
        picture.save(paper, "WEBP", quality=quality, method=6)
        content = paper.getvalue()
        if len(content) <= most:
            break
    return content


def _still(source: Path, at: float, target_dir: Path, side: int, most: int) -> Still:
    from PIL import Image

    film = probe(source)
    at = max(0.0, min(at, film.seconds - 1.5 / max(film.fps, 1.0)))
    with ffmpeg.workplace(source, target_dir) as folder:
        ffmpeg.convert(
            [
                *("-ss", f"{at:.3f}", *ffmpeg.from_file(film.kind), "-map", "0:V:0"),
                *("-vf", filters.picture(film, side), "-frames:v", "1", "-update", "1"),
                *("-map_metadata", "-1", "-f", "image2", "-c:v", "png", "still.png"),
            ],
            folder,
            limits=STILL,
        )
        if not (folder / "still.png").exists():
            raise errors.FilmBroken
        with Image.open(folder / "still.png", formats=["PNG"]) as picture:
            content = small_webp(picture.convert("RGB"), most)
            width, height = picture.size
        (folder / "still.webp").write_bytes(content)
        digest, path = keep(folder / "still.webp", target_dir, "webp")
    return Still(path, digest, len(content), width, height)
