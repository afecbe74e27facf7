"""The worker: films become what phones can play, whatever is killed in between."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from huey.serializer import SignedSerializer

from content import medium
from content.media import ffmpeg
from content.models import Medium, Rendition, Site
from content.storage import Folder
from kiosk import jobs
from kiosk.db import connected, open_database
from kiosk.jobs import Job
from kiosk.labels import prints
from kiosk.making.bell import Bell
from kiosk.settings import Settings, load
from kiosk.work import Work, sweep
from tests.house import House, until

ALL = {"lite", "poster", "thumb"}


@pytest.fixture(scope="session")
def short_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a real film."""
    return filmed(tmp_path_factory.mktemp("film") / "short.mp4", 2, "320x180")


def filmed(path: Path, seconds: int, size: str) -> Path:
    source = f"testsrc=duration={seconds}:size={size}:rate=12"
    command = [ffmpeg.find(), "-v", "error", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p",
               "-c:v", "libx264", "-preset", "ultrafast", str(path)]  # fmt: skip
    subprocess.run(command, check=True, timeout=60)
    return path


def settings_of(house: House) -> Settings:
    return load(house.data, environ={}, pot=str(house.pot))


@contextmanager
def rows(house: House) -> Iterator[None]:
    database = open_database(settings_of(house))
    with connected(database):
        yield
    database.close_all()  # type: ignore[attr-defined]


def asked(house: House, film: Path | bytes, *, ring: bool = False) -> str:
    """Keep a film and ask for its renditions; return its SHA-256."""
    with rows(house):
        kept = medium.keep(Site.get(), Folder(house.data / "media"), film, "film", "mp4")
        bell = Bell(settings_of(house))
        jobs.ask("renditions", kept.sha, bell.ring if ring else None)
        bell.close()
        return str(kept.sha)


def left(house: House) -> list[tuple[str, str]]:
    """Return state and error of every job that is left."""
    with rows(house):
        return [(job.state, job.error) for job in Job.select()]


def made(house: House) -> list[str]:
    with rows(house):
        return sorted(row.name for row in Rendition.select())


def strangers(house: House) -> set[str]:
    """Return files of the storage and the desk that no row knows."""
    with rows(house):
        known = {f"{row.sha}.{row.ext}" for table in (Medium, Rendition) for row in table.select()}
    folders = (house.data / "media", house.data / "desk")
    return {path.name for one in folders for path in one.rglob("*") if path.is_file()} - known


def encoding(house: House) -> list[int]:
    """Return the processes that work on the plant's desk: ffmpeg."""
    return [
        pid
        for pid in house.processes()
        if b"ffmpeg" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
    ]


def test_a_film_becomes_what_phones_can_play(house: House, short_film: Path) -> None:
    asked(house, short_film)
    house.start("work")
    until(lambda: not left(house), "the job is done")
    assert set(made(house)) >= ALL
    assert strangers(house) == set()


@pytest.mark.thorough
def test_killed_in_mid_encode_it_makes_each_rendition_once(house: House, tmp_path: Path) -> None:
    asked(house, filmed(tmp_path / "long.mp4", 16, "640x360"))
    worker = house.start("work")
    until(lambda: "thumb" in made(house) and encoding(house), "the film is being encoded")
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(10)
    until(lambda: not house.processes(), "ffmpeg died with its worker", 10)
    assert left(house)[0][0] == "running"
    house.start("work")
    until(lambda: not left(house), "the job is done")
    assert len(made(house)) == len(set(made(house)))
    assert set(made(house)) >= ALL
    assert strangers(house) == set()


def test_a_stop_in_mid_encode_takes_less_than_five_seconds(house: House, tmp_path: Path) -> None:
    asked(house, filmed(tmp_path / "long.mp4", 16, "640x360"))
    worker = house.start("work")
    until(lambda: "thumb" in made(house) and encoding(house), "the film is being encoded")
    asked_at = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert time.monotonic() - asked_at < 5
    until(lambda: not house.processes(), "ffmpeg died with its worker", 10)
    assert left(house) == [("queued", "")]


