"""The difference between two versions: everything a reader would find changed, and nothing else."""

from dataclasses import replace

import pytest

from content.card import Card, File, Film, Option, Question, Step, Words
from content.changes import between

STEPS = (
    Step("Hauptschalter aus."),
    Step("Backen lösen, Schlüssel abziehen."),
    Step("Mit 30 Nm anziehen, nicht fester."),
)
QUESTION = Question(
    "Wie fest?", (Option("30 Nm", "Ja, so steht es da.", right=True), Option("60 Nm", "Zu viel."
    " Das Gewinde reißt.", right=False)),
)  # fmt: skip
WORDS = Words(
    "de", "plain", "reviewed", "Spannfutter wechseln", steps=STEPS, questions=(QUESTION,),
    captions=File("c" * 64, "vtt", 9), film=Film(92.4, {"lite": File("f" * 64, "mp4", 9)}),
)  # fmt: skip


def card(**changed: object) -> Card:
    words = replace(WORDS, **changed)  # type: ignore[arg-type]
    return Card("n", "chuck", "normal", "routine", "anywhere", 1, "", (), {"de": words})


def said(**changed: object) -> list[str]:
    return [str(change) for change in between(card(), card(**changed))]


def test_nothing_changed_says_nothing() -> None:
    assert between(card(), card()) == ()


def test_a_changed_number_is_named_with_its_step() -> None:
    steps = (*STEPS[:2], Step("Mit 35 Nm anziehen, nicht fester."))
    assert said(steps=steps) == ["Step 3: 30 → 35"]


def test_the_words_that_stayed_are_told_from_those_that_went_and_came() -> None:
    steps = (*STEPS[:2], Step("Mit 35 Nm anziehen, nicht fester."))
    (change,) = between(card(), card(steps=steps))
    assert [(piece.fate, piece.words) for piece in change.pieces] == [
        ("same", "Mit "), ("gone", "30"), ("new", "35"), ("same", " Nm anziehen, nicht fester."),
    ]  # fmt: skip
    assert change.text == "de"


def test_a_step_put_in_does_not_change_those_behind_it() -> None:
    steps = (STEPS[0], Step("Abschließen."), *STEPS[1:])
    assert said(steps=steps) == ["Step 2 is new: Abschließen."]


def test_a_step_taken_out_is_named_by_its_old_number() -> None:
    assert said(steps=STEPS[1:]) == ["Step 1 was taken out: Hauptschalter aus."]


def test_a_step_that_became_quite_another_is_shown_whole() -> None:
    steps = (Step("Ruf die Instandhaltung an."), *STEPS[1:])
    assert said(steps=steps) == ["Step 1: Hauptschalter aus. → Ruf die Instandhaltung an."]


def test_of_fewer_steps_the_likest_stay() -> None:
    steps = (Step("Hauptschalter aus und abschließen."), STEPS[2])
    assert said(steps=steps) == [
        "Step 1: und abschließen",
        "Step 2 was taken out: Backen lösen, Schlüssel abziehen.",
    ]


def test_another_film_is_named_once_with_its_length() -> None:
    film = Film(104.0, {"lite": File("e" * 64, "mp4", 9)})
    both = {"de": WORDS, "en": replace(WORDS, language="en")}
    old = replace(card(), words=both)
    new = replace(card(), words={key: replace(words, film=film) for key, words in both.items()})
    (change,) = between(old, new)
    assert str(change) == "Another film (1:32 → 1:44)"
    assert change.text == ""


def test_a_film_of_one_language_is_named_with_it() -> None:
    own = Film(104.0, {"lite": File("e" * 64, "mp4", 9)})
    both = {"de": WORDS, "tr": replace(WORDS, language="tr")}
    new = {"de": replace(WORDS, film=Film(80, {})), "tr": replace(WORDS, language="tr", film=own)}
    found = between(replace(card(), words=both), replace(card(), words=new))
    assert [change.text for change in found] == ["de", "tr"]


def test_a_sharper_rendition_is_no_other_film() -> None:
    assert WORDS.film
    more = Film(92.4, {**WORDS.film.files, "720p": File("d" * 64, "mp4", 9)})
    assert said(film=more) == []


def test_a_changed_right_answer_is_said() -> None:
    first, second = QUESTION.options
    turned = replace(QUESTION, options=(replace(first, right=False), replace(second, right=True)))
    assert said(questions=(turned,)) == ["Answer 1 is wrong now", "Answer 2 is right now"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"questions": ()}, ["A question was taken out: Wie fest?"]),
        ({"questions": (QUESTION, Question("Warum?", ()))}, ["A question is new: Warum?"]),
        ({"title": "Futter wechseln"}, ["Name: Spannfutter → Futter"]),
        ({"captions": None}, ["The captions were changed"]),
        ({"stand_clear": "Maschine steht."}, ["Stand clear: Maschine steht."]),
    ],
)
def test_each_change_has_its_words(changed: dict[str, object], words: list[str]) -> None:
    assert said(**changed) == words


def test_another_picture_is_said_with_its_step() -> None:
    steps = (replace(STEPS[0], picture=File("a" * 64, "webp", 9)), *STEPS[1:])
    assert said(steps=steps) == ["Step 1 has another picture"]


def test_a_new_language_is_one_change() -> None:
    turkish = replace(WORDS, language="tr", title="Ayna değiştirme")
    more = replace(card(), words={"de": WORDS, "tr": turkish})
    assert [str(one) for one in between(card(), more)] == ["New language: Ayna değiştirme"]
    assert [str(one) for one in between(more, card())] == ["Language taken out: Ayna değiştirme"]
