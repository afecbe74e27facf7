"""Numbers and units that a translation loses are found, and only those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.figures import figures, lost


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Mit 35 Nm anziehen.", "35 Nm ile sık."),
        ("Höchstens 1,5 bar.", "At most 1.5 bar."),
        ("Mit 35 Nm anziehen.", "Затягивать моментом 35 Н·м."),
        ("5 mm Abstand", "مسافة ٥ مم"),
        ("Bei 1.500 U/min", "At 1,500 rpm"),
        ("Nach 3 Minuten", "Po 3 minutach"),
    ],
)
def test_a_translation_with_the_same_numbers_loses_nothing(source: str, target: str) -> None:
    assert lost(source, target) == ()


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("Mit 35 Nm anziehen.", "30 Nm ile sık.", ("35 Nm",)),
        ("35 Nm, dann 90 Grad", "35 Nm", ("90",)),
        ("5 mm Abstand", "5 cm distance", ("5 mm",)),
        ("5 mm Abstand", "مسافة كبيرة", ("5 mm",)),
        ("2 Bar, 2 Bolzen", "iki", ("2",)),
    ],
)
def test_a_lost_number_or_unit_is_named(source: str, target: str, missing: tuple[str]) -> None:
    assert lost(source, target) == missing


@given(text=st.text(max_size=80))
def test_a_text_never_loses_anything_to_itself(text: str) -> None:
    assert lost(text, text) == ()
    assert all(number for number, _ in figures(text))
