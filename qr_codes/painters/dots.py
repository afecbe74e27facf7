"""Drawings as the dots of a label printer: black or white, each module a whole number of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qr_codes.painters.pdf import Paper
from qr_codes.painters.png import black, stamp
from qr_codes.raster import pages
from qr_codes.shapes import Drawing

if TYPE_CHECKING:
    from PIL.Image import Image


def dots(
    drawings: Sequence[Drawing], *, dpi: int, size: tuple[int, int], at: tuple[int, int] = (0, 0)
) -> "Iterator[Image]":
    """Paint each drawing in black and white on `size` dots, its corner on the dot `at`.

    Letters and lines are drawn as vectors, many at once, and turned into dots; symbols are
    stamped on their dots. What reaches over the edge is cut off.
    """
    from PIL import Image

    for ground, drawing in zip(_grounds(drawings, dpi), drawings, strict=True):
        for code in drawing.codes:
            stamp(ground, code, dpi)
        page = Image.new("1", size, 1)
        page.paste(black(ground), at)
        yield page


def _grounds(drawings: Sequence[Drawing], dpi: int) -> "Iterator[Image]":
    """Everything but the symbols, in grey."""
    paper = Paper("")
    for drawing in drawings:
        paper.page(drawing.width, drawing.height)
        paper.draw(replace(drawing, codes=()))
    for seen in pages(paper.bytes(), dpi):
        yield seen.picture.copy()
