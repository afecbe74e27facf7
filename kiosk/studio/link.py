"""The translator's link: one text, line by line, on a colleague's phone, without an account.

The pass in the address is all that opens it: no session, no cookie. It only proposes; whoever
writes in the studio takes over or leaves it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from flask import Blueprint, Response, g, redirect, request
from flask_babel import force_locale
from werkzeug.exceptions import NotFound

from content import glossary, invitations, medium, noted, pairs, proposals, steps
from content.errors import LinkEnded, TooLong
from content.noted import cut
from content.pairs import Line, Sheet
from content.storage import Folder
from kiosk import language
from kiosk.studio import errors, house, spoken, tongue
from kiosk.studio.access import opened
from kiosk.studio.frame import page
from kiosk.studio.languages import PURPOSE
from kiosk.web import links, passes
from kiosk.web.passes import PassExpired, PassWrong

GONE: Final = {PassWrong: 404, PassExpired: 410, LinkEnded: 410}

blueprint = Blueprint("link", __name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture is, and how large."""

    address: str
    width: int | None
    height: int | None


@blueprint.record_once
def needs_no_token(state: Any) -> None:
    """Take forms here without a token: the pass in their address is the secret."""
    state.app.extensions["csrf"].exempt(blueprint)


def with_pass(view: Callable[..., Response]) -> Callable[..., Response]:
    """Give a view the text that the pass in its address opens, or say why it opens nothing.

    The words around it are in the text's language where the studio speaks it.
    """

    @wraps(view)
    def answer(given: str, **rest: Any) -> Response:
        try:
            sheet = _sheet(given)
        except (PassWrong, PassExpired, LinkEnded) as error:
            status, title = GONE[type(error)], errors.sentence(error)
            return _kept_out(page("studio/link_gone.html", status=status, title=title))
        code = sheet.text.language
        if code not in tongue.LANGUAGES:
            return _kept_out(view(given, sheet, **rest))
        with force_locale(code):
            g.language = language.LANGUAGES[code]
            return _kept_out(view(given, sheet, **rest))

    return answer


@blueprint.get("/link/<given>")
@opened
@with_pass
def begin(given: str, sheet: Sheet) -> Response:
    """Say what this is about, and lead to the first line that nobody looked at with this link."""
    lines = _lines(sheet)
    asked = _asked(lines)
    return _page(
        "studio/link_begin.html", given, sheet, lines,
        all=len(asked), seen=len(asked) - len(_open(asked)), next=_next(asked, 0),
        right=all(line.state == "right" for line in lines),
    )  # fmt: skip


@blueprint.get("/link/<given>/<int:number>")
@opened
@with_pass
def show(given: str, sheet: Sheet, number: int) -> Response:
    """Show one line of the source with its translation."""
    return _line(given, sheet, number)


@blueprint.post("/link/<given>/<int:number>")
@opened
@with_pass
def propose(given: str, sheet: Sheet, number: int) -> Response:
    """Keep what the colleague says of a line, and lead to the next one."""
    lines = _lines(sheet)
    line = _at(lines, number)
    was, body = request.form.get("was", ""), request.form.get("body", "")
    if cut(request.form.get("said", line.source)) != cut(line.source):
        return _line(given, sheet, number, body or None, changed=True)
    said = was if request.form.get("do") == "right" else " ".join(body.split())
    try:
        _fits(line, said)
        if said.strip():
            proposals.propose(sheet.text, line.key, said)
    except TooLong as error:
        return _line(given, sheet, number, body, errors.sentence(error))
    after = _next(_asked(lines), number)
    return redirect(_address(given, after), 303)  # type: ignore[return-value]  # werkzeug's base


@blueprint.get("/link/<given>/done")
@opened
@with_pass
def done(given: str, sheet: Sheet) -> Response:
    """Thank the colleague: so many lines right, so many corrected."""
    lines = _lines(sheet)
    said = [line for line in lines if line.proposal is not None]
    right = sum(line.proposal == line.body for line in said)
    left = _open([(place, line) for place, line in _asked(lines) if line.state != "right"])
    return _page(
        "studio/link_done.html", given, sheet, lines, right=right, corrected=len(said) - right,
        left=len(left), next=left[0] if left else None,
    )  # fmt: skip


def _line(
    given: str,
    sheet: Sheet,
    number: int,
    typed: str | None = None,
    wrong: str = "",
    *,
    changed: bool = False,
) -> Response:
    lines = _lines(sheet)
    line = _at(lines, number)
    asked = _asked(lines)
    places = [place for place, _ in asked]
    return _page(
        "studio/link_line.html",
        given,
        sheet,
        lines,
        status=422 if wrong else 409 if changed else 200,
        changed=changed,
        line=line,
        picture=_picture(sheet, line),
        what=spoken.line(line),
        said=_said(line) if typed is None else typed,
        typed=typed is not None,
        wrong=wrong,
        place=max(1, sum(place <= number for place in places)),
        all=len(places),
        before=next((place for place in reversed(places) if place < number), None),
        skip=_address(given, _next(asked, number)),
        room=pairs.room(line.key),
    )


def _page(
    template: str,
    given: str,
    sheet: Sheet,
    lines: Sequence[Line],
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    title = next((line.source for line in lines if line.kind == "title"), "")
    return page(
        template,
        status=status,
        here=f"/studio/link/{given}",
        nugget=title,
        source=spoken.tongue(sheet.source),
        tongue=spoken.tongue(sheet.text),
        **values,
    )


def _sheet(given: str) -> Sheet:
    settings = house.settings()
    text = invitations.opened(passes.read(settings, PURPOSE, given))
    return Sheet(noted.source_of(text), text, Folder(settings.media))


def _lines(sheet: Sheet) -> list[Line]:
    terms = glossary.entries(sheet.text.version.nugget.site_id)
    return pairs.pairs(sheet, terms)


def _asked(lines: Sequence[Line]) -> list[tuple[int, Line]]:
    """Return the lines to look at, numbered from one: all that are not right; else every one."""
    numbered = list(enumerate(lines, start=1))
    return [(number, line) for number, line in numbered if line.state != "right"] or numbered


def _open(asked: Sequence[tuple[int, Line]]) -> list[int]:
    """Return the numbers of the lines of which nobody with this link said anything yet."""
    return [place for place, line in asked if line.proposal is None]


def _next(asked: Sequence[tuple[int, Line]], number: int) -> int | None:
    """Return the next open line behind this one; the next of all once none is open any more."""
    ahead = _open(asked) or [place for place, _ in asked]
    return next((place for place in ahead if place > number), None)


def _at(lines: Sequence[Line], number: int) -> Line:
    if not 1 <= number <= len(lines):
        raise NotFound
    return lines[number - 1]


def _picture(sheet: Sheet, line: Line) -> Picture | None:
    """Return the picture that a step shows: it says more than any note to a translator."""
    version = sheet.text.version
    for step in steps.of(version) if line.kind == "step" else ():
        if steps.line(step.id) == line.key and step.picture is not None:
            file = medium.file_of(step.picture)
            plant = version.nugget.reach == "plant network"
            return Picture(links.media(file.name, plant=plant), file.width, file.height)
    return None


def _said(line: Line) -> str:
    return line.body if line.proposal is None else line.proposal


def _fits(line: Line, body: str) -> None:
    limit = pairs.room(line.key)
    if len(body) > limit:
        raise TooLong(what=spoken.line(line), signs=len(body), limit=limit)


def _address(given: str, number: int | None) -> str:
    return f"/studio/link/{given}/{number or 'done'}"


def _kept_out(response: Response) -> Response:
    """Keep an answer out of every search machine."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
