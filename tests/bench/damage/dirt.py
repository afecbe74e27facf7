"""What comes onto a label: grease, stains, scratches and glare, on its flat picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from tests.bench.damage.shot import Shot

Random = np.random.Generator

CORNERS: Final = 48  # of the outline of a stain
SCRATCH: Final = 0.013  # width, of the label's side (of a square of its area)


def soiled(label: Image.Image, shot: Shot, rng: Random) -> Image.Image:
    """Return the label's flat picture with all the dirt of the shot on it."""
    spoilt = label
    if shot.grease:
        spoilt = _covered(spoilt, _drops(label.size, shot.grease, rng), rng.uniform(30, 110))
    if shot.stain:
        shade = rng.uniform(30, 110) if rng.random() < 0.5 else rng.uniform(180, 235)
        spoilt = _covered(spoilt, _stain(label.size, shot.stain, rng), shade)
    for _ in range(shot.scratches):
        shade = rng.uniform(30, 90) if rng.random() < 0.5 else rng.uniform(180, 235)
        spoilt = _covered(spoilt, _scratch(label.size, rng), shade)
    if shot.glare:
        soft = _side(label.size) * 0.02
        mask = _stain(label.size, shot.glare, rng).filter(ImageFilter.GaussianBlur(soft))
        spoilt = _covered(spoilt, mask, 255)
    return spoilt


def _covered(label: Image.Image, mask: Image.Image, shade: float) -> Image.Image:
    return Image.composite(Image.new("L", label.size, round(shade)), label, mask)


def _drops(size: tuple[int, int], share: float, rng: Random) -> Image.Image:
    """Drops of many sizes, until they cover their share."""
    mask = Image.new("L", size)
    while _share(mask) < share:
        centre = (rng.uniform(0, size[0]), rng.uniform(0, size[1]))
        radius = _side(size) * 0.012 * math.exp(rng.uniform(-0.7, 1.1))
        ImageDraw.Draw(mask).polygon(_outline(centre, radius, _wobble(rng)), fill=255)
    return mask


def _stain(size: tuple[int, int], share: float, rng: Random) -> Image.Image:
    """One spot anywhere; if it hangs over the edge it grows until its share lies on the label."""
    centre = (rng.uniform(0, size[0]), rng.uniform(0, size[1]))
    wobble = _wobble(rng)
    radius = _side(size) * math.sqrt(share / math.pi)
    for _ in range(6):
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon(_outline(centre, radius, wobble), fill=255)
        radius *= math.sqrt(share / max(_share(mask), share / 16))
    return mask


def _scratch(size: tuple[int, int], rng: Random) -> Image.Image:
    """A straight scratch from one edge to another."""
    mask = Image.new("L", size)
    ends = [_on_edge(size, int(edge), rng) for edge in rng.choice(4, 2, replace=False)]
    ImageDraw.Draw(mask).line(ends, fill=255, width=max(1, round(SCRATCH * _side(size))))
    return mask


def _on_edge(size: tuple[int, int], edge: int, rng: Random) -> tuple[float, float]:
    along = rng.random()
    across = float(edge % 2)
    x, y = (along, across) if edge < 2 else (across, along)
    return x * size[0], y * size[1]


def _wobble(rng: Random) -> list[tuple[float, float]]:
    """How far the outline stands from the middle in each direction: long, and not quite round."""
    turn, long = rng.uniform(0, math.tau), rng.uniform(1.0, 1.5)
    waves = [(k, rng.uniform(0, 0.3) / k, rng.uniform(0, math.tau)) for k in (2, 3, 5)]
    outline = []
    for angle in np.linspace(0, math.tau, CORNERS, endpoint=False):
        far = 1 + sum(high * math.sin(k * angle + at) for k, high, at in waves)
        x, y = far * math.cos(angle) * long, far * math.sin(angle) / long
        outline.append((x * math.cos(turn) - y * math.sin(turn),
                        x * math.sin(turn) + y * math.cos(turn)))  # fmt: skip
    return outline


def _outline(
    centre: tuple[float, float], radius: float, wobble: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    return [(centre[0] + x * radius, centre[1] + y * radius) for x, y in wobble]


def _share(mask: Image.Image) -> float:
    return float(np.count_nonzero(np.asarray(mask))) / (mask.width * mask.height)


def _side(size: tuple[int, int]) -> float:
    return math.sqrt(size[0] * size[1])
