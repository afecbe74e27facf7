"""Many labels on stock as one PDF, with cut marks and a control bar, read back at the end."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from qr_codes import lettering
from qr_codes.checks import Progress, Wanted, verify
from qr_codes.designs import BLACK, Design, design, draw, on_dots
from qr_codes.painters.pdf import Paper
from qr_codes.plate import Plate
from qr_codes.shapes import Box, Lettering
from qr_codes.stock import Point, Stock, places, stock

BAR: Final = 50.0  # millimetres of the control bar
HAIR: Final = 0.1
MARK: Final = 3.0  # length of a cut mark
ROOM: Final = 8.0  # height that the control bar needs


class NoLabels(ValueError):
    """There is no label to print."""


class BadStart(ValueError):
    """The sheet has no position of this number to start at."""


def sheet(
    plates: Sequence[Plate],
    look: str | Design = "a6",
    paper: str | Stock = "a4",
    *,
    start: int = 1,
    progress: Progress | None = None,
) -> bytes:
    """Print the labels in the design `look` on the stock `paper`, as a verified PDF.

    `start` is the first position to use on the first page, counted from 1, row by row, for
    sheets that have been used before. `progress(done, total)` is called as it goes on; each
    label makes two steps, drawn and read back. The same labels give the same bytes.

    Raises `NoLabels`, `BadStart`, `stock.TooBigForStock`, `checks.Unreadable`, and what
    `designs.draw` raises.
    """
    look = design(look) if isinstance(look, str) else look
    paper = stock(paper) if isinstance(paper, str) else paper
    cells = places(paper, look)
    if not plates:
        raise NoLabels
    if not 1 <= start <= len(cells):
        raise BadStart(f"{start} (1 to {len(cells)})")
    total = 2 * len(plates)
    sheets = _Sheets(look, paper, cells)
    for number, plate in enumerate(plates):
        sheets.add(plate, start - 1 + number)
        if progress is not None:
            progress(number + 1, total)
    return sheets.finish(progress, total)


class _Sheets:
    """The pages drawn so far, and what must be read back from each."""

    def __init__(self, look: Design, paper: Stock, cells: list[Point]) -> None:
        self._look, self._stock = look, paper
        self._cells = [(on_dots(x), on_dots(y)) for x, y in cells]
        self._paper = Paper(f"{look.title} · {paper.title}")
        self._wanted: list[list[Wanted]] = []
        self._labels: list[int] = []  # on each page
        self._used: set[int] = set()

    def add(self, plate: Plate, position: int) -> None:
        """Draw the label in the next free cell; `position` counts on over the pages."""
        cell = position % len(self._cells)
        if not self._wanted or cell == 0:
            self._end_page()
            self._paper.page(*self._stock.page)
            self._wanted.append([])
            self._labels.append(0)
        self._used.add(cell)
        self._labels[-1] += 1
        x, y = self._cells[cell]
        drawing = draw(self._look, plate)
        self._paper.draw(drawing, x, y)
        self._wanted[-1] += [Wanted(plate.spelt, code.moved(x, y)) for code in drawing.codes]

    def finish(self, progress: Progress | None, total: int) -> bytes:
        """Read the whole file back and hand it out."""
        self._end_page()
        file = self._paper.bytes()
        done = list(accumulate(self._labels, initial=0))

        def told(page: int) -> None:
            if progress is not None:
                progress(total // 2 + done[page], total)

        verify(file, self._wanted, progress=told)
        return file

    def _end_page(self) -> None:
        if not self._used:
            return
        bar = _bar_place(self._stock, self._look, self._cells, self._used)
        if self._stock.cut:
            for mark in _cut_marks(self._stock, self._look, self._cells, ruler=bar is None):
                self._paper.box(mark)
        for shape in _bar(*bar) if bar else ():
            if isinstance(shape, Box):
                self._paper.box(shape)
            else:
                self._paper.letter(shape)
        self._used = set()


def _bar_place(
    stock: Stock, look: Design, cells: list[Point], used: set[int]
) -> tuple[float, float] | None:
    """Middle of the control bar: below the labels, above them, in a free cell, or nowhere."""
    width, height = stock.page
    top, bottom = min(y for _, y in cells), max(y for _, y in cells) + look.height
    if width < BAR + 2 * ROOM:
        return None
    if height - bottom >= ROOM:
        return width / 2, (bottom + height) / 2
    if top >= ROOM:
        return width / 2, top / 2
    free = [cell for number, cell in enumerate(cells) if number not in used]
    if free and look.width >= BAR + 2 * MARK and look.height >= ROOM:
        return free[-1][0] + look.width / 2, free[-1][1] + look.height / 2
    return None


def _bar(x: float, y: float) -> Iterator[Box | Lettering]:
    """Fifty millimetres to lay a ruler on, its middle at (x, y)."""
    left, right = x - BAR / 2, x + BAR / 2
    yield Box(left, y, BAR, 0.3, BLACK)
    yield Box(left, y - 1, 0.3, 2.3, BLACK)
    yield Box(right - 0.3, y - 1, 0.3, 2.3, BLACK)
    size = 2.4
    line = lettering.shape("100 % = 50 mm", bold=False)
    yield Lettering(line, x - line.width * size / 2, y - 0.8, size, BLACK)


def _cut_marks(stock: Stock, look: Design, cells: list[Point], *, ruler: bool) -> Iterator[Box]:
    """Hairlines at the page's edge and where cuts cross; as `ruler` one of them is 50 mm long."""
    xs = _edges([x for x, _ in cells], look.width, stock.page[0])
    ys = _edges([y for _, y in cells], look.height, stock.page[1])
    for x in xs:
        for y in (0.0, stock.page[1] - 2 * MARK):
            yield Box(x - HAIR / 2, y, HAIR, 2 * MARK, BLACK)
    for y in ys:
        for x in (0.0, stock.page[0] - 2 * MARK):
            yield Box(x, y - HAIR / 2, 2 * MARK, HAIR, BLACK)
    for number, (x, y) in enumerate((x, y) for x in xs for y in ys):
        arm = BAR / 2 if ruler and number == 0 else MARK
        yield Box(x - arm, y - HAIR / 2, 2 * arm, HAIR, BLACK)
        yield Box(x - HAIR / 2, y - MARK, HAIR, 2 * MARK, BLACK)


def _edges(starts: list[float], length: float, page: float) -> list[float]:
    """Where to cut between 1 mm and the page's other end, each line once."""
    both = {round(edge, 1) for start in starts for edge in (start, start + length)}
    lines: list[float] = []
    for edge in sorted(both):
        if 1 < edge < page - 1 and (not lines or edge - lines[-1] > 1):
            lines.append(edge)
    return lines
