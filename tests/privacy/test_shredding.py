"""Proof 4: once a period is closed, no kept copy of its counts opens any more."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.counts import period
from kiosk.counts.models import Closed, Released
from kiosk.counts.seal import unseal
from kiosk.db import TABLES, connected, open_database
from kiosk.settings import Settings, load
from tests.kiosk.counts.world import World

LATER = """
import sys
from pathlib import Path
from kiosk.counts import Counts
from kiosk.db import open_database
from kiosk.settings import load
settings = load(Path(sys.argv[1]), environ={}, pot=sys.argv[2])
open_database(settings)
print(Counts(settings).start())
"""


def copies_that_open(copies: list[Path], keys: Path) -> list[Path]:
    """Try every file in the folder of keys on every copy."""
    known = [path.read_bytes() for path in sorted(keys.iterdir())]
    thirty_two = [key for key in known if len(key) == 32]
    return [copy for copy in copies if any(unseal(copy, key) for key in thirty_two)]


@pytest.fixture
def plant(tmp_path: Path, memory: Path) -> Settings:
    return load(tmp_path / "plant", environ={}, pot=str(memory / "pot"))


def live_through_a_minute(plant: Settings, copies: Path, completions: int) -> list[Path]:
    """Count, seal, and keep a copy of each seal as a backup would."""
    from kiosk.counts import Counts, minute

    database = open_database(plant)
    copies.mkdir()
    with connected(database):
        database.create_tables(TABLES)
        world = World()
        card = world.nugget("order", world.topic(), seconds=0)
        counts = Counts(plant)
        counts.start()
        for number in range(completions):
            counts.redeem(counts.hand_out(card, None) or "")
            counts.minute()
            shutil.copy(minute.sealed_file(plant), copies / str(number))
        counts.pot.close()
    database.close_all()  # type: ignore[attr-defined]
    return sorted(copies.iterdir())


def let_the_period_end(plant: Settings) -> str:
    """Start the program again on the Monday after, by the clock of the machine."""
    monday = period.current("Europe/Berlin").last + timedelta(days=1)
    later = subprocess.run(
        ["faketime", "-f", f"@{monday} 03:00:00", sys.executable, "-c", LATER,
         str(plant.data), plant.pot],
        env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert later.returncode == 0, later.stderr
    return later.stdout.strip()


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
    database = open_database(plant)
    with connected(database):
        assert (Closed.select().count(), Released.select().count()) == (1, 0)
    database.close_all()  # type: ignore[attr-defined]
