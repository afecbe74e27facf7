"""Pictures for pages: photographs made small and clean, drawings cleaned and left as drawings.

A cleaned drawing is served as it is: line art takes 1 to 3 kB compressed and stays sharp on every
screen, where the same picture as WebP takes 8 to 12.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.media import drawings, raster
from content.media.stills import small_webp

LONG_SIDE = 960
MOST_BYTES = 40_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be shown to anyone: its bytes, file ending and size in pixels."""

    content: bytes
    ending: str
    width: int
    height: int


def picture(content: bytes, name: str = "The picture") -> Picture:
    """Make a picture for a page of whatever a trainer sent.

    A photograph comes out upright as WebP, at most 960 pixels long, without place, device and
    date; a drawing as SVG with nothing in it but shapes. The same bytes give the same picture.
    Raises PictureBroken, PictureTooLarge and DrawingUnsafe.
    """
    if raster.looks_like_svg(content):
        drawing = drawings.clean(content, name)
        return Picture(drawing.content, "svg", drawing.width, drawing.height)
    photo = raster.photograph(content, name)
    photo.thumbnail((LONG_SIDE, LONG_SIDE))
    return Picture(small_webp(photo, MOST_BYTES), "webp", photo.width, photo.height)
