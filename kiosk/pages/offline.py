"""Lets a phone keep nuggets for dead zones: the page that asks, what is kept, the worker script.

A ticket that was handed out for offline carries the day alone. The phone keeps it until the
nugget is finished and gives it back on its own, singly, without any address of a nugget.
"""

import json
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Flask, Response, current_app, redirect, request

from content import catalogue
from kiosk import language
from kiosk.counts import Counts, offline_until
from kiosk.pages import kept
from kiosk.pages.nugget import begun, open_nugget
from kiosk.pages.opened import Opened
from kiosk.pages.saved import MOST, Saving, may_save, saving, whole
from kiosk.settings import Settings
from kiosk.web import assets, headers, links
from kiosk.web.htmx import page
from kiosk.web.opening import HangsElsewhere, NuggetUnknown, parsed

ASK_ANEW: Final = "no-cache"


def routes(blueprint: Blueprint) -> None:
    """Register what a phone asks for to work in dead zones."""
    for start in ("/<lang>/m/<code>/<slug>", "/<lang>/n/<slug>"):
        blueprint.get(f"{start}/offline")(ask)
        blueprint.get(f"{start}/saved")(saved)
        blueprint.post(f"{start}/save")(save)
    blueprint.get("/<lang>/offline")(without_network)
    blueprint.get("/withdrawn.json")(withdrawn)
    blueprint.post("/ticket")(redeem)
    blueprint.get("/sw.js")(worker)


def install(app: Flask) -> None:
    """Let templates ask whether a nugget may be saved."""
    app.jinja_env.globals["may_save"] = may_save


def ask(slug: str, code: str | None = None) -> Response:
    """Answer the page that offers to keep a nugget, or all of its machine, with their sizes."""
    code = parsed(code) if code else None
    lang = language.current().code
    try:
        return kept.once(f"offline/{code}/{slug}", lang, lambda: _asking(_savable(slug, code)))
    except HangsElsewhere:
        return redirect(f"{links.nugget(lang, slug)}/offline")  # type: ignore[return-value]


def saved(slug: str, code: str | None = None) -> Response:
    """Answer everything of a nugget that a phone keeps. Without a ticket: everybody gets this."""
    code = parsed(code) if code else None
    lang = language.current().code
    try:
        return kept.once(f"saved/{code}/{slug}", lang, lambda: _whole(_savable(slug, code)))
    except HangsElsewhere:
        return redirect(f"{links.nugget(lang, slug)}/saved")  # type: ignore[return-value]


def save(slug: str, code: str | None = None) -> Response:
    """Hand out one ticket for a nugget that was kept, and the last day on which it is good."""
    opened = begun(slug, code)
    if not may_save(opened.card):
        raise NuggetUnknown
    ticket = _counts().hand_out(opened.card, opened.place, offline=True) or ""
    return _json({"ticket": ticket, "until": offline_until().isoformat()})


def redeem() -> Response:
    """Take a ticket back, and answer the same whether it counted or not.

    Only "too early" is said, because such a ticket stays good.
    """
    early = _counts().redeem(request.form.get("ticket", "")) == "early"
    status = HTTPStatus.TOO_EARLY if early else HTTPStatus.NO_CONTENT
    return Response(status=status, content_type="text/plain")


def withdrawn() -> Response:
    """Answer the names of all nuggets that were taken back, the same for everybody."""
    found = catalogue.all_withdrawn(catalogue.site().id)
    return headers.keep(_json(found))


def without_network() -> Response:
    """Answer the page that stands in for any other while there is no network."""
    here = f"/{language.current().code}/offline"
    return kept.once(
        "offline", language.current().code,
        lambda: headers.keep(page("offline.html", "blank", "mine", path=here)),
    )  # fmt: skip


def worker() -> Response:
    """Answer the script that serves a phone's pages from the phone; switched off, one that leaves.

    Its bytes change with those of every script it knows, so that phones notice a new release.
    """
    return assets.worker("sw.js" if _settings().offline else "sw-leaves.js")


def _json(told: object) -> Response:
    return Response(json.dumps(told), content_type="application/json")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _counts() -> Counts:
    counts: Counts = current_app.extensions["counts"]
    return counts


def _savable(slug: str, code: str | None) -> Opened:
    """Find a nugget that a phone may keep. Raises NuggetUnknown and what opening it raises."""
    opened = open_nugget(slug, code)
    if not may_save(opened.card):
        raise NuggetUnknown
    return opened


def _whole(opened: Opened) -> Response:
    response = whole(opened)
    response.headers["Cache-Control"] = f"public, {ASK_ANEW}"
    return response


def _asking(opened: Opened) -> Response:
    here = f"{opened.at}/offline"
    return headers.keep(
        page(
            "keep.html",
            "mine",
            opened=opened,
            languages=language.offered(frozenset(opened.card.words)),
            place=opened.place,
            site=opened.site,
            this=saving(opened),
            all=_of_machine(opened),
            most=MOST,
            path=here,
        )
    )


def _of_machine(opened: Opened) -> list[Saving]:
    """Return all nuggets of the machine that may be kept; none if that is this one alone."""
    lang, place = language.current().code, opened.place
    found = []
    for card in opened.beside:
        if place and may_save(card):
            words, fell_back = card.say(lang, opened.site.language)
            at = links.nugget(lang, card.slug, place.code)
            one = replace(opened, card=card, words=words, fell_back=fell_back, at=at)
            found.append(saving(one))
    return found if len(found) > 1 else []
