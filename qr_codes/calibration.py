"""A page from which a person reads how far a printer prints beside the mark."""

from collections.abc import Iterator
from typing import Any, Final
from unicodedata import bidirectional

from qr_codes.designs import BLACK, PRINTER_DPI
from qr_codes.painters.pdf import Paper
from qr_codes.paragraph import paragraph
from qr_codes.printer import Printer, measured
from qr_codes.shapes import Box, Drawing, Lettering
from qr_codes.stock import Point
from qr_codes.wording import say

A4: Final[Point] = (210.0, 297.0)
LARGE: Final = 120.0  # millimetres of the shorter side from which crosses stand 20 mm inside
LONG: Final = 50.0  # from which a ruler tells how much the printer stretches
SMALLEST: Final = 20.0
NARROW: Final = 60.0  # between crosses: less has no room to write numbers into
HAIR: Final = 0.15
ARM: Final = 5.0
TICKS: Final = {10: 4.0, 5: 2.8, 1: 1.6}  # millimetres of length, every so many millimetres
GREY: Final = "#666666"
HANG: Final = 9.0  # millimetres that a number or letter hangs before its words

Shape = Box | Lettering


class TooSmallToMeasure(ValueError):
    """This paper is too small to measure a printer on: take one of 20 millimetres or more."""


def crosses(size: Point = A4) -> tuple[Point, Point]:
    """Return where the first cross of a page stands, and how far apart crosses are drawn.

    On paper of less than 50 mm one cross stands alone: between two so near, half a millimetre
    that the eye misses would be taken for stretch. Raises `TooSmallToMeasure`.
    """
    if min(size) < SMALLEST:
        raise TooSmallToMeasure
    inside = 20.0 if min(size) >= LARGE else 10.0
    if min(size) < LONG:
        return (inside, inside), (0.0, 0.0)
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
    at, apart = crosses(size)
    words = say("calibration", language)
    shapes: list[Shape] = [*_lengths(at, apart)]
    if apart[0] < NARROW:
        shapes += _on_a_tag(name, at, apart, size)
    elif min(size) < LARGE:
        shapes += _on_a_label(name, words, at, apart)
    else:
        shapes += _instruction(name, words, at, apart, dpi)
    return Drawing(f"{words['title']} · {name}", *size, tuple(shapes), ())


def read(
    name: str, *, left: float, top: float, across: float | None = None, down: float | None = None,
    size: Point = A4, dpi: int = PRINTER_DPI,
) -> Printer:  # fmt: skip
    """Make a printer of the lengths measured on its page: four, on small tags two.

    Raises `TooSmallToMeasure`, `printer.BadPrinter`.
    """
    at, apart = crosses(size)
    return measured(name, left=left, top=top, across=across, down=down, at=at, apart=apart, dpi=dpi)


def _even(length: float) -> float:
    return float(int(length))


def _lengths(at: Point, apart: Point) -> Iterator[Shape]:
    """Draw crosses, rulers between them, and the letters of the lengths with lines as long."""
    (x, y), (across, down) = at, apart
    for left in {x, x + across}:
        for top in {y, y + down}:
            yield from _cross(left, top)
    if any(apart):
        yield from _ruler(x, y, across, lying=True)
        yield from _ruler(x, y, down, lying=False)
    yield from _letters(at, apart)


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
    about, side = f"{name} · {dpi} dpi", "right" if _is_rtl(words) else "left"
    yield from paragraph(about, x, y + 15, width, 7, size=5, align=side, colour=GREY)
    for number, step in enumerate(("print", "measure", "enter")):
        top = y + 36 + number * 14
        for text, left, wide, bold in (
            (str(number + 1), x, HANG, True), (words[step], x + HANG, width - HANG, False),
        ):  # fmt: skip
            begin = _mirrored(left, wide, x, width) if _is_rtl(words) else left
            yield from paragraph(text, begin, top, wide, 12, size=4.6, bold=bold, align=side)
    yield from _table(words, (x, y + 88), width, (*at, *apart))


def _is_rtl(words: dict[str, str]) -> bool:
    return bidirectional(words["title"][0]) in {"R", "AL"}


def _mirrored(x: float, wide: float, left: float, width: float) -> float:
    """Where a part at `x` begins if its column is read from the right."""
    return left + width - (x - left) - wide


