"""Upgrades: a backup first, every step or none, and a way back that keeps what was written."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from content import plant
from content.models import Machine, Site
from kiosk import db
from kiosk.care import backup
from kiosk.care.upgrade import back, upgrade
from kiosk.db import connected
from kiosk.running import serving
from kiosk.settings import Settings
from tests.conftest import Postgres, fresh_settings

GOOD = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE later (a INTEGER)")

def down(migrator, db):
    db.execute_sql("DROP TABLE later")
"""
BROKEN = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE half (a INTEGER)")
    raise RuntimeError("no luck")

def down(migrator, db):
    db.execute_sql("DROP TABLE half")
"""


class Steps:
    """The steps of a newer program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, text: str) -> None:
        """Bring one more step."""
        (self.folder / f"{name}.py").write_text(text)


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    folder = tmp_path / "steps"
    shutil.copytree(db.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(db, "MIGRATIONS", folder)
    return Steps(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> Settings:
    """A plant with a machine."""
    url = postgres.create() if request.param == "postgresql" else ""
    chosen = fresh_settings(tmp_path, url)
    database = db.open_database(chosen)
    with connected(database):
        db.migrate(database, chosen)
        plant.machine(plant.area(plant.found("Works", "works"), ("Hall",)), "Lathe")
    database.close_all()  # type: ignore[attr-defined]
    return chosen


@pytest.fixture
def database(settings: Settings) -> Iterator[peewee.Database]:
    opened = db.open_database(settings)
    yield opened
    opened.close_all()  # type: ignore[attr-defined]


def tables(database: peewee.Database) -> set[str]:
    with connected(database):
        return set(database.get_tables())


def test_an_upgrade_takes_its_backup_first(
    settings: Settings, database: peewee.Database, steps: Steps, tmp_path: Path
) -> None:
    steps.add("0900_later", GOOD)
    assert upgrade(settings, database, tmp_path / "backups") == ["0900_later"]
    assert "later" in tables(database)
    made = backup.kept(tmp_path / "backups")[-1]
    assert made.name.endswith("-before-0900_later")
    assert "0900_later" not in backup.check(made)["steps"]


def test_nothing_to_do_leaves_no_backup(
    settings: Settings, database: peewee.Database, tmp_path: Path
) -> None:
    assert upgrade(settings, database, tmp_path / "backups") == []
    assert backup.kept(tmp_path / "backups") == []


def test_a_step_that_fails_leaves_the_tables_as_before_the_upgrade(
    settings: Settings, database: peewee.Database, steps: Steps, tmp_path: Path
) -> None:
    before = tables(database)
    steps.add("0900_later", GOOD)
    steps.add("0901_broken", BROKEN)
    with pytest.raises(backup.CareError, match=r"RuntimeError: no luck.*tables are as before"):
        upgrade(settings, database, tmp_path / "backups")
    assert tables(database) == before
    assert db.pending(database) == ["0900_later", "0901_broken"]


def test_going_back_keeps_what_was_written_since(
    settings: Settings, database: peewee.Database, steps: Steps, tmp_path: Path
) -> None:
    steps.add("0900_later", GOOD)
    upgrade(settings, database, tmp_path / "backups")
    with connected(database):
        plant.machine(plant.area(Site.get(), ("Hall",)), "Mill")
    backup.make(settings, database, tmp_path / "backups")
    assert back(settings, database, tmp_path / "backups") == ["0900_later"]
    assert "later" not in tables(database)
    with connected(database):
        assert {one.name for one in Machine.select()} == {"Lathe", "Mill"}


def test_without_an_upgrade_there_is_no_way_back(
    settings: Settings, database: peewee.Database, tmp_path: Path
) -> None:
    backup.make(settings, database, tmp_path / "backups")
    with pytest.raises(backup.CareError, match="No upgrade left its backup"):
        back(settings, database, tmp_path / "backups")


def test_a_running_plant_is_not_upgraded(
    settings: Settings, database: peewee.Database, steps: Steps, tmp_path: Path
) -> None:
    steps.add("0900_later", GOOD)
    with serving(settings), pytest.raises(backup.CareError, match="Stop it first"):
        upgrade(settings, database, tmp_path / "backups")
    assert db.pending(database) == ["0900_later"]
