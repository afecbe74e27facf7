"""What the tables may hold: no person, no device, no time, no order of arrival."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from peewee import AutoField, BigAutoField, DateTimeField, IdentityField, TimeField, TimestampField

import kiosk.counts.models
from kiosk.counts.tables import SCHEMA
from kiosk.db import MIGRATIONS, TABLES
from tests.rules.tree import none, place, text

FORBIDDEN = {
    "ip", "ua", "agent", "address", "session", "cookie", "device", "phone", "browser", "user",
    "login", "worker", "employee", "person", "at", "created", "updated", "modified", "seen", "time",
    "timestamp", "hour", "minute", "shift",
}  # fmt: skip
MEANT = {
    ("coach", "phone"): "a coach's number, given to be called",
    ("step", "at"): "a second of the film",
    ("schema_migration", "applied"): "the day of a step; tests/kiosk/test_db.py holds it to that",
}
TIMES = re.compile(r"DATETIME|TIMESTAMP|\bTIME\b", re.IGNORECASE)
RUNNING = (AutoField, BigAutoField, IdentityField)


@pytest.fixture(scope="module")
def schema(migrated_sqlite: Path) -> dict[str, str]:
    """Every table of a migrated database, as SQLite was told it."""
    with closing(sqlite3.connect(migrated_sqlite)) as opened:
        rows = opened.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return {str(name): str(told) for name, told in rows}


@pytest.fixture(scope="module")
def columns(migrated_sqlite: Path) -> list[tuple[str, str, str]]:
    """Table, name and type of every column: of the models, of the database, of the pot."""
    with closing(sqlite3.connect(migrated_sqlite)) as opened:
        found = list(columns_of(opened))
    with closing(sqlite3.connect(":memory:")) as pot:
        pot.executescript(SCHEMA)
        found += columns_of(pot)
    for table in TABLES:
        names = [field.column_name for field in table._meta.sorted_fields]
        found += [(table._meta.table_name, name, "") for name in names]
    return [column for column in found if column[:2] not in MEANT]


def test_no_column_is_named_after_a_person_a_device_or_a_time(
    columns: list[tuple[str, str, str]],
) -> None:
    assert len(columns) > 100
    none(
        (f"{table}.{name}" for table, name, _ in columns if FORBIDDEN & set(name.split("_"))),
        "Leave it out: what is never written can't be asked for (days are `…_on` or `…_by`).",
    )


def test_no_column_holds_a_time(columns: list[tuple[str, str, str]]) -> None:
    none(
        (f"{table}.{name} is {kind}" for table, name, kind in columns if TIMES.search(kind)),
        "Write an ISO day if it must be, `CharField(max_length=10)`; never a time.",
    )


def test_no_model_holds_a_time_or_a_running_number() -> None:
    none(
        (
            f"{table.__name__}.{field.name} is a {type(field).__name__}"
            for table in TABLES
            for field in table._meta.sorted_fields
            if isinstance(field, (DateTimeField, TimeField, TimestampField, *RUNNING))
        ),
        "Know a row by a random id or by what it says; days are ISO text.",
    )


def test_no_table_numbers_its_rows(schema: dict[str, str]) -> None:
    none(
        (name for name, told in schema.items() if "AUTOINCREMENT" in told.upper()),
        "Know a row by a random id or by what it says, never by when it came.",
    )


def test_counting_keeps_no_order_of_arrival(schema: dict[str, str]) -> None:
    counted = {table._meta.table_name: "" for table in kiosk.counts.models.TABLES}
    told = counted | {name: schema[name] for name in counted if name in schema}
    told |= {made.split()[5]: made for made in SCHEMA.split(";") if "CREATE TABLE" in made}
    assert len(told) > len(counted)
    none(
        (name for name, words in told.items() if not words.strip().endswith("WITHOUT ROWID")),
        "Make a table of counting WITHOUT ROWID: a rowid tells the order of events.",
    )


def test_migrations_write_no_time_and_no_running_number() -> None:
    none(
        (
            f"{place(step)}: {match[0]}"
            for step in sorted(MIGRATIONS.glob("*.py"))
            for match in re.finditer(
                r"AUTOINCREMENT|SERIAL|IDENTITY|DATETIME|TIMESTAMP|CURRENT_\w+|now\(\)",
                text(step),
                re.IGNORECASE,
            )
        ),
        "Take it out of the step, for both engines: tables know neither time nor arrival.",
    )


def columns_of(database: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Yield table, name and type of every column of a database."""
    yield from database.execute(
        "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table'"
    )
