"""Says how accessible the pages are: what was tested and with what, and what falls short.

The facts stand here alone: the tests take from here what they test and measure, so that the page
cannot say more than was looked at.
"""

from typing import Final

from flask import Blueprint, Response

from content import catalogue
from kiosk import __version__, language
from kiosk.pages import kept
from kiosk.web import headers, links
from kiosk.web.htmx import page

AXE: Final = "4.12.1"
CHECKER: Final = "25.8.8"
WIDTHS: Final = (390, 1920)
NARROWEST: Final = 320  # pixels
LARGEST_TEXT: Final = 2  # times the usual size
CONTRAST: Final = 7  # to one, for text
KEY: Final = 56  # pixels a key is high at least, on phones
ROOM_KEY: Final = 80  # the same in the room


def routes(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.get("/<lang>/accessibility")(show_accessibility)


def show_accessibility() -> Response:
    """Answer the statement."""
    return kept.once("accessibility", language.current().code, _page)


def _page() -> Response:
    site = catalogue.site()
    return headers.keep(
        page(
            "accessibility.html",
            "blank",
            "numbers",
            axe=AXE,
            checker=CHECKER,
            coach=catalogue.coach(site.id),
            contrast=CONTRAST,
            key=KEY,
            narrowest=NARROWEST,
            path=links.accessibility(language.current().code),
            room_key=ROOM_KEY,
            site=site,
            version=__version__,
            widths=WIDTHS,
        )
    )
