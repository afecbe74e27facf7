"""The station of the question: answers, which is right, feedback for each, in every language."""

import re
from typing import Any

from content import questions, translation, words
from content.models import Option, Text, Version
from content.questions import Asked
from tests.page import words as said
from tests.studio import Browser

HTMX: dict[str, Any] = {"HX_Request": "true"}


def at(version: Version) -> str:
    """Return the address of the station."""
    return f"/studio/v/{version.id}/question"


def source(version: Version) -> Text:
    """Return the German text."""
    found: Text = Text.get((Text.version == version) & (Text.language == "de"))
    return found


def asked(version: Version) -> Asked:
    """Return the first question as it is stored."""
    return questions.of(source(version))[0]


def fill(who: Browser, version: Version, **more: str) -> Asked:
    """Type a question with two answers, the first right, into the empty page."""
    shown = said(who.get(at(version)))
    ask = re.search(r'name="fresh-ask" value="(\w{12})"', shown)
    one, two = re.findall(r'name="fresh" value="(\w{12})"', shown)
    assert ask is not None
    who.post(at(version), {
        "fresh-ask": ask[1], "fresh": [one, two], f"line:ask/{ask[1]}": "Was zuerst?",
        f"line:answer/{one}": "Aus.", f"line:answer/{one}/feedback": "Sicher.",
        f"line:answer/{two}": "Raus.", f"line:answer/{two}/feedback": "Er fliegt.",
        f"right:{one}": "1", f"right-was:{one}": "", f"right-was:{two}": "", "do": "save", **more,
    })  # fmt: skip
    return asked(version)


def test_a_question_with_answers_and_feedback_is_kept(alice: Browser, version: Version) -> None:
    kept = fill(alice, version)
    answers = [(one.label, one.feedback, one.right) for one in kept.answers]
    assert kept.prompt == "Was zuerst?"
    assert answers == [("Aus.", "Sicher.", True), ("Raus.", "Er fliegt.", False)]
    assert "The question is ready" in said(alice.get(at(version)))


def test_looking_at_the_empty_station_stores_nothing(alice: Browser, version: Version) -> None:
    alice.get(at(version))
    alice.post(
        at(version), {"fresh-ask": "abcdefghjkmn", "line:ask/abcdefghjkmn": " ", "do": "save"}
    )
    assert questions.of(source(version)) == []


def test_the_first_field_typed_begins_the_question_and_the_next_goes_on_with_it(
    alice: Browser, version: Version
) -> None:
    fresh = {"fresh-ask": "abcdefghjkmn", "fresh": ["0bcdefghjkmn", "1bcdefghjkmn"], "do": "keep"}
    alice.post(at(version), {**fresh, "line:ask/abcdefghjkmn": "Was?"}, 200, **HTMX)
    alice.post(at(version), {**fresh, "line:answer/1bcdefghjkmn": "Raus."}, 200, **HTMX)
    assert (asked(version).prompt, asked(version).answers[1].label) == ("Was?", "Raus.")


def test_it_says_what_is_missing(alice: Browser, version: Version) -> None:
    kept = fill(alice, version)
    feedback = f"answer/{kept.answers[1].id}/feedback"
    typed = {f"line:{feedback}": "", f"was:{feedback}": "Er fliegt.", "do": "keep"}
    told = said(alice.post(at(version), typed, 200, **HTMX))
    assert "One answer has no feedback" in told


def test_an_answer_moves_in_every_language(alice: Browser, version: Version) -> None:
    kept = fill(alice, version)
    turkish = translation.begin(source(version), "tr")
    words.write(turkish, {"question/0/0": "Kapat."}, words.lines(turkish))
    alice.post(at(version), {"do": f"down:{kept.answers[0].id}"})
    assert [one.label for one in asked(version).answers] == ["Raus.", "Aus."]
    assert [one.label for one in questions.of(turkish)[0].answers] == ["", "Kapat."]
    assert [one.right for one in questions.of(turkish)[0].answers] == [False, True]


def test_the_same_form_sent_twice_adds_its_question_once(alice: Browser, version: Version) -> None:
    form = {"fresh-ask": "abcdefghjkmn", "line:ask/abcdefghjkmn": "Was?", "do": "save",
            "fresh": ["0bcdefghjkmn", "1bcdefghjkmn"]}  # fmt: skip
    alice.post(at(version), form)
    alice.post(at(version), form)
    assert len(questions.of(source(version))) == 1


