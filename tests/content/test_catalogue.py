"""What workers ask for is found in one statement, however large the plant is."""

from pathlib import Path
from typing import Any

import peewee
import pytest

from content import catalogue, nuggets, plant, revision
from content.card import Card
from content.errors import NoPlant
from content.models import Kind, Machine, Site
from content.plant import NewMachine
from content.storage import Folder
from tests.content.cast import (
    DAY,
    copy_nugget,
    counted,
    lathe,
    lay_out,
    nugget_of,
    publish,
    steps,
)

AGREED = "2026-11-01"


@pytest.fixture
def card(site: Site, storage: Folder, tmp_path: Path) -> Card:
    """The published nugget `wear-glasses`, hanging on the topic of safety."""
    return publish(site, lay_out(tmp_path), storage)


def test_a_scanned_label_tells_where_its_machine_stands(site: Site) -> None:
    machine = lathe(site)
    place = catalogue.scan("k7q2mx")
    assert place
    assert (place.machine, place.kind, place.area) == (
        "Drehmaschine 7", "Acme X5", "Halle 3, Linie 2",
    )  # fmt: skip
    assert place.area_ids == (machine.area_id, machine.area.parent_id)
    assert (place.site.slug, place.site.emergency_number) == ("nord", "112")


def test_a_code_that_was_never_issued_leads_nowhere(site: Site) -> None:
    assert catalogue.scan("ZZZZZZ") is None


@pytest.mark.parametrize("state", ["lost", "replaced", "retired"])
def test_a_label_out_of_use_still_tells_its_machine(site: Site, state: str) -> None:
    lathe(site)
    plant.move_label("K7Q2MX", state)
    place = catalogue.scan("K7Q2MX")
    assert place
    assert (place.label_state, place.machine) == (state, "Drehmaschine 7")


