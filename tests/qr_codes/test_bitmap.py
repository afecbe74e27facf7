"""A label printer gets exactly the dots it can set, and each label was read from them."""

import math
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

from qr_codes import bitmap, designs, stock
from qr_codes.checks import Unreadable
from qr_codes.plate import Plate
from qr_codes.printer import Printer

ROLLS = [
    (look, paper)
    for paper in stock.names()
    if stock.stock(paper).kind != "office"
    for look in stock.fitting(stock.stock(paper))
]


def seen(file: bytes) -> Image.Image:
    """The picture as a phone would see it, on the white label."""
    picture = Image.open(BytesIO(file)).convert("L")
    page = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    page.paste(picture, (40, 40))
    return page


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("look", "paper"), ROLLS)
def test_two_decoders_read_every_roll(lathe: Plate, look: str, paper: str, dpi: int) -> None:
    picture = seen(bitmap.png(lathe, look, paper, Printer(dpi=dpi)))
    wanted = [lathe.url] * sum(part["kind"] == "symbol" for part in designs.design(look).parts)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == wanted
    assert [found.data.decode() for found in pyzbar.decode(picture)] == wanted


@pytest.mark.parametrize("paper", ["roll-62", "dk-11202"])
def test_a_label_of_62_mm_is_696_dots_wide_and_of_one_bit(lathe: Plate, paper: str) -> None:
    picture = Image.open(BytesIO(bitmap.png(lathe, "roll-62", paper)))
    assert (picture.size, picture.mode) == ((696, 1109), "1")
    assert {round(one) for one in picture.info["dpi"]} == {300}


def test_the_printers_own_shift_is_taken_back(lathe: Plate) -> None:
    straight = seen(bitmap.png(lathe, "tag-30", "zebra-100x50"))
    moved = seen(bitmap.png(lathe, "tag-30", "zebra-100x50", Printer(offset=(2.0, 1.0))))
    (first, *_), (second, *_) = zxingcpp.read_barcodes(straight), zxingcpp.read_barcodes(moved)
    across = first.position.top_left.x - second.position.top_left.x
    down = first.position.top_left.y - second.position.top_left.y
    assert abs(across - 2 * 300 / 25.4) <= 2
    assert abs(down - 1 * 300 / 25.4) <= 2


@pytest.mark.parametrize("scale", [(1.02, 1.02), (1.0, 0.98), (0.985, 1.03)])
@pytest.mark.parametrize(("look", "paper"), [("tag-100", "zebra-100x50"), ("roll-62", "roll-62")])
def test_the_printers_own_stretch_is_taken_back(
    lathe: Plate, look: str, paper: str, scale: tuple[float, float]
) -> None:
    """What a stretching printer makes of its dots is the label as it was drawn."""
    lies = bitmap.bed(look, paper, Printer(scale=scale))
    ((told, _),) = bitmap.pictures([lathe], lies)
    ((straight, _),) = bitmap.pictures([lathe], bitmap.bed(look, paper))
    printed = told.convert("L").resize(
        (round(told.width * scale[0]), round(told.height * scale[1]))
    )
    assert bitmap.png(lathe, look, paper, Printer(scale=scale))  # read back
    for one, other in zip(middles(printed), middles(straight.convert("L")), strict=True):
        assert math.dist(one, other) <= 6  # half a millimetre, with what is beside a roll


def middles(picture: Image.Image) -> list[tuple[float, float]]:
    """Where the symbols of a picture have their middle, in dots."""
    spots = [found.position for found in zxingcpp.read_barcodes(picture)]
    return sorted(
        ((at.top_left.x + at.bottom_right.x) / 2, (at.top_left.y + at.bottom_right.y) / 2)
        for at in spots
    )


def test_a_label_that_the_printer_would_cut_is_refused(lathe: Plate) -> None:
    with pytest.raises(Unreadable, match=r"K7Q-2MX.*not reach"):
        bitmap.png(lathe, printer=Printer(offset=(6.0, 0)))


def test_a_spoilt_dot_in_the_finished_picture_is_found(lathe: Plate) -> None:
    lies = bitmap.bed("roll-62", "roll-62")
    ((picture, wanted),) = bitmap.pictures([lathe], lies)
    code, mm = wanted[0].code, 25.4 / 300
    corner = round(code.x / mm) - lies.edge[0], round(code.y / mm) - lies.edge[1]
    picture.paste(1, (*corner, corner[0] + 20, corner[1] + 20))
    with pytest.raises(Unreadable, match="K7Q-2MX"):
        bitmap.check(picture, wanted, lies)
    with pytest.raises(Unreadable, match="dots"):
        bitmap.check(picture.crop((0, 0, 10, 10)), wanted, lies)


def test_the_same_label_is_the_same_dots(lathe: Plate) -> None:
    assert bitmap.png(lathe) == bitmap.png(replace(lathe))


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("look", designs.names())
def test_no_code_is_so_wide_that_it_reaches_into_the_white(look: str, dpi: int) -> None:
    design = designs.design(look)
    page = {"title": "Own", "page": [design.width, design.height]}
    paper = stock.of("own", page | {"cell": page["page"]})
    lies = bitmap.bed(design, paper, Printer(dpi=dpi))
    wide = ["MWMWMW", "WWWWWW", "0QGQG0", "QQQQQQ", "111111", "VDMGMG"]
    plates = [
        Plate(code, f"https://QR.ACME.DE/{code}", "Drehmaschine 4", "Halle 2", ("de", "tr"), mask=2)
        for code in wide
    ]
    for picture, wanted in bitmap.pictures(plates, lies):
        bitmap.check(picture, wanted, lies)
