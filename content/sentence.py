"""A sentence and its facts, kept apart so that whoever shows it can say it in another language."""

from dataclasses import dataclass

Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be said: English words with `{names}` in them, and the facts for those names.

    `where` names the station of the studio at which it can be mended, if there is one.
    """

    template: str
    facts: tuple[tuple[str, Fact], ...] = ()
    where: str = ""

    def __str__(self) -> str:
        """Say it in English."""
        return self.template.format(**dict(self.facts))


def say(template: str, where: str = "", **facts: Fact) -> Sentence:
    """Return a sentence; its template is what translators see."""
    return Sentence(template, tuple(facts.items()), where)
