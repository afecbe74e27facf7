"""Figures in sentences that are written from the right."""

from dataclasses import replace

import pytest

from content.card import Option, Question, Step, Words
from kiosk.web.bidi import END, START, isolated, signed, turned

WORDS = Words(
    "ar", "plain", "reviewed", "شدّ بعزم 35 Nm", steps=(Step("انتظر 10 s"),),
    questions=(Question("كم؟", (Option("24 V", "نعم", right=True),)),),
)  # fmt: skip


@pytest.mark.parametrize(
    "figure", ["35 Nm", "24V", "-5 °C", "1,5 mm", "50 %", "3–5 mm", "8 x 50 mm", "0.5 m/s", "6 bar"]
)
def test_a_figure_stays_with_its_unit(figure: str) -> None:
    assert isolated(f"اضبط {figure} الآن") == f"اضبط {START}{figure}{END} الآن"


@pytest.mark.parametrize("text", ["الخطوة 3 من 5", "الساعة 10:30", "M8", "لا أرقام هنا", ""])
def test_what_needs_no_help_stays_as_it_is(text: str) -> None:
    assert isolated(text) == text


def test_every_sentence_of_a_text_is_kept_in_order() -> None:
    shown = turned(WORDS)
    assert shown.title == f"شدّ بعزم {START}35 Nm{END}"
    assert shown.steps[0].body == f"انتظر {START}10 s{END}"
    assert shown.questions[0].options[0].label == f"{START}24 V{END}"


def test_a_text_written_from_the_left_is_not_touched() -> None:
    german = replace(WORDS, language="de")
    assert turned(german) is german


def test_a_minus_stays_before_its_number() -> None:
    assert [signed(number) for number in (-7, 0, 7)] == [f"{START}-7{END}", "0", "7"]
