"""Draws an address as a symbol to stand in a page, for a phone's camera."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from qr_codes import symbol as symbols

DRAWN: Final = Markup(
    '<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{label}">'
    '<rect width="{side}" height="{side}" fill="#fff"/>'
    '<path fill="#000" fill-rule="evenodd" d="{path}"/></svg>'
)


def symbol(url: str, label: str = "QR") -> Markup:
    """Return an address as a drawn symbol with its quiet zone, black on white in both themes.

    Raises qr_codes.symbol.TooLong above some 200 signs.
    """
    drawn = symbols.encode(url)
    quiet = symbols.QUIET
    lines = [_around(polygon, quiet) for polygon in symbols.outline(drawn)]
    side = drawn.side + 2 * quiet
    return DRAWN.format(side=side, label=label, path="".join(lines))


def readable(url: str, label: str) -> str:
    """Return the drawn address, or nothing where it is longer than phones read well."""
    try:
        return symbol(url, label)
    except symbols.TooLong:
        return ""


def _around(corners: Sequence[tuple[int, int]], quiet: int) -> str:
    """Return the way along these corners, each step across or down: the shortest that is."""
    x, y = corners[0]
    steps = [f"M{x + quiet} {y + quiet}"]
    for nx, ny in corners[1:]:
        steps.append(f"h{nx - x}" if ny == y else f"v{ny - y}")
        x, y = nx, ny
    return "".join([*steps, "z"])
