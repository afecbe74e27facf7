"""Takes what is missing at a PC that many use, and lists what others missed: as on one's phone."""

from flask import Blueprint, Response

from content.release import today
from kiosk import language
from kiosk.room import addresses
from kiosk.room.frame import page, this_site
from kiosk.web.wish import Asked, abouts, asked, listed

LETTERS = "ABCD"


def routes(blueprint: Blueprint) -> None:
    """Register the wish list and the addresses where something is wished for."""
    blueprint.get("/<lang>/wishes")(show_wishes)
    for end in ("", "/m/<code>", "/t/<topic>"):
        blueprint.get(f"/<lang>/wish{end}")(ask_wish)
        blueprint.post(f"/<lang>/wish{end}")(send_wish)


def show_wishes() -> Response:
    """List what is missing and what came of it."""
    site = this_site()
    found = listed(site, today(site))
    back = addresses.home(language.current().code)
    return page(
        "wishes.html", site=site, places=found.places, done=found.done, here="wishes", back=back
    )


def ask_wish(code: str = "", topic: str = "") -> Response:
    """Ask what a nugget is missing about."""
    return _ask(asked(code, topic))


def send_wish(code: str = "", topic: str = "") -> Response:
    """Keep a wish and say where it will stand; where nothing was picked, ask again."""
    found = asked(code, topic)
    wrong = found.send()
    return _ask(found, wrong) if wrong else _page("wish_sent.html", found)


def _ask(found: Asked, wrong: str = "") -> Response:
    return _page(
        "wish.html", found, 422 if wrong else 200, abouts=abouts(), letters=LETTERS, wrong=wrong
    )


def _page(template: str, found: Asked, status: int = 200, **more: object) -> Response:
    at = addresses.wish(language.current().code, found.code, found.topic)
    return page(
        template, status=status, asked=found, at=at, back=_back(found), here=at.split("/", 3)[3],
        place=found.place, site=found.site, **more,
    )  # fmt: skip


def _back(found: Asked) -> str:
    lang = language.current().code
    if found.code:
        return addresses.machine(lang, found.code)
    return addresses.topic(lang, found.topic) if found.topic else addresses.home(lang)
