"""A code keeps what was typed from meaning another machine."""

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr_codes import codes

made = st.text(codes.ALPHABET, min_size=5, max_size=5).map(
    lambda data: data + codes.check_character(data)
)


def sample(count: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311 - the same sample in every run
    data = ("".join(chance.choices(codes.ALPHABET, k=5)) for _ in range(count))
    return [five + codes.check_character(five) for five in data]


@pytest.mark.parametrize(
    ("data", "check"), [("D4H7K", "W"), ("K7Q2M", "X"), ("00000", "0"), ("10000", "2")]
)
def test_the_check_character_never_changes(data: str, check: str) -> None:
    assert codes.check_character(data) == check


def test_it_refuses_every_single_wrong_sign_in_ten_thousand_codes() -> None:
    for number, code in enumerate(sample(10_000)):
        place = number % 6
        for wrong in codes.ALPHABET.replace(code[place], ""):
            with pytest.raises(codes.Mistyped):
                codes.parse(code[:place] + wrong + code[place + 1 :])


def test_it_refuses_every_swap_of_two_signs_in_ten_thousand_codes() -> None:
    for code in sample(10_000):
        for i in range(5):
            for j in range(i + 1, 6):
                signs = list(code)
                signs[i], signs[j] = signs[j], signs[i]
                if signs != list(code):
                    with pytest.raises(codes.Mistyped):
                        codes.parse("".join(signs))


@pytest.mark.parametrize("place", range(5))
def test_it_refuses_twins_that_became_other_twins(place: int) -> None:
    for code in sample(500):
        twins = twinned(code, place, code[0])
        for other in codes.ALPHABET.replace(twins[place], ""):
            with pytest.raises(codes.Mistyped):
                codes.parse(twins[:place] + other * 2 + twins[place + 2 :])


def twinned(code: str, place: int, sign: str) -> str:
    """A code that has the same sign at a place and after it."""
    if place < 4:
        data = code[:place] + sign * 2 + code[place + 2 : 5]
        return data + codes.check_character(data)
    return next(
        five + five[4]
        for five in (code[:4] + last for last in codes.ALPHABET)
        if codes.check_character(five) == five[4]
    )


@given(made)
def test_it_reads_any_case_and_grouping(code: str) -> None:
    assert codes.parse(codes.spell(code)) == code
    assert codes.parse(f" {code[:2].lower()} {code[2:].lower()}\n") == code


@given(made)
def test_it_reads_look_alikes_as_digits(code: str) -> None:
    for digit, letters in (("0", "Oo"), ("1", "IilL")):
        for letter in letters:
            assert codes.parse(code.replace(digit, letter)) == code


@pytest.mark.parametrize(
    "text", ["", "K7Q", "K7Q2MXX", "K7Q2M!", "https://qr.acme.de", "ЌЌЌЌЌЌ", "²²²²²²"]
)
def test_it_says_what_cannot_be_a_code(text: str) -> None:
    with pytest.raises(codes.NotACode):
        codes.parse(text)


def test_a_letter_that_no_code_has_is_a_typing_error() -> None:
    with pytest.raises(codes.Mistyped):
        codes.parse("U7Q2MX")


@given(st.text())
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    with suppress(codes.NotACode, codes.Mistyped):
        assert codes.parse(codes.parse(text)) == codes.parse(text)


def test_new_codes_are_valid_polite_and_different() -> None:
    fresh = {codes.new() for _ in range(2_000)}
    assert len(fresh) > 1_990
    assert all(codes.parse(code) == code for code in fresh)
    assert not any(word in code for code in fresh for word in ("SS", "HH", "88", "SEX", "5EX"))


def test_a_code_is_never_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = iter("K7Q2M" + "D4H7K")
    monkeypatch.setattr("qr_codes.codes.secrets.choice", lambda _alphabet: next(signs))
    assert codes.new(exclude={"K7Q2MX"}) == "D4H7KW"
