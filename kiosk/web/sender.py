"""Knows whether a page of ours sent a form, by what the browser itself says of it.

Browsers name the sender where the address begins with https; elsewhere some name its host. One that
says neither is heard: our own pages give no address away, so that a form of theirs has none to
name, and an old phone must be able to say that something is unsafe.
"""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Request, request

OURS: Final = ("same-origin", "none")
HIDDEN: Final = "null"
ASKS: Final = ("GET", "HEAD", "OPTIONS")


class SentFromElsewhere(Exception):
    """This was sent by another web site."""


def install(app: Flask, own: frozenset[str]) -> None:
    """Take nothing that another web site sends through somebody's browser; `own` are our hosts."""

    @app.before_request
    def look() -> None:
        if request.method not in ASKS and not _is_ours(request, own):
            raise SentFromElsewhere


def _is_ours(asked: Request, own: frozenset[str]) -> bool:
    said = asked.headers.get("Sec-Fetch-Site")
    if said:
        return said in OURS
    if asked.origin in {None, HIDDEN}:
        return True
    return _host(asked.origin or "") in {*own, _host(f"//{asked.host}")} - {""}


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
