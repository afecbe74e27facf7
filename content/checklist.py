"""What keeps a version from being published, in plain words, all of it at once."""

from collections.abc import Iterator
from typing import Final

from content.card import Card, Words
from content.limits import MOST_OPTIONS
from content.models import Gone, Version

FEWEST_OPTIONS: Final = 2


def words_missing(version: Version, card: Card) -> Iterator[str]:
    """Yield what its people still have to write or decide."""
    if not version.nugget.owner_role:
        yield "It has no owner: say which role looks after it."
    if not card.words:
        yield "It has no text yet."
    elif version.nugget.site.language not in card.words:
        yield f"It has no text in the plant's language ({version.nugget.site.language})."
    for words in card.words.values():
        for reason in _text_missing(version, card, words):
            yield f"{words.key}: {reason}"


def _text_missing(version: Version, card: Card, words: Words) -> Iterator[str]:
    if not words.why:
        yield "the line that says why is missing."
    if card.klass == "safety" and not words.stand_clear:
        yield "a safety nugget says how to stand clear before anything else."
    if not words.steps:
        yield "it has no steps."
    if not words.questions:
        yield "it has no question."
    for question in words.questions:
        if len(question.options) < FEWEST_OPTIONS or not any(o.right for o in question.options):
            yield "a question needs two answers, and one of them right."
        if len(question.options) > MOST_OPTIONS:
            yield "a question has eight answers at most."
        if not all(option.feedback for option in question.options):
            yield "every answer needs feedback that teaches."
    if words.captions is None and not version.captions_waived:
        yield "the film has no captions, and nobody said why it needs none."


def films_missing(card: Card) -> Iterator[str]:
    """Yield what the machines still have to make."""
    for words in card.words.values():
        if words.film is None:
            yield f"{words.key}: it has no film yet."
        elif "lite" not in words.film.files:
            yield f"{words.key}: the small film for slow links is not ready yet."
    if Gone.select().where((Gone.sha << list(card.files())) & Gone.purged).exists():
        yield "Its film was deleted when it was withdrawn: bring it in again."
