"""Pictures as pixels: drawings and photographs laid upright on a ground of the wanted size."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from content.media import drawings, errors

if TYPE_CHECKING:
    from PIL.Image import Image

PETROL = (0x0D, 0x2F, 0x33)
MAX_PIXELS = 36_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
Box = tuple[int, int, int, int]
CROP = 0.12
"""How much of a side may be cut off to fill the ground; above it the whole picture is shown."""


def looks_like_svg(content: bytes) -> bool:
    """Whether these bytes are a drawing: an `<svg` within the first kilobyte of text."""
    return b"<svg" in content[:1024] and b"\x00" not in content[:1024]


def photograph(content: bytes, name: str = "The picture") -> Image:
    """Read a JPEG, PNG or WebP, upright, as RGB on petrol ground where it is see-through.

    Raises PictureTooLarge before a pixel is decoded, and PictureBroken.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise errors.PictureTooLarge(name=name, limit=MAX_PIXELS / 1e6)
            # A JPEG of 12 MP is decoded at an eighth of the work when less is wanted.
            opened.draft("RGB", (3840, 3840))
            upright = ImageOps.exif_transpose(opened)
            return _flat(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise errors.PictureTooLarge(name=name, limit=MAX_PIXELS / 1e6) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise errors.PictureBroken(name=name) from None


def drawing(content: bytes, width: int, height: int, name: str = "The picture") -> Image:
    """Draw an SVG as large as fits into width x height, as RGB on petrol ground.

    Raises PictureBroken and DrawingUnsafe.
    """
    import resvg_py
    from PIL import Image

    clean = drawings.clean(content, name)
    text = clean.content.decode()
    wide = clean.width / clean.height >= width / height
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=text,
            # Reading the system's letters takes longer than drawing; most drawings need none.
            skip_system_fonts="<text" not in text,
            width=width if wide else None,
            height=None if wide else height,
        )
        with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
            return _flat(opened)
    except (ValueError, OSError):
        raise errors.PictureBroken(name=name) from None


def laid_out(content: bytes, width: int, height: int, name: str = "The picture") -> Image:
    """Lay out a picture of exactly width x height: filled where little is lost, else whole."""
    return spread(source(content, width, height, name), width, height)[0]


def source(content: bytes, width: int, height: int, name: str = "The picture") -> Image:
    """Read a photograph as it is, or draw a drawing as large as fits into width x height."""
    if looks_like_svg(content):
        return drawing(content, width, height, name)
    return photograph(content, name)


def size(content: bytes) -> tuple[int, int]:
    """Read the width and height of a photograph of our own."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        return opened.size


def spread(picture: Image, width: int, height: int) -> tuple[Image, Box]:
    """Lay a picture on a ground of width x height; say where it lies: left, top, right, bottom."""
    from PIL import Image

    fill = max(width / picture.width, height / picture.height)
    fit = min(width / picture.width, height / picture.height)
    scale = fill if fit / fill >= 1 - CROP else fit
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if size != picture.size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    ground = Image.new("RGB", (width, height), PETROL)
    ground.paste(picture, (left, top))
    return ground, (left, top, left + size[0], top + size[1])


def _flat(picture: Image) -> Image:
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, PETROL)
    clear = picture.convert("RGBA")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground
