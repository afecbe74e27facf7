"""Two decoders that know nothing of each other: zxing-cpp and zbar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import zxingcpp
from pyzbar import pyzbar

if TYPE_CHECKING:
    from PIL import Image


def zxing(picture: Image.Image) -> list[str]:
    """Return what zxing-cpp reads."""
    found = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return [one.text for one in found if one.valid]


def zbar(picture: Image.Image) -> list[str]:
    """Return what zbar reads."""
    found = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [one.data.decode(errors="replace") for one in found]


READERS = {"zxing-cpp": zxing, "zbar": zbar}
