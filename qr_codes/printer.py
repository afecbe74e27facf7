"""One printer: its dots, and how far it prints beside the mark, measured on its own page."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qr_codes.designs import PRINTER_DPI
from qr_codes.stock import LONGEST, Point

FURTHEST: Final = 10.0  # millimetres that a printer may be off: more is another paper
STRETCH: Final = 0.05  # of the length, longer or shorter: more is "fit to page"
DPIS: Final = (203, 300, 600, 1200)


class BadPrinter(ValueError):
    """What was measured cannot be: `field` says which, `reason` what to do."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Printer:
    """How a printer prints: at (x, y) of the page stands what belongs to the place `meant(x, y)`.

    `offset` in millimetres to the right and down, `scale` 1.01 where a metre becomes 1.01 m.
    """

    name: str = ""
    dpi: int = PRINTER_DPI
    offset: Point = (0.0, 0.0)
    scale: Point = (1.0, 1.0)

    def aim(self, x: float, y: float) -> Point:
        """Where to draw what shall stand at (x, y) of the paper."""
        return (x - self.offset[0]) / self.scale[0], (y - self.offset[1]) / self.scale[1]

    def lands(self, x: float, y: float) -> Point:
        """Where on the paper stands what is drawn at (x, y)."""
        return self.offset[0] + x * self.scale[0], self.offset[1] + y * self.scale[1]


EXACT: Final = Printer()


def measured(
    name: str, *, left: float, top: float, across: float, down: float, at: Point, apart: Point,
    dpi: int = PRINTER_DPI,
) -> Printer:  # fmt: skip
    """Make a printer of what somebody measured on its calibration page, in millimetres.

    `left` and `top` lie between the paper's edges and the first cross, which was drawn `at`;
    `across` and `down` between the crosses, drawn `apart`. Raises `BadPrinter`.
    """
    for field, value in (("left", left), ("top", top), ("across", across), ("down", down)):
        if not math.isfinite(value) or value <= 0:
            raise BadPrinter(field, f"{field} is a length in millimetres, such as 20.5")
    scale = across / apart[0], down / apart[1]
    offset = left - at[0] * scale[0], top - at[1] * scale[1]
    made = Printer(name, dpi, offset, scale)
    _check(made)
    return made


def read(name: str, toml: str) -> Printer:
    """Read a printer from its TOML text, as `toml` wrote it. Raises `BadPrinter`."""
    if len(toml) > LONGEST:
        raise BadPrinter("", f"a printer is described in at most {LONGEST} signs")
    try:
        table = tomllib.loads(toml)
    except (ValueError, RecursionError) as error:
        raise BadPrinter("", f"this is no TOML: {error}") from error
    return of(name, table)


def of(name: str, table: Mapping[str, object]) -> Printer:
    """Make a printer of values that somebody wrote, all of them checked. Raises `BadPrinter`."""
    for key in table:
        if key not in {"dpi", "offset", "scale"}:
            raise BadPrinter(str(key), f"'{key}' is unknown; known are dpi, offset, scale")
    made = Printer(
        name,
        _dpi(table.get("dpi", PRINTER_DPI)),
        _pair("offset", table.get("offset", EXACT.offset)),
        _pair("scale", table.get("scale", EXACT.scale)),
    )
    _check(made)
    return made


def toml(printer: Printer) -> str:
    """Write a printer as the TOML text that `read` takes."""
    offset, scale = printer.offset, printer.scale
    return (
        f"dpi = {printer.dpi}\n"
        f"offset = [{offset[0]:.4f}, {offset[1]:.4f}]\n"
        f"scale = [{scale[0]:.6f}, {scale[1]:.6f}]\n"
    )


def _dpi(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in DPIS:
        raise BadPrinter("dpi", f"dpi is one of {', '.join(map(str, DPIS))}")
    return value


def _pair(field: str, value: object) -> Point:
    match value:
        case [float() | int() as x, float() | int() as y] if max(abs(x), abs(y)) < LONGEST:
            return float(x), float(y)
    raise BadPrinter(field, f"{field} is two numbers, across and down, such as [0.5, -1.2]")


def _check(printer: Printer) -> None:
    if printer.dpi not in DPIS:
        raise BadPrinter("dpi", f"dpi is one of {', '.join(map(str, DPIS))}")
    for value in printer.scale:
        if not abs(value - 1) <= STRETCH:
            raise BadPrinter(
                "scale",
                f"it prints at {value:.1%} of the size: switch off 'fit to page', print at 100 %, "
                "and measure again",
            )
    for value in printer.offset:
        if not abs(value) <= FURTHEST:
            raise BadPrinter(
                "offset",
                f"it prints {value:.1f} mm beside the mark: choose the right paper in the "
                "printer's settings and measure again",
            )
