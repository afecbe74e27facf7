"""Decides who may: every route of the studio is closed unless it says to whom it is open."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import NotFound

from kiosk.staff import rights

View = TypeVar("View", bound=Callable[..., Any])
OPENED: Final = "opened"


class NotAllowed(Exception):
    """This is not for your role."""


class SignInFirst(Exception):
    """Sign in to go on."""


def needs(right: str) -> Callable[[View], View]:
    """Open a view to everybody signed in who has this right."""

    def mark(view: View) -> View:
        view.needs = right  # type: ignore[attr-defined]
        return view

    return mark


def opened(view: View) -> View:
    """Open a view to everybody, signed in or not: sign-in itself, and links that carry a pass."""
    view.needs = OPENED  # type: ignore[attr-defined]
    return view


def install(studio: Flask) -> None:
    """Ask before every request who may."""
    studio.before_request(_guard)


def _guard() -> None:
    from kiosk.studio import security

    if request.endpoint is None:
        raise request.routing_exception or NotFound
    wanted = wanted_by(current_app.view_functions[request.endpoint])
    if wanted == OPENED:
        return
    account = security.account()
    if account is None:
        raise SignInFirst
    if wanted not in rights.of(account.roles):
        raise NotAllowed


def wanted_by(view: Callable[..., Any]) -> str | None:
    """Return the right that a view needs, `OPENED`, or None for one that is closed to all."""
    return getattr(view, "needs", None)
