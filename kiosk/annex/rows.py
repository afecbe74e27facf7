"""Sets a table on paper: its head stands on every page it reaches, and no row is cut."""

from collections.abc import Sequence
from typing import Final

from kiosk.annex.blocks import Table
from kiosk.annex.lines import Run
from kiosk.annex.page import BOTTOM, LEAD, LINE, MARGIN, SMALL, WIDTH, Paper
from kiosk.annex.tags import Element

AFTER: Final = 4.0  # millimetres
GROUND: Final = (241, 243, 239)
LEFT, RIGHT, ABOVE = 2.0, 1.2, 0.9  # beside and above the words of a cell
FIELDS: Final = 2  # of a group, that stay with its name

Row = Sequence[str]
Widths = Sequence[float]
Cells = Sequence[Sequence[Sequence[Run]]]


def widths(one: Table) -> list[float]:
    """Return how wide its columns are."""
    shares = one.widths or [100 / len(one.head)] * len(one.head)
    return [WIDTH * share / sum(shares) for share in shares]


def high(made: Paper, row: Row, wide: Widths, *, bold: bool = False) -> float:
    """Return how high a row is."""
    return _high(_cells(made, row, wide, bold=bold))


def set_table(made: Paper, one: Table) -> None:
    """Set a table, row by row."""
    wide = widths(one)
    with made.within("Table"):
        _head(made, one.head, wide)
        for at, row in enumerate(one.rows):
            group = at in one.groups
            needed = high(made, row, wide, bold=group)
            if group:
                fields = one.rows[at + 1 : at + 1 + FIELDS]
                needed += sum(high(made, field, wide) for field in fields)
            if made.get_y() + needed > BOTTOM:
                made.add_page()
                _head_again(made, one.head, wide)
            _row(made, row, wide, bold=group)
    made.ln(AFTER)


def _head(made: Paper, row: Row, wide: Widths) -> None:
    """Draw the head of a table."""
    cells = _cells(made, row, wide, bold=True)
    with made.artifact():
        _ground(made, _high(cells))
    with made.within("TR"):
        _draw(made, cells, wide, [made.part("TH", "column") for _ in row])


def _head_again(made: Paper, row: Row, wide: Widths) -> None:
    """Draw the head once more, for the eye alone: whoever listens has heard it."""
    cells = _cells(made, row, wide, bold=True)
    top = made.get_y()
    with made.artifact():
        _ground(made, _high(cells))
        for cell, x in zip(cells, _lefts(wide), strict=True):
            _cell(made, cell, x, top)
    made.set_y(top + _high(cells))


def _row(made: Paper, row: Row, wide: Widths, *, bold: bool) -> None:
    with made.within("TR"):
        parts = [made.part("TH", "row"), *(made.part("TD") for _ in row[1:])]
        _draw(made, _cells(made, row, wide, bold=bold), wide, parts)


def _draw(made: Paper, cells: Cells, wide: Widths, parts: Sequence[Element]) -> None:
    """Draw a row, each cell a part of the document, with a line below."""
    top = made.get_y()
    for cell, x, part in zip(cells, _lefts(wide), parts, strict=True):
        if any(cell):
            with made.marked(part):
                _cell(made, cell, x, top)
    made.rule(top + _high(cells), LINE)
    made.set_y(top + _high(cells))


def _cell(made: Paper, cell: Sequence[Sequence[Run]], x: float, top: float) -> None:
    for nth, line in enumerate(cell):
        made.draw(line, x + LEFT, top + ABOVE + nth * SMALL * LEAD, SMALL)


def _lefts(wide: Widths) -> list[float]:
    """Return where each column begins."""
    return [MARGIN + sum(wide[:at]) for at in range(len(wide))]


def _ground(made: Paper, tall: float) -> None:
    made.set_fill_color(*GROUND)
    made.rect(MARGIN, made.get_y(), WIDTH, tall, style="F")


def _cells(made: Paper, row: Row, wide: Widths, *, bold: bool) -> Cells:
    return [made.broken(said, SMALL, width - LEFT - RIGHT, bold=bold)
            for said, width in zip(row, wide, strict=True)]  # fmt: skip


def _high(cells: Cells) -> float:
    return max(len(cell) for cell in cells) * SMALL * LEAD + 2 * ABOVE
