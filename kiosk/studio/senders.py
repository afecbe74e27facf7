"""Leaves pages their threads, however many send to the studio, and however slowly.

nginx passes on what is sent to the studio as it arrives, so that a film's pieces outlive a cut. So
whoever sends drop by drop holds a thread for as long, a stranger too. They and the films of the
pages share the threads that may be busy for long.
"""

from threading import BoundedSemaphore
from typing import Final

from flask import Flask, Response, g, request
from flask_babel import gettext

SOON: Final = "3"


def install(studio: Flask, gate: BoundedSemaphore) -> None:
    """Take in as many at once as the gate lets in; before anything reads what they send."""

    @studio.before_request
    def enter() -> Response | None:
        if not request.content_length and "Transfer-Encoding" not in request.headers:
            return None
        if not gate.acquire(blocking=False):
            return _later()
        g.sends = True
        return None

    @studio.teardown_request
    def leave(_error: BaseException | None) -> None:
        if g.pop("sends", False):
            gate.release()


def _later() -> Response:
    response = Response(gettext("Nothing is lost. Try again in a minute."), 503)
    response.mimetype = "text/plain"
    response.headers["Retry-After"] = SOON
    return response
