"""Text in every script we print: which font, which direction, how wide, and where it breaks."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import uharfbuzz

FAMILIES: Final = ("AtkinsonHyperlegibleNext", "NotoSans", "NotoSansArabic")
SMALLEST: Final = 1.4  # millimetres; below this nobody can read a label
LEADING: Final = 1.16  # of the size, from baseline to baseline
CAPITAL: Final = 0.668  # height of a capital letter, of the size
DESCENT: Final = 0.22  # below the baseline, of the size
UNITS: Final = 1000.0  # of all our fonts

SHORT: Final = 3  # signs of a last word that does not stand alone
SOFT_HYPHEN: Final = "\u00ad"
_NO_SIGNS: Final = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_DOT: Final = r"\.(?=[^\W\d_]{2})"  # of a host name; not of a number
_BREAKS: Final = re.compile(
    rf"(?:(?!{_DOT})[^ {SOFT_HYPHEN}\-/])*(?: |{SOFT_HYPHEN}|[\-/]+|{_DOT}|$)"
)


class CannotWrite(ValueError):
    """No font of the labels has this sign."""


class DoesNotFit(ValueError):
    """This text is too long for its place on the label, even in the smallest letters."""


@dataclass(frozen=True)
class Glyph:
    """A glyph of a font, and where it stands from the start of its run, in font units."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Run:
    """A piece of a line in one font and direction; `x` and `width` for a font of size 1."""

    text: str
    font: str
    rtl: bool
    x: float
    width: float
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True)
class Line:
    """One line of text, its runs from left to right; `width` for a font of size 1."""

    runs: tuple[Run, ...]
    width: float
    rtl: bool


def clean(text: str) -> str:
    """One paragraph in composed form: single spaces, no control signs."""
    text = "".join(" " if unicodedata.category(c) in _NO_SIGNS else c for c in text)
    return re.sub(" +", " ", unicodedata.normalize("NFC", text)).strip(" ")


def fit(
    text: str, *, bold: bool, width: float, height: float, size: float, shorten: bool = False
) -> tuple[float, list[Line]]:
    """Find the largest letters up to `size` in which `text` fills at most `width` by `height` mm.

    It wraps at spaces, hyphens, slashes, dots of hosts and soft hyphens; letters shrink before
    a word is cut. With `shorten`, which no address has, a cut word gets a hyphen, and what is
    still too long ends with … and always fits.
    Raises `DoesNotFit` where even the smallest letters do not do, `CannotWrite` for a sign that
    no font has.
    """
    text = clean(text)
    cut = "-" if shorten and not _is_rtl(text) else ""
    try:
        return _fit(text, bold=bold, width=width, height=height, size=size, cut=cut)
    except DoesNotFit:
        if not shorten:
            raise
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        try:
            _fit(_short(text, middle), bold=bold, width=width, height=height, size=size, cut=cut)
            fits = middle
        except DoesNotFit:
            too_long = middle
    return _fit(_short(text, fits), bold=bold, width=width, height=height, size=size, cut=cut)


def _short(text: str, signs: int) -> str:
    """So many signs of `text` and an ellipsis; a letter keeps its combining marks."""
    while signs and unicodedata.combining(text[signs]):
        signs -= 1
    return text[:signs].rstrip(f" -/{SOFT_HYPHEN}") + "…"


def _fit(
    text: str, *, bold: bool, width: float, height: float, size: float, cut: str
) -> tuple[float, list[Line]]:
    rtl = _is_rtl(text)
    for cut_words, words in ((False, _no_orphan(text)), (False, text), (True, text)):
        now = size
        while now >= (SMALLEST if cut_words else max(SMALLEST, size * 0.55)):
            lines = _wrap(words, bold=bold, width=width / now, cut=cut if cut_words else None)
            if lines is not None and tall(len(lines)) * now <= height:
                return now, [shape(line, bold=bold, rtl=rtl) for line in lines]
            now *= 0.97
    raise DoesNotFit(text)


@lru_cache(maxsize=4096)
def shape(text: str, *, bold: bool, rtl: bool = False) -> Line:
    """`text` as one line of placed glyphs, Arabic joined, every part in its direction.

    `rtl` is the direction of the paragraph: where the line begins.
    """
    runs, x = [], 0.0
    for part, backwards in _in_visual_order(text.replace(SOFT_HYPHEN, ""), rtl=rtl):
        pieces = list(_by_font(part, bold=bold))
        for piece, font in reversed(pieces) if backwards else pieces:
            glyphs, width = _shaped(piece, font, rtl=backwards)
            runs.append(Run(piece, font, backwards, x, width, glyphs))
            x += width
    return Line(tuple(runs), x, rtl)


def tall(lines: int) -> float:
    """Height of so many lines of size 1, from the first capital to the last descender."""
    return CAPITAL + (lines - 1) * LEADING + DESCENT


