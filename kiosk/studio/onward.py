"""Knows what somebody typed into a form that could not be taken, and sends it on afterwards.

A session ends while a form is being filled in, or the form's token does. Its fields then travel
as hidden ones through the page that asks for the password, and on to where they were going. Only
what a page of our own sent goes on by itself; where an old browser does not say who sent it,
somebody has to look at it and tap; what another site sent is dropped.
"""

from dataclasses import dataclass
from typing import Any, Final

from flask import Request, Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from kiosk.studio.frame import page

START: Final = "/studio/"
KEPT: Final = "kept:"
MOST: Final = 512 * 1024
"""Bytes of a form that is carried on for somebody who has to sign in first."""
OURS: Final = frozenset({"csrf_token", "onward"})
NOWHERE: Final = ("/studio/sign-in", "/studio/sign-out", "/studio/again", "/studio/language")


@dataclass(frozen=True, slots=True)
class Typed:
    """Where somebody was going, with which fields; `sure` if a page of ours sent them.

    `files` says that a file was among them, which no page can hold.
    """

    to: str = START
    posted: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    sure: bool = False
    files: bool = False

    @property
    def shown(self) -> list[str]:
        """What can be shown to somebody who is to decide: the words, not the signs between."""
        return [value for name, value in self.fields if " " in value.strip()]


def of_request() -> Typed:
    """Return what this request wanted, as far as it can be sent on later."""
    if request.method in {"GET", "HEAD"}:
        return Typed(local(request.script_root + request.full_path.rstrip("?")))
    sender = request.headers.get("Sec-Fetch-Site", "")
    if request.method != "POST" or sender not in {"same-origin", ""}:
        return Typed()
    fields = _fields(request)
    files = request.mimetype == "multipart/form-data" and (fields is None or bool(request.files))
    to = local(request.script_root + request.path)
    return Typed(to, posted=True, fields=fields or (), sure=sender != "", files=files)


def _fields(asked: Request) -> tuple[tuple[str, str], ...] | None:
    """Return the fields of a form in their order; None for one too large to carry, as films are."""
    try:
        pairs = asked.form.items(multi=True)
    except RequestEntityTooLarge:
        return None
    return tuple((name, value) for name, value in pairs if name not in OURS)


def of_form(form: Any) -> Typed:
    """Return what a page of ours carried on for somebody who typed their password."""
    fields = tuple(
        (name.removeprefix(KEPT), value)
        for name, value in form.items(multi=True)
        if name.startswith(KEPT)
    )
    return Typed(
        local(form.get("next", START)), posted=form.get("posted") == "yes", fields=fields,
        sure=form.get("sure") == "yes", files=form.get("files") == "yes",
    )  # fmt: skip


def local(path: str) -> str:
    """Return an address inside the studio as it is, and the first page instead of any other."""
    plain = path.isprintable() and "\\" not in path and "//" not in path.partition("?")[0]
    inside = path.startswith(START) and not path.startswith(NOWHERE)
    return path if plain and inside else START


def go(typed: Typed, *, stale: bool = False) -> Response:
    """Go to where somebody was going; a form is sent on, at once where a page of ours sent it.

    `stale` says that only the form's token was too old.
    """
    if not typed.posted:
        return redirect(typed.to, 303)  # type: ignore[return-value]
    at_once = typed.sure and not typed.files and request.form.get("onward") != "yes"
    return page(
        "studio/onward.html", status=400 if stale else 200, typed=typed, at_once=at_once,
        stale=stale,
    )  # fmt: skip
