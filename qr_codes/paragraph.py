"""One text in its place: as large as it may be, wrapped, shortened before it would be too small."""

from collections.abc import Iterator

from qr_codes import lettering
from qr_codes.designs import BLACK
from qr_codes.shapes import Lettering


def paragraph(
    text: str, x: float, y: float, width: float, height: float, *,
    size: float, bold: bool = False, align: str = "", colour: str = BLACK,
) -> Iterator[Lettering]:  # fmt: skip
    """Set `text` into a box of millimetres from its top on, in letters of at most `size`.

    `align` is left, center or right; else it begins where its script begins. Raises
    `lettering.CannotWrite` for a sign that no font has.
    """
    size, lines = lettering.fit(
        text, bold=bold, width=width, height=height, size=size, shorten=True
    )
    for number, line in enumerate(lines):
        spare = width - line.width * size
        side = align or ("right" if line.rtl else "left")
        indent = {"left": 0.0, "center": spare / 2, "right": spare}[side]
        baseline = y + size * (lettering.CAPITAL + number * lettering.LEADING)
        yield Lettering(line, x + indent, baseline, size, colour)
