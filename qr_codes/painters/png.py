"""The drawing as PNG: each module a whole number of dots, black and nothing between."""

from io import BytesIO
from typing import TYPE_CHECKING, Final

from qr_codes.designs import INCH
from qr_codes.painters.svg import svg
from qr_codes.shapes import Code, Drawing

GREY: Final = 128  # what is lighter becomes white in one bit

if TYPE_CHECKING:
    from PIL.Image import Image


def png(drawing: Drawing, *, dpi: int, one_bit: bool = False) -> bytes:
    """Paint a picture at `dpi`, for which the drawing must have been drawn too.

    `one_bit` gives black and white without grey, for label printers.
    """
    picture = _picture(drawing, dpi)
    return stored(black(picture) if one_bit else picture, dpi)


def stored(picture: "Image", dpi: int) -> bytes:
    """Write a picture as PNG that knows its dots an inch."""
    out = BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _picture(drawing: Drawing, dpi: int) -> "Image":
    picture = _around(drawing, dpi)
    for code in drawing.codes:
        stamp(picture, code, dpi)
    return picture


def black(picture: "Image") -> "Image":
    """Make it black and white without grey."""
    from PIL import Image

    grey = picture.convert("L").point(lambda level: 255 * (level >= GREY))
    return grey.convert("1", dither=Image.Dither.NONE)


def _around(drawing: Drawing, dpi: int) -> "Image":
    """Everything but the symbols, in the exact size."""
    import resvg_py
    from PIL import Image

    size = (round(drawing.width * dpi / INCH), round(drawing.height * dpi / INCH))
    data = resvg_py.svg_to_bytes(
        svg_string=svg(drawing, codes=False).decode(), dpi=dpi, skip_system_fonts=True
    )
    picture = Image.new("RGB", size, "white")
    picture.paste(Image.open(BytesIO(bytes(data))).convert("RGB"))
    return picture


def stamp(picture: "Image", code: Code, dpi: int) -> None:
    """Set a symbol on its dots, where everything else stands already."""
    from PIL import Image

    side, dots = code.symbol.side, round(code.module * dpi / INCH)
    small = Image.new("L", (side, side), 255)
    small.putdata([0 if dark else 255 for row in code.symbol.matrix for dark in row])
    large = small.resize((side * dots, side * dots), Image.Resampling.NEAREST)
    picture.paste(
        large.convert(picture.mode), (round(code.x * dpi / INCH), round(code.y * dpi / INCH))
    )
