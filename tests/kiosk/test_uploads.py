"""Where uploads land: room is promised, bytes are kept, what is complete is handed on once."""

import os
import subprocess
import threading
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import peewee
import pytest

from content import beginning, plant, takes
from content.beginning import Begun
from content.errors import ContentError
from content.media.errors import NotAFilm
from content.models import Take, Version
from kiosk import jobs, uploads
from kiosk.making.landing import Landing, Read
from kiosk.settings import Settings
from kiosk.uploads import Upload
from tests import films

FILM = films.mp4(50_000)


@pytest.fixture
def version(database: peewee.Database) -> Version:
    """A draft of a small plant, on both engines."""
    site = plant.found("Werk", "werk", crowd=50)
    machine = plant.machine(plant.area(site, ("Halle",)), "Säge")
    return beginning.begin(site, machine, Begun(beginning.new_key(), "Sägeblatt wechseln"))


@pytest.fixture
def landing(settings: Settings) -> Landing:
    """Where that plant's uploads land."""
    return Landing(settings)


def reading(content: bytes) -> Read:
    """Return what reads these bytes, a few at a time."""
    rest = [content]

    def read(size: int) -> bytes:
        found, rest[0] = rest[0][:size], rest[0][size:]
        return found

    return read


def put(landing: Landing, upload: Upload, content: bytes) -> Upload:
    """Append bytes where the last ones ended."""
    return landing.append(upload, upload.got, reading(content), len(content))


def test_a_complete_film_becomes_a_take_and_rings_the_worker(
    version: Version, landing: Landing
) -> None:
    rung: list[str] = []
    upload = put(landing, landing.create(version, "a", len(FILM)), FILM)
    assert landing.finish(upload, rung.append)
    take = takes.of(version)
    assert take is not None
    assert takes.path(landing.settings.takes, take).read_bytes() == FILM
    assert rung == [job.id for job in jobs.Job.select()]


def test_finishing_twice_makes_one_take(version: Version, landing: Landing) -> None:
    upload = put(landing, landing.create(version, "a", len(FILM)), FILM)
    landing.finish(upload)
    landing.finish(upload)
    assert Take.select().count() == 1


def test_promised_room_counts_as_taken(version: Version, landing: Landing) -> None:
    from kiosk import disk

    room = disk.free(landing.settings) - 30
    landing = Landing(replace(landing.settings, disk_floor=max(1, room), uploads_each=100))
    put(landing, landing.create(version, "a", 20_000_000), FILM)
    with pytest.raises(uploads.UploadNoRoom):
        landing.create(version, "b", 20_000_000)
    with pytest.raises(uploads.UploadNoRoom):
        Landing(replace(landing.settings, disk_floor=10**9)).create(version, "b", 1)


def test_each_person_has_a_few_unfinished_uploads_at_most(
    version: Version, landing: Landing
) -> None:
    for _ in range(landing.settings.uploads_each):
        put(landing, landing.create(version, "a", len(FILM)), FILM[:100])
    with pytest.raises(uploads.UploadsTooMany, match="3 unfinished"):
        landing.create(version, "a", 10)
    assert landing.create(version, "b", 10)


def test_one_of_which_nothing_ever_came_gives_way_to_the_next(
    version: Version, landing: Landing
) -> None:
    made = [landing.create(version, "a", 10).id for _ in range(9)]
    assert [row.id for row in Upload.select()] == made[-1:]
    assert {path.name for path in landing.folder.iterdir()} == {".lock", made[-1]}


@pytest.mark.parametrize("length", [0, -5, 2_000_000_001])
def test_an_empty_and_a_huge_file_are_refused(
    version: Version, landing: Landing, length: int
) -> None:
    with pytest.raises(uploads.UploadError):
        landing.create(version, "a", length)
    assert Upload.select().count() == 0


def test_bytes_that_were_never_acknowledged_are_cut_off(version: Version, landing: Landing) -> None:
    upload = put(landing, landing.create(version, "a", len(FILM)), FILM[:1000])
    with landing.path(upload).open("ab") as file:
        file.write(b"torn off by a power cut")
    upload = put(landing, upload, FILM[1000:])
    landing.finish(upload)
    take = takes.of(version)
    assert take is not None
    assert takes.path(landing.settings.takes, take).read_bytes() == FILM


