"""Renditions of a film: made in a fence, verified, named by what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.media import errors, ffmpeg, filters, recipes
from content.media.keep import keep
from content.media.probe import Probe, probe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from content.media.recipes import Recipe, Shape

    Share = Callable[[float], None]

PRECISION = 1.0
"""Seconds a rendition may differ in length from its source."""


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
    tell = ratchet(progress)
    with ffmpeg.workplace(source, target_dir) as folder:
        sound = _sound(film, folder, limits)
        for number, shape in enumerate(recipe.shapes):
            ffmpeg.convert(
                _encoding(film, recipe, shape, sound),
                folder,
                limits=limits,
                progress=shares(tell, film.seconds, number, len(recipe.shapes)),
            )
            if _small_enough(folder / OUT, recipe, film.seconds):
                break
        made = verified(folder / OUT, film)
        digest, path = keep(folder / OUT, target_dir, "mp4")
    tell(1.0)
    return rendition(recipe.name, recipe.version, path, digest, made)


def _sound(film: Probe, folder: Path, limits: ffmpeg.Limits | None) -> str | None:
    return filters.loudness(film.kind, film.seconds, folder, limits) if film.has_audio else None


def rendition(name: str, version: int, path: Path, digest: str, made: Probe) -> Rendition:
    """Describe a finished film by what a look at it found."""
    return Rendition(
        name,
        version,
        path,
        digest,
        made.size,
        made.width,
        made.height,
        made.fps,
        made.seconds,
        made.has_audio,
    )


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
        *("-map", "0:V:0", "-vf", filters.picture(film, shape.short_side, f"fps={rate:.6f}")),
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


def _small_enough(made: Path, recipe: Recipe, seconds: float) -> bool:
    return recipe.ceiling is None or made.stat().st_size * 8 / 1000 <= recipe.ceiling * seconds


def verified(made: Path, film: Probe) -> Probe:
    """Look at a finished film as at a stranger's: plays, whole, upright, index first.

    Raises RenditionWrong.
    """
    facts = probe(made)
    if not facts.moov_first:
        raise errors.RenditionWrong(reason="its index is not at the start")
    if abs(facts.seconds - film.seconds) > PRECISION:
        reason = f"it lasts {facts.seconds:.1f} seconds instead of {film.seconds:.1f}"
        raise errors.RenditionWrong(reason=reason)
    if (facts.codec, facts.pix_fmt, facts.rotation) != ("h264", "yuv420p", 0):
        raise errors.RenditionWrong(reason="phones could not play it")
    return facts


def ratchet(progress: Share | None) -> Share:
    """Pass a share on only when it grew."""
    heard = 0.0

    def tell(share: float) -> None:
        nonlocal heard
        if progress and share > heard:
            heard = share
            progress(share)

    return tell


def shares(tell: Share, seconds: float, number: int, count: int) -> Share:
    """Turn seconds of film done into the share done, for one of several equal parts."""
    return lambda done: tell(min(1.0, (number + min(1.0, done / seconds)) / count))
