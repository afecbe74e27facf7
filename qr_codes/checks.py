"""Reads finished files back: what is handed out has been decoded and compared, module by module."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from qr_codes import lettering
from qr_codes.designs import INCH, SMALLEST_MODULE
from qr_codes.raster import Raster, pages
from qr_codes.shapes import Code, Drawing, Lettering

if TYPE_CHECKING:
    from PIL.Image import Image

DPI: Final = 300
LIGHT: Final = 200  # grey level of 255 that paper has at least
GREY: Final = 60  # how far the mean of a module may be from paper or ink,
COARSE: Final = 6  # if it has so many dots; a grey dot at its edge counts more where they are few
GREYEST: Final = 100

WHITE: Final = 255
BESIDE: Final = 0.2  # millimetres that a letter may lie beside the page: nobody sees it
WHOLE: Final = 1e-3  # dots that a module may miss, by rounding

Point = tuple[float, float]
Edges = tuple[float, float, float, float]  # left, top, right, bottom
Progress = Callable[[int, int], None]


class Unreadable(Exception):
    """A label did not read back as it should: nothing is handed out."""

    def __init__(self, label: str, reason: str) -> None:
        super().__init__(f"{label}: {reason}")
        self.label = label
        self.reason = reason


@dataclass(frozen=True)
class Wanted:
    """A symbol that must be on the page, and the label it belongs to."""

    label: str
    code: Code


def verify(
    file: bytes,
    pages: Sequence[Sequence[Wanted]],
    *,
    dpi: int = DPI,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Compare a PDF, PNG or SVG with what was wanted on each page; returns if all is well.

    Every symbol is decoded and its text compared byte for byte, each module with the matrix,
    at its place; the quiet zone of four modules is white; a module is 0.35 mm or more and a
    whole number of dots; there are as many symbols on a page as wanted, and no page more.
    A PNG is read at its own `dpi`, the others are drawn at it. `progress` hears the number of
    each page that is done.

    Raises `Unreadable`, which names the label.
    """
    count = 0
    for count, seen in enumerate(_pictures(file, dpi), 1):
        if count > len(pages):
            break
        _verify_page(seen, pages[count - 1], dpi)
        if progress is not None:
            progress(count)
    if count != len(pages):
        raise Unreadable("file", f"{len(pages)} pages wanted, found another number")


def verify_picture(picture: "Image", wanted: Sequence[Wanted], *, dpi: int) -> None:
    """Compare one page that is there as dots already with what was wanted on it.

    Raises `Unreadable`, which names the label.
    """
    grey = picture.convert("L")
    _verify_page(Raster(grey, grey, (dpi / INCH, dpi / INCH)), wanted, dpi)


def written(text: Lettering) -> Edges:
    """Return left, top, right and bottom of a line of text."""
    top = text.baseline - lettering.CAPITAL * text.size
    bottom = text.baseline + lettering.DESCENT * text.size
    return text.x, top, text.x + text.line.width * text.size, bottom


def inside(drawing: Drawing, x: float, y: float, width: float, height: float) -> bool:
    """Whether every letter of a drawing at (x, y) lies on a page of this size."""
    for shape in drawing.shapes:
        if isinstance(shape, Lettering):
            left, top, right, bottom = written(shape)
            if min(left + x, top + y) < -BESIDE:
                return False
            if right + x > width + BESIDE or bottom + y > height + BESIDE:
                return False
    return True


def _pictures(file: bytes, dpi: int) -> Iterator[Raster]:
    from PIL import Image

    if file.startswith(b"%PDF"):
        yield from pages(file, dpi)
        return
    if not file.startswith(b"\x89PNG"):
        import resvg_py

        svg = file.decode()
        file = bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=dpi, skip_system_fonts=True))
    picture = Image.open(BytesIO(file)).convert("L")
    yield Raster(picture, picture, (dpi / INCH, dpi / INCH))


def _verify_page(seen: Raster, wanted: Sequence[Wanted], dpi: int) -> None:
    found = _found(seen.dots)
    for one in wanted:
        _verify_code(seen, one, dpi, found)
    label = wanted[0].label if wanted else "page"
    if len(found) != len(wanted):
        raise Unreadable(label, f"{len(wanted)} symbols wanted on this page, {len(found)} found")


def _verify_code(
    seen: Raster, wanted: Wanted, dpi: int, found: Sequence[tuple[str, Point]]
) -> None:
    """One symbol on a page on which `found` was read."""
    code, label, dots = wanted.code, wanted.label, wanted.code.module * dpi / INCH
    if code.module < SMALLEST_MODULE:
        raise Unreadable(label, f"modules of {code.module:.2f} mm are too fine")
    if abs(dots - round(dots)) > WHOLE:
        raise Unreadable(label, f"modules of {dots:.2f} dots are not whole dots")
    if not _is_white_around(seen, code):
        raise Unreadable(label, "something stands in the white around the symbol")
    box = _around(seen, code, 0)
    if _modules(seen.picture, box, code) != [one for row in code.symbol.matrix for one in row]:
        raise Unreadable(label, "the symbol is damaged or not in its place")
    left, top, right, bottom = box
    texts = [text for text, (x, y) in found if left < x < right and top < y < bottom]
    if texts != [code.symbol.text]:
        raise Unreadable(label, f"reads {texts}, should read {code.symbol.text}")


def _around(seen: Raster, code: Code, margin: float) -> Edges:
    """Left, top, right, bottom in dots, `margin` millimetres outside the dark modules."""
    left, top, side = code.x - margin, code.y - margin, code.size + 2 * margin
    x, y = seen.scale
    return left * x, top * y, (left + side) * x, (top + side) * y


def _whole(box: Edges) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return round(left), round(top), round(right), round(bottom)


def _modules(picture: "Image", box: Edges, code: Code) -> list[bool | None]:
    """Dark, light, or neither, for each module."""
    from PIL import Image

    side = code.symbol.side
    grey = min(GREYEST, GREY * max(1.0, COARSE * side / (box[2] - box[0])))
    levels = picture.resize((side, side), Image.Resampling.BOX, box=box).tobytes()
    return [True if v <= grey else False if v >= WHITE - grey else None for v in levels]


def _is_white_around(seen: Raster, code: Code) -> bool:
    """Whether the four strips of the quiet zone lie on the picture and are white."""
    left, top, right, bottom = _whole(_around(seen, code, code.quiet))
    x0, y0, x1, y1 = _whole(_around(seen, code, 0))
    picture = seen.picture
    if left < 0 or top < 0 or right > picture.width or bottom > picture.height:
        return False
    strips = (
        (left + 1, top + 1, right - 1, y0 - 1),
        (left + 1, y1 + 1, right - 1, bottom - 1),
        (left + 1, top + 1, x0 - 1, bottom - 1),
        (x1 + 1, top + 1, right - 1, bottom - 1),
    )
    return not any(sum(picture.crop(strip).histogram()[:LIGHT]) for strip in strips)


def _found(dots: Any) -> list[tuple[str, Point]]:
    """Read every symbol: its text, and where its middle is in dots."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        dots,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_invert=False,
        try_rotate=False,
        try_downscale=False,
    )
    return [(_text(one.bytes), _middle(one.position)) for one in found if one.valid]


def _text(content: bytes) -> str:
    """Read what a symbol holds; it is UTF-8, whatever a decoder may guess."""
    return content.decode(errors="replace")


def _middle(position: Any) -> Point:
    a, b = position.top_left, position.bottom_right
    return (a.x + b.x) / 2, (a.y + b.y) / 2
