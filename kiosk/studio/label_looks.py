"""What labels can look like in the studio: designs, papers, languages."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from flask_babel import lazy_gettext

from content.catalogue import Place
from kiosk import language
from kiosk.labels import printing, stationery
from kiosk.settings import Settings
from kiosk.studio.frame import decimal
from qr_codes import designs, plate
from qr_codes import stock as stocks

USUAL: Final = "a6"
MOST_BLANKS: Final = 500

TITLES: Final = {
    "Sign A4": lazy_gettext("Sign A4"), "Sign A6": lazy_gettext("Sign A6"),
    "Label": lazy_gettext("Label"), "Tag": lazy_gettext("Tag"),
    "Type plate": lazy_gettext("Type plate"),
}  # fmt: skip

PARTS: Final = (
    (r"plain", lazy_gettext("plain")),
    (r"film", lazy_gettext("film")),
    (r"to be cut", lazy_gettext("to be cut")),
    (r"one sign a page", lazy_gettext("one sign a page")),
    (r"(?P<count>\d+) labels of (?P<size>.+ mm)", lazy_gettext("%(count)s labels of %(size)s")),
    (r"labels of (?P<size>.+ mm)", lazy_gettext("labels of %(size)s")),
    (r"Tags of (?P<size>.+ mm)", lazy_gettext("Tags of %(size)s")),
    (r"roll of (?P<size>.+ mm)", lazy_gettext("roll of %(size)s")),
    (r"cut at (?P<size>.+ mm)", lazy_gettext("cut at %(size)s")),
)
"""What the titles of papers are made of, between commas; what else stands there is a name."""

all_: Final = frozenset(designs.names())


@dataclass(frozen=True, slots=True)
class Look:
    """A design to choose: its size in millimetres, and where its symbols stand (x, y, size).

    `logo` says whether it has room for the plant's logo, `colour` whether that keeps its colours.
    """

    name: str
    title: Any
    width: float
    height: float
    symbols: tuple[tuple[float, float, float], ...]
    logo: bool
    colour: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet or roll to choose, and which designs fit on it."""

    name: str
    title: str
    fits: tuple[str, ...]


@cache
def looks() -> tuple[Look, ...]:
    """Return all designs, the biggest first."""
    found = [_look(name) for name in all_]
    return tuple(sorted(found, key=lambda it: (-it.width * it.height, it.name)))


def look(name: str) -> Look:
    """Return one design."""
    return next(one for one in looks() if one.name == name)


def _look(name: str) -> Look:
    one = designs.design(name)
    symbols = tuple(
        (float(part["x"]), float(part["y"]), float(part["size"]))
        for part in one.parts
        if part["kind"] == "symbol"
    )
    known = next((words for start, words in TITLES.items() if one.title.startswith(start)), "")
    return Look(
        name, known or one.title, float(one.width), float(one.height), symbols,
        logo=any(part["kind"] == "logo" for part in one.parts), colour=one.colour,
    )  # fmt: skip


def papers(settings: Settings) -> list[Paper]:
    """Return all sheets and rolls, the plant's own among them, by title."""
    own = [_paper(one) for one in stationery.stocks(settings).values()]
    told = [replace(one, title=_told(one.title)) for one in _shipped()]
    return sorted((*told, *own), key=lambda it: it.title)


def _told(title: str) -> str:
    """Say the title of one of our papers in the reader's language."""
    return ", ".join(_part(part) for part in title.split(", "))


def _part(part: str) -> str:
    for shape, words in PARTS:
        if found := re.fullmatch(shape, part):
            facts = {name: fact.replace(".", decimal()) for name, fact in found.groupdict().items()}
            return str(words) % facts if facts else str(words)
    return part


@cache
def _shipped() -> tuple[Paper, ...]:
    return tuple(_paper(stocks.stock(name)) for name in stocks.names())


def paper(settings: Settings, name: str) -> Paper | None:
    """Return one sheet or roll, or None."""
    return next((one for one in papers(settings) if one.name == name), None)


def _paper(one: stocks.Stock) -> Paper:
    return Paper(
        one.name,
        one.title,
        tuple(it.name for it in looks() if stocks.fits(one, designs.design(it.name))),
    )


def fitting(design: str) -> str:
    """Return the paper that is meant for a design; plain A4 or A3 where none is."""
    meant = [name for name in stocks.names() if design in stocks.stock(name).designs]
    office = [name for name in meant if stocks.stock(name).kind == "office"]
    if design == USUAL or not meant:
        return "a4"
    return (office or meant)[0]


def spoken(wanted: str) -> str:
    """Return the language in which labels speak to a plant of this one."""
    first = wanted.partition("-")[0]
    return first if first in plate.languages() else "en"


def spoken_all() -> dict[str, str]:
    """Return every language in which labels can speak, each by its own name."""
    return {code: language.name(code) for code in plate.languages()}


def draw(place: Place, design: str, settings: Settings, languages: tuple[str, ...]) -> bytes:
    """Return a label as SVG, as it will be printed."""
    from qr_codes.painters.svg import svg

    (one,) = printing.plates([place], settings, languages)
    return svg(designs.draw(designs.design(design), one))
