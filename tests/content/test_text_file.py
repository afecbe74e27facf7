"""A text's file is read line by line; what is wrong is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import text_file
from content.card import Option, Question
from content.draft import TextDraft
from content.text_file import parse
from tests.content.cast import GERMAN


def sentences(longest: int, shortest: int = 1) -> st.SearchStrategy[str]:
    signs = st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u202d\u202e"
    )
    texts = st.text(signs, min_size=shortest, max_size=longest)
    return texts.filter(lambda text: text == text.strip() and len(text) >= shortest)


options = st.lists(
    st.builds(Option, sentences(60), sentences(60), st.booleans()), min_size=2, max_size=4
).filter(lambda answers: any(answer.right for answer in answers))
questions = st.builds(Question, sentences(60), options.map(tuple))
texts = st.builds(
    TextDraft,
    language=st.sampled_from(["de", "en", "tr", "uk"]),
    variant=st.sampled_from(["plain", "easy", "signed"]),
    title=sentences(120),
    state=st.sampled_from(["draft", "machine", "reviewed"]),
    why=sentences(60, 0),
    stand_clear=sentences(60, 0),
    take_away=sentences(60, 0),
    task=sentences(60, 0),
    steps=st.lists(sentences(60), min_size=1, max_size=5).map(tuple),
    questions=st.lists(questions, max_size=2).map(tuple),
)


@given(texts)
def test_what_is_written_is_read_back(text: TextDraft) -> None:
    file = parse(f"{text.key}.md", text_file.write(text))
    assert file.findings == []
    assert file.draft() == text


def test_a_file_in_its_usual_form_stays_as_it_is() -> None:
    assert text_file.write(parse("de.md", GERMAN).draft()) == GERMAN


def test_windows_lines_read_alike() -> None:
    assert parse("de.md", GERMAN.replace("\n", "\r\n")).draft() == parse("de.md", GERMAN).draft()


def test_a_long_sentence_may_go_on_in_the_next_line() -> None:
    broken = GERMAN.replace("aus dem Kasten", "aus\n   dem Kasten")
    broken = broken.replace("Danach kann", "Danach\n  kann")
    assert parse("de.md", broken).draft() == parse("de.md", GERMAN).draft()


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("# Schutz", "Schutz", 'de.md:1: "Schutzbrille tragen" is not known here.'),
        ("# Schutzbrille tragen", "", 'de.md:1: the title is missing: begin with "# Title".'),
        ("why:", "warum:", 'de.md:3: "warum: '),
        ("take-away:", "why:", 'de.md:5: "why" stands on line 3 already.'),
        (": Erst die Brille, dann der Start.", ":", 'de.md:5: "take-away" says nothing.'),
        ("try:", "# Noch ein Titel\ntry:", "de.md:6: there is a title already"),
        ("try:", "state: perfect\ntry:", "de.md:6: the state is one of: draft,"),
        ("2. Setz", "3. Setz", "de.md:10: this is step 2, not 3."),
        ("2. Setz", "9" * 5000 + ". Setz", "de.md:10: this is step 2, not 9999"),
        ("2. Setz", "Setz", 'de.md:10: a step begins with its number: "1. One sentence."'),
        ("## Steps", "## Schritte", 'de.md:8: only "## Steps" and "## Question" are known'),
        ("- [x]", "- [ ]", "de.md:12: no answer is right: mark one with [x]."),
        ("  Dann ist es zu spät.\n", "", "de.md:14: this answer has no feedback"),
        ("  Dann", "Dann", 'de.md:15: an answer begins with "- [ ] "'),
        ("Wann setzt du die Brille auf?\n", "", "de.md:12: the question itself is missing."),
        ("- [ ] Wenn Späne fliegen.", "- [ ]", "de.md:14: this answer says nothing."),
        ("Ein Span", "x" * 201, "de.md:3: the why has "),
        ("Nimm", "\x07Nimm", "de.md:9: the step holds a sign that cannot be shown."),
        ("Nimm", "\u202eNimm", "de.md:9: the step holds a sign that cannot be shown."),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, finding: str) -> None:
    assert old in GERMAN
    said = [str(found) for found in parse("de.md", GERMAN.replace(old, new, 1)).findings]
    assert any(line.startswith(finding) for line in said), said


def test_a_question_has_eight_answers_at_most() -> None:
    many = GERMAN + "".join(f"- [ ] Antwort {n}\n  Nein.\n" for n in range(7))
    said = [str(found) for found in parse("de.md", many).findings]
    assert said == ["de.md:12: a question has eight answers at most."]


def test_a_question_needs_two_answers() -> None:
    one = GERMAN[: GERMAN.index("- [ ]")] + "- [x] Vor dem Öffnen.\n  Richtig.\n"
    said = [str(found) for found in parse("de.md", one).findings]
    assert said == ["de.md:12: a question needs two answers at least."]


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused_and_never_breaks(source: str) -> None:
    file = parse("de.md", source)
    assert file.findings or file.draft().steps
