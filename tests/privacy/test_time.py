"""Bad input: clocks that jump, old databases brought back, nuggets that vanish while they count.

A number is published once or never; nothing that is put back or turned back makes it count again.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import peewee
import pytest

from content import models
from content.card import Card
from kiosk.counts import Counts, period, released
from kiosk.db import TABLES, open_database
from kiosk.settings import Settings, load
from tests.kiosk.counts.world import World, opened
from tests.privacy.year import calendar

NOW = period.Period(period.FIRST)

Record = Callable[[str, object], None]


@dataclass
class Plant:
    """A plant whose calendar is turned by the test."""

    settings: Settings
    database: peewee.Database
    world: World
    card: Card
    counts: Counts

    def learn(self, times: int, when: period.Period) -> None:
        with calendar(when):
            for _ in range(times):
                assert self.counts.redeem(opened(self.counts, self.card)) == "counted"

    def minute(self, when: period.Period) -> list[str]:
        with calendar(when):
            return self.counts.minute()

    @property
    def published(self) -> dict[str, list[int]]:
        """The numbers of each closed period."""
        table = released.table(self.world.site.id, "en")
        return {
            one.id: [line.cells[at].n or 0 for line in table.lines if line.cells[at].n]
            for at, one in enumerate(table.periods)
        }


@pytest.fixture
def plant(tmp_path: Path, memory: Path) -> Iterator[Plant]:
    settings = load(tmp_path / "plant", environ={}, pot=str(memory / "pot"))
    settings.data.mkdir()
    database = open_database(settings)
    database.connect()
    database.create_tables(TABLES)
    world = World()
    card = world.nugget("order", world.topic(), seconds=0)
    counts = Counts(settings)
    with calendar(NOW):
        counts.start()
    yield Plant(settings, database, world, card, counts)
    counts.pot.close()
    let_go(database)


def let_go(database: peewee.Database) -> None:
    """Close the file of a database, whoever keeps it open here."""
    database.close()
    database.close_all()  # type: ignore[attr-defined]


def test_a_clock_set_back_after_a_close_publishes_nothing_again(
    plant: Plant, record_property: Record
) -> None:
    plant.learn(6, NOW)
    assert plant.minute(NOW.next) == [NOW.id]
    plant.minute(NOW)
    plant.learn(7, NOW)
    assert plant.minute(NOW.next) == []
    assert plant.published == {NOW.id: [6]}
    record_property("tried", "the clock set back into a closed period, and on again")


def test_a_clock_that_jumps_a_year_ahead_and_back_counts_nothing_twice(
    plant: Plant, record_property: Record
) -> None:
    far = NOW
    for _ in range(13):
        far = far.next
    plant.learn(6, NOW)
    plant.minute(far)
    plant.minute(NOW)
    plant.learn(5, NOW)
    plant.minute(NOW.next)
    plant.minute(far.next)
    assert plant.published[NOW.id] == [6]
    assert sum(sum(numbers) for numbers in plant.published.values()) == 6
    record_property("tried", "the clock a year ahead and back")


def test_a_server_that_slept_through_a_close_publishes_each_period_once(plant: Plant) -> None:
    plant.learn(6, NOW)
    plant.counts.pot.close()
    later = NOW.next.next
    plant.counts = Counts(plant.settings)
    with calendar(later):
        plant.counts.start()
        plant.counts.start()
    plant.learn(5, later)
    plant.minute(later.next)
    assert {name: numbers for name, numbers in plant.published.items() if numbers} == {
        NOW.id: [6], later.id: [5],
    }  # fmt: skip


def test_an_old_database_put_under_a_running_pot_counts_nothing_twice(
    plant: Plant, tmp_path: Path, record_property: Record
) -> None:
    """What was published since is gone with the database; it does not come back changed."""
    plant.learn(6, NOW)
    let_go(plant.database)
    shutil.copy(plant.settings.sqlite, tmp_path / "old")
    plant.database.connect()
    plant.minute(NOW.next)
    assert plant.published == {NOW.id: [6]}
    plant.learn(5, NOW.next)
    let_go(plant.database)
    for path in plant.settings.data.glob("kiosk.db*"):
        path.unlink()
    shutil.copy(tmp_path / "old", plant.settings.sqlite)
    plant.database.connect()
    plant.minute(NOW.next)
    plant.minute(NOW.next.next)
    assert plant.published == {NOW.next.id: [5]}
    record_property("tried", "an old database put back under a running pot")


def test_an_old_database_put_under_an_open_block_of_twelve_weeks_changes_nothing_in_it(
    plant: Plant, tmp_path: Path, record_property: Record
) -> None:
    """What chose the takt is gone with the database; the pot goes on as the block began."""
    let_go(plant.database)
    shutil.copy(plant.settings.sqlite, tmp_path / "old")
    plant.database.connect()
    plant.learn(6, NOW)
    first, second, third = (period.Period(NOW.first + n * period.LENGTH) for n in (3, 4, 5))
    for when in (NOW.next, NOW.next.next, first):
        plant.minute(when)
    plant.learn(2, first)
    plant.minute(second)
    let_go(plant.database)
    for path in plant.settings.data.glob("kiosk.db*"):
        path.unlink()
    shutil.copy(tmp_path / "old", plant.settings.sqlite)
    plant.database.connect()
    for when in (second, third):
        plant.minute(when)
        plant.learn(2, when)
    for _ in range(2):
        plant.minute(third.next)
    assert plant.published == {first.block.id: [6]}
    record_property("tried", "an old database put back while twelve weeks are open")


def test_a_nugget_deleted_in_an_open_period_is_published_once_and_takes_no_more(
    plant: Plant, record_property: Record
) -> None:
    plant.learn(6, NOW)
    with calendar(NOW):
        ticket = opened(plant.counts, plant.card)
    for table in (models.Version, models.Hang):
        table.delete().where(table.nugget == plant.card.id).execute()
    models.Nugget.delete().where(models.Nugget.id == plant.card.id).execute()
    with calendar(NOW):
        assert plant.counts.redeem(ticket) == "void"
    plant.minute(NOW)
    plant.minute(NOW.next)
    plant.minute(NOW.next)
    assert plant.published == {NOW.id: [6]}
    record_property("tried", "a nugget deleted while it counts")
