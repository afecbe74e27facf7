"""Pages of a PDF as pictures; the library that draws them bears one thread at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

INCH: Final = 25.4
_ALONE: Final = RLock()


@dataclass(frozen=True)
class Raster:
    """A page while it is looked at: `dots` the same for decoders; dots a millimetre each way.

    A page of broken dots is stretched to whole ones, by less than one.
    """

    picture: "Image"
    dots: Any
    scale: tuple[float, float]


def pages(pdf: bytes, dpi: float, *, grey: bool = True) -> Iterator[Raster]:
    """Draw page by page, in colour if not `grey`.

    Each page is gone when the next one is asked for: copy what stays. Threads take turns, page
    by page, for pdfium may be called by one of them at a time only.
    """
    import pypdfium2

    with _ALONE:
        document = pypdfium2.PdfDocument(pdf)
        count = len(document)
    try:
        for number in range(count):
            with _ALONE:
                page = document[number]
                width, height = page.get_size()
                bitmap = page.render(scale=dpi / 72, grayscale=grey)
                picture = bitmap.to_pil()
            scale = bitmap.width / width * 72 / INCH, bitmap.height / height * 72 / INCH
            dots: Any = picture
            if bitmap.stride == bitmap.width:  # then a decoder can look at it as it is
                lines = (bitmap.height, bitmap.width)
                dots = memoryview(bitmap.buffer).cast("B").cast("B", lines)
            try:
                yield Raster(picture, dots, scale)
            finally:
                with _ALONE:
                    bitmap.close()
                    page.close()
    finally:
        with _ALONE:
            document.close()


def first(pdf: bytes, dpi: float) -> "Image":
    """Draw the first page in colour, to keep."""
    for seen in pages(pdf, dpi, grey=False):
        return seen.picture.convert("RGB").copy()
    message = "a PDF has a page"
    raise ValueError(message)