def test_a_broken_film_ends_with_its_sentence_and_can_be_tried_again(house: House) -> None:
    sha = asked(house, b"no film at all" * 100)
    house.start("work")
    until(lambda: left(house)[0][0] == "failed", "the job failed")
    assert "not a film we can read" in left(house)[0][1]
    with rows(house):
        bell = Bell(settings_of(house))
        jobs.ask("renditions", sha, bell.ring)
        assert Job.get().state == "queued"
        bell.close()
    until(lambda: left(house)[0][0] == "failed", "it was tried again")


def test_a_second_worker_is_refused(house: House) -> None:
    house.start("work")
    until((house.data / "counts.sealed").exists, "the worker is up")
    second = house.run("work")
    assert second.code == 1
    assert "one is enough" in second.err


def test_a_worker_without_a_plant_says_what_to_do(bare_house: House) -> None:
    ended = bare_house.run("work")
    assert ended.code == 1
    assert "kiosk init" in ended.err


class TestInThisProcess:
    """What needs no process of its own."""

    @pytest.fixture
    def work(self, house: House) -> Iterator[Work]:
        worker = Work(settings_of(house))
        with connected(worker.database):
            yield worker
        worker.bell.close()
        worker.database.close_all()  # type: ignore[attr-defined]

    def test_a_job_lost_in_the_queue_is_found_by_its_row(self, work: Work) -> None:
        job = jobs.ask("renditions", "abc")
        assert work.bell.empty()
        work._reconcile()
        entry = work.bell.queue.dequeue()
        assert entry.args == (job.id,)

    def test_a_forged_entry_in_the_queue_is_not_run(self, work: Work) -> None:
        work.bell.ring("job")
        queue = work.bell.queue
        task = queue.serializer.deserialize(queue.storage.dequeue())
        queue.storage.enqueue(SignedSerializer("guessed").serialize(task))
        with pytest.raises(ValueError, match="mismatch"):
            queue.dequeue()
        assert work.bell.empty()

    def test_a_job_whose_film_was_deleted_is_forgotten(self, work: Work) -> None:
        job = jobs.ask("renditions", "0" * 64)
        work.perform(job.id)
        assert not Job.select().exists()

    def test_films_wait_while_the_disk_is_nearly_full(self, house: House) -> None:
        settings = load(house.data, environ={}, pot=str(house.pot), disk_floor=10**9)
        worker = Work(settings)
        with connected(worker.database):
            job = jobs.ask("renditions", "0" * 64)
            worker.perform(job.id)
            kept = Job.get()
        assert (kept.state, kept.attempts) == ("queued", 0)
        worker.database.close_all()  # type: ignore[attr-defined]

    def test_a_job_that_breaks_by_our_own_fault_ends_with_a_sentence_that_is_true(
        self, work: Work, house: House
    ) -> None:
        order = house.data / prints.FOLDER / f"{'p' * 12}.json"
        order.parent.mkdir()
        order.write_text("what a power cut left of an order")
        job = jobs.ask("labels", order.stem)
        for _ in range(jobs.ATTEMPTS):
            work.perform(job.id)
        kept = Job.get()
        assert kept.state == "failed"
        assert kept.error.startswith("Each time this was tried, something broke")

    def test_once_a_day_it_clears_away(self, work: Work, house: House) -> None:
        left = house.data / "media" / ".part-old"
        left.parent.mkdir()
        for again in (False, True):
            left.touch()
            os.utime(left, (0, 0))
            today = work._daily(datetime.now(tz=UTC).date().isoformat() if again else "")
            assert today == datetime.now(tz=UTC).date().isoformat()
            assert left.exists() is again

    def test_what_was_half_kept_long_ago_is_swept(self, tmp_path: Path) -> None:
        for name, age in ((".part-old", 7200), (".part-new", 60)):
            (tmp_path / name).touch()
            os.utime(tmp_path / name, (time.time() - age,) * 2)
        sweep(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [".part-new"]
