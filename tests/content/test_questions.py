"""Questions have the same answers in every language, wherever those are moved."""

import pytest

from content import noted, proposals, questions, words
from content.models import Text, Version
from content.questions import (
    QuestionGone,
    TooFewAnswers,
    TooManyAnswers,
    TooManyQuestions,
)


@pytest.fixture
def english(version: Version) -> Text:
    """Its English text."""
    found: Text = Text.get((Text.version == version) & (Text.language == "en"))
    return found


def labels(text: Text) -> list[tuple[str, bool]]:
    """Return the first word of each answer of the first question, and whether it is right."""
    return [(one.label.split(" ")[0], one.right) for one in questions.of(text)[0].answers]


def test_an_answer_moves_in_every_language_with_what_was_noted_and_proposed(
    german: Text, english: Text
) -> None:
    noted.note(english, {"question/0/0": "Wenn", "question/0/1/feedback": "Richtig"})
    proposals.propose(english, "question/0/1", "Prior to opening.")
    questions.move_answer(german, questions.of(german)[0].answers[0].id, 1)
    assert labels(german) == [("Vor", True), ("Wenn", False)]
    assert labels(english) == [("Before", True), ("When", False)]
    assert noted.of(english) == {"question/0/1": "Wenn", "question/0/0/feedback": "Richtig"}
    assert proposals.of(english) == {"question/0/0": "Prior to opening."}


def test_an_answer_keeps_its_id_when_it_moves(german: Text) -> None:
    one, two = questions.of(german)[0].answers
    questions.move_answer(german, one.id, 1)
    assert [row.id for row in questions.of(german)[0].answers] == [two.id, one.id]


def test_an_answer_is_added_and_taken_away_in_every_language(german: Text, english: Text) -> None:
    asked = questions.of(german)[0]
    questions.add_answer(german, asked.id, "abcdefghjkmn")
    questions.add_answer(german, asked.id, "abcdefghjkmn")
    assert [len(labels(german)), len(labels(english))] == [3, 3]
    questions.remove_answer(german, asked.answers[0].id)
    assert [label for label, _ in labels(english)] == ["Before", ""]


def test_which_answer_is_right_is_the_same_in_every_language(german: Text, english: Text) -> None:
    questions.set_right(german, questions.of(german)[0].answers[0].id, right=True)
    assert [right for _, right in labels(english)] == [True, True]


def test_a_second_question_becomes_the_first_when_that_goes(german: Text, english: Text) -> None:
    questions.add(german, "abcdefghjkmn", ["0bcdefghjkmn", "1bcdefghjkmn"])
    words.write(english, {"question/1": "And then?"}, {"question/1": ""})
    noted.note(english, {"question/0": "Wann", "question/1": "Und dann?"})
    questions.remove(german, questions.of(german)[0].id)
    assert [one.id for one in questions.of(german)] == ["abcdefghjkmn"]
    assert questions.of(english)[0].prompt == "And then?"
    assert noted.of(english) == {"question/0": "Und dann?"}


def test_there_are_two_questions_and_eight_answers_at_most(german: Text) -> None:
    asked = questions.of(german)[0]
    for number in range(6):
        questions.add_answer(german, asked.id, f"abcdefghjkm{number}")
    with pytest.raises(TooManyAnswers):
        questions.add_answer(german, asked.id, "abcdefghjkmn")
    questions.add(german, "qbcdefghjkmn", [])
    with pytest.raises(TooManyQuestions):
        questions.add(german, "rbcdefghjkmn", [])


def test_two_answers_stay(german: Text) -> None:
    with pytest.raises(TooFewAnswers):
        questions.remove_answer(german, questions.of(german)[0].answers[0].id)


def test_what_is_gone_or_of_another_text_cannot_be_moved(german: Text, english: Text) -> None:
    for id_ in ("abcdefghjkmn", questions.of(english)[0].answers[0].id):
        with pytest.raises(QuestionGone):
            questions.move_answer(german, id_, 1)
