"""The master: the one film that is made of a take, from which every rendition comes.

Upright, 8 bit, BT.709, at a constant rate, trimmed, as loud as all others, and without a word
about who filmed it where and when. It is small and plain enough that the renditions cost little.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from content.media import ffmpeg, filters, recipes, transcode
from content.media.keep import keep
from content.media.packets import timeline
from content.media.probe import LONGEST, probe

if TYPE_CHECKING:
    from pathlib import Path

    from content.media.packets import Timeline
    from content.media.probe import Probe
    from content.media.transcode import Rendition, Share

SHORT_SIDE: Final = 720
TOP_FPS: Final = 30.0
QUALITY: Final = 18
PRESET: Final = "veryfast"
TOP_RATE: Final = 12_000
SOUND_RATE: Final = 128
GOP_SECONDS: Final = 2
SHORTEST: Final = 0.5
"""Seconds a cut lasts at least."""


def make(
    source: Path,
    target_dir: Path,
    *,
    start: float = 0.0,
    end: float | None = None,
    progress: Share | None = None,
    limits: ffmpeg.Limits | None = None,
) -> Rendition:
    """Make the master of a take from `start` to `end` seconds; `progress` hears the share done.

    The file appears under its final name only when it is whole, verified and on the disk.
    Raises the errors of `probe` and of `ffmpeg.convert`, and RenditionWrong.
    """
    film = probe(source)
    tell = transcode.ratchet(progress)
    with ffmpeg.workplace(source, target_dir) as folder:
        found = timeline(folder, film.kind, LONGEST)
        part = _part(film, found, start, end)
        sound = None
        if film.has_audio:
            sound = filters.loudness(film.kind, part.seconds, folder, limits, start=start)
        ffmpeg.convert(
            _encoding(part, start, sound),
            folder,
            limits=limits,
            progress=transcode.shares(tell, part.seconds, 0, 1),
        )
        made = transcode.verified(folder / transcode.OUT, part)
        digest, path = keep(folder / transcode.OUT, target_dir, "mp4")
    tell(1.0)
    return transcode.rendition("master", 1, path, digest, made)


def _part(film: Probe, found: Timeline, start: float, end: float | None) -> Probe:
    """Describe the part that is cut out, at the rate it will be shown at."""
    last = found.seconds if end is None else min(end, found.seconds)
    return replace(film, seconds=max(SHORTEST, last - start), fps=found.rate)


def _encoding(film: Probe, start: float, sound: str | None) -> list[str]:
    rate = recipes.rate(film, TOP_FPS)
    heard = [
        # Sound that begins late or has holes keeps its time: silence is put where none was.
        *("-map", "0:a:0", "-af", f"aresample=async=1:first_pts=0,{sound}"),
        *("-c:a", "aac", "-ac", "1", "-ar", "48000", "-b:a", f"{SOUND_RATE}k"),
    ]
    pictures = filters.picture(film, SHORT_SIDE, f"fps={rate:.6f}:start_time=0")
    return [
        *("-ss", f"{start:.3f}", *ffmpeg.from_file(film.kind)),
        *("-map", "0:V:0", "-vf", pictures),
        *(heard if sound else ["-an"]),
        *("-c:v", "libx264", "-profile:v", "high", "-preset", PRESET, "-crf", str(QUALITY)),
        *("-maxrate", f"{TOP_RATE}k", "-bufsize", f"{2 * TOP_RATE}k", "-bf", "2"),
        *("-g", str(round(rate * GOP_SECONDS)), "-threads", "2"),
        *("-t", f"{film.seconds:.3f}", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *("-movflags", "+faststart", "-f", "mp4", transcode.OUT),
    ]
