"""kill -9 of any process while films come in: what was acknowledged stays, nothing is left over."""

import contextlib
import http.client
import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from content import beginning, medium, takes
from content.beginning import Begun
from content.models import Machine, Site, Take, Version
from content.storage import Folder
from kiosk.app import create_app
from kiosk.db import connected, migrate, open_database
from kiosk.making.landing import Landing
from kiosk.settings import Settings
from kiosk.uploads import Upload
from tests import films, floor
from tests.conftest import fresh_settings
from tests.house import House, answers, free_port, until
from tests.studio import Browser, account
from tests.tus import BYTES, metadata

PIECE = 24_000
DRAFTS = 25


def children(pid: int) -> list[int]:
    """Return the children of a process; none once it is gone."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@dataclass
class Plant:
    """A served studio whose processes are killed, and what it acknowledged."""

    settings: Settings
    house: House
    port: int
    head: dict[str, str]
    dice: random.Random
    acknowledged: dict[str, int] = field(default_factory=dict)
    kills: int = 0
    pieces: int = 0

    def serve(self) -> None:
        """Start everything."""
        self.house.start("serve", "--port", str(self.port))
        until(lambda: answers(self.port), "the pages answer")

    def kill(self) -> None:
        """Kill a process at random: a worker of the pages, the one behind them, or all."""
        top = self.house.started[-1]
        inner = children(top.pid)
        workers = [one for child in inner for one in children(child)]
        self.kills += 1
        if self.dice.random() < 0.15 or not workers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(top.pid, signal.SIGKILL)
            top.wait(10)
            self.serve()
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.dice.choice([*workers, *inner[1:]]), signal.SIGKILL)

    def ask(
        self, method: str, path: str, head: dict[str, str], body: bytes = b""
    ) -> http.client.HTTPMessage | int:
        """Ask once; return the headers of a good answer, or the status of another one."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(line):
            line.request(method, path, body, self.head | head)
            answer = line.getresponse()
            answer.read()
            return answer.headers if answer.status < 300 else answer.status

    def insist(
        self, method: str, path: str, head: dict[str, str], body: bytes = b""
    ) -> http.client.HTTPMessage | int:
        """Ask until somebody answers who is alive."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = self.ask(method, path, head, body)
                if not isinstance(answer, int) or (answer < 500 and answer != 423):
                    return answer
            time.sleep(0.1)
        pytest.fail(f"nobody answered; said: {self.house.said}")

    def send(self, version: str, film: bytes) -> None:
        """Send a film as a stubborn phone does, and note what was acknowledged of it."""
        told = {"Upload-Length": str(len(film)), "Upload-Metadata": metadata(version=version)}
        begun = self.insist("POST", "/studio/uploads", told)
        assert not isinstance(begun, int), begun
        at, offset = str(begun["Location"]), 0
        while offset < len(film):
            told = {"Upload-Offset": str(offset), "Content-Type": BYTES}
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = self.ask("PATCH", at, told, film[offset : offset + PIECE])
                if not isinstance(answer, int):
                    self.acknowledged[at] = int(answer["Upload-Offset"])
                    self.pieces += 1
            found = self.insist("HEAD", at, {})
            assert not isinstance(found, int), found
            offset = int(found["Upload-Offset"])
            assert offset >= self.acknowledged.get(at, 0), "acknowledged bytes were lost"
        self.insist("DELETE", at, {})


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Plant]:
    settings = fresh_settings(tmp_path, uploads_each=100)
    settings.data.mkdir(parents=True)
    database = open_database(settings)
    migrate(database, settings)
    floor.fill(settings)
    with connected(database):
        trainer = Browser(create_app(settings), account(Site.get(), "alice", "trainer"))
    database.close_all()  # type: ignore[attr-defined]
    cookie = trainer.client.get_cookie("__Secure-studio", domain="localhost", path="/studio")
    assert cookie is not None
    head = {
        "Cookie": f"__Secure-studio={cookie.value}", "X-CSRFToken": trainer.token,
        "Tus-Resumable": "1.0.0", "Host": "localhost",
    }  # fmt: skip
    (settings.data / "kiosk.toml").write_text(
        f'demo = true\nuploads_each = 100\npot = "{settings.pot}"\nbase_url = "http://localhost"\n'
    )
    house = House(settings.data, Path(settings.pot))
    plant = Plant(settings, house, free_port(), head, random.Random(4711))  # noqa: S311  dice
    plant.serve()
    yield plant
    house.close()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real film of a second."""
    import subprocess

    path = tmp_path_factory.mktemp("tiny") / "tiny.mp4"
    words = "-v error -f lavfi -i testsrc2=s=96x54:r=10:d=1 -c:v libx264 -pix_fmt yuv420p"
    subprocess.run([get_ffmpeg_exe(), *words.split(), path], check=True)
    return path.read_bytes()


