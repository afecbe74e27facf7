"""Takes become films: looked at, cut, mixed; the old film stays until the new one is whole."""

import time
from datetime import date
from pathlib import Path

import peewee
import pytest

from content import medium, nuggets, plant, takes
from content.media import errors
from content.models import Medium, Rendition, Take, Text, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.jobs import Job
from kiosk.making.cutting import Cutting, Rules
from kiosk.making.films import Workshop
from kiosk.work import DAY, strays
from tests.content.media.films import PICTURE, QUICK, VOICE, tool

pytestmark = pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)],
    indirect=True,
)

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds from a phone, with sound."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    tool(*PICTURE, *VOICE, *QUICK, str(path))
    return path


@pytest.fixture
def version(database: peewee.Database) -> Version:
    """A fresh draft of a fresh plant."""
    return nuggets.draft(plant.found("Werk Nord", "nord", crowd=200), "lathe-chuck")


@pytest.fixture
def workshop(database: peewee.Database, tmp_path: Path) -> Workshop:
    """The worker's workshop, with films of ten seconds at most."""
    storage, desk = Folder(tmp_path / "media"), tmp_path / "desk"
    rules = Rules(tmp_path / "takes", keep_days=30, most=10)
    return Workshop(database, storage, desk, cutting=Cutting(database, storage, desk, rules))


def filmed(
    version: Version, clip: Path, tmp_path: Path, kind: str = "film", text: Text | None = None
) -> Take:
    """A take of this clip."""
    upload = tmp_path / "upload"
    upload.write_bytes(clip.read_bytes())
    return takes.receive(
        version, kind, upload, "mp4", text=text, folder=tmp_path / "takes", keep_days=1, today=TODAY
    )


def film_of(version: Version) -> Medium:
    """The film this version shows now."""
    film = Version.get_by_id(version.id).film
    assert film is not None
    return film


def work(workshop: Workshop) -> list[str]:
    """Do every job that waits, as the worker would, and give their kinds in order."""
    done = []
    while waiting := jobs.waiting():
        job = jobs.take(waiting[0])
        assert job is not None
        workshop.perform(job)
        jobs.finish(job)
        done.append(job.kind)
    return done


def test_a_take_becomes_the_film_of_its_version_by_itself(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    take = filmed(version, clip, tmp_path)
    jobs.ask("look", take.id)
    assert work(workshop) == ["look", "cut", "renditions"]
    film = film_of(version)
    assert (film.width, film.height) == (320, 180)
    assert film.seconds == pytest.approx(4, abs=0.1)
    assert {row.name for row in Rendition.select()} >= {"lite", "poster", "thumb"}


def test_what_was_found_and_the_strip_lie_beside_the_take(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    take = filmed(version, clip, tmp_path)
    workshop.cutting.look(take.id, print)
    report = takes.report(Take.get_by_id(take.id))
    assert report is not None
    assert "small" in report.names()
    strip = takes.strip(tmp_path / "takes", take)
    assert strip.read_bytes()[8:12] == b"WEBP"
    assert strip.stat().st_mode & 0o777 == 0o600


def test_a_take_that_is_too_long_waits_to_be_trimmed(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    workshop.cutting.rules = Rules(tmp_path / "takes", most=3)
    take = filmed(version, clip, tmp_path)
    jobs.ask("look", take.id)
    assert work(workshop) == ["look"]
    with pytest.raises(errors.TakeTooLong, match="at most 3"):
        workshop.cutting.cut(take.id, print)
    takes.trim(Take.get_by_id(take.id), 0.5, 2.5)
    workshop.cutting.cut(take.id, print)
    assert film_of(version).seconds == pytest.approx(2, abs=0.1)


@pytest.mark.thorough
def test_cutting_anew_replaces_the_film_and_leaves_nothing_of_the_old_one(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    take = filmed(version, clip, tmp_path)
    jobs.ask("look", take.id)
    work(workshop)
    takes.trim(Take.get_by_id(take.id), 1.0, 3.0)
    jobs.ask("cut", take.id)
    work(workshop)
    known = {row.sha for row in Medium.select()} | {row.sha for row in Rendition.select()}
    assert Medium.select().count() == 1
    assert {path.stem for path in (tmp_path / "media").rglob("*.*")} == known


def test_the_old_film_stays_when_the_new_take_cannot_be_used(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    workshop.cutting.cut(filmed(version, clip, tmp_path).id, print)
    before = Version.get_by_id(version.id).film_id
    broken = tmp_path / "broken"
    broken.write_bytes(clip.read_bytes()[:200])
    take = filmed(version, broken, tmp_path)
    with pytest.raises(errors.FilmTruncated):
        workshop.cutting.look(take.id, print)
    assert Version.get_by_id(version.id).film_id == before


def test_a_film_that_was_handed_in_is_not_exchanged_behind_the_back_of_whoever_looks(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    take = filmed(version, clip, tmp_path)
    workshop.cutting.cut(take.id, print)
    takes.trim(take, 1.0, 3.0)
    Version.update(state="in review").execute()
    with pytest.raises(errors.TakeTooLate):
        workshop.cutting.cut(take.id, print)


def test_a_version_handed_in_without_a_film_gets_its_first_one(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    take = filmed(version, clip, tmp_path)
    Version.update(state="in review").execute()
    workshop.cutting.cut(take.id, print)
    assert Version.get_by_id(version.id).film_id is not None


def test_a_take_is_kept_from_the_day_its_film_is_verified(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    take = filmed(version, clip, tmp_path)
    workshop.cutting.cut(take.id, print)
    assert str(Take.get_by_id(take.id).keep_until) > "2026-11-23"


@pytest.mark.thorough
def test_a_voice_becomes_the_film_of_its_text_and_is_laid_over_a_new_cut_again(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    text = Text.create(version=version, language="tr", variant="plain", title="Torna")
    voice = filmed(version, clip, tmp_path, "voice", text)
    with pytest.raises(errors.NoFilmYet):
        workshop.cutting.voice(voice.id, print)
    jobs.ask("look", filmed(version, clip, tmp_path).id)
    assert work(workshop).count("voice") == 1
    first = Text.get_by_id(text.id).film_id
    assert first not in {None, Version.get_by_id(version.id).film_id}


def test_a_cut_that_changes_while_it_is_made_is_made_again(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    take = filmed(version, clip, tmp_path)
    workshop.cutting.cut(take.id, lambda _share: takes.trim(take, 1.0, 2.0))
    assert film_of(version).seconds == pytest.approx(1, abs=0.1)


def test_what_a_worker_left_that_was_killed_between_file_and_row_is_swept(
    version: Version, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Folder(workshop.desk.with_name("media"))
    known = medium.keep(version.nugget.site, storage, b"known", "film", "mp4")
    storage.put(b"stray", "mp4")
    assert strays(storage) == 0
    later = time.time() + 2 * DAY
    monkeypatch.setattr(time, "time", lambda: later)
    assert strays(storage) == 1
    assert [path.stem for path in storage.files()] == [known.sha]


def test_a_take_that_was_replaced_meanwhile_is_forgotten(
    version: Version, workshop: Workshop, clip: Path, tmp_path: Path
) -> None:
    old = filmed(version, clip, tmp_path)
    filmed(version, clip, tmp_path)
    with pytest.raises(peewee.DoesNotExist):
        workshop.cutting.cut(old.id, print)
    assert not Job.select().exists()
