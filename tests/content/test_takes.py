"""Takes: taken over whole, replaced, kept for their days, never longer, never lost."""

import os
import time
from datetime import date
from pathlib import Path

import peewee
import pytest

from content import medium, nuggets, takes
from content.media.finding import Finding, Report
from content.models import Rendition, Site, Take, Text, Version
from content.sentence import say
from content.storage import Folder

TODAY = date(2026, 11, 22)
LATER = date(2026, 12, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of all takes."""
    return tmp_path / "takes"


@pytest.fixture
def version(site: Site) -> Version:
    """A fresh draft."""
    return nuggets.draft(site, "lathe-chuck")


def sent(tmp_path: Path, content: bytes = b"film") -> Path:
    """A finished upload."""
    path = tmp_path / "upload"
    path.write_bytes(content)
    return path


def received(
    version: Version, tmp_path: Path, kind: str = "film", content: bytes = b"film"
) -> Take:
    source = sent(tmp_path, content)
    folder = tmp_path / "takes"
    return takes.receive(
        version, "film", source, "mov", folder=folder, keep_days=30, today=TODAY
    )  # fmt: skip


def broken(version: Version, tmp_path: Path) -> None:
    """A request that takes an upload over and then fails."""
    received(version, tmp_path)
    raise ZeroDivisionError


def playable(version: Version, take: Take, storage: Folder, tmp_path: Path) -> None:
    """Let a film be made of a take, with its smallest rendition."""
    film = medium.keep(version.nugget.site, storage, b"master", "film", "mp4")
    small = tmp_path / "small"
    small.write_bytes(b"lite")
    medium.add_rendition(film, storage, "lite", small, "mp4", recipe="lite-1")
    takes.became(take, film, date(2026, 12, 22))


def test_an_upload_moves_to_its_take_and_only_the_server_reads_it(
    version: Version, folder: Path, tmp_path: Path
) -> None:
    take = received(version, tmp_path)
    path = takes.path(folder, take)
    assert path.read_bytes() == b"film"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not (tmp_path / "upload").exists()


def test_the_upload_stays_until_the_row_is_written(
    version: Version, database: peewee.Database, tmp_path: Path
) -> None:
    with pytest.raises(ZeroDivisionError), database.atomic():
        broken(version, tmp_path)
    assert (tmp_path / "upload").read_bytes() == b"film"
    assert takes.of(version) is None


def test_a_new_film_takes_the_place_of_the_old_one_at_once(
    version: Version, folder: Path, tmp_path: Path
) -> None:
    old = received(version, tmp_path)
    new = received(version, tmp_path, content=b"again")
    assert takes.of(version) == new
    assert [place.name for place in folder.iterdir()] == [new.id]
    assert old.id != new.id


def test_a_voice_of_a_text_leaves_the_film_alone(version: Version, tmp_path: Path) -> None:
    film = received(version, tmp_path)
    text = Text.create(version=version, language="tr", variant="plain", title="Torna")
    voice = takes.receive(
        version, "voice", sent(tmp_path), "webm", text=text, folder=tmp_path / "takes",
        keep_days=30, today=TODAY,
    )  # fmt: skip
    assert (takes.of(version), takes.of(version, text, "voice")) == (film, voice)


def test_a_name_from_outside_never_becomes_part_of_a_path(version: Version, tmp_path: Path) -> None:
    take = takes.receive(
        version, "film", sent(tmp_path), "../x", folder=tmp_path / "takes", keep_days=1, today=TODAY
    )
    assert take.ext == "bin"


def test_a_take_stays_as_long_as_nothing_made_of_it_can_be_played(
    version: Version, folder: Path, tmp_path: Path
) -> None:
    take = received(version, tmp_path)
    assert takes.sweep(folder, date(2030, 1, 1)) == 0
    assert takes.path(folder, take).exists()


def test_a_take_goes_when_its_days_are_over(
    version: Version, folder: Path, storage: Folder, tmp_path: Path
) -> None:
    take = received(version, tmp_path)
    playable(version, take, storage, tmp_path)
    assert takes.sweep(folder, date(2026, 12, 21)) == 0
    assert takes.sweep(folder, LATER) == 1
    assert not takes.path(folder, take).exists()
    assert takes.of(version) is not None, "what was found in it is still told"


def test_takes_of_a_withdrawn_version_go(version: Version, folder: Path, tmp_path: Path) -> None:
    received(version, tmp_path)
    Version.update(state="withdrawn").execute()
    assert takes.sweep(folder, TODAY) == 1
    assert not Take.select().exists()
    assert list(folder.iterdir()) == []


def test_what_a_killed_process_left_goes_after_an_hour(
    version: Version, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = received(version, tmp_path)
    (folder / "stray").mkdir()
    takes.sweep(folder, TODAY)
    assert (folder / "stray").exists()
    later = time.time() + 2 * takes.HOUR
    monkeypatch.setattr(time, "time", lambda: later)
    takes.sweep(folder, TODAY)
    assert [place.name for place in folder.iterdir()] == [kept.id]


def test_a_disk_without_links_gets_a_copy(
    version: Version, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse)
    take = received(version, tmp_path)
    assert takes.path(folder, take).read_bytes() == b"film"
    assert takes.path(folder, take).stat().st_mode & 0o777 == 0o600


def refuse(*_: object) -> None:
    raise OSError


def test_what_was_found_is_read_back_as_it_was_said(version: Version, tmp_path: Path) -> None:
    take = received(version, tmp_path)
    dark = Finding("dark", "yours", say("Too dark from {clock}.", clock="2:06"), at=126.0)
    report = Report(146.0, 1080, 1920, has_sound=True, findings=(dark,))
    assert takes.report(take) is None
    takes.looked(take, report)
    again = Take.get_by_id(take.id)
    assert takes.report(again) == report
    assert [str(one) for one in takes.findings(again)] == ["Too dark from 2:06."]


def test_a_cut_stays_inside_the_take(version: Version, tmp_path: Path) -> None:
    take = received(version, tmp_path)
    assert takes.span(take, 10.0) == (0.0, 10.0)
    takes.trim(take, 2.0, 99.0)
    assert takes.span(take, 10.0) == (2.0, 10.0)


def test_withdrawn_consent_deletes_every_take_of_a_version(
    version: Version, folder: Path, storage: Folder, tmp_path: Path
) -> None:
    take = received(version, tmp_path)
    playable(version, take, storage, tmp_path)
    assert takes.let_go(version, folder) == 1
    assert not takes.path(folder, take).parent.exists()
    assert Rendition.select().exists()
