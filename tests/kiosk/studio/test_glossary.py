"""The glossary's pages: a term is added, found, changed, deleted; a table shows what it changes."""

import io
import re

from content import glossary
from kiosk.db import connected
from tests.page import words
from tests.studio import Browser, Studio

CHUCK = {"word-de": "Spannfutter", "word-tr": "Torna aynası", "note": "on the lathe"}


def test_a_term_is_added_found_and_changed(alice: Browser, studio: Studio) -> None:
    alice.post("/studio/glossary", CHUCK)
    said = words(alice.get("/studio/glossary?q=ayna"))
    found = re.search(r'href="(/studio/glossary/[0-9a-z]{12})"', said)
    assert found
    alice.post(found[1], {**CHUCK, "word-de": "Backenfutter"})
    assert "Backenfutter" in words(alice.get(found[1]))
    alice.post(found[1], {"do": "remove"})
    assert glossary.entries(studio.site.id) == []


def test_a_term_in_one_language_keeps_what_was_typed(alice: Browser) -> None:
    said = words(alice.post("/studio/glossary", {"word-de": "Spannfutter"}, 422))
    assert 'value="Spannfutter"' in said
    assert "two languages" in said


def test_another_plant_sees_no_term(alice: Browser, eve: Browser, studio: Studio) -> None:
    alice.post("/studio/glossary", CHUCK)
    term = glossary.entries(studio.site.id)[0].id
    eve.get(f"/studio/glossary/{term}", 404)
    eve.post(f"/studio/glossary/{term}", {"do": "remove"}, 404)
    assert "Spannfutter" not in words(eve.get("/studio/glossary"))


def test_the_council_looks_and_changes_nothing(charlie: Browser) -> None:
    charlie.get("/studio/glossary")
    charlie.post("/studio/glossary", CHUCK, 403)


def test_a_table_shows_what_it_changes_before_anything_is_kept(
    alice: Browser, studio: Studio
) -> None:
    alice.post("/studio/glossary", CHUCK)
    table = b"de;tr\nSpannfutter;Ayna\nReitstock;Gezer punta\n"
    said = words(alice.post("/studio/glossary/table", {"file": (io.BytesIO(table), "a.csv")}, 200))
    assert "1 new term, 1 changed" in said
    assert len(glossary.entries(studio.site.id)) == 1
    kept = re.search(r'name="table" value="([^"]*)"', said, re.DOTALL)
    assert kept
    alice.post("/studio/glossary/table/take", {"table": kept[1]})
    assert [one.words["de"] for one in glossary.entries(studio.site.id)] == [
        "Reitstock", "Spannfutter",
    ]  # fmt: skip


def test_a_broken_table_is_told_with_its_row(alice: Browser) -> None:
    file = {"file": (io.BytesIO(b"de;tr\nnur eins\n"), "a.csv")}
    assert "Row 2" in words(alice.post("/studio/glossary/table", file, 422))


def test_the_glossary_is_taken_away_as_a_table(alice: Browser) -> None:
    alice.post("/studio/glossary", CHUCK)
    sent = alice.get("/studio/glossary.csv")
    assert "Spannfutter;Torna aynası;on the lathe" in sent.get_data(as_text=True)


def test_very_many_terms_stand_some_on_each_page(alice: Browser, studio: Studio) -> None:
    with connected(studio.app.extensions["database"]):
        for n in range(130):
            glossary.write(studio.site, {"de": f"Teil {n:03}", "tr": f"parça {n:03}"})
    seen: list[str] = []
    for number in (1, 2, 3):
        page = words(alice.get(f"/studio/glossary?page={number}"))
        seen += re.findall("<b[^>]*>(Teil [0-9]+)</b>", page)
        assert ("page=3" in page) == (number == 2)
    assert seen == [f"Teil {n:03}" for n in range(130)]
    assert "130" in words(alice.get("/studio/glossary?page=2"))
    alice.get("/studio/glossary?page=-1")
