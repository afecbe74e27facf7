"""Proof 7: kill any and all processes under load; every acknowledged completion counts, once."""

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.counts import period
from kiosk.counts.pot import Dump, RamPot, Slot
from kiosk.counts.units import SITE, Layout, Way

ROUNDS = 3
WRITERS = 4
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


def test_killing_all_writers_loses_no_acknowledged_completion(pot: RamPot, memory: Path) -> None:
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        acknowledged += killed_at_random(memory, 0.3 + secrets.randbelow(500) / 1000)
        with closing(sqlite3.connect(memory / "pot.db")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    dump = pot.dump()
    counted = dict(dump.slots)[SLOT]
    assert len(acknowledged) > 100
    assert set(acknowledged) <= {mark.hex() for mark, _ in dump.spent}
    assert counted == len(dump.spent)
    assert len(acknowledged) <= counted <= len(acknowledged) + ROUNDS * WRITERS


def test_a_killed_writer_does_not_block_the_others(pot: RamPot, memory: Path) -> None:
    killed_at_random(memory, 0.2)
    started = time.monotonic()
    assert pot.redeem(os.urandom(8), 1, SLOT) == "counted"
    assert time.monotonic() - started < 2
