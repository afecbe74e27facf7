"""Composes the card of a version from its rows."""

from collections.abc import Iterator
from typing import Any

from peewee import JOIN

from content import medium
from content.card import Card, Film, Step, Words
from content.draft import questions
from content.models import Hang, Medium, StepText, Text, Topic, Version
from content.models import Step as StepRow


def card(version: Version) -> Card:
    """Return the card of a version as its rows say it now."""
    nugget = version.nugget
    topics: Any = (
        Topic.select(Topic.slug).join(Hang).where(Hang.nugget == nugget).order_by(Topic.slug)
    )
    film = medium.film_of(version.film) if version.film else None
    texts = Text.select().where(Text.version == version).order_by(Text.language, Text.variant)
    words = [_words(text, film) for text in texts]
    return Card(
        id=nugget.id,
        slug=nugget.slug,
        klass=nugget.klass,
        level=nugget.level,
        reach=nugget.reach,
        number=version.number,
        published_on=version.published_on or "",
        topics=tuple(slug for (slug,) in topics.tuples()),
        words={text.key: text for text in words},
    )


def _words(text: Text, film: Film | None) -> Words:
    return Words(
        language=text.language,
        variant=text.variant,
        state=text.state,
        title=text.title,
        why=text.why,
        stand_clear=text.stand_clear,
        take_away=text.take_away,
        task=text.task,
        steps=tuple(_steps(text)),
        questions=tuple(questions(text)),
        captions=medium.file_of(text.captions) if text.captions else None,
        film=medium.film_of(text.film) if text.film else film,
        voice=medium.file_of(text.voice) if text.voice else None,
    )


def _steps(text: Text) -> Iterator[Step]:
    rows: Any = (
        StepText.select(StepText, StepRow, Medium)
        .join(StepRow)
        .join(Medium, JOIN.LEFT_OUTER)
        .where(StepText.text == text)
        .order_by(StepRow.position)
    )
    for row in rows:
        picture = medium.file_of(row.step.picture) if row.step.picture_id else None
        yield Step(row.body, row.step.at, picture)
