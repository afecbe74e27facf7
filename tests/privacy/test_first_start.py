"""Bad input: phones that come in the moment in which counting begins, to several processes at once.

What is acknowledged counts, whichever process makes the pot, lays it out, or stands in.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content import catalogue
from kiosk.counts import Counts
from kiosk.db import TABLES, connected, open_database
from kiosk.settings import Settings, load
from tests.kiosk.counts.world import World, opened

PROCESSES, EACH = 6, 8
PHONE = """
import sys, threading, time
from pathlib import Path
from content import catalogue
from kiosk.counts import Counts
from kiosk.db import connected, open_database
from kiosk.settings import load
settings = load(Path(sys.argv[1]), environ={}, pot=sys.argv[2])
database, counts, said = open_database(settings), Counts(settings), []
def learn():
    with connected(database):
        card = catalogue.card(catalogue.site().id, "order")
        text = counts.hand_out(card, None)
        said.append(counts.redeem(text) if text else "no ticket")
phones = [threading.Thread(target=learn) for _ in range(int(sys.argv[4]))]
time.sleep(max(0.0, float(sys.argv[3]) - time.time()))
for phone in phones: phone.start()
for phone in phones: phone.join()
print(" ".join(said))
"""


@pytest.fixture
def plant(tmp_path: Path, memory: Path) -> Iterator[Settings]:
    """A plant with a nugget, in which nothing was ever counted."""
    settings = load(tmp_path / "plant", environ={}, pot=str(memory / "pot"))
    settings.data.mkdir()
    database = open_database(settings)
    with connected(database):
        database.create_tables(TABLES)
        world = World(crowd=30_000)
        world.nugget("order", world.topic(), seconds=0)
    yield settings
    database.close_all()  # type: ignore[attr-defined]


def started(plant: Settings, moment: float) -> "subprocess.Popen[str]":
    """Start a process whose phones all open a nugget at a moment."""
    words = [sys.executable, "-c", PHONE, str(plant.data), plant.pot, str(moment), str(EACH)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def restarted(plant: Settings) -> int:
    """Count, seal, and lose the memory; return how many the seal holds."""
    before = Counts(plant)
    with connected(open_database(plant)):
        before.start()
        card = catalogue.card(catalogue.site().id, "order")
        assert card
        assert before.redeem(opened(before, card)) == "counted"
        before.stop()
    before.pot.close()
    for path in Path(plant.pot).iterdir():
        path.unlink()
    return 1


@pytest.mark.slow
@pytest.mark.parametrize("sealed", [False, True])
def test_every_phone_of_the_first_moment_counts(
    plant: Settings,
    sealed: bool,  # noqa: FBT001
    record_property: Callable[[str, object], None],
) -> None:
    """Where nothing was ever counted, and with what was sealed where the machine was restarted."""
    counted = restarted(plant) if sealed else 0
    moment = time.time() + 3
    processes = [started(plant, moment) for _ in range(PROCESSES)]
    said = [word for one in processes for word in one.communicate()[0].split()]
    after = "the machine was restarted" if sealed else "counting ever began"
    record_property(
        "tried", f"{PROCESSES * EACH} phones at {PROCESSES} processes at once, before {after}"
    )
    assert said == ["counted"] * PROCESSES * EACH
    assert sum(n for _, n in Counts(plant).pot.dump().slots) == counted + len(said)
