"""What a drawing shows: what was published, and nothing of what was not."""

import re
import xml.etree.ElementTree as ET

import pytest

from kiosk.web import charts
from kiosk.web.charts import Step

DAYS = ("1.1.2026", "31.1.2026")


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314  our own


def drawn(*steps: Step, rtl: bool = False) -> ET.Element:
    return parsed(charts.steps(steps, "Titel", DAYS, rtl=rtl))


def heights(drawing: ET.Element) -> list[int]:
    return [int(one.get("height", "")) for one in drawing.iter("rect") if not one.get("class")]


@pytest.mark.parametrize(("most", "top"), [(0, 10), (10, 10), (11, 12), (88, 100), (9071, 10000)])
def test_the_axis_ends_at_a_round_number_above_everything(most: int, top: int) -> None:
    assert charts.top(most) == top


def test_twelve_weeks_are_three_times_as_wide_and_a_third_as_high() -> None:
    short, long = drawn(Step(0, 4, 30, "a"), Step(4, 4, 10, "b")), drawn(Step(0, 12, 90, "c"))
    assert heights(long) == heights(short)[:1] * 3


def test_what_is_counted_in_twelve_weeks_stands_on_what_is_counted_in_four() -> None:
    drawing = drawn(Step(0, 4, 30, "a"), Step(0, 12, 30, "b"))
    own, *above = (one for one in drawing.iter("rect") if not one.get("class"))
    foot = [int(one.get("y", "")) + int(one.get("height", "")) for one in above]
    assert foot[0] == int(own.get("y", ""))
    assert foot[1] == foot[2] == charts.HEAD + charts.HEIGHT


@pytest.mark.parametrize("below", [18, 20, 22])
def test_a_number_is_as_high_whatever_it_stands_on(below: int) -> None:
    high = heights(drawn(Step(0, 4, below, ""), Step(0, 12, 92, ""), Step(12, 4, 190, "")))
    assert high[1] == high[2] == 23


def test_a_hidden_number_is_drawn_like_every_other_hidden_number() -> None:
    drawing = drawn(Step(0, 4, 400, "a"), Step(4, 4, None, "b"), Step(8, 4, None, "b"))
    first, second = (re.sub(r'x\d="[^"]*"', "", ET.tostring(one, "unicode"))
                     for one in list(drawing.iter("g"))[1:])  # fmt: skip
    assert first == second
    assert charts.bar(None, 5) == charts.bar(None, 5000)


def test_every_mark_says_what_it_stands_for() -> None:
    drawing = drawn(Step(0, 4, 30, "dreißig"), Step(4, 4, None, "unter 5"))
    assert [one.findtext("title") for one in drawing.iter("g")] == ["dreißig", "unter 5"]
    assert (drawing.get("role"), drawing.get("aria-label")) == ("img", "Titel")


def test_time_runs_from_the_right_where_reading_does() -> None:
    one, other = drawn(Step(0, 4, 9, "a"), Step(4, 4, 9, "b"), rtl=True).iter("g")
    places = [next(mark.iter("rect")).get("x") for mark in (one, other)]
    assert places == ["50%", "0%"]


def test_a_gain_is_a_dot_on_a_scale_around_zero() -> None:
    drawing = parsed(charts.gain(35, -15, 70, "mehr"))
    dot, band = next(drawing.iter("circle")), drawing.find("line[@class='band']")
    assert band is not None
    assert (dot.get("cx"), band.get("x1"), band.get("x2")) == ("67.5%", "42.5%", "85%")
    mirrored = parsed(charts.gain(35, -15, 70, "mehr", rtl=True))
    assert next(mirrored.iter("circle")).get("cx") == "32.5%"
