"""A printer that prints beside the mark is measured once, and corrected on every sheet."""

import math

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from qr_codes import calibration, designs, plate, printer, wording
from qr_codes.checks import inside
from qr_codes.painters.pdf import ROUNDED
from qr_codes.plate import Plate
from qr_codes.printer import BadPrinter, Printer
from qr_codes.shapes import Box, Lettering

offsets = st.tuples(st.floats(-10, 10), st.floats(-10, 10))
scales = st.tuples(st.floats(0.951, 1.049), st.floats(0.951, 1.049))
printers = st.builds(Printer, st.just("p"), st.sampled_from(printer.DPIS), offsets, scales)


@given(printers, st.floats(0, 400), st.floats(0, 400))
def test_what_is_aimed_lands_where_it_was_meant(made: Printer, x: float, y: float) -> None:
    landed = made.lands(*made.aim(x, y))
    assert math.isclose(landed[0], x, abs_tol=1e-6)
    assert math.isclose(landed[1], y, abs_tol=1e-6)


@given(printers)
def test_a_printer_survives_being_written(made: Printer) -> None:
    read = printer.read("p", printer.toml(made))
    assert read.dpi == made.dpi
    for one, other in zip((*read.offset, *read.scale), (*made.offset, *made.scale), strict=True):
        assert abs(one - other) < 1e-3


@given(printers, st.sampled_from([(210.0, 297.0), (297.0, 420.0), (148.0, 210.0), (100.0, 62.0)]))
def test_four_lengths_on_its_page_tell_all_of_a_printer(
    made: Printer, size: tuple[float, float]
) -> None:
    (x, y), (across, down) = calibration.crosses(size)
    first, last = made.lands(x, y), made.lands(x + across, y + down)
    if min(first) <= 0:
        return
    read = calibration.read(
        "p", left=first[0], top=first[1], across=last[0] - first[0], down=last[1] - first[1],
        size=size, dpi=made.dpi,
    )  # fmt: skip
    for one, other in zip((*read.offset, *read.scale), (*made.offset, *made.scale), strict=True):
        assert abs(one - other) < 1e-6


@pytest.mark.parametrize(
    ("lengths", "field", "sentence"),
    [
        ((20, 20, 170 * 0.94, 257), "scale", "fit to page"),
        ((35, 20, 170, 257), "offset", "15.0 mm beside the mark"),
        ((0, 20, 170, 257), "left", "a length in millimetres"),
        ((20, math.nan, 170, 257), "top", "a length in millimetres"),
        ((20, 20, math.inf, 257), "across", "a length in millimetres"),
        ((20, 20, 170, -1), "down", "a length in millimetres"),
    ],
)
def test_what_cannot_have_been_measured_is_said(
    lengths: tuple[float, float, float, float], field: str, sentence: str
) -> None:
    left, top, across, down = lengths
    with pytest.raises(BadPrinter, match=sentence) as caught:
        calibration.read("p", left=left, top=top, across=across, down=down)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "toml",
    ["dpi = 96", "dpi = true", "scale = [1]", "offset = [nan, 0]", "offset = [0, nan]",
     "scale = [inf, 1]", "offset = 'x'", "colour = 1", "dpi =", "x" * 5000, "offset = [11, 0]"],
)  # fmt: skip
def test_a_spoilt_description_of_a_printer_is_refused(toml: str) -> None:
    with pytest.raises(BadPrinter):
        printer.read("p", toml)


@pytest.mark.parametrize("size", [(210.0, 297.0), (100.0, 62.0)])
def test_the_page_has_its_crosses_where_it_says(size: tuple[float, float]) -> None:
    with pypdfium2.PdfDocument(calibration.page("Büro", size=size)) as document:
        picture = document[0].render(scale=600 / 72, grayscale=True).to_pil()
    (x, y), (across, down) = calibration.crosses(size)
    for at in ((x, y), (x + across, y), (x, y + down), (x + across, y + down)):
        assert dark_at(picture, *at)
        assert not dark_at(picture, at[0] + 0.9, at[1] - 0.9)


def dark_at(picture: Image.Image, x: float, y: float) -> bool:
    dots = 600 / 25.4
    left, top = round(x * dots), round(y * dots)
    return picture.crop((left, top, left + 1, top + 1)).tobytes()[0] < 128


def said(page: bytes) -> str:
    with pypdfium2.PdfDocument(page) as document:
        text = document[0].get_textpage().get_text_range()
    return str(text).replace("\r\n", " ").replace("\u00a0", " ")


def test_the_page_says_what_to_do_in_the_readers_language() -> None:
    for language, words in (("de", "Miss A, B, C"), ("en", "Measure A, B, C"), ("tlh", "Measure")):
        assert words in said(calibration.page("Büro", language=language))


