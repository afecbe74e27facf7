"""A phone's camera: a flat label becomes one picture, tilted, blurred, noisy, as JPEG."""

from __future__ import annotations

import math
from io import BytesIO
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from tests.bench.damage.dirt import Random
    from tests.bench.damage.shot import Shot

FINER: Final = 2  # the scene is drawn so many times finer than the sensor
MARGIN: Final = 20  # pixels of wall around the label
LENS: Final = 3.2  # distance from which a picture is taken, of the label's longer side
SOFT: Final = 0.6  # pixels: no lens is sharper
NOISE: Final = 4.0  # grey levels
QUALITY: Final = 85

Points = NDArray[np.float64]


def photograph(label: Image.Image, shot: Shot, rng: Random, *, pixels: float) -> Image.Image:
    """Take one picture. `pixels` of the sensor fall on a pixel of `label` at reading distance."""
    scale = FINER * pixels / shot.distance
    size = (max(8, round(label.width * scale)), max(8, round(label.height * scale)))
    flat = label.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC)
    if shot.curve:
        flat = _bent(flat, math.radians(shot.curve), across=bool(rng.random() < 0.5))
    corners = _seen(flat.size, shot.tilt, rng)
    scene = _scene(flat, corners, rng)
    if shot.motion:
        scene = _shaken(scene, shot.motion * FINER, rng)
    blur = ImageFilter.GaussianBlur(math.hypot(SOFT, shot.defocus))
    sensor = scene.reduce(FINER).filter(blur)
    return _developed(sensor, shot.contrast, rng)


def _bent(flat: Image.Image, half: float, *, across: bool) -> Image.Image:
    """Lay the label round a pipe and look at its middle: its sides shorten and darken."""
    upright = flat.transpose(Image.Transpose.TRANSPOSE) if across else flat
    pixels = np.asarray(upright, np.float32)
    wide = pixels.shape[1]
    narrow = max(4, round(wide * math.sin(half) / half))
    angle = np.arcsin(np.linspace(-1, 1, narrow) * math.sin(half))
    at = (angle / half + 1) / 2 * (wide - 1)
    left = np.minimum(at.astype(int), wide - 2)
    part = (at - left).astype(np.float32)
    bent = pixels[:, left] * (1 - part) + pixels[:, left + 1] * part
    bent *= (0.35 + 0.65 * np.cos(angle)).astype(np.float32)
    round_ = Image.fromarray(bent.astype(np.uint8))
    return round_.transpose(Image.Transpose.TRANSPOSE) if across else round_


def _seen(size: tuple[int, int], tilt: float, rng: Random) -> Points:
    """Where the label's corners fall: tilted about any axis, turned a little, in perspective."""
    w, h = size
    flat = np.array([(-w, -h, 0), (w, -h, 0), (w, h, 0), (-w, h, 0)], np.float64) / 2
    about, turn = rng.uniform(0, math.tau), math.radians(rng.uniform(-8, 8))
    into = _turned(about) @ _tilted(math.radians(tilt)) @ _turned(-about)
    solid = flat @ (_turned(turn) @ into).T
    far = LENS * max(w, h)
    seen: Points = solid[:, :2] * (far / (far + solid[:, 2:]))
    seen += MARGIN * FINER - seen.min(axis=0)
    return seen


def _turned(angle: float) -> Points:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([(c, -s, 0), (s, c, 0), (0, 0, 1)])


def _tilted(angle: float) -> Points:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([(1, 0, 0), (0, c, -s), (0, s, c)])


def _scene(flat: Image.Image, corners: Points, rng: Random) -> Image.Image:
    """Hang the label on a wall, in light from one side."""
    end = np.ceil(corners.max(axis=0)).astype(int) + MARGIN * FINER
    size = (int(end[0]) // FINER * FINER, int(end[1]) // FINER * FINER)
    there = flat.transform(
        size, Image.Transform.PERSPECTIVE, _back(flat.size, corners), Image.Resampling.BILINEAR
    )
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in corners], fill=255)
    wall = Image.fromarray(rng.integers(70, 170, (9, 7), np.uint8))
    scene = Image.composite(there, wall.resize(size, Image.Resampling.BILINEAR), mask)
    light = Image.fromarray(rng.integers(190, 256, (2, 2), np.uint8))
    lit = np.asarray(scene, np.uint16) * np.asarray(
        light.resize(size, Image.Resampling.BILINEAR), np.uint16
    )
    return Image.fromarray((lit >> 8).astype(np.uint8))


def _back(size: tuple[int, int], corners: Points) -> list[float]:
    """Return the eight numbers that lead from a point of the scene to one of the label."""
    w, h = size
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (w, 0), (w, h), (0, h)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(one) for one in np.linalg.solve(np.array(rows), np.array(wanted))]


def _shaken(scene: Image.Image, way: float, rng: Random) -> Image.Image:
    """Mean of the scene along a straight way in any direction."""
    pixels, angle = np.asarray(scene, np.float32), rng.uniform(0, math.pi)
    steps = max(2, round(way))
    total = np.zeros_like(pixels)
    for along in np.linspace(-way / 2, way / 2, steps):
        shift = (round(along * math.sin(angle)), round(along * math.cos(angle)))
        total += np.roll(pixels, shift, (0, 1))
    return Image.fromarray((total / steps).astype(np.uint8))


def _developed(sensor: Image.Image, contrast: float, rng: Random) -> Image.Image:
    """Contrast of the scene, noise of the sensor, and what JPEG leaves of it."""
    levels = np.asarray(sensor, np.float32)
    middle = 128.0
    noisy = middle + (levels - middle) * contrast + rng.normal(0, NOISE, levels.shape)
    file = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=QUALITY)
    return Image.open(file).convert("L")
