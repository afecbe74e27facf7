"""Renditions and stills of a film: made in a fence, verified, named by what they hold."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.media import errors, ffmpeg, recipes
from content.media.probe import Probe, probe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PIL.Image import Image

    from content.media.recipes import Recipe, Shape

    Share = Callable[[float], None]

LOUDNESS = "I=-16:TP=-1.5:LRA=11"
SILENCE = -70.0
"""LUFS below which a sound track holds nothing: EBU R 128's absolute gate."""
PRECISION = 1.0
"""Seconds a rendition may differ in length from its source."""
POSTER_SIDE, POSTER_BYTES = 540, 15_000
THUMB_WIDTH, THUMB_BYTES = 320, 4_000
QUALITIES = (75, 65, 55, 45, 35)
STILL = ffmpeg.Limits(wall=60.0, cpu=60, file_size=256 << 20)

TO_SDR = (
    "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,"
    "tonemap=hable:desat=0,zscale=transfer=bt709:matrix=bt709:range=limited"
)
AS_BT709 = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=limited"


@dataclass(frozen=True, slots=True)
class Rendition:
    """A finished film: the file `<sha256>.mp4`, and what a page needs to know of it."""

    recipe: str
    version: int
    path: Path
    sha256: str
    size: int
    width: int
    height: int
    fps: float
    seconds: float
    has_audio: bool

    @property
    def kilobits(self) -> float:
        """Kilobits a second of the whole file."""
        return self.size * 8 / 1000 / self.seconds


@dataclass(frozen=True, slots=True)
class Still:
    """A finished picture: the file `<sha256>.webp`, its bytes and pixels."""

    path: Path
    sha256: str
    size: int
    width: int
    height: int


def transcode(
    source: Path,
    recipe: Recipe,
    target_dir: Path,
    progress: Share | None = None,
    limits: ffmpeg.Limits | None = None,
) -> Rendition:
    """Make one rendition; `progress` hears the share done, from 0 to 1.

    The file appears under its final name only when it is whole, verified and on the disk. The same
    source and recipe give the same bytes (same ffmpeg, same kind of processor), so doing it twice
    is doing it once. Raises the errors of `probe` and of `ffmpeg.convert`, and RenditionWrong.
    """
    film = probe(source)
    tell = _ratchet(progress)
    with ffmpeg.workplace(source, target_dir) as folder:
        sound = _loudness(film, folder, limits) if film.has_audio else None
        for number, shape in enumerate(recipe.shapes):
            ffmpeg.convert(
                _encoding(film, recipe, shape, sound),
                folder,
                limits=limits,
                progress=_shares(tell, film.seconds, number, len(recipe.shapes)),
            )
            if _small_enough(folder / OUT, recipe, film.seconds):
                break
        made = _verified(folder / OUT, film)
        digest, path = _keep(folder / OUT, target_dir, "mp4")
    tell(1.0)
    return Rendition(
        recipe.name,
        recipe.version,
        path,
        digest,
        made.size,
        made.width,
        made.height,
        made.fps,
        made.seconds,
        made.has_audio,
    )


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


OUT = "made.mp4"


