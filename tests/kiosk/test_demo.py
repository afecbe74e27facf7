"""The demonstration plant: built once; what people change in it stays."""

from pathlib import Path

import peewee
import pytest

from content import library, nuggets, plant, versions
from content.models import Nugget, Version
from content.storage import Folder
from kiosk import demo
from tests.content.cast import DAY, fresh, give_film, lay_out


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A starter set of one nugget."""
    lay_out(tmp_path / "starters")
    monkeypatch.setattr(library, "STARTER", tmp_path / "starters")
    return tmp_path / "starters"


def test_what_people_publish_or_withdraw_outlives_the_next_start(
    database: peewee.Database, shelf: Path, tmp_path: Path
) -> None:
    assert not database.is_closed()
    site, storage = plant.found("Musterwerk", "musterwerk", demo=True), Folder(tmp_path / "media")
    (first,) = demo.starters(site, storage, lambda _: None)
    assert demo.starters(site, storage, lambda _: None) == [first]
    give_film(first, storage)
    nuggets.publish(fresh(first), DAY)
    second = versions.begin(Nugget.get())
    assert demo.starters(site, storage, lambda _: None) == [first]
    nuggets.publish(second, DAY)
    assert demo.starters(site, storage, lambda _: None) == [second]
    nuggets.withdraw(Nugget.get(), storage, DAY)
    assert demo.starters(site, storage, lambda _: None) == [second]
    assert Version.select().count() == 2
