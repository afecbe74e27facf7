"""Copies a running plant, checked, and brings a copy back.

A backup is a folder named by its day with the database, kiosk.toml and a manifest; media lie
beside it once for all backups, because their names are their hashes. Keys and open counts are
never in a backup: that is a promise to the works council, not an omission. Takes, the films as
phones recorded them, are not in it either: they would outlive the days they may be kept. Nor are
uploads on their way: they name an account and an hour, and their bytes are not there anyway. Nor
is who wrote on an open draft: a week of backups would tell who worked on what each day. What
waited for its release is a draft in a backup, so that it is handed in and looked at anew.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import peewee

from content.storage import sha_of
from kiosk import __version__
from kiosk.counts import keys, ram
from kiosk.db import TooNew, check_sqlite, connected, copy_sqlite, known_steps, steps_done
from kiosk.labels import logos, stationery
from kiosk.running import open_for_use
from kiosk.settings import Settings

MANIFEST: Final = "manifest.json"
LITE: Final = "kiosk.db"
DUMP: Final = "kiosk.dump"
TOML: Final = "kiosk.toml"
WRITTEN: Final = (TOML, stationery.FILE)  # what a plant wrote beside its database
OPEN: Final = ("upload",)
"""Tables whose rows are on their way: the schema is copied, what lies in them is not."""
ROWS: Final = re.compile(rb"COPY (?:\w+\.)?version \((.*)\) FROM stdin;$")
"""How a dump begins the rows of the versions, and below how it ends them and writes no value."""
END_OF_ROWS: Final = b"\\.\n"
NULL: Final = b"\\N"
GZIP: Final = b"\x1f\x8b"
ASIDE: Final = "before-restore"
SAID: Final = re.compile(r"(?<=[?&])password=([^&]*)&?")
"""A password among the words at the end of a database's address."""

Tell = Callable[[int], None]


class CareError(Exception):
    """This can't be done now; the sentence says why. Nothing was changed."""


def make(
    settings: Settings, database: peewee.Database, to: Path, tell: Tell | None = None,
    *, mark: str = "",
) -> Path:  # fmt: skip
    """Write today's backup below `to` and return its folder; a second one of a day replaces it.

    Consistent while the plant runs. The copy of the database is checked before it counts. A
    `mark` sets a backup apart from the nightly one of its day.
    """
    day = datetime.now(tz=UTC).date().isoformat()
    draft, final = to / f".{day}{mark}.part", to / f"{day}{mark}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        facts = {"program": __version__, "day": day} | _copy(settings, database, draft, tell)
        (draft / MANIFEST).write_text(json.dumps(facts, indent=1))
        _sync_all(draft)
        shutil.rmtree(final, ignore_errors=True)
        draft.rename(final)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return final


def _copy(
    settings: Settings, database: peewee.Database, draft: Path, tell: Tell | None
) -> dict[str, Any]:
    """Copy everything into the draft and beside it; return what the manifest says of it."""
    engine = _copy_database(settings, draft)
    files = _copy_media(settings.media, draft.parent / "media", tell)
    for name in (*WRITTEN, *logos.names(settings.data)):
        if (settings.data / name).exists():
            (draft / name).parent.mkdir(mode=0o750, exist_ok=True)
            shutil.copy(settings.data / name, draft / name)
    with connected(database):
        steps = steps_done(database)
    return {"database": engine, "steps": steps, "sha256": sha_of(draft / engine), "media": files}


def _copy_database(settings: Settings, folder: Path) -> str:
    if not settings.database_url:
        copy_sqlite(settings.sqlite, folder / LITE, people=False)
        return LITE
    _dump(settings.database_url, folder / DUMP)
    return DUMP


def _dump(database_url: str, target: Path) -> None:
    """Write what PostgreSQL's own program dumps as packed SQL, without who is at work on what."""
    left_out = (f"--exclude-table-data={table}" for table in OPEN)
    with tempfile.NamedTemporaryFile(dir=target.parent) as plain:
        words = ["--clean", "--if-exists", "--no-owner", "--encoding=UTF8", f"--file={plain.name}"]
        _run(["pg_dump", *words, *left_out], database_url)
        with Path(plain.name).open("rb") as lines, gzip.open(target, "wb", 6) as packed:
            packed.writelines(_unsigned(lines))