def outline(glyph: int, font: str) -> str:
    """Write the glyph's contour as SVG path data in font units, y upwards."""
    return _outline(glyph, font)


def font_file(font: str) -> AbstractContextManager[Path]:
    """Open the font file that we ship under this name."""
    return as_file(files("qr_codes") / "designs" / "fonts" / f"{font}.ttf")


def _no_orphan(text: str) -> str:
    """Ties a short last word to the one before it: no line says only 4."""
    head, _, last = text.rpartition(" ")
    return f"{head}\u00a0{last}" if head and len(last) <= SHORT else text


def _wrap(text: str, *, bold: bool, width: float, cut: str | None) -> list[str] | None:
    """Break into lines no wider than `width` (for size 1).

    A word that is too wide is cut, with the sign `cut` at its end; without one there are None.
    """
    lines: list[str] = []
    line = ""
    for piece in (match.group() for match in _BREAKS.finditer(text) if match.group()):
        if _width(line + piece, bold=bold) <= width:
            line += piece
            continue
        if line:
            lines.append(_ended(line))
        line = piece
        while _width(line, bold=bold) > width:
            if cut is None:
                return None
            head = _longest(line, bold=bold, width=width, cut=cut)
            lines.append(line[:head] + (cut if line[head - 1].isalpha() else ""))
            line = line[head:]
    return [*lines, _ended(line)] if line.strip() else lines


def _longest(text: str, *, bold: bool, width: float, cut: str) -> int:
    """How many signs of `text` fit before `cut`, at least one; a letter keeps its marks."""
    fits = 1
    for end in range(1, len(text)):
        if unicodedata.combining(text[end]):
            continue
        if _width(text[:end] + cut, bold=bold) > width:
            break
        fits = end
    return fits


def _ended(line: str) -> str:
    line = line.strip()
    return line[:-1] + "-" if line.endswith(SOFT_HYPHEN) else line


def _width(text: str, *, bold: bool) -> float:
    return shape(_ended(text), bold=bold).width


def _is_rtl(text: str) -> bool:
    from fpdf.bidi import auto_detect_base_direction
    from fpdf.enums import TextDirection

    return bool(auto_detect_base_direction(text) == TextDirection.RTL)


def _in_visual_order(text: str, *, rtl: bool) -> list[tuple[str, bool]]:
    """Parts of one direction from left to right, each in reading order (Unicode UAX 9, rule L2)."""
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    base = TextDirection.RTL if rtl else TextDirection.LTR
    paragraph = BidiParagraph(text, base, preserve_bn_chars=True)
    signs = paragraph.get_characters_with_embedding_level()
    parts = [
        ("".join(sign.character for sign in group), level)
        for level, group in groupby(signs, key=lambda sign: int(sign.embedding_level))
    ]
    for level in range(max((level for _, level in parts), default=0), 0, -1):
        parts = [
            part
            for deep, group in groupby(parts, key=lambda part: part[1] >= level)
            for part in (reversed(list(group)) if deep else group)
        ]
    return [(part, level % 2 == 1) for part, level in parts]


def _by_font(text: str, *, bold: bool) -> Iterator[tuple[str, str]]:
    """Cuts `text` where the font must change; a sign stays in the font before it if it can."""
    weight = "Bold" if bold else "Regular"
    piece, font = "", ""
    for sign in text:
        joins = unicodedata.category(sign) in {"Mn", "Cf", "Zs"} or sign in ".,:;-/()0123456789"
        if not font or not (joins and _has(font, sign)):
            wanted = _font_for(sign, weight)
            if wanted != font and piece:
                yield piece, font
                piece = ""
            font = wanted
        piece += sign
    if piece:
        yield piece, font


def _font_for(sign: str, weight: str) -> str:
    for family in FAMILIES:
        if _has(f"{family}-{weight}", sign):
            return f"{family}-{weight}"
    raise CannotWrite(f"{sign} (U+{ord(sign):04X} {unicodedata.name(sign, 'unnamed')})")


def _has(font: str, sign: str) -> bool:
    return _face(font).get_nominal_glyph(ord(sign)) is not None


def _shaped(text: str, font: str, *, rtl: bool) -> tuple[tuple[Glyph, ...], float]:
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    hb.shape(_face(font), buffer)
    glyphs, x = [], 0.0
    for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append(Glyph(info.codepoint, x + at.x_offset, at.y_offset))
        x += at.x_advance
    return tuple(glyphs), x / UNITS


@lru_cache(maxsize=4096)
def _outline(glyph: int, font: str) -> str:
    from fontTools.pens.svgPathPen import SVGPathPen

    pen: Any = SVGPathPen(None)
    _face(font).draw_glyph_with_pen(glyph, pen)
    return str(pen.getCommands())


@cache
def _face(font: str) -> "uharfbuzz.Font":
    import uharfbuzz as hb

    with font_file(font) as path:
        return hb.Font(hb.Face(path.read_bytes()))
