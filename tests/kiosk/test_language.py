"""What the catalogues hold and how a page chooses its language."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

import kiosk
from kiosk import language
from tests.page import Worker, main, words
from tests.words import LOCALES, asked_for, catalogue, compiled, held, strings

HERE = Path(kiosk.__file__).parent

ALL = [(domain, locale) for domain, locales in LOCALES.items() for locale in locales]


@pytest.mark.parametrize("domain", LOCALES)
def test_a_catalogue_holds_every_text_and_no_other(domain: str) -> None:
    wanted = asked_for(domain)
    for locale in LOCALES[domain]:
        assert {entry.id for entry in held(domain, locale) if entry.id} == wanted, "make words"


@pytest.mark.parametrize(("domain", "locale"), ALL)
def test_a_catalogue_is_whole_and_sure(domain: str, locale: str) -> None:
    for entry in held(domain, locale):
        texts = strings(entry)
        assert all(texts), entry.id
        assert not entry.fuzzy or not entry.id
        assert not list(entry.check()), entry.id
        if isinstance(entry.id, str) and entry.id:
            assert set(re.findall(r"\{\w+", entry.id)) == set(re.findall(r"\{\w+", texts[0]))


@pytest.mark.parametrize(("domain", "locale"), ALL)
def test_the_compiled_catalogue_is_the_written_one(domain: str, locale: str) -> None:
    compiled_at = catalogue(domain, locale).with_suffix(".mo")
    assert compiled_at.read_bytes() == compiled(domain, locale)


@pytest.mark.parametrize("domain", LOCALES)
def test_the_english_catalogue_says_what_the_code_says(domain: str) -> None:
    for entry in held(domain, "en"):
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
