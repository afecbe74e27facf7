"""Fixtures of the content tests: an empty plant and its storage."""

from pathlib import Path

import peewee
import pytest

from content import library, plant
from content.models import Site, Text, Version
from content.storage import Folder
from tests.content import cast


@pytest.fixture
def storage(tmp_path: Path) -> Folder:
    """A storage for media on a disk of its own."""
    return Folder(tmp_path / "media")


@pytest.fixture
def site(database: peewee.Database) -> Site:
    """A founded plant of two hundred people, German."""
    return plant.found("Werk Nord", "nord", crowd=200)


@pytest.fixture
def version(site: Site, storage: Folder, tmp_path: Path) -> Version:
    """The draft of `wear-glasses`, in German and English: two steps, a question, two answers."""
    return library.import_folder(site, cast.lay_out(tmp_path), storage)


@pytest.fixture
def german(version: Version) -> Text:
    """Its German text: the source."""
    found: Text = Text.get((Text.version == version) & (Text.language == "de"))
    return found
