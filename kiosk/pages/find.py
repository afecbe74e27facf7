"""The way to a machine or nugget by hand: a code, a word, a topic."""

from flask import Blueprint, Response, current_app, redirect, request

from content import catalogue
from content.catalogue import Hit, Site
from kiosk import headers, language, links, scanned
from kiosk.htmx import page
from kiosk.opening import printable
from kiosk.pages import kept
from qr_codes import codes

LONGEST = 300


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
    """Lead to the machine whose code was typed, else list what fits the words."""
    words = printable(request.args.get("q", ""))[:LONGEST]
    lang = language.current().code
    if not words:
        return redirect(links.start(lang))  # type: ignore[return-value]
    site = catalogue.site()
    seen = scanned.read(words, current_app.extensions["settings"])
    code = _issued(seen.code) or catalogue.alias(site.id, words)
    if code:
        return redirect(links.machine(lang, code))  # type: ignore[return-value]
    hits = [] if seen.host else catalogue.find(site.id, words, lang)
    return _hits_page(site, words, hits, foreign=seen.host)


def _issued(code: str) -> str | None:
    """Return a label's code if a label carries it."""
    return code if code and catalogue.scan(code) else None


def _start_page(*, choose: bool) -> Response:
    site = catalogue.site()
    if choose:
        language.choose(site.language)
    topics = [topic for topic in catalogue.topics(site.id) if topic.nuggets]
    here = links.start(language.current().code)
    return headers.keep(page("find.html", "find", site=site, topics=topics, path=here))


def _hits_page(site: Site, words: str, hits: list[Hit], *, foreign: str) -> Response:
    lang = language.current().code
    return page(
        "hits.html",
        "blank",
        blocks=("hits",),
        site=site,
        hits=[(_href(lang, hit), hit) for hit in hits],
        words=words,
        foreign=foreign,
        looks_like_code=looks_like_code(words),
        path=links.find(lang, words),
    )


def _href(lang: str, hit: Hit) -> str:
    return links.machine(lang, hit.code) if hit.code else links.nugget(lang, hit.slug or "")


def looks_like_code(words: str) -> bool:
    """Say whether somebody meant a code: six signs, at least one of them a figure."""
    signs = "".join(sign for sign in words if sign.isalnum())
    return len(signs) == codes.LENGTH and any(sign.isdigit() for sign in signs)
