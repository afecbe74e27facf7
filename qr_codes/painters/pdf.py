"""Drawings on the pages of a PDF: vectors in millimetres, letters as text in embedded fonts."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from qr_codes import lettering
from qr_codes.shapes import Box, Code, Drawing, Lettering
from qr_codes.symbol import outline

if TYPE_CHECKING:
    from fpdf import FPDF

POINTS: Final = 72 / 25.4
_ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)  # the same labels are the same bytes


class Paper:
    """A PDF in the making; what is drawn lands on its last page."""

    def __init__(self, title: str) -> None:
        self._pdf = _document(title)
        self._height = 0.0
        self._font = ("", 0.0)

    def page(self, width: float, height: float) -> None:
        """Begin a new page of this size in millimetres."""
        self._pdf.add_page(format=(width, height))
        self._height, self._font = height, ("", 0.0)

    def draw(self, drawing: Drawing, x: float = 0, y: float = 0) -> None:
        """Paint the drawing with its top left corner at (x, y) of the page."""
        for shape in drawing.shapes:
            if isinstance(shape, Box):
                self.box(shape, x, y)
            else:
                self.letter(shape, x, y)
        for code in drawing.codes:
            self.code(code.moved(x, y))

    def box(self, box: Box, x: float = 0, y: float = 0) -> None:
        """Paint a box, moved by (x, y)."""
        if box.stroke:
            self._pdf.set_line_width(box.stroke)
            self._pdf.set_draw_color(box.colour)
        else:
            self._pdf.set_fill_color(box.colour)
        place, style = (box.x + x, box.y + y, box.width, box.height), "D" if box.stroke else "F"
        if 2 * box.radius >= max(box.width, box.height):
            self._pdf.ellipse(*place, style=style)
        else:
            round_corners = bool(box.radius)
            self._pdf.rect(
                *place, style=style, round_corners=round_corners, corner_radius=box.radius
            )

    def letter(self, text: Lettering, x: float = 0, y: float = 0) -> None:
        """Paint a line of text, moved by (x, y)."""
        self._pdf.set_text_color(text.colour)
        for run in text.line.runs:
            self._set_font(run.font, text.size)
            self._pdf.set_text_shaping(True, direction="rtl" if run.rtl else "ltr")
            # a cell sets its baseline at half its height and three tenths of the letters
            self._pdf.set_xy(x + text.x + run.x * text.size, y + text.baseline - 0.8 * text.size)
            self._pdf.cell(run.width * text.size, text.size, run.text)

    def code(self, code: Code) -> None:
        """Paint a symbol as one path without seams."""
        module, top = code.module * POINTS, (self._height - code.y) * POINTS
        left = code.x * POINTS
        steps = ["q 0 g"]
        for polygon in outline(code.symbol):
            points = [f"{left + x * module:.3f} {top - y * module:.3f}" for x, y in polygon]
            steps.append(f"{points[0]} m {' l '.join(points[1:])} l h")
        self._pdf._out(" ".join([*steps, "f* Q"]))  # noqa: SLF001 - fpdf2 has no many-ring path

    def _set_font(self, font: str, size: float) -> None:
        if font.lower() not in self._pdf.fonts:
            with lettering.font_file(font) as path:
                self._pdf.add_font(font, fname=path)
        if (font, size) != self._font:
            self._pdf.set_font(font, size=size * POINTS)
            self._font = (font, size)

    def bytes(self) -> bytes:
        """Finish the file."""
        return bytes(self._pdf.output())


def _document(title: str) -> "FPDF":
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    pdf = FPDF(unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_creation_date(_ALWAYS)
    pdf.set_title(title)
    pdf.viewer_preferences = ViewerPreferences(print_scaling="None")
    return pdf
