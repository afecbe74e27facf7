"""Bad input: ten thousand forged redemptions a second are refused before anything is written."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.card import Card
from kiosk.counts import Counts, keys, ticket
from kiosk.db import TABLES, connected, open_database
from kiosk.settings import Settings, load
from tests import cost
from tests.kiosk.counts.world import World

FORGED = 10_000


@dataclass(frozen=True)
class Plant:
    """A plant with a nugget, counting."""

    settings: Settings
    counts: Counts
    card: Card


@pytest.fixture
def plant(tmp_path: Path, memory: Path) -> Iterator[Plant]:
    settings = load(tmp_path / "plant", environ={}, pot=str(memory / "pot"))
    settings.data.mkdir()
    database = open_database(settings)
    with connected(database):
        database.create_tables(TABLES)
        world = World()
        card = world.nugget("order", world.topic(), seconds=0)
        counts = Counts(settings)
        counts.start()
        yield Plant(settings, counts, card)
        counts.pot.close()
    database.close_all()  # type: ignore[attr-defined]


def forged(plant: Plant, number: int) -> list[str]:
    """Return forged tickets of every sort, each good to look at."""
    name, ours = keys.week(), os.urandom(32)
    right = plant.counts.hand_out(plant.card, None) or ""
    made = [ticket.close(ticket.write(plant.card.id, 1, "", 0), name, ours) for _ in range(64)]
    sorts = [*made, right[:-2] + "AA", right[:40], "", "Ä" * ticket.LENGTH, "=" * ticket.LENGTH,
             "A" * ticket.LENGTH, right + right]  # fmt: skip
    return [sorts[one % len(sorts)] for one in range(number)]


def written(plant: Plant) -> dict[str, tuple[int, int]]:
    """Return size and time of every file, in memory too."""
    folders = (plant.settings.data.parent, Path(plant.settings.pot))
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_ten_thousand_forged_tickets_write_nothing(
    plant: Plant, record_property: Callable[[str, object], None]
) -> None:
    texts = forged(plant, FORGED)
    before, dump = written(plant), plant.counts.pot.dump()
    assert {plant.counts.redeem(text) for text in texts} == {"void"}
    assert (written(plant), plant.counts.pot.dump()) == (before, dump)
    record_property("tried", f"{FORGED} forged tickets of seven sorts; no file was touched")


def test_a_forged_ticket_costs_less_than_a_ten_thousandth_of_a_second(
    plant: Plant, record_property: Callable[[str, object], None]
) -> None:
    texts = forged(plant, 1000)
    least = cost.least(lambda: [plant.counts.redeem(text) for text in texts], 0.1)
    record_property("tried", f"{least * 1000:.0f} µs of computing for each")
    assert least < 0.1


def test_after_the_flood_a_true_one_counts(plant: Plant) -> None:
    good = plant.counts.hand_out(plant.card, None)
    for text in forged(plant, 2000):
        plant.counts.redeem(text)
    assert good is not None
    assert plant.counts.redeem(good) == "counted"
