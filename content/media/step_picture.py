"""The picture of a step as pages show it: a scene's, with its arrows and circles drawn in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.media import images, marks, raster
from content.media.images import LONG_SIDE, MOST_BYTES, Picture
from content.media.stills import small_webp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.media.marks import Mark


def step_picture(content: bytes, on_it: Sequence[Mark], name: str = "The picture") -> Picture:
    """Make a picture for a page as `images.picture` does, with marks drawn on it.

    A drawing with marks becomes a photograph of itself. Raises what `images.picture` does.
    """
    if not on_it:
        return images.picture(content, name)
    source = raster.source(content, LONG_SIDE, LONG_SIDE * 9 // 16, name)
    source.thumbnail((LONG_SIDE, LONG_SIDE))
    shown = marks.drawn(source, on_it)
    webp = small_webp(shown, MOST_BYTES)
    return Picture(webp, "webp", shown.width, shown.height)
