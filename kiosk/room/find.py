"""The ways by hand: the code pad, a word, and what a hand scanner read."""

from urllib.parse import quote

from flask import Blueprint, Response, request

from content import catalogue, floor, search
from content.catalogue import Site
from content.search import Hit
from kiosk import language
from kiosk.labels import scanned
from kiosk.labels.scanned import Scan
from kiosk.room import addresses
from kiosk.room.frame import lead_to, page, settings, this_site
from kiosk.web import reach
from kiosk.web.opening import meant, printable
from qr_codes import codes

LONGEST = 300
MOST_READINGS = 12
MOST_WORDS = 6


def routes(blueprint: Blueprint) -> None:
    """Register the pad, the search, and where a scanner's readings go."""
    blueprint.get("/<lang>/find")(find)
    blueprint.get("/<lang>/pad/<typed>")(pad)
    blueprint.post("/<lang>/scan")(scan)


def find() -> Response:
    """Show pad and search; with words lead to the machine of a code, else list what fits.

    A code with a slip in it leads there, too: the machine's address says which may be meant.
    """
    words = printable(request.args.get("q", ""))[:LONGEST]
    if not words:
        return pad()
    site = this_site()
    code, seen = judged(site, [words])
    if code:
        return _to_machine(code)
    lang = language.current().code
    inside = reach.inside(request)
    hits = [] if seen.host else search.find(site.id, words, lang, inside=inside)
    if not hits and not seen.host and meant(site, words):
        return _to_machine(quote(words, safe=""))
    return page(
        "hits.html",
        words=words,
        foreign=seen.host,
        hits=[(_href(lang, hit), hit) for hit in hits],
        back=addresses.find(lang),
    )


def pad(typed: str = "") -> Response:
    """Show the code pad with what was typed so far: every key is a link to the next sign."""
    signs = "".join(sign for sign in typed.upper() if sign in codes.ALPHABET)[: codes.LENGTH]
    site, lang = this_site(), language.current().code
    return page(
        "find.html",
        site=site,
        signs=signs,
        alphabet=codes.ALPHABET,
        length=codes.LENGTH,
        kinds=floor.kinds(site.id, MOST_WORDS),
        here="find",
        back=addresses.home(lang),
    )


def scan() -> Response:
    """Lead to the machine that a scanner read, else say calmly what it was."""
    readings = [printable(one)[:LONGEST] for one in request.form.getlist("q")[:MOST_READINGS]]
    code, seen = judged(this_site(), readings)
    if code:
        return _to_machine(code)
    lang = language.current().code
    status = 404 if seen.code else 422
    return page("scanned.html", status=status, seen=seen, here="find", back=_before(lang))


def _before(lang: str) -> str:
    """Return the page of the room on which something was scanned, to go back to it."""
    told, home = printable(request.form.get("from", "")), addresses.home(lang)
    return told if told.startswith(home) and len(told) <= LONGEST else home


def judged(site: Site, readings: list[str]) -> tuple[str, Scan]:
    """Return the code of the machine that one of these readings names, and how it was read.

    A scanner sends keys, and the same keys are other signs on another country's keyboard: each
    reading is one keyboard's. The check character tells which is true; what carries none, as a
    maker's code, must be known here word for word. Without a machine the code is empty.
    """
    seen = [scanned.read(one, settings(), site.label_url) for one in readings] or [Scan("")]
    for one in seen:
        if one.code and catalogue.scan(one.code):
            return one.code, one
    for one in seen:
        known = catalogue.alias(site.id, one.text) if one.text else None
        if known:
            return known, one
    told = [one for one in seen if one.code] or [one for one in seen if one.host]
    return "", (told or seen)[0]


def _to_machine(code: str) -> Response:
    return lead_to(addresses.machine(language.current().code, code))


def _href(lang: str, hit: Hit) -> str:
    return addresses.machine(lang, hit.code) if hit.code else addresses.nugget(lang, hit.slug or "")
