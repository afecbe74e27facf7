"""The questions of a version: added, moved, taken away alike in every language.

The words of each language stand in its own rows; how many questions and answers there are, their
order, and which answers are right is the same in all of them. What is done here is done to the
source and to every translation, and what was noted or proposed for a line moves with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from content import nuggets, words
from content.errors import ContentError
from content.limits import MOST_OPTIONS
from content.models import Option, Proposal, Question, SourceLine, Text, Version

MOST: Final = 2
FEWEST_OPTIONS: Final = 2


class QuestionGone(ContentError):
    """Somebody took this away meanwhile. Add it anew if it belongs here."""


class TooManyQuestions(ContentError):
    """At most {limit} questions: after two minutes nobody answers more."""


class TooManyAnswers(ContentError):
    """At most {limit} answers fit on a phone."""


class TooFewAnswers(ContentError):
    """A question needs two answers to choose from."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the source, with the keys of its lines."""

    id: str
    line: str
    label: str
    feedback: str
    right: bool

    @property
    def feedback_line(self) -> str:
        """The key of the line that says what whoever picks it reads."""
        return f"{self.line}/feedback"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the source with its answers."""

    id: str
    line: str
    prompt: str
    answers: tuple[Answer, ...]


def of(text: Text) -> list[Asked]:
    """Return the questions of a text in their order, by ids that stay wherever they are moved."""
    return [
        Asked(row.id, f"question/{row.position}", row.prompt, tuple(_answers(row)))
        for row in _rows(text)
    ]


def add(source: Text, question_id: str, answer_ids: Sequence[str]) -> None:
    """Add a question without words, under ids that its form chose; twice is once.

    Raises TooManyQuestions.
    """
    with words.changing(source.version_id):
        _hold(source)
        if Question.select().where(Question.id == question_id).exists():
            return
        number = len(_rows(source))
        if number >= MOST:
            raise TooManyQuestions(limit=MOST)
        for text in _texts(source):
            own = {"id": question_id} if text.id == source.id else {}
            row = Question.create(text=text, position=number, prompt="", **own)
            for place, answer_id in enumerate(answer_ids[:MOST_OPTIONS]):
                _blank(row, place, answer_id if own else "")


def add_answer(source: Text, question_id: str, answer_id: str) -> None:
    """Add an answer without words at the end; twice is once. Raises TooManyAnswers."""
    with words.changing(source.version_id):
        number = _number(source, question_id)
        if Option.select().where(Option.id == answer_id).exists():
            return
        for text in _texts(source):
            row = _at(text, number)
            place = Option.select().where(Option.question == row).count()
            if place >= MOST_OPTIONS:
                raise TooManyAnswers(limit=MOST_OPTIONS)
            _blank(row, place, answer_id if text.id == source.id else "")


def remove(source: Text, question_id: str) -> None:
    """Take a question away in every language. Raises QuestionGone."""
    with words.changing(source.version_id):
        number = _number(source, question_id)
        order = [place for place in range(len(_rows(source))) if place != number]
        _arrange(source, order)


def remove_answer(source: Text, answer_id: str) -> None:
    """Take an answer away in every language. Raises QuestionGone, TooFewAnswers."""
    with words.changing(source.version_id):
        number, place, count = _place(source, answer_id)
        if count <= FEWEST_OPTIONS:
            raise TooFewAnswers
        _arrange_answers(source, number, [one for one in range(count) if one != place])


def move_answer(source: Text, answer_id: str, by: int) -> None:
    """Move an answer up (-1) or down (1); at the end it stays. Raises QuestionGone."""
    with words.changing(source.version_id):
        number, place, count = _place(source, answer_id)
        order = list(range(count))
        order.insert(min(max(0, place + by), count - 1), order.pop(place))
        _arrange_answers(source, number, order)


def set_right(source: Text, answer_id: str, *, right: bool) -> None:
    """Say in every language whether an answer is right. Raises QuestionGone."""
    with words.changing(source.version_id):
        number, place, _ = _place(source, answer_id)
        for text in _texts(source):
            same = (Option.question == _at(text, number)) & (Option.position == place)
            Option.update(right=right).where(same).execute()


def _hold(source: Text) -> None:
    nuggets.hold(Version.get_by_id(source.version_id).nugget)


def _texts(source: Text) -> list[Text]:
    """Return the source and then every other text of its version that has the same questions."""
    count = len(_rows(source))
    others = Text.select().where((Text.version == source.version_id) & (Text.id != source.id))
    return [source, *(text for text in others if len(_rows(text)) == count)]


def _rows(text: Text) -> list[Question]:
    return list(Question.select().where(Question.text == text).order_by(Question.position))


def _options(question: Question) -> list[Option]:
    return list(Option.select().where(Option.question == question).order_by(Option.position))


def _answers(question: Question) -> list[Answer]:
    place = f"question/{question.position}"
    return [
        Answer(row.id, f"{place}/{row.position}", row.label, row.feedback, row.right)
        for row in _options(question)
    ]


def _at(text: Text, number: int) -> Question:
    row: Question = Question.get((Question.text == text) & (Question.position == number))
    return row


def _number(source: Text, question_id: str) -> int:
    """Return where a question stands now, with nobody else at it. Raises QuestionGone."""
    _hold(source)
    row = Question.get_or_none((Question.id == question_id) & (Question.text == source))
    if row is None:
        raise QuestionGone
    return int(row.position)


def _place(source: Text, answer_id: str) -> tuple[int, int, int]:
    """Return an answer's question, its place there, and how many there are. Raises QuestionGone."""
    _hold(source)
    mine = Question.select(Question.id).where(Question.text == source)
    row = Option.get_or_none((Option.id == answer_id) & (Option.question << mine))
    if row is None:
        raise QuestionGone
    question = row.question
    return question.position, row.position, len(_options(question))


