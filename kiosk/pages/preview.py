"""Shows a draft as workers would see it, to whoever carries a pass for it; it counts nothing."""

from flask import Blueprint, Response, current_app, request

from content.preview import preview
from kiosk import language
from kiosk.pages.opened import (
    Opened,
    answer_page,
    done_page,
    keys_part,
    nugget_page,
    ticket_part,
)
from kiosk.web import headers, links, passes, reach
from kiosk.web.asked import asked
from kiosk.web.htmx import in_part
from kiosk.web.opening import NuggetUnknown


class LinkOver(Exception):
    """The pass for this draft has expired or was never one."""


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of a draft."""
    start = "/<lang>/preview/<opens>"
    blueprint.get(start)(show)
    blueprint.get(f"{start}/<key>")(show)
    for place in (start, f"{start}/<key>"):
        blueprint.get(f"{place}/keys", endpoint="preview_keys")(keys)
    for end, view in (("play", play), ("answer", answer), ("done", done)):
        blueprint.post(f"{start}/{end}", endpoint=f"preview_{end}")(view)
        blueprint.post(f"{start}/<key>/{end}", endpoint=f"preview_{end}_in")(view)


def show(opens: str, key: str = "") -> Response:
    """Answer a draft's page, in the words of one of its texts if `key` names one."""
    return _framed(nugget_page(_open(opens, key)))


def keys(opens: str, key: str = "") -> Response:
    """Answer the keys of the film."""
    return _framed(keys_part(_open(opens, key)))


def play(opens: str, key: str = "") -> Response:
    """Let the film start; no ticket goes with it."""
    opened = _open(opens, key)
    return _framed(ticket_part(opened, "") if in_part() else nugget_page(opened, playing=True))


def answer(opens: str, key: str = "") -> Response:
    """Say what an answer teaches."""
    opened = _open(opens, key)
    found = asked(opened.standing.words)
    if found is None:
        raise NuggetUnknown
    return _framed(answer_page(opened, found, ""))


def done(opens: str, key: str = "") -> Response:
    """Say what was learned."""
    return _framed(done_page(_open(opens, key), ""))


def _open(opens: str, key: str) -> Opened:
    """Find the draft of a pass. Raises LinkOver, NuggetUnknown, OutOfReach."""
    try:
        version_id = passes.read(current_app.extensions["settings"], passes.PREVIEW, opens)
    except (passes.PassWrong, passes.PassExpired) as error:
        raise LinkOver from error
    found = preview(version_id)
    if found is None or not found[0].words:
        raise NuggetUnknown
    card, site, place = found
    if not reach.is_open(card, inside=reach.inside(request)):
        raise reach.OutOfReach(site.wifi_place)
    here = language.current().code
    words, fell_back = card.say(here, site.language)
    if key in card.words:
        words, fell_back = card.words[key], False
    links.open_with(opens)
    at = f"/{here}/preview/{opens}" + (f"/{key}" if key else "")
    return Opened(card, words, fell_back, site, place, (), at, preview=True)


def _framed(response: Response) -> Response:
    """Let the studio show this page inside its own, and nobody keep it."""
    policy = response.headers.get("Content-Security-Policy", "")
    response.headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = headers.NEVER
    response.headers["X-Robots-Tag"] = "noindex"
    return response
