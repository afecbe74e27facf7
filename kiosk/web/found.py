"""Keeps what was read from the database for several pages, until anything they show changes."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Final, TypeVar, cast

from flask import current_app, g

from content import today
from content.catalogue import Site

MOST: Final = 512

T = TypeVar("T")


class Found:
    """What was read from the database for a page, until the revision changes."""

    def __init__(self, most: int = MOST) -> None:
        self._values: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = Lock()
        self._most = most

    def once(self, key: tuple[object, ...], read: Callable[[], T]) -> T:
        """Return what `read` found for this key in this revision, read only once."""
        whole = (revision(), *key)
        with self._lock:
            if whole in self._values:
                self._values.move_to_end(whole)
                return cast("T", self._values[whole])
        value = read()
        with self._lock:
            self._values[whole] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


def revision() -> int:
    """Return the revision this request sees; it is asked for once."""
    if "revision" not in g:
        g.revision = current_app.extensions["counts"].revision()
    return int(g.revision)


def of_the_day(site: Site, day: date) -> str | None:
    """Return the short name of a plant's nugget of this day: gone through all nuggets once."""
    read: Found = current_app.extensions["found"]
    return read.once(("today", site.id, day), lambda: today.slug(site.id, site.slug, day))