def test_answers_are_added_up_to_eight_and_taken_away_down_to_two(
    alice: Browser, version: Version
) -> None:
    kept = fill(alice, version)
    for _ in range(6):
        alice.post(at(version), {"do": f"more:{kept.id}"})
    told = said(alice.post(at(version), {"do": f"more:{kept.id}"}, 422))
    assert "At most 8 answers fit on a phone." in told
    for one in asked(version).answers[2:]:
        alice.post(at(version), {"do": f"away:{one.id}"})
    told = said(alice.post(at(version), {"do": f"away:{asked(version).answers[0].id}"}, 422))
    assert "A question needs two answers to choose from." in told


def test_a_second_question_can_be_asked_and_taken_away(alice: Browser, version: Version) -> None:
    kept = fill(alice, version)
    alice.post(at(version), {"do": "another"})
    alice.post(at(version), {"do": "another"}, 422)
    alice.post(at(version), {"do": f"drop:{kept.id}"})
    assert [one.prompt for one in questions.of(source(version))] == [""]


def test_where_two_write_both_are_shown(alice: Browser, bob: Browser, version: Version) -> None:
    name = f"answer/{fill(alice, version).answers[0].id}"
    form = {f"was:{name}": "Aus.", "do": "save"}
    alice.post(at(version), {**form, f"line:{name}": "Ausschalten."})
    told = said(bob.post(at(version), {**form, f"line:{name}": "Strom weg."}, 409))
    assert "Ausschalten." in told
    assert ">Strom weg.</textarea>" in told
    assert asked(version).answers[0].label == "Ausschalten."


def test_an_answer_is_kept_where_it_went_though_a_colleague_moved_it(
    alice: Browser, bob: Browser, version: Version
) -> None:
    one = fill(alice, version).answers[0]
    bob.post(at(version), {"do": f"down:{one.id}"})
    typed = {f"line:answer/{one.id}": "Ganz aus.", f"was:answer/{one.id}": "Aus.", "do": "save"}
    alice.post(at(version), typed)
    assert [one.label for one in asked(version).answers] == ["Raus.", "Ganz aus."]


def test_what_was_typed_into_an_answer_that_is_gone_is_shown(
    alice: Browser, bob: Browser, version: Version
) -> None:
    kept = fill(alice, version)
    alice.post(at(version), {"do": f"more:{kept.id}"})
    gone = asked(version).answers[2].id
    bob.post(at(version), {"do": f"away:{gone}"})
    form = {f"line:answer/{gone}": "Warten.", f"was:answer/{gone}": "", "do": "save"}
    assert "Warten." in said(alice.post(at(version), form, 409))


def test_two_may_mark_different_answers_as_right(
    alice: Browser, bob: Browser, version: Version
) -> None:
    one, two = fill(alice, version).answers
    before = {f"right-was:{one.id}": "1", f"right-was:{two.id}": ""}
    alice.post(at(version), {**before, f"right:{one.id}": "1", f"right:{two.id}": "1"})
    bob.post(at(version), {**before, "do": "save"})
    assert [row.right for row in Option.select().order_by(Option.position)
            if row.id in (one.id, two.id)] == [False, True]  # fmt: skip


def test_a_line_too_long_is_told_in_its_place(alice: Browser, version: Version) -> None:
    name = f"answer/{fill(alice, version).answers[0].id}"
    form = {f"line:{name}": "x" * 201, f"was:{name}": "Aus.", "do": "save"}
    told = said(alice.post(at(version), form, 422))
    assert "One sign too many. Shorten it." in told
    assert asked(version).answers[0].label == "Aus."


def test_the_preview_shows_words_as_words(alice: Browser, version: Version) -> None:
    name = f"answer/{fill(alice, version).answers[0].id}"
    form = {f"line:{name}": "<img src=x onerror=alert(1)>", f"was:{name}": "Aus.", "do": "save"}
    alice.post(at(version), form)
    assert "<img src=x" not in said(alice.get(at(version)))


def test_another_plant_sees_nothing(eve: Browser, version: Version) -> None:
    eve.get(at(version), 404)
    eve.post(at(version), {"do": "another"}, 404)