def _blank(question: Question, place: int, answer_id: str) -> None:
    own = {"id": answer_id} if answer_id else {}
    Option.create(question=question, position=place, label="", feedback="", **own)


def _arrange(source: Text, order: Sequence[int]) -> None:
    """Keep these questions of each text, by where they stand now, in this order."""
    for text in _texts(source):
        rows = _rows(text)
        _renumber(Question, rows, order)
        _rekey(text, "question/", {str(old): str(new) for new, old in enumerate(order)})


def _arrange_answers(source: Text, number: int, order: Sequence[int]) -> None:
    """Keep these answers to a question in each text, by where they stand now, in this order."""
    for text in _texts(source):
        rows = _options(_at(text, number))
        known = [place for place in order if place < len(rows)]
        _renumber(Option, rows, known)
        moved = {str(old): str(new) for new, old in enumerate(known)}
        _rekey(text, f"question/{number}/", moved)


def _renumber(model: type[Any], rows: Sequence[Any], order: Sequence[int]) -> None:
    """Give rows their new places by way of places nobody has, as no two may share one."""
    gone = [row.id for place, row in enumerate(rows) if place not in order]
    model.delete().where(model.id << gone).execute()
    for away in (-len(rows) - 1, 0):
        for new, old in enumerate(order):
            model.update(position=new + away).where(model.id == rows[old].id).execute()


def _rekey(text: Text, head: str, moved: dict[str, str]) -> None:
    """Let what was noted and proposed for the lines below a key go where the lines went."""
    models: tuple[Any, ...] = (SourceLine, Proposal)
    for model in models:
        below = (model.text == text) & model.line.startswith(head)
        kept = list(model.select().where(below).dicts())
        model.delete().where(below).execute()
        for row in kept:
            number, slash, rest = row["line"].removeprefix(head).partition("/")
            if number in moved:
                line = f"{head}{moved[number]}{slash}{rest}"
                model.insert(**{**row, "line": line}).execute()