def _on_a_label(name: str, words: dict[str, str], at: Point, apart: Point) -> Iterator[Shape]:
    """Say the same where there is little room: what it is, how to print it, four lengths."""
    x, y, width, bottom = at[0] + 12, at[1] + 9, apart[0] - 14, at[1] + apart[1] - 1
    yield from paragraph(f"{words['title']}: {name}", x, y, width, 3.6, size=3.4, bold=True)
    rows = bottom - 11.4
    each = min(6.8, rows - y - 5.6)
    said = ("print", "measure") if rows - y > 2 * each + 5 else ("print",)
    for number, step in enumerate(said):
        yield from paragraph(words[step], x, y + 5 + number * each, width, each - 0.6, size=2.6)
    for number, (letter, length) in enumerate(zip("ABCD", (*at, *apart), strict=True)):
        left, top = x + (number % 2) * (width + 3) / 2, rows + number // 2 * 6.2
        yield from _asked(letter, length, left, top, (width - 3) / 2)


def _asked(letter: str, length: float, x: float, y: float, width: float) -> Iterator[Shape]:
    """Draw one length to measure: its letter, what it should be, room for what it is."""
    yield from paragraph(letter, x, y + 1.5, 4, 3.2, size=3.2, bold=True)
    yield from paragraph(f"{length:g} mm", x + 4.4, y + 1.7, 12, 2.8, size=2.8)
    yield Box(x + 16.4, y, width - 16.4, 5.2, BLACK, stroke=0.2, radius=0.8)
    yield from paragraph("mm", x + width - 5.4, y + 1.7, 5, 2.6, size=2.6, colour=GREY)


def _on_a_tag(name: str, at: Point, apart: Point, size: Point) -> Iterator[Shape]:
    """Say which lengths are asked for, and of which printer."""
    x, y = at[0] + (10.5 if any(apart) else 1.5), at[1] + ARM + (4.4 if any(apart) else 1.6)
    width = size[0] - x - 1
    asked = [one for one in zip("ABCD", (*at, *apart), strict=True) if one[1]]
    for letter, length in asked:
        said = f"{letter}: {length:g} mm"
        yield from paragraph(said, x, y, width, 2.8, size=2.6, bold=True)
        y += 3.6
    yield from paragraph(name, x, y + 0.4, width, size[1] - y - 1.4, size=2.2, colour=GREY)


def _letters(at: Point, apart: Point) -> Iterator[Shape]:
    """Name the lengths where they are measured, with a line as long as each to the edges."""
    (x, y), (across, down) = at, apart
    tall = 6.0 if x > 10 else 4.4  # noqa: PLR2004 - where crosses stand far inside there is room
    places = [("A", x / 2, y + ARM + 2), ("B", x + ARM + 4, y / 2 - tall / 2)]
    if any(apart):
        places += [("C", x + across / 2, y - 3 - tall), ("D", x - 4 - tall / 2, y + down / 2)]
    for letter, middle, top in places:
        yield from paragraph(
            letter, middle - 3, top, 6, tall + 1, size=tall, bold=True, align="center"
        )
    yield Box(0, y + ARM, x, 0.3, BLACK)
    yield Box(x + ARM, 0, 0.3, y, BLACK)


def _table(
    words: dict[str, str], at: Point, width: float, lengths: tuple[float, ...]
) -> Iterator[Shape]:
    """Four rows to write into: what to measure, what it should be, what it is."""
    (x, y), rtl = at, _is_rtl(words)
    columns: tuple[Point, ...]
    columns = ((x, HANG), (x + HANG, width - HANG - 70), (x + width - 66, 28), (x + width - 36, 36))
    if rtl:
        columns = tuple((_mirrored(left, wide, x, width), wide) for left, wide in columns)
    side = "right" if rtl else "left"

    def put(column: int, text: str, top: float, size: float, **how: Any) -> Iterator[Lettering]:
        left, wide = columns[column]
        return paragraph(text, left, top, wide, 9, size=size, align=side, **how)

    yield from put(2, words["should"], y, 3.6, colour=GREY)
    yield from put(3, words["is"], y, 3.6, colour=GREY)
    rows = zip("ABCD", ("left", "top", "across", "down"), lengths, strict=True)
    for number, (letter, name, length) in enumerate(rows):
        top, box = y + 8 + number * 17, columns[3][0]
        yield from put(0, letter, top, 4.6, bold=True)
        yield from put(1, words[name], top, 4.4)
        yield from put(2, f"{length:g} mm", top, 4.4)
        yield Box(box, top - 4, 36, 12, BLACK, stroke=0.3, radius=1.5)
        yield from paragraph("mm", box + 26, top, 9, 6, size=4.4, colour=GREY)
