"""The product as an operator runs it: real commands and real processes, never left behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90.0


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code and what it said."""

    code: int
    out: str
    err: str


@dataclass
class House:
    """One plant's folder, and the commands and processes run on it."""

    data: Path
    pot: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a process: the shell's, without settings of its own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
        return kept | {"KIOSK_POT": str(self.pot), "PYTHONPATH": str(ROOT)} | more

    def words(self, *words: str) -> list[str]:
        """Return the command line of a command on this plant."""
        return [sys.executable, "-m", "kiosk", *words, "--data", str(self.data)]

    def run(self, *words: str, **more: Any) -> Ended:
        """Run a command to its end as a process of its own."""
        done = subprocess.run(
            self.words(*words), env=self.environment(), capture_output=True, text=True,
            timeout=PATIENCE, check=False, **more,
        )  # fmt: skip
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a process of its own group; what it says is added to `said`."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.words(*words), env=self.environment(), stdout=log, stderr=log,
                start_new_session=True, cwd=self.data.parent,
            )  # fmt: skip
        self.started.append(process)
        return process

    @property
    def log(self) -> Path:
        """File of everything the started processes said."""
        return self.data.with_name("said.txt")

    @property
    def said(self) -> str:
        """Everything the started processes said so far."""
        return self.log.read_text() if self.log.exists() else ""

    def processes(self) -> list[int]:
        """Return every living process that works on this plant: named by it, or lying in it."""
        return [pid for pid in _pids() if str(self.data) in _traces(pid)]

    def close(self) -> None:
        """End what is left; called after each test."""
        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _pids() -> Iterator[int]:
    for path in Path("/proc").iterdir():
        if path.name.isdecimal() and int(path.name) != os.getpid():
            yield int(path.name)


def _traces(pid: int) -> str:
    """Return command line and working folder of a process; nothing once it is dead."""
    folder = Path("/proc") / str(pid)
    try:
        state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        command = (folder / "cmdline").read_bytes().decode(errors="replace")
        here = (folder / "cwd").readlink()
    except OSError:
        return ""
    return "" if state == "Z" else f"{command} {here}/"


def until(ready: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait until the callable says yes, or fail with what was waited for."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str = "/healthz") -> bool:
    """Say whether the pages answer 200 at this port."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def said_to(port: int, request: bytes) -> bytes:
    """Send raw bytes and return what came back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        line.settimeout(10)
        with contextlib.suppress(OSError):
            return line.recv(65536)
    return b""
