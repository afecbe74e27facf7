"""What an instruction sheet says: one nugget on paper, to be gone through and signed by hand."""

from dataclasses import dataclass

from content import composition
from content.card import Card
from content.models import Version


@dataclass(frozen=True, slots=True)
class Instruction:
    """A version in one language, as plain words; `valid_from` is an ISO day, or nothing."""

    title: str
    language: str
    version: int
    valid_from: str
    safety: bool
    why: str
    stand_clear: str
    steps: tuple[str, ...]
    take_away: str
    task: str


def keys(version: Version) -> tuple[str, ...]:
    """Return the texts a sheet can be printed from."""
    return tuple(_card(version).words)


def of(version: Version, key: str) -> Instruction:
    """Return the sheet of a version in this text, else in the plant's language.

    Raises KeyError for a version without any text.
    """
    card = _card(version)
    words, _ = card.say(key, version.nugget.site.language)
    return Instruction(
        title=words.title,
        language=words.language,
        version=version.number,
        valid_from=version.published_on or version.effective_on or "",
        safety=card.klass == "safety",
        why=words.why,
        stand_clear=words.stand_clear,
        steps=tuple(step.body for step in words.steps if step.body),
        take_away=words.take_away,
        task=words.task,
    )


def _card(version: Version) -> Card:
    return composition.card(version)
