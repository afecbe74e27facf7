"""Knows whether a nugget's question is asked before its film too.

Only while a trainer measures the nugget and the council has agreed to it: a matter of the plant
and of the day, never of use.
"""

from flask import current_app

from content.card import Card, Words
from content.catalogue import Place
from kiosk.counts import Counts
from kiosk.pages.film import film_of
from kiosk.web.found import revision


def mark() -> str:
    """Return what kept pages differ by while something may be measured; else nothing."""
    return _counts().measuring(revision())


def asks(card: Card, words: Words, place: Place | None) -> bool:
    """Return whether this nugget's question is asked before its film."""
    if not mark() or not words.questions or film_of(card, words) is None:
        return False
    return _counts().measures(card, place)


def _counts() -> Counts:
    counts: Counts = current_app.extensions["counts"]
    return counts
