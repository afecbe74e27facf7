"""Starts what is measured and what stands beside it: `kiosk serve` and a bare Flask application."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.crowd import gather
from tests.bench.phone import HOST

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 30.0
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class House:
    """A running server: where it answers, its first process, what it took to its first answer.

    `ready` is in seconds of the clock, `computed` in seconds of computing of all its processes.
    """

    port: int
    pid: int
    ready: float
    computed: float

    @property
    def address(self) -> str:
        """Return its address without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def workers(self) -> list[int]:
        """Return the processes that answer pages: children of gunicorn's master."""
        masters = [pid for pid in family(self.pid) if _says(pid, b"web", b"tests.bench.bare")]
        return [child for master in masters for child in children().get(master, [])]

    def warm(self, path: str) -> None:
        """Let every page process answer this page a few times, as on any day but the first."""
        gather("pages", port=self.port, path=path, seconds=2, phones=32)

    def busy(self) -> float:
        """Return the seconds of computing its page processes have used so far."""
        return sum(_computed(pid) for pid in self.workers())

    def pss(self) -> float:
        """Return the memory of its page processes in megabytes, shared pages split (PSS)."""
        return sum(proportional(pid) for pid in self.workers())


@contextmanager
def kiosk(data: Path, probe: str = "/healthz") -> Iterator[House]:
    """Run `kiosk serve` on this plant until the block ends."""
    port = free_port()
    where = ["--data", str(data), "--host", HOST, "--port", str(port)]
    with _running([sys.executable, "-m", "kiosk", "serve", *where], port, probe) as house:
        yield house


@contextmanager
def bare(workers: int, film: Path, poster: Path) -> Iterator[House]:
    """Run the bare Flask application under the same gunicorn options until the block ends."""
    port = free_port()
    order = [sys.executable, "-m", "tests.bench.bare", str(port), str(workers)]
    with _running([*order, str(film), str(poster)], port, "/page") as house:
        yield house


@contextmanager
def _running(order: list[str], port: int, probe: str) -> Iterator[House]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    began = time.monotonic()
    process = subprocess.Popen(order, cwd=ROOT, env=clean, stdout=subprocess.DEVNULL)
    try:
        _await(process, port, probe)
        ready = time.monotonic() - began
        computed = sum(_computed(pid) for pid in family(process.pid) if not _works(pid))
        yield House(port, process.pid, ready, computed)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen[bytes], port: int, probe: str) -> None:
    """Wait for the first good answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            if status(port, probe) == http.client.OK:
                return
        time.sleep(0.01)
    sys.exit(f"The server of port {port} did not answer {probe}.")


def status(port: int, path: str) -> int:
    """Return the status of one GET."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def children() -> dict[int, list[int]]:
    """Return the children of every process."""
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(entry.parent.name))
    return found


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    below = children()
    found = [pid]
    for one in found:
        found += below.get(one, [])
    return found


def _says(pid: int, *words: bytes) -> bool:
    """Say whether a process was started with one of these words, and is no child of such a one."""
    mine, parent = _order(pid), _order(_parent(pid))
    wanted = any(word == Path(os.fsdecode(one)).name.encode() for word in words for one in mine)
    return wanted and mine != parent


def _works(pid: int) -> bool:
    """Say whether this is the process behind the pages, which starts beside them."""
    return b"work" in _order(pid)


def _order(pid: int) -> list[bytes]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return []


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _computed(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


def proportional(pid: int) -> float:
    """Return a process's memory in megabytes with what it shares split among the sharers."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024
