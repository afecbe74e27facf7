"""What a person has to check in captions is found in every language of the floor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import watchwords

LANGUAGES = ("de", "en", "tr", "pl", "ro", "uk", "ru", "ar", "cs", "hr")


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Mit 35 Nm anziehen, nie fester.", ["35 Nm", "nie"]),
        ("de", "Nicht! Fünfundzwanzig Newtonmeter.", ["Nicht", "Fünfundzwanzig", "Newtonmeter"]),
        ("de", "Öl bei 20°C, 1,5 bar und 3.000 U/min.", ["20°C", "1,5 bar", "3.000 U/min"]),
        ("de", "5,20 Newtonmeter", ["5,20 Newtonmeter"]),
        ("en", "Don't open it without gloves, twice.", ["Don't", "without", "twice"]),
        ("tr", "Kapağı açmayın: 5 bar.", ["açmayın", "5 bar"]),
        ("pl", "Nigdy bez rękawic, dwa razy.", ["Nigdy", "bez", "dwa", "razy"]),
        ("ro", "Nu deschide ușa, 10 secunde.", ["Nu", "10 secunde"]),
        ("uk", "Не відчиняй, 5 мм.", ["Не", "5 мм"]),
        ("ru", "Не открывать без ключа.", ["Не", "без"]),
        ("ar", "لا تفتح الباب", ["لا"]),
        ("cs", "Nikdy neotvírej dveře.", ["Nikdy", "neotvírej"]),
        ("hr", "Nemoj otvarati bez ključa.", ["Nemoj", "bez"]),
        ("vi", "Không mở, 35 Nm", ["35 Nm"]),
    ],
)  # fmt: skip
def test_numbers_units_and_negations_are_found(language: str, text: str, found: list[str]) -> None:
    assert watchwords.to_check([text], language) == found


def test_what_hides_in_other_words_is_left_alone() -> None:
    assert watchwords.to_check(["Knieschoner, Niete, Mangan, bar bezahlt"], "de") == []


def test_each_word_is_named_once() -> None:
    assert watchwords.to_check(["Nie ziehen.", "nie drehen, nie."], "de") == ["Nie"]


@given(st.text(), st.sampled_from(LANGUAGES))
def test_the_parts_joined_are_the_text(text: str, language: str) -> None:
    assert "".join(part for part, _ in watchwords.parts(text, language)) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_words_and_sounds(language: str) -> None:
    watch = watchwords.watch(language)
    assert min(map(len, (watch.numbers, watch.units, watch.never, watch.sounds))) >= 5
    assert all(word == word.lower() for word in watch.words)
