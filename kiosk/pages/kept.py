"""Keeps finished pages as bytes: one statement for the revision, and the page is there."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Final, TypeVar, cast

from flask import Response, current_app, request
from werkzeug.datastructures import Headers

from kiosk.web import headers, reach
from kiosk.web.found import revision
from kiosk.web.htmx import in_part
from kiosk.web.packing import Packed

MOST: Final = 512
ROOM: Final = 16_000_000  # bytes, packed: the file of all numbers alone can have a million

Key = tuple[object, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: its packed bytes, its tag, and the head it goes out with.

    The tag is a weak one, the same however the bytes are packed: it names what they say.
    """

    packed: Packed
    etag: str
    head: tuple[tuple[str, str], ...]


class Kept:
    """The last pages that were made; those of an older revision fall out by and by."""

    def __init__(self, most: int = MOST, room: int = ROOM) -> None:
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()
        self._most, self._room = most, room

    def get(self, key: Key) -> Page | None:
        """Return a page if it is kept."""
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, response: Response) -> Page:
        """Keep a finished answer; the page used longest ago makes room."""
        page = finished(response)
        with self._lock:
            self._room -= page.packed.size
            self._forget(self._pages.pop(key, None))
            self._pages[key] = page
            while len(self._pages) > self._most or (self._room < 0 and len(self._pages) > 1):
                self._forget(self._pages.popitem(last=False)[1])
        return page

    def _forget(self, page: Page | None) -> None:
        self._room += page.packed.size if page else 0


class Last:
    """What was read last under each name, as long as it is of the same state: one value a name."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[object, object]] = {}

    def once(self, name: str, state: object, read: Callable[[], T]) -> T:
        """Return what `read` found under this name in this state, read only once."""
        of, value = self._values.get(name, (None, None))
        if of != state:
            value = read()
            self._values[name] = state, value
        return cast("T", value)


def finished(response: Response) -> Page:
    """Return an answer as the bytes that go out, to be packed for each who asks."""
    body = response.get_data()
    etag = hashlib.sha256(body).hexdigest()[:12]
    head = [item for item in response.headers if item[0] != "Content-Length"]
    return Page(Packed(body), etag, tuple(head))


def answer(page: Page) -> Response:
    """Answer a finished page: packed, plain, or with 304 to those who hold it already."""
    response = headers.packed(Response(headers=Headers(list(page.head))), page.packed)
    response.set_etag(page.etag, weak=True)
    return headers.conditional(response)


def once(path: str, lang: str, make: Callable[[], Response]) -> Response:
    """Answer the page of this path and language, made by `make` only if it is not kept.

    What workers see changes with the revision, the language, the reach and whether htmx asks
    for a part; two clients that share these get the same bytes.
    """
    pages: Kept = current_app.extensions["kept"]
    key = (revision(), path, lang, in_part(), reach.inside(request))
    page = pages.get(key)
    if page is None:
        response = make()
        if response.status_code != HTTPStatus.OK:
            return response
        page = pages.put(key, response)
    return answer(page)
