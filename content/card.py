"""What a published nugget says, as one plain value: pages are made from it alone."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

SUFFIX: Final = {"plain": "", "easy": "-simple", "signed": "-signed"}


def key(language: str, variant: str = "plain") -> str:
    """Return the address part of a text: `de`, `de-simple` for easy, `de-signed` for signed."""
    return language + SUFFIX[variant]


def variant_of(text_key: str) -> tuple[str, str]:
    """Return language and variant of a text's key: the other way round of `key`."""
    for variant, suffix in SUFFIX.items():
        if suffix and text_key.endswith(suffix):
            return text_key.removesuffix(suffix), variant
    return text_key, "plain"


@dataclass(frozen=True, slots=True)
class File:
    """A media file: its SHA-256, its ending, its bytes and, for pictures, its pixels."""

    sha: str
    ext: str
    size: int
    width: int | None = None
    height: int | None = None

    @property
    def name(self) -> str:
        """The file's name in its address: `<sha>.<ext>`."""
        return f"{self.sha}.{self.ext}"


@dataclass(frozen=True, slots=True)
class Film:
    """A film's length in seconds and its files: lite, 540p, 720p, poster, thumb."""

    seconds: float
    files: dict[str, File] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its sentence, the second of the film where it begins, and its picture."""

    body: str
    at: float | None = None
    picture: File | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be picked, and what it teaches."""

    label: str
    feedback: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answers in order."""

    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A nugget in one language and variant. `film` is its own, else the version's."""

    language: str
    variant: str
    state: str
    title: str
    why: str = ""
    stand_clear: str = ""
    take_away: str = ""
    task: str = ""
    steps: tuple[Step, ...] = ()
    questions: tuple[Question, ...] = ()
    captions: File | None = None
    film: Film | None = None
    voice: File | None = None

    @property
    def key(self) -> str:
        """The address part of this text: `de`, `de-simple`."""
        return key(self.language, self.variant)

    def files(self) -> Iterator[File]:
        """Every media file this text shows."""
        yield from (file for file in (self.captions, self.voice) if file)
        yield from (step.picture for step in self.steps if step.picture)
        if self.film:
            yield from self.film.files.values()


@dataclass(frozen=True, slots=True)
class Card:
    """A nugget at one publication: everything its pages say, in every language it has."""

    id: str
    slug: str
    klass: str
    level: str
    reach: str
    number: int
    published_on: str
    topics: tuple[str, ...]
    words: dict[str, Words]

    def say(self, language: str, site_language: str) -> tuple[Words, bool]:
        """Return the text to show, and whether it is another one than the one asked for.

        The way down: the asked text, the plain one of its language, the site's, any.
        """
        plain = variant_of(language)[0]
        for wanted in (language, plain, site_language, *sorted(self.words)):
            if wanted in self.words:
                return self.words[wanted], wanted != language
        raise KeyError(language)

    def stands(self, own: Words, site_language: str) -> "Standing":
        """Return how a text stands on a page: alone, marked, or under the one that binds.

        The text in the plant's language was released with the nugget, and binds. A safety text
        that nobody reviewed never stands alone.
        """
        source = self.words.get(site_language)
        if own.state == "reviewed" or own.key == site_language:
            return Standing(own)
        if self.klass == "safety" and source is not None:
            return Standing(source, own, own.state)
        return Standing(own, unread=own.state)

    def files(self) -> dict[str, File]:
        """Every media file this card shows, by SHA-256."""
        return {file.sha: file for words in self.words.values() for file in words.files()}


@dataclass(frozen=True, slots=True)
class Standing:
    """The text a page shows, and the reader's own `draft` that stands under it, line by line.

    `unread` says who wrote what nobody has reviewed: "draft" a person, "machine" a machine.
    """

    words: Words
    draft: Words | None = None
    unread: str = ""


def dumps(card: Card) -> str:
    """Return the card as JSON, the same text for the same card."""
    return json.dumps(asdict(card), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Card:
    """Return the card that `dumps` wrote."""
    data = json.loads(text)
    words = {name: _words(value) for name, value in data.pop("words").items()}
    return Card(**data | {"topics": tuple(data["topics"]), "words": words})


def _words(data: dict[str, Any]) -> Words:
    return Words(
        **data
        | {
            "steps": tuple(_step(step) for step in data["steps"]),
            "questions": tuple(_question(question) for question in data["questions"]),
            "captions": _file(data["captions"]),
            "film": _film(data["film"]),
            "voice": _file(data["voice"]),
        }
    )


def _file(data: dict[str, Any] | None) -> File | None:
    return File(**data) if data else None


def _film(data: dict[str, Any] | None) -> Film | None:
    if not data:
        return None
    return Film(data["seconds"], {name: File(**file) for name, file in data["files"].items()})


def _step(data: dict[str, Any]) -> Step:
    return Step(**data | {"picture": _file(data["picture"])})


def _question(data: dict[str, Any]) -> Question:
    return Question(data["prompt"], tuple(Option(**option) for option in data["options"]))
