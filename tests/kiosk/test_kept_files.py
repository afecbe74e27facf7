"""Every file that a plant writes stands in the list that the works council confirms."""

from fnmatch import fnmatch
from pathlib import Path

from flask import Flask

from kiosk.counts import manifest
from kiosk.settings import Settings
from tests import floor
from tests.page import Worker


def written(settings: Settings, app: Flask) -> set[str]:
    """Return every file of a plant's three folders, by the folder's name in the list."""
    folders = {"data": settings.data, "keys": settings.keys,
               "memory": app.extensions["counts"].pot.folder}  # fmt: skip
    return {
        f"{name}/{path.relative_to(folder).as_posix()}"
        for name, folder in folders.items()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def test_what_lies_on_disk_and_in_memory_is_in_the_list(
    plant: Settings, app: Flask, worker: Worker
) -> None:
    for path in (f"/{floor.LATHE}", f"/de/m/{floor.LATHE}/wear-glasses", "/de/numbers"):
        worker.get(path)
    worker.post(f"/de/m/{floor.LATHE}/wear-glasses/play")
    app.extensions["counts"].minute()
    there = written(plant, app)
    known = manifest.current().parts["files"]
    assert {"data/counts.sealed", "memory/pot.db", "keys/pot.key"} <= there
    assert [one for one in sorted(there) if not any(fnmatch(one, name) for name in known)] == []
