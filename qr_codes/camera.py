"""Reads the codes on a photograph: each text, and how many symbols say it."""

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

MOST: Final = 20  # symbols of one picture


def read(picture: "Image") -> dict[str, int]:
    """Return each text on a picture with the number of symbols that say it; the most first."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        picture.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return dict(Counter(one.text for one in found[:MOST] if one.valid).most_common())