def variant(tiny: bytes, number: int) -> bytes:
    """Return that film with other bytes behind it, of a size of its own."""
    return tiny + films.box(b"free", films.mp4(50_000 + number * 1_000, seed=number))


def drafts(settings: Settings, count: int) -> list[str]:
    """Begin drafts at the first machine."""
    database = open_database(settings)
    with connected(database):
        site, machine = Site.get(), Machine.select().first()
        keys = [beginning.new_key() for _ in range(count)]
        for key in keys:
            beginning.begin(site, machine, Begun(key, f"Draft {key}"))
    database.close_all()  # type: ignore[attr-defined]
    return keys


def storm(served: Plant, films_of: dict[str, list[bytes]]) -> None:
    """Send every film; after every few pieces something dies, in the midst of the next ones."""
    over = threading.Event()

    def killer() -> None:
        while not over.is_set():
            wanted = served.pieces + served.dice.randint(5, 12)
            while served.pieces < wanted and not over.wait(0.02):
                pass
            over.wait(served.dice.uniform(0, 0.05))
            if not over.is_set():
                served.kill()

    def sender(version: str) -> None:
        for film in films_of[version]:
            served.send(version, film)

    thread = threading.Thread(target=killer)
    thread.start()
    try:
        with ThreadPoolExecutor(4) as phones:
            list(phones.map(sender, films_of))
    finally:
        over.set()
        thread.join()


@pytest.mark.thorough
def test_whatever_dies_every_acknowledged_byte_is_there_and_nothing_is_left_over(
    served: Plant, tiny: bytes
) -> None:
    keys = drafts(served.settings, DRAFTS)
    films_of = {
        key: [variant(tiny, 2 * number), variant(tiny, 2 * number + 1)]
        for number, key in enumerate(keys)
    }
    storm(served, films_of)
    assert served.kills >= 2
    os.killpg(served.house.started[-1].pid, signal.SIGKILL)
    database = open_database(served.settings)
    with connected(database):
        place = served.settings.data / "takes"
        for key in keys:
            found = takes.of(Version.get_by_id(key))
            assert found is not None
            assert takes.path(place, found).read_bytes() == films_of[key][-1]
        assert Take.select().count() == DRAFTS
        assert [row.got for row in Upload.select() if row.got] == []
        look_for_orphans(served.settings)
    database.close_all()  # type: ignore[attr-defined]
    with contextlib.closing(sqlite3.connect(served.settings.sqlite)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def look_for_orphans(settings: Settings) -> None:
    """Check that an hour later no file is there that no row knows, and none missing that one does.

    Killed between a file and its row, a process leaves a file behind: the sweep deletes it.
    """
    landing, long_ago = Landing(settings), time.time() - 7200
    for path in landing.folder.iterdir():
        os.utime(path, (long_ago, long_ago))
    landing.settle()
    left = {one.name for one in landing.folder.iterdir()} - {".lock"}
    assert left <= {row.id for row in Upload.select()}
    for take in Take.select():
        assert takes.path(settings.takes, take).is_file()
    storage = Folder(settings.media)
    for version in Version.select().where(Version.film.is_null(False)):
        for one in medium.files([str(version.film_id)]):
            assert storage.find(one.sha, one.ext) is not None
