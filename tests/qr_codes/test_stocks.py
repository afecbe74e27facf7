"""Stocks are measured right, and what somebody measured wrong is said in a sentence."""

import math
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr_codes import designs, stock
from qr_codes.stock import BadStock, Stock

OWN: dict[str, Any] = {
    "title": "Own", "page": [210, 297], "columns": 2, "rows": 5,
    "cell": [90, 50], "first": [10, 20], "pitch": [95, 52],
}  # fmt: skip
lengths = st.floats(allow_nan=True, allow_infinity=True) | st.integers() | st.sampled_from([0, 1])
pairs = st.lists(lengths, max_size=3) | st.none() | st.text(max_size=5)


@pytest.mark.parametrize("name", stock.names())
def test_every_stock_survives_being_written(name: str) -> None:
    shipped = stock.stock(name)
    assert stock.read(name, stock.toml(shipped)) == shipped


@pytest.mark.parametrize("name", stock.names())
def test_every_stock_says_what_it_is_meant_for(name: str) -> None:
    shipped = stock.stock(name)
    assert shipped.kind in stock.KINDS
    assert shipped.material in stock.MATERIALS
    assert all(one in designs.names() for one in stock.fitting(shipped))
    assert stock.fitting(shipped)


def test_there_are_a_dozen_stocks_and_more() -> None:
    assert len(stock.names()) >= 12
    assert {stock.stock(name).kind for name in stock.names()} == set(stock.KINDS)


@pytest.mark.parametrize(("name", "dots"), [("roll-62", (1109, 696)), ("dk-11202", (1109, 696))])
def test_a_roll_of_62_mm_has_the_dots_its_printer_reaches(name: str, dots: tuple[int, int]) -> None:
    assert stock.stock(name).reach(300) == dots


def test_a_tag_of_100_by_50_mm_has_as_many_dots_as_its_printer_is_fine() -> None:
    tag = stock.stock("zebra-100x50")
    assert tag.reach(203) == (799, 400)
    assert tag.reach(300) == (1181, 591)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"page": [200, 297], "pitch": [105, 52]}, "cell", "end at 205.00 mm across"),
        ({"pitch": [95, 40]}, "pitch", "cells of 50 mm every 40 mm down lie on each other"),
        ({"first": [-3, 20]}, "first", "begins 3 mm before the page"),
        ({"page": [math.nan, 297]}, "page", "lies between 0 and 1200 millimetres"),
        ({"page": [1e30, 297]}, "page", "lies between 0 and 1200 millimetres"),
        ({"page": [210]}, "page", "is two numbers"),
        ({"page": "A4"}, "page", "is two numbers"),
        ({"page": [5, 5]}, "page", "10 to 1200 millimetres"),
        ({"cell": [0, 50]}, "cell", "nothing to print on"),
        ({"columns": 10**9}, "columns", "a whole number from 1 to 100"),
        ({"rows": True}, "rows", "a whole number from 1 to 100"),
        ({"title": " "}, "title", "a text of 1 to 80 signs"),
        ({"title": "A\x00"}, "title", "cannot be printed"),
        ({"kind": "plotter"}, "kind", "is one of office, brother, zebra"),
        ({"colour": "red"}, "colour", "'colour' is unknown"),
        ({"dots": [9000, 696], "dpi": 300}, "dots", "longer than 210 mm"),
        ({"dots": [600, 600]}, "dots", "belong together"),
    ],
)
def test_a_wrong_measure_is_said_where_it_was_written(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(BadStock, match="own: ") as caught:
        stock.of("own", OWN | changes)
    assert caught.value.field == field
    assert sentence in caught.value.reason


@pytest.mark.parametrize("key", ["title", "page"])
def test_a_missing_measure_is_named(key: str) -> None:
    with pytest.raises(BadStock, match=f"{key} is missing"):
        stock.of("own", {name: value for name, value in OWN.items() if name != key})


@pytest.mark.parametrize("text", ["x" * 5000, "page = [1, 2", "[" * 3000, 'page = "\x00"'])
def test_what_is_no_description_is_refused(text: str) -> None:
    with pytest.raises(BadStock):
        stock.read("own", text)


@given(st.dictionaries(st.sampled_from(sorted(OWN)), pairs | lengths | st.booleans()))
def test_whatever_was_measured_gives_cells_on_the_page_or_a_sentence(table: Any) -> None:
    with suppress(BadStock):
        made = stock.of("own", OWN | table)
        assert all_on_the_page(made)
        assert stock.read("own", stock.toml(made)) == made


def all_on_the_page(made: Stock) -> bool:
    assert made.cell is not None
    whole = replace(designs.design("tag-30"), width=made.cell[0], height=made.cell[1])
    corners = stock.places(made, whole)
    inside = all(
        at[side] >= -0.1 and at[side] + made.cell[side] <= made.page[side] + 0.1
        for at in corners
        for side in (0, 1)
    )
    apart = all(
        any(abs(a[side] - b[side]) >= made.cell[side] - 0.1 for side in (0, 1))
        for number, a in enumerate(corners)
        for b in corners[:number]
    )
    return inside and apart
