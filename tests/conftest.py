"""Fixtures for all tests: a fresh plant on SQLite and on PostgreSQL, both real."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import hypothesis
import peewee
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from content import plant
from kiosk.db import TABLES, connected, migrate, open_database
from kiosk.settings import Settings, load
from tests import machine
from tests.house import House
from tests.once import compile_addresses_once, compile_templates_once, read_words_once

SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip

# The machine is shared: how long an example takes says nothing. The same examples in every run.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    suppress_health_check=(hypothesis.HealthCheck.too_slow,),
)
hypothesis.settings.load_profile("house")

# What a page shows in the end is promised; how soon on a busy machine is not.
expect.set_options(timeout=20_000)


compile_addresses_once()
compile_templates_once()
read_words_once()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no worker is left alone with them."""
    long = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in long)


class Postgres:
    """A PostgreSQL of our own on a socket in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = machine.postgres_bin()
        self.user = "postgres" if os.geteuid() == 0 else os.environ.get("USER", "postgres")
        self.names = iter(range(100_000))

    def run(self, *command: str) -> None:
        """Run one of its programs as a user that PostgreSQL accepts."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*as_user, *command], check=True, cwd=self.folder, capture_output=True, timeout=60
        )

    def start(self) -> None:
        """Make the cluster and start it; it listens on its socket only."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        data = str(self.folder / "data")
        self.run(
            f"{self.programs}/initdb", "-D", data, "-A", "trust", "-U", self.user, "-E", "UTF8"
        )
        options = (
            f"-k {self.folder} -h '' -c fsync=off -c full_page_writes=off -c max_connections=60"
        )
        log = str(self.folder / "log")
        self.run(f"{self.programs}/pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once."""
        data = str(self.folder / "data")
        self.run(f"{self.programs}/pg_ctl", "-D", data, "-m", "immediate", "stop")

    def url(self, name: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{self.user}@/{name}?host={quote(str(self.folder), safe='')}"

    def create(self, template: str | None = None) -> str:
        """Create a database, as a copy of another if named, and return its address."""
        name = f"plant{next(self.names)}"
        copy = ["-T", template] if template else []
        self.run(f"{self.programs}/createdb", "-h", str(self.folder), "-U", self.user, *copy, name)
        return self.url(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start one PostgreSQL for the whole run."""
    if machine.postgres_bin() is None:
        pytest.fail("PostgreSQL is missing: run `make test`, or apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
    folder.chmod(0o755)
    server = Postgres(folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def fresh_settings(folder: Path, database_url: str = "", **more: object) -> Settings:
    """Return settings of a plant in this folder, untouched by the environment of the run."""
    return load(
        folder / "plant", environ={}, database_url=database_url, pot=str(folder / "pot"),
        demo=True, **more,
    )  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh plant on SQLite."""
    return fresh_settings(tmp_path)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all tables, to copy from."""
    chosen = fresh_settings(tmp_path_factory.mktemp("template"))
    database = open_database(chosen)
    migrate(database, chosen)
    database.close_all()  # type: ignore[attr-defined]
    return chosen.sqlite


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a PostgreSQL database with all tables, to copy from."""
    url = postgres.create()
    chosen = fresh_settings(tmp_path_factory.mktemp("template"), url)
    database = open_database(chosen)
    migrate(database, chosen)
    database.close_all()  # type: ignore[attr-defined]
    return url.split("@/")[1].split("?")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[peewee.Database]:
    """A database with all tables, empty, and an open connection, once on each engine."""
    if request.param == "sqlite":
        chosen = copied_sqlite(request, tmp_path)
    else:
        server: Postgres = request.getfixturevalue("postgres")
        chosen = fresh_settings(tmp_path, server.url(request.getfixturevalue("migrated_postgres")))
    opened = open_database(chosen)
    with connected(opened):
        if request.param == "postgresql":
            names = ", ".join(f'"{table._meta.table_name}"' for table in TABLES)
            opened.execute_sql(f"TRUNCATE {names}")
        yield opened
    opened.close_all()  # type: ignore[attr-defined]


@pytest.fixture(params=["sqlite", "postgresql"])
def own_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[peewee.Database]:
    """As `database`, but a copy of its own, for tests that change the tables themselves."""
    if request.param == "sqlite":
        chosen = copied_sqlite(request, tmp_path)
    else:
        server: Postgres = request.getfixturevalue("postgres")
        chosen = fresh_settings(
            tmp_path, server.create(request.getfixturevalue("migrated_postgres"))
        )
    opened = open_database(chosen)
    with connected(opened):
        yield opened
    opened.close_all()  # type: ignore[attr-defined]


def copied_sqlite(request: pytest.FixtureRequest, folder: Path) -> Settings:
    """Return the settings of a plant with a fresh copy of the migrated SQLite database."""
    chosen = fresh_settings(folder)
    chosen.data.mkdir(parents=True)
    shutil.copy(request.getfixturevalue("migrated_sqlite"), chosen.sqlite)
    return chosen


@pytest.fixture(scope="session")
def founded(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a founded plant of two lathes, to copy from."""
    chosen = fresh_settings(tmp_path_factory.mktemp("founded"))
    chosen.data.mkdir(parents=True)
    shutil.copy(migrated_sqlite, chosen.sqlite)
    opened = open_database(chosen)
    with connected(opened):
        site = plant.found("Werk Nord", "nord", crowd=200)
        line = plant.area(site, ("Halle 3", "Linie 2"), 40)
        for code, name in (("D4H7KW", "Drehmaschine 4"), ("K7Q2MX", "Drehmaschine 5")):
            plant.label(plant.machine(line, name, crowd=12), code, "attached")
    opened.close_all()  # type: ignore[attr-defined]
    return chosen.sqlite


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder on a real RAM file system, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kiosk-test-", dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture
def bare_house(tmp_path: Path, memory: Path) -> Iterator[House]:
    """A folder without a plant; whatever is started on it ends with the test."""
    house = House(tmp_path / "plant", memory / "pot")
    yield house
    house.close()


@pytest.fixture
def house(bare_house: House, founded: Path) -> House:
    """A plant with two lathes, D4H7KW and K7Q2MX, as a real operator has it (no demonstration)."""
    bare_house.data.mkdir()
    shutil.copy(founded, bare_house.data / "kiosk.db")
    return bare_house


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for the whole run: Playwright stands no second of itself beside it."""
    path = machine.browser()
    if path is None:
        pytest.fail("Chromium is missing: run `make test`, or apt-get install chromium")
    with sync_playwright() as play:
        # One renderer for each phone: none is started beforehand for a page that may come.
        lean = (*SWITCHES, "--renderer-process-limit=1")
        opened = play.chromium.launch(executable_path=path, args=list(lean))
        yield opened
        opened.close()
