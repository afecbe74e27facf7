"""One printer: its dots, and how far it prints beside the mark, measured on its own page."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from qr_codes.designs import INCH, PRINTER_DPI, SMALLEST_MODULE, on_dots
from qr_codes.shapes import Box, Code, Drawing, Lettering, Picture
from qr_codes.stock import LONGEST, Point
from qr_codes.symbol import QUIET

FURTHEST: Final = 10.0  # millimetres that a printer may be off: more is another paper
STRETCH: Final = 0.05  # of the length, longer or shorter: more is "fit to page"
GROWN: Final = 0.05  # millimetres that a stretched symbol may reach farther on each side
DPIS: Final = (203, 300, 600, 1200)

Shape = Box | Lettering | Picture


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

    def told(self, label: Drawing, place: Point, page: Point) -> Drawing:
        """Return the page to tell it, so that `label` comes out at `place` as it was drawn.

        Its corner stands on whole dots. Where the printer stretches, every length is taken back
        but those of symbols: their modules stay whole dots, around the middle they should have,
        and lose one each where they would grow into the white around them.
        """
        x, y = (on_dots(at, self.dpi) for at in self.aim(*place))
        if self.scale == (1.0, 1.0):
            shapes = tuple(_moved(shape, x, y) for shape in label.shapes)
            return Drawing(label.title, *page, shapes, tuple(c.moved(x, y) for c in label.codes))
        x, y = self.lands(x, y)
        shapes = tuple(self._shape(_moved(shape, x, y)) for shape in label.shapes)
        codes = tuple(self._code(code.moved(x, y)) for code in label.codes)
        return Drawing(label.title, *page, shapes, codes)

    def _shape(self, shape: Shape) -> Shape:
        if isinstance(shape, Lettering):
            return self._letters(shape)
        left, top = self.aim(shape.x, shape.y)
        right, bottom = self.aim(shape.x + shape.width, shape.y + shape.height)
        told = replace(shape, x=left, y=top, width=right - left, height=bottom - top)
        if isinstance(told, Box):
            return replace(told, radius=told.radius / min(self.scale))
        return told

    def _letters(self, shape: Lettering) -> Lettering:
        """Letters have one size for both ways: that of the larger stretch."""
        half, most = shape.line.width * shape.size / 2, max(self.scale)
        middle, baseline = self.aim(shape.x + half, shape.baseline)
        return replace(shape, x=middle - half / most, baseline=baseline, size=shape.size / most)

    def _code(self, code: Code) -> Code:
        dot, side = INCH / self.dpi, code.symbol.side
        grown = GROWN * 2 / (side + 2 * QUIET)
        dots = round(code.module / dot)
        while (
            dots * dot * max(self.scale) > code.module + grown
            and (dots - 1) * dot >= SMALLEST_MODULE
        ):
            dots -= 1
        x, y = self.aim(code.x + code.size / 2, code.y + code.size / 2)
        half = dots * dot * side / 2
        return Code(
            code.symbol, on_dots(x - half, self.dpi), on_dots(y - half, self.dpi), dots * dot
        )


def _moved(shape: Shape, x: float, y: float) -> Shape:
    if isinstance(shape, Lettering):
        return replace(shape, x=shape.x + x, baseline=shape.baseline + y)
    return replace(shape, x=shape.x + x, y=shape.y + y)


EXACT: Final = Printer()


def measured(
    name: str, *, left: float, top: float, across: float | None = None, down: float | None = None,
    at: Point, apart: Point, dpi: int = PRINTER_DPI,
) -> Printer:  # fmt: skip
    """Make a printer of what somebody measured on its calibration page, in millimetres.

    `left` and `top` lie between the paper's edges and the first cross, which was drawn `at`;
    `across` and `down` between the crosses, drawn `apart`. Where that is 0, as on small tags,
    they are not asked for. Raises `BadPrinter`.
    """
    _length("left", left)
    _length("top", top)
    scale = _stretch("across", across, apart[0]), _stretch("down", down, apart[1])
    offset = left - at[0] * scale[0], top - at[1] * scale[1]
    made = Printer(name, dpi, offset, scale)
    _check(made)
    return made


def _stretch(field: str, length: float | None, drawn: float) -> float:
    return _length(field, length) / drawn if drawn else 1.0


def _length(field: str, value: float | None) -> float:
    if value is None or not math.isfinite(value) or value <= 0:
        raise BadPrinter(field, f"{field} is a length in millimetres, such as 20.5")
    return value


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
