"""Reads finished files back: what is handed out has been decoded and compared, module by module."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from qr_codes.designs import INCH, SMALLEST_MODULE
from qr_codes.shapes import Code

if TYPE_CHECKING:
    from PIL.Image import Image

DPI: Final = 300
LIGHT: Final = 200  # grey levels of 255: paper at least this, ink at most the other
DARK: Final = 60

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
    at its place; the quiet zone of four modules is white; a module is 0.35 mm or more; there
    are as many symbols on a page as wanted, and no page more. A PNG is read at its own `dpi`,
    the others are drawn at it. `progress` hears the number of each page that is done.

    Raises `Unreadable`, which names the label.
    """
    count = 0
    for count, picture in enumerate(_pictures(file, dpi), 1):
        if count > len(pages):
            break
        _verify_page(picture, pages[count - 1], dpi)
        if progress is not None:
            progress(count)
    if count != len(pages):
        raise Unreadable("file", f"{len(pages)} pages wanted, found another number")


def _pictures(file: bytes, dpi: int) -> "Iterator[Image]":
    """Yield the pages as grey pictures."""
    from PIL import Image

    if file.startswith(b"%PDF"):
        yield from _pages(file, dpi)
    elif file.startswith(b"\x89PNG"):
        yield Image.open(BytesIO(file)).convert("L")
    else:
        import resvg_py

        png = resvg_py.svg_to_bytes(svg_string=file.decode(), dpi=dpi, skip_system_fonts=True)
        yield Image.open(BytesIO(bytes(png))).convert("L")


def _pages(pdf: bytes, dpi: int) -> "Iterator[Image]":
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            yield bitmap.to_pil()
            bitmap.close()
            page.close()


def _verify_page(picture: "Image", wanted: Sequence[Wanted], dpi: int) -> None:
    for one in wanted:
        _verify_code(picture, one, dpi / INCH)
    label = wanted[0].label if wanted else "page"
    found = len(_texts(picture))
    if found != len(wanted):
        raise Unreadable(label, f"{len(wanted)} symbols wanted on this page, {found} found")


def _verify_code(picture: "Image", wanted: Wanted, scale: float) -> None:
    """One symbol in a picture of `scale` dots per millimetre."""
    code, label = wanted.code, wanted.label
    if code.module < SMALLEST_MODULE:
        raise Unreadable(label, f"modules of {code.module:.2f} mm are too fine")
    box = _around(code, 0, scale)
    if not _is_white_around(picture, code, scale):
        raise Unreadable(label, "something stands in the white around the symbol")
    seen = _modules(picture, box, code.symbol.side)
    if seen != [module for row in code.symbol.matrix for module in row]:
        raise Unreadable(label, "the symbol is damaged or not in its place")
    texts = _texts(picture.crop(_whole(_around(code, code.quiet, scale))))
    if texts != [code.symbol.text]:
        raise Unreadable(label, f"reads {texts}, should read {code.symbol.text}")


def _around(code: Code, margin: float, scale: float) -> Edges:
    """Left, top, right, bottom in dots, `margin` millimetres outside the dark modules."""
    left, top = code.x - margin, code.y - margin
    side = code.size + 2 * margin
    return left * scale, top * scale, (left + side) * scale, (top + side) * scale


def _whole(box: Edges) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return round(left), round(top), round(right), round(bottom)


def _modules(picture: "Image", box: Edges, side: int) -> list[bool | None]:
    """Dark, light, or neither, for each module."""
    from PIL import Image

    levels = picture.resize((side, side), Image.Resampling.BOX, box=box).tobytes()
    return [True if v <= DARK else False if v >= LIGHT else None for v in levels]


def _is_white_around(picture: "Image", code: Code, scale: float) -> bool:
    """Whether the four strips of the quiet zone lie on the picture and are white."""
    left, top, right, bottom = _whole(_around(code, code.quiet, scale))
    x0, y0, x1, y1 = _whole(_around(code, 0, scale))
    if left < 0 or top < 0 or right > picture.width or bottom > picture.height:
        return False
    strips = (
        (left + 1, top + 1, right - 1, y0 - 1),
        (left + 1, y1 + 1, right - 1, bottom - 1),
        (left + 1, top + 1, x0 - 1, bottom - 1),
        (x1 + 1, top + 1, right - 1, bottom - 1),
    )
    return not any(sum(picture.crop(strip).histogram()[:LIGHT]) for strip in strips)


def _texts(picture: "Image") -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_invert=False,
        try_rotate=False,
        try_downscale=False,
    )
    return [one.text for one in found if one.valid]
