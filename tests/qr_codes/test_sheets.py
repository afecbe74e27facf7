"""Sheets put every label in its cell, and each can be read there."""

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

from qr_codes import designs, marks, printer, stock
from qr_codes.checks import Unreadable
from qr_codes.plate import Plate
from qr_codes.printer import Printer
from qr_codes.shapes import Box
from qr_codes.sheets import BadStart, NoLabels, sheet

PAIRS = [
    (look, paper)
    for paper in stock.names()
    for look in designs.names()
    if stock.fits(stock.stock(paper), designs.design(look))
]
SOME = {*dict(PAIRS).items(), *((look, paper) for paper, look in {b: a for a, b in PAIRS}.items())}
"""Each design on one of its stocks, and each stock with one of its designs."""
COARSE = 203
THOROUGH = pytest.mark.thorough


def pictures(file: bytes, dpi: int = 300) -> list[Image.Image]:
    with pypdfium2.PdfDocument(file) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def texts(file: bytes, dpi: int = 300) -> list[list[str]]:
    return [
        [found.text for found in zxingcpp.read_barcodes(picture)] for picture in pictures(file, dpi)
    ]


@pytest.mark.parametrize(
    ("look", "paper", "dpi"),
    [
        pytest.param(*pair, dpi, marks=() if pair in SOME and dpi == COARSE else THOROUGH)
        for pair in PAIRS
        for dpi in (COARSE, 300)
    ],
)
def test_two_decoders_read_every_design_on_every_stock(
    lathe: Plate, look: str, paper: str, dpi: int
) -> None:
    (picture,) = pictures(sheet([lathe], look, paper, printer=Printer(dpi=dpi)), dpi)
    design, dots = designs.design(look), dpi / 25.4
    x, y = stock.places(stock.stock(paper), design)[0]
    cell = (x * dots, y * dots, (x + design.width) * dots, (y + design.height) * dots)
    label = picture.crop(cell)
    wanted = [lathe.url] * sum(part["kind"] == "symbol" for part in design.parts)
    assert [found.text for found in zxingcpp.read_barcodes(label)] == wanted
    assert [found.data.decode() for found in pyzbar.decode(label)] == wanted


def test_four_a6_signs_stand_on_an_a4_sheet(hall: list[Plate]) -> None:
    assert [len(page) for page in texts(sheet(hall))] == [8, 8, 4]


def test_a_used_sheet_starts_where_it_was_left(hall: list[Plate]) -> None:
    assert [len(page) for page in texts(sheet(hall[:3], start=3))] == [4, 2]
    for start in (0, 5):
        with pytest.raises(BadStart):
            sheet(hall, start=start)


def test_progress_goes_on_to_its_end(hall: list[Plate]) -> None:
    told: list[tuple[int, int]] = []
    sheet(hall, "tag-30", progress=lambda done, total: told.append((done, total)))
    steps = [done for done, _ in told]
    assert steps == sorted(set(steps))
    assert told[-1] == (20, 20)


def test_two_labels_of_the_same_machine_are_two_labels(lathe: Plate) -> None:
    told: list[int] = []
    sheet([lathe] * 5, progress=lambda done, _total: told.append(done))
    assert told == [1, 2, 3, 4, 5, 9, 10]


def test_the_same_labels_are_the_same_bytes(hall: list[Plate]) -> None:
    assert sheet(hall[:5]) == sheet(hall[:5])


def test_a_sheet_with_room_has_a_bar_of_fifty_millimetres(hall: list[Plate]) -> None:
    with pypdfium2.PdfDocument(sheet(hall, "strip-63", "l7160")) as document:
        assert marks.SAID in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize(("look", "paper"), PAIRS)
def test_every_page_has_a_length_to_lay_a_ruler_on(lathe: Plate, look: str, paper: str) -> None:
    of, drawing = stock.stock(paper), designs.draw(designs.design(look), lathe)
    cells = stock.places(of, designs.design(look))
    used = {*range(len(cells))}
    drawn = [*marks.control(of, drawing, cells, used), *marks.cuts(of, drawing, cells, used)]
    boxes = [one for one in drawn if isinstance(one, Box)]
    length = max(box.width for box in boxes)
    ticks = sorted(boxes, key=lambda box: (box.x, box.y))[:2]
    across = ticks[-1].x + ticks[-1].width - ticks[0].x
    down = ticks[-1].y + ticks[-1].height - ticks[0].y
    assert any(abs(one - bar) < 0.01 for one in (length, across, down) for bar in marks.SHORTER)


@pytest.mark.parametrize("paper", [Printer(offset=(1.5, -0.8)), Printer(scale=(1.012, 0.991))])
def test_labels_land_in_their_cells_whatever_the_printer_does(lathe: Plate, paper: Printer) -> None:
    straight = middles(sheet([lathe] * 21, "strip-63", "l7160"))
    aimed = middles(sheet([lathe] * 21, "strip-63", "l7160", printer=paper))
    for (x, y), at in zip(straight, aimed, strict=True):
        landed = paper.lands(*at)
        assert abs(landed[0] - x) < 0.8  # a label itself is not stretched
        assert abs(landed[1] - y) < 0.5


def middles(file: bytes) -> list[tuple[float, float]]:
    """Where the symbols stand, in millimetres, in the order of the file."""
    (picture,) = pictures(file)
    dots = 300 / 25.4
    corners = [found.position for found in zxingcpp.read_barcodes(picture)]
    return sorted(
        (
            ((at.top_left.x + at.bottom_right.x) / 2 / dots,
             (at.top_left.y + at.bottom_right.y) / 2 / dots)
            for at in corners
        ),
        key=lambda at: (round(at[1] / 8), at[0]),
    )  # fmt: skip


def test_a_printer_that_would_cut_a_label_off_is_refused(lathe: Plate) -> None:
    with pytest.raises(Unreadable, match="K7Q-2MX"):
        sheet([lathe], "a6", "a6", printer=Printer(offset=(9.0, 0)))


def test_the_modules_of_a_page_stand_on_whole_dots_of_its_printer(lathe: Plate) -> None:
    for dpi in (203, 300, 600):
        for code in designs.draw(designs.design("strip-63"), lathe, dpi=dpi).codes:
            assert abs(code.module * dpi / 25.4 - round(code.module * dpi / 25.4)) < 1e-6


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(NoLabels):
        sheet([])


def test_a_design_that_is_too_big_for_its_stock_is_refused(lathe: Plate) -> None:
    with pytest.raises(stock.TooBigForStock):
        sheet([lathe], "a6", "l7160")
    with pytest.raises(stock.UnknownStock):
        sheet([lathe], "a6", "l9999")


def test_a_plant_can_have_its_own_stock(lathe: Plate) -> None:
    own = stock.read("own", 'title = "Own"\npage = [120, 160]\ncell = [105, 148]\nfirst = [5, 5]')
    assert texts(sheet([lathe], "a6", own, printer=printer.EXACT)) == [[lathe.url] * 2]
