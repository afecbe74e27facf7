"""What stands beside the labels of a page: where to cut, and a length to lay a ruler on."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from qr_codes import lettering
from qr_codes.checks import Edges, written
from qr_codes.designs import BLACK, INCH
from qr_codes.shapes import Box, Drawing, Lettering
from qr_codes.stock import Point, Stock

BAR: Final = 50.0  # millimetres of the control bar
SHORTER: Final = (50.0, 20.0, 10.0)  # between two ticks: the longest that a label has room for
SAID: Final = "100 % = 50 mm"
HAIR: Final = 0.1
MARK: Final = 3.0  # length of a cut mark
ROOM: Final = 8.0  # height that the control bar needs
TICK: Final = 1.1  # length of the two marks that stand for a bar where there is no room
CLEAR: Final = 0.3  # around them


def control(
    stock: Stock, label: Drawing, cells: Sequence[Point], used: set[int]
) -> Iterator[Box | Lettering]:
    """Draw fifty millimetres for a ruler: a bar where the page is free, else two fine ticks.

    The ticks stand at an edge of the first label, beside everything that is to be read; on
    small labels they are twenty or ten apart. A plain sheet has an arm of fifty millimetres
    among its cut marks.
    """
    place = _bar_place(stock, label, cells, used)
    if place:
        yield from _bar(*place)
    elif not (stock.cut and all(_lines(stock, label, cells))):
        yield from _ticks(stock, label, cells[min(used)])


def cuts(stock: Stock, label: Drawing, cells: Sequence[Point], used: set[int]) -> Iterator[Box]:
    """Draw hairlines at the page's edge and where cuts cross; without a bar one is 50 mm long.

    None of them reaches into the white around a symbol.
    """
    if not stock.cut:
        return
    white = [
        (left + x, top + y, right + x, bottom + y)
        for x, y in (cells[number] for number in used)
        for left, top, right, bottom in _symbols(label)
    ]
    ruler = _bar_place(stock, label, cells, used) is None
    for x, y, width, height in _hairlines(*_lines(stock, label, cells), stock.page, ruler=ruler):
        if not any(_touch((x, y, x + width, y + height), one) for one in white):
            yield Box(x, y, width, height, BLACK)


def _hairlines(xs: list[float], ys: list[float], page: Point, *, ruler: bool) -> Iterator[Edges]:
    """Yield left, top, width and height: two at each end of a cut, four where cuts cross."""
    for x in xs:
        for y in (0.0, page[1] - 2 * MARK):
            yield x - HAIR / 2, y, HAIR, 2 * MARK
    for y in ys:
        for x in (0.0, page[0] - 2 * MARK):
            yield x, y - HAIR / 2, 2 * MARK, HAIR
    for number, (x, y) in enumerate((x, y) for x in xs for y in ys):
        if ruler and number == 0:
            yield x - BAR / 2, y - HAIR / 2, BAR, HAIR
        yield x - MARK, y - HAIR / 2, MARK, HAIR
        yield x, y - HAIR / 2, MARK, HAIR
        yield x - HAIR / 2, y - MARK, HAIR, MARK
        yield x - HAIR / 2, y, HAIR, MARK


def _bar_place(
    stock: Stock, label: Drawing, cells: Sequence[Point], used: set[int]
) -> Point | None:
    """Middle of the control bar: below the labels, above them, in a free cell, or nowhere."""
    width, height = stock.page
    top, bottom = min(y for _, y in cells), max(y for _, y in cells) + label.height
    if width < BAR + 2 * ROOM:
        return None
    if height - bottom >= ROOM:
        return width / 2, (bottom + height) / 2
    if top >= ROOM:
        return width / 2, top / 2
    free = [cell for number, cell in enumerate(cells) if number not in used]
    if free and label.width >= BAR + 2 * MARK and label.height >= ROOM:
        return free[-1][0] + label.width / 2, free[-1][1] + label.height / 2
    return None


def _bar(x: float, y: float) -> Iterator[Box | Lettering]:
    """Fifty millimetres to lay a ruler on, its middle at (x, y)."""
    left, right = x - BAR / 2, x + BAR / 2
    yield Box(left, y, BAR, 0.3, BLACK)
    yield Box(left, y - 1, 0.3, 2.3, BLACK)
    yield Box(right - 0.3, y - 1, 0.3, 2.3, BLACK)
    size = 2.4
    line = lettering.shape(SAID, bold=False)
    yield Lettering(line, x - line.width * size / 2, y - 0.8, size, BLACK)


def _ticks(stock: Stock, label: Drawing, cell: Point) -> Iterator[Box]:
    """Two ticks at the first place along the label's edges where nothing else stands."""
    taken = [*_read(label)]
    for pair in chain.from_iterable(_pairs(label, _margin(stock), one) for one in SHORTER):
        if not any(_touch(tick, one) for tick in pair for one in taken):
            for left, top, right, bottom in pair:
                x, y = left + cell[0], top + cell[1]
                yield Box(x, y, right - left, bottom - top, BLACK)
            return


def _pairs(label: Drawing, margin: Point, length: float) -> Iterator[tuple[Edges, Edges]]:
    """Where the two ticks could stand: along the upper edge, the lower, the left, the right.

    From the outer side of the one to the outer side of the other it is the whole length.
    """
    wide, high = label.width, label.height
    (mx, my), (x, y) = margin, (margin[0] + MARK, margin[1] + MARK)
    while x + length + mx < wide:
        for top in (my, high - my - TICK):
            end = x + length
            yield (x, top, x + HAIR, top + TICK), (end - HAIR, top, end, top + TICK)
        x += 1
    while y + length + my < high:
        for left in (mx, wide - mx - TICK):
            end = y + length
            yield (left, y, left + TICK, y + HAIR), (left, end - HAIR, left + TICK, end)
        y += 1


def _margin(stock: Stock) -> Point:
    """Return what the printer does not reach of the page, on each side."""
    if stock.dots is None or stock.dpi is None:
        return 0.0, 0.0
    across, down = (
        max(0.0, side - dots * INCH / stock.dpi) / 2
        for side, dots in zip(stock.page, stock.dots, strict=True)
    )
    return across, down


def _read(label: Drawing) -> Iterator[Edges]:
    """Where a label has what is to be read: symbols with their white, letters, pictures."""
    yield from _symbols(label)
    for shape in label.shapes:
        if isinstance(shape, Lettering):
            yield written(shape)


def _symbols(label: Drawing) -> Iterator[Edges]:
    for code in label.codes:
        left, top, far = code.x - code.quiet, code.y - code.quiet, code.size + code.quiet
        yield left, top, code.x + far, code.y + far


def _touch(a: Edges, b: Edges) -> bool:
    return (
        a[0] < b[2] + CLEAR and b[0] < a[2] + CLEAR and a[1] < b[3] + CLEAR and b[1] < a[3] + CLEAR
    )


def _lines(stock: Stock, label: Drawing, cells: Sequence[Point]) -> tuple[list[float], list[float]]:
    """Where to cut across and down."""
    return (
        _edges([x for x, _ in cells], label.width, stock.page[0]),
        _edges([y for _, y in cells], label.height, stock.page[1]),
    )


def _edges(starts: list[float], length: float, page: float) -> list[float]:
    """Where to cut between 1 mm and the page's other end, each line once."""
    both = {round(edge, 1) for start in starts for edge in (start, start + length)}
    lines: list[float] = []
    for edge in sorted(both):
        if 1 < edge < page - 1 and (not lines or edge - lines[-1] > 1):
            lines.append(edge)
    return lines
