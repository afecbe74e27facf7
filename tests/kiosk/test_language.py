"""What the catalogues hold and how a page chooses its language."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

import kiosk
from kiosk import language
from tests.page import Worker, main, words

HERE = Path(kiosk.__file__).parent
LOCALES = sorted({one.locale for one in language.LANGUAGES.values()})
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def catalogue(locale: str) -> Path:
    return HERE / "translations" / locale / "LC_MESSAGES" / "messages.po"


def asked_for() -> set[str | tuple[str, ...]]:
    """Every text that code and templates ask to be translated."""
    found = extract_from_dir(str(HERE), METHODS)
    return {message for _, _, message, _, _ in found}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_holds_every_text_and_no_other(locale: str) -> None:
    with catalogue(locale).open("rb") as file:
        held = {entry.id for entry in read_po(file, locale=locale) if entry.id}
    assert held == asked_for()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_is_whole_and_sure(locale: str) -> None:
    with catalogue(locale).open("rb") as file:
        for entry in read_po(file, locale=locale):
            texts = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
            assert all(texts), entry.id
            assert not entry.fuzzy or not entry.id
            assert not list(entry.check()), entry.id


@pytest.mark.parametrize("locale", LOCALES)
def test_the_compiled_catalogue_is_the_written_one(locale: str) -> None:
    compiled = BytesIO()
    with catalogue(locale).open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale))
    assert catalogue(locale).with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_the_english_catalogue_says_what_the_code_says() -> None:
    with catalogue("en").open("rb") as file:
        for entry in read_po(file, locale="en"):
            assert not entry.id or entry.string == entry.id


def test_a_language_is_added_as_data_and_its_pages_turn(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    arabic = language.Language("ar", "العربية", "ar", "rtl")
    monkeypatch.setitem(language.LANGUAGES, "ar", arabic)
    page = Worker(app).get("/ar/n/wear-glasses")
    assert '<html lang="ar" dir="rtl">' in words(page)
    assert 'lang="de" dir="ltr"' in words(page)
    assert "العربية" in words(page)


def test_easy_german_is_german_around_easy_words(worker: Worker) -> None:
    page = worker.get("/de-simple/n/wear-glasses")
    assert 'lang="de-simple"' in words(page)
    assert "Film ansehen" in main(page)


def test_the_menu_names_languages_by_their_own_names(worker: Worker) -> None:
    text = words(worker.get("/de/"))
    assert 'href="/en/" lang="en" hreflang="en"' in text
    assert ">English</a>" in text


@pytest.mark.parametrize(
    ("bytes_", "shown"), [(1, "1 kB"), (840_000, "840 kB"), (1_640_000, "1.6 MB")]
)
def test_sizes_are_said_short(app: Flask, bytes_: int, shown: str) -> None:
    with app.test_request_context("/en/"):
        assert language.size(bytes_) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.9, "0:59"), (90, "1:30")])
def test_lengths_are_said_as_clocks_do(seconds: float, shown: str) -> None:
    assert language.clock(seconds) == shown


def test_pages_load_nothing_heavy() -> None:
    heavy = "PIL", "fpdf", "openpyxl", "zxingcpp", "resvg_py", "pypdfium2"
    code = f"import sys, kiosk.app; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
