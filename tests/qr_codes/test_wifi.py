"""A guest's phone joins by the poster, whatever signs name and password have."""

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from pyzbar import pyzbar

from qr_codes import plate, wifi

names = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1,
                max_size=8)  # fmt: skip
passwords = st.text([chr(n) for n in range(32, 127)], min_size=8, max_size=63)


def as_a_phone_reads(text: str) -> dict[str, str]:
    """Fields of a wifi symbol: letter, colon, value up to a semicolon that is not escaped."""
    assert text.startswith("WIFI:")
    fields, key, value = {}, "", ""
    signs = iter(text.removeprefix("WIFI:"))
    for sign in signs:
        if sign == "\\":
            value += next(signs)
        elif sign == ";":
            if key:
                fields[key] = value
            key, value = "", ""
        elif sign == ":" and not key:
            key, value = value, ""
        else:
            value += sign
    assert text.endswith(";;")
    return fields


@given(names, passwords, st.booleans())
def test_name_and_password_arrive_sign_by_sign(name: str, password: str, hidden: bool) -> None:  # noqa: FBT001
    read = as_a_phone_reads(wifi.text(name, password, hidden=hidden))
    assert read == {"T": "WPA", "S": name, "P": password} | ({"H": "true"} if hidden else {})


def test_the_escapes_are_those_that_phones_know() -> None:
    assert wifi.text(r'a\b;c,d":e', "12345678") == r"WIFI:T:WPA;S:a\\b\;c\,d\"\:e;P:12345678;;"
    assert wifi.text("Hof") == "WIFI:T:nopass;S:Hof;;"


@pytest.mark.parametrize(
    ("name", "password"),
    [("ACME Gäste", "kaffee;um:neun"), ("Тест", "x" * 63), ("net", ""), ("A", "0f" * 32)],
)
def test_two_decoders_read_the_poster(name: str, password: str) -> None:
    with pypdfium2.PdfDocument(wifi.poster(name, password)) as document:
        picture = document[0].render(scale=100 / 72, grayscale=True).to_pil()
    wanted = wifi.text(name, password)
    assert [found.bytes.decode() for found in zxingcpp.read_barcodes(picture)] == [wanted]
    assert pyzbar.decode(picture)
    if wanted.isascii():
        assert [found.data.decode() for found in pyzbar.decode(picture)] == [wanted]


def test_the_password_is_spelt_only_where_asked() -> None:
    for spelt in (True, False):
        with pypdfium2.PdfDocument(wifi.poster("Gast", "kaffee12", spelt=spelt)) as document:
            text = document[0].get_textpage().get_text_range()
        assert ("kaffee12" in text) is spelt
        assert "Gast" in text


@pytest.mark.parametrize("language", plate.languages())
def test_the_poster_speaks_every_language_of_the_labels(language: str) -> None:
    drawing = wifi.draw("Gast", "kaffee12", languages=(language, "de"))
    assert all(shape.x >= 0 for shape in drawing.shapes)
    assert language == "en" or drawing.title != "Guest wifi"


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [("", "12345678", "name"), ("ä" * 17, "", "name"), ("a\nb", "", "name"),
     ("a", "short", "password"), ("a", "x" * 64, "password"), ("a", "pässwort", "password"),
     ("a", "1234567\n", "password")],
)  # fmt: skip
def test_a_network_that_no_phone_could_join_is_refused(
    name: str, password: str, field: str
) -> None:
    with pytest.raises(wifi.BadWifi) as caught:
        wifi.text(name, password)
    assert caught.value.field == field
