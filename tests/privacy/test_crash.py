"""Proof 7: kill any and all processes under load; every acknowledged completion counts, once.

First writers at full speed on the pot itself; then the whole server under twelve phones.
"""

import http.client
import os
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.counts import period
from kiosk.counts.pot import Dump, RamPot, Slot
from kiosk.counts.units import SITE, Layout, Way
from kiosk.db import connected, migrate, open_database
from kiosk.settings import Settings, load
from tests.house import answers, free_port, until
from tests.kiosk.counts.world import World

WRITERS = 4
PHONES = 12
ROOT = Path(__file__).parents[2]
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


def test_a_killed_writer_does_not_block_the_others(pot: RamPot, memory: Path) -> None:
    killed_at_random(memory, 0.2)
    started = time.monotonic()
    assert pot.redeem(os.urandom(8), 1, SLOT) == "counted"
    assert time.monotonic() - started < 2


@dataclass
class Phones:
    """Twelve phones that finish one nugget after the other, and remember how each went."""

    port: int
    acknowledged: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def go(self) -> None:
        """Finish until the server is gone."""
        while not self.over.is_set():
            try:
                found = re.search(r'name="ticket" value="([^"]+)"', self.post("play")[1])
            except (OSError, http.client.HTTPException):
                continue
            assert found
            self.finish(found[1])

    def finish(self, ticket: str) -> None:
        """Redeem a ticket; without an answer nobody knows whether it counted."""
        self.unknown.add(ticket)
        try:
            status = self.post("done", f"ticket={ticket}")[0]
        except (OSError, http.client.HTTPException):
            return
        assert status == 200
        self.acknowledged.add(ticket)
        self.unknown.discard(ticket)

    def post(self, what: str, body: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(connection):
            connection.request("POST", f"/de/n/order/{what}", body, form)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


@pytest.fixture
def plant(tmp_path: Path, memory: Path) -> Settings:
    settings = load(tmp_path / "plant", environ={}, pot=str(memory / "pot"))
    database = open_database(settings)
    migrate(database, settings)
    with connected(database):
        world = World(crowd=30_000)
        world.nugget("order", world.topic(), seconds=0)
    database.close_all()  # type: ignore[attr-defined]
    (settings.data / "kiosk.toml").write_text(f'pot = "{settings.pot}"\n')
    return settings


def serve(plant: Settings, port: int) -> "subprocess.Popen[bytes]":
    """Start the whole server, pages and worker, in a group of its own."""
    with (plant.data.parent / "log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "serve", "--data", str(plant.data),
             "--port", str(port)],
            stdout=log, stderr=log, cwd=ROOT, start_new_session=True,
        )  # fmt: skip
    until(lambda: server.poll() is not None or answers(port, "/readyz"), "the server")
    assert server.poll() is None, (plant.data.parent / "log").read_text()
    return server


def killed_under_phones(plant: Settings, phones: Phones) -> None:
    """Let the phones go on, and kill every process of the server at once in the midst of it."""
    server = serve(plant, phones.port)
    phones.over.clear()
    enough = len(phones.acknowledged) + PHONES
    threads = [threading.Thread(target=phones.go) for _ in range(PHONES)]
    try:
        for unsure in sorted(phones.unknown):  # as a phone's outbox does: say it again
            phones.finish(unsure)
        for thread in threads:
            thread.start()
        until(lambda: len(phones.acknowledged) > enough, "phones to finish")
        time.sleep(secrets.randbelow(400) / 1000)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(30)
        phones.over.set()
    for thread in threads:
        thread.join(60)


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
