"""Sheets put every label in its cell, and each can be read there."""

import pypdfium2
import pytest
import zxingcpp

from qr_codes import designs, stock
from qr_codes.plate import Plate
from qr_codes.sheets import BadStart, NoLabels, sheet

PAIRS = [(look, paper) for look in designs.names() for paper in stock.names()]


def fits(look: str, paper: str) -> bool:
    try:
        return bool(stock.places(stock.stock(paper), designs.design(look)))
    except stock.TooBigForStock:
        return False


def texts(file: bytes) -> list[list[str]]:
    with pypdfium2.PdfDocument(file) as document:
        pictures = [page.render(scale=300 / 72).to_pil().convert("L") for page in document]
    return [[found.text for found in zxingcpp.read_barcodes(picture)] for picture in pictures]


@pytest.mark.parametrize(("look", "paper"), [pair for pair in PAIRS if fits(*pair)])
def test_every_design_on_every_stock_reads_back(hall: list[Plate], look: str, paper: str) -> None:
    few = hall[:2]
    copies = sum(part["kind"] == "symbol" for part in designs.design(look).parts)
    read = sorted(text for page in texts(sheet(few, look, paper)) for text in page)
    assert read == sorted([plate.url for plate in few] * copies)


def test_four_a6_signs_stand_on_an_a4_sheet(hall: list[Plate]) -> None:
    assert [len(page) for page in texts(sheet(hall))] == [8, 8, 4]


def test_a_used_sheet_starts_where_it_was_left(hall: list[Plate]) -> None:
    assert [len(page) for page in texts(sheet(hall[:3], start=3))] == [4, 2]
    for start in (0, 5):
        with pytest.raises(BadStart):
            sheet(hall, start=start)


def test_progress_goes_on_to_its_end(hall: list[Plate]) -> None:
    told: list[tuple[int, int]] = []
    sheet(hall, progress=lambda done, total: told.append((done, total)))
    steps = [done for done, _ in told]
    assert steps == sorted(set(steps))
    assert told[-1] == (20, 20)


def test_two_labels_of_the_same_machine_are_two_labels(lathe: Plate) -> None:
    told: list[int] = []
    sheet([lathe] * 5, progress=lambda done, _total: told.append(done))
    assert told == [1, 2, 3, 4, 5, 9, 10]


def test_the_same_labels_are_the_same_bytes(hall: list[Plate]) -> None:
    assert sheet(hall) == sheet(hall)


def test_a_sheet_with_room_has_a_bar_of_fifty_millimetres(hall: list[Plate]) -> None:
    with pypdfium2.PdfDocument(sheet(hall, "strip-63", "l7160")) as document:
        assert "100 % = 50 mm" in document[0].get_textpage().get_text_range()


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(NoLabels):
        sheet([])


def test_a_design_that_is_too_big_for_its_stock_is_refused(lathe: Plate) -> None:
    with pytest.raises(stock.TooBigForStock):
        sheet([lathe], "a6", "l7160")
    with pytest.raises(stock.UnknownStock):
        sheet([lathe], "a6", "l9999")


@pytest.mark.parametrize(
    "toml",
    [
        "page = [210, 297",
        'title = "x"\npage = [0, 297]',
        'title = "x"\npage = [210, 297]\ncell = [220, 30]',
        'title = "x"\npage = [210, 297]\ncell = [70, 30]\ncolumns = 4\npitch = [70, 30]',
        'title = "x"\npage = [210, 297]\ncell = [70, 30]\nrows = 2\npitch = [70, 20]',
        'title = "x"\npage = [210]',
        'title = "x"\npage = [210, 297]\ncolour = "red"',
    ],
)
def test_a_stock_that_cannot_be_is_refused(toml: str) -> None:
    with pytest.raises(stock.BadStock):
        stock.read("own", toml)


def test_a_plant_can_have_its_own_stock(lathe: Plate) -> None:
    own = stock.read("own", 'title = "Own"\npage = [120, 160]\ncell = [105, 148]\nfirst = [5, 5]')
    assert texts(sheet([lathe], "a6", own)) == [[lathe.url] * 2]
