"""Proof 3: nothing that a worker's phone says is written anywhere, and no time finer than a day.

The real server with its worker runs; a phone with a marked address, name, referrer, cookie and
path completes a nugget, makes the server fail, and sends garbage. Then every file is searched.
"""

import gzip
import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.settings import Settings, load
from tests.privacy.plant import CODE, build

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


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A plant through which the marked phone has gone; the server has stopped again."""
    folder = tmp_path_factory.mktemp("canary")
    memory = Path("/dev/shm") / f"kiosk-test-canary-{os.getpid()}"
    memory.mkdir()
    settings = load(folder / "plant", environ={}, pot=str(memory / "pot"))
    build(settings)
    (settings.data / "kiosk.toml").write_text(f'pot = "{memory / "pot"}"\n')
    port = free_port()
    (folder / "tmp").mkdir()
    with (folder / "log").open("wb") as log:
        command = ["kiosk", "serve", "--data", str(settings.data), "--port", str(port)]
        server = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdout=log, stderr=subprocess.STDOUT, cwd=ROOT,
            env=os.environ | {"TMPDIR": str(folder / "tmp"), "PYTHONWARNINGS": "ignore"},
        )  # fmt: skip
        try:
            wait_until_ready(port, server)
            go_through(Phone(port), settings)
            back_up(settings)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    yield settings
    for path in sorted(memory.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    memory.rmdir()


def wait_until_ready(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            if Phone(port).ask("GET", "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not start")


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


def back_up(settings: Settings) -> None:
    subprocess.run(
        [sys.executable, "-m", "kiosk", "backup", "--data", str(settings.data)],
        cwd=ROOT, check=True, capture_output=True,
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


def traces(folders: list[Path]) -> list[str]:
    """Return which planted word stands in which file or name of a file."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [
        f"{word} in {path}"
        for path in files
        for word in PLANTED
        if word in path.name or any(word.encode() in content for content in contents(path))
    ]


def test_it_was_counted(plant: Settings) -> None:
    with closing(sqlite3.connect(Path(plant.pot) / "pot.db")) as pot:
        assert pot.execute("SELECT sum(n) FROM slot").fetchone() == (1,)


def test_nothing_a_phone_said_is_written_anywhere(plant: Settings) -> None:
    assert (plant.data / "backups").is_dir()
    assert traces([plant.data.parent, Path(plant.pot).parent]) == []


def test_the_search_finds_what_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(gzip.compress(ADDRESS.encode()))
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        (tmp_path / "inner").write_text(FORWARDED)
        tar.add(tmp_path / "inner")
    (tmp_path / CANARY).touch()
    assert len(traces([tmp_path])) == 4


def test_the_log_has_no_line_about_a_request(plant: Settings) -> None:
    log = (plant.data.parent / "log").read_text()
    assert not re.search(r"GET|POST|HTTP/|Traceback|/de/|" + CODE, log)


def test_no_row_knows_a_time_of_day(plant: Settings) -> None:
    found = []
    with closing(sqlite3.connect(plant.sqlite)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                found += [
                    (table, value) for value in row
                    if (isinstance(value, str) and MOMENT.search(value) and "00:00" not in value)
                    or (isinstance(value, int | float) and int(value) in EPOCHS)
                ]  # fmt: skip
    assert found == []


def test_a_published_file_is_dated_to_a_day(plant: Settings) -> None:
    files = [path for path in plant.media.rglob("*") if path.is_file()]
    assert files
    assert {path.stat().st_mtime % 86_400 for path in files} == {0.0}
