"""Marks on a picture: arrows and circles that stay movable, and a blur that nobody takes back."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from content.media import raster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

Shape = Literal["arrow", "circle"]
SHAPES = get_args(Shape)
Box = tuple[int, int, int, int]
"""Two points, each as thousandths of the picture's width and height."""
WHOLE = 1000
MOST = 6
"""Marks on one picture: more point at nothing."""
SMALLEST = 20
"""Thousandths that a mark measures at least on its longer side."""

SIGNAL = (0xFF, 0xC2, 0x1A)
DARK = (0x1A, 0x14, 0x00)
STROKE, EDGE, HEAD = 0.018, 0.007, 0.075
"""Width of a line, of its dark outline, length of an arrow's head: in heights of the ground."""
LONGEST_HEAD, WING = 0.6, 0.55
"""How long a head is at most beside its arrow, and how wide half of it is beside its length."""
FINE = 3
"""Marks are drawn this much larger and made small again, so that their edges are smooth."""
CELLS = 4
"""A blurred part keeps no more than this many patches on its shorter side: nothing to read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An arrow from its first point to its second, or a circle between two corners.

    `on` is the picture of the scene it stands on, from 1.
    """

    on: int
    draw: Shape
    box: Box


def read(entry: Any, pictures: int) -> Mark | None:
    """Read a mark from a table of a storyboard; None for what is no mark of these pictures."""
    if not isinstance(entry, dict) or set(entry) != {"on", "draw", "box"}:
        return None
    on, draw, box = entry["on"], entry["draw"], entry["box"]
    if type(on) is not int or not 1 <= on <= pictures or draw not in SHAPES:
        return None
    return Mark(on, draw, (box[0], box[1], box[2], box[3])) if is_box(box) else None


def is_box(box: Any) -> bool:
    """Whether these are two points of a picture that lie far enough apart to be seen."""
    if not isinstance(box, list | tuple) or len(box) != 4:  # noqa: PLR2004  two points
        return False
    if not all(type(side) is int and 0 <= side <= WHOLE for side in box):
        return False
    return bool(max(abs(box[0] - box[2]), abs(box[1] - box[3])) >= SMALLEST)


def drawn(ground: Image, marks: Iterable[Mark], at: Sequence[int] | None = None) -> Image:
    """Draw marks over a picture that lies on this ground at `at` (pixels); without, all over it."""
    from PIL import Image, ImageDraw

    marks = tuple(marks)
    if not marks:
        return ground
    left, top, right, bottom = at or (0, 0, *ground.size)
    sheet = Image.new("RGBA", (ground.width * FINE, ground.height * FINE), (*DARK, 0))
    pen = ImageDraw.Draw(sheet)
    for mark in marks:
        x1, y1, x2, y2 = mark.box
        points = [
            (left + (right - left) * x / WHOLE, top + (bottom - top) * y / WHOLE)
            for x, y in ((x1, y1), (x2, y2))
        ]
        fine = [(x * FINE, y * FINE) for x, y in points]
        (_arrow if mark.draw == "arrow" else _circle)(pen, fine, sheet.height)
    fine_sheet = sheet.resize(ground.size, Image.Resampling.LANCZOS)
    return Image.alpha_composite(ground.convert("RGBA"), fine_sheet).convert("RGB")


def blurred(content: bytes, boxes: Iterable[Box], name: str = "The picture") -> bytes:
    """Make parts of a photograph unreadable for good; the answer is WebP of the same size.

    A drawing becomes a photograph of itself. Raises PictureBroken and DrawingUnsafe.
    """
    picture = raster.source(content, 1280, 720, name)
    for box in boxes:
        _blur(picture, _pixels(box, picture))
    paper = io.BytesIO()
    picture.save(paper, "WEBP", quality=82, method=4)
    return paper.getvalue()


def _pixels(box: Box, picture: Image) -> tuple[int, int, int, int]:
    left, right = sorted((box[0], box[2]))
    top, bottom = sorted((box[1], box[3]))
    return (
        math.floor(left * picture.width / WHOLE),
        math.floor(top * picture.height / WHOLE),
        max(1, math.ceil(right * picture.width / WHOLE)),
        max(1, math.ceil(bottom * picture.height / WHOLE)),
    )


def _blur(picture: Image, box: tuple[int, int, int, int]) -> None:
    from PIL import Image, ImageFilter

    part = picture.crop(box)
    if not part.width or not part.height:
        return
    cell = max(1.0, min(part.size) / CELLS)
    few = (max(1, round(part.width / cell)), max(1, round(part.height / cell)))
    # What is averaged over a patch is gone; the blur after it only makes the patches look calm.
    patches = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.BICUBIC)
    picture.paste(patches.filter(ImageFilter.GaussianBlur(cell / 3)), box)


def _circle(pen: ImageDraw, points: Sequence[tuple[float, float]], height: int) -> None:
    (x1, y1), (x2, y2) = points
    stroke, edge = height * STROKE, height * EDGE
    for colour, out, wide in ((DARK, edge, stroke + 2 * edge), (SIGNAL, 0.0, stroke)):
        reach = stroke / 2 + out
        ring = (min(x1, x2) - reach, min(y1, y2) - reach, max(x1, x2) + reach, max(y1, y2) + reach)
        pen.ellipse(ring, outline=(*colour, 255), width=round(wide))


def _arrow(pen: ImageDraw, points: Sequence[tuple[float, float]], height: int) -> None:
    (x1, y1), (x2, y2) = points
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    along = ((x2 - x1) / length, (y2 - y1) / length)
    head = min(height * HEAD, length * LONGEST_HEAD)
    neck = (x2 - along[0] * head, y2 - along[1] * head)
    wing = (-along[1] * head * WING, along[0] * head * WING)
    tip = [(x2, y2), (neck[0] + wing[0], neck[1] + wing[1]), (neck[0] - wing[0], neck[1] - wing[1])]
    stroke, edge = height * STROKE, height * EDGE
    for colour, out in ((DARK, edge), (SIGNAL, 0.0)):
        ink = (*colour, 255)
        wide = stroke + 2 * out
        pen.line([(x1, y1), neck], fill=ink, width=round(wide))
        pen.ellipse((x1 - wide / 2, y1 - wide / 2, x1 + wide / 2, y1 + wide / 2), fill=ink)
        pen.polygon(tip, fill=ink)
        if out:
            pen.line([*tip, tip[0], tip[1]], fill=ink, width=round(2 * out), joint="curve")
