"""Lives through the end of a period by the clock of the machine, and dies on the way if asked."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from kiosk.counts import Counts, minute, period
from kiosk.db import TABLES, connected, open_database
from kiosk.settings import Settings
from tests.kiosk.counts.world import World

LATER = """
import os, sys
from importlib import import_module
from pathlib import Path
from kiosk.counts import Counts
from kiosk.counts.pot import RamPot
from kiosk.db import open_database
from kiosk.settings import load
settings = load(Path(sys.argv[1]), environ={}, pot=sys.argv[2])
open_database(settings)
if sys.argv[3]:
    module, _, name = sys.argv[3].rpartition(":")
    where = import_module(module) if module else RamPot
    setattr(where, name, lambda *_, **__: os.kill(os.getpid(), 9))
Counts(settings).start()
"""


def live_through_a_minute(plant: Settings, copies: Path, completions: int) -> list[Path]:
    """Count, seal, and keep a copy of each seal as a backup would."""
    database = open_database(plant)
    copies.mkdir()
    with connected(database):
        database.create_tables(TABLES)
        world = World()
        card = world.nugget("order", world.topic(), seconds=0)
        counts = Counts(plant)
        counts.start()
        for number in range(completions):
            assert counts.redeem(counts.hand_out(card, None) or "") == "counted"
            counts.minute()
            shutil.copy(minute.sealed_file(plant), copies / str(number))
        counts.pot.close()
    database.close_all()  # type: ignore[attr-defined]
    return sorted(copies.iterdir())


def let_the_period_end(plant: Settings, die_at: str = "", over: period.Period | None = None) -> int:
    """Start the program on the Monday after and return its exit code; `die_at` kills it there.

    After the four weeks that are open now, or after those that are `over`. It dies where it calls
    a method of the pot, or a function of a module (`module:name`).
    """
    monday = (over or period.current("Europe/Berlin")).last + timedelta(days=1)
    later = subprocess.run(
        ["faketime", "-f", f"@{monday} 03:00:00", sys.executable, "-c", LATER,
         str(plant.data), plant.pot, die_at],
        env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert die_at or later.returncode == 0, later.stderr
    return later.returncode