def test_a_second_writer_has_to_wait(version: Version, landing: Landing) -> None:
    upload = landing.create(version, "a", len(FILM))
    begun, on = threading.Event(), threading.Event()

    def slowly(_size: int) -> bytes:
        begun.set()
        on.wait(10)
        return b""

    database = Upload._meta.database

    def first() -> None:
        with database.connection_context():
            landing.append(upload, 0, slowly, 100)

    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(10)
    for deed in (lambda: put(landing, upload, b"x"), lambda: landing.drop(upload)):
        with pytest.raises(uploads.UploadBusy):
            deed()
    on.set()
    thread.join(10)
    landing.drop(upload)


def test_a_disk_that_fills_up_keeps_what_fitted(
    version: Version, landing: Landing, tmp_path: Path
) -> None:
    tiny = tmp_path / "tiny"
    tiny.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", tiny], check=False
    ).returncode:
        pytest.skip("only root can make a disk that fills up")
    try:
        landing.folder = tiny
        upload = landing.create(version, "a", 1_000_000)
        with pytest.raises(OSError, match="No space"):
            put(landing, upload, films.mp4(1_000_000))
        got = Upload.get_by_id(upload.id).got
        assert 100_000 < got < 1_000_000
        assert landing.path(upload).read_bytes()[:got] == films.mp4(1_000_000)[:got]
    finally:
        subprocess.run(["umount", tiny], check=True)


def test_what_is_complete_is_handed_on_though_its_process_died(
    version: Version, landing: Landing
) -> None:
    put(landing, landing.create(version, "a", len(FILM)), FILM)
    landing.settle()
    assert takes.of(version) is not None
    assert Upload.get().done


def test_what_nobody_waits_for_is_swept(version: Version, landing: Landing) -> None:
    upload = put(landing, landing.create(version, "a", len(FILM)), FILM[:1000])
    stray, young = landing.folder / ("0" * 32), landing.folder / ("1" * 32)
    for path in (stray, young):
        path.write_bytes(b"left by a killed process")
    os.utime(stray, (time.time() - 7200,) * 2)
    landing.settle()
    assert {path.name for path in landing.folder.iterdir()} == {".lock", young.name, upload.id}
    Upload.update(expires=uploads.this_hour()).execute()
    landing.settle()
    assert not landing.path(upload).exists()
    assert Upload.select().count() == 0


def test_an_upload_whose_file_is_lost_is_given_up(version: Version, landing: Landing) -> None:
    upload = put(landing, landing.create(version, "a", len(FILM)), FILM[:1000])
    landing.path(upload).unlink()
    with pytest.raises(uploads.UploadGone):
        put(landing, upload, FILM[1000:])
    assert Upload.select().count() == 0


def test_what_is_no_film_leaves_nothing(version: Version, landing: Landing) -> None:
    upload = landing.create(version, "a", 5000)
    with pytest.raises(NotAFilm):
        put(landing, upload, b"%PDF".ljust(500))
    assert [path.name for path in landing.folder.iterdir()] == [".lock"]
    assert Upload.select().count() == 0


def test_an_upload_is_its_owners_alone(version: Version, landing: Landing) -> None:
    upload = landing.create(version, "a", 10)
    assert uploads.owned(upload.id, "a") == upload
    with pytest.raises(ContentError):
        uploads.owned(upload.id, "b")


def test_nothing_tells_when_a_finished_upload_was_sent(version: Version, landing: Landing) -> None:
    upload = put(landing, landing.create(version, "a", len(FILM)), FILM)
    landing.finish(upload)
    assert Upload.get().expires <= uploads.this_hour() + 2
    landing.drop(upload)
    assert Upload.select().count() == 0


def test_memory_stays_flat_however_large_a_piece_is(version: Version, landing: Landing) -> None:
    upload = put(landing, landing.create(version, "a", 50_000_000), FILM)
    block = bytes(65_536)
    tracemalloc.start()
    try:
        landing.append(upload, upload.got, lambda size: block[:size], 40_000_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
