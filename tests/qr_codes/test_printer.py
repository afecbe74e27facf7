"""A printer that prints beside the mark is measured once, and corrected on every sheet."""

import math

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from qr_codes import calibration, printer
from qr_codes.printer import BadPrinter, Printer

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


def test_the_page_says_what_to_do_in_the_readers_language() -> None:
    for language, words in (("de", "Miss A, B, C"), ("en", "Measure A, B, C"), ("tlh", "Measure")):
        with pypdfium2.PdfDocument(calibration.page("Büro", language=language)) as document:
            text = document[0].get_textpage().get_text_range()
        assert words in text.replace("\r\n", " ").replace("\u00a0", " ")


def test_a_paper_too_small_to_measure_on_is_refused() -> None:
    with pytest.raises(calibration.TooSmallToMeasure):
        calibration.page("p", size=(30.0, 30.0))
