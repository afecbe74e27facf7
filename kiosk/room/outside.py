"""Says at a PC outside the plant's network what is shown inside only, and how a phone shows it."""

from flask import Blueprint, Response, request
from flask_babel import gettext

from content.catalogue import Place, Topic
from kiosk import language, qr
from kiosk.room import addresses
from kiosk.room.frame import page, settings, this_site
from kiosk.web import links
from kiosk.web.opening import parsed
from kiosk.web.reach import OutOfReach


def routes(blueprint: Blueprint) -> None:
    """Answer wherever a nugget is out of this PC's reach."""
    blueprint.register_error_handler(OutOfReach, _nugget)


def of_machine(place: Place) -> Response:
    """Say it of a machine whose nuggets are all shown inside only."""
    lang = language.current().code
    title = gettext("This machine's nuggets are shown inside the plant only.")
    at = links.machine(lang, place.code)
    return _page(title, at, addresses.floor(lang), place=place)


def of_topic(topic: Topic) -> Response:
    """Say it of a topic whose nuggets are all shown inside only."""
    lang = language.current().code
    title = gettext("The nuggets on this topic are shown inside the plant only.")
    return _page(title, links.topic(lang, topic.slug), addresses.topics(lang))


def _nugget(_error: OutOfReach) -> Response:
    lang, asked = language.current().code, request.view_args or {}
    title = gettext("This nugget is shown inside the plant only.")
    slug, code = asked.get("slug"), asked.get("code")
    at = links.nugget(lang, slug, parsed(code) if code else None) if slug else links.start(lang)
    return _page(title, at, addresses.home(lang), status=403)


def _page(
    title: str, at: str, back: str, *, status: int = 200, place: Place | None = None
) -> Response:
    symbol = qr.symbol(settings().base_url + at, gettext("Continue on your phone"))
    return page(
        "outside.html", status=status, title=title, symbol=symbol, place=place, back=back,
        site=this_site(),
    )  # fmt: skip
