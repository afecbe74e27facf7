"""Proof 3: nothing that a worker's phone says is written anywhere, and no time finer than a day.

The real server with its worker runs; a phone with a marked address, name, referrer, cookie and
path completes a nugget, makes the server fail, and sends garbage. Then every file is searched that
any of the processes wrote, also those that are gone: strace tells which these were.
"""

import gzip
import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.care import faultlog
from kiosk.settings import Settings, load
from tests.house import answers, free_port, until
from tests.privacy import trace
from tests.privacy.plant import CODE, build
from tests.privacy.spills import CUSTOMIZE, SPILLS

ROOT = Path(__file__).parents[2]
ADDRESS = "127.77.13.5"
FORWARDED = "203.0.113.77"
CANARY = "canary-7f3a"
MARKED = {
    "User-Agent": f"{CANARY}-agent", "Referer": f"http://{CANARY}/", "Cookie": f"a={CANARY}",
    "X-Forwarded-For": FORWARDED, "Forwarded": f"for={FORWARDED}", "From": f"{CANARY}@example.com",
}  # fmt: skip
PLANTED = (CANARY, ADDRESS, FORWARDED)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
EPOCHS = range(1_700_000_000, 2_100_000_000)
LINE = re.compile(r"GET|POST|HTTP/|Traceback|/de/|" + CODE)

Record = Callable[[str, object], None]


