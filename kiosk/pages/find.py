"""The way to a machine or nugget by hand: a code, an address, a word.

What somebody types is answered and forgotten: it is written nowhere.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, request
from flask_babel import gettext, ngettext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from content import catalogue, search
from content.catalogue import Place, Site
from content.search import Hit
from kiosk import language
from kiosk.labels import scanned
from kiosk.labels.scanned import Scan
from kiosk.pages import kept
from kiosk.web import headers, links, reach
from kiosk.web.htmx import in_part, page
from kiosk.web.opening import meant, printable
from qr_codes import codes

MOST: Final = 1_000  # signs, of which nobody types as many; addresses are shorter
SHOWN: Final = 60  # signs of what was typed that stand in the page's heading


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for what somebody typed, or why nothing was looked for."""

    words: str
    hits: tuple[tuple[str, Hit], ...] = ()
    near: tuple[Place, ...] = ()
    foreign: str = ""
    code: bool = False
    no_words: bool = False
    too_long: bool = False

    @property
    def title(self) -> str:
        """What was typed, short enough for a heading."""
        return self.words if len(self.words) <= SHOWN else f"{self.words[: SHOWN - 1]}…"

    @property
    def said(self) -> str:
        """The answer in one short sentence, for those who hear it."""
        if self.hits or self.near:
            return str(ngettext("%(num)s hit", "%(num)s hits", len(self.hits) or len(self.near)))
        return str(gettext("Nothing found.")) if self.words else ""


def routes(blueprint: Blueprint) -> None:
    """Register the find page and its search."""
    blueprint.get("/")(start)
    blueprint.get("/<lang>/")(start)
    blueprint.get("/<lang>/find")(find)


def start() -> Response:
    """Answer the find page; without a language in the address in the one the browser asks for."""
    lang = language.of_path()
    asked = lang.code if lang else language.asked_for()
    if asked:
        language.choose(asked)
    return kept.once("", asked, lambda: _start_page(choose=not asked))


def find() -> Response:
    """Lead to the machine whose code or address was typed, else list what fits the words."""
    typed = request.args.get("q", "")
    site = catalogue.site()
    if len(typed) > MOST:
        long = Answer(printable(typed[:MOST])[: search.LONGEST], too_long=True)
        return _answer_page(site, long, HTTPStatus.REQUEST_URI_TOO_LONG)
    words = printable(typed)
    if not words:
        return _nothing_typed(site)
    seen = scanned.read(words, current_app.extensions["settings"], site.label_url)
    at = _place_of(site, seen, words)
    if at:
        return redirect(at)  # type: ignore[return-value]
    return _answer_page(site, _answer(site, seen, words))


def _start_page(*, choose: bool) -> Response:
    site = catalogue.site()
    if choose:
        language.choose(site.language)
    topics = [topic for topic in catalogue.topics(site.id) if topic.nuggets]
    here = links.start(language.current().code)
    return headers.keep(
        page("find.html", "find", "hits", "draft", site=site, topics=topics, path=here)
    )


def _nothing_typed(site: Site) -> Response:
    """Answer an empty field: the list goes, and without a script the find page comes again."""
    if in_part():
        return _answer_page(site, Answer(""))
    return redirect(links.start(language.current().code))  # type: ignore[return-value]


def _place_of(site: Site, seen: Scan, words: str) -> str:
    """Return where a code, a nameplate's code or an address of ours leads to, or nothing."""
    lang = language.current().code
    code = seen.code if seen.code and catalogue.scan(seen.code) else ""
    code = code or catalogue.alias(site.id, words) or ""
    if code:
        return links.machine(lang, code)
    return _own_page(words) if scanned.ADDRESS.match(words) and not seen.host else ""


def _own_page(address: str) -> str:
    """Return the path of an address of ours if workers have a page there; never another host."""
    path = urlsplit(address).path
    try:
        endpoint, parts = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    known = parts.get("lang") in language.LANGUAGES
    return path if known and str(endpoint).startswith("pages.") else ""


def _answer(site: Site, seen: Scan, words: str) -> Answer:
    if seen.host:
        return Answer(words, foreign=seen.host)
    typed = words.rstrip("/").rpartition("/")[2] if scanned.ADDRESS.match(words) else words
    lang = language.current().code
    hits = search.find(site.id, words, lang, inside=reach.inside(request))
    return Answer(
        words,
        hits=tuple((_href(lang, hit), hit) for hit in hits),
        near=tuple(meant(site, typed)),
        code=looks_like_code(typed),
        no_words=not any(sign.isalnum() for sign in words),
    )


def _answer_page(site: Site, answer: Answer, status: int = HTTPStatus.OK) -> Response:
    lost = bool(answer.words) and not answer.hits and not answer.near
    topics = catalogue.topics(site.id) if lost and not in_part() else []
    return page(
        "hits.html",
        "blank",
        "find",
        "hits",
        "draft",
        blocks=("hits", "live"),
        status=status,
        site=site,
        answer=answer,
        said=answer.said,
        coach=catalogue.coach(site.id) if lost else None,
        topics=[topic for topic in topics if topic.nuggets],
        path=links.find(language.current().code, answer.words),
    )


def _href(lang: str, hit: Hit) -> str:
    return links.machine(lang, hit.code) if hit.code else links.nugget(lang, hit.slug or "")


def looks_like_code(words: str) -> bool:
    """Say whether somebody meant a code: about six signs, at least one of them a figure."""
    signs = "".join(sign for sign in words if sign.isalnum())
    about = codes.LENGTH - 1 <= len(signs) <= codes.LENGTH + 1
    return about and " " not in words.strip() and any(sign.isdigit() for sign in signs)
