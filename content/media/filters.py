"""The filters that make any film's pictures and sound the same kind: size, colour, loudness."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from content.media import ffmpeg, recipes

if TYPE_CHECKING:
    from pathlib import Path

    from content.media.ffmpeg import Kind
    from content.media.probe import Probe

LOUDNESS = "I=-16:TP=-1.5:LRA=11"
SILENCE = -70.0
"""LUFS below which a sound track holds nothing: EBU R 128's absolute gate."""
TO_SDR = (
    "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,"
    "tonemap=hable:desat=0,zscale=transfer=bt709:matrix=bt709:range=limited"
)
AS_BT709 = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=limited"


def picture(film: Probe, short_side: int, *more: str) -> str:
    """Write the filters that make any film upright, square, 8 bit, 4:2:0 and BT.709."""
    width, height = recipes.size(film, short_side)
    # Scaling comes first: mapping the tones of 4K costs more than twice as much.
    scale = f"scale={width}:{height}:out_color_matrix=bt709:out_range=limited"
    tones = [f"scale={width}:{height}", TO_SDR] if film.hdr else [scale]
    return ",".join([*more, *tones, "setsar=1", "format=yuv420p", AS_BT709])


def loudness(
    kind: Kind,
    seconds: float,
    folder: Path,
    limits: ffmpeg.Limits | None,
    *,
    start: float = 0.0,
    progress: ffmpeg.Progress | None = None,
) -> str | None:
    """Measure the first sound of the source in this workplace, from `start` on for `seconds`.

    Gives the filter that brings it to -16 LUFS, or None for silence. `progress` hears the seconds
    that were heard.
    """
    mono = "aformat=channel_layouts=mono"
    log = ffmpeg.convert(
        [
            *("-ss", f"{start:.3f}", *ffmpeg.from_file(kind)),
            *("-map", "0:a:0", "-t", f"{seconds:.3f}"),
            *("-af", f"{mono},loudnorm={LOUDNESS}:print_format=json", "-f", "null", "-"),
        ],
        folder,
        limits=limits,
        progress=progress,
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
