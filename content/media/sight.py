"""How a film looks, from a few of its pictures: how bright, whether it moves, how steady it is."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from content.media import errors, ffmpeg, filters, recipes
from content.media.stills import small_webp

if TYPE_CHECKING:
    from pathlib import Path

    from content.media.packets import Timeline
    from content.media.probe import Probe

LOOK = ffmpeg.Limits(wall=600.0, cpu=900, file_size=64 << 20)
SEEN: Final = "seen.txt"
STRIP: Final = "strip.png"
TREMBLE: Final = "tremble.txt"
CELLS, CELL_WIDTH, CELL_HEIGHT = 12, 108, 144
STRIP_BYTES: Final = 48_000
SPARSE: Final = 6.0
"""Seconds between pictures that stand on their own above which all pictures are looked at."""

WINDOWS, WINDOW_SECONDS, WINDOW_RATE, WINDOW_SIDE = 5, 1.2, 15, 320
VALUE = re.compile(r"lavfi\.signalstats\.(YAVG|YMAX|YDIF)=([\d.]+)")
TIME = re.compile(r"pts_time:(-?[\d.]+)")
MOTION = re.compile(r"\(LM (-?\d+) (-?\d+) ")


@dataclass(frozen=True, slots=True)
class Glance:
    """One picture: its second, its mean and greatest brightness (16 to 235), its change."""

    at: float
    mean: float
    most: float
    change: float


@dataclass(frozen=True, slots=True)
class Tremor:
    """How much the camera jolts in a short part of a film that begins at `at`.

    `jolt` is how far its way changes from one fifteenth of a second to the next, in thousandths
    of the longer side, as the median over the part. A slow pan has none.
    """

    at: float
    jolt: float


def glances(folder: Path, film: Probe, found: Timeline) -> tuple[list[Glance], bytes]:
    """Look at the pictures that stand on their own; give them and the strip of twelve as WebP.

    The film stands in the workplace `folder`. Raises the errors of `ffmpeg.convert`.
    """
    keyed = len(found.keys) >= CELLS / 2 and found.seconds / len(found.keys) <= SPARSE
    count = len(found.keys) if keyed else len(found.pictures)
    few = ("-skip_frame", "nokey") if keyed else ()
    small = "scale=64:64:flags=area:out_range=limited,format=gray,signalstats"
    graph = (
        f"[0:V:0]split[a][b];[a]{small},metadata=print:file={SEEN}[seen];"
        f"[b]select='{_evenly(count)}',{_cell(film)},tile={CELLS}x1[strip]"
    )
    ffmpeg.convert(
        [
            *(*few, *ffmpeg.from_file(film.kind), "-filter_complex", graph),
            *("-map", "[seen]", "-t", f"{found.seconds + 1:.3f}", "-f", "null", "-"),
            *("-map", "[strip]", "-frames:v", "1", "-update", "1", "-fps_mode", "passthrough"),
            *("-c:v", "png", "-f", "image2", STRIP),
        ],
        folder,
        limits=LOOK,
    )
    return _read((folder / SEEN).read_text()), _strip(folder / STRIP)


def _evenly(count: int) -> str:
    """Choose twelve of so many pictures, in the middle of twelve equal parts."""
    chosen = {min(count - 1, int((cell + 0.5) * count / CELLS)) for cell in range(CELLS)}
    return "+".join(f"eq(n\\,{one})" for one in sorted(chosen))


def _cell(film: Probe) -> str:
    """Write the filters for one small picture of the strip: upright, cut to three by four."""
    share = max(CELL_WIDTH / film.width, CELL_HEIGHT / film.height)
    side = max(2, round(film.short_side * share) + 2)
    cut = f"crop=min(iw\\,{CELL_WIDTH}):min(ih\\,{CELL_HEIGHT})"
    return f"{filters.picture(film, side)},{cut},pad={CELL_WIDTH}:{CELL_HEIGHT}:-1:-1"


def _strip(picture: Path) -> bytes:
    from PIL import Image

    if not picture.exists():
        return b""
    with Image.open(picture, formats=["PNG"]) as opened:
        return small_webp(opened.convert("RGB"), STRIP_BYTES)


def _read(text: str) -> list[Glance]:
    found: list[Glance] = []
    for part in text.split("frame:")[1:]:
        at = TIME.search(part)
        values = {name: float(value) for name, value in VALUE.findall(part)}
        if at and "YAVG" in values:
            one = Glance(float(at[1]), values["YAVG"], values["YMAX"], values.get("YDIF", 0.0))
            found.append(one)
    return found


def tremors(folder: Path, film: Probe, seconds: float) -> list[Tremor]:
    """Look how steady the camera is in a few short parts, spread evenly over the film.

    An ffmpeg that cannot do that finds nothing.
    """
    parts = min(WINDOWS, max(1, int(seconds / (2 * WINDOW_SECONDS))))
    starts = [
        max(0.0, (part + 0.5) * seconds / parts - WINDOW_SECONDS / 2) for part in range(parts)
    ]
    return [tremor for at in starts if (tremor := _tremor(folder, film, at)) is not None]


def _tremor(folder: Path, film: Probe, at: float) -> Tremor | None:
    share = WINDOW_SIDE / max(film.width, film.height)
    width, height = recipes.size(film, max(2, round(film.short_side * share)))
    (folder / TREMBLE).unlink(missing_ok=True)
    try:
        ffmpeg.convert(
            [
                *("-ss", f"{at:.3f}", *ffmpeg.from_file(film.kind), "-map", "0:V:0"),
                *("-t", str(WINDOW_SECONDS)),
                "-vf",
                (
                    f"fps={WINDOW_RATE},scale={width}:{height}:flags=area,format=yuv420p,"
                    f"vidstabdetect=shakiness=5:accuracy=9:result={TREMBLE}:fileformat=ascii"
                ),
                *("-f", "null", "-"),
            ],
            folder,
            limits=LOOK,
        )
        return Tremor(at, _jolt((folder / TREMBLE).read_text()))
    except (errors.ToolFailed, OSError):
        return None


def _jolt(text: str) -> float:
    moves = []
    for line in text.splitlines():
        if line.startswith("Frame "):
            found = MOTION.findall(line) or [("0", "0")]
            across = statistics.median(int(x) for x, _ in found)
            down = statistics.median(int(y) for _, y in found)
            moves.append(complex(across, down))
    jolts = [abs(later - earlier) for earlier, later in pairwise(moves[1:])]
    return statistics.median(jolts) / WINDOW_SIDE * 1000 if jolts else 0.0


def runs(glanced: list[Glance], is_so: list[bool], end: float) -> list[tuple[float, float]]:
    """Return the stretches (from, to, in seconds) over which something is so, in order."""
    found: list[tuple[float, float]] = []
    start: float | None = None
    for glance, holds in zip(glanced, is_so, strict=True):
        if holds and start is None:
            start = glance.at
        elif not holds and start is not None:
            found.append((start, glance.at))
            start = None
    if start is not None:
        found.append((start, end))
    return found
