"""kill -9 of the worker while it looks, cuts or lays a voice: the job is done, and done once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from content import nuggets, takes
from content.models import Medium, Rendition, Site, Take, Text, Version
from content.storage import sha_of
from kiosk import jobs
from kiosk.db import connected, open_database
from kiosk.jobs import Job
from kiosk.settings import Settings, load
from tests.content.media.films import QUICK, tool
from tests.house import House, until

pytestmark = pytest.mark.thorough

SECONDS = 5
PICTURE = ("-f", "lavfi", "-i", f"testsrc2=s=320x180:r=30:d={SECONDS}")
SOUND = ("-f", "lavfi", "-i", f"anoisesrc=color=pink:d={SECONDS}:a=0.05:r=48000:seed=7")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film from a phone, with sound."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    tool(*PICTURE, *SOUND, *QUICK, str(path))
    return path


def program(pid: int) -> bytes:
    """Return the path of a process's program; of one that has just ended, nothing."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
    return b""


@dataclass
class Floor:
    """A plant whose worker is killed, and the two takes it has to make films of."""

    house: House
    settings: Settings

    @contextmanager
    def rows(self) -> Iterator[None]:
        """Let rows be read and written."""
        database = open_database(self.settings)
        with connected(database):
            yield
        database.close_all()  # type: ignore[attr-defined]

    def at_work_on(self, kind: str) -> bool:
        """Say whether ffmpeg works on a job of this kind right now."""
        with self.rows():
            found = Job.select().where((Job.kind == kind) & (Job.state == "running")).exists()
        return found and any(b"ffmpeg" in program(pid) for pid in self.house.processes())

    def left(self) -> list[tuple[str, str, str]]:
        """Return kind, state and error of every job that is left."""
        with self.rows():
            return [(job.kind, job.state, job.error) for job in Job.select()]

    def files(self) -> set[str]:
        """Return every file of media, desk, takes and the folder for passing things."""
        folders = ("media", "desk", "takes", "passing")
        found = [path for one in folders for path in (self.settings.data / one).rglob("*")]
        return {str(path.relative_to(self.settings.data)) for path in found if path.is_file()}

    def known(self) -> set[str]:
        """Return every file that rows know of."""
        with self.rows():
            media = {f"{row.sha}.{row.ext}" for one in (Medium, Rendition) for row in one.select()}
            mine = {takes.path(self.settings.takes, take) for take in Take.select()}
            mine |= {takes.strip(self.settings.takes, take) for take in Take.select()}
        kept = {str(path.relative_to(self.settings.data)) for path in mine if path.exists()}
        return kept | {f"media/open/{name[:2]}/{name}" for name in media}


@pytest.fixture
def floor(house: House, clip: Path, monkeypatch: pytest.MonkeyPatch) -> Floor:
    """A draft with a film and a Turkish voice that wait for the worker."""
    (house.data / "passing").mkdir()
    monkeypatch.setenv("TMPDIR", str(house.data / "passing"))
    found = Floor(house, load(house.data, environ={}, pot=str(house.pot)))
    with found.rows():
        version = nuggets.draft(Site.get(), "lathe-chuck")
        text = Text.create(version=version, language="tr", variant="plain", title="Torna")
        for kind, whose in (("film", None), ("voice", text)):
            upload = house.data / "upload"
            upload.write_bytes(clip.read_bytes())
            take = takes.receive(
                version, kind, upload, "mp4", text=whose, folder=found.settings.takes,
                keep_days=1, today=date(2026, 11, 22),
            )  # fmt: skip
        jobs.ask("look", Take.get(Take.kind == "film").id)
    assert take.kind == "voice"
    return found


@pytest.mark.parametrize("kind", ["look", "cut", "voice"])
def test_killed_in_mid_work_it_does_it_once_and_leaves_nothing(
    floor: Floor, clip: Path, kind: str
) -> None:
    worker = floor.house.start("work")
    until(lambda: floor.at_work_on(kind), f"ffmpeg is at work: {kind}")
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(10)
    until(lambda: not floor.house.processes(), "ffmpeg died with its worker", 10)
    assert (kind, "running", "") in floor.left()
    floor.house.start("work")
    until(lambda: not floor.left(), "every job is done")
    with floor.rows():
        film, spoken = Version.get().film_id, Text.get().film_id
        originals = {row.sha for row in Medium.select()}
        whole = [sha_of(takes.path(floor.settings.takes, take)) for take in Take.select()]
    assert originals == {film, spoken}
    assert len(originals) == 2
    assert whole == [sha_of(clip)] * 2
    assert floor.files() == floor.known()
