"""The glossary: kept whole, found by any word, hinted at where needed, out and in again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import glossary, plant
from content.errors import TermsTooLarge, TermsUnreadable, TermTooShort, TooLong
from content.glossary import Entry
from content.models import Site

CHUCK = {"de": "Spannfutter", "tr": "Torna aynası", "en": "Chuck"}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40)


def test_a_term_is_found_by_its_word_in_any_language(site: Site) -> None:
    glossary.write(site, CHUCK, "on the lathe")
    glossary.write(site, {"de": "Reitstock", "tr": "Gezer punta"})
    assert [one.words for one in glossary.entries(site.id, "AYNASI")] == [CHUCK]
    assert len(glossary.entries(site.id)) == 2


def test_a_term_of_another_plant_is_not_seen(site: Site) -> None:
    glossary.write(plant.found("Werk Süd", "sued"), CHUCK)
    assert glossary.entries(site.id) == []


def test_writing_a_term_anew_replaces_its_words(site: Site) -> None:
    old = glossary.write(site, CHUCK)
    glossary.write(site, {"de": "Backenfutter", "tr": "Ayna"}, "note", old.id)
    assert glossary.entries(site.id) == [
        Entry(old.id, {"de": "Backenfutter", "tr": "Ayna"}, "note")
    ]


def test_a_term_with_one_word_says_nothing(site: Site) -> None:
    with pytest.raises(TermTooShort):
        glossary.write(site, {"de": "Spannfutter", "tr": "  "})


def test_a_word_too_long_changes_nothing(site: Site) -> None:
    with pytest.raises(TooLong):
        glossary.write(site, {"de": "Spannfutter", "tr": "a" * 121})
    assert glossary.entries(site.id) == []


def hint(source: str, body: str, term: dict[str, str] = CHUCK) -> list[bool]:
    found = glossary.hints([Entry("1", term)], source, "de", "tr", body)
    return [one.lacking for one in found]


def test_a_line_with_the_term_is_hinted_at() -> None:
    assert hint("Das Spannfutter reinigen.", "") == [False]
    assert hint("Die Spindel reinigen.", "") == []


def test_a_bent_word_is_the_term_still() -> None:
    assert hint("Backen des Spannfutters lösen.", "Torna aynasını gevşet.") == [False]


def test_another_word_in_the_translation_is_told() -> None:
    assert hint("Das Spannfutter reinigen.", "Mengeneyi temizle.") == [True]


def test_a_short_word_is_not_found_inside_others() -> None:
    assert hint("Die Tür öffnen.", "", {"de": "Öl", "tr": "yağ"}) == []
    assert hint("Mit Öl füllen.", "Yağ doldur.", {"de": "Öl", "tr": "yağ"}) == [False]


@given(rows=st.lists(st.tuples(WORDS, WORDS, st.text(max_size=20)), max_size=8))
def test_a_table_comes_back_as_it_went_out(rows: list[tuple[str, str, str]]) -> None:
    clean = [
        Entry("", {"de": de.strip(), "tr": tr.strip()}, " ".join(note.split()).replace("\0", ""))
        for de, tr, note in rows
        if de.strip(" '") and tr.strip(" '") and not f"{de}{tr}{note}".strip().startswith("'")
        if not tr.strip().startswith("'") and not note.strip().startswith("'")
    ]
    if clean and not any("\0" in note for _, _, note in rows):
        assert glossary.read(glossary.table(clean)) == clean


def test_an_import_says_what_is_new_and_what_changes(site: Site) -> None:
    glossary.write(site, CHUCK)
    read = glossary.read(b"de,tr\nSpannfutter,Ayna\nReitstock,Gezer punta\n")
    plan = glossary.plan(site.id, read, "de")
    assert [one.words["de"] for one in plan.new] == ["Reitstock"]
    assert [new.words for _, new in plan.changed] == [{**CHUCK, "tr": "Ayna"}]
    glossary.take(site, plan)
    assert glossary.plan(site.id, read, "de").same == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"de;tr\nnur eins\n", b"x" * 100, b"de;de\na;b\n", b'de;tr\n"a;b\n',
     b"de;tr\na;b;c;d\n"],
)  # fmt: skip
def test_a_broken_table_is_refused_with_its_row(content: bytes) -> None:
    with pytest.raises(TermsUnreadable):
        glossary.read(content)


def test_a_huge_table_is_refused() -> None:
    with pytest.raises(TermsTooLarge):
        glossary.read(b"de;tr\n" + b"a;b\n" * 60_000)


def test_no_word_becomes_a_formula_in_a_table(site: Site) -> None:
    glossary.write(site, {"de": "=1+1", "tr": "@x"})
    assert b"'=1+1" in glossary.written(site.id)
