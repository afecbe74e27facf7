"""The paper that labels go on: pages and cells in millimetres, from `stocks/*.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from qr_codes.designs import Design

SLACK: Final = 0.05  # millimetres that a measured sheet may be off

Point = tuple[float, float]


class UnknownStock(ValueError):
    """There is no label stock of this name."""


class BadStock(ValueError):
    """The measures of this stock cannot be: its cells leave the page or lie on each other."""


class TooBigForStock(ValueError):
    """A label of this design is bigger than a cell of this stock."""


@dataclass(frozen=True)
class Stock:
    """One kind of sheet or roll.

    Without a `cell` the sheet is plain: as many labels as fit, in its middle. `cut` asks for
    marks to cut along.
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
    try:
        table: dict[str, Any] = tomllib.loads(toml)
        table |= {k: _pair(table[k]) for k in ("page", "cell", "first", "pitch") if k in table}
        made = Stock(name, **table)
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise BadStock(f"{name}: {error}") from error
    _check(made)
    return made


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


def _pair(value: list[float]) -> Point:
    x, y = value
    return float(x), float(y)


def _check(stock: Stock) -> None:
    if min(stock.page) <= 0 or min(stock.columns, stock.rows) < 1:
        raise BadStock(f"{stock.name}: page, columns and rows must be more than nothing")
    if stock.cell is None:
        return
    counts = (stock.columns, stock.rows)
    for side in (0, 1):
        cell, first, pitch = stock.cell[side], stock.first[side], stock.pitch[side]
        end = first + (counts[side] - 1) * pitch + cell
        if cell <= 0 or first < -SLACK or end > stock.page[side] + SLACK:
            raise BadStock(f"{stock.name}: cells leave the page ({end:.2f} mm)")
        if counts[side] > 1 and pitch < cell - SLACK:
            raise BadStock(f"{stock.name}: cells lie on each other")
