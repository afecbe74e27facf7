"""Media lie under their content's hash, appear whole or not at all, and know no time of day."""

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from content.errors import DiskFull, ExtUnknown
from content.storage import Folder, sha_of


def test_the_same_bytes_are_kept_once(storage: Folder) -> None:
    assert storage.put(b"film", "mp4") == storage.put(b"film", "mp4")
    assert len(list(storage.root.rglob("*.mp4"))) == 1


def test_a_file_is_found_by_the_hash_of_its_bytes(storage: Folder, tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    source.write_bytes(b"film" * 500_000)
    sha = storage.put(source, "mp4")
    assert sha == sha256(source.read_bytes()).hexdigest() == sha_of(storage.path(sha, "mp4"))


def test_each_reach_has_its_own_folder(storage: Folder) -> None:
    sha = storage.put(b"film", "mp4", plant=True)
    assert not storage.path(sha, "mp4").exists()
    assert storage.find(sha, "mp4") == storage.path(sha, "mp4", plant=True)


def test_a_file_settles_in_the_folders_that_want_it(storage: Folder) -> None:
    sha = storage.put(b"film", "mp4")
    storage.settle(sha, "mp4", open_=False, plant=True)
    assert [path.parent.parent.name for path in storage.root.rglob("*.mp4")] == ["plant"]
    storage.settle(sha, "mp4", open_=True, plant=True)
    assert len(list(storage.root.rglob("*.mp4"))) == 2


def test_discarding_twice_is_no_error(storage: Folder) -> None:
    sha = storage.put(b"film", "mp4", plant=True)
    storage.discard(sha, "mp4")
    storage.discard(sha, "mp4")
    assert storage.find(sha, "mp4") is None


def test_a_file_carries_a_day_and_no_time(storage: Folder) -> None:
    path = storage.path(storage.put(b"film", "mp4"), "mp4")
    assert path.stat().st_mtime % 86_400 == 0


def test_everybody_who_serves_it_may_read_it(storage: Folder) -> None:
    assert storage.path(storage.put(b"film", "mp4"), "mp4").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(("sha", "ext"), [("../../etc/passwd", "mp4"), ("ab" * 32, "../x")])
def test_no_address_leads_out_of_the_storage(storage: Folder, sha: str, ext: str) -> None:
    with pytest.raises(ExtUnknown):
        storage.path(sha, ext)


def test_a_full_disk_is_said_and_leaves_nothing_behind(
    storage: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="disk is full"):
        storage.put(b"one film too many", "mp4")
    assert [path for path in storage.root.rglob("*") if path.is_file()] == []
