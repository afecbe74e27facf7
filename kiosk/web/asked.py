"""Knows a nugget's question as a form asked it: which one, what was picked, whether nothing was."""

from dataclasses import dataclass

from flask import request

from content.card import Option, Question, Words


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a nugget and what was picked, if anything was."""

    question: Question
    number: int
    pick: int | None
    missing: bool

    @property
    def picked(self) -> Option | None:
        """The answer that was picked."""
        return None if self.pick is None else self.question.options[self.pick]


def asked(words: Words) -> Asked | None:
    """Return what the form of this request says, or None where there is no such question."""
    number = _number("question", len(words.questions))
    if number is None:
        return None
    question = words.questions[number]
    pick = _number("pick", len(question.options))
    return Asked(question, number, pick, missing=pick is None and "pick" in request.form)


def picked_right(words: Words) -> bool | None:
    """Return whether the form of this request picks a right answer; None if it picks nothing."""
    question = asked(words)
    return question.picked.right if question and question.picked else None


def _number(name: str, count: int) -> int | None:
    """Return a number from the form if it is one below `count`; the first where none is given."""
    text = request.form.get(name, "0" if name == "question" else "")
    return next((number for number in range(count) if str(number) == text), None)
