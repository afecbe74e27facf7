"""Sets the annex as tagged PDF on A4: bookmarks, contents, numbered pages, heads that repeat.

What belongs together stays on one page: a heading with what follows, a table that fits, a row, a
rule, the lines to sign.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any, Final

from fpdf.enums import XPos, YPos

from kiosk.annex import rows
from kiosk.annex.blocks import Blank, Block, Heading, Leaf, Paragraph, Points, Rule, Table
from kiosk.annex.facts import Facts
from kiosk.annex.lines import Run
from kiosk.annex.page import (
    BOTTOM,
    FONT,
    INK,
    LEAD,
    LINE,
    MARGIN,
    SMALL,
    SOFT,
    TEXT,
    TOP,
    WIDTH,
    Paper,
)
from kiosk.annex.words import say
from qr_codes import lettering

OTHER: Final = "NotoSans"
FILES: Final = {FONT: "AtkinsonHyperlegibleNext", OTHER: "NotoSans"}
INDENT: Final = 7.0
SIGNAL: Final = (255, 194, 26)
RULED: Final = (255, 246, 222)
SECTION: Final = 2
FEW: Final = 3  # lines that are never parted
AFTER: Final = {Paragraph: 2.4, Rule: 2.6, Table: 4.0, Blank: 0.0, Points: 1.4}
BLANK: Final = 19.5


def write(facts: Facts, language: str, parts: Sequence[Block]) -> bytes:
    """Return the annex as PDF, its fonts within."""
    made = _document(facts, language, parts)
    title, *rest = parts
    _title(made, facts, title)
    contents = say(language, "head", "contents")
    made.inside.append(made.part("TOC"))
    made.insert_toc_placeholder(_contents(made.inside.pop(), contents))
    for at, one in enumerate(rest):
        if not isinstance(one, Leaf):
            made.room(_together(made, rest[at:]))
        SET[type(one)](made, one)
    return bytes(made.output())


def _document(facts: Facts, language: str, parts: Sequence[Block]) -> Paper:
    made = Paper()
    made.set_creation_date(datetime.combine(facts.today, datetime.min.time(), tzinfo=UTC))
    title = parts[0].words if isinstance(parts[0], Heading) else ""
    made.set_title(f"{title}, {facts.plant}")
    made.set_lang(language)
    made.language = language
    made.head = f"{title}  ·  {facts.plant}"
    made.page_words = say(language, "head", "page")
    made.set_margins(MARGIN, TOP, MARGIN)
    made.c_margin = 0
    made.set_auto_page_break(auto=False)
    made.viewer_preferences = _title_shown()
    for family, file in FILES.items():
        for style, weight in (("", "Regular"), ("B", "Bold")):
            with lettering.font_file(f"{file}-{weight}") as path:
                made.add_font(family, style=style, fname=path)
    made.set_fallback_fonts([OTHER], exact_match=False)
    made.add_page()
    return made


def _title_shown() -> Any:
    from fpdf.prefs import ViewerPreferences

    return ViewerPreferences(display_doc_title=True)


def _title(made: Paper, facts: Facts, title: Block) -> None:
    """Set the title over a yellow line, and below it what this annex belongs to."""
    assert isinstance(title, Heading)  # noqa: S101  the text begins with its title
    _words(made, title.words, 26, kind="H1", bold=True)
    made.ln(2)
    _bar(made, 34, 2.2)
    made.ln(7)
    _words(made, facts.plant, 15)
    made.ln(3)
    known = (
        ("version", facts.version), ("list", str(facts.manifest.version)),
        ("hash", facts.manifest.hash),
    )  # fmt: skip
    for name, said in known:
        made.set_text_color(*SOFT)
        _words(made, say(made.language, "head", name), SMALL)
        made.set_text_color(*INK)
        _words(made, said, TEXT if name != "hash" else 9)
        made.ln(1)
    made.ln(5)


def _contents(tagged: Any, heading: str) -> Callable[[Any, Any], None]:
    """Return what sets the contents: each section a line that leads to it."""

    def set_(made: Any, outline: Sequence[Any]) -> None:
        made.inside = [tagged]
        _words(made, heading, 15, bold=True)
        made.ln(2)
        for section in outline:
            if not section.level:
                _entry(made, section)

    return set_


def _entry(made: Any, section: Any) -> None:
    link = made.add_link(page=section.page_number)
    with made.marked(made.part("TOCI")):
        made.set_font(FONT, size=TEXT)
        made.cell(WIDTH - 14, 7.2, section.name, link=link)
        made.cell(14, 7.2, str(section.page_number), align="R", link=link,
                  new_x=XPos.LMARGIN, new_y=YPos.NEXT)  # fmt: skip
    made.rule(made.get_y(), LINE)


def _bar(made: Paper, width: float, high: float) -> None:
    with made.artifact():
        made.set_fill_color(*SIGNAL)
        made.rect(MARGIN, made.get_y(), width, high, style="F")


def _together(made: Paper, parts: Sequence[Block]) -> float:
    """Return how much room the first of these needs with what must not be parted from it."""
    first, *rest = parts
    high = _tall(made, first)
    if isinstance(first, Blank):
        run = takewhile(lambda one: isinstance(one, Blank), rest)
        return high + sum(_tall(made, one) for one in run)
    if not rest or isinstance(rest[0], Leaf):
        return high
    leads = isinstance(rest[0], Table | Points) or isinstance(first, Heading)
    leads = leads or (isinstance(first, Rule) and isinstance(rest[0], Rule | Blank))
    if isinstance(first, Heading | Paragraph | Rule) and leads:
        return high + _together(made, rest)
    return high


def _tall(made: Paper, one: Block) -> float:
    """Return how much room a part needs at once: all of it, or where it may be parted, a start."""
    if isinstance(one, Heading):
        return 18.0 if one.level == SECTION else 11.0
    if isinstance(one, Points):
        one = Paragraph(one.items[0])
    if isinstance(one, Table):
        high = sum(rows.high(made, row, rows.widths(one)) for row in (one.head, *one.rows))
        return high if high < 0.8 * (BOTTOM - TOP) else 34.0
    if isinstance(one, Blank):
        return BLANK
    if isinstance(one, Rule):
        return len(_in_box(made, one)) * TEXT * LEAD + 7.0
    count = len(made.broken(one.words, TEXT, WIDTH)) if isinstance(one, Paragraph) else 0
    return min(count, FEW) * TEXT * LEAD + 2.4


def _words(
    made: Paper, words: str, size: float, *, kind: str = "P", bold: bool = False,
    indent: float = 0.0,
) -> None:  # fmt: skip
    """Set words as lines; neither the first nor the last of them stands on a page alone."""
    left = made.broken(words, size, WIDTH - indent, bold=bold)
    part = made.part(kind)
    lead = size * LEAD
    while left:
        fits = max(1, int((BOTTOM - made.get_y() + 0.01) / lead))
        now = len(left) if fits >= len(left) else max(1, min(fits, len(left) - 2))
        with made.marked(part):
            for line in left[:now]:
                made.draw(line, MARGIN + indent, made.get_y(), size)
                made.set_y(made.get_y() + lead)
        left = left[now:]
        if left:
            made.add_page()


def _paragraph(made: Paper, one: Paragraph) -> None:
    _words(made, one.words, TEXT)
    made.ln(AFTER[Paragraph])


def _heading(made: Paper, one: Heading) -> None:
    section = one.level == SECTION
    if made.get_y() > TOP + 1:
        made.ln(6 if section else 3)
    made.start_section(one.words, level=0 if section else 1)
    if section:
        _bar(made, 12, 1.6)
        made.ln(3.4)
    _words(made, one.words, 17 if section else 12, kind=f"H{one.level}", bold=True)
    made.ln(2.6 if section else 1.6)


def _in_box(made: Paper, one: Rule) -> list[list[Run]]:
    return made.broken(one.words, TEXT, WIDTH - 10)


def _rule(made: Paper, one: Rule) -> None:
    """Set a rule as a box with a yellow edge, whole on one page."""
    said = _in_box(made, one)
    top, high = made.get_y(), len(said) * TEXT * LEAD + 4.4
    with made.artifact():
        made.set_fill_color(*RULED)
        made.rect(MARGIN, top, WIDTH, high, style="F")
        made.set_fill_color(*SIGNAL)
        made.rect(MARGIN, top, 2, high, style="F")
    with made.marked(made.part("BlockQuote")):
        for at, line in enumerate(said):
            made.draw(line, MARGIN + 6, top + 2.2 + at * TEXT * LEAD, TEXT)
    made.set_y(top + high + AFTER[Rule])


def _points(made: Paper, one: Points) -> None:
    with made.within("L"):
        for at, item in enumerate(one.items, 1):
            made.room(_tall(made, Paragraph(item)))
            with made.within("LI"):
                with made.marked(made.part("Lbl")):
                    sign = (f"{at}.", True) if one.numbered else ("•", False)
                    made.draw([sign], MARGIN, made.get_y(), TEXT)
                _words(made, item, TEXT, kind="LBody", indent=INDENT)
            made.ln(1.2)
    made.ln(AFTER[Points])


def _blank(made: Paper, one: Blank) -> None:
    """Set a line to write on by hand, marked as one."""
    made.ln(2)
    top = made.get_y()
    with made.marked(made.part("P")):
        made.draw([(one.words, True)], MARGIN, top, 9)
        made.set_text_color(*SOFT)
        fill = say(made.language, "head", "fill")
        made.draw([(fill, False)], MARGIN + WIDTH - made.wide(SMALL)(fill, False), top, SMALL)
        made.set_text_color(*INK)
    made.rule(top + 16, INK)
    made.set_y(top + 17.5)


def _leaf(made: Paper, _one: Leaf) -> None:
    made.add_page()


SET: Final[dict[type[Any], Callable[[Paper, Any], None]]] = {
    Heading: _heading, Paragraph: _paragraph, Rule: _rule, Points: _points, Blank: _blank,
    Leaf: _leaf, Table: rows.set_table,
}  # fmt: skip
