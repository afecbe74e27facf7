"""One label as the very dots of its printer: black or white, read back before it is handed out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from qr_codes.checks import Unreadable, Wanted, inside, verify_picture
from qr_codes.designs import INCH, Design, design, draw
from qr_codes.painters.dots import dots
from qr_codes.painters.png import stored
from qr_codes.plate import Plate
from qr_codes.printer import EXACT, Printer
from qr_codes.shapes import Drawing
from qr_codes.stock import Point, Stock, places, stock

if TYPE_CHECKING:
    from PIL.Image import Image

AT_ONCE: Final = 100  # labels that are drawn before the first of them becomes dots


@dataclass(frozen=True)
class Bed:
    """Where a label comes to lie: the dots that the printer reaches, and those of the page."""

    paper: Stock
    look: Design
    printer: Printer
    reach: tuple[int, int]
    place: Point  # of the label, in millimetres of the page

    @property
    def dpi(self) -> int:
        """Dots an inch as the printer counts them."""
        return self.printer.dpi

    @property
    def edge(self) -> tuple[int, int]:
        """Dots of the page before the first that the printer reaches."""
        across, down = (round(side * self.dpi / INCH) for side in self.paper.page)
        return (across - self.reach[0]) // 2, (down - self.reach[1]) // 2

    @property
    def sheet(self) -> tuple[int, int, int, int]:
        """Where the paper itself lies, in the printer's dots: what it does not reach is white."""
        (left, top), (right, bottom) = self.printer.aim(0, 0), self.printer.aim(*self.paper.page)
        x, y, far, low = (round(at * self.dpi / INCH) for at in (left, top, right, bottom))
        return x, y, far, low

    def draw(self, plate: Plate) -> Drawing:
        """Draw the whole page as the printer must be told it. Raises what `designs.draw` does."""
        label = draw(self.look, plate, dpi=self.dpi)
        return self.printer.told(label, self.place, self.paper.page)


def bed(look: str | Design, paper: str | Stock, printer: Printer = EXACT) -> Bed:
    """Find where labels of this design lie on this stock. Raises `stock.TooBigForStock`."""
    look = design(look) if isinstance(look, str) else look
    paper = stock(paper) if isinstance(paper, str) else paper
    return Bed(paper, look, printer, paper.reach(printer.dpi), places(paper, look)[0])


def pictures(plates: Iterable[Plate], bed: Bed) -> "Iterator[tuple[Image, list[Wanted]]]":
    """Paint the dots that the printer sets, and say where on the page the symbols must stand.

    Raises `checks.Unreadable` where letters would be cut off, and what `designs.draw` raises.
    """
    left = iter(plates)
    while some := list(islice(left, AT_ONCE)):
        drawings = [bed.draw(plate) for plate in some]
        wanted = [
            _wanted(plate, drawing, bed) for plate, drawing in zip(some, drawings, strict=True)
        ]
        at = -bed.edge[0], -bed.edge[1]
        yield from zip(dots(drawings, dpi=bed.dpi, size=bed.reach, at=at), wanted, strict=True)


def _wanted(plate: Plate, drawing: Drawing, bed: Bed) -> list[Wanted]:
    mm = INCH / bed.dpi
    (left, top), (wide, high) = bed.edge, bed.reach
    if not inside(drawing, -left * mm, -top * mm, wide * mm, high * mm):
        raise Unreadable(plate.spelt, "letters stand where the printer does not reach")
    return [Wanted(plate.spelt, code) for code in drawing.codes]


def check(printed: "Image", wanted: list[Wanted], bed: Bed) -> None:
    """Read the dots back as they stand on the white paper. Raises `checks.Unreadable`."""
    from PIL import Image

    if printed.size != bed.reach:
        raise Unreadable(wanted[0].label, f"{printed.size} dots, should be {bed.reach}")
    left, top, right, bottom = bed.sheet
    sheet, mm = Image.new("1", (right - left, bottom - top), 1), INCH / bed.dpi
    sheet.paste(printed, (bed.edge[0] - left, bed.edge[1] - top))
    there = [Wanted(one.label, one.code.moved(-left * mm, -top * mm)) for one in wanted]
    verify_picture(sheet, there, dpi=bed.dpi)


def png(
    plate: Plate,
    look: str | Design = "roll-62",
    paper: str | Stock = "roll-62",
    printer: Printer = EXACT,
) -> bytes:
    """Make the label for a printer that takes pictures, such as Brother QL: a PNG of one bit.

    It has exactly the dots that the printer reaches on this stock, for 62 mm at 300 dpi 696
    across, its long side down. Raises what `pictures` and `check` raise.
    """
    (file,) = pngs([plate], look, paper, printer)
    return file


def pngs(
    plates: Iterable[Plate],
    look: str | Design = "roll-62",
    paper: str | Stock = "roll-62",
    printer: Printer = EXACT,
) -> Iterator[bytes]:
    """Make many labels as `png` does, one after the other."""
    lies = bed(look, paper, printer)
    for drawn, wanted in pictures(plates, lies):
        yield _checked(drawn, wanted, lies)


def _checked(drawn: "Image", wanted: list[Wanted], lies: Bed) -> bytes:
    from PIL import Image

    turned = lies.paper.turned
    file = stored(drawn.transpose(Image.Transpose.ROTATE_90) if turned else drawn, lies.dpi)
    read = Image.open(BytesIO(file))
    check(read.transpose(Image.Transpose.ROTATE_270) if turned else read, wanted, lies)
    return file
