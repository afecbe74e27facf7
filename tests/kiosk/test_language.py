"""What the catalogues hold and how a page chooses its language."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.plurals import get_plural
from babel.support import Translations
from flask import Flask
from flask_babel import gettext

import kiosk
from kiosk import language
from kiosk.web.looks import long_date, span
from tests import floor
from tests.page import Worker, main, words
from tests.words import LOCALES, asked_for, catalogue, compiled, strings
from tests.words import held as read

HERE = Path(kiosk.__file__).parent
held = cache(read)

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْـ،؛؟"
LETTERS = {
    "de": set("äöüß"), "tr": set("çğıöşüâîûİ"), "pl": set("ąćęłńóśźż"), "ro": set("ăâîșț"),
    "uk": set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"), "ar": set(ARABIC), "hr": set("čćđšž"),
    "ru": set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"), "cs": set("áčďéěíňóřšťúůýž"),
}  # fmt: skip
"""The letters of each language beyond a to z: a look-alike of a neighbour's is found by them."""

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


@pytest.mark.parametrize("locale", LOCALES["messages"])
def test_a_catalogue_counts_as_its_language_does(locale: str) -> None:
    for entry in held("messages", locale):
        if isinstance(entry.id, tuple):
            assert len(strings(entry)) == get_plural(locale).num_plurals


def plural(locale: str) -> Callable[[int], int]:
    """Return what programs choose a plural by: the rule in the compiled catalogue."""
    found = Translations.load(HERE / "translations", [locale], domain="messages")
    return lambda number: int(found.plural(number))


@pytest.mark.parametrize("locale", LOCALES["messages"])
def test_a_number_is_said_wherever_a_form_stands_for_several(locale: str) -> None:
    counted: dict[int, set[int]] = {}
    form_of = plural(locale)
    for number in range(1000):
        counted.setdefault(form_of(number), set()).add(number)
    for entry in held("messages", locale):
        if isinstance(entry.id, tuple) and "%(num)s" in entry.id[1]:
            for form, string in enumerate(strings(entry)):
                assert len(counted[form]) == 1 or "%(num)s" in string, string


@pytest.mark.parametrize("locale", sorted(LETTERS))
def test_a_catalogue_is_written_in_the_letters_of_its_language(locale: str) -> None:
    for entry in held("messages", locale):
        for string in strings(entry) if entry.id else ():
            foreign = {sign for sign in string if sign.isalpha() and not sign.isascii()}
            assert foreign <= LETTERS[locale] | {one.upper() for one in LETTERS[locale]}, string


@pytest.mark.parametrize("locale", LOCALES["messages"])
def test_a_catalogue_does_not_just_repeat_the_english(locale: str) -> None:
    same = {entry.id for entry in held("messages", locale) if entry.id == entry.string}
    assert locale == "en" or len(same) < 10, same


def test_pages_turn_for_those_who_write_from_the_right(worker: Worker) -> None:
    page = worker.get(f"/ar/m/{floor.LATHE}")
    assert '<html lang="ar" dir="rtl">' in words(page)
    assert '<div class="tight" lang="de" dir="ltr">' in words(page)
    assert "المزيد عن هذه الآلة" in main(page)


ASKED = [
    ("uk-UA,uk;q=0.9,ru;q=0.8", "uk"), ("ro-MD", "ro"), ("mo", "ro"), ("ar-SY,ar;q=0.9", "ar"),
    ("pl-PL", "pl"), ("cs", "cs"), ("tr-TR", "tr"), ("en-GB,en;q=0.5", "en"), ("de-AT", "de"),
    ("bs-BA", "hr"), ("sr-Latn-RS", "hr"), ("sr-RS", "hr"), ("sr-RS,de;q=0.8", "de"),
    ("sk-SK", "cs"), ("sk-SK,en;q=0.5", "en"), ("be-BY", "ru"), ("fi,pl;q=0.4", "pl"),
    ("pl;q=0,tr", "tr"), ("de-simple", "de"), ("*", ""), ("fi", ""), ("", ""), ("x_9,;;q=z", ""),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "given"), ASKED)
def test_a_page_is_in_the_language_the_browser_asks_for_or_one_nearby(
    app: Flask, asked: str, given: str
) -> None:
    with app.test_request_context("/", headers={"Accept-Language": asked}):
        assert language.asked_for() == given


def test_a_label_answers_a_phone_from_ukraine(worker: Worker) -> None:
    page = worker.get(f"/{floor.LATHE}", Accept_Language="uk-UA,uk;q=0.9")
    assert '<html lang="uk" dir="ltr">' in words(page)


def test_easy_german_is_german_around_easy_words(worker: Worker) -> None:
    page = worker.get("/de-simple/n/wear-glasses")
    assert 'lang="de-simple"' in words(page)
    assert "Film ansehen" in main(page)


def test_the_menu_names_languages_by_their_own_names(worker: Worker) -> None:
    text = words(worker.get(f"/de/m/{floor.LATHE}"))
    for one in language.offered():
        link = f'href="/{one.code}/m/{floor.LATHE}" lang="{one.code}"'
        assert re.search(rf"{link}[^>]*>{one.name}</a>", text)


@pytest.mark.parametrize(
    ("lang", "bytes_", "shown"),
    [
        ("en", 1, "1 kB"), ("en", 840_000, "840 kB"), ("en", 1_640_000, "1.6 MB"),
        ("de", 1_640_000, "1,6 MB"), ("de", 1, "1 kB"), ("de", 1_000_000, "1 MB"),
        ("uk", 1_640_000, "1,6 МБ"), ("ar", 1_640_000, "1.6 م.ب"),
    ],
)  # fmt: skip
def test_sizes_are_said_short(app: Flask, lang: str, bytes_: int, shown: str) -> None:
    with app.test_request_context(f"/{lang}/"):
        assert language.size(bytes_) == shown


@pytest.mark.parametrize(("lang", "shown"), [
    ("de", "22. November 2026"), ("tr", "22 Kasım 2026"), ("pl", "22 listopada 2026"),
    ("ro", "22 noiembrie 2026"), ("uk", "22 листопада 2026\u202fр."), ("cs", "22. listopadu 2026"),
    ("hr", "22. studenoga 2026."), ("ar", "22 نوفمبر 2026"),
])  # fmt: skip
def test_days_are_said_as_people_write_them(app: Flask, lang: str, shown: str) -> None:
    with app.test_request_context(f"/{lang}/"):
        assert long_date(date(2026, 11, 22)) == shown


@pytest.mark.parametrize("lang", sorted(language.LANGUAGES))
def test_a_day_and_a_period_end_no_sentence_twice(app: Flask, lang: str) -> None:
    with app.test_request_context(f"/{lang}/"):
        day = long_date(date(2026, 11, 22))
        for text in ("The next numbers come on %(day)s.", "The first numbers come on %(day)s."):
            assert not gettext(text, day=day).endswith("..")
        period = span(date(2026, 10, 26), date(2026, 11, 22))
        assert not set(period) & {"\u200e", "\u200f"}
        assert not re.search(r"[\u0660-\u0669\u06f0-\u06f9]", period + day)


def test_pages_load_nothing_heavy() -> None:
    heavy = "PIL", "fpdf", "openpyxl", "zxingcpp", "resvg_py", "pypdfium2"
    code = f"import sys, kiosk.app; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
