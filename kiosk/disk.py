"""Knows whether the disk has room: below the floor nothing new is taken in, pages go on."""

import shutil
from pathlib import Path
from typing import Final

from kiosk.settings import Settings

MEGABYTE: Final = 1_000_000


class NoRoom(Exception):
    """The disk is nearly full: nothing was changed."""


def free(settings: Settings) -> int:
    """Return how many megabytes are free where the plant's data lie or will lie."""
    return shutil.disk_usage(_existing(settings.data)).free // MEGABYTE


def has_room(settings: Settings) -> bool:
    """Say whether more is free than the floor."""
    return free(settings) >= settings.disk_floor


def refuse_when_full(settings: Settings) -> None:
    """Raise NoRoom with what to do when less is free than the floor."""
    if not has_room(settings):
        sentence = (
            f"Only {free(settings):,} MB are free in {settings.data}; below {settings.disk_floor:,}"
            " MB (disk_floor) nothing is taken in. Nothing was changed: make room, then try again."
        )
        raise NoRoom(sentence)


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())
