"""The one-off page that a real phone opens to prove name, certificate and clock of the labels."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request
from flask_babel import format_date, format_time
from werkzeug.exceptions import NotFound

from kiosk import language
from kiosk.labels import phone_check
from kiosk.labels.phone_check import Check
from kiosk.settings import Settings
from kiosk.web import links
from kiosk.web.htmx import page


def routes(blueprint: Blueprint) -> None:
    """Register the one-off page."""
    blueprint.get("/check/<sign>")(arrived)
    blueprint.post("/check/<sign>")(compared)


def arrived(sign: str) -> Response:
    """Say that the phone arrived, and ask whether both clocks say the same."""
    return _page(_open(sign), "ask")


def compared(sign: str) -> Response:
    """Note that a phone has passed, or say what to do about clock and certificate."""
    check = _open(sign)
    if request.form.get("pick") != "same":
        return _page(check, "clock")
    if not phone_check.is_sealed(check, _settings()):
        return _page(check, "seal")
    phone_check.passes(check)
    return _page(check, "passed")


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _open(sign: str) -> Check:
    check = phone_check.open_for(sign)
    if check is None:
        raise NotFound
    return check


def _page(check: Check, state: str) -> Response:
    asked = language.asked_for()
    language.choose(asked or check.language)
    now = datetime.now(tz=ZoneInfo(check.timezone))
    return page(
        "check.html",
        "blank",
        state=state,
        host=phone_check.host(check.url),
        sealed=request.is_secure,
        sign=check.sign,
        clock=format_time(now, "short", rebase=False),
        today=format_date(now.date(), "full"),
        path=links.start(language.current().code),
    )
