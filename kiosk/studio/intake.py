"""How much a form may bring: half a megabyte, unless the view that takes it says more.

It is said before the guard of tokens reads the form, and for that view alone. Whoever is signed in
is heard out, so that the answer arrives: where a server hangs up, nginx says something of its own.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, request

from kiosk.studio import security
from kiosk.studio.uploads import hear_out

HEARD: Final = 100_000_000
"""Bytes that are heard out at least: what nginx lets through to a form of the studio."""

View = TypeVar("View", bound=Callable[..., Any])


def brings(most: int | Callable[[], int]) -> Callable[[View], View]:
    """Let a form with files of up to so many bytes come to a view."""

    def mark(view: View) -> View:
        view.brings = most  # type: ignore[attr-defined]
        return view

    return mark


def install(studio: Flask) -> None:
    """Say it before anything reads the form."""
    studio.url_value_preprocessor(_let_in)
    studio.after_request(_hear_out)


def _let_in(endpoint: str | None, _values: object) -> None:
    most = _most(endpoint)
    if most is not None:
        request.max_content_length = most


def _most(endpoint: str | None) -> int | None:
    most = getattr(current_app.view_functions.get(endpoint or ""), "brings", None)
    return most() if callable(most) else most


def _hear_out(response: Response) -> Response:
    if security.account():  # nobody else makes us read
        hear_out(max(HEARD, _most(request.endpoint) or 0))
    return response
