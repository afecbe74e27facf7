"""A nugget as a phone keeps it: which files and which finished pages make it whole without us."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Response, current_app

from content.card import Card, File, Words
from content.catalogue import Place
from kiosk.pages.film import SMALLEST_FIRST
from kiosk.pages.opened import Opened, answer_page, done_page, keys_part, nugget_page
from kiosk.pages.scan import first_nugget_page
from kiosk.web import assets, links
from kiosk.web.asked import Asked

FORM: Final = 1
"""How what phones keep is written; phones drop what is written in another form."""
MOST: Final = 150_000_000  # bytes that all nuggets together may take on a phone
PAGE: Final = 20_000  # bytes of a finished page, as near as a person wants to know
STATIC: Final = re.compile(r"/static/([\w.-]+)")
MEDIA: Final = re.compile(r"/media/([\w.]+)")


@dataclass(frozen=True, slots=True)
class Saving:
    """A nugget that may be saved: its address, its words, and the bytes it takes on a phone."""

    at: str
    words: Words
    size: int


def may_save(card: Card) -> bool:
    """Say whether a phone may keep a nugget: what stays inside the plant never leaves it."""
    offline: bool = current_app.extensions["settings"].offline
    return offline and card.reach == "anywhere"


def lightened(words: Words) -> Words:
    """Return the words with the smallest film there is, and none of the sharper ones."""
    if words.film is None:
        return words
    smallest = next((name for name in SMALLEST_FIRST if name in words.film.files), "")
    wanted = {smallest, "poster"}
    files = {name: file for name, file in words.film.files.items() if name in wanted}
    return replace(words, film=replace(words.film, files=files))


def saving(opened: Opened) -> Saving:
    """Return what it takes to save a nugget."""
    shown = opened.standing.words
    files = {file.sha: file.size for file in lightened(shown).files()}
    pages = 3 + sum(1 + len(question.options) for question in shown.questions)
    size = sum(files.values()) + (pages + (opened.place is not None)) * PAGE
    return Saving(opened.at, opened.words, size)


def whole(opened: Opened) -> Response:
    """Return everything of a nugget that a phone keeps, as one JSON text.

    `files` are media with their bytes, and what the pages load; `pages` are finished: the nugget,
    each answer, the end, and the page of its machine with this nugget first, which stands in for
    the addresses in `machine`. `first` says whether the machine always shows this nugget first.
    """
    light = _lightened(opened)
    pages = list(_pages(light))
    files = _shown(light, "".join(text for _, _, text in pages))
    found: dict[str, Any] = {
        "form": FORM,
        "at": light.at,
        "slug": light.card.slug,
        "title": light.words.title,
        "lang": light.words.key,
        "bytes": sum(file.size for file in files) + len(pages) * PAGE,
        "first": opened.place is not None and opened.beside[0].id == opened.card.id,
        "machine": _machine_addresses(light),
        "files": [[links.file_of(light.card, file), file.size] for file in files],
        "shell": sorted(_shell("".join(text for _, _, text in pages))),
        "pages": pages,
    }
    found["tag"] = hashlib.sha256(json.dumps(found).encode()).hexdigest()[:20]
    return Response(json.dumps(found, ensure_ascii=False), content_type="application/json")


def _lightened(opened: Opened) -> Opened:
    """Return a nugget as somebody opened it, with the smallest film in every language."""
    words = {key: lightened(words) for key, words in opened.card.words.items()}
    beside = tuple(one for one in opened.beside if one.reach == "anywhere")
    card = replace(opened.card, words=words)
    beside = tuple(card if one.id == card.id else one for one in beside)
    return replace(opened, card=card, words=lightened(opened.words), beside=beside)


def _shown(opened: Opened, text: str) -> list[File]:
    """Return the nugget's own files that its pages show."""
    named = set(MEDIA.findall(text))
    return [file for file in opened.card.files().values() if file.name in named]


def _pages(opened: Opened) -> Iterator[tuple[str, str, str]]:
    """Yield each page as its address, the policy it goes out with, and its text."""
    yield _page(opened.at, nugget_page(opened))
    yield _page(f"{opened.at}/keys", keys_part(opened))
    for number, question in enumerate(opened.standing.words.questions):
        for pick in (None, *range(len(question.options))):
            asked = Asked(question, number, pick, missing=False)
            told = "" if pick is None else f"&pick={pick}"
            at = f"{opened.at}/answer?question={number}{told}"
            yield _page(at, answer_page(opened, asked, ""))
    yield _page(f"{opened.at}/done", done_page(opened, ""))
    if opened.place:
        yield _page(f"{opened.at}/machine", _machine_page(opened, opened.place))


def _machine_addresses(opened: Opened) -> list[str]:
    """Return where the machine's page stands: what its label says, and in the page's language."""
    return [f"/{opened.place.code}", opened.at.rpartition("/")[0]] if opened.place else []


def _machine_page(opened: Opened, place: Place) -> Response:
    """Return the page of the machine with this nugget first."""
    others = [one for one in opened.beside if one.id != opened.card.id]
    return first_nugget_page(place, [opened.card, *others], opened.card)


def _page(at: str, response: Response) -> tuple[str, str, str]:
    return at, response.headers["Content-Security-Policy"], response.get_data(as_text=True)


def _shell(text: str) -> set[str]:
    """Return the static files that pages load, and those that these load in turn."""
    found: set[str] = set()
    waiting = set(STATIC.findall(text))
    while waiting:
        name = waiting.pop()
        found.add(f"/static/{name}")
        waiting |= {one for one in assets.named_in(name) if f"/static/{one}" not in found}
    return found
