"""Copies a running plant, checked, and brings a copy back.

A backup is a folder named by its day with the database, kiosk.toml and a manifest; media lie
beside it once for all backups, because their names are their hashes. Keys and open counts are
never in a backup: that is a promise to the works council, not an omission.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import peewee

from kiosk import __version__
from kiosk.counts import ram
from kiosk.db import check_sqlite, connected, copy_sqlite, steps_done
from kiosk.running import working
from kiosk.settings import Settings

MANIFEST: Final = "manifest.json"
LITE: Final = "kiosk.db"
DUMP: Final = "kiosk.dump"

Tell = Callable[[int], None]


class CareError(Exception):
    """This can't be done now; the sentence says why. Nothing was changed."""


def make(settings: Settings, database: peewee.Database, to: Path, tell: Tell | None = None) -> Path:
    """Write today's backup below `to` and return its folder; a second one of a day replaces it.

    Consistent while the plant runs. The copy of the database is checked before it counts.
    """
    day = datetime.now(tz=UTC).date().isoformat()
    draft, final = to / f".{day}.part", to / day
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o750, parents=True)
    engine = _copy_database(settings, draft)
    files = _copy_media(settings.media, to / "media", tell)
    if (settings.data / "kiosk.toml").exists():
        shutil.copy(settings.data / "kiosk.toml", draft)
    with connected(database):
        steps = steps_done(database)
    facts = {"program": __version__, "day": day, "database": engine, "steps": steps,
             "sha256": _sha(draft / engine), "media": files}  # fmt: skip
    (draft / MANIFEST).write_text(json.dumps(facts, indent=1))
    _sync_all(draft)
    shutil.rmtree(final, ignore_errors=True)
    draft.rename(final)
    return final


def _copy_database(settings: Settings, folder: Path) -> str:
    if not settings.database_url:
        copy_sqlite(settings.sqlite, folder / LITE)
        return LITE
    command = ["pg_dump", "--format=custom", f"--file={folder / DUMP}", settings.database_url]
    _run(command, "pg_dump")
    return DUMP


def _run(command: list[str], name: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=3600)
    except FileNotFoundError as error:
        message = f"{name} is missing: install Debian's package postgresql-client."
        raise CareError(message) from error
    except subprocess.CalledProcessError as error:
        message = f"{name} failed: {error.stderr.strip().splitlines()[-1:]}"
        raise CareError(message) from error


def _copy_media(source: Path, target: Path, tell: Tell | None) -> list[str]:
    """Copy what isn't there yet; a name is its content's hash, so what is there is right."""
    names = sorted(str(path.relative_to(source)) for path in _files(source))
    for done, name in enumerate(names, start=1):
        _copy(source / name, target / name)
        if tell:
            tell(done)
    return names


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            yield path


def _copy(source: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    shutil.copy2(source, draft)
    draft.replace(target)


def _sha(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_all(folder: Path) -> None:
    for path in [*folder.iterdir(), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def prune(to: Path, keep: int) -> list[str]:
    """Delete all but the newest backups, then the media that none of them needs."""
    days = sorted((path.parent for path in to.glob(f"*/{MANIFEST}")), reverse=True)
    for old in days[keep:]:
        shutil.rmtree(old)
    needed = {name for day in days[:keep] for name in read(day)["media"]}
    for path in _files(to / "media"):
        if str(path.relative_to(to / "media")) not in needed:
            path.unlink()
    return [old.name for old in days[keep:]]


def read(backup: Path) -> dict[str, Any]:
    """Return a backup's manifest. Raises CareError if that is no backup."""
    try:
        found = json.loads((backup / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        message = f"{backup} is no backup: it has no readable {MANIFEST}."
        raise CareError(message) from error
    return dict(found)


def check(backup: Path) -> dict[str, Any]:
    """Return the manifest of a backup that is whole. Raises CareError, Corrupt."""
    facts = read(backup)
    database = backup / facts["database"]
    if not database.exists() or _sha(database) != facts["sha256"]:
        message = f"{database} is not the file that was backed up: take an older backup."
        raise CareError(message)
    if facts["database"] == LITE:
        check_sqlite(database)
    media = backup.parent / "media"
    lost = [name for name in facts["media"] if not (media / name).exists()]
    if lost:
        message = f"{len(lost)} media files are missing beside the backup, first: {lost[0]}."
        raise CareError(message)
    return facts


def restore(settings: Settings, backup: Path, tell: Tell | None = None) -> Path | None:
    """Bring a backup back. What was there is put aside; its folder is returned.

    The counts of the open period are lost by design: their keys are never in a backup. Raises
    CareError while the plant is running or when the backup isn't whole.
    """
    facts = check(backup)
    if working(settings):
        message = "The plant is running. Stop it first: systemctl stop kiosk kiosk-work"
        raise CareError(message)
    if bool(settings.database_url) != (facts["database"] == DUMP):
        message = f"The backup holds {facts['database']}, which does not fit database_url."
        raise CareError(message)
    aside = _put_aside(settings)
    _place_database(settings, backup, facts["database"])
    _copy_media(backup.parent / "media", settings.media, tell)
    forget_open_counts(settings)
    return aside


def _put_aside(settings: Settings) -> Path | None:
    if settings.database_url or not settings.sqlite.exists():
        return None
    aside = settings.data / "before-restore"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for suffix in ("", "-wal", "-shm"):
        path = settings.sqlite.with_name(settings.sqlite.name + suffix)
        if path.exists():
            path.rename(aside / path.name)
    return aside


def _place_database(settings: Settings, backup: Path, name: str) -> None:
    if name == DUMP:
        command = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
                   f"--dbname={settings.database_url}", str(backup / DUMP)]  # fmt: skip
        _run(command, "pg_restore")
        return
    settings.data.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = settings.sqlite.with_suffix(".part")
    shutil.copy(backup / LITE, draft)
    draft.replace(settings.sqlite)


def forget_open_counts(settings: Settings) -> None:
    """Begin with new keys and an empty pot: what was counted but not released is gone."""
    (settings.data / "counts.sealed").unlink(missing_ok=True)
    for key in settings.keys.glob("pot*.key"):
        key.unlink()
    for key in settings.keys.glob("ticket-*.key"):
        key.unlink()
    folder = ram.place(settings).folder
    if folder.is_dir():
        shutil.rmtree(folder)
