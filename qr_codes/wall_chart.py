"""All labels of an area on one wall: for the learning room, each with code and machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qr_codes import plate as plates_words
from qr_codes.checks import Progress, Wanted, verify
from qr_codes.designs import BLACK, INCH, PRINTER_DPI, SMALLEST_MODULE, TooFine, on_dots
from qr_codes.painters.pdf import Paper
from qr_codes.paragraph import paragraph
from qr_codes.plate import Plate
from qr_codes.shapes import Box, Code, Drawing, Lettering
from qr_codes.sheets import NoLabels
from qr_codes.symbol import QUIET

MARGIN: Final = 12.0  # millimetres
HEAD: Final = 34.0
YELLOW: Final = "#FFC21A"
DARK: Final = "#1A1400"
GREY: Final = "#555555"
LINE: Final = "#BBBBBB"


class UnknownSize(ValueError):
    """A wall chart is printed on a3 or a4."""


@dataclass(frozen=True)
class Size:
    """One paper: width, height, and how many machines stand across and down."""

    width: float
    height: float
    columns: int
    rows: int

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of the room of one machine."""
        high = self.height - MARGIN - HEAD - MARGIN
        return (self.width - 2 * MARGIN) / self.columns, high / self.rows


SIZES: Final = {"a3": Size(420, 297, 6, 4), "a4": Size(210, 297, 3, 4)}


def chart(
    title: str, plates: Sequence[Plate], size: str = "a4", *, progress: Progress | None = None
) -> bytes:
    """Print the labels under `title` as a PDF of as many pages as need be, verified.

    `progress(done, total)` counts two steps for each label. Raises `UnknownSize`,
    `sheets.NoLabels`, `designs.TooFine`, `lettering.CannotWrite` and `checks.Unreadable`.
    """
    pages = draw(title, plates, size)
    paper, total, done = Paper(title), 2 * len(plates), [0]
    wanted: list[list[Wanted]] = []
    each = SIZES[size].columns * SIZES[size].rows
    for number, drawing in enumerate(pages):
        paper.page(drawing.width, drawing.height)
        paper.draw(drawing)
        here = plates[number * each : (number + 1) * each]
        wanted.append(
            [Wanted(one.spelt, code) for one, code in zip(here, drawing.codes, strict=True)]
        )
        done.append(done[-1] + len(here))
        if progress is not None:
            progress(done[-1], total)
    file = paper.bytes()
    told = progress or _silent
    verify(file, wanted, progress=lambda page: told(len(plates) + done[page], total))
    return file


def draw(title: str, plates: Sequence[Plate], size: str = "a4") -> list[Drawing]:
    """Draw the pages. Raises as `chart` does, but for `checks.Unreadable`."""
    if size not in SIZES:
        raise UnknownSize(f"{size} (there are {', '.join(SIZES)})")
    if not plates:
        raise NoLabels
    room = SIZES[size]
    each = room.columns * room.rows
    count = -(-len(plates) // each)
    return [
        _page(title, plates[page * each : (page + 1) * each], room, (page + 1, count))
        for page in range(count)
    ]


def _page(title: str, plates: Sequence[Plate], size: Size, number: tuple[int, int]) -> Drawing:
    shapes: list[Box | Lettering] = [*_head(title, plates[0], size, number)]
    codes = []
    wide, high = size.cell
    for place, plate in enumerate(plates):
        x = MARGIN + place % size.columns * wide
        y = MARGIN + HEAD + place // size.columns * high
        codes.append(_code(plate, x, y, wide, high))
        shapes += _said(plate, x, y, wide, high)
        if place % size.columns:
            shapes.append(Box(x, y + 5, 0.15, high - 10, LINE))
    return Drawing(title, size.width, size.height, tuple(shapes), tuple(codes))


def _head(
    title: str, plate: Plate, size: Size, number: tuple[int, int]
) -> Iterator[Box | Lettering]:
    """Draw the plate above: what it is, what to do, where it leads, which page this is."""
    width = size.width - 2 * MARGIN
    yield Box(MARGIN, MARGIN, width, HEAD - 8, YELLOW, radius=2)
    yield Box(MARGIN + 1.6, MARGIN + 1.6, width - 3.2, HEAD - 11.2, DARK, stroke=0.5, radius=1.2)
    inner = MARGIN + 8
    yield from paragraph(
        title, inner, MARGIN + 5.8, width - 16, 11, size=9.5, bold=True, colour=DARK
    )
    said = [plates_words.words(language)["scan"] for language in plate.languages]
    line = " · ".join(said)
    yield from paragraph(line, inner, MARGIN + 17.6, width * 0.58, 5.2, size=4.2, colour=DARK)
    pages = f" · {number[0]} / {number[1]}" if number[1] > 1 else ""
    side, at = width * 0.36, MARGIN + 17.6
    yield from paragraph(
        f"{plate.host}{pages}", MARGIN + width - 8 - side, at, side, 5.2,
        size=4.2, align="right", colour=DARK,
    )  # fmt: skip


def _code(plate: Plate, x: float, y: float, wide: float, high: float) -> Code:
    """Put the symbol into the upper part of its room, as large as it may be."""
    symbol, dot = plate.symbol(), INCH / PRINTER_DPI
    whole = symbol.side + 2 * QUIET
    module = int(min(wide - 4, high - 19) / whole / dot) * dot
    if module < SMALLEST_MODULE:
        raise TooFine(f"{symbol.text} ({module:.2f} mm)")
    left = x + (wide - module * symbol.side) / 2
    return Code(symbol, on_dots(left), on_dots(y + module * QUIET), module)


def _said(plate: Plate, x: float, y: float, wide: float, high: float) -> Iterator[Lettering]:
    top = y + high - 18
    room = wide - 6
    yield from paragraph(plate.spelt, x + 3, top, room, 7, size=6, bold=True, align="center")
    yield from paragraph(
        plate.name, x + 3, top + 6.4, room, 8, size=4, align="center", colour=BLACK
    )


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
