"""How many completions a second the pot takes, beside bare upserts in the same memory."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kiosk.counts import Counts
from kiosk.db import connected, open_database
from kiosk.settings import Settings
from tests.bench.bench import Bench
from tests.bench.figures import Figure, middle
from tests.bench.plant import ON_RAM

UPSERT: Final = "INSERT INTO tally VALUES (?, 1) ON CONFLICT (slot) DO UPDATE SET n = n + 1"
TRIES: Final = 3


def measure(bench: Bench) -> list[Figure]:
    """Return counts a second: the pot alone, and a whole ticket from hand to pot."""
    times = bench.choose(3000, 200)
    plant = bench.plant
    with _counting(plant.settings) as counts, _bare() as upsert:
        pot = counts.pot
        look = pot.look(plant.short.id)
        assert look.slot is not None
        slot = look.slot

        def add(number: int) -> None:
            pot.redeem(b"bench" + number.to_bytes(8, "big"), 0, slot)

        def whole(_: int) -> None:
            counts.hand_out(plant.short, None, 0.0)

        rounds = [
            (_rate(add, times, turn), _rate(upsert, times, turn), _rate(whole, times, turn))
            for turn in range(TRIES)
        ]
    floor = middle(one[1] for one in rounds)
    return [
        Figure("completions into the pot", middle(one[0] for one in rounds), "/s", floor=floor),
        Figure("tickets handed out", middle(one[2] for one in rounds), "/s"),
    ]


def _rate(act: Callable[[int], object], times: int, turn: int) -> float:
    began = time.monotonic()
    for number in range(turn * times, (turn + 1) * times):
        act(number)
    return times / (time.monotonic() - began)


@contextmanager
def _counting(settings: Settings) -> Iterator[Counts]:
    database = open_database(settings)
    with connected(database):
        counts = Counts(settings)
        yield counts
        counts.pot.close()


@contextmanager
def _bare() -> Iterator[Callable[[int], object]]:
    """Yield the same sum without tickets, lock or plant: one upsert, one commit."""
    with tempfile.TemporaryDirectory(dir=ON_RAM) as folder:
        file = sqlite3.connect(Path(folder) / "tally.db", isolation_level=None)
        file.execute("PRAGMA journal_mode=TRUNCATE")
        file.execute("PRAGMA synchronous=OFF")
        file.execute("CREATE TABLE tally (slot INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
        yield lambda number: file.execute(UPSERT, (number % 100,))
        file.close()
