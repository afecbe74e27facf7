"""One label as PDF, SVG or PNG, read back before it is handed out."""

from qr_codes.checks import Wanted, verify
from qr_codes.designs import PRINTER_DPI, design, draw
from qr_codes.painters.pdf import Paper
from qr_codes.painters.png import png as paint_png
from qr_codes.painters.svg import svg as paint_svg
from qr_codes.plate import Plate
from qr_codes.shapes import Drawing


def pdf(plate: Plate, look: str = "a6") -> bytes:
    """Make the label in the design `look` as a PDF of its own size, verified.

    Raises `checks.Unreadable`, and what `designs.draw` raises.
    """
    drawing = draw(design(look), plate)
    paper = Paper(drawing.title)
    paper.page(drawing.width, drawing.height)
    paper.draw(drawing)
    return _verified(paper.bytes(), plate, drawing, PRINTER_DPI)


def svg(plate: Plate, look: str = "a6") -> bytes:
    """Make the label in the design `look` as SVG, verified; its letters are outlines."""
    drawing = draw(design(look), plate)
    return _verified(paint_svg(drawing), plate, drawing, PRINTER_DPI)


def png(plate: Plate, look: str = "a6", *, dpi: int = PRINTER_DPI, one_bit: bool = False) -> bytes:
    """Make the label in the design `look` as PNG at `dpi`, modules of whole dots, verified.

    `one_bit` gives black and white without grey, for label printers.
    """
    drawing = draw(design(look), plate, dpi=dpi)
    return _verified(paint_png(drawing, dpi=dpi, one_bit=one_bit), plate, drawing, dpi)


def _verified(file: bytes, plate: Plate, drawing: Drawing, dpi: int) -> bytes:
    verify(file, [[Wanted(plate.spelt, code) for code in drawing.codes]], dpi=dpi)
    return file
