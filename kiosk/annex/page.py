"""A page of the annex on paper: its measures, its head and foot, and letters in lines."""

from collections.abc import Sequence
from typing import Final

from kiosk.annex import blocks, lines
from kiosk.annex.lines import Run
from kiosk.annex.tags import Tagged

FONT: Final = "Atkinson"
MARGIN: Final = 20.0  # millimetres
TOP: Final = 24.0
BOTTOM: Final = 297 - 22.0
WIDTH: Final = 210 - 2 * MARGIN
INK: Final = (14, 26, 28)
SOFT: Final = (58, 73, 76)
LINE: Final = (203, 213, 210)
TEXT: Final = 10.5  # points
SMALL: Final = 8.5
LEAD: Final = 0.5  # millimetres of a line for each point of its letters


class Paper(Tagged):
    """A page with the plant's name above and its number below."""

    head = ""
    page_words = "%s / %s"
    language = ""

    def header(self) -> None:
        """Write what it is and of which plant, from the second page on."""
        if self.page_no() > 1:
            with self.artifact():
                self.set_y(11)
                self.set_font(FONT, size=SMALL)
                self.set_text_color(*SOFT)
                self.cell(WIDTH, 5, self.head)
                self.set_draw_color(*LINE)
                self.line(MARGIN, 17.5, MARGIN + WIDTH, 17.5)
        self.set_y(TOP)
        self.set_text_color(*INK)

    def footer(self) -> None:
        """Write the number of the page, and how many there are."""
        with self.artifact():
            self.set_y(-15)
            self.set_font(FONT, size=SMALL)
            self.set_text_color(*SOFT)
            self.cell(WIDTH, 5, self.page_words % (self.page_no(), "{nb}"), align="R")
        self.set_text_color(*INK)

    def wide(self, size: float) -> lines.Width:
        """Return what measures letters of a size, each run of them once."""
        known: dict[Run, float] = self.__dict__.setdefault(f"known {size}", {})

        def measure(text: str, bold: bool) -> float:  # noqa: FBT001  as a run has it
            found = known.get((text, bold))
            if found is None:
                self.set_font(FONT, style="B" if bold else "", size=size)
                found = known[text, bold] = self.get_string_width(text)
            return found

        return measure

    def broken(
        self, words: str, size: float, width: float, *, bold: bool = False
    ) -> list[list[Run]]:
        """Return words as lines; code is bold, for paper has no other sign for it."""
        said = blocks.marked(words, lambda one: f"**{one}**", lambda one: f"**{one}**")
        return lines.broken(said, width, self.wide(size), bold=bold)

    def draw(self, line: Sequence[Run], x: float, y: float, size: float) -> None:
        """Draw one line."""
        self.set_xy(x, y)
        measure = self.wide(size)
        for text, bold in _joined(line):
            self.set_font(FONT, style="B" if bold else "", size=size)
            self.cell(measure(text, bold), size * LEAD, text)

    def rule(self, y: float, color: tuple[int, int, int]) -> None:
        """Draw a line across the page, which is nothing to read."""
        with self.artifact():
            self.set_draw_color(*color)
            self.line(MARGIN, y, MARGIN + WIDTH, y)

    def room(self, high: float) -> None:
        """Begin a page where so much no longer fits on this one."""
        if self.get_y() + high > BOTTOM and self.get_y() > TOP + 1:
            self.add_page()


def _joined(line: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for text, bold in line:
        if joined and (joined[-1][1] == bold or not text.strip()):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, bold))
    return joined
