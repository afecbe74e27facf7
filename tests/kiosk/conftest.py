"""Fixtures of the web application: a plant with its cast, and somebody who looks at its pages."""

import shutil
import warnings
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from kiosk.app import create_app
from kiosk.counts import Counts
from kiosk.db import connected
from kiosk.settings import Settings
from tests import floor
from tests.conftest import fresh_settings
from tests.house import House
from tests.kiosk.shell import Shell
from tests.page import Worker


def settings_in(folder: Path) -> Settings:
    """Return the settings of the plant with its cast in this folder."""
    return fresh_settings(
        folder, plant_networks=(ip_network("10.0.0.0/8"),),
        base_url="http://learn.example.test", label_url="http://qr.example.test",
        former_hosts=("old.example.test",), threads=4, page_threads=2,
    )  # fmt: skip


@pytest.fixture(scope="session")
def filled_plant(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    """The data folder of a plant with its cast, on SQLite, to copy from."""
    settings = settings_in(tmp_path_factory.mktemp("floor"))
    settings.data.mkdir(parents=True)
    shutil.copy(migrated_sqlite, settings.sqlite)
    floor.fill(settings)
    return settings.data


@pytest.fixture
def plant(tmp_path: Path, filled_plant: Path) -> Settings:
    """The settings of a fresh plant with its cast."""
    settings = settings_in(tmp_path)
    shutil.copytree(filled_plant, settings.data)
    return settings


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(plant: Settings, templates: FileSystemBytecodeCache) -> Flask:
    """The application of that plant, counting."""
    made = create_app(plant)
    made.jinja_env.bytecode_cache = templates
    with connected(made.extensions["database"]):
        Counts(plant).start()
    return made


@pytest.fixture
def worker(app: Flask) -> Worker:
    """Somebody outside the plant's networks who reads German."""
    return Worker(app)


@pytest.fixture
def insider(app: Flask) -> Worker:
    """Somebody inside the plant's networks."""
    return Worker(app, address="10.1.2.3")


@pytest.fixture
def kiosk(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Somebody who types commands about a plant with two lathes and an address of its own."""
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setenv("KIOSK_POT", str(house.pot))
    monkeypatch.setenv("KIOSK_BASE_URL", "https://qr.acme.de")
    return Shell(house, capsys)
