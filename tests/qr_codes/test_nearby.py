"""What somebody may have meant who mistyped a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr_codes.codes import ALPHABET, check_character, parse
from qr_codes.nearby import meant

CODES = st.text(ALPHABET, min_size=5, max_size=5).map(lambda data: data + check_character(data))


@pytest.mark.parametrize(
    "typed",
    ["D4H7KX", "4DH7KW", "D4H7WK", "D4H7K", "4H7KW", "D4HH7KW", "d4h-7kx", "D4H 7K8", "D4UH7KW"],
)
def test_one_slip_still_leads_to_the_code(typed: str) -> None:
    assert "D4H7KW" in meant(typed)


@pytest.mark.parametrize("typed", ["", "D4H7", "D4H7KW12", "Presse", "äöü", "D4H7KW" * 100])
def test_what_is_no_code_leads_to_none(typed: str) -> None:
    assert not meant(typed) or typed == "Presse"


@given(CODES, st.integers(0, 4))
def test_a_pair_typed_as_another_pair_is_understood(code: str, at: int) -> None:
    data = code[:at] + 2 * code[at] + code[at + 2 : 5] if at < 4 else code[:5]
    right = data + check_character(data)
    wrong = right[:at] + "77" + right[at + 2 :] if at < 4 else right
    assert right in meant(wrong)


@given(st.text(ALPHABET, min_size=5, max_size=7))
def test_only_right_codes_are_offered_and_few_of_them(typed: str) -> None:
    found = meant(typed)
    assert len(found) <= 50
    assert all(parse(code) == code for code in found)
