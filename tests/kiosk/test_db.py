"""The database: opened alike on both engines, migrated by one process, never by an old program."""

import multiprocessing
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import peewee
import pytest
from playhouse.migrations import Runner

from kiosk import db
from kiosk.settings import Settings
from tests.conftest import Postgres, fresh_settings


def tables_of(database: peewee.Database) -> dict[str, list[tuple[str, bool]]]:
    return {
        table: sorted((column.name, column.null) for column in database.get_columns(table))
        for table in database.get_tables()
        if table != "schema_migration"
    }


def indexes_of(database: peewee.Database) -> set[tuple[str, tuple[str, ...], bool]]:
    return {
        (table, tuple(index.columns), index.unique)
        for table in tables_of(database)
        for index in database.get_indexes(table)
    }


def test_the_migrations_end_with_the_tables_of_the_models(
    own_database: peewee.Database,
) -> None:
    database = own_database
    migrated = tables_of(database), indexes_of(database)
    database.drop_tables(db.TABLES)
    database.create_tables(db.TABLES)
    assert migrated == (tables_of(database), indexes_of(database))


def test_every_step_can_be_taken_back_and_again(own_database: peewee.Database) -> None:
    database = own_database
    before = tables_of(database)
    runner = Runner(database, str(db.MIGRATIONS))
    while runner.applied():
        runner.down()
    assert tables_of(database) == {}
    runner.up()
    assert tables_of(database) == before


def test_a_step_leaves_no_time_of_day(database: peewee.Database) -> None:
    times = Runner(database, str(db.MIGRATIONS)).applied().values()
    assert {time.time().isoformat() for time in times} == {"00:00:00"}


def test_database_and_copies_are_for_their_owner_alone(tmp_path: Path) -> None:
    settings = fresh_settings(tmp_path)
    settings.data.mkdir(parents=True, exist_ok=True)
    settings.sqlite.touch(mode=0o644)
    settings.sqlite.chmod(0o644)
    db.migrate(db.open_database(settings), settings)
    db.copy_sqlite(settings.sqlite, tmp_path / "copy.db")
    for path in (settings.sqlite, tmp_path / "copy.db"):
        assert path.stat().st_mode & 0o077 == 0


def migrate_once(settings: Settings) -> None:
    database = db.open_database(settings)
    db.migrate(database, settings)
    database.close_all()  # type: ignore[attr-defined]


@pytest.mark.thorough
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_four_processes_that_start_together_migrate_once(
    engine: str, tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.create() if engine == "postgresql" else ""
    settings = fresh_settings(tmp_path, url)
    context = multiprocessing.get_context("spawn")
    crew = [context.Process(target=migrate_once, args=(settings,)) for _ in range(4)]
    for one in crew:
        one.start()
    for one in crew:
        one.join(60)
    assert [one.exitcode for one in crew] == [0, 0, 0, 0]


def test_it_refuses_a_database_of_a_newer_program(settings: Settings) -> None:
    migrate_once(settings)
    with closing(sqlite3.connect(settings.sqlite, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2031-01-01')"
        )
    with pytest.raises(db.TooNew):
        migrate_once(settings)


def test_it_keeps_a_checked_copy_before_the_first_step(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate_once(settings)
    steps = tmp_path / "steps"
    shutil.copytree(db.MIGRATIONS, steps)
    step = "def up(migrator, db):\n    db.execute_sql('CREATE TABLE later (a INTEGER)')\n"
    (steps / "0002_later.py").write_text(step)
    monkeypatch.setattr(db, "MIGRATIONS", steps)
    migrate_once(settings)
    copy = settings.data / "backups" / "before-0002_later.db"
    with closing(sqlite3.connect(copy)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "nugget" in tables
    assert "later" not in tables


def test_a_damaged_file_is_recognised(settings: Settings) -> None:
    migrate_once(settings)
    content = bytearray(settings.sqlite.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    settings.sqlite.write_bytes(content)
    with pytest.raises(db.Corrupt):
        db.check_sqlite(settings.sqlite)


def test_a_write_that_waits_for_another_is_not_lost(settings: Settings) -> None:
    migrate_once(settings)
    database = db.open_database(settings)
    with db.connected(database):
        assert database.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)
        assert database.execute_sql("PRAGMA synchronous").fetchone() == (2,)
        assert database.execute_sql("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute_sql("PRAGMA secure_delete").fetchone() == (1,)
