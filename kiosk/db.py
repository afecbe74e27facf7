"""Opens the content database, binds every table to it, and brings it up to date.

SQLite by default, PostgreSQL by `database_url`. Connections are kept open in a small pool and
borrowed for the length of a query, never while a film streams.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import peewee
from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

import content.models
import kiosk.counts.models
import kiosk.jobs
import kiosk.staff.models
import kiosk.uploads
from kiosk.settings import Settings

MIGRATIONS: Final = Path(__file__).with_name("migrations")
POOL: Final = 8
LOCK_NUMBER: Final = 0x6B_69_6F_73_6B  # "kiosk": the advisory lock that migrations take
PRAGMAS: Final = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "journal_size_limit": 64 * 1024 * 1024,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
}
TABLES: Final = (
    *content.models.TABLES, *kiosk.counts.models.TABLES, *kiosk.jobs.TABLES, *kiosk.uploads.TABLES,
    *kiosk.staff.models.TABLES,
)  # fmt: skip


class TooNew(Exception):
    """This database was written by a newer version of the program: install that one again."""


class Corrupt(Exception):
    """The database file is damaged. Nothing was changed: restore the newest backup."""


def open_database(settings: Settings) -> peewee.Database:
    """Return the plant's database, pooled, with all tables bound to it. Nothing is read yet."""
    database = _postgresql(settings) if settings.database_url else _sqlite(settings.sqlite)
    database.bind(TABLES, bind_refs=False, bind_backrefs=False)
    return database


def _sqlite(path: Path) -> peewee.Database:
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    database: peewee.Database = PooledSqliteDatabase(
        str(path), max_connections=POOL, timeout=30, pragmas=PRAGMAS, lock_type="IMMEDIATE",
        check_same_thread=False,
    )  # fmt: skip
    return database


def _postgresql(settings: Settings) -> peewee.Database:
    parts = urlsplit(settings.database_url)
    options: dict[str, Any] = {
        "user": unquote(parts.username or "") or None,
        "password": unquote(parts.password or "") or None,
        "host": unquote(parts.hostname or "") or None,
        "port": parts.port,
    }
    options |= dict(pair.split("=", 1) for pair in unquote(parts.query).split("&") if "=" in pair)
    given = {name: value for name, value in options.items() if value is not None}
    database: peewee.Database = PooledPostgresqlDatabase(
        parts.path.lstrip("/"), max_connections=POOL, timeout=30, stale_timeout=300,
        prefer_psycopg3=True, **given,
    )  # fmt: skip
    return database


@contextmanager
def connected(database: peewee.Database) -> Iterator[None]:
    """Borrow a connection for this block and hand it back to the pool afterwards.

    Inside another such block of the same thread it is that block's connection.
    """
    if not database.is_closed():
        yield
        return
    with database.connection_context():
        yield


def migrate(database: peewee.Database, settings: Settings) -> list[str]:
    """Bring the database to this version's tables and return the names of the steps taken.

    Safe to call from many processes at once. A backup is made before the first step of an
    existing database. Raises `TooNew` and changes nothing if a newer version wrote it.
    """
    with _alone(database, settings):
        runner = Runner(database, str(MIGRATIONS))
        known = [step.name for step in runner.migrations()]
        done = set(runner.applied())
        if done - set(known):
            raise TooNew
        waiting = [name for name in known if name not in done]
        if waiting and done:
            _keep_copy(database, settings, waiting[0])
        if waiting:
            runner.up()
            _forget_time_of_day(runner)
        return waiting


def go_back(database: peewee.Database, settings: Settings, to: set[str]) -> list[str]:
    """Take back every step that is not among `to`, the newest first, and return their names."""
    with _alone(database, settings):
        runner = Runner(database, str(MIGRATIONS))
        undone: list[str] = []
        while set(runner.applied()) - to:
            undone += runner.down()
        return undone


def known_steps() -> list[str]:
    """Return the names of the steps this program knows."""
    return sorted(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def steps_done(database: peewee.Database) -> list[str]:
    """Return the names of the steps this database has taken."""
    return sorted(Runner(database, str(MIGRATIONS)).applied())


def pending(database: peewee.Database) -> list[str]:
    """Return the steps this database still lacks. Raises `TooNew`."""
    with connected(database):
        runner = Runner(database, str(MIGRATIONS))
        known = [step.name for step in runner.migrations()]
        done = set(runner.applied())
    if done - set(known):
        raise TooNew
    return [name for name in known if name not in done]


@contextmanager
def _alone(database: peewee.Database, settings: Settings) -> Iterator[None]:
    """Let one process at a time change the tables."""
    settings.data.mkdir(mode=0o750, parents=True, exist_ok=True)
    if isinstance(database, peewee.SqliteDatabase):
        _keep_private(settings.sqlite)
    with (settings.data / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with connected(database):
            if not isinstance(database, peewee.PostgresqlDatabase):
                yield
                return
            database.execute_sql("SELECT pg_advisory_lock(%s)", (LOCK_NUMBER,))
            try:
                yield
            finally:
                database.execute_sql("SELECT pg_advisory_unlock(%s)", (LOCK_NUMBER,))


def _keep_private(path: Path) -> None:
    """Let its owner alone read the database: who sends the films may look into the folder."""
    with suppress(PermissionError):  # somebody else's: they see to it
        path.touch(mode=0o600)
        path.chmod(0o600)


def _forget_time_of_day(runner: Runner) -> None:
    """Keep of each step the day only: nothing in the database knows a time."""
    day = datetime.combine(datetime.now(tz=UTC).date(), datetime.min.time())
    runner.History.update(applied=day).execute()


def _keep_copy(database: peewee.Database, settings: Settings, step: str) -> None:
    """Copy a SQLite database before its tables change; PostgreSQL is dumped by `kiosk upgrade`."""
    if isinstance(database, peewee.SqliteDatabase):
        copy = settings.data / "backups" / f"before-{step}.db"
        copy.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        copy_sqlite(settings.sqlite, copy)


def copy_sqlite(source: Path, target: Path, *, people: bool = True) -> None:
    """Write a consistent, checked copy of a SQLite database that may be in use.

    Without `people` nothing in it says who is at work on what, not even its empty pages.
    """
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    with sqlite3.connect(source, timeout=30) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))
    connection.close()
    draft.chmod(0o600)
    if not people:
        _forget_people(draft)
    check_sqlite(draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)


def _forget_people(path: Path) -> None:
    """Leave out open uploads and who wrote on what; what waits for its release is a draft again."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        if columns_of(connection, "upload"):
            connection.execute("DELETE FROM upload")
        if "authors" in columns_of(connection, "version"):
            connection.execute(
                "UPDATE version SET state = 'draft' WHERE state = 'in review'"
                " AND coalesce(effective_on, '') = ''"
            )
            connection.execute("UPDATE version SET authors = ''")
        connection.execute("VACUUM")
    finally:
        connection.close()


def columns_of(connection: sqlite3.Connection, table: str) -> set[str]:
    """Return the names of a table's columns in SQLite; none where there is no such table."""
    found = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return {str(name) for (name,) in found}


def check_sqlite(path: Path) -> None:
    """Raise `Corrupt` unless SQLite finds the file sound."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise Corrupt from error
    finally:
        connection.close()
    if verdict != "ok":
        raise Corrupt