def _encoding(film: Probe, recipe: Recipe, shape: Shape, sound: str | None) -> list[str]:
    """Write the order to ffmpeg for one shape of a recipe."""
    rate = recipes.rate(film, recipe.top_fps)
    heard = [
        *("-map", "0:a:0", "-af", sound or "", "-c:a", "aac", "-ac", "1"),
        *("-ar", str(recipe.sample_rate), "-b:a", f"{recipe.sound_rate}k"),
    ]
    return [
        *ffmpeg.from_file(film.kind),
        *("-map", "0:V:0", "-vf", _picture(film, shape.short_side, f"fps={rate:.6f}")),
        *(heard if sound else ["-an"]),
        *("-c:v", "libx264", "-profile:v", "main", "-preset", recipe.preset),
        *("-crf", str(shape.quality), "-maxrate", f"{shape.top_rate}k"),
        *("-bufsize", f"{shape.buffer}k", "-bf", str(recipe.b_frames)),
        *("-g", str(round(rate * recipes.GOP_SECONDS))),
        # Under a rate bound, x264's frame threads give other bytes each time; one thread does not.
        *("-threads", "1"),
        *("-t", f"{film.seconds:.3f}", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        # Sound and picture take turns once a second, which keeps the index short.
        *("-chunk_duration", "1000000", "-movflags", "+faststart", "-f", "mp4", OUT),
    ]


def _picture(film: Probe, short_side: int, *more: str) -> str:
    """Write the filters that make any film upright, square, 8 bit, 4:2:0 and BT.709."""
    width, height = recipes.size(film, short_side)
    # Scaling comes first: mapping the tones of 4K costs more than twice as much.
    scale = f"scale={width}:{height}:out_color_matrix=bt709:out_range=limited"
    tones = [f"scale={width}:{height}", TO_SDR] if film.hdr else [scale]
    return ",".join([*more, *tones, "setsar=1", "format=yuv420p", AS_BT709])


def _loudness(film: Probe, folder: Path, limits: ffmpeg.Limits | None) -> str | None:
    """Measure the sound; give the filter that brings it to -16 LUFS, or None for silence."""
    mono = "aformat=channel_layouts=mono"
    log = ffmpeg.convert(
        [
            *ffmpeg.from_file(film.kind),
            *("-map", "0:a:0", "-t", f"{film.seconds:.3f}"),
            *("-af", f"{mono},loudnorm={LOUDNESS}:print_format=json", "-f", "null", "-"),
        ],
        folder,
        limits=limits,
    )
    answer = re.search(r"\{[^{}]*\"input_i\"[^{}]*\}", log)
    heard = {key: float(value) for key, value in _numbers(answer[0] if answer else "{}")}
    if heard.get("input_i", SILENCE) <= SILENCE:
        return None
    measured = ":".join(
        f"measured_{name}={heard[key]:.2f}"
        for name, key in (
            ("I", "input_i"),
            ("TP", "input_tp"),
            ("LRA", "input_lra"),
            ("thresh", "input_thresh"),
        )
    )
    return f"{mono},loudnorm={LOUDNESS}:{measured}:offset={heard['target_offset']:.2f}:linear=true"


def _numbers(answer: str) -> list[tuple[str, str]]:
    return [(key, value) for key, value in json.loads(answer).items() if _is_number(value)]


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-?(\d+(\.\d+)?|inf)", value) is not None


def _small_enough(made: Path, recipe: Recipe, seconds: float) -> bool:
    return recipe.ceiling is None or made.stat().st_size * 8 / 1000 <= recipe.ceiling * seconds


def _verified(made: Path, film: Probe) -> Probe:
    """Look at a rendition as at a stranger's film: plays, whole, upright, index first."""
    facts = probe(made)
    if not facts.moov_first:
        raise errors.RenditionWrong(reason="its index is not at the start")
    if abs(facts.seconds - film.seconds) > PRECISION:
        reason = f"it lasts {facts.seconds:.1f} seconds instead of {film.seconds:.1f}"
        raise errors.RenditionWrong(reason=reason)
    if (facts.codec, facts.pix_fmt, facts.rotation) != ("h264", "yuv420p", 0):
        raise errors.RenditionWrong(reason="phones could not play it")
    return facts


def _still(source: Path, at: float, target_dir: Path, side: int, most: int) -> Still:
    from PIL import Image

    film = probe(source)
    at = max(0.0, min(at, film.seconds - 1.5 / max(film.fps, 1.0)))
    with ffmpeg.workplace(source, target_dir) as folder:
        ffmpeg.convert(
            [
                *("-ss", f"{at:.3f}", *ffmpeg.from_file(film.kind), "-map", "0:V:0"),
                *("-vf", _picture(film, side), "-frames:v", "1", "-update", "1"),
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
        digest, path = _keep(folder / "still.webp", target_dir, "webp")
    return Still(path, digest, len(content), width, height)


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


def _keep(made: Path, target_dir: Path, ending: str) -> tuple[str, Path]:
    """Bring a file to the disk and give it the name of its content; all of it or nothing."""
    with made.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    path = target_dir / f"{digest}.{ending}"
    made.replace(path)
    folder = os.open(target_dir, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest, path


def _ratchet(progress: Share | None) -> Share:
    """Pass a share on only when it grew."""
    heard = 0.0

    def tell(share: float) -> None:
        nonlocal heard
        if progress and share > heard:
            heard = share
            progress(share)

    return tell


def _shares(tell: Share, seconds: float, number: int, count: int) -> Share:
    return lambda done: tell(min(1.0, (number + min(1.0, done / seconds)) / count))
