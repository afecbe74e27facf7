"""Every label decodes from the finished file, by two decoders, on every ground."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import resvg_py
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

from qr_codes import designs, labels, lettering, plate, symbol
from qr_codes.plate import Plate


def pages(file: bytes, dpi: int = 300) -> list[Image.Image]:
    """The file as a phone would see it, on a grey table."""
    if file.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(file) as document:
            return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    if not file.startswith(b"\x89PNG"):
        file = bytes(resvg_py.svg_to_bytes(svg_string=file.decode(), dpi=dpi))
    return [Image.open(BytesIO(file)).convert("L")]


def copies(look: str) -> int:
    return sum(part["kind"] == "symbol" for part in designs.design(look).parts)


@pytest.mark.parametrize("look", [name for name in designs.names() if name != "a4"])
@pytest.mark.parametrize("paint", [labels.pdf, labels.png, labels.svg])
def test_both_decoders_read_every_copy(
    lathe: Plate, look: str, paint: Callable[[Plate, str], bytes]
) -> None:
    (picture,) = pages(paint(lathe, look))
    wanted = [lathe.url] * copies(look)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == wanted
    assert [found.data.decode() for found in pyzbar.decode(picture)] == wanted


def test_the_a4_sign_reads_at_screen_size(lathe: Plate) -> None:
    (picture,) = pages(labels.pdf(lathe, "a4"), dpi=100)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [lathe.url] * 2


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_bitmap_has_modules_of_whole_dots_and_nothing_between(lathe: Plate, dpi: int) -> None:
    picture = pages(labels.png(lathe, "a6", dpi=dpi))[0]
    for code in designs.draw(designs.design("a6"), lathe, dpi=dpi).codes:
        dots = code.module * dpi / 25.4
        left, top = code.x * dpi / 25.4, code.y * dpi / 25.4
        assert max(abs(n - round(n)) for n in (dots, left, top)) < 1e-6
        side = round(dots) * code.symbol.side
        inside = picture.crop((round(left), round(top), round(left) + side, round(top) + side))
        assert sum(inside.histogram()[1:255]) == 0


def test_a_one_bit_bitmap_has_no_grey(lathe: Plate) -> None:
    assert Image.open(BytesIO(labels.png(lathe, dpi=203, one_bit=True))).mode == "1"


@pytest.mark.parametrize("look", designs.names())
def test_the_two_copies_are_at_opposite_ends(lathe: Plate, look: str) -> None:
    drawing = designs.draw(designs.design(look), lathe)
    if len(drawing.codes) == 2:
        small, big = sorted(drawing.codes, key=lambda code: code.size)
        assert small.x > big.x + big.size * 0.9
        assert small.y < big.y
        assert drawing.width - small.x - small.size < 0.14 * drawing.width


def test_one_stain_of_an_eighth_of_the_a6_sign_leaves_a_copy_untouched(lathe: Plate) -> None:
    small, big = sorted(designs.draw(designs.design("a6"), lathe).codes, key=lambda c: c.size)
    gap = big.y - (small.y + small.size)
    assert gap >= 0.9 * 2 * (0.12 * 105 * 148 / 3.1416) ** 0.5


def test_the_same_label_is_the_same_bytes(lathe: Plate) -> None:
    for paint in (labels.pdf, labels.svg, labels.png):
        assert paint(lathe) == paint(lathe)


def test_a_reprint_with_its_mask_is_the_same_symbol(lathe: Plate) -> None:
    again = replace(lathe, name="Drehmaschine 4 neu", mask=lathe.symbol().mask)
    assert again.symbol() == lathe.symbol()


@pytest.mark.parametrize("language", plate.languages())
def test_every_language_stands_on_every_design(lathe: Plate, language: str) -> None:
    other = replace(lathe, languages=(language, "de"))
    for look in designs.names():
        assert designs.draw(designs.design(look), other).codes


def test_easy_german_and_a_single_language_are_fine(lathe: Plate) -> None:
    assert labels.svg(replace(lathe, languages=("de-simple",), place=""))


def test_fonts_are_embedded_and_the_words_are_text(lathe: Plate) -> None:
    file = labels.pdf(lathe)
    with pypdfium2.PdfDocument(file) as document:
        words = document[0].get_textpage().get_text_range()
    assert "Drehmaschine 4" in words.replace("\u00a0", " ")
    assert b"/FontFile2" in file


def test_the_names_of_an_svg_cannot_break_it(lathe: Plate) -> None:
    assert labels.svg(replace(lathe, name='<script>&amp; "Presse" ]]>'))


def test_a_host_that_is_too_long_for_the_symbol_or_to_be_read_is_refused(lathe: Plate) -> None:
    long = "https://" + "learning." * 8 + "plant.example"
    with pytest.raises(designs.TooFine):
        labels.pdf(replace(lathe, url=symbol.address(long, lathe.code)), "tag-30")
    with pytest.raises(lettering.DoesNotFit, match="learning"):
        labels.pdf(replace(lathe, url=symbol.address(long, lathe.code)), "strip-63")


def test_it_names_what_it_does_not_have(lathe: Plate) -> None:
    with pytest.raises(designs.UnknownDesign, match="a6"):
        labels.pdf(lathe, "a7")
    with pytest.raises(plate.NoWords):
        labels.pdf(replace(lathe, languages=("tlh",)))
    with pytest.raises(lettering.CannotWrite):
        labels.pdf(replace(lathe, name="旋盤"))
