"""Fixtures of the content tests: an empty plant and its storage."""

from pathlib import Path

import peewee
import pytest

from content import plant
from content.models import Site
from content.storage import Folder


@pytest.fixture
def storage(tmp_path: Path) -> Folder:
    """A storage for media on a disk of its own."""
    return Folder(tmp_path / "media")


@pytest.fixture
def site(database: peewee.Database) -> Site:
    """A founded plant of two hundred people, German."""
    return plant.found("Werk Nord", "nord", crowd=200)
