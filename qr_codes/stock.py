"""The paper that labels go on: pages and cells in millimetres, from `stocks/*.toml`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Final

from qr_codes import designs
from qr_codes.designs import INCH, Design

SLACK: Final = 0.05  # millimetres that a measured sheet may be off
SMALLEST, LARGEST = 10.0, 1200.0  # sides of a page in millimetres: a tag, a poster
MOST: Final = 100  # columns or rows
LONGEST: Final = 4000  # signs of a file: more is no stock
TITLE: Final = 80  # signs
FINEST: Final = 2400  # dots an inch
FARTHEST: Final = 20_000  # dots

KINDS: Final = ("office", "brother", "zebra")
MATERIALS: Final = ("paper", "polyester", "thermal", "transfer")
"""Office paper; weatherproof film; paper that heat makes black and sun pale; ribbon on label."""

Point = tuple[float, float]


class UnknownStock(ValueError):
    """There is no label stock of this name."""


class BadStock(ValueError):
    """The measures of this stock cannot be: `field` says which, `reason` why."""

    def __init__(self, name: str, field: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.field = field
        self.reason = reason


class TooBigForStock(ValueError):
    """A label of this design is bigger than a cell of this stock."""


@dataclass(frozen=True)
class Stock:
    """One kind of sheet or roll.

    Without a `cell` the sheet is plain: as many labels as fit, in its middle. `cut` asks for
    marks to cut along. `kind` is the printer it runs through, `material` what it is made of,
    `designs` what it is meant for. `dots` are those that a printer with `dpi` reaches, in the
    middle of the page; `turned` ones it takes with the page's left edge first.
    """

    name: str
    title: str
    page: Point
    cell: Point | None = None
    first: Point = (0.0, 0.0)
    pitch: Point = (0.0, 0.0)
    columns: int = 1
    rows: int = 1
    cut: bool = False
    kind: str = "office"
    material: str = "paper"
    designs: tuple[str, ...] = ()
    dots: tuple[int, int] | None = None
    dpi: int | None = None
    turned: bool = False

    def reach(self, dpi: int) -> tuple[int, int]:
        """Return how many dots across and down a printer with `dpi` can set on a page."""
        if self.dots is not None and self.dpi == dpi:
            return self.dots
        return round(self.page[0] * dpi / INCH), round(self.page[1] * dpi / INCH)


def names() -> list[str]:
    """List the stocks that we ship."""
    folder = files("qr_codes") / "stocks"
    found = (entry.name for entry in folder.iterdir())
    return sorted(n.removesuffix(".toml") for n in found if n.endswith(".toml"))


@cache
def stock(name: str) -> Stock:
    """Find the stock of this name. Raises `UnknownStock`."""
    if name not in names():
        raise UnknownStock(f"{name} (there are {', '.join(names())})")
    return read(name, (files("qr_codes") / "stocks" / f"{name}.toml").read_text("utf-8"))


def read(name: str, toml: str) -> Stock:
    """Read a stock from its TOML text, such as a plant's own. Raises `BadStock`."""
    if len(toml) > LONGEST:
        raise BadStock(name, "", f"a stock is described in at most {LONGEST} signs")
    try:
        table = tomllib.loads(toml)
    except (ValueError, RecursionError) as error:
        raise BadStock(name, "", f"this is no TOML: {error}") from error
    return of(name, table)


def of(name: str, table: Mapping[str, object]) -> Stock:
    """Make a stock of measures that somebody wrote, all of them checked. Raises `BadStock`."""
    for key in table:
        if key not in _READ:
            raise BadStock(name, str(key), f"'{key}' is unknown; known are {', '.join(_READ)}")
    for key in ("title", "page"):
        if key not in table:
            raise BadStock(name, key, f"{key} is missing")
    values: dict[str, Any] = {}
    for key, value in table.items():
        try:
            values[key] = _READ[key](value)
        except _Wrong as error:
            raise BadStock(name, key, f"{key} {error}") from error
    made = Stock(name, **values)
    for field, reason in _faults(made):
        raise BadStock(name, field, reason)
    return made


def toml(stock: Stock) -> str:
    """Write a stock as the TOML text that `read` takes."""
    lines = []
    for field in fields(Stock)[1:]:
        value = getattr(stock, field.name)
        if value != field.default:
            lines.append(f"{field.name} = {_written(value)}")
    return "\n".join(lines) + "\n"


def places(stock: Stock, design: Design) -> list[Point]:
    """Where on a page the labels' top left corners stand, row by row. Raises `TooBigForStock`."""
    if stock.cell is None:
        return _plain(stock, design)
    spare_x, spare_y = stock.cell[0] - design.width, stock.cell[1] - design.height
    if spare_x < -SLACK or spare_y < -SLACK:
        raise TooBigForStock(f"{design.name} on {stock.name}")
    x, y = stock.first[0] + spare_x / 2, stock.first[1] + spare_y / 2
    return [
        (x + column * stock.pitch[0], y + row * stock.pitch[1])
        for row in range(stock.rows)
        for column in range(stock.columns)
    ]


