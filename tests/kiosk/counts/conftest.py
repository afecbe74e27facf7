"""A small plant to count in, its pot in real memory."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import peewee
import pytest

from content.card import Card
from kiosk.counts import Counts
from kiosk.counts.units import SITE
from kiosk.settings import Settings
from tests.kiosk.counts.blocks import ONE, SEEN, publish
from tests.kiosk.counts.world import World
from tests.privacy.year import calendar


@pytest.fixture
def counting(settings: Settings, database: peewee.Database, memory: Path) -> Settings:
    """Settings of a plant whose pot lies in memory, served by one process."""
    settings.data.mkdir(parents=True, exist_ok=True)  # the PostgreSQL plant has no folder yet
    return replace(settings, pot=str(memory / "pot"), demo=False, workers=1)


@pytest.fixture
def world(database: peewee.Database) -> World:
    """The plant, on SQLite and on PostgreSQL."""
    return World()


@pytest.fixture
def counts(counting: Settings, world: World) -> Counts:
    """Counting for that plant."""
    return Counts(counting)


@pytest.fixture
def card(world: World) -> Card:
    """A nugget for everybody that can be finished at once."""
    return world.nugget("order", world.topic(), seconds=0)


@pytest.fixture
def seldom(world: World, counts: Counts, card: Card) -> Iterator[Card]:
    """That nugget, completed five times in the four weeks that choose for the block."""
    publish(world, SEEN[1], {(SITE, card.id): 5})
    with calendar(ONE):
        counts.start()
    yield card
    counts.pot.close()
