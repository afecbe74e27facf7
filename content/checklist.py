"""What keeps a version from being published, in plain words, all of it at once.

Each reason names the station of the studio at which it can be mended.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from content import card as cards
from content import composition
from content.card import Card, Words
from content.limits import MOST_OPTIONS
from content.models import Gone, Text, Version
from content.sentence import Sentence, say

FEWEST_OPTIONS: Final = 2


def card(version: Version) -> Card:
    """Return the card that a version is published with: unfinished translations stay out of it."""
    whole = composition.card(version)
    out = unfinished(whole, version.nugget.site.language)
    return replace(whole, words={key: one for key, one in whole.words.items() if key not in out})


def unfinished(card: Card, source: str) -> list[str]:
    """Return the translations in which words are missing: they wait, and hold nothing up."""
    return [
        key
        for key, words in card.words.items()
        if key != source and source in card.words and any(_text_missing(card, words, "languages"))
    ]


def open_at(version: Version) -> frozenset[str]:
    """Return the stations at which something is still missing."""
    shown = card(version)
    found = (*words_missing(version, shown), *films_missing(shown))
    return frozenset(reason.where for reason in found)


def words_missing(version: Version, card: Card) -> Iterator[Sentence]:
    """Yield what its people still have to write or decide."""
    if not version.nugget.owner_role:
        yield say("It has no owner: say which role looks after it.", "release")
    source = version.nugget.site.language
    if not card.words:
        yield say("It has no text yet.", "film")
    elif source not in card.words:
        yield say("It has no text in the plant's language ({language}).", "film", language=source)
    for words in card.words.values():
        yield from _text_missing(card, words, "film" if words.key == source else "languages")
    if not version.captions_waived:
        yield from _captions_missing(version, card)


def _text_missing(card: Card, words: Words, where: str) -> Iterator[Sentence]:
    text = words.key
    if not words.title:
        yield say("{text}: it has no name.", where, text=text)
    if not words.why:
        yield say("{text}: the line that says why is missing.", where, text=text)
    if card.klass == "safety" and not words.stand_clear:
        yield say(
            "{text}: a safety nugget says how to stand clear before anything else.",
            where, text=text,
        )  # fmt: skip
    if not words.steps:
        yield say("{text}: it has no steps.", where, text=text)
    elif not all(step.body for step in words.steps):
        yield say("{text}: a step has no words.", where, text=text)
    yield from _questions_missing(words, "question" if where == "film" else where)


def _questions_missing(words: Words, where: str) -> Iterator[Sentence]:
    text = words.key
    if not words.questions:
        yield say("{text}: it has no question.", where, text=text)
    for question in words.questions:
        options = question.options
        if not question.prompt or not all(option.label for option in options):
            yield say("{text}: a question or an answer has no words.", where, text=text)
        if len(options) < FEWEST_OPTIONS or not any(option.right for option in options):
            yield say(
                "{text}: a question needs two answers, and one of them right.", where, text=text
            )
        if len(options) > MOST_OPTIONS:
            yield say("{text}: a question has eight answers at most.", where, text=text)
        if not all(option.feedback for option in options):
            yield say("{text}: every answer needs feedback that teaches.", where, text=text)


def _captions_missing(version: Version, card: Card) -> Iterator[Sentence]:
    """Yield the texts whose film has no captions, or captions that nobody has read through.

    A translation that nobody reviewed is shown as a marked draft, and its captions with it.
    """
    source = version.nugget.site.language
    rows: Any = Text.select(Text.language, Text.variant, Text.captions_state)
    states = {
        cards.key(language, variant): state
        for language, variant, state in rows.where(Text.version == version).tuples()
    }
    for key, words in card.words.items():
        if words.captions is None:
            yield say(
                "{text}: the film has no captions, and nobody said why it needs none.",
                "captions", text=key,
            )  # fmt: skip
        elif states[key] != "reviewed" and (words.state == "reviewed" or key == source):
            yield say("{text}: nobody has read the captions through.", "captions", text=key)


def films_missing(card: Card) -> Iterator[Sentence]:
    """Yield what the machines still have to make."""
    for words in card.words.values():
        if words.film is None:
            yield say("{text}: it has no film yet.", "film", text=words.key)
        elif "lite" not in words.film.files:
            yield say(
                "{text}: the small film for slow links is not ready yet.", "check", text=words.key
            )
    if Gone.select().where((Gone.sha << list(card.files())) & Gone.purged).exists():
        yield say("Its film was deleted when it was withdrawn: bring it in again.", "film")