def _unsigned(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a dump with no author, and as a draft what waits for its release."""
    heads: list[bytes] = []
    for line in lines:
        if found := ROWS.match(line):
            heads = [name.strip(b' "') for name in found[1].split(b",")]
        elif line == END_OF_ROWS:
            heads = []
        elif heads:
            cells = dict(zip(heads, line.rstrip(b"\n").split(b"\t"), strict=True))
            if cells[b"state"] == b"in review" and cells[b"effective_on"] in {b"", NULL}:
                cells[b"state"] = b"draft"
            yield b"\t".join((cells | {b"authors": b""}).values()) + b"\n"
            continue
        yield line


def _load(dump: Path, database_url: str, beside: Path) -> None:
    """Bring a dump back, all of it or nothing; those of earlier backups are of another form."""
    with dump.open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
    if not packed:
        words = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
        _run(["pg_restore", *words, str(dump)], database_url)
        return
    with tempfile.NamedTemporaryFile(dir=beside) as plain, gzip.open(dump) as lines:
        shutil.copyfileobj(lines, plain)
        plain.flush()
        words = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
        _run(["psql", *words, f"--file={plain.name}"], database_url)


def _run(command: list[str], database_url: str) -> None:
    """Run one of PostgreSQL's own programs; the password is not among its words, where ps looks."""
    bare, secret = _without_password(database_url)
    try:
        subprocess.run(
            [*command, f"--dbname={bare}"], check=True, capture_output=True, text=True,
            timeout=3600, env=dict(os.environ) | ({"PGPASSWORD": secret} if secret else {}),
        )  # fmt: skip
    except FileNotFoundError as error:
        message = f"{command[0]} is missing: install Debian's package postgresql-client."
        raise CareError(message) from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no reason given"])[-1]
        message = f"{command[0]} failed: {last}"
        raise CareError(message) from error


def _without_password(database_url: str) -> tuple[str, str]:
    """Return an address without its password, wherever that stands in it, and the password."""
    told, inside = SAID.search(database_url), urlsplit(database_url).password
    bare = database_url.replace(f":{inside}@", "@", 1) if inside else database_url
    return SAID.sub("", bare).rstrip("?&"), unquote(inside or (told[1] if told else ""))


def _copy_media(source: Path, target: Path, tell: Tell | None) -> list[str]:
    """Copy what isn't there yet; a name is its content's hash, so what is there is right."""
    names = sorted(str(path.relative_to(source)) for path in _files(source))
    for done, name in enumerate(names, start=1):
        _copy_file(source / name, target / name)
        if tell:
            tell(done)
    return names


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            yield path


def _copy_file(source: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        shutil.copy2(source, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _sync_all(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def kept(to: Path) -> list[Path]:
    """Return the backups that lie below `to`, the oldest first."""
    return sorted(path.parent for path in to.glob(f"*/{MANIFEST}"))


def prune(to: Path, keep: int) -> list[str]:
    """Delete all but the newest backups, then the media that none of them needs."""
    old = kept(to)[:-keep]
    for folder in old:
        shutil.rmtree(folder)
    needed = {name for backup in kept(to) for name in read(backup)["media"]}
    for path in _files(to / "media"):
        if str(path.relative_to(to / "media")) not in needed:
            path.unlink()
    return [folder.name for folder in old]


def read(backup: Path) -> dict[str, Any]:
    """Return a backup's manifest. Raises CareError if that is no backup."""
    try:
        found = dict(json.loads((backup / MANIFEST).read_text()))
    except (OSError, ValueError) as error:
        message = f"{backup} is no backup: it has no readable {MANIFEST}."
        raise CareError(message) from error
    if found.get("database") not in (LITE, DUMP):
        message = f"{backup / MANIFEST} names no database: take an older backup."
        raise CareError(message)
    return found


def check(backup: Path) -> dict[str, Any]:
    """Return the manifest of a backup that is whole, every byte. Raises CareError and Corrupt."""
    facts = read(backup)
    database = backup / facts["database"]
    if not database.exists() or sha_of(database) != facts["sha256"]:
        message = f"{database} is not the file that was backed up: take an older backup."
        raise CareError(message)
    if facts["database"] == LITE:
        check_sqlite(database)
    media = backup.parent / "media"
    wrong = [name for name in facts["media"] if not _is_whole(media / name)]
    if wrong:
        lost = f"{len(wrong)} file{'s' * (len(wrong) != 1)} of this backup missing or damaged"
        message = (
            f"{media}: {lost}, first {wrong[0]}. Days share it: copy the whole folder 'backups'."
        )
        raise CareError(message)
    return facts


def _is_whole(path: Path) -> bool:
    return path.is_file() and sha_of(path) == path.stem


def restore(settings: Settings, backup: Path, tell: Tell | None = None) -> Path | None:
    """Bring a backup back. What was there is put aside; its folder is returned.

    The counts of the open period are lost by design: their keys are never in a backup. Raises
    CareError while the plant is running or when the backup isn't whole, and TooNew.
    """
    facts = check(backup)
    _refuse(settings, facts)
    pot = ram.place(settings).folder
    settings.data.mkdir(mode=0o750, parents=True, exist_ok=True)
    _copy_names(facts["media"], backup.parent / "media", settings.media, tell)
    aside = _place_database(settings, backup, facts["database"])
    for name in (*WRITTEN, *logos.names(backup)):
        if (backup / name).exists() and not (settings.data / name).exists():
            (settings.data / name).parent.mkdir(mode=0o750, exist_ok=True)
            shutil.copy(backup / name, settings.data / name)
    _forget_open_counts(settings, pot)
    return aside


def _refuse(settings: Settings, facts: dict[str, Any]) -> None:
    if open_for_use(settings):
        message = "The plant is running. Stop it first: systemctl stop kiosk kiosk-work"
        raise CareError(message)
    if bool(settings.database_url) != (facts["database"] == DUMP):
        message = (
            f"The backup holds {facts['database']}, which does not fit database_url: "
            f"write into {settings.data / TOML} what the backup's {TOML} says."
        )
        raise CareError(message)
    if set(facts["steps"]) - set(known_steps()):
        raise TooNew


def _copy_names(names: list[str], source: Path, target: Path, tell: Tell | None) -> None:
    for done, name in enumerate(names, start=1):
        _copy_file(source / name, target / name)
        if tell:
            tell(done)


def _place_database(settings: Settings, backup: Path, name: str) -> Path | None:
    """Put the backup's database in place of the present one; return where that lies now."""
    aside: Path | None
    if name == DUMP:
        aside = _aside(settings)
        _dump(settings.database_url, aside / DUMP)
        _load(backup / DUMP, settings.database_url, settings.data)
        return aside
    draft = settings.sqlite.with_suffix(".part")
    try:
        shutil.copy(backup / LITE, draft)
        aside = _put_aside(settings) if settings.sqlite.exists() else None
        draft.replace(settings.sqlite)
    finally:
        draft.unlink(missing_ok=True)
    return aside


def _aside(settings: Settings) -> Path:
    """Return the empty folder, its owner's alone, for what a restore replaces."""
    aside = settings.data / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    return aside


def _put_aside(settings: Settings) -> Path:
    aside = _aside(settings)
    for suffix in ("", "-wal", "-shm"):
        path = settings.sqlite.with_name(settings.sqlite.name + suffix)
        if path.exists():
            path.rename(aside / path.name)
    return aside


def _forget_open_counts(settings: Settings, pot: Path) -> None:
    """Begin with new keys and an empty pot: what was counted but not released is gone."""
    (settings.data / "counts.sealed").unlink(missing_ok=True)
    for pattern in ("pot*.key", "ticket-*.key"):
        for key in settings.keys.glob(pattern):
            keys.destroy(key)
    shutil.rmtree(pot, ignore_errors=True)
