"""Names of machines are written right in every script, and never clipped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_codes import lettering
from qr_codes.lettering import fit, shape


def numbers(text: str, *, rtl: bool = False) -> list[int]:
    return [glyph.number for run in shape(text, bold=False, rtl=rtl).runs for glyph in run.glyphs]


def test_arabic_letters_are_joined() -> None:
    alone = {number for letter in "مخرطة" for number in numbers(letter, rtl=True)}
    assert len(set(numbers("مخرطة", rtl=True)) - alone) >= 4


def test_arabic_runs_from_right_to_left_and_its_numbers_from_left_to_right() -> None:
    parts = [run.text.strip() for run in shape("القاعة 2 قسم 47", bold=False, rtl=True).runs]
    assert [part for part in parts if part] == ["47", "قسم", "2", "القاعة"]


def test_a_second_line_of_arabic_keeps_its_direction() -> None:
    _, lines = fit("مخرطة رقم CNC 4", bold=True, width=40, height=30, size=9)
    assert len(lines) > 1
    assert all(line.rtl for line in lines)


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Fräsmaschine groß", "AtkinsonHyperlegibleNext-Regular"),
        ("Řezačka žluťoučký ůň", "AtkinsonHyperlegibleNext-Regular"),
        ("İğne ünitesi şçö ı", "AtkinsonHyperlegibleNext-Regular"),
        ("Wtryskarka łąkę źdźbło", "AtkinsonHyperlegibleNext-Regular"),
        ("Верстат їжак ґанок єдність 4", "NotoSans-Regular"),
        ("مخرطة رقم ٤", "NotoSansArabic-Regular"),
    ],
)
def test_each_language_has_all_its_letters_in_one_font(text: str, font: str) -> None:
    runs = shape(text, bold=False).runs
    assert {run.font for run in runs} == {font}
    assert all(glyph.number for run in runs for glyph in run.glyphs)


def test_letters_shrink_before_a_word_is_cut() -> None:
    size, lines = fit("Bearbeitungszentrum", bold=True, width=52, height=20, size=8.8)
    assert len(lines) == 1
    assert 4.8 < size < 8.8


def test_a_last_number_does_not_stand_alone() -> None:
    _, lines = fit("Drehmaschine 4", bold=True, width=52, height=20, size=8.8)
    assert len(lines) == 1


def test_a_soft_hyphen_shows_only_where_the_line_ends() -> None:
    size, lines = fit("Dreh\u00admaschine", bold=True, width=30, height=30, size=8)
    words = ["".join(run.text for run in line.runs) for line in lines]
    assert words == ["Dreh-", "maschine"] or size < 8
    assert lettering.SOFT_HYPHEN not in "".join(words)


def test_a_long_host_breaks_after_a_dot_and_a_number_does_not() -> None:
    _, lines = fit("learn.plant.example.com", bold=False, width=13, height=3, size=1.7)
    assert "".join(run.text for run in lines[0].runs)[-1] == "."
    _, lines = fit("Pumpe 12.55", bold=False, width=9, height=9, size=2.6)
    assert "12.55" in ["".join(run.text for run in line.runs) for line in lines]


@given(st.text("abcdefghij ÄÖÜ-/0123WМшق", min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_names_of_two_hundred_signs_stay_inside_and_whole(name: str) -> None:
    size, lines = fit(name, bold=True, width=52, height=19.4, size=8.8)
    assert all(line.width * size <= 52.001 for line in lines)
    assert lettering.tall(max(1, len(lines))) * size <= 19.401
    written = "".join(sorted(run.text for line in lines for run in line.runs))
    assert sorted(written.replace(" ", "").replace("\u00a0", "")) == sorted(name.replace(" ", ""))


def test_it_says_which_sign_it_cannot_write() -> None:
    with pytest.raises(lettering.CannotWrite, match=r"U\+4E2D"):
        fit("中", bold=False, width=50, height=20, size=5)


def test_it_refuses_a_text_that_would_be_too_small_to_read() -> None:
    with pytest.raises(lettering.DoesNotFit):
        fit("Presse " * 500, bold=False, width=50, height=20, size=5)


def test_control_signs_never_reach_the_printer() -> None:
    assert lettering.clean(" Presse\x00\n\t 4\x1b ") == "Presse 4"


@given(st.text("abcdefghij ÄÖÜ-/0123WМшقم\u0301\u00ad", min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_a_name_of_two_hundred_signs_fits_on_the_smallest_tag(name: str) -> None:
    size, lines = fit(name, bold=True, width=13, height=7.6, size=2.6, shorten=True)
    assert size >= lettering.SMALLEST
    assert all(line.width * size <= 13.001 for line in lines)
    assert lettering.tall(max(1, len(lines))) * size <= 7.601


@pytest.mark.parametrize("word", ["Bearbeitungszentrum ", "مخرطة رقم "])
def test_what_is_cut_off_is_told_by_an_ellipsis(word: str) -> None:
    _, lines = fit(word * 20, bold=True, width=13, height=7.6, size=2.6, shorten=True)
    written = "".join(run.text for line in lines for run in line.runs)
    assert written.count("…") == 1


def test_what_fits_is_not_shortened() -> None:
    _, lines = fit("Drehmaschine 4", bold=True, width=13, height=7.6, size=2.6, shorten=True)
    assert "…" not in "".join(run.text for line in lines for run in line.runs)


def test_a_shortened_sign_that_no_font_has_is_named_all_the_same() -> None:
    with pytest.raises(lettering.CannotWrite, match=r"U\+4E2D"):
        fit("Presse 中 " * 40, bold=True, width=13, height=7.6, size=2.6, shorten=True)


def test_a_word_that_must_be_cut_says_so_by_a_hyphen_and_a_host_gets_none() -> None:
    name = "Fertigungszellensteuerungsrechner"
    _, lines = lettering.fit(name, bold=True, width=12, height=20, size=1.4, shorten=True)
    read = ["".join(run.text for run in line.runs) for line in lines]
    assert len(read) > 1
    assert all(line.endswith("-") for line in read[:-1])
    assert "".join(line.removesuffix("-") for line in read) == name
    _, lines = lettering.fit(name, bold=True, width=12, height=20, size=1.4)
    assert "".join(run.text for line in lines for run in line.runs) == name
    assert all(line.width * 1.4 <= 12 for line in lines)
