"""Drawings on the pages of a PDF: vectors in millimetres, letters as text in embedded fonts."""

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qr_codes import lettering
from qr_codes.shapes import Box, Code, Drawing, Lettering, Picture
from qr_codes.symbol import Symbol, outline

if TYPE_CHECKING:
    from fpdf import FPDF

POINTS: Final = 72 / 25.4
ROUNDED: Final = 1e-6  # millimetres that a circle may miss, by rounding
KEPT: Final = 500  # runs of text that are kept; most labels say the same words
_ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)  # the same labels are the same bytes


class Writing(NamedTuple):
    """A run of text as it looks, wherever it stands."""

    text: str
    font: str
    rtl: bool
    size: float
    colour: str


class Paper:
    """A PDF in the making; what is drawn lands on its last page."""

    def __init__(self, title: str) -> None:
        self._pdf = _document(title)
        self._height = 0.0
        self._fonts: set[str] = set()  # of this page
        self._written: dict[Writing, str] = {}

    def page(self, width: float, height: float) -> None:
        """Begin a new page of this size in millimetres."""
        self._pdf.add_page(format=(width, height))
        self._height, self._fonts = height, set()

    def draw(self, drawing: Drawing, x: float = 0, y: float = 0) -> None:
        """Paint the drawing with its top left corner at (x, y) of the page."""
        for shape in drawing.shapes:
            if isinstance(shape, Box):
                self.box(shape, x, y)
            elif isinstance(shape, Picture):
                self.picture(shape, x, y)
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
        if 2 * box.radius >= max(box.width, box.height) - ROUNDED:
            self._pdf.ellipse(*place, style=style)
        else:
            round_corners = bool(box.radius)
            self._pdf.rect(
                *place, style=style, round_corners=round_corners, corner_radius=box.radius
            )

    def picture(self, picture: Picture, x: float = 0, y: float = 0) -> None:
        """Paint a picture, moved by (x, y); the file holds it once, however often it is seen."""
        png, size = BytesIO(picture.png), (picture.width, picture.height)
        self._pdf.image(png, picture.x + x, picture.y + y, *size)

    def letter(self, text: Lettering, x: float = 0, y: float = 0) -> None:
        """Paint a line of text, moved by (x, y)."""
        for run in text.line.runs:
            left = (text.x + run.x * text.size + x) * POINTS
            up = (self._height - text.baseline - y) * POINTS
            written = self._writing(Writing(run.text, run.font, run.rtl, text.size, text.colour))
            self._out(f"q 1 0 0 1 {left:.3f} {up:.3f} cm {written} Q")

    def code(self, code: Code) -> None:
        """Paint a symbol as one path without seams."""
        module, top = code.module * POINTS, (self._height - code.y) * POINTS
        place = f"{module:.5f} 0 0 {-module:.5f} {code.x * POINTS:.3f} {top:.3f}"
        self._out(f"q 0 g {place} cm {_path(code.symbol)} f* Q")

    def _writing(self, wanted: "Writing") -> str:
        """Write a run from the page's lower left corner on; what was written before is known."""
        if wanted.font not in self._fonts:
            self._use(wanted.font, wanted.size)
        if wanted not in self._written:
            if len(self._written) >= KEPT:
                self._written.clear()
            self._written[wanted] = self._write(wanted)
        return self._written[wanted]

    def _write(self, wanted: "Writing") -> str:
        pdf = self._pdf
        font = self._use(wanted.font, wanted.size)
        pdf.set_text_color(wanted.colour)
        pdf.set_text_shaping(True, direction="rtl" if wanted.rtl else "ltr")
        contents: Any = pdf.pages[pdf.page].contents  # bytes until the file is finished
        before = len(contents)
        # a cell sets its baseline at half its height and three tenths of the letters
        pdf.set_xy(0, self._height - 0.8 * wanted.size)
        pdf.cell(0, wanted.size, wanted.text)
        written = bytes(contents[before:]).decode("latin-1").strip()
        del contents[before:]
        return f"{font} {written}"

    def _use(self, font: str, size: float) -> str:
        """Let this page know the font, and return the operator that sets it."""
        if font.lower() not in self._pdf.fonts:
            with lettering.font_file(font) as path:
                self._pdf.add_font(font, fname=path)
        self._pdf.set_font(font, size=size * POINTS)
        self._fonts.add(font)
        known: Any = self._pdf.current_font
        return self._pdf._set_font_for_page(known, size * POINTS)  # noqa: SLF001 - a page must know

    def _out(self, operators: str) -> None:
        self._pdf._out(operators)  # noqa: SLF001 - fpdf2 has no such path, and no way to repeat

    def bytes(self) -> bytes:
        """Finish the file."""
        return bytes(self._pdf.output())


@lru_cache(maxsize=8)  # a label shows its symbol twice
def _path(symbol: Symbol) -> str:
    """Write the dark areas in modules, downwards."""
    rings = []
    for polygon in outline(symbol):
        points = [f"{x} {y}" for x, y in polygon]
        rings.append(f"{points[0]} m {' l '.join(points[1:])} l h")
    return " ".join(rings)


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