class Phone:
    """A phone with an address of its own that marks everything it says."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=30, source_address=(ADDRESS, 0)
        )
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        with closing(connection):
            connection.request(method, path, body or None, MARKED | form)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")

    def mutter(self, garbage: bytes) -> None:
        with socket.create_connection(
            ("127.0.0.1", self.port), timeout=30, source_address=(ADDRESS, 0)
        ) as line:
            line.sendall(garbage)
            line.settimeout(5)
            line.recv(65_536)


@dataclass(frozen=True)
class Gone:
    """A plant through which the marked phone has gone; its server has stopped again."""

    settings: Settings
    folder: Path
    seen: trace.Trace | None

    @property
    def files(self) -> list[Path]:
        """Every file that was written, as the kernel tells, and whatever lies about."""
        told = self.seen.files if self.seen else frozenset()
        about = [*self.folder.rglob("*"), *Path(self.settings.pot).parent.rglob("*")]
        ours = {self.folder / "trace", self.folder / "trace-backup"}
        return sorted({path for path in [*told, *about] if path.is_file()} - ours)

    def findings(self) -> list[str]:
        """Return everything by which somebody, or the time of something, could be known."""
        return [
            *(f"{word} in {path}" for path in self.files for word in planted(path)),
            *(f"{word} written to {path}" for path, text in (self.seen.written if self.seen else ())
              for word in PLANTED if word in text),
            *(f"the log says {line}" for line in (self.folder / "log").read_text().splitlines()
              if LINE.search(line)),
            *(f"{table} knows {value}" for table, value in moments(self.settings.sqlite)),
            *(f"{path} is dated {path.stat().st_mtime}" for path in self.settings.media.rglob("*")
              if path.is_file() and path.stat().st_mtime % 86_400),
        ]  # fmt: skip


@contextmanager
def gone_through(folder: Path, spill: str = "") -> Iterator[Gone]:
    """Let the marked phone go through a plant whose server is traced, and may be made to leak."""
    settings = load(folder / "plant", environ={})
    build(settings)
    memory = Path(tempfile.mkdtemp(prefix="kiosk-test-canary-", dir="/dev/shm"))
    settings = load(folder / "plant", environ={}, pot=str(memory / "pot"))
    (settings.data / "kiosk.toml").write_text(f'pot = "{memory / "pot"}"\n')
    faultlog.switch_on(settings, 1)
    (folder / "tmp").mkdir()
    traced = trace.works()
    try:
        served(settings, folder, spill, traced=traced)
        yield Gone(settings, folder, trace.read(*folder.glob("trace*")) if traced else None)
    finally:
        shutil.rmtree(memory)


def served(settings: Settings, folder: Path, spill: str, *, traced: bool) -> None:
    """Serve the plant while the phone goes through it and a backup is made."""
    port = free_port()
    environ = os.environ | {"TMPDIR": str(folder / "tmp"), "PYTHONWARNINGS": "ignore"}
    if spill:
        (folder / "site").mkdir()
        (folder / "site" / "sitecustomize.py").write_text(CUSTOMIZE)
        environ |= {"SPILL": spill, "ELSEWHERE": f"{settings.pot}-elsewhere",
                    "PYTHONPATH": f"{folder / 'site'}:{ROOT}"}  # fmt: skip
    before = trace.command(folder / "trace") if traced else []
    with (folder / "log").open("wb") as log:
        command = ["kiosk", "serve", "--data", str(settings.data), "--port", str(port)]
        server = subprocess.Popen(
            [*before, sys.executable, "-m", *command],
            stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, env=environ,
        )  # fmt: skip
        try:
            until(lambda: server.poll() is not None or answers(port, "/readyz"), "the server")
            go_through(Phone(port), settings)
            back_up(settings, environ, trace.command(folder / "trace-backup") if traced else [])
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    if traced:
        until(lambda: ended(folder / "trace", server.pid), "the end of the trace")


def ended(log: Path, pid: int) -> bool:
    """Say whether a trace has told the end of a process."""
    return bool(re.search(rf"(?m)^{pid} +\+\+\+", log.read_text(errors="replace")))


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gone]:
    """The plant as it is."""
    with gone_through(tmp_path_factory.mktemp("canary")) as found:
        yield found


def go_through(phone: Phone, settings: Settings) -> None:
    """Learn, ask for what is not there, break the server, and send garbage."""
    nugget = f"/de/m/{CODE}/chuck"
    assert phone.ask("GET", f"/{CODE}?{CANARY}=1")[0] == 200
    assert phone.ask("GET", nugget)[0] == 200
    played = phone.ask("POST", f"{nugget}/play")[1]
    ticket = re.search(r'name="ticket" value="([^"]+)"', played)
    assert ticket
    time.sleep(1.5)
    assert phone.ask("POST", f"{nugget}/done", f"ticket={ticket[1]}&{CANARY}=1")[0] == 200
    phone.ask("POST", f"{nugget}/done", f"ticket={CANARY}")
    phone.ask("GET", f"/{CANARY}")
    phone.ask("GET", f"/de/find?q={CANARY}")
    assert break_the_server(phone, settings) == 500
    for garbage in (f"GET /{CANARY} HTTP/9.9\r\n\r\n", f"{CANARY}\r\n\r\n",
                    f"GET / HTTP/1.1\r\n{CANARY} broken\r\n\r\n"):  # fmt: skip
        phone.mutter(garbage.encode())


def break_the_server(phone: Phone, settings: Settings) -> int:
    """Damage what a page is made of under the running server, ask for it, and mend it."""
    with closing(sqlite3.connect(settings.sqlite, timeout=30, isolation_level=None)) as database:
        cards = database.execute("SELECT card, id FROM version").fetchall()
        database.execute("UPDATE version SET card = '{'")
        try:
            return phone.ask("GET", f"/de/n/order?{CANARY}")[0]
        finally:
            database.executemany("UPDATE version SET card = ? WHERE id = ?", cards)


def back_up(settings: Settings, environ: dict[str, str], before: list[str]) -> None:
    subprocess.run(
        [*before, sys.executable, "-m", "kiosk", "backup", "--data", str(settings.data)],
        cwd=ROOT, check=True, capture_output=True, env=environ,
    )  # fmt: skip


def contents(path: Path) -> Iterator[bytes]:
    """Every byte of a file, packed ones opened."""
    content = path.read_bytes()
    yield content
    if content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as tar:
            for member in tar:
                file = tar.extractfile(member)
                yield file.read() if file else b""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def planted(path: Path) -> list[str]:
    """Return which planted words stand in a file or its name."""
    found = list(contents(path))
    return [
        word
        for word in PLANTED
        if word in path.name or any(word.encode() in content for content in found)
    ]


def moments(database: Path) -> list[tuple[str, object]]:
    """Return every value of any row that knows a time of day."""
    found: list[tuple[str, object]] = []
    with closing(sqlite3.connect(database)) as opened:
        tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in opened.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                found += [
                    (table, value) for value in row
                    if (isinstance(value, str) and MOMENT.search(value) and "00:00" not in value)
                    or (isinstance(value, int | float) and int(value) in EPOCHS)
                ]  # fmt: skip
    return found


def test_it_was_counted(gone: Gone) -> None:
    with closing(sqlite3.connect(Path(gone.settings.pot) / "pot.db")) as pot:
        assert pot.execute("SELECT sum(n) FROM slot").fetchone() == (1,)


def test_the_fault_was_written_down_by_its_place_alone(gone: Gone) -> None:
    said = faultlog.read(gone.settings)
    assert said.count("incident ") == 1
    assert "kiosk/pages/" in said


def test_nothing_a_phone_said_is_written_anywhere(gone: Gone, record_property: Record) -> None:
    assert (gone.settings.data / "backups").is_dir()
    how = f"{len(gone.seen.written)} writes by strace" if gone.seen else "by list: no ptrace here"
    record_property("tried", f"{len(gone.files)} files written, {how}; {len(PLANTED)} canaries")
    assert gone.findings() == []


def test_the_search_finds_what_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(gzip.compress(ADDRESS.encode()))
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        (tmp_path / "inner").write_text(FORWARDED)
        tar.add(tmp_path / "inner")
    (tmp_path / CANARY).touch()
    assert len([word for path in tmp_path.iterdir() for word in planted(path)]) == 4


def test_the_trace_saw_the_real_files(gone: Gone) -> None:
    """The database, the pot in memory, the seal and the keys: all were written under its eyes."""
    if gone.seen is None:
        pytest.skip("strace may not trace here; `make privacy` demands that it may")
    names = {path.name for path in gone.seen.files}
    assert {"kiosk.db", "pot.db", "counts.sealed", "counts.part"} <= names
    assert any(path.is_relative_to(gone.settings.data / "backups") for path in gone.seen.files)
    assert len(gone.seen.written) > 100


@pytest.mark.slow
def test_strace_may_trace_here() -> None:
    assert trace.works(), "install strace and allow ptrace (a container needs CAP_SYS_PTRACE)"


@pytest.mark.slow
@pytest.mark.parametrize("spill", SPILLS)
def test_a_planted_spill_is_found(tmp_path: Path, spill: str, record_property: Record) -> None:
    record_property("planted", spill)
    with gone_through(tmp_path, spill) as found:
        assert found.findings()
