"""Many labels on stock as one PDF, with cut marks and a control bar, read back at the end."""

from collections.abc import Sequence
from itertools import accumulate

from qr_codes import marks
from qr_codes.checks import Progress, Unreadable, Wanted, inside, verify
from qr_codes.designs import Design, design, draw
from qr_codes.painters.pdf import Paper
from qr_codes.plate import Plate
from qr_codes.printer import EXACT, Printer
from qr_codes.shapes import Box, Drawing, Lettering
from qr_codes.stock import Point, Stock, places, stock


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
    printer: Printer = EXACT,
    progress: Progress | None = None,
) -> bytes:
    """Print the labels in the design `look` on the stock `paper`, as a verified PDF.

    `start` is the first position to use on the first page, counted from 1, row by row, for
    sheets that have been used before. Modules stand on whole dots of `printer`, and all else
    where it must be told to print it to come out at its place and in its size.
    `progress(done, total)` is called as it goes on; each label makes two steps, drawn and read
    back. The same labels give the same bytes.

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
    sheets = _Sheets(look, paper, cells, printer)
    for number, plate in enumerate(plates):
        sheets.add(plate, start - 1 + number)
        if progress is not None:
            progress(number + 1, total)
    return sheets.finish(progress, total)


class _Sheets:
    """The pages drawn so far, and what must be read back from each."""

    def __init__(self, look: Design, paper: Stock, cells: list[Point], printer: Printer) -> None:
        self._look, self._stock, self._cells, self._printer = look, paper, cells, printer
        self._paper = Paper(f"{look.title} · {paper.title}")
        self._wanted: list[list[Wanted]] = []
        self._labels: list[int] = []  # on each page
        self._used: dict[int, Drawing] = {}

    def add(self, plate: Plate, position: int) -> None:
        """Draw the label in the next free cell; `position` counts on over the pages."""
        cell = position % len(self._cells)
        if not self._wanted or cell == 0:
            self._end_page()
            self._paper.page(*self._stock.page)
            self._wanted.append([])
            self._labels.append(0)
        self._labels[-1] += 1
        drawing = draw(self._look, plate, dpi=self._printer.dpi)
        self._used[cell] = drawing
        told = self._printer.told(drawing, self._cells[cell], self._stock.page)
        if not inside(told, 0, 0, *self._stock.page):
            raise Unreadable(plate.spelt, "the printer prints so far aside that it is cut off")
        self._paper.draw(told)
        self._wanted[-1] += [Wanted(plate.spelt, code) for code in told.codes]

    def finish(self, progress: Progress | None, total: int) -> bytes:
        """Read the whole file back and hand it out."""
        self._end_page()
        file = self._paper.bytes()
        done = list(accumulate(self._labels, initial=0))

        def told(page: int) -> None:
            if progress is not None:
                progress(total // 2 + done[page], total)

        verify(file, self._wanted, dpi=self._printer.dpi, progress=told)
        return file

    def _end_page(self) -> None:
        if not self._used:
            return
        first, used = self._used[min(self._used)], {*self._used}
        for cut in marks.cuts(self._stock, first, self._cells, used):
            self._mark(cut)
        for mark in marks.control(self._stock, first, self._cells, used):
            self._mark(mark)
        self._used = {}

    def _mark(self, mark: Box | Lettering) -> None:
        """Paint a mark so that the printer prints it in its length, at its place."""
        if isinstance(mark, Lettering):
            x, y = self._printer.aim(mark.x, mark.baseline)
            self._paper.letter(mark, x - mark.x, y - mark.baseline)
            return
        left, top = self._printer.aim(mark.x, mark.y)
        right, bottom = self._printer.aim(mark.x + mark.width, mark.y + mark.height)
        self._paper.box(Box(left, top, right - left, bottom - top, mark.colour))
