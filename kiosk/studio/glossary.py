"""The glossary: the plant's own words in each language, to be found, written, taken in and out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, request
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from content import glossary, translation
from content.errors import TermsTooLarge, TermsUnreadable, TermTooShort, TooLong
from content.folding import fold
from content.glossary import Entry, Plan
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import errors, headlines, house, security, spoken
from kiosk.studio.access import needs
from kiosk.studio.frame import page

WRONG = (TermTooShort, TooLong)
EACH: Final = 60

blueprint = Blueprint("glossary", __name__)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed for a term that could not be kept, and why."""

    words: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    wrong: str = ""


@blueprint.get("/glossary")
@needs(SEE)
def show() -> Response:
    """Show the terms of the plant, or those that hold a word."""
    return _list()


@blueprint.post("/glossary")
@needs(WRITE)
def add() -> Any:
    """Add a term."""
    return _write("")


@blueprint.get("/glossary/<term_id>")
@needs(SEE)
def one(term_id: str) -> Response:
    """Show one term with its words in every language."""
    found = _entry(term_id)
    return _form(term_id, Typed(found.words, found.note))


@blueprint.post("/glossary/<term_id>")
@needs(WRITE)
def write(term_id: str) -> Any:
    """Write a term anew, or delete it."""
    _entry(term_id)
    if request.form.get("do") == "remove":
        glossary.remove(house.site(), term_id)
        return redirect("/studio/glossary", 303)
    return _write(term_id)


@blueprint.get("/glossary/new")
@needs(WRITE)
def new() -> Response:
    """Show an empty form for a term."""
    return _form("", Typed())


@blueprint.get("/glossary.csv")
@needs(SEE)
def hand_out() -> Response:
    """Hand out the glossary as a table."""
    response = make_response(glossary.written(security.here().site_id))
    response.content_type = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="glossary.csv"'
    return response


@blueprint.post("/glossary/table")
@needs(WRITE)
def read_in() -> Response:
    """Read a table of terms and show what it would change; nothing is kept yet."""
    given = request.files.get("file")
    content = given.read(glossary.LARGEST + 1) if given else b""
    try:
        read = glossary.read(content)
    except (TermsUnreadable, TermsTooLarge, TooLong) as error:
        return _list(wrong=errors.sentence(error), status=422)
    plan = glossary.plan(house.site().id, read, house.site().language)
    table = glossary.table(read).decode()
    return page(
        "studio/glossary_plan.html",
        plan=plan,
        table=table,
        heading=_planned(plan),
        name=spoken.name,
        direction_of=spoken.named,
    )


@blueprint.post("/glossary/table/take")
@needs(WRITE)
def take() -> Any:
    """Take a table over that was shown before."""
    read = glossary.read(request.form.get("table", "").encode())
    glossary.take(house.site(), glossary.plan(house.site().id, read, house.site().language))
    return redirect("/studio/glossary", 303)


def _write(term_id: str) -> Any:
    words = {code: request.form.get(f"word-{code}", "") for code in translation.LANGUAGES}
    note = request.form.get("note", "")
    try:
        glossary.write(house.site(), words, note, term_id)
    except WRONG as error:
        return _form(term_id, Typed(words, note, errors.sentence(error)), status=422)
    return redirect("/studio/glossary", 303)


def _list(wrong: str = "", status: int = 200) -> Response:
    wanted = request.args.get("q", "")[:120]
    own = house.site().language
    number = max(1, request.args.get("page", 1, type=int))
    terms = glossary.entries(security.here().site_id, wanted)
    shown = sorted(((one, _first(one, own)) for one in terms), key=_name)
    return page(
        "studio/glossary.html",
        blocks=("found",),
        status=status,
        q=wanted,
        terms=shown[EACH * (number - 1) : EACH * number],
        number=number,
        more=len(shown) > EACH * number,
        heading=_heading(len(terms), wanted),
        title=headlines.terms(glossary.many(security.here().site_id)),
        name=spoken.name,
        tongue=spoken.named,
        wrong=wrong,
        editable=security.here().may(WRITE),
    )


def _first(one: Entry, own: str) -> list[tuple[str, str]]:
    """Return the words of a term, the plant's language first, the others as they are offered."""
    order = [own, *translation.LANGUAGES, *one.words]
    return sorted(one.words.items(), key=lambda item: order.index(item[0]))


def _name(shown: tuple[Entry, list[tuple[str, str]]]) -> str:
    return fold(shown[1][0][1])


def _heading(count: int, wanted: str) -> str:
    if wanted:
        return str(ngettext("%(num)s term found", "%(num)s terms found", count))
    if not count:
        return str(gettext("No terms yet"))
    return str(ngettext("%(num)s term", "%(num)s terms", count))


def _planned(plan: Plan) -> str:
    parts = [ngettext("%(num)s new term", "%(num)s new terms", len(plan.new))] if plan.new else []
    if plan.changed:
        parts.append(ngettext("%(num)s changed", "%(num)s changed", len(plan.changed)))
    return ", ".join(map(str, parts)) or str(gettext("Nothing would change"))


def _form(term_id: str, typed: Typed, status: int = 200) -> Response:
    codes = list(dict.fromkeys([house.site().language, *translation.LANGUAGES, *typed.words]))
    return page(
        "studio/glossary_term.html",
        status=status,
        term_id=term_id,
        typed=typed,
        tongues=[spoken.named(code) for code in codes],
        editable=security.here().may(WRITE),
    )


def _entry(term_id: str) -> Entry:
    found = glossary.entry(security.here().site_id, term_id)
    if found is None:
        raise NotFound
    return found
