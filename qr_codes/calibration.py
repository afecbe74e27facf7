"""A page from which a person reads how far a printer prints beside the mark."""

from collections.abc import Iterator
from typing import Final

from qr_codes.designs import BLACK, PRINTER_DPI
from qr_codes.painters.pdf import Paper
from qr_codes.paragraph import paragraph
from qr_codes.printer import Printer, measured
from qr_codes.shapes import Box, Drawing, Lettering
from qr_codes.stock import Point
from qr_codes.wording import say

A4: Final[Point] = (210.0, 297.0)
LARGE: Final = 120.0  # millimetres of the shorter side from which crosses stand 20 mm inside
HAIR: Final = 0.15
ARM: Final = 5.0
TICKS: Final = {10: 4.0, 5: 2.8, 1: 1.6}  # millimetres of length, every so many millimetres
GREY: Final = "#666666"
HANG: Final = 9.0  # millimetres that a number or letter hangs before its words

Shape = Box | Lettering


class TooSmallToMeasure(ValueError):
    """This paper is too small to measure a printer on: take one of 50 millimetres or more."""


def crosses(size: Point = A4) -> tuple[Point, Point]:
    """Return where the first cross of a page stands, and how far apart crosses are drawn."""
    if min(size) < 50:  # noqa: PLR2004 - as the error says
        raise TooSmallToMeasure
    inside = 20.0 if min(size) >= LARGE else 10.0
    apart = (_even(size[0] - 2 * inside), _even(size[1] - 2 * inside))
    return (inside, inside), apart


def page(name: str, *, size: Point = A4, language: str = "en", dpi: int = PRINTER_DPI) -> bytes:
    """Draw the page that measures the printer `name`, with rulers, crosses and what to do.

    It is drawn as it is, without any correction. Raises `TooSmallToMeasure`.
    """
    drawing = draw(name, size=size, language=language, dpi=dpi)
    paper = Paper(drawing.title)
    paper.page(*size)
    paper.draw(drawing)
    return paper.bytes()


def draw(name: str, *, size: Point = A4, language: str = "en", dpi: int = PRINTER_DPI) -> Drawing:
    """Draw the same as shapes. Raises `TooSmallToMeasure`."""
    (x, y), (across, down) = crosses(size)
    words = say("calibration", language)
    shapes: list[Shape] = []
    for left in (x, x + across):
        for top in (y, y + down):
            shapes += _cross(left, top)
    shapes += _ruler(x, y, across, lying=True)
    shapes += _ruler(x, y, down, lying=False)
    if min(size) >= LARGE:
        shapes += _instruction(name, words, (x, y), (across, down), dpi)
    else:
        room = (x + 14, y + 13, across - 16, 9.0)
        shapes += paragraph(f"{words['title']}: {name}", *room, size=5, bold=True)
    return Drawing(f"{words['title']} · {name}", *size, tuple(shapes), ())


def read(
    name: str, *, left: float, top: float, across: float, down: float,
    size: Point = A4, dpi: int = PRINTER_DPI,
) -> Printer:  # fmt: skip
    """Make a printer of the four lengths measured on its page. Raises `printer.BadPrinter`."""
    at, apart = crosses(size)
    return measured(name, left=left, top=top, across=across, down=down, at=at, apart=apart, dpi=dpi)


def _even(length: float) -> float:
    return float(int(length))


def _cross(x: float, y: float) -> Iterator[Box]:
    yield Box(x - ARM, y - HAIR / 2, 2 * ARM, HAIR, BLACK)
    yield Box(x - HAIR / 2, y - ARM, HAIR, 2 * ARM, BLACK)
    yield Box(x - 2, y - 2, 4, 4, BLACK, stroke=HAIR, radius=2)


def _ruler(x: float, y: float, length: float, *, lying: bool) -> Iterator[Shape]:
    """Draw a scale from one cross to the next, inside, numbered each centimetre."""
    for mm in range(1, int(length)):
        tick = next(long for step, long in TICKS.items() if mm % step == 0)
        if lying:
            yield Box(x + mm - HAIR / 2, y, HAIR, tick, BLACK)
        else:
            yield Box(x, y + mm - HAIR / 2, tick, HAIR, BLACK)
        if mm % 10 == 0:
            at = (x + mm - 4, y + 4.8) if lying else (x + 4.8, y + mm - 0.9)
            side = "center" if lying else "left"
            yield from paragraph(str(mm), *at, 8, 4, size=2.7, align=side, colour=GREY)
    yield Box(
        *((x, y - HAIR / 2, length, HAIR) if lying else (x - HAIR / 2, y, HAIR, length)), BLACK
    )


def _instruction(
    name: str, words: dict[str, str], at: Point, apart: Point, dpi: int
) -> Iterator[Shape]:
    x, y, width = at[0] + 18, at[1] + 28, apart[0] - 26
    yield from paragraph(words["title"], x, y, width, 14, size=10, bold=True)
    about = f"{name} · {dpi} dpi"
    yield from paragraph(about, x, y + 15, width, 7, size=5, colour=GREY)
    for number, step in enumerate(("print", "measure", "enter")):
        top = y + 36 + number * 14
        yield from paragraph(str(number + 1), x, top, HANG, 12, size=4.6, bold=True)
        yield from paragraph(words[step], x + HANG, top, width - HANG, 12, size=4.6)
    yield from _letters(at, apart)
    yield from _table(words, (x, y + 88), width, (*at, *apart))


def _letters(at: Point, apart: Point) -> Iterator[Shape]:
    """Name the four lengths where they are measured, with a line as long as each."""
    (x, y), (across, down) = at, apart
    for letter, left, top in (
        ("A", x / 2 - 3, y + 7), ("B", x + 7, y / 2 - 3),
        ("C", x + across / 2 - 3, y - 9), ("D", x - 10, y + down / 2),
    ):  # fmt: skip
        yield from paragraph(letter, left, top, 6, 7, size=6, bold=True, align="center")
    yield Box(0, y + 5, x, 0.3, BLACK)
    yield Box(x + 5, 0, 0.3, y, BLACK)
    yield Box(x, y + ARM, 0.3, 2, BLACK)
    yield Box(x + ARM, y, 2, 0.3, BLACK)


def _table(
    words: dict[str, str], at: Point, width: float, lengths: tuple[float, ...]
) -> Iterator[Shape]:
    """Four rows to write into: what to measure, what it should be, what it is."""
    x, y = at
    second, third, row = x + width - 66, x + width - 36, 17.0
    yield from paragraph(words["should"], second, y, 28, 5, size=3.6, colour=GREY)
    yield from paragraph(words["is"], third, y, 30, 5, size=3.6, colour=GREY)
    rows = zip("ABCD", ("left", "top", "across", "down"), lengths, strict=True)
    for number, (letter, name, length) in enumerate(rows):
        top = y + 8 + number * row
        yield from paragraph(letter, x, top, HANG, 9, size=4.6, bold=True)
        yield from paragraph(words[name], x + HANG, top, second - x - HANG - 4, 9, size=4.4)
        yield from paragraph(f"{length:g} mm", second, top, 28, 6, size=4.4)
        yield Box(third, top - 4, 36, 12, BLACK, stroke=0.3, radius=1.5)
        yield from paragraph("mm", third + 26, top, 9, 6, size=4.4, colour=GREY)
