"""Open counts lie in memory or not at all."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.counts import NoRamDisk, PotRefused, ram
from kiosk.settings import Settings


def test_it_finds_a_folder_in_shared_memory(settings: Settings) -> None:
    place = ram.place(replace(settings, pot="", demo=False))
    assert place.on_ram
    assert place.folder.parent == Path("/dev/shm")


def test_two_plants_of_one_user_get_two_folders(settings: Settings) -> None:
    one = replace(settings, pot="", demo=False)
    other = replace(one, data=settings.data / "other")
    assert ram.place(one).folder != ram.place(other).folder


@pytest.mark.skipif(os.getuid() != 0, reason="root alone looks another user's plant over")
def test_root_finds_the_folder_of_whoever_owns_the_plant(settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True)
    os.chown(settings.data, 4242, -1)
    assert ram.place(replace(settings, pot="", demo=False)).folder.name.startswith("kiosk-4242-")


def test_it_refuses_a_folder_on_a_disk_with_a_sentence(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NoRamDisk, match=r"is on a disk .* Mount a tmpfs"):
        ram.place(replace(settings, pot=str(tmp_path / "pot"), demo=False))


def test_a_demonstration_may_use_a_disk_and_says_so(settings: Settings, tmp_path: Path) -> None:
    place = ram.place(replace(settings, pot=str(tmp_path / "pot"), demo=True))
    assert not place.on_ram
    assert "for trying only" in place.sentence


def test_a_demonstration_without_memory_uses_a_temporary_folder(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ram, "SHARED_MEMORY", tmp_path / "missing")
    place = ram.place(replace(settings, pot="", demo=True))
    assert place.folder.parent == Path(tempfile.gettempdir())


def test_the_last_mount_on_a_point_counts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda / ext4 rw 0 0\nnone /a\\040b tmpfs rw 0 0\nnone /a\\040b ext4 rw 0 0\n"
    )
    assert ram.file_system(Path("/a b/c"), mounts) == "ext4"
    assert ram.file_system(Path("/a/c"), mounts) == "ext4"


def test_without_a_list_of_mounts_nothing_is_memory(tmp_path: Path) -> None:
    assert ram.file_system(tmp_path, tmp_path / "missing") == ""


def test_the_folder_is_private(memory: Path) -> None:
    ram.make_private(memory / "pot")
    ram.make_private(memory / "pot")
    assert (memory / "pot").stat().st_mode & 0o777 == 0o700


def test_it_refuses_a_link_that_somebody_laid_there_before(memory: Path, tmp_path: Path) -> None:
    (memory / "pot").symlink_to(tmp_path)
    with pytest.raises(PotRefused, match="belongs to somebody else"):
        ram.make_private(memory / "pot")
