"""How much a form may bring: half a megabyte, unless the view that takes it says more.

It is said before the guard of tokens reads the form, and for that view alone.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

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


def _let_in(endpoint: str | None, _values: object) -> None:
    most = getattr(current_app.view_functions.get(endpoint or ""), "brings", None)
    if most is not None:
        request.max_content_length = most() if callable(most) else most
