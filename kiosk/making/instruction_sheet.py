"""Draws instruction sheets as PDF: what was shown, and lines to sign by hand. Nothing is stored."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.dates import format_date
from babel.support import Translations

from content.instruction import Instruction
from kiosk import language

if TYPE_CHECKING:
    from fpdf import FPDF

Words = dict[str, str]
SIGNATURES: Final = 14  # lines to sign on a page of the studio
FEWEST: Final = 4  # lines to sign; with less room left they begin a page
LINE: Final = 10  # millimetres: room for a pen
HANG: Final = 11.0
FONT: Final = "NotoSans"
ARABIC: Final = "NotoSansArabic"
MARGIN: Final = 16.0  # millimetres
WIDTH: Final = 210 - 2 * MARGIN
TRANSLATIONS: Final = Path(__file__).parents[1] / "translations"
ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A file that says when it was printed would say when somebody was instructed."""


def pdf(sheet: Instruction, plant: str, machine: str) -> bytes:
    """Return the sheet as PDF on A4, in the words of its own language where there are some."""
    say = fixed(sheet.language)
    made = _document(sheet)
    _head(made, sheet, plant, machine, say)
    for number, step in enumerate(sheet.steps, start=1):
        _step(made, sheet, number, step)
    for words in (sheet.take_away, sheet.task):
        if words:
            made.ln(2)
            _paragraph(made, sheet, words, 12)
    _signatures(made, sheet, say)
    return bytes(made.output())


def fixed(code: str) -> Words:
    """Return the words of every sheet in a language, so that who signs it reads what they sign."""
    gettext = Translations.load(TRANSLATIONS, [_locale(code)]).gettext
    return {
        "instruction": gettext("Instruction"),
        "version": gettext("Version"),
        "valid_from": gettext("Valid from"),
        "machine": gettext("Machine"),
        "plant": gettext("Plant"),
        "understood": gettext("I was shown this and I understood it."),
        "name": gettext("Name"),
        "day": gettext("Day"),
        "signature": gettext("Signature"),
    }


def valid_from(sheet: Instruction) -> str:
    """Return the day from which it holds as its language writes it, or nothing."""
    if not sheet.valid_from:
        return ""
    return format_date(date.fromisoformat(sheet.valid_from), "medium", _locale(sheet.language))


def _document(sheet: Instruction) -> "FPDF":
    from fpdf import FPDF

    from qr_codes import lettering

    made = FPDF(unit="mm", format="A4")
    made.set_creation_date(ALWAYS)
    made.set_title(sheet.title)
    made.set_margin(MARGIN)
    made.set_auto_page_break(auto=True, margin=MARGIN)
    for family in (FONT, ARABIC):
        for style, weight in (("", "Regular"), ("B", "Bold")):
            with lettering.font_file(f"{family}-{weight}") as path:
                made.add_font(family, style=style, fname=path)
    made.set_fallback_fonts([ARABIC], exact_match=False)
    made.set_text_shaping(use_shaping_engine=True)
    made.add_page()
    return made


def _head(made: "FPDF", sheet: Instruction, plant: str, machine: str, say: Words) -> None:
    _paragraph(made, sheet, say["instruction"], 11)
    _paragraph(made, sheet, sheet.title, 22, bold=True)
    facts = [f"{say['version']} {sheet.version}", plant, machine]
    if sheet.valid_from:
        facts.append(f"{say['valid_from']} {valid_from(sheet)}")
    _paragraph(made, sheet, "  ·  ".join(fact for fact in facts if fact), 11)
    made.ln(3)
    if sheet.stand_clear:
        made.set_fill_color(255, 194, 26)
        _paragraph(made, sheet, sheet.stand_clear, 13, bold=True, fill=True)
        made.ln(2)
    if sheet.why:
        _paragraph(made, sheet, sheet.why, 12)
    made.ln(2)


def _locale(code: str) -> str:
    """Return the locale of the fixed words: the text's own where it is known, else English."""
    return language.LANGUAGES[code].locale if code in language.LANGUAGES else "en"


def _paragraph(
    made: "FPDF", sheet: Instruction, words: str, size: float, *, bold: bool = False,
    fill: bool = False,
) -> None:  # fmt: skip
    made.set_font(FONT, style="B" if bold else "", size=size)
    align = "R" if language.direction(sheet.language) == "rtl" else "L"
    made.multi_cell(
        WIDTH, size * 0.53, words, align=align, fill=fill, padding=2 if fill else 0,
        new_x="LMARGIN", new_y="NEXT",
    )  # fmt: skip


def _step(made: "FPDF", sheet: Instruction, number: int, step: str) -> None:
    """Write a step, its number hanging before it."""
    if made.will_page_break(16):
        made.add_page()
    top, rtl = made.get_y(), language.direction(sheet.language) == "rtl"
    made.set_font(FONT, style="B", size=15)
    made.set_xy(MARGIN + (WIDTH - HANG if rtl else 0), top)
    made.cell(HANG, 6.8, str(number), align="R" if rtl else "L")
    made.set_font(FONT, size=12)
    made.set_xy(MARGIN + (0 if rtl else HANG), top)
    made.multi_cell(
        WIDTH - HANG, 6.4, step, align="R" if rtl else "L", new_x="LMARGIN", new_y="NEXT"
    )
    made.set_draw_color(190)
    made.line(MARGIN, made.get_y() + 1.2, MARGIN + WIDTH, made.get_y() + 1.2)
    made.ln(3)


def _signatures(made: "FPDF", sheet: Instruction, say: Words) -> None:
    """Write lines to sign: as many as this page holds, or a page that names what is signed."""
    if made.will_page_break(LINE * (FEWEST + 3)):
        made.add_page()
        _paragraph(made, sheet, f"{sheet.title}  ·  {say['version']} {sheet.version}", 11)
    made.ln(5)
    _paragraph(made, sheet, say["understood"], 12, bold=True)
    made.set_fill_color(255)
    made.set_draw_color(0)
    made.set_font(FONT, size=10)
    rows = int((made.eph + MARGIN - made.get_y()) // LINE) - 1
    turn = -1 if language.direction(sheet.language) == "rtl" else 1
    with made.table(
        col_widths=(42, 18, 40)[::turn], width=WIDTH, line_height=LINE,
        text_align="LEFT" if turn == 1 else "RIGHT", borders_layout="HORIZONTAL_LINES",
    ) as table:  # fmt: skip
        table.row([say["name"], say["day"], say["signature"]][::turn])
        for _ in range(rows):
            table.row(["", "", ""])
