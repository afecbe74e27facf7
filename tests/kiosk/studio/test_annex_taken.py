"""The annex is taken along in the studio: by whom, in which forms, and as the command writes it."""

import re
from functools import partial

import pytest

from kiosk import annex
from kiosk.annex import facts
from kiosk.studio.annex import Papers
from tests.page import words
from tests.studio import Studio

HERE = "/studio/counting"
ASKED = [(lang, form) for lang in ("de", "en") for form in ("html", "md")]


@pytest.mark.parametrize("name", ["charlie", "dana"])
def test_council_and_accounts_find_it_on_the_page_of_what_is_kept(
    studio: Studio, name: str
) -> None:
    page = studio.browser(name).get(HERE)
    assert "Annex to the works agreement" in words(page)
    for lang in ("de", "en"):
        for ending in ("pdf", "html", "md"):
            assert f'href="{HERE}/annex-{lang}.{ending}"' in page.text


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_trainers_are_neither_shown_nor_given_it(studio: Studio, name: str) -> None:
    browser = studio.browser(name)
    assert "annex-de" not in browser.get(HERE).text
    browser.get(f"{HERE}/annex-de.html", status=403)


def test_nobody_takes_it_without_signing_in(studio: Studio) -> None:
    studio.browser().get(f"{HERE}/annex-de.pdf", status=401)


@pytest.mark.parametrize(("lang", "ending"), ASKED)
def test_it_is_what_the_command_writes_of_this_plant(
    studio: Studio, lang: str, ending: str
) -> None:
    taken = studio.browser("charlie").get(f"{HERE}/annex-{lang}.{ending}")
    known = facts.of(studio.site, studio.settings)
    assert taken.data == annex.write(known, lang, annex.ENDINGS[f".{ending}"])
    assert studio.site.name in taken.text


def test_a_setting_that_changed_stands_in_the_next_one(studio: Studio) -> None:
    charlie = studio.browser("charlie")
    before = charlie.get(f"{HERE}/annex-en.md").text
    studio.site.name = "Neues Werk"
    studio.site.save()
    after = charlie.get(f"{HERE}/annex-en.md").text
    assert "Neues Werk" in after
    assert "Neues Werk" not in before


def test_it_is_a_file_to_keep_that_nothing_on_the_way_keeps(studio: Studio) -> None:
    head = studio.browser("dana").get(f"{HERE}/annex-en.html").headers
    assert head["Content-Type"] == "text/html; charset=utf-8"
    named = r"attachment; filename=technical-annex-\d{4}-\d\d-\d\d\.html"
    assert re.fullmatch(named, head["Content-Disposition"])
    assert "no-store" in head["Cache-Control"]
    assert head["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_paper_is_a_pdf(studio: Studio) -> None:
    taken = studio.browser("charlie").get(f"{HERE}/annex-en.pdf")
    assert taken.data.startswith(b"%PDF-")
    assert taken.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("path", ["annex-fr.pdf", "annex-de.docx", "annex-de.pdf.exe"])
def test_no_other_language_or_form_is_there(studio: Studio, path: str) -> None:
    studio.browser("charlie").get(f"{HERE}/{path}", status=404)


def test_a_paper_is_set_once_for_what_it_says() -> None:
    papers = Papers()
    made: list[bytes] = []

    def make(name: bytes) -> bytes:
        made.append(name)
        return name

    for said in (b"today", b"today", b"tomorrow", b"today"):
        assert papers.once(said, partial(make, said)) == said
    assert made == [b"today", b"tomorrow"]
