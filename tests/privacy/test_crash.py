"""Proof 7: kill any and all processes under load; every acknowledged completion counts, once.

First writers at full speed on the pot itself; then the whole server under twelve phones.
"""

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from content.models import Nugget, Site
from kiosk.counts import period, release, takt
from kiosk.counts.models import Released
from kiosk.counts.pot import Dump, RamPot, Slot
from kiosk.counts.units import SITE, Layout, Way
from kiosk.db import connected, open_database
from kiosk.settings import Settings, load
from tests.house import free_port
from tests.privacy import trace
from tests.privacy.auditor import parts
from tests.privacy.close import let_the_period_end
from tests.privacy.lives import faketime
from tests.privacy.phones import PHONES, Phones, founded, killed_under_phones

WRITERS = 4
HALFWAY = "kiosk.counts.release:_insert"  # the period is marked as closed, its rows are to come
PLACES = ("clear", "lay", "dump", "key_changed", "")  # of a minute's work; at the last it lives
SLOT = Slot("ulm", period.current("Europe/Berlin").id, SITE, "n")

WRITER = """
import os, sys
from pathlib import Path
from kiosk.counts.pot import RamPot, Slot
pot, slot = RamPot(Path(sys.argv[1])), Slot(*sys.argv[2:7])
print("ready", flush=True)
while True:
    mark = os.urandom(8)
    if pot.redeem(mark, 1, slot) == "counted":
        os.write(1, mark.hex().encode() + b"\\n")
"""

ONE = """
import sys
from pathlib import Path
from kiosk.counts.pot import RamPot, Slot
RamPot(Path(sys.argv[1])).redeem(bytes.fromhex(sys.argv[2]), 1, Slot(*sys.argv[3:8]))
"""


def writer(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), *SLOT], stdout=subprocess.PIPE, bufsize=0
    )


def killed_at_random(folder: Path, seconds: float) -> list[str]:
    """Let writers add at full speed, kill all at once, and return the tickets acknowledged."""
    writers = [writer(folder) for _ in range(WRITERS)]
    for process in writers:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    drains = [subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.PIPE)
              for process in writers]  # fmt: skip
    time.sleep(seconds)
    for process in writers:
        os.kill(process.pid, signal.SIGKILL)
    said = [drain.communicate()[0].decode() for drain in drains]
    for process in writers:
        assert process.wait() == -signal.SIGKILL
        assert process.stdout is not None
        process.stdout.close()
    return [line for out in said for line in out.splitlines() if len(line) == 16]


@pytest.fixture
def pot(memory: Path) -> RamPot:
    pot = RamPot(memory)
    pot.fill(Dump(capacity=10_000_000))
    ways = {("n", ""): Way("", 1, SITE, SITE, 40)}
    pot.lay(SLOT.site, "Europe/Berlin", SLOT.period, Layout(ways))
    return pot


