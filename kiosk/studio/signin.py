"""The door of the studio: sign in, sign out, type the password once more, choose a language.

Whoever comes without a session gets the door where they stand, with what they typed in it. A
wrong password and a name that nobody has are answered alike, in the same time.
"""

import json
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, g, redirect, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, generate_csrf

from kiosk.staff import people
from kiosk.staff.models import Account
from kiosk.staff.rights import SEE
from kiosk.studio import house, onward, security, tongue
from kiosk.studio.access import SignInFirst, needs, opened
from kiosk.studio.frame import page
from kiosk.studio.onward import Typed
from kiosk.web import reach
from kiosk.web.attempts import Attempts, TooManyAttempts
from kiosk.web.htmx import in_part

blueprint = Blueprint("signin", __name__)

PLACE: Final = {"HX-Retarget": "#main", "HX-Reswap": "afterbegin show:#door:top"}
"""Where the door stands in a page whose part was asked for: above all, which stays as it is."""


@blueprint.record_once
def _install(state: object) -> None:
    """Put the door before everything that wants somebody to be there."""
    studio: Flask = state.app  # type: ignore[attr-defined]
    studio.register_error_handler(SignInFirst, _nobody)
    studio.register_error_handler(security.NotFresh, _not_fresh)
    studio.register_error_handler(CSRFError, _stale)


@blueprint.get("/sign-in")
@opened
def show() -> Response:
    """Show the door, or the first page to somebody who is inside."""
    if security.account():
        return redirect(onward.START, 303)  # type: ignore[return-value]
    return _door(Typed(), status=200)


@blueprint.post("/sign-in")
@opened
def enter() -> Response:
    """Let somebody in whose password is right, and send on what they had typed."""
    typed = onward.of_form(request.form)
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        found = known(name, password)
    except TooManyAttempts:
        return _door(typed, status=429, problem=slow(), name=name)
    if found is None:
        wrong = gettext("Name and password don't belong together.")
        return _door(typed, status=422, problem=wrong, name=name)
    security.sign_in(found)
    return _inside() if in_part() else onward.go(typed)


@blueprint.post("/again")
@needs(SEE)
def again() -> Response:
    """Let somebody go on with what is dangerous, after their password."""
    typed = onward.of_form(request.form)
    own = Account.get_by_id(security.here().id)
    try:
        found = known(own.sign_in, request.form.get("password", ""))
    except TooManyAttempts:
        return _fresh(typed, status=429, problem=slow())
    if found is None:
        return _fresh(typed, status=422, problem=gettext("This is not your password."))
    security.refresh()
    return _inside() if in_part() else onward.go(typed)


@blueprint.post("/sign-out")
@opened
def leave() -> Response:
    """End the session on this device."""
    security.sign_out()
    return redirect("/studio/sign-in", 303)  # type: ignore[return-value]


@blueprint.post("/language")
@opened
def speak() -> Response:
    """Speak the chosen language from here on; what was typed at the door stays."""
    tongue.choose(request.form.get("language", ""))
    typed = onward.of_form(request.form)
    if security.account():
        return redirect(onward.local(request.form.get("next", "")), 303)  # type: ignore[return-value]
    return _door(typed, status=200, name=request.form.get("name", ""))


def known_here() -> bool:
    """Say whether a browser would keep the studio's cookie at this address."""
    host = request.host.rpartition(":")[0] if ":" in request.host else request.host
    loop = host in {"localhost", "127.0.0.1", "[::1]"} or host.endswith(".localhost")
    return loop or request.is_secure or house.settings().base_url.startswith("https")


def known(name: str, password: str) -> Account | None:
    """Return whose name and password these are. Raises TooManyAttempts.

    A password is hashed in every case, so that the time tells nothing.
    """
    attempts: Attempts = current_app.extensions["attempts"]
    typed = people.folded(name[: people.LONGEST_SIGN_IN * 2])
    address = reach.address(request, house.settings().trusted_proxies)
    attempts.take(typed, address)
    found: Account | None = Account.get_or_none(Account.sign_in == typed)
    kept = found.password if found and found.active else ""
    if not security.opens(password, kept) or found is None:
        return None
    attempts.forgive(typed, address)
    return found


def slow() -> str:
    """Say that somebody has to wait."""
    return str(gettext("Too many attempts. Wait a minute, then try again."))


def _door(typed: Typed, status: int, problem: str = "", name: str = "") -> Response:
    """Show the door, with what was typed before it."""
    if in_part():
        return _in_place("door_part", status, problem=problem, name=name, fresh=False)
    return page(
        "studio/signin.html", status=status, typed=typed, problem=problem, name=name,
        safe=known_here(), tongues=tongue.LANGUAGES,
    )  # fmt: skip


def _fresh(typed: Typed, status: int, problem: str = "") -> Response:
    """Ask for the password of whoever is there."""
    if in_part():
        return _in_place("door_part", status, problem=problem, name="", fresh=True)
    return page("studio/again.html", status=status, typed=typed, problem=problem)


def _in_place(template: str, status: int, **values: Any) -> Response:
    """Answer htmx with the door alone, to stand above a page that keeps all its fields."""
    response = page(f"studio/{template}.html", status=status, **values)
    response.headers.update(PLACE)
    return response


def _inside() -> Response:
    """Tell a page that stands already that it may go on, and give its forms their new token."""
    g.pop("_studio_account", None)
    response = _in_place("door_open", 200)
    response.headers["HX-Trigger"] = json.dumps({"token": {"value": generate_csrf()}})
    return response


def _by_script() -> bool:
    """Say whether a script of ours asks, which wants a status and no page."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return "Tus-Resumable" in request.headers or (mode != "navigate" and not in_part())


def _plain(status: int, sentence: str) -> Response:
    response = Response(sentence, status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def _nobody(_error: Exception) -> Response:
    if _by_script():
        return _plain(401, gettext("Sign in to go on."))
    request.max_content_length = onward.MOST  # whoever is not known sends no photographs
    return _door(Typed() if in_part() else onward.of_request(), status=401)


def _not_fresh(_error: Exception) -> Response:
    if _by_script():
        return _plain(401, gettext("Type your password again to go on."))
    return _fresh(Typed() if in_part() else onward.of_request(), status=401)


def _stale(_error: Exception) -> Response:
    """Answer a form whose token is too old: at the door with the door, inside by sending it on."""
    late = gettext("This page lay open for too long.")
    if _by_script():
        return _plain(400, late)
    if request.endpoint == "signin.enter":
        again = gettext("This page lay open for too long. Sign in once more.")
        name = request.form.get("name", "")
        return _door(onward.of_form(request.form), status=400, problem=again, name=name)
    if in_part():
        response = _in_place("door_stale", 400)
        response.headers["HX-Trigger"] = json.dumps({"token": {"value": generate_csrf()}})
        return response
    if "password" in request.form:  # it must not travel through a page
        return redirect(request.script_root + request.path, 303)  # type: ignore[return-value]
    return onward.go(onward.of_request(), stale=True)
