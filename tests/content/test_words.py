"""Words are written line by line: nobody's are lost, whoever writes at the same time."""

import pytest

from content import words
from content.errors import LineUnknown, TooLong
from content.models import SourceLine, Text, Version
from content.words import EditedMeanwhile


def now(text: Text) -> dict[str, str]:
    """Return the lines as they are stored."""
    return words.lines(Text.get_by_id(text.id))


def test_it_reads_the_lines_in_reading_order(german: Text) -> None:
    heads = [key.partition("/")[0] for key in words.lines(german)]
    assert heads == [
        "title", "why", "stand_clear", "take_away", "task", "step", "step", "question",
        "question", "question", "question", "question",
    ]  # fmt: skip


def test_it_writes_what_nobody_else_changed(german: Text) -> None:
    was = words.lines(german)
    step = next(key for key in was if key.startswith("step/"))
    words.write(german, {"why": "Neu.", step: "Nimm sie.", "question/0/1/feedback": "Ja."}, was)
    assert now(german) == {**was, "why": "Neu.", step: "Nimm sie.", "question/0/1/feedback": "Ja."}


def test_two_who_write_different_lines_both_succeed(german: Text) -> None:
    was = words.lines(german)
    words.write(german, {"why": "Von Alice."}, was)
    words.write(Text.get_by_id(german.id), {"title": "Von Bob"}, was)
    assert (now(german)["why"], now(german)["title"]) == ("Von Alice.", "Von Bob")


def test_the_second_who_writes_a_line_overwrites_nothing_and_is_told_both(german: Text) -> None:
    was = words.lines(german)
    words.write(german, {"why": "Von Alice."}, was)
    with pytest.raises(EditedMeanwhile) as told:
        words.write(german, {"why": "Von Bob.", "title": "Bobs Titel"}, was)
    assert told.value.clashes == {"why": ("Von Bob.", "Von Alice.")}
    assert (now(german)["why"], now(german)["title"]) == ("Von Alice.", "Bobs Titel")


def test_two_who_write_the_same_do_not_quarrel(german: Text) -> None:
    was = words.lines(german)
    words.write(german, {"why": "Gleich."}, was)
    words.write(german, {"why": " Gleich.\n"}, was)
    assert now(german)["why"] == "Gleich."


def test_a_line_that_is_too_long_keeps_all_of_them_from_being_written(german: Text) -> None:
    was = words.lines(german)
    with pytest.raises(TooLong, match="500 signs; at most 120"):
        words.write(german, {"why": "Neu.", "title": "x" * 500}, was)
    assert now(german) == was


def test_it_refuses_a_line_that_is_not_there(german: Text) -> None:
    with pytest.raises(LineUnknown):
        words.write(german, {"step/nowhere": "Neu."}, {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Not-Halt\r\n drücken\t ", "Not-Halt drücken"),
        ("Futter\0 zu\x07", "Futter zu"),
        ("Bremse \u202egnp.exe\u202d", "Bremse gnp.exe"),
        ("\ud800halb", "halb"),
        ("👷🏽‍♀️ Helm auf", "👷🏽‍♀️ Helm auf"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("اضغط\u200f K7Q", "اضغط\u200f K7Q"),
        ("u\u0308ben", "üben"),
    ],
)
def test_it_keeps_what_can_be_shown(german: Text, typed: str, kept: str) -> None:
    words.write(german, {"title": typed}, words.lines(german))
    assert now(german)["title"] == kept


def test_a_change_of_a_translation_makes_no_other_translation_stale(
    version: Version, german: Text
) -> None:
    english = Text.get((Text.version == version) & (Text.language == "en"))
    words.write(english, {"why": "Anew."}, words.lines(english))
    assert SourceLine.select().count() == 0
    words.write(german, {"why": "Neu."}, words.lines(german))
    assert {row.text_id for row in SourceLine.select()} == {english.id}


def test_a_version_without_words_begins_with_one_text(version: Version) -> None:
    Text.delete().where(Text.version == version).execute()
    assert words.begin(version, "de").id == words.begin(version, "de").id
