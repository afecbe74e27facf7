"""One label as the very dots of its printer: black or white, read back before it is handed out."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from qr_codes.checks import Unreadable, Wanted, inside, verify_picture
from qr_codes.designs import INCH, Design, design, draw
from qr_codes.painters.png import dots, stored
from qr_codes.plate import Plate
from qr_codes.printer import EXACT, Printer
from qr_codes.stock import Stock, places, stock

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True)
class Bed:
    """Where a label comes to lie: the dots that the printer reaches, and those of the page."""

    paper: Stock
    look: Design
    dpi: int
    reach: tuple[int, int]
    page: tuple[int, int]
    at: tuple[int, int]  # of the label, on the page

    @property
    def edge(self) -> tuple[int, int]:
        """Dots of the page before the first that the printer reaches."""
        return (self.page[0] - self.reach[0]) // 2, (self.page[1] - self.reach[1]) // 2


def bed(look: str | Design, paper: str | Stock, printer: Printer = EXACT) -> Bed:
    """Find where labels of this design lie on this stock. Raises `stock.TooBigForStock`."""
    look = design(look) if isinstance(look, str) else look
    paper = stock(paper) if isinstance(paper, str) else paper
    dpi = printer.dpi
    x, y = places(paper, look)[0]
    at = round((x - printer.offset[0]) * dpi / INCH), round((y - printer.offset[1]) * dpi / INCH)
    whole = round(paper.page[0] * dpi / INCH), round(paper.page[1] * dpi / INCH)
    return Bed(paper, look, dpi, paper.reach(dpi), whole, at)


def picture(plate: Plate, bed: Bed) -> "tuple[Image, list[Wanted]]":
    """Paint the dots that the printer sets, and say where on the page the symbols must stand.

    Raises `checks.Unreadable` where letters would be cut off, and what `designs.draw` raises.
    """
    drawing = draw(bed.look, plate, dpi=bed.dpi)
    at = bed.at[0] - bed.edge[0], bed.at[1] - bed.edge[1]
    mm = INCH / bed.dpi
    if not inside(drawing, at[0] * mm, at[1] * mm, bed.reach[0] * mm, bed.reach[1] * mm):
        raise Unreadable(plate.spelt, "letters stand where the printer does not reach")
    x, y = bed.at[0] * mm, bed.at[1] * mm
    wanted = [Wanted(plate.spelt, code.moved(x, y)) for code in drawing.codes]
    return dots(drawing, dpi=bed.dpi, size=bed.reach, at=at), wanted


def check(printed: "Image", wanted: list[Wanted], bed: Bed) -> None:
    """Read the dots back as they stand on the white page. Raises `checks.Unreadable`."""
    from PIL import Image

    if printed.size != bed.reach:
        raise Unreadable(wanted[0].label, f"{printed.size} dots, should be {bed.reach}")
    page = Image.new("1", bed.page, 1)
    page.paste(printed, bed.edge)
    verify_picture(page, wanted, dpi=bed.dpi)


def png(
    plate: Plate,
    look: str | Design = "roll-62",
    paper: str | Stock = "roll-62",
    printer: Printer = EXACT,
) -> bytes:
    """Make the label for a printer that takes pictures, such as Brother QL: a PNG of one bit.

    It has exactly the dots that the printer reaches on this stock, for 62 mm at 300 dpi 696
    across, its long side down. Raises what `picture` and `check` raise.
    """
    from PIL import Image

    lies = bed(look, paper, printer)
    drawn, wanted = picture(plate, lies)
    turned = lies.paper.turned
    file = stored(drawn.transpose(Image.Transpose.ROTATE_90) if turned else drawn, lies.dpi)
    read = Image.open(BytesIO(file))
    check(read.transpose(Image.Transpose.ROTATE_270) if turned else read, wanted, lies)
    return file
