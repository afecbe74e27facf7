"""Fixtures of the web application: a plant with its cast, and somebody who looks at its pages."""

import shutil
import warnings
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask import Flask

from kiosk.app import create_app
from kiosk.counts import Counts
from kiosk.db import connected, open_database
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
def filled_plant(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Settings:
    """A plant with its cast, on SQLite, that began to count: to copy its folders from."""
    settings = settings_in(tmp_path_factory.mktemp("floor"))
    settings.data.mkdir(parents=True)
    shutil.copy(migrated_sqlite, settings.sqlite)
    floor.fill(settings)
    database = open_database(settings)
    with connected(database):
        Counts(settings).start()
    database.close_all()  # type: ignore[attr-defined]
    return settings


@pytest.fixture
def plant(tmp_path: Path, filled_plant: Settings) -> Settings:
    """The settings of a fresh plant with its cast, counting."""
    settings = settings_in(tmp_path)
    for there, here in (
        (filled_plant.data, settings.data), (filled_plant.keys, settings.keys),
        (filled_plant.pot, settings.pot),
    ):  # fmt: skip
        shutil.copytree(there, here)
    return settings


@pytest.fixture
def app(plant: Settings) -> Flask:
    """The application of that plant."""
    return create_app(plant)


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
