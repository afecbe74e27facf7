"""A photograph for a storyboard: clean, upright, and large enough to fill a film's picture."""

from __future__ import annotations

import io

from content.media import drawings, errors, raster
from content.media.images import Picture
from content.media.stills import small_webp

LONG_SIDE = 1280
LONGEST = 12_000
MOST_BYTES = 220_000
LARGEST = 25_000_000
"""Bytes of one picture; a phone's of 48 million pixels has 15 million."""


def photo(content: bytes, name: str = "The picture") -> Picture:
    """Make a film's picture of whatever a trainer sent, without place, device and date.

    A photograph comes out upright as WebP of at most 1280 pixels, a drawing as clean SVG.
    Raises what `refuse` does.
    """
    refuse(content, name)
    if raster.looks_like_svg(content):
        drawing = drawings.clean(content, name)
        return Picture(drawing.content, "svg", drawing.width, drawing.height)
    taken = raster.photograph(content, name)
    taken.thumbnail((LONG_SIDE, LONG_SIDE))
    webp = small_webp(taken, MOST_BYTES)
    return Picture(webp, "webp", taken.width, taken.height)


def refuse(content: bytes, name: str) -> None:
    """Refuse what is too heavy, or longer than any camera's picture, before a pixel is decoded.

    A drawing is drawn once, in its fence: what no worker of ours can draw, no phone can. Raises
    PictureTooHeavy, PictureTooLong, PictureTooLarge, PictureBroken, DrawingUnsafe, DrawingHeavy.
    """
    from PIL import Image

    if len(content) > LARGEST:
        raise errors.PictureTooHeavy(name=name, limit=LARGEST // 1_000_000)
    if raster.looks_like_svg(content):
        raster.drawing(content, LONG_SIDE, LONG_SIDE * 9 // 16, name)
        return
    try:
        with Image.open(io.BytesIO(content), formats=raster.FORMATS) as opened:
            longer = max(opened.size)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise errors.PictureTooLarge(name=name, limit=raster.MAX_PIXELS / 1e6) from None
    except Exception as problem:  # a damaged picture breaks its reader in a dozen ways
        raise errors.PictureBroken(name=name) from problem
    if longer > LONGEST:
        raise errors.PictureTooLong(name=name, limit=LONGEST)
