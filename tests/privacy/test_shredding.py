"""Proof 4: once a period is closed, no kept copy of its counts opens any more."""

import shutil
from pathlib import Path

import pytest

from kiosk.counts.models import Closed, Released
from kiosk.counts.seal import unseal
from kiosk.db import connected, open_database
from kiosk.settings import Settings, load
from tests.privacy.close import let_the_period_end, live_through_a_minute


def copies_that_open(copies: list[Path], keys: Path) -> list[Path]:
    """Try every file in the folder of keys on every copy."""
    known = [path.read_bytes() for path in sorted(keys.iterdir())]
    thirty_two = [key for key in known if len(key) == 32]
    return [copy for copy in copies if any(unseal(copy, key) for key in thirty_two)]


def rows(plant: Settings) -> tuple[int, list[int]]:
    """Return how many periods are closed, and the released numbers."""
    database = open_database(plant)
    with connected(database):
        found = Closed.select().count(), [row.n for row in Released.select()]
    database.close_all()  # type: ignore[attr-defined]
    return found


@pytest.fixture
def plant(tmp_path: Path, memory: Path) -> Settings:
    return load(tmp_path / "plant", environ={}, pot=str(memory / "pot"))


@pytest.mark.parametrize("rebooted", [False, True])
def test_after_the_close_no_kept_copy_of_the_seal_opens(
    plant: Settings,
    tmp_path: Path,
    rebooted: bool,  # noqa: FBT001
) -> None:
    copies = live_through_a_minute(plant, tmp_path / "copies", completions=4)
    assert copies_that_open(copies, plant.keys) == copies
    if rebooted:
        shutil.rmtree(plant.pot)
    let_the_period_end(plant)
    new = plant.data / "counts.sealed"
    assert copies_that_open([*copies, new], plant.keys) == [new]
    assert rows(plant) == (1, [])


@pytest.mark.parametrize("place", ["clear", "lay", "dump", "key_changed"])
def test_killed_anywhere_in_a_close_it_publishes_once_and_shreds(
    plant: Settings, tmp_path: Path, place: str
) -> None:
    copies = live_through_a_minute(plant, tmp_path / "copies", completions=6)
    assert let_the_period_end(plant, die_at=place) != 0
    assert rows(plant) == (1, [6])
    let_the_period_end(plant)
    assert rows(plant) == (1, [6])
    assert copies_that_open(copies, plant.keys) == []
