"""Our labels and those of others on paper of the same size, as flat pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

import segno
from PIL import Image, ImageDraw

from qr_codes import designs, symbol
from qr_codes.painters.png import png
from qr_codes.plate import Plate
from qr_codes.symbol import QUIET, Matrix

if TYPE_CHECKING:
    from qr_codes.designs import Design
    from qr_codes.shapes import Code, Drawing

HOST: Final = "https://qr.acme.de"
LONG: Final = "https://learn.plant.example/machines/{code}-drehmaschine-4"
LOGO: Final = 37 / 4  # modules: a quarter of symbol and quiet zone, as the usual library has it
MODULE: Final = 12  # pixels of our big symbol's module on the flat picture
PIXELS: Final = 6  # of the sensor for that module, at reading distance
FOCUS: Final = 1500  # pixels: the lens of a phone that films in 1080p
DPI: Final = 300

OURS, SINGLE, LOGOED, LENGTHY = "ours", "one big code", "logo in the code", "long address, level H"


@dataclass(frozen=True, slots=True)
class Sample:
    """A label's flat picture, and what a reader must say to it."""

    picture: Image.Image
    text: str


def plate(code: str) -> Plate:
    """Return what stands on a label of the bench."""
    address = symbol.address(HOST, code)
    return Plate(code, address, "Drehmaschine 4", "Halle 2, Dreherei", ("de", "tr"))


def samples(design: Design, code: str) -> dict[str, Sample]:
    """Return our label and three others, whose one code has the area of all of ours together.

    The others get their code at the place of our big one, on a label that is empty otherwise.
    """
    drawing = designs.draw(design, plate(code))
    big = max(drawing.codes, key=lambda one: one.size)
    address, lengthy = big.symbol.text, LONG.format(code=code.lower())
    strong = _matrix(address, "h")
    return {
        OURS: Sample(_ours(drawing, big), address),
        SINGLE: Sample(_other(drawing, big.symbol.matrix), address),
        LOGOED: Sample(_other(drawing, strong, logo=True), address),
        LENGTHY: Sample(_other(drawing, _matrix(lengthy, "h")), lengthy),
    }


def reading_distance(look: str) -> float:
    """Return the millimetres from which the bench reads a design."""
    drawing = designs.draw(designs.design(look), plate("K7Q2MX"))
    return FOCUS * max(one.module for one in drawing.codes) / PIXELS


def _matrix(text: str, level: str) -> Matrix:
    made = segno.make_qr(text, error=level, boost_error=False)
    return tuple(tuple(bool(dark) for dark in row) for row in made.matrix)


def _ours(drawing: Drawing, big: Code) -> Image.Image:
    """Our label as it is printed, brought to the bench's size."""
    printed = Image.open(BytesIO(png(drawing, dpi=DPI))).convert("L")
    return printed.resize(_size(drawing, big), Image.Resampling.BOX)


def _size(drawing: Drawing, big: Code) -> tuple[int, int]:
    fine = MODULE / big.module
    return round(drawing.width * fine), round(drawing.height * fine)


def _other(drawing: Drawing, matrix: Matrix, *, logo: bool = False) -> Image.Image:
    big = max(drawing.codes, key=lambda one: one.size)
    fine, ours = MODULE / big.module, [one.size + 2 * one.quiet for one in drawing.codes]
    side = min(math.hypot(*ours), drawing.width, drawing.height) * fine
    paper = Image.new("L", _size(drawing, big), 255)
    field = Image.new("L", (len(matrix),) * 2)
    field.putdata([0 if dark else 255 for row in matrix for dark in row])
    inner = round(side * len(matrix) / (len(matrix) + 2 * QUIET))
    symbol_ = field.resize((inner, inner), Image.Resampling.BOX if inner < field.width else 0)
    if logo:
        _put_logo(symbol_, LOGO * inner / len(matrix))
    middle = (big.x + big.size / 2) * fine, (big.y + big.size / 2) * fine
    left, top = (
        min(max(at - side / 2, 0), room - side) + (side - inner) / 2
        for at, room in zip(middle, paper.size, strict=True)
    )
    paper.paste(symbol_, (round(left), round(top)))
    return paper


def _put_logo(picture: Image.Image, wide: float) -> None:
    """A dark disc on a white field in the middle."""
    pen, middle = ImageDraw.Draw(picture), picture.width / 2
    for shape, half, shade in ((pen.rectangle, wide / 2, 255), (pen.ellipse, wide * 0.42, 60)):
        shape((middle - half, middle - half, middle + half, middle + half), fill=shade)
