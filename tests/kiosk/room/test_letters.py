"""The keyboard on the room's screen: everybody finds the letters of their own language."""

from urllib.parse import quote

import pytest

from content import plant
from content.models import Site
from kiosk import language
from kiosk.db import connected
from kiosk.room.letters import FIGURES, MOST, every, letters_of, typed
from tests import words as catalogues
from tests.kiosk.room.test_ways import hrefs
from tests.page import Worker, words

ACROSS = 11


def keys(code: str) -> str:
    """Every letter that can be typed in this language."""
    letters = letters_of(code)
    return "".join(letters.rows) + letters.more


@pytest.mark.parametrize("code", [one for one in language.LANGUAGES if one != "en"])
def test_every_letter_of_the_pages_own_words_is_there(code: str) -> None:
    held = catalogues.held("messages", language.LANGUAGES[code].locale)
    said = "".join(str(one.string) for one in held if one.id).lower()
    script = {"latin": ("a", "ž"), "cyrillic": ("а", "ґ"), "arabic": ("ء", "ي")}
    first, last = script[letters_of(code).script]
    used = {sign for sign in said if sign.isalpha() and first <= sign <= last}
    strange = set("éàâáíñôçã") - set(keys(code))
    assert used - set(keys(code)) - strange == set()


@pytest.mark.parametrize("code", list(every()))
def test_the_keys_fit_beside_each_other_and_none_is_there_twice(code: str) -> None:
    letters = letters_of(code)
    assert all(len(row) <= ACROSS for row in letters.rows)
    assert len(letters.more) <= ACROSS - 3
    assert len(set(keys(code))) == len(keys(code))
    assert len(FIGURES) < ACROSS


def test_each_key_is_a_link_to_one_sign_more(worker: Worker) -> None:
    links = hrefs(worker, "/room/tr/letters?q=ac")
    for sign in "ış7":
        assert f"/room/tr/letters?q=ac{quote(sign)}" in links
    assert "/room/tr/letters?q=ac+" in links
    assert "/room/tr/letters?q=a" in links
    assert "/room/tr/find?q=ac" in links


def test_what_was_typed_finds(worker: Worker) -> None:
    page = words(worker.get("/room/de/letters?q=schutzbrille"))
    assert "/room/de/find?q=schutzbrille" in page
    assert "/room/de/letters" in hrefs(worker, "/room/de/find")


def test_names_in_another_script_can_be_typed_too(worker: Worker) -> None:
    page = words(worker.get("/room/ar/letters?q=%D9%86"))
    assert 'data-letter="ن"' in page
    assert 'data-letter="q"' not in page
    assert 'data-letter="q"' in words(worker.get("/room/ar/letters?q=%D9%86&plant=1"))
    assert "plant=1" not in words(worker.get("/room/pl/letters"))


def test_too_much_is_cut_and_garbage_is_left_out(worker: Worker) -> None:
    assert typed("  a \x00 b  ") == "a b "
    assert typed("ж" * 500) == "ж" * MOST
    assert typed("   ") == ""
    worker.get("/room/de/letters?q=%00%ff%F0%9F%92%A5<b>&plant=x")


def test_a_plant_whose_language_has_no_page_is_written_in_latin_letters(worker: Worker) -> None:
    with connected(worker.client.application.extensions["database"]):
        Site.update(language="fr").execute()
        plant.area(Site.get(), ("Hall",))
    assert 'data-letter="w"' in words(worker.get("/room/uk/letters?plant=1"))
