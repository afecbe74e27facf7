"""How a film sounds: how loud, whether overdriven, and whether a voice stands out of the noise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from content.media import ffmpeg
from content.media.filters import SILENCE

if TYPE_CHECKING:
    from pathlib import Path

    from content.media.probe import Probe

LISTEN = ffmpeg.Limits(wall=300.0, cpu=300, file_size=64 << 20)
ALL, SPEECH = "all.txt", "speech.txt"
SAMPLES: Final = 4800
"""Samples of a tenth of a second."""
FULL: Final = -0.1
"""Decibels below full scale above which a peak counts as cut off."""
QUIETEST: Final = -100.0
LOUDNESS = re.compile(r"^ +I: +(-?[\d.]+|-?inf|nan) LUFS", re.MULTILINE)
LEVEL = re.compile(r"Overall\.(Peak_level|RMS_level)=(-?[\d.]+|-?inf|nan)")


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard: LUFS, the share of overdriven tenths of a second, and two levels in dB.

    `floor` is the level of the speech band (300 to 3400 Hz) in its quietest tenth of the time,
    `voice` that in its loudest tenth.
    """

    loudness: float
    overdriven: float
    floor: float
    voice: float

    @property
    def silent(self) -> bool:
        """Whether the sound track holds nothing."""
        return self.loudness <= SILENCE

    @property
    def clearness(self) -> float:
        """Decibels by which the loudest tenth of the time stands out of the quietest."""
        return self.voice - self.floor


def listen(folder: Path, film: Probe, seconds: float) -> Hearing:
    """Listen to the film that stands in the workplace `folder`, once, as far as `seconds`.

    Raises the errors of `ffmpeg.convert`.
    """
    stats = "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level+RMS_level"
    graph = (
        "[0:a:0]aresample=48000,aformat=sample_fmts=s16:channel_layouts=mono,asplit=3[a][b][c];"
        "[a]ebur128=framelog=quiet[loud];"
        f"[b]asetnsamples=n={SAMPLES},{stats},ametadata=print:file={ALL}[all];"
        f"[c]highpass=f=300,lowpass=f=3400,asetnsamples=n={SAMPLES},{stats},"
        f"ametadata=print:file={SPEECH}[speech]"
    )
    length = ("-t", f"{seconds:.3f}", "-f", "null", "-")
    outputs = [
        word for name in ("loud", "all", "speech") for word in ("-map", f"[{name}]", *length)
    ]
    order = [*ffmpeg.from_file(film.kind), "-filter_complex", graph, *outputs]
    log = ffmpeg.convert(order, folder, limits=LISTEN)
    peaks = _levels(folder / ALL, "Peak_level")
    band = sorted(_levels(folder / SPEECH, "RMS_level"))
    loud = [_number(value) for value in LOUDNESS.findall(log)]
    return Hearing(
        loudness=loud[-1] if loud else QUIETEST,
        overdriven=sum(peak >= FULL for peak in peaks) / max(1, len(peaks)),
        floor=band[len(band) // 10] if band else QUIETEST,
        voice=band[len(band) * 9 // 10] if band else QUIETEST,
    )


def _levels(path: Path, name: str) -> list[float]:
    text = path.read_text() if path.exists() else ""
    return [_number(value) for kind, value in LEVEL.findall(text) if kind == name]


def _number(value: str) -> float:
    return max(QUIETEST, float(value)) if value not in {"-inf", "inf", "nan"} else QUIETEST
