"""What the proofs stand on: real memory, plants to copy, lives to compare."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app import create_app
from kiosk.db import TABLES, connected
from kiosk.settings import load
from tests.kiosk.counts.world import World
from tests.privacy.lives import Harness
from tests.privacy.plant import build


@pytest.fixture(scope="module")
def shared_memory() -> Iterator[Path]:
    """As `memory`, for all proofs of one file."""
    with tempfile.TemporaryDirectory(prefix="kiosk-test-", dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[World]:
    """A plant to publish tiny worlds in."""
    settings = load(tmp_path / "plant", environ={})
    settings.data.mkdir()
    app = create_app(settings)
    database = app.extensions["database"]
    with connected(database):
        database.create_tables(TABLES)
        yield World()
    database.close_all()


@pytest.fixture
def site(tiny: World) -> str:
    """The plant of a tiny world."""
    return tiny.site.id


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A plant to copy, and where its lives are lived."""
    settings = load(tmp_path_factory.mktemp("base") / "plant", environ={})
    parts = build(settings)
    settings.data.with_name("compiled").mkdir()
    folder = tmp_path_factory.mktemp("lives")
    yield Harness(settings, parts, folder)
    shutil.rmtree(folder)
