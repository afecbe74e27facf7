"""Instruction sheets on paper: whole, in every script, and the same file each time."""

from dataclasses import replace
from typing import Final

import pypdfium2
import pytest

from content.instruction import Instruction
from kiosk.language import LANGUAGES
from kiosk.making.instruction_sheet import fixed, pdf

ENGLISH: Final = "I was shown this and I understood it."
GERMAN = Instruction(
    "Not-Halt: drücken und wieder lösen", "de", 3, "2026-12-01", True, "Eine Sekunde zählt.",
    "Maschine steht.", ("Drück fest.", "Löse erst nach Freigabe."), "Drücken geht immer.", "",
)  # fmt: skip
ARABIC = Instruction(
    "إيقاف الطوارئ", "ar", 1, "", False, "", "", ("اضغط بقوة.", "ثم 35 Nm."), "", ""
)  # fmt: skip


def told(file: bytes) -> str:
    """Return the words of a PDF."""
    pages = pypdfium2.PdfDocument(file)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_a_sheet_says_what_where_and_since_when() -> None:
    said = told(pdf(GERMAN, "Werk Nord", "Presse 1"))
    for words in (GERMAN.title, "Werk Nord", "Presse 1", "01.12.2026", *GERMAN.steps):
        assert words in said
    assert "3" in said


def test_a_sheet_in_arabic_has_its_letters_and_its_numbers() -> None:
    said = told(pdf(ARABIC, "Werk Nord", ""))
    assert "35" in said
    assert any("\u0600" <= sign <= "\u06ff" or sign >= "\ufb50" for sign in said)


def test_whoever_signs_reads_what_they_sign() -> None:
    for code, language in LANGUAGES.items():
        said = fixed(code)["understood"]
        assert (said == ENGLISH) == (language.locale == "en"), code
    polish = told(pdf(replace(GERMAN, language="pl"), "Werk Nord", ""))
    assert "Podpis" in polish


@pytest.mark.parametrize(("steps", "pages"), [(2, 1), (18, 2), (60, 3)])
def test_the_lines_to_sign_stand_together(steps: int, pages: int) -> None:
    long = Instruction("Titel", "de", 1, "", False, "", "", ("Ein Satz. " * 9,) * steps, "", "")
    made = pypdfium2.PdfDocument(pdf(long, "Werk Nord", ""))
    assert len(made) == pages
    assert "Unterschrift" in made[len(made) - 1].get_textpage().get_text_range()


def test_a_sheet_does_not_tell_when_it_was_printed() -> None:
    assert pdf(GERMAN, "Werk Nord", "") == pdf(GERMAN, "Werk Nord", "")
    assert b"D:20000101" in pdf(GERMAN, "Werk Nord", "")


def test_lines_on_a_page_of_their_own_name_what_is_signed() -> None:
    long = replace(GERMAN, steps=("Ein Satz. " * 9,) * 15)
    made = pypdfium2.PdfDocument(pdf(long, "Werk Nord", ""))
    last = made[len(made) - 1].get_textpage().get_text_range()
    assert "Ein Satz" not in last
    assert f"{GERMAN.title} · Version 3" in last


@pytest.mark.parametrize("steps", [11, 14, 15])
def test_no_page_is_left_a_third_empty_before_the_lines(steps: int) -> None:
    made = pypdfium2.PdfDocument(pdf(replace(GERMAN, steps=("Ein Satz. " * 9,) * steps), "W", ""))
    first = made[0]
    lowest = min(found.get_bounds()[1] for found in first.get_objects())
    assert lowest < first.get_height() / 3
