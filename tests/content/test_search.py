"""Words find nuggets and machines, however they are typed."""

from pathlib import Path

import peewee
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import findable, nuggets, plant, search, upkeep
from content.folding import words as folded
from content.models import Medium, SearchWord, Site
from content.plant import NewMachine
from content.storage import Folder
from kiosk.db import connected, migrate, open_database
from kiosk.settings import Settings
from tests.conftest import Postgres, fresh_settings
from tests.content.cast import (
    DAY,
    ENGLISH,
    GERMAN,
    STORYBOARD,
    counted,
    lathe,
    lay_out,
    nugget_of,
    publish,
)
from tests.cost import least


def found(site: Site, words: str, language: str = "de") -> list[str]:
    return [hit.title for hit in search.find(site.id, words, language, inside=True)]


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
        ("їжак", "іжак"),
        ("ґанок", "ганок"),
        ("м'який", "мякий"),
        ("şalter", "șalter"),
        ("Güç", "guc"),
        ("Čeština", "cestina"),
        ("أمان", "امان"),
        ("آلَة", "اله"),
        ("النظّارة", "نظاره"),
        ("مـكـبس", "مكبس"),
        ("مستشفى", "مستشفي"),
        ("٤٧", "47"),
    ],
)
def test_accents_and_case_make_no_difference(typed: str, also: str) -> None:
    assert folded(typed) == folded(also)


@given(st.text())
def test_folding_twice_changes_nothing_a_word_is_compared_by(text: str) -> None:
    assert folded(text.upper()) == folded(text.upper().swapcase().upper())


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
    hit = search.find(site.id, "Brille", "en", inside=False)[0]
    assert (hit.title, hit.language, hit.slug) == ("Wear your glasses", "en", "wear-glasses")


def test_a_machine_is_found_by_name_kind_and_number(site: Site) -> None:
    line = plant.area(site, ("Halle 3", "Linie 2"))
    plant.label(plant.machine(line, "Presse 4", plant.kind(site, "Acme"), number="4711"), "A00000")
    for words in ("presse", "acme 4", "4711", "47 PRESSE"):
        hits = search.find(site.id, words, "en", inside=False)
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


@pytest.mark.parametrize(
    "typed",
    [
        "brlle",
        "birlle",
        "shutzbrille",
        "schuztbrile",
        "schuttzbri",
        "tregen",
        "BRILEL",
        "drehmascine",
    ],
)
def test_typing_errors_are_forgiven(
    site: Site, storage: Folder, tmp_path: Path, typed: str
) -> None:
    publish(site, lay_out(tmp_path), storage)
    assert found(site, typed) == ["Schutzbrille tragen"]


@pytest.mark.parametrize("typed", ["bri11e", "xrixle", "bxyxle", "ib", "4712"])
def test_what_is_too_far_off_is_not_guessed(
    site: Site, storage: Folder, tmp_path: Path, typed: str
) -> None:
    publish(site, lay_out(tmp_path), storage)
    plant.label(plant.machine(plant.area(site, ("Halle",)), "Bohrwerk", number="4711"), "A00000")
    assert found(site, typed) == []


def test_the_midst_of_a_word_is_found(site: Site, storage: Folder, tmp_path: Path) -> None:
    publish(site, lay_out(tmp_path), storage)
    assert found(site, "maschine") == ["Schutzbrille tragen"]


def test_what_is_said_in_the_film_is_found(site: Site, storage: Folder, tmp_path: Path) -> None:
    publish(site, lay_out(tmp_path), storage)
    assert found(site, "Tür") == ["Schutzbrille tragen"]