@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_killing_all_writers_loses_no_acknowledged_completion(
    pot: RamPot, memory: Path, rounds: int
) -> None:
    acknowledged: list[str] = []
    for _ in range(rounds):
        acknowledged += killed_at_random(memory, 0.3 + secrets.randbelow(500) / 1000)
        with closing(sqlite3.connect(memory / "pot.db")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    dump = pot.dump()
    counted = dict(dump.slots)[SLOT]
    assert len(acknowledged) > 100
    assert set(acknowledged) <= {mark.hex() for mark, _ in dump.spent}
    assert counted == len(dump.spent)
    assert len(acknowledged) <= counted <= len(acknowledged) + rounds * WRITERS


@pytest.mark.slow
def test_killed_at_any_write_of_a_completion_it_counts_wholly_or_not_at_all(
    pot: RamPot, memory: Path, record_property: Callable[[str, object], None]
) -> None:
    """A journal in the memory of the process would die with it, and leave half a completion."""
    assert trace.works(), "install strace and allow ptrace (a container needs CAP_SYS_PTRACE)"
    killed = 0
    while killed_at_write(memory, killed + 1):
        killed += 1
        with closing(sqlite3.connect(memory / "pot.db")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        dump = pot.dump()
        assert dict(dump.slots)[SLOT] == len(dump.spent) == counter(memory, "taken")
    assert killed > 5
    assert dict(pot.dump().slots)[SLOT] > 0
    record_property("tried", f"one completion, killed at each of its {killed} writes to the pot")


def killed_at_write(folder: Path, number: int) -> bool:
    """Count one completion and die before this write to a file; return whether it came so far."""
    words = ["strace", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64",
             "-e", f"inject=pwrite64:signal=KILL:when={number}"]  # fmt: skip
    one = subprocess.run(
        [*words, sys.executable, "-c", ONE, str(folder), os.urandom(8).hex(), *SLOT],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert one.returncode in (0, -signal.SIGKILL), one.stderr
    return one.returncode != 0


def counter(folder: Path, name: str) -> int:
    with closing(sqlite3.connect(folder / "pot.db")) as file:
        (n,) = file.execute("SELECT n FROM room WHERE name = ?", (name,)).fetchone()
    return int(n)


def test_a_killed_writer_does_not_block_the_others(pot: RamPot, memory: Path) -> None:
    killed_at_random(memory, 0.2)
    started = time.monotonic()
    assert pot.redeem(os.urandom(8), 1, SLOT) == "counted"
    assert time.monotonic() - started < 2


@pytest.fixture
def plant(tmp_path: Path, memory: Path) -> Settings:
    return founded(load(tmp_path / "plant", environ={}, pot=str(memory / "pot")))


@pytest.fixture
def seldom(plant: Settings) -> period.Period:
    """The next block of twelve weeks: so few finished the nugget that it counts in it."""
    block = period.current("Europe/Berlin").block.next
    database = open_database(plant)
    with connected(database):
        site, nugget = Site.get().id, Nugget.get().id
        for one in takt.evidence(block):
            release.write(site, one.id, {Slot(site, one.id, SITE, nugget): 0}, k=5)
    database.close_all()  # type: ignore[attr-defined]
    return block


def on(day: date) -> list[str]:
    """Return what runs a program on another day, its clock going on from there."""
    ahead = (day - date.today()).days + 1  # noqa: DTZ011
    return ["env", f"LD_PRELOAD={faketime()}", f"FAKETIME=+{ahead}d", "NO_FAKE_STAT=1"]


def counted_in(plant: Settings) -> dict[str, int]:
    """Return what is counted in each period that is open."""
    pot, found = RamPot(Path(plant.pot)), dict[str, int]()
    for slot, n in pot.dump().slots:
        found[slot.period] = found.get(slot.period, 0) + n
    pot.close()
    return found


def published(plant: Settings) -> dict[str, int]:
    """Return what was released, by period."""
    database = open_database(plant)
    with connected(database):
        found = {str(row.period): int(row.n) for row in Released.select()}
    database.close_all()  # type: ignore[attr-defined]
    return found


@pytest.mark.slow
def test_killed_in_twelve_open_weeks_they_stay_open_and_count_once(
    plant: Settings, seldom: period.Period, record_property: Callable[[str, object], None]
) -> None:
    """Under phones, at the end of four of the weeks, and at every step of the close itself."""
    phones = Phones(free_port())
    for _ in range(2):
        killed_under_phones(plant, phones, *on(seldom.first))
    n = counted_in(plant)[seldom.id]
    assert len(phones.acknowledged) <= n <= len(phones.acknowledged) + len(phones.unknown)
    killed = 2
    for four in parts(seldom.id)[:-1]:
        for place in PLACES:
            killed += let_the_period_end(plant, place, four) != 0
        assert counted_in(plant)[seldom.id] == n
    assert sum(counted_in(plant).values()) == n
    killed += let_the_period_end(plant, HALFWAY, seldom) != 0
    assert published(plant) == {}
    for place in PLACES:
        killed += let_the_period_end(plant, place, seldom) != 0
        assert published(plant) == {seldom.id: n}
    assert set(counted_in(plant)) == {seldom.next.id}
    record_property("tried", f"killed {killed} times in twelve open weeks: {n} counted, once")


@pytest.mark.parametrize("moments", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_a_killed_server_counts_what_it_acknowledged_once(
    plant: Settings, moments: int, record_property: Callable[[str, object], None]
) -> None:
    phones = Phones(free_port())
    for _ in range(moments):
        killed_under_phones(plant, phones)
    with closing(sqlite3.connect(Path(plant.pot) / "pot.db")) as pot:
        assert pot.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ((counted,),) = pot.execute("SELECT sum(n) FROM slot").fetchall()
        ((spent,),) = pot.execute("SELECT count(*) FROM spent").fetchall()
    said, unknown = len(phones.acknowledged), len(phones.unknown)
    record_property(
        "tried",
        f"all processes killed at {moments} moments under {PHONES} phones: {said} acknowledged,"
        f" {counted} counted, {unknown} unknown",
    )
    assert counted == spent
    assert said <= counted <= said + unknown