def test_a_machine_shows_its_own_nuggets_before_those_of_its_kind(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    machine = lathe(site)
    cards = [
        publish(site, lay_out(tmp_path, slug=slug), storage) for slug in ("kind", "own", "both")
    ]
    nuggets.hang(nugget_of(cards[0]), Kind.get())
    nuggets.hang(nugget_of(cards[2]), Kind.get())
    nuggets.hang(nugget_of(cards[1]), machine)
    nuggets.hang(nugget_of(cards[2]), machine)
    place = catalogue.scan("K7Q2MX")
    assert place
    assert [found.slug for found in catalogue.cards_at(place)] == ["own", "both", "kind"]


def test_what_hangs_on_another_machine_is_not_shown(site: Site, card: Card) -> None:
    lathe(site)
    nuggets.hang(nugget_of(card), lathe(site, "D4H7KW", "Drehmaschine 8"))
    place = catalogue.scan("K7Q2MX")
    assert place
    assert catalogue.cards_at(place) == []


def test_a_topic_shows_its_nuggets(site: Site, card: Card) -> None:
    topic = catalogue.topic(site.id, "safety")
    assert topic
    assert topic.nuggets == 1
    assert catalogue.cards_on(topic, 0, 9) == [card]
    assert catalogue.topic(site.id, "no-such-topic") is None


def test_drafts_are_shown_to_nobody(site: Site, card: Card, tmp_path: Path) -> None:
    nuggets.draft(site, "half-done", owner_role="Safety")
    nuggets.draft(site, "wear-glasses")
    assert catalogue.card(site.id, "half-done") is None
    assert catalogue.card(site.id, "wear-glasses") == card


def test_a_withdrawn_nugget_is_known_as_such(site: Site, card: Card, storage: Folder) -> None:
    assert not catalogue.withdrawn(site.id, "wear-glasses")
    nuggets.withdraw(nugget_of(card), storage, DAY)
    assert catalogue.withdrawn(site.id, "wear-glasses")
    assert not catalogue.withdrawn(site.id, "never-heard-of")


def test_the_nearest_coach_is_asked_first(site: Site) -> None:
    code = _scanned(site).code
    plant.coach(site, "Petra", agreed_on=AGREED)
    assert _coach(code) == "Petra"
    plant.coach(site, "Halil", area=plant.area(site, ("Halle 3",)), agreed_on=AGREED)
    assert _coach(code) == "Halil"
    plant.coach(site, "Ayşe", area=plant.area(site, ("Halle 3", "Linie 2")), agreed_on=AGREED)
    assert _coach(code) == "Ayşe"


def test_a_coach_of_another_hall_is_not_named(site: Site) -> None:
    plant.coach(site, "Halil", area=plant.area(site, ("Halle 4",)), agreed_on=AGREED)
    assert _scanned(site).coach is None


def test_every_machine_is_listed_once_by_a_label_in_use(site: Site) -> None:
    machine = lathe(site)
    plant.label(machine, "A00000", "attached")
    plant.move_label("K7Q2MX", "lost")
    lathe(site, "D4H7KW", "Bohrwerk")
    codes = [place.code for place in catalogue.places(site.id)]
    assert codes == ["D4H7KW", "A00000"]


def test_the_site_is_found_by_its_slug_or_alone(site: Site) -> None:
    assert catalogue.site() == catalogue.site("nord")
    with pytest.raises(NoPlant):
        catalogue.site("sued")


def test_an_empty_database_says_what_to_run(database: peewee.Database) -> None:
    assert catalogue.revision() == 0
    with pytest.raises(NoPlant, match="kiosk init"):
        catalogue.site()


def reads(site: Site) -> dict[str, Any]:
    place, topic = catalogue.scan("K7Q2MX"), catalogue.topic(site.id, "safety")
    assert place
    assert topic
    return {
        "scan": lambda: catalogue.scan("K7Q2MX"),
        "places": lambda: list(catalogue.places(site.id)),
        "alias": lambda: catalogue.alias(site.id, "4711"),
        "cards_at": lambda: catalogue.cards_at(place),
        "cards_on": lambda: catalogue.cards_on(topic, 0, 9),
        "count_on": lambda: catalogue.count_on(topic, inside=True),
        "card": lambda: catalogue.card(site.id, "wear-glasses"),
        "withdrawn": lambda: catalogue.withdrawn(site.id, "wear-glasses"),
        "gone": lambda: catalogue.gone("ab" * 32),
        "topic": lambda: catalogue.topic(site.id, "safety"),
        "topics": lambda: catalogue.topics(site.id),
        "site": catalogue.site,
        "revision": catalogue.revision,
    }


def test_each_read_is_one_statement_with_ten_rows_or_a_thousand(
    site: Site, card: Card, database: peewee.Database
) -> None:
    machine = lathe(site)
    nuggets.hang(nugget_of(card), machine)
    for rows in (10, 1000):
        grow(machine, rows)
        for name, read in reads(site).items():
            with counted(database) as statements:
                assert read() is not None or name == "alias", name
            assert len(statements) == 1, name


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_scan_walks_through_no_more_when_a_thousand_nuggets_hang_elsewhere(
    site: Site, card: Card, database: peewee.Database
) -> None:
    nuggets.hang(nugget_of(card), lathe(site))
    place = _scanned_again()
    few = steps(database, lambda: catalogue.cards_at(place))
    elsewhere = lathe(site, "D4H7KW", "Drehmaschine 8")
    with revision.change():
        for number in range(1000):
            copy_nugget(elsewhere, f"elsewhere-{number}")
    assert steps(database, lambda: catalogue.cards_at(place)) <= 2 * few


def grow(machine: Machine, rows: int) -> None:
    """Set up many machines beside one, coaches too, and copies of its nugget on it."""
    site = machine.site
    with revision.change():
        plant.machines(NewMachine(machine.area, f"{rows}-{n}", machine.kind) for n in range(rows))
        plant.coach(site, f"Coach {rows}", area=machine.area, agreed_on=AGREED)
        for number in range(rows // 20):
            copy_nugget(machine, f"copy-{rows}-{number}")


def _scanned(site: Site) -> catalogue.Place:
    lathe(site)
    return _scanned_again()


def _scanned_again() -> catalogue.Place:
    place = catalogue.scan("K7Q2MX")
    assert place
    return place


def _coach(code: str) -> str:
    place = catalogue.scan(code)
    assert place
    assert place.coach
    return place.coach.name