@pytest.mark.parametrize("size", [(210.0, 297.0), (100.0, 62.0), (100.0, 50.0)])
@pytest.mark.parametrize("language", plate.languages())
def test_every_language_of_the_labels_has_its_page(
    language: str, size: tuple[float, float]
) -> None:
    drawing = calibration.draw("Büro", size=size, language=language)
    words = wording.say("calibration", language)
    assert words["title"] in drawing.title
    assert (words == wording.say("calibration", "en")) is (language == "en")
    assert inside(drawing, 0, 0, *size)


def test_arabic_runs_from_right_to_left_beside_its_number() -> None:
    drawing = calibration.draw("Büro", language="ar")
    lines = [shape for shape in drawing.shapes if isinstance(shape, Lettering) and shape.line.rtl]
    number = next(
        shape for shape in drawing.shapes
        if isinstance(shape, Lettering) and [run.text for run in shape.line.runs] == ["1"]
    )  # fmt: skip
    assert len(lines) >= 10
    assert all(shape.x < number.x for shape in lines)
    assert all(shape.x + shape.line.width * shape.size <= 190 for shape in lines)


def test_a_tag_asks_for_two_lengths_and_takes_no_stretch_from_them() -> None:
    assert calibration.crosses((30.0, 30.0)) == ((10.0, 10.0), (0.0, 0.0))
    page = calibration.page("tags", size=(30.0, 30.0))
    assert "A: 10 mm" in said(page)
    assert "C" not in said(page).replace("tags", "")
    made = calibration.read("tags", left=10.5, top=9.0, size=(30.0, 30.0), dpi=203)
    assert (made.offset, made.scale) == ((0.5, -1.0), (1.0, 1.0))


def test_a_length_that_was_asked_for_must_be_given() -> None:
    with pytest.raises(BadPrinter, match="across is a length"):
        calibration.read("p", left=20, top=20, down=257)


def test_a_paper_too_small_to_measure_on_is_refused() -> None:
    with pytest.raises(calibration.TooSmallToMeasure):
        calibration.page("p", size=(30.0, 19.0))


@given(printers)
def test_all_of_a_label_comes_out_where_it_was_drawn(made: Printer) -> None:
    plate_ = Plate("K7Q2MX", "https://QR.ACME.DE/K7Q2MX", "Drehmaschine 4", "Halle 2")
    label = designs.draw(designs.design("tag-100"), plate_, dpi=made.dpi)
    place = (30.0, 40.0)
    told, dot = made.told(label, place, (210.0, 297.0)), 25.4 / made.dpi * 1.05
    for drawn, printed in zip(label.codes, told.codes, strict=True):
        middle = [at + drawn.size / 2 for at in (drawn.x + place[0], drawn.y + place[1])]
        landed = made.lands(printed.x + printed.size / 2, printed.y + printed.size / 2)
        assert math.dist(middle, landed) < 2 * dot
        for at in (printed.x, printed.y, printed.module):
            dots = at * made.dpi / 25.4
            assert abs(dots - round(dots)) < 1e-6
        assert (printed.size + 2 * printed.quiet) * max(made.scale) < (
            drawn.size + 2 * drawn.quiet + 2 * printer.GROWN + 1e-6
        )
    for shape, shown in zip(label.shapes, told.shapes, strict=True):
        if isinstance(shape, Box) and isinstance(shown, Box):
            landed = made.lands(shown.x + shown.width, shown.y + shown.height)
            far = shape.x + shape.width + place[0], shape.y + shape.height + place[1]
            assert math.dist(far, landed) < dot


def test_a_printer_that_prints_where_it_is_told_is_told_the_label_itself() -> None:
    plate_ = Plate("K7Q2MX", "https://QR.ACME.DE/K7Q2MX", "Drehmaschine 4", "Halle 2")
    label = designs.draw(designs.design("a6"), plate_)
    told = printer.EXACT.told(label, (0.0, 0.0), (105.0, 148.0))
    assert (told.codes, told.shapes) == (label.codes, label.shapes)


@given(printers)
def test_a_round_rivet_stays_round(made: Printer) -> None:
    plate_ = Plate("K7Q2MX", "https://QR.ACME.DE/K7Q2MX", "Drehmaschine 4")
    label = designs.draw(designs.design("a6"), plate_, dpi=made.dpi)
    told = made.told(label, (0.0, 0.0), (105.0, 148.0))
    for drawn, shown in zip(label.shapes, told.shapes, strict=True):
        if isinstance(drawn, Box) and isinstance(shown, Box) and is_round(drawn):
            assert is_round(shown)


def is_round(box: Box) -> bool:
    return 2 * box.radius >= max(box.width, box.height) - ROUNDED
