"""The drawing model: boxes, letters, pictures, symbols; millimetres from the top left."""

from dataclasses import dataclass

from qr_codes.lettering import Line
from qr_codes.symbol import QUIET, Symbol


@dataclass(frozen=True)
class Box:
    """A rectangle, filled or (with a `stroke` width) outlined; `radius` rounds its corners."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    stroke: float = 0.0
    radius: float = 0.0


@dataclass(frozen=True)
class Lettering:
    """One line of text, its left end at `x` on the `baseline`, in a font of `size` millimetres."""

    line: Line
    x: float
    baseline: float
    size: float
    colour: str


@dataclass(frozen=True)
class Picture:
    """A PNG without see-through parts, filling its place."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


@dataclass(frozen=True)
class Code:
    """A symbol whose top left dark module starts at (x, y); each module `module` wide."""

    symbol: Symbol
    x: float
    y: float
    module: float

    @property
    def size(self) -> float:
        """Side in millimetres, quiet zone not counted."""
        return self.module * self.symbol.side

    @property
    def quiet(self) -> float:
        """Width in millimetres of the white that belongs around it."""
        return self.module * QUIET

    def moved(self, x: float, y: float) -> "Code":
        """Move the symbol right and down, as it stands on a sheet."""
        return Code(self.symbol, self.x + x, self.y + y, self.module)


@dataclass(frozen=True)
class Drawing:
    """One label, ready to be painted: `shapes` in painting order, `codes` on top of them."""

    title: str
    width: float
    height: float
    shapes: tuple[Box | Lettering | Picture, ...]
    codes: tuple[Code, ...]
