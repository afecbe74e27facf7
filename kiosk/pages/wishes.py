"""What is missing: takes wishes from nobody, and lists for everybody what came of them."""

from datetime import date

from flask import Blueprint, Response, redirect, request

from content import catalogue
from content.catalogue import Site
from content.release import today
from kiosk import language
from kiosk.pages import kept
from kiosk.web import headers, links
from kiosk.web.htmx import page
from kiosk.web.opening import parsed, place_of, printable
from kiosk.web.wish import Asked, abouts, asked, listed


def routes(blueprint: Blueprint) -> None:
    """Register the list and the addresses where something is wished for."""
    blueprint.get("/<lang>/wishes")(show_wishes)
    for end in ("", "/m/<code>", "/t/<topic>"):
        blueprint.get(f"/<lang>/wish{end}")(ask_wish)
        blueprint.post(f"/<lang>/wish{end}")(send_wish)


def show_wishes() -> Response:
    """List what is missing and what came of it; it changes by the day and by an answer."""
    site, lang = catalogue.site(), language.current().code
    day = today(site)
    return kept.once(f"wishes/{day.isoformat()}", lang, lambda: _list(site, day))


def ask_wish(code: str = "", topic: str = "") -> Response:
    """Ask what a nugget is missing about; with a code typed, at that machine."""
    typed = "" if code or topic else printable(request.args.get("q", ""))
    if typed:
        place = place_of(parsed(typed))
        at = links.wish(language.current().code, code=place.code)
        return redirect(at)  # type: ignore[return-value]
    return _ask(asked(code, topic))


def send_wish(code: str = "", topic: str = "") -> Response:
    """Keep a wish and say where it will stand; where nothing was picked, ask again."""
    found = asked(code, topic)
    wrong = found.send()
    return _ask(found, wrong) if wrong else _page("wish_sent.html", found)


def _ask(found: Asked, wrong: str = "") -> Response:
    return _page("wish.html", found, 422 if wrong else 200, abouts=abouts(), wrong=wrong)


def _page(template: str, found: Asked, status: int = 200, **more: object) -> Response:
    return page(
        template,
        "blank",
        "remark",
        blocks=("title", "live", "main"),
        status=status,
        asked=found,
        path=links.wish(language.current().code, found.code, found.topic),
        place=found.place,
        site=found.site,
        **more,
    )


def _list(site: Site, day: date) -> Response:
    found = listed(site, day)
    here = links.wishes(language.current().code)
    return headers.keep(
        page("wishes.html", "blank", "remark", site=site, path=here, places=found.places,
             done=found.done)
    )  # fmt: skip
