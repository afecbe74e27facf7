"""Cells for a spreadsheet: no name is reckoned, and each comes back as it was."""

import pytest

from content.spreadsheet import bare, inert


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+1", "-1+1", "@sum", "\tcmd", "＝1+1"])
def test_a_name_is_never_a_formula_and_comes_back(formula: str) -> None:
    assert inert(formula) == f"'{formula}"
    assert bare(inert(formula)) == formula


@pytest.mark.parametrize("plain", ["Presse", "-35", "", "'tis", "7,5"])
def test_what_is_no_formula_stays_as_it_is(plain: str) -> None:
    assert inert(plain) == plain
    assert bare(plain) == plain
