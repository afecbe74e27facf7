"""The guest wifi as a symbol that lets a phone join, and the poster that shows it: paper only."""

import string
from collections.abc import Iterator
from typing import Final

from qr_codes import plate
from qr_codes.checks import Wanted, verify
from qr_codes.designs import INCH, PRINTER_DPI, on_dots
from qr_codes.painters.pdf import Paper
from qr_codes.paragraph import paragraph
from qr_codes.shapes import Box, Code, Drawing, Lettering
from qr_codes.symbol import QUIET, encode
from qr_codes.wording import say

LONGEST_NAME: Final = 32  # bytes, as IEEE 802.11 allows
SHORTEST, LONGEST = 8, 63  # signs of a WPA password
KEY: Final = 64  # hexadecimal digits of a ready-made WPA key
SPECIAL: Final = r'\;,":'
WIDTH, HEIGHT = 210.0, 297.0
SYMBOL: Final = 128.0  # millimetres, quiet zone counted
YELLOW: Final = "#FFC21A"
DARK: Final = "#1A1400"
GREY: Final = "#555555"


class BadWifi(ValueError):
    """No phone could join this network: `field` says what to mend, the text how."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def text(name: str, password: str = "", *, hidden: bool = False) -> str:
    """Write what the symbol says: `WIFI:` with name and password, their special signs escaped.

    Without a password the network is open. Raises `BadWifi`.
    """
    _check(name, password)
    parts = [f"T:{'WPA' if password else 'nopass'}", f"S:{_escaped(name)}"]
    if password:
        parts.append(f"P:{_escaped(password)}")
    if hidden:
        parts.append("H:true")
    return f"WIFI:{';'.join(parts)};;"


def poster(
    name: str,
    password: str = "",
    *,
    languages: tuple[str, ...] = ("de", "en"),
    hidden: bool = False,
    spelt: bool = True,
) -> bytes:
    """Print the poster with which phones join, A4, verified; `spelt` shows the password too.

    Raises `BadWifi`, `plate.NoWords`, `lettering.CannotWrite`, `checks.Unreadable`.
    """
    drawing = draw(name, password, languages=languages, hidden=hidden, spelt=spelt)
    paper = Paper(drawing.title)
    paper.page(WIDTH, HEIGHT)
    paper.draw(drawing)
    file = paper.bytes()
    verify(file, [[Wanted(name, code) for code in drawing.codes]])
    return file


def draw(
    name: str,
    password: str = "",
    *,
    languages: tuple[str, ...] = ("de", "en"),
    hidden: bool = False,
    spelt: bool = True,
) -> Drawing:
    """Draw the poster. Raises as `poster` does, but for `checks.Unreadable`."""
    symbol = encode(text(name, password, hidden=hidden))
    dot = INCH / PRINTER_DPI
    module = int(SYMBOL / (symbol.side + 2 * QUIET) / dot) * dot
    left = (WIDTH - module * symbol.side) / 2
    top = 84 + (SYMBOL - module * symbol.side) / 2
    code = Code(symbol, on_dots(left), on_dots(top), module)
    shapes = [*_head(languages), *_facts(name, password if spelt else "", languages)]
    return Drawing(say("wifi", languages[0])["title"], WIDTH, HEIGHT, tuple(shapes), (code,))


def _head(languages: tuple[str, ...]) -> Iterator[Box | Lettering]:
    yield Box(0, 0, WIDTH, 76, YELLOW)
    yield Box(4.8, 4.8, WIDTH - 9.6, 66.4, DARK, stroke=1.2)
    x, width = 20.0, WIDTH - 40
    rows = zip(languages, ((14.0, 18.0, 7.0), (49.0, 10.0, 5.5)), strict=False)
    for number, (language, (y, size, small)) in enumerate(rows):
        title, scan = say("wifi", language)["title"], plate.words(language)["scan"]
        bold = number == 0
        yield from paragraph(title, x, y, width, size * 1.1, size=size, bold=bold, colour=DARK)
        below = y + size * 0.67 + small * 0.75
        yield from paragraph(scan, x, below, width, small * 1.1, size=small, colour=DARK)


def _facts(name: str, password: str, languages: tuple[str, ...]) -> Iterator[Lettering]:
    facts = [("network", name)] + ([("password", password)] if password else [])
    words = [say("wifi", language) for language in languages[:2]]
    for number, (key, value) in enumerate(facts):
        y = 222.0 + 32 * number
        called = " · ".join(dict.fromkeys(one[key] for one in words))
        yield from paragraph(called, 20, y, 170, 7, size=5.4, align="center", colour=GREY)
        yield from paragraph(value, 12, y + 8.5, 186, 18, size=15, bold=True, align="center")


def _check(name: str, password: str) -> None:
    if not 1 <= len(name.encode(errors="replace")) <= LONGEST_NAME:
        raise BadWifi("name", f"The name of a network has 1 to {LONGEST_NAME} bytes.")
    if not name.isprintable():
        raise BadWifi("name", "The name of the network holds a sign that nobody can see.")
    ready = len(password) == KEY and set(password) <= set(string.hexdigits)
    if password and not ready and not SHORTEST <= len(password) <= LONGEST:
        raise BadWifi("password", f"A wifi password has {SHORTEST} to {LONGEST} signs.")
    if not (password.isascii() and password.isprintable()):
        raise BadWifi("password", "A wifi password has letters, digits and signs of ASCII only.")


def _escaped(value: str) -> str:
    return "".join(f"\\{sign}" if sign in SPECIAL else sign for sign in value)