def fits(stock: Stock, design: Design) -> bool:
    """Whether a label of this design goes on this stock."""
    try:
        return bool(places(stock, design))
    except TooBigForStock:
        return False


def fitting(stock: Stock) -> list[str]:
    """List the designs that go on this stock: what it is meant for, else the biggest first."""
    known = [designs.design(name) for name in designs.names()]
    can = [one for one in known if fits(stock, one)]
    meant = [one.name for one in can if one.name in stock.designs]
    if meant:
        return sorted(meant, key=stock.designs.index)
    return [one.name for one in sorted(can, key=lambda one: -one.width * one.height)]


def _plain(stock: Stock, design: Design) -> list[Point]:
    columns = int((stock.page[0] + SLACK) // design.width)
    rows = int((stock.page[1] + SLACK) // design.height)
    if not columns or not rows:
        raise TooBigForStock(f"{design.name} on {stock.name}")
    x = (stock.page[0] - columns * design.width) / 2
    y = (stock.page[1] - rows * design.height) / 2
    return [
        (x + column * design.width, y + row * design.height)
        for row in range(rows)
        for column in range(columns)
    ]


class _Wrong(Exception):
    """What is wrong with one value, to be read after its name."""


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > TITLE:
        raise _Wrong(f"is a text of 1 to {TITLE} signs")
    if not value.isprintable():
        raise _Wrong("holds a sign that cannot be printed")
    return value.strip()


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong("is in millimetres, such as 63.5")
    if not -LARGEST <= value <= LARGEST:  # nor can NaN pass here
        raise _Wrong(f"lies between 0 and {LARGEST:g} millimetres")
    return float(value)


def _pair(value: object) -> Point:
    x, y = _two(value)
    return _number(x), _number(y)


def _two(value: object) -> tuple[object, object]:
    match value:
        case [x, y]:
            return x, y
    raise _Wrong("is two numbers, across and down, such as [63.5, 38.1]")


def _whole(most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise _Wrong(f"is a whole number from 1 to {most}")
        return value

    return read


def _dots(value: object) -> tuple[int, int]:
    across, down = _two(value)
    return _whole(FARTHEST)(across), _whole(FARTHEST)(down)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("is true or false")
    return value


def _one_of(known: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise _Wrong(f"is one of {', '.join(known)}")
        return value

    return read


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST:
        raise _Wrong('is a list of names, such as ["a6"]')
    return tuple(_text(one) for one in value)


_READ: Final[dict[str, Callable[[object], Any]]] = {
    "title": _text,
    "page": _pair,
    "cell": _pair,
    "first": _pair,
    "pitch": _pair,
    "columns": _whole(MOST),
    "rows": _whole(MOST),
    "cut": _flag,
    "kind": _one_of(KINDS),
    "material": _one_of(MATERIALS),
    "designs": _texts,
    "dots": _dots,
    "dpi": _whole(FINEST),
    "turned": _flag,
}


def _faults(stock: Stock) -> Iterator[tuple[str, str]]:
    """Yield what cannot be, each with the name of the measure to mend."""
    if not all(SMALLEST <= side <= LARGEST for side in stock.page):
        yield "page", f"a page has {SMALLEST:g} to {LARGEST:g} millimetres a side"
    if stock.cell is not None:
        for side, way in enumerate(("across", "down")):
            yield from _faults_of_cells(stock, stock.cell, side, way)
    if (stock.dots is None) != (stock.dpi is None):
        yield "dots", "dots and dpi belong together"
    if stock.dots is not None and stock.dpi is not None:
        for length, dots in zip(stock.page, stock.dots, strict=True):
            if dots * INCH / stock.dpi > length + 0.5:
                yield "dots", f"{dots} dots at {stock.dpi} dpi are longer than {length:g} mm"


def _faults_of_cells(stock: Stock, size: Point, side: int, way: str) -> Iterator[tuple[str, str]]:
    cell, first, pitch, page = size[side], stock.first[side], stock.pitch[side], stock.page[side]
    count = (stock.columns, stock.rows)[side]
    end = first + (count - 1) * pitch + cell
    if cell < 1:
        yield "cell", f"a cell of {cell:g} mm {way} is nothing to print on"
    elif first < -SLACK:
        yield "first", f"the first cell begins {-first:g} mm before the page"
    elif count > 1 and pitch < cell - SLACK:
        yield "pitch", f"cells of {cell:g} mm every {pitch:g} mm {way} lie on each other"
    elif end > page + SLACK:
        yield "cell", f"the cells end at {end:.2f} mm {way}, the page at {page:g} mm"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    return repr(value)
