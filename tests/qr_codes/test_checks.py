"""What does not read back perfectly is never handed out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from qr_codes import designs, labels
from qr_codes.checks import Unreadable, Wanted, verify
from qr_codes.plate import Plate
from qr_codes.sheets import sheet

SCALE = 300 / 25.4


def wanted(plate: Plate) -> list[Wanted]:
    drawing = designs.draw(designs.design("a6"), plate)
    return [Wanted(plate.spelt, code) for code in drawing.codes]


def spoilt(plate: Plate, spoil: Callable[[ImageDraw.ImageDraw, Wanted], None]) -> bytes:
    picture = Image.open(BytesIO(labels.png(plate))).convert("L")
    spoil(ImageDraw.Draw(picture), wanted(plate)[0])
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def dot(x: float, y: float, shade: int) -> Callable[[ImageDraw.ImageDraw, Wanted], None]:
    """One module painted over; (x, y) counts modules from the first dark one."""

    def spoil(pen: ImageDraw.ImageDraw, one: Wanted) -> None:
        code = one.code
        left, top = (code.x + x * code.module) * SCALE, (code.y + y * code.module) * SCALE
        size = code.module * SCALE - 1
        pen.rectangle((left, top, left + size, top + size), fill=shade)

    return spoil


def test_a_good_label_passes(lathe: Plate) -> None:
    verify(labels.png(lathe), [wanted(lathe)])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(dot(0, 0, 255), "damaged"), (dot(12, 12, 128), "damaged"), (dot(-3, 5, 0), "white")],
)
def test_a_single_spoilt_module_is_found_although_phones_would_read_it(
    lathe: Plate, spoil: Callable[[ImageDraw.ImageDraw, Wanted], None], reason: str
) -> None:
    with pytest.raises(Unreadable, match=f"K7Q-2MX.*{reason}"):
        verify(spoilt(lathe, spoil), [wanted(lathe)])


def test_a_page_of_another_machine_is_found(lathe: Plate, hall: list[Plate]) -> None:
    for paint in (labels.pdf, labels.svg, labels.png):
        with pytest.raises(Unreadable, match="K7Q-2MX"):
            verify(paint(hall[0]), [wanted(lathe)])


def test_a_moved_symbol_is_found(lathe: Plate) -> None:
    moved = [Wanted(one.label, one.code.moved(1.2, 0)) for one in wanted(lathe)]
    with pytest.raises(Unreadable):
        verify(labels.pdf(lathe), [moved])


def test_a_tampered_pdf_is_found(lathe: Plate) -> None:
    from qr_codes.painters.pdf import Paper
    from qr_codes.shapes import Box

    drawing = designs.draw(designs.design("a6"), lathe)
    paper = Paper("tampered")
    paper.page(drawing.width, drawing.height)
    paper.draw(drawing)
    paper.box(Box(30, 100, 2.4, 2.4, "#FFFFFF"))
    paper.box(Box(33, 103, 2.4, 2.4, "#000000"))
    with pytest.raises(Unreadable, match="damaged"):
        verify(paper.bytes(), [wanted(lathe)])


def test_a_symbol_too_many_is_found(lathe: Plate) -> None:
    with pytest.raises(Unreadable, match="1 symbols wanted on this page, 2 found"):
        verify(labels.pdf(lathe), [wanted(lathe)[:1]])


@pytest.mark.parametrize("count", [0, 2])
def test_a_page_too_many_or_too_few_is_found(lathe: Plate, count: int) -> None:
    with pytest.raises(Unreadable, match="pages"):
        verify(labels.pdf(lathe), [wanted(lathe)] * count)


def test_modules_under_a_third_of_a_millimetre_are_refused(lathe: Plate) -> None:
    one = wanted(lathe)[0]
    fine = Wanted(one.label, replace(one.code, module=designs.SMALLEST_MODULE - 0.01))
    with pytest.raises(Unreadable, match="too fine"):
        verify(labels.png(lathe), [[fine]])


def test_eight_threads_print_and_read_back_at_once(hall: list[Plate]) -> None:
    def printed(number: int) -> int:
        return len(sheet(hall[number:] + hall[:number], "tag-30", "l7160"))

    with ThreadPoolExecutor(8) as pool:
        assert all(size > 10_000 for size in pool.map(printed, range(8)))
