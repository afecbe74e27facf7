"""Where open counts may lie: a folder that only this user can read, on a RAM file system."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.settings import Settings

SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108  # the folder in it is private and checked
RAM: Final = ("tmpfs", "ramfs")


class NoRamDisk(Exception):
    """Open counts may only lie in memory, and no RAM file system was found.

    Mount one (`mount -t tmpfs none /dev/shm`) or name a folder on one as `pot`.
    """


class PotRefused(Exception):
    """The folder of the open counts can't be trusted."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of the pot, whether it lies in memory, and a sentence that says so."""

    folder: Path
    on_ram: bool
    sentence: str


def place(settings: Settings) -> Place:
    """Choose the pot's folder: the one that is set, else one in shared memory.

    Raises `NoRamDisk` where it would lie on a disk, unless this is a demonstration plant.
    """
    folder = Path(settings.pot) if settings.pot else _own_folder(settings.data, SHARED_MEMORY)
    kind = file_system(folder)
    if kind in RAM:
        return Place(folder, True, f"Open counts lie in memory ({folder}).")
    if settings.demo:
        return _for_trying(settings, folder)
    sentence = (
        f"Open counts may only lie in memory, but {folder} is on a disk ({kind or 'unknown'}). "
        "Mount a tmpfs, for instance on /dev/shm, or name a folder on one as `pot`."
    )
    raise NoRamDisk(sentence)


def _own_folder(data: Path, within: Path) -> Path:
    """Return the folder that belongs to this plant and its user; root looks over another's."""
    name = hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:12]
    owner = data.stat().st_uid if os.getuid() == 0 and data.exists() else os.getuid()
    return within / f"kiosk-{owner}-{name}"


def _for_trying(settings: Settings, folder: Path) -> Place:
    """Return a demonstration plant's folder where there is no memory to be had."""
    if not settings.pot:
        folder = _own_folder(settings.data, Path(tempfile.gettempdir()))
    return Place(folder, False, f"Open counts lie on a disk ({folder}): for trying only.")


def file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """Return the type of the file system a folder lies on or would lie on; empty if unknown."""
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return ""
    there = _existing(folder.absolute()).resolve()
    found = [
        (len(Path(point).parts), kind)
        for point, kind in (_mount(line) for line in lines)
        if there == Path(point) or Path(point) in there.parents
    ]
    # The last of equally deep mounts lies on top of the others.
    return max(enumerate(found), key=lambda one: (one[1][0], one[0]))[1][1] if found else ""


def _mount(line: str) -> tuple[str, str]:
    """Return mount point and type of a line of /proc/mounts, which writes spaces in octal."""
    _, point, kind, *_ = line.split(" ")
    return point.encode().decode("unicode_escape"), kind


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())


def make_private(folder: Path) -> None:
    """Make the folder, mode 0700, or check that it is ours alone. Raises `PotRefused` if not."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            sentence = f"{folder} belongs to somebody else: remove it, then start again."
            raise PotRefused(sentence) from None
        folder.chmod(0o700)
