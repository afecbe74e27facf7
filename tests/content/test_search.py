"""Words find nuggets and machines, however they are typed."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import catalogue, nuggets, plant, search
from content.models import Site
from content.plant import NewMachine
from content.storage import Folder
from tests.content.cast import DAY, ENGLISH, GERMAN, lathe, lay_out, nugget_of, publish


def found(site: Site, words: str, language: str = "de") -> list[str]:
    return [hit.title for hit in catalogue.find(site.id, words, language)]


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("Äpfel", "aepfel"),
        ("Äpfel", "APFEL"),
        ("Öl", "oel"),
        ("müde", "MUEDE"),
        ("Straße", "strasse"),
        ("łódź", "lodz"),
        ("İĞNE", "igne"),
        ("ёлка", "ЁЛКА"),
        ("ﬁlm", "film"),
    ],
)
def test_accents_and_case_make_no_difference(typed: str, also: str) -> None:
    assert search.fold(typed) == search.fold(also)


@given(st.text())
def test_folding_twice_changes_nothing_a_word_is_compared_by(text: str) -> None:
    assert search.words(text.upper()) == search.words(text.upper().swapcase().upper())


@pytest.mark.parametrize("words", ["Brille", "BRIL", "schutz", "brille tragen", "tragen, Brille!"])
def test_a_nugget_is_found_by_the_beginnings_of_its_words(
    site: Site, storage: Folder, tmp_path: Path, words: str
) -> None:
    publish(site, lay_out(tmp_path), storage)
    assert found(site, words) == ["Schutzbrille tragen"]


@pytest.mark.parametrize("words", ["", "  ", "!?", "'", "%", "_", "xylophon", "brille xylophon"])
def test_what_fits_nothing_finds_nothing(
    site: Site, storage: Folder, tmp_path: Path, words: str
) -> None:
    publish(site, lay_out(tmp_path), storage)
    assert found(site, words) == []


def test_a_nugget_is_found_in_any_language_and_named_in_the_readers(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    publish(site, lay_out(tmp_path), storage)
    hit = catalogue.find(site.id, "Brille", "en")[0]
    assert (hit.title, hit.language, hit.slug) == ("Wear your glasses", "en", "wear-glasses")


def test_a_machine_is_found_by_name_kind_and_number(site: Site) -> None:
    line = plant.area(site, ("Halle 3", "Linie 2"))
    plant.label(plant.machine(line, "Presse 4", plant.kind(site, "Acme"), number="4711"), "A00000")
    for words in ("presse", "acme 4", "4711", "47 PRESSE"):
        hits = catalogue.find(site.id, words, "en")
        assert [(hit.code, hit.line) for hit in hits] == [("A00000", "Halle 3, Linie 2")]


def test_a_machine_that_no_label_leads_to_is_not_offered(site: Site) -> None:
    lathe(site)
    plant.move_label("K7Q2MX", "lost")
    assert found(site, "Drehmaschine") == []


def test_titles_come_before_machines_and_machines_before_steps(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    lathe(site)
    german = GERMAN.replace("Schutzbrille tragen", "Drehmaschine öffnen")
    publish(site, lay_out(tmp_path, slug="open", changes={"de.md": german}), storage)
    publish(site, lay_out(tmp_path), storage)
    titles = ["Drehmaschine öffnen", "Drehmaschine 7", "Schutzbrille tragen"]
    assert found(site, "drehmaschine") == titles


def test_only_what_is_published_is_found(site: Site, storage: Folder, tmp_path: Path) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    nuggets.withdraw(nugget_of(card), storage, DAY)
    assert found(site, "Brille") == []


def test_a_new_version_is_found_by_its_new_words_only(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    publish(site, lay_out(tmp_path), storage)
    goggles = ENGLISH.replace("glasses", "goggles").replace("Glasses", "Goggles")
    german = GERMAN.replace("rille", "lende")
    publish(site, lay_out(tmp_path, {"en.md": goggles, "de.md": german}), storage)
    assert found(site, "glasses", "en") == []
    assert found(site, "goggles", "en") == ["Wear your goggles"]


def test_each_plant_finds_its_own(site: Site) -> None:
    lathe(site)
    other = plant.found("Werk Süd", "sued")
    assert catalogue.find(other.id, "Drehmaschine", "de") == []


def test_no_more_hits_than_asked_for(site: Site) -> None:
    for number in range(5):
        lathe(site, f"A0000{number}", f"Presse {number}")
    assert len(catalogue.find(site.id, "presse", "de", limit=3)) == 3


def test_a_plant_of_many_machines_is_searched_as_fast_as_a_small_one(site: Site) -> None:
    line = plant.area(site, ("Linie 1",))

    def seconds() -> float:
        begin = time.process_time()
        for _ in range(20):
            catalogue.find(site.id, "presse 1", "de")
        return time.process_time() - begin

    plant.machines(NewMachine(line, f"Presse {number}") for number in range(2_000))
    small = seconds()
    plant.machines(NewMachine(line, f"Presse {number}") for number in range(2_000, 8_000))
    assert seconds() < small * 2
