"""On the wall of the learning room hangs every machine of an area, and each can be scanned."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from pyzbar import pyzbar

from qr_codes import designs, symbol, wall_chart
from qr_codes.plate import Plate
from qr_codes.shapes import Lettering
from qr_codes.sheets import NoLabels


@pytest.mark.parametrize(("size", "pages"), [("a4", 2), ("a3", 1)])
def test_two_decoders_read_every_machine(hall: list[Plate], size: str, pages: int) -> None:
    many = hall + [replace(one, name=f"{one.name} neu") for one in hall[:3]]
    with pypdfium2.PdfDocument(wall_chart.chart("Halle 3", many, size)) as document:
        pictures = [page.render(scale=300 / 72, grayscale=True).to_pil() for page in document]
    assert len(pictures) == pages
    read = iter(many)
    for picture, drawing in zip(pictures, wall_chart.draw("Halle 3", many, size), strict=True):
        for code in drawing.codes:
            around = [side * 300 / 25.4 for side in (
                code.x - code.quiet, code.y - code.quiet,
                code.x + code.size + code.quiet, code.y + code.size + code.quiet,
            )]  # fmt: skip
            part = picture.crop((around[0], around[1], around[2], around[3]))
            wanted = [next(read).url]
            assert [found.text for found in zxingcpp.read_barcodes(part)] == wanted
            assert [found.data.decode() for found in pyzbar.decode(part)] == wanted


def test_title_codes_names_and_the_number_of_the_page_stand_on_it(hall: list[Plate]) -> None:
    with pypdfium2.PdfDocument(wall_chart.chart("Halle 3", hall * 2)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    for number, text in enumerate(texts, 1):
        assert "Halle\u00a03" in text
        assert f"{number} / 2" in text.replace("\u00a0", " ")
    for plate in hall:
        assert plate.spelt in texts[0] + texts[1]
        assert plate.name in (texts[0] + texts[1]).replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["Presse " * 28, "مخرطة رقم ٤", "B" * 200, "Верстат № 7"])
def test_no_name_is_too_long_or_too_foreign(lathe: Plate, name: str) -> None:
    (drawing,) = wall_chart.draw("Halle 3", [replace(lathe, name=name)])
    assert wall_chart.chart("H" * 200, [replace(lathe, name=name)])
    for shape in drawing.shapes:
        if isinstance(shape, Lettering):
            assert 0 <= shape.x <= drawing.width - shape.line.width * shape.size


def test_progress_of_a_chart_goes_on_to_its_end(hall: list[Plate]) -> None:
    told: list[tuple[int, int]] = []
    wall_chart.chart("Halle 3", hall * 2, progress=lambda *step: told.append(step))
    assert told == [(12, 40), (20, 40), (32, 40), (40, 40)]


def test_what_cannot_be_hung_up_is_said(lathe: Plate) -> None:
    with pytest.raises(NoLabels):
        wall_chart.chart("Halle 3", [])
    with pytest.raises(wall_chart.UnknownSize, match="a3"):
        wall_chart.chart("Halle 3", [lathe], "a0")
    long = symbol.address("https://" + "learning." * 8 + "plant.example", lathe.code)
    assert wall_chart.chart("Halle 3", [replace(lathe, url=long)])
    assert wall_chart.draw("H", [lathe], "a3")[0].codes[0].module >= designs.SMALLEST_MODULE