def test_where_most_words_fit_it_is_found_all_the_same(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    publish(site, lay_out(tmp_path), storage)
    assert found(site, "wo liegt die brille im kasten bitte") == ["Schutzbrille tragen"]
    assert found(site, "gabelstapler brille") == []


def test_the_readers_language_comes_first(site: Site, storage: Folder, tmp_path: Path) -> None:
    english = {"en.md": ENGLISH.replace("Wear your glasses", "Panik")}
    publish(site, lay_out(tmp_path, english, slug="a-in-english"), storage)
    publish(site, lay_out(tmp_path, {"de.md": GERMAN.replace("Lid", "Panik")}), storage)
    slugs = [hit.slug for hit in search.find(site.id, "panik", "de", inside=False)]
    assert slugs == ["wear-glasses", "a-in-english"]
    slugs = [hit.slug for hit in search.find(site.id, "panik", "en", inside=False)]
    assert slugs == ["a-in-english", "wear-glasses"]


def test_a_hit_in_another_language_says_so(site: Site, storage: Folder, tmp_path: Path) -> None:
    publish(site, lay_out(tmp_path), storage)
    strange = search.find(site.id, "glasses", "de", inside=False)[0]
    assert (strange.title, strange.also, strange.also_language) == (
        "Schutzbrille tragen", "Wear your glasses", "en",
    )  # fmt: skip
    own = search.find(site.id, "glasses", "en", inside=False)[0]
    assert (own.also, own.also_language) == ("", "")
    easy = search.find(site.id, "brille", "de-simple", inside=False)[0]
    assert easy.also == ""


def test_a_machine_is_found_by_place_maker_nameplate_and_part_of_its_code(site: Site) -> None:
    line = plant.area(site, ("Gießerei", "Linie 2"))
    machine = plant.machine(line, "Presse 4", plant.kind(site, "X5", maker="Schuler"))
    plant.label(machine, "K7Q2MX")
    plant.alias(machine, "https://id.maker.example/SN-778")
    for words in ("giesserei", "schuler presse", "SN-778", "k7q", "K7Q-2"):
        assert found(site, words) == ["Presse 4"], words
    upkeep.area(plant.area(site, ("Gießerei",)), name="Halle 9", crowd=None)
    upkeep.remove_alias(machine, "id.maker.example/sn-778")
    assert found(site, "halle 9 presse") == ["Presse 4"]
    assert found(site, "giesserei") == found(site, "778") == []


def test_what_belongs_into_the_plant_is_not_found_outside(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    nuggets.describe(nugget_of(card), reach="plant network")
    for words in ("brille", "brlle", "kasten liegt brille bitte"):
        assert search.find(site.id, words, "de", inside=False) == []
        assert search.find(site.id, words, "de", inside=True)


def test_what_an_older_program_gathered_is_gathered_anew(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    lathe(site)
    publish(site, lay_out(tmp_path), storage)
    Medium.update(said="").execute()
    SearchWord.delete().execute()
    Site.update(recipe=0).execute()
    assert findable.catch_up(storage) == 1
    assert found(site, "drehmaschine tür") == ["Schutzbrille tragen"]
    assert found(site, "linie 2") == ["Drehmaschine 7"]
    assert findable.catch_up(storage) == 0


def test_only_what_is_published_is_found(site: Site, storage: Folder, tmp_path: Path) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    nuggets.withdraw(nugget_of(card), storage, DAY)
    assert found(site, "Brille") == []


def test_a_new_version_is_found_by_its_new_words_only(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    publish(site, lay_out(tmp_path), storage)
    changes = {
        name: text.replace("lasses", "oggles").replace("rille", "lende")
        for name, text in (("en.md", ENGLISH), ("de.md", GERMAN), ("storyboard.toml", STORYBOARD))
    }
    publish(site, lay_out(tmp_path, changes), storage)
    assert found(site, "glasses", "en") == []
    assert found(site, "goggles", "en") == ["Wear your goggles"]


def test_each_plant_finds_its_own(site: Site) -> None:
    lathe(site)
    other = plant.found("Werk Süd", "sued")
    assert search.find(other.id, "Drehmaschine", "de", inside=False) == []


def test_no_more_hits_than_asked_for(site: Site) -> None:
    for number in range(5):
        lathe(site, f"A0000{number}", f"Presse {number}")
    assert len(search.find(site.id, "presse", "de", inside=False, limit=3)) == 3


@pytest.mark.thorough
def test_a_plant_of_many_machines_is_searched_as_fast_as_a_small_one(site: Site) -> None:
    line = plant.area(site, ("Linie 1",))

    def ask() -> None:
        for _ in range(20):
            search.find(site.id, "presse 1", "de", inside=False)

    plant.machines(NewMachine(line, f"Presse {number}") for number in range(2_000))
    small = least(ask, 0)
    plant.machines(NewMachine(line, f"Presse {number}") for number in range(2_000, 8_000))
    large = least(ask, small * 2)
    assert large < small * 2


def test_both_databases_find_the_same_in_the_same_order(tmp_path: Path, postgres: Postgres) -> None:
    engines = {"lite": "", "large": postgres.create()}
    lite, large = (
        _answers(fresh_settings(tmp_path / name, url), tmp_path / name / "work")
        for name, url in engines.items()
    )
    assert lite == large
    assert sum(map(len, lite.values())) > 40


ASKED = (
    "brille", "bri", "b", "br", "brlle", "schuztbrile", "maschine", "presse 4", "presse 47", "Öl",
    "glases", "halle", "drehmaschine tür", "wo liegt die brille im kasten", "o'clock", "%",
    "x" * 200, "linie 2 presse",
)  # fmt: skip


def _answers(settings: Settings, folder: Path) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Fill a plant in this database and return what is found in it for each question."""
    opened = open_database(settings)
    migrate(opened, settings)
    with connected(opened):
        site = plant.found("Werk Nord", "nord", crowd=200)
        line = plant.area(site, ("Halle 3", "Linie 2"))
        for number in range(40):
            machine = plant.machine(line, f"Presse {number}", number=f"47{number}")
            plant.label(machine, f"A000{number:02}")
        for slug in ("wear-glasses", "open", "wear-more"):
            changes = {"de.md": GERMAN.replace("tragen", f"tragen {slug}")}
            publish(site, lay_out(folder, changes, slug=slug), Folder(folder / "media"))
        found = {
            (words, language): [
                (hit.title, hit.also) for hit in search.find(site.id, words, language, inside=False)
            ]
            for words in ASKED
            for language in ("de", "en", "ar")
        }
    opened.close_all()  # type: ignore[attr-defined]
    return found


def test_a_search_takes_the_same_few_statements_however_many_there_are(
    site: Site, storage: Folder, tmp_path: Path, database: peewee.Database
) -> None:
    publish(site, lay_out(tmp_path), storage)
    lathe(site)
    for rows in (0, 300):
        plant.machines(NewMachine(plant.area(site, ("Linie",)), f"Presse {n}") for n in range(rows))
        found(site, "brille")
        with counted(database) as statements:
            assert found(site, "drehmaschine tür") == ["Schutzbrille tragen"]
        assert len(statements) <= 5
