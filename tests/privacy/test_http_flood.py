"""Bad input over the wire: a flood of tickets that count nothing, on the real server.

Nothing is written, memory stays as it is, and honest phones are served and counted meanwhile.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from content.models import Nugget
from kiosk.counts import keys, minute, ticket
from kiosk.counts.pot import RamPot
from kiosk.db import connected, open_database
from kiosk.settings import Settings, load
from tests.bench import crowd
from tests.house import free_port, until
from tests.privacy import trace
from tests.privacy.phones import Phones, founded, serve

SECONDS = 6
ROBOTS = 32
HONEST = 4
QUIET = 40  # seconds of a minute in which the minute's work is done, and no other comes
GROWTH = 16  # MB
DONE = "/de/n/order/done"

Record = Callable[[str, object], None]

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Served:
    """A plant that is served, its processes traced if that may be."""

    settings: Settings
    phones: Phones
    log: Path

    def flood(self) -> tuple[int, float]:
        """Send worthless tickets of every sort; return how many, and how many a second."""
        seen = crowd.gather(
            "flood", port=self.phones.port, path=DONE, seconds=SECONDS, phones=ROBOTS,
            tickets=self.worthless(),
        )  # fmt: skip
        assert seen["errors"] == 0
        return seen["forged"]["n"], seen["rate"]

    def worthless(self) -> list[str]:
        """Return forged, cut, early and expired tickets, of another nugget, and spent ones."""
        name = keys.week()
        ours = self.settings.secret(name)
        database = open_database(self.settings)
        with connected(database):
            fresh = ticket.write(Nugget.get().id, 1, "", 60)
        database.close_all()  # type: ignore[attr-defined]
        others = [replace(fresh, when=fresh.when - 2 * ticket.DAY), replace(fresh, nugget="0" * 12),
                  replace(fresh, when=fresh.when + ticket.DAY)]  # fmt: skip
        sealed = [ticket.close(one, name, ours) for one in others]
        forged = [ticket.close(fresh, name, os.urandom(32)) for _ in range(32)]
        return [*forged, *sealed, sealed[0][:-4], "A" * ticket.LENGTH, *self.phones.acknowledged]

    def written(self) -> dict[str, tuple[int, int]]:
        """Return size and time of every file of the plant, in memory too."""
        folders = (self.settings.data, self.settings.keys, Path(self.settings.pot))
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}

    def counted(self) -> int:
        pot = RamPot(Path(self.settings.pot))
        found = sum(n for _, n in pot.dump().slots)
        pot.close()
        return found

    def megabytes(self) -> float:
        """Return the memory of all processes of this server."""
        sizes = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                command = (status.parent / "cmdline").read_bytes()
                lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
            except OSError:
                continue
            if str(self.settings.data).encode() in command and b"strace" not in command:
                sizes.append(int(lines.get("VmRSS", "0 kB").split()[0]))
        return sum(sizes) / 1024

    def wait_for_quiet(self) -> None:
        """Wait until a minute's work is done and the next is far enough away."""
        beat = Path(self.settings.pot) / "beat"
        this = time.time() // 60 * 60
        if minute.seconds_to_next_minute() < QUIET:
            this += 60
        until(lambda: beat.stat().st_mtime >= this and time.time() > this + 1, "the minute's work")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shared_memory: Path) -> Iterator[Served]:
    """A plant that is served, at which some phones have learned already."""
    folder = tmp_path_factory.mktemp("flood")
    plant = founded(load(folder / "plant", environ={}, pot=str(shared_memory / "pot")))
    phones = Phones(free_port())
    before = trace.command(folder / "trace") if trace.works() else []
    server = serve(plant, phones.port, *before)
    try:
        found = Served(plant, phones, folder / "trace")
        learn(found, 1.0)
        yield found
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(60)


def learn(served: Served, seconds: float, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Let honest phones learn for some seconds, or while something else is done."""
    served.phones.over.clear()
    threads = [threading.Thread(target=served.phones.go) for _ in range(HONEST)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(seconds)
        meanwhile()
    finally:
        served.phones.over.set()
        for thread in threads:
            thread.join(60)


def test_a_flood_over_the_wire_writes_nothing(served: Served, record_property: Record) -> None:
    served.wait_for_quiet()
    said = served.log.stat().st_size if served.log.exists() else 0
    before, counted = served.written(), served.counted()
    sent, rate = served.flood()
    assert (served.written(), served.counted()) == (before, counted)
    how = "no file touched"
    if said:
        during = served.log.with_name("trace-during")
        during.write_bytes(served.log.read_bytes()[said:])
        seen = trace.read(during)
        assert seen.written == ()
        assert {str(path) for path in seen.files} <= set(before)
        how = "no byte written, as the kernel saw it"
    record_property("tried", f"{sent} over HTTP, {rate:.0f} a second on this machine: {how}")


def test_honest_phones_are_served_and_counted_in_the_flood(
    served: Served, record_property: Record
) -> None:
    served.flood()
    before, size = set(served.phones.acknowledged), served.megabytes()
    counted = served.counted()
    learn(served, 0.0, served.flood)
    honest = len(served.phones.acknowledged - before)
    grown = served.megabytes() - size
    record_property(
        "tried", f"{honest} honest completions in the flood, all counted; memory {grown:+.0f} MB"
    )
    assert honest >= HONEST
    assert served.phones.unknown == set()
    assert served.counted() - counted == honest
    assert grown < GROWTH
