"""Designs are data: what stands in them is black where it must be, and clear of the symbols."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from qr_codes import designs, lettering, logo, symbol
from qr_codes.plate import Plate
from qr_codes.shapes import Box, Code, Drawing, Lettering, Picture

LOOKS = designs.names()
LONG = "Bearbeitungszentrum für Kurbelwellengehäuse, Linie 14 " * 4
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">'
    b'<path fill="#06c" d="M0 0h20v10H0z"/></svg>'
)


def drawn(plate: Plate, look: str, dpi: int = 300) -> Drawing:
    return designs.draw(designs.design(look), plate, dpi=dpi)


def full(plate: Plate) -> Plate:
    return replace(plate, name=LONG[:200], logo=logo.read(SQUARE))


def edges(shape: Lettering | Picture) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is printed."""
    if isinstance(shape, Picture):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    top = shape.baseline - lettering.CAPITAL * shape.size
    bottom = shape.baseline + lettering.DESCENT * shape.size
    return shape.x, top, shape.x + shape.line.width * shape.size, bottom


def inked(drawing: Drawing) -> Iterator[Lettering | Picture]:
    return (shape for shape in drawing.shapes if not isinstance(shape, Box))


def clear(code: Code, shape: Lettering | Picture) -> bool:
    left, top, right, bottom = edges(shape)
    across = right <= code.x - code.quiet or left >= code.x + code.size + code.quiet
    return across or bottom <= code.y - code.quiet or top >= code.y + code.size + code.quiet


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_nothing_stands_in_the_white_of_a_symbol(lathe: Plate, look: str, dpi: int) -> None:
    for said in (lathe, full(lathe), replace(full(lathe), languages=("ar", "uk"))):
        drawing = drawn(said, look, dpi)
        assert all(clear(code, shape) for code in drawing.codes for shape in inked(drawing))


@pytest.mark.parametrize("look", LOOKS)
def test_everything_stays_on_the_label(lathe: Plate, look: str) -> None:
    drawing = drawn(full(lathe), look)
    for shape in inked(drawing):
        left, top, right, bottom = edges(shape)
        assert min(left, top) >= 1
        assert right <= drawing.width - 1
        assert bottom <= drawing.height - 1


@pytest.mark.parametrize("look", LOOKS)
def test_a_design_without_colour_is_black_on_white(lathe: Plate, look: str) -> None:
    design = designs.design(look)
    shapes = drawn(full(lathe), look).shapes
    colours = {shape.colour for shape in shapes if not isinstance(shape, Picture)}
    assert design.colour or colours == {designs.BLACK}
    pictures = [shape.png for shape in shapes if isinstance(shape, Picture)]
    wanted = logo.read(SQUARE) if design.colour else logo.read(SQUARE).black()
    assert pictures in ([], [wanted.png])


@pytest.mark.parametrize("look", LOOKS)
def test_code_name_and_host_stand_on_every_label(lathe: Plate, look: str) -> None:
    letters = [shape for shape in drawn(lathe, look).shapes if isinstance(shape, Lettering)]
    words = "".join(run.text for one in letters for run in one.line.runs).replace("\u00a0", " ")
    assert words.replace("-", "").count("K7Q2MX") == 1
    assert "Drehmaschine 4" in words
    assert "qr.acme.de" in words


@pytest.mark.parametrize("look", [look for look in LOOKS if look != "strip-45"])
def test_every_label_with_room_carries_two_symbols(lathe: Plate, look: str) -> None:
    assert len(drawn(lathe, look).codes) == 2


def test_a_copy_that_would_be_too_fine_is_left_out(lathe: Plate) -> None:
    longer = replace(lathe, url=symbol.address("https://learn.plant.example", lathe.code))
    (code,) = drawn(longer, "tag-30").codes
    assert code.module >= designs.SMALLEST_MODULE


def test_a_new_design_needs_no_code(lathe: Plate) -> None:
    table = {
        "title": "Round", "width": 40, "height": 40,
        "part": [
            {"kind": "symbol", "x": 8, "y": 5, "size": 24},
            {"kind": "text", "text": "{code}", "x": 4, "y": 33, "width": 32, "height": 6,
             "size": 6, "align": "center"},
        ],
    }  # fmt: skip
    drawing = designs.draw(designs.read("round", table), lathe)
    assert (len(drawing.codes), len(drawing.shapes)) == (1, 1)


@pytest.mark.parametrize("look", [look for look in LOOKS if look not in {"strip-45", "tag-30"}])
def test_no_place_is_larger_than_the_name_above_it(lathe: Plate, look: str) -> None:
    sizes = {
        shape.size
        for shape in drawn(full(replace(lathe, place="Werk 7")), look).shapes
        if isinstance(shape, Lettering) and "Werk" in said(shape)
    }
    names = {
        shape.size
        for shape in drawn(full(lathe), look).shapes
        if isinstance(shape, Lettering) and "Kurbel" in said(shape)
    }
    assert max(sizes) <= min(names)


def said(shape: Lettering) -> str:
    return "".join(run.text for run in shape.line.runs)


@pytest.mark.parametrize("look", ["roll-62", "tag-100", "strip-99"])
def test_one_language_alone_stands_beside_the_middle_of_the_pictogram(
    lathe: Plate, look: str
) -> None:
    both, alone = (drawn(replace(lathe, languages=one), look) for one in (("de", "tr"), ("de",)))
    heights = [
        next(s.baseline for s in one.shapes if isinstance(s, Lettering) and "Kamera " in said(s))
        for one in (both, alone)
    ]
    boxes = [one for one in alone.shapes if isinstance(one, Box)]
    middle = boxes[0].y + boxes[0].height / 2
    assert heights[0] < heights[1]
    assert abs(heights[1] - 1.0 - middle) < 1.0
