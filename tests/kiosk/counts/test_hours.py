"""Hours of learning: printed completions, each as long as the nugget's film at its last release."""

import pytest

from content import models
from content.card import dumps, loads
from kiosk.counts import period, released
from kiosk.counts.pot import Slot
from kiosk.counts.release import write
from kiosk.counts.units import SITE, SMALL
from tests.kiosk.counts.world import World

NOW = period.current("Europe/Berlin")
OVER = NOW.before
NINETY = 90.9


@pytest.fixture
def nugget(world: World) -> str:
    """A nugget with a film of a minute and a half."""
    world.machine("hall3", world.lathe)
    return world.nugget("chuck", world.lathe, seconds=NINETY).id


def told(world: World, one: period.Period, counted: dict[tuple[str, str], int]) -> released.Table:
    """Release a period with these counts, and read what everybody reads."""
    slots = {Slot(world.site.id, one.id, *slot): n for slot, n in counted.items()}
    write(world.site.id, one.id, slots, k=5)
    return released.table(world.site.id, "de")


def test_only_printed_completions_make_hours(world: World, nugget: str) -> None:
    table = told(world, OVER, {(SITE, nugget): 40, ("a" * 12, nugget): 4})
    assert [line.hours_at_least for line in table.lines] == [1.0, 0.0]
    assert table.hours == 1.0


def test_the_pooled_slot_has_no_length(world: World, nugget: str) -> None:
    assert told(world, OVER, {(SMALL, ""): 400, (SITE, nugget): 4}).hours == 0


def test_a_withdrawn_nugget_keeps_its_hours(world: World, nugget: str) -> None:
    told(world, OVER, {(SITE, nugget): 40})
    models.Version.delete().where(models.Version.nugget == nugget).execute()
    models.Hang.delete().where(models.Hang.nugget == nugget).execute()
    models.Nugget.delete().where(models.Nugget.id == nugget).execute()
    assert told(world, NOW, {}).hours == 1.0


def test_the_length_is_that_of_the_last_release(world: World, nugget: str) -> None:
    told(world, OVER, {(SITE, nugget): 40})
    version = models.Version.get(models.Version.nugget == nugget)
    card = dumps(loads(version.card)).replace(str(NINETY), "180.0")
    models.Version.update(card=card).where(models.Version.id == version.id).execute()
    assert told(world, NOW, {(SITE, nugget): 5}).hours == 45 * 180 / 3600


def test_the_file_says_the_hours_of_each_printed_number_and_of_no_other(
    world: World, nugget: str
) -> None:
    told(world, OVER, {(SITE, nugget): 40, ("a" * 12, nugget): 4, (SMALL, ""): 9})
    rows = released.records(released.table(world.site.id, "de"))
    assert [(row["completions"], row["hours"]) for row in rows] == [
        ("40", "1.00"), ("under 5", ""), ("9", ""),
    ]  # fmt: skip
