"""Asks a nugget's question before its film too, while a trainer measures it.

As on phones: each answer, and to skip it, is a tap that lets the film begin; what was answered
lies in the ticket alone. Who is forgotten in the midst of it took part in nothing.
"""

from flask import current_app

from content.card import Card, Words
from kiosk.counts import Counts
from kiosk.room import film
from kiosk.web.asked import Asked


def asks(card: Card, words: Words) -> bool:
    """Return whether this nugget's question is asked before its film, for the whole plant."""
    if not words.questions or film.film_of(card, words) is None:
        return False
    return _counts().measures(card, None)


def take(ticket: str, card: Card, question: Asked, *, again: bool) -> None:
    """Count an answer after the film with the one before it, if it is the first to be given."""
    if question.picked and question.number == 0 and not again:
        _counts().gain(ticket, card, after=question.picked.right)


def _counts() -> Counts:
    counts: Counts = current_app.extensions["counts"]
    return counts
