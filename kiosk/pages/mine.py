"""The page of what a phone remembers by itself. It is the same for everybody: nothing is sent."""

from flask import Blueprint, Response, current_app

from kiosk import language
from kiosk.pages import kept
from kiosk.pages.saved import MOST
from kiosk.web import headers, links
from kiosk.web.htmx import page


def routes(blueprint: Blueprint) -> None:
    """Register its address."""
    blueprint.get("/<lang>/mine")(mine)


def mine() -> Response:
    """Answer the page; the phone's own script fills it from the phone's own storage."""
    lang = language.current().code
    facts = {"most": MOST, "offline": current_app.extensions["settings"].offline}
    return kept.once(
        "mine", lang,
        lambda: headers.keep(page("mine.html", "blank", "mine", path=links.mine(lang), **facts)),
    )  # fmt: skip
