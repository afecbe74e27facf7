"""The addresses of labels as a list for devices that write NFC tags."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from qr_codes.plate import Plate

HEAD: Final = ("url", "code", "machine", "place")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def table(plates: Iterable[Plate]) -> bytes:
    """Write one row a label as CSV in UTF-8: the very address of its symbol, code, machine, place.

    A name that a spreadsheet would take for a formula is given an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for plate in plates:
        writer.writerow((plate.url, plate.spelt, _plain(plate.name), _plain(plate.place)))
    return out.getvalue().encode("utf-8")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
