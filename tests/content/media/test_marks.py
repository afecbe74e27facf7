"""Marks are drawn in the house's yellow where they were set; what is blurred is gone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageStat

from content.media import board, film, marks
from content.media.marks import Mark

if TYPE_CHECKING:
    from pathlib import Path

GREY = (128, 128, 128)


def ground(size: tuple[int, int] = (960, 540)) -> Image.Image:
    """Return a grey picture."""
    return Image.new("RGB", size, GREY)


def at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """Return the colour at a place, as shares of the picture's sides."""
    pixel = picture.getpixel((round(x * picture.width), round(y * picture.height)))
    assert isinstance(pixel, tuple)
    return pixel


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two colours look the same."""
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=True))


def letters() -> bytes:
    """Return a photograph of a plate with an order number, as PNG."""
    picture = Image.new("RGB", (800, 600), (230, 190, 40))
    pen = ImageDraw.Draw(picture)
    for x in range(200, 600, 8):
        pen.line((x, 200, x, 300), fill=(0, 0, 0), width=4)
    paper = io.BytesIO()
    picture.save(paper, "PNG")
    return paper.getvalue()


def test_an_arrow_is_yellow_along_its_line_and_dark_beside_it() -> None:
    drawn = marks.drawn(ground(), [Mark(1, "arrow", (100, 500, 800, 500))])
    assert near(at(drawn, 0.4, 0.5), marks.SIGNAL)
    assert near(at(drawn, 0.4, 0.5 + marks.STROKE / 2 + marks.EDGE / 2), marks.DARK)
    assert near(at(drawn, 0.79, 0.5), marks.SIGNAL)
    assert near(at(drawn, 0.85, 0.5), GREY)
    assert near(at(drawn, 0.4, 0.6), GREY)


def test_an_arrow_is_wider_at_its_head_than_on_its_way() -> None:
    drawn = marks.drawn(ground(), [Mark(1, "arrow", (100, 500, 800, 500))])
    neck = 0.8 - marks.HEAD * 540 / 960 + 0.004
    assert near(at(drawn, neck, 0.5 + marks.HEAD * 0.4), marks.SIGNAL)


def test_a_circle_is_a_ring_that_leaves_its_middle_to_be_seen() -> None:
    drawn = marks.drawn(ground(), [Mark(1, "circle", (700, 800, 300, 200))])
    for x, y in ((0.3, 0.5), (0.7, 0.5), (0.5, 0.2), (0.5, 0.8)):
        assert near(at(drawn, x, y), marks.SIGNAL)
    assert near(at(drawn, 0.5, 0.5), GREY)


def test_a_mark_stands_on_the_picture_not_on_the_ground_beside_it() -> None:
    drawn = marks.drawn(ground(), [Mark(1, "circle", (0, 0, 1000, 1000))], (240, 0, 720, 540))
    assert near(at(drawn, 0.25, 0.5), marks.SIGNAL)
    assert near(at(drawn, 0.1, 0.5), GREY)


def test_marks_are_in_the_film_where_their_picture_is_shown(tmp_path: Path) -> None:
    ground((1280, 720)).save(tmp_path / "a.png")
    (tmp_path / board.FILE).write_text(
        '[[scene]]\npictures = ["a.png", "a.png"]\nseconds = 2.0\n'
        'marks = [{ on = 2, draw = "circle", box = [300, 200, 700, 800] }]\n'
    )
    first, second = (shown for _, shown in film.stills(board.read(tmp_path), 360))
    assert near(at(first, 0.3, 0.5), GREY)
    assert near(at(second, 0.3, 0.5), marks.SIGNAL)


def test_a_blurred_number_cannot_be_read_and_the_rest_is_untouched() -> None:
    burnt = Image.open(io.BytesIO(marks.blurred(letters(), [(200, 300, 800, 550)]))).convert("RGB")
    hidden = burnt.crop((220, 210, 580, 290)).convert("L")
    assert burnt.size == (800, 600)
    assert ImageStat.Stat(hidden).stddev[0] < 12
    assert near(at(burnt, 0.1, 0.1), (230, 190, 40))


def test_nothing_of_what_is_blurred_depends_on_more_than_a_few_patches() -> None:
    """Shifting the letters by half a stroke changes nothing that could tell them apart."""
    wide = marks.blurred(letters(), [(200, 300, 800, 550)])
    picture = Image.open(io.BytesIO(wide)).convert("L").crop((200, 200, 600, 300))
    columns = picture.resize((picture.width, 1), Image.Resampling.BOX)
    shades = columns.tobytes()
    steps = [abs(one - other) for one, other in zip(shades, shades[4:], strict=False)]
    assert max(steps) < 12


@pytest.mark.parametrize(
    "box",
    [(0, 0, 5, 5), (0, 0, 1001, 500), (-1, 0, 500, 500), (0, 0, 500), "abcd", (0.5, 0, 9, 500)],
)
def test_what_cannot_be_seen_is_no_mark(box: object) -> None:
    assert not marks.is_box(box)
    assert marks.read({"on": 1, "draw": "arrow", "box": box}, 1) is None


def test_a_mark_on_a_picture_that_is_not_there_is_no_mark() -> None:
    assert marks.read({"on": 2, "draw": "arrow", "box": [0, 0, 500, 500]}, 1) is None
    assert marks.read({"on": 1, "draw": "star", "box": [0, 0, 500, 500]}, 1) is None
