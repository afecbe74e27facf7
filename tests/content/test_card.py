"""A card says what a page shows, and survives its way through JSON."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import card
from content.card import Card, File, Film, Option, Question, Standing, Step, Words

shas = st.text("0123456789abcdef", min_size=64, max_size=64)
sizes = st.none() | st.integers(1, 4000)
files = st.builds(File, shas, st.sampled_from(["mp4", "svg"]), st.integers(0), sizes, sizes)
films = st.builds(Film, st.floats(0, 900), st.dictionaries(st.sampled_from(["lite"]), files))
options = st.builds(Option, st.text(), st.text(), st.booleans())
questions = st.builds(Question, st.text(), st.lists(options, max_size=3).map(tuple))
steps = st.builds(Step, st.text(), st.none() | st.floats(0, 900), st.none() | files)
words = st.builds(
    Words,
    language=st.just("de"),
    variant=st.just("plain"),
    state=st.just("reviewed"),
    title=st.text(),
    steps=st.lists(steps, max_size=3).map(tuple),
    questions=st.lists(questions, max_size=2).map(tuple),
    captions=st.none() | files,
    film=st.none() | films,
    voice=st.none() | files,
)


def nugget(**texts: Words) -> Card:
    plain = {name.replace("_", "-"): text for name, text in texts.items()}
    return Card("i", "s", "normal", "routine", "anywhere", 1, "2026-11-23", ("safety",), plain)


def spoken(language: str, variant: str = "plain") -> Words:
    return Words(language, variant, "reviewed", f"{language} {variant}")


@given(words)
def test_json_gives_back_the_same_card(text: Words) -> None:
    said = nugget(de=text)
    assert card.loads(card.dumps(said)) == said


def test_it_says_the_text_that_was_asked_for() -> None:
    said = nugget(de=spoken("de"), de_simple=spoken("de", "easy"))
    assert said.say("de-simple", "de") == (spoken("de", "easy"), False)


def test_easy_language_falls_back_to_plain_and_says_so() -> None:
    assert nugget(de=spoken("de"), en=spoken("en")).say("de-simple", "en") == (spoken("de"), True)


def test_a_missing_language_falls_back_to_the_plants() -> None:
    assert nugget(de=spoken("de"), en=spoken("en")).say("tr", "de") == (spoken("de"), True)


def test_without_the_plants_language_any_text_is_better_than_none() -> None:
    assert nugget(pl=spoken("pl")).say("tr", "de") == (spoken("pl"), True)


def test_a_file_is_named_after_its_content() -> None:
    assert File("ab" * 32, "mp4", 10).name == "ab" * 32 + ".mp4"


def test_the_key_of_a_text_leads_back_to_its_language_and_variant() -> None:
    assert card.key("de", "easy") == "de-simple"
    assert card.variant_of("de-simple") == ("de", "easy")
    assert card.variant_of("uk-signed") == ("uk", "signed")
    assert card.variant_of("en") == ("en", "plain")


def of_class(klass: str, **texts: Words) -> Card:
    return replace(nugget(**texts), klass=klass)


@pytest.mark.parametrize("state", ["draft", "machine"])
def test_a_safety_text_nobody_reviewed_stands_under_the_one_that_binds(state: str) -> None:
    own, source = replace(spoken("tr"), state=state), spoken("de")
    said = of_class("safety", de=source, tr=own)
    assert said.stands(own, "de") == Standing(source, own, state)


def test_an_easy_safety_text_nobody_reviewed_stands_under_the_plain_one() -> None:
    own, source = replace(spoken("de", "easy"), state="draft"), spoken("de")
    assert of_class("safety", de=source, de_simple=own).stands(own, "de").words == source


@pytest.mark.parametrize("klass", ["safety", "normal"])
def test_a_reviewed_text_stands_alone(klass: str) -> None:
    said = of_class(klass, de=spoken("de"), tr=spoken("tr"))
    assert said.stands(spoken("tr"), "de") == Standing(spoken("tr"))


def test_other_texts_nobody_reviewed_stand_alone_and_say_so() -> None:
    own = replace(spoken("tr"), state="machine")
    said = of_class("normal", de=spoken("de"), tr=own)
    assert said.stands(own, "de") == Standing(own, unread="machine")


def test_the_text_in_the_plants_language_was_released_and_stands_alone() -> None:
    source = replace(spoken("de"), state="draft")
    assert of_class("safety", de=source).stands(source, "de") == Standing(source)
