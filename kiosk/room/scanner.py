"""Tries out a hand scanner: what arrived, as which keyboard it writes, and what to set."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, request

from content import catalogue
from kiosk import language
from kiosk.labels import scanned
from kiosk.room import addresses
from kiosk.room.find import LONGEST, MOST_READINGS
from kiosk.room.frame import keyboards, page, settings, this_site
from kiosk.web.opening import printable

SLOW: Final = 35
"""Milliseconds between two keys from which on it could be a hand."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one keyboard makes of the keys: its name, the text, and the code if it is one of ours.

    `keyboard` is empty for the text as this PC itself reads it.
    """

    keyboard: str
    text: str
    code: str
    machine: str


def routes(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.get("/<lang>/scanner")(show_scanner)
    blueprint.post("/<lang>/scanner")(tried)


def show_scanner() -> Response:
    """Ask for a label to be scanned."""
    return _page([], 0, ended=True)


def tried() -> Response:
    """Say of what a scanner sent how each keyboard reads it, and what to set."""
    texts = [printable(one)[:LONGEST] for one in request.form.getlist("q")[:MOST_READINGS]]
    names = ["", *(one["name"] for one in keyboards()["layouts"])]
    readings = [_reading(name, text) for name, text in zip(names, texts, strict=False)]
    gap = request.form.get("gap", "0")[:6]
    return _page(readings, int(gap) if gap.isdecimal() else 0, ended=bool(request.form.get("end")))


def _reading(keyboard: str, text: str) -> Reading:
    site = this_site()
    code = scanned.read(text, settings(), site.label_url).code
    place = catalogue.scan(code) if code else None
    if place is None:
        known = catalogue.alias(site.id, text) if text else None
        place = catalogue.scan(known) if known else None
    return Reading(keyboard, text, code, place.machine if place else "")


def _page(readings: list[Reading], gap: int, *, ended: bool) -> Response:
    fits = next((one for one in readings if one.code or one.machine), None)
    return page(
        "scanner.html", kind="scanner", readings=readings, fits=fits, gap=gap, slow=gap > SLOW,
        ended=ended, most=SLOW, here="scanner", back=addresses.home(language.current().code),
    )  # fmt: skip
