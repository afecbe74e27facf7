"""The QR symbol of an address: the smallest version, then the strongest correction that fits."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from qrcode.main import QRCode

QUIET: Final = 4  # modules of white that the standard asks for around a symbol
LARGEST: Final = 10  # a version above this would be too fine for any label we draw

Matrix = tuple[tuple[bool, ...], ...]

CAPITALS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""What ISO/IEC 18004 packs two to eleven bits."""
WORTH_PACKING: Final = 6  # 2.5 bits saved a sign must pay for 13 bits of head


class NotAnAddress(ValueError):
    """A label address is https:// (or http://), a host name, and if need be a port."""


class TooLong(ValueError):
    """This address is too long to be printed as a symbol that phones read well."""


@dataclass(frozen=True)
class Symbol:
    """One QR symbol without its quiet zone; `mask` draws the same one again."""

    matrix: Matrix
    version: int
    level: str
    mask: int
    text: str

    @property
    def side(self) -> int:
        """Modules along one side, quiet zone not counted."""
        return len(self.matrix)


def address(label_url: str, code: str) -> str:
    """Write what a label's symbol says: scheme in lower case, host and code in upper case.

    Upper case is what QR packs tightest; a few readers know the scheme in lower case only.
    Raises `NotAnAddress` where `label_url` is more, or less, than scheme, host and port.
    """
    try:
        parts = urlsplit(label_url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError as error:  # UnicodeError is one too
        raise NotAnAddress(label_url) from error
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in {"http", "https"} or not host or more or not _is_host(host):
        raise NotAnAddress(label_url)
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host.upper()}{f':{port}' if port else ''}/{code.upper()}"


def encode(url: str, *, mask: int | None = None) -> Symbol:
    """Encode `url`: smallest version at level M, then the highest level that still fits.

    With the `mask` of an earlier symbol the result is identical to it, module by module.
    Raises `TooLong` above version 10.
    """
    from qrcode.exceptions import DataOverflowError
    from qrcode.main import QRCode

    try:
        version = _version(url, "M")
    except (DataOverflowError, ValueError) as error:  # it says "invalid version 41" too
        raise TooLong(url) from error
    if version > LARGEST:
        raise TooLong(url)
    level = next(level for level in "HQM" if _version(url, level) == version)
    qr = QRCode(version, _correction(level), border=0, mask_pattern=mask)
    _fill(qr, url)
    chosen: int = qr.best_mask_pattern() if mask is None else mask
    qr.makeImpl(False, chosen)
    matrix = tuple(tuple(bool(module) for module in row) for row in qr.modules)
    return Symbol(matrix, version, level, chosen, url)


@lru_cache(maxsize=64)  # a label shows its symbol twice
def outline(symbol: Symbol) -> list[list[tuple[int, int]]]:
    """Trace the dark areas as closed polygons in modules, to be filled by the even-odd rule.

    One path has no seams between modules, whatever the viewer's zoom.
    """
    edges = _edges(symbol.matrix)
    polygons = []
    while edges:
        start = point = next(iter(edges))
        polygon, before = [], (0, 0)
        while True:
            ahead = edges[point].pop()
            if not edges[point]:
                del edges[point]
            step = (ahead[0] - point[0], ahead[1] - point[1])
            if step != before:
                polygon.append(point)
            point, before = ahead, step
            if point == start:
                break
        polygons.append(polygon)
    return polygons


def terminal(symbol: Symbol) -> str:
    """Write the symbol for a terminal: two modules a sign, black on white whatever the theme is."""
    wide = symbol.side + 2 * QUIET
    rows = [[False] * wide for _ in range(QUIET)]
    rows += [[False] * QUIET + list(row) + [False] * QUIET for row in symbol.matrix]
    rows += [[False] * wide for _ in range(QUIET + wide % 2)]
    sign = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    lines = (
        "".join(sign[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
    return "\n".join(f"\x1b[38;5;16;48;5;231m{line}\x1b[0m" for line in lines)


def _is_host(host: str) -> bool:
    return all(c.isascii() and (c.isalnum() or c in ".-:") for c in host)


def _version(url: str, level: str) -> int:
    """Find the smallest version that holds `url` at `level`."""
    from qrcode.main import QRCode

    qr = QRCode(error_correction=_correction(level))
    _fill(qr, url)
    return int(qr.best_fit())


def _fill(qr: "QRCode[Any]", url: str) -> None:
    """Write `url` in two pieces: letters of both cases as bytes, the capitals after them packed.

    The library's own cutting makes a third piece of digits in a row, such as the code 13799Z has,
    and pays more for its head than the digits save.
    """
    from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

    tail = len(url)
    while tail and url[tail - 1] in CAPITALS:
        tail -= 1
    if len(url) - tail < WORTH_PACKING:
        tail = len(url)
    for piece, mode in ((url[:tail], MODE_8BIT_BYTE), (url[tail:], MODE_ALPHA_NUM)):
        if piece:
            qr.add_data(QRData(piece.encode(), mode=mode))


def _correction(level: str) -> int:
    from qrcode import constants

    return int(getattr(constants, f"ERROR_CORRECT_{level}"))


def _edges(matrix: Matrix) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Every border between dark and light, walked with the dark module on the right."""
    edges: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for start, end in _borders(matrix):
        edges.setdefault(start, []).append(end)
    return edges


def _borders(matrix: Matrix) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    side = len(matrix)

    def dark(x: int, y: int) -> bool:
        return 0 <= x < side and 0 <= y < side and matrix[y][x]

    for y in range(side):
        for x in range(side):
            if not matrix[y][x]:
                continue
            if not dark(x, y - 1):
                yield (x, y), (x + 1, y)
            if not dark(x + 1, y):
                yield (x + 1, y), (x + 1, y + 1)
            if not dark(x, y + 1):
                yield (x + 1, y + 1), (x, y + 1)
            if not dark(x - 1, y):
                yield (x, y + 1), (x, y)
