"""A tag writer gets the very addresses of the labels."""

import csv
import io
from dataclasses import replace

import pytest

from qr_codes import tags
from qr_codes.plate import Plate


def rows(plates: list[Plate]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tags.table(plates).decode(), newline="")))


def test_each_label_is_a_row_with_the_address_of_its_symbol(hall: list[Plate]) -> None:
    read = rows(hall)
    assert [row["url"] for row in read] == [plate.symbol().text for plate in hall]
    assert [row["code"] for row in read] == [plate.spelt for plate in hall]
    assert list(read[0]) == ["url", "code", "machine", "place"]


@pytest.mark.parametrize("name", ['Presse "4", neu', "Zeile\nzwei", "مخرطة رقم ٤", "a;b,c"])
def test_names_arrive_as_they_are(lathe: Plate, name: str) -> None:
    assert rows([replace(lathe, name=name)])[0]["machine"] == name


@pytest.mark.parametrize("name", ["=1+1", "+49", "-x", "@sum", "\tx"])
def test_a_name_is_never_a_formula(lathe: Plate, name: str) -> None:
    assert rows([replace(lathe, name=name)])[0]["machine"] == f"'{name}"
