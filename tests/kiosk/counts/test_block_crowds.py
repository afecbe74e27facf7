"""Crowds that shrink, grow and move while a block of twelve weeks is open."""

from collections.abc import Iterator

import pytest

from content import models
from content.card import Card
from kiosk.counts import Counts
from kiosk.counts.models import Stood
from kiosk.counts.units import SITE, SMALL
from tests.kiosk.counts.blocks import (
    BLOCK,
    ONE,
    SEEN,
    THREE,
    TWO,
    laid,
    learn,
    minute_of,
    publish,
    published,
)
from tests.kiosk.counts.world import World, opened
from tests.privacy.year import calendar

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def lathe(world: World, counts: Counts) -> Iterator[Card]:
    """A nugget of the lathes of both halls, in the twelve-week takt, completed in hall 3."""
    place = world.at(world.machine("hall3", world.lathe))
    world.machine("hall5", world.lathe)
    card = world.nugget("chuck", world.lathe, seconds=0)
    publish(world, SEEN[1], {("x", card.id): 5})
    with calendar(ONE):
        counts.start()
        for _ in range(5):
            assert counts.redeem(opened(counts, card, place)) == "counted"
    yield card
    counts.pot.close()


def hall(world: World, name: str) -> str:
    return f"{world.lathe.id}@{world.areas[name].id}"


def units(counts: Counts, card: Card) -> dict[tuple[str, str], int]:
    return {(slot.period, slot.unit): n for slot, n in counts.pot.dump().slots
            if slot.nugget == card.id}  # fmt: skip


def test_a_crowd_that_shrinks_under_ten_within_the_block_moves_at_once(
    counts: Counts, lathe: Card, world: World
) -> None:
    """To the whole plant, where enough work with it; and where nowhere enough do, nowhere."""
    before = {(BLOCK.id, SITE): 0, (BLOCK.id, hall(world, "hall3")): 5}
    assert units(counts, lathe) == before | {(BLOCK.id, hall(world, "hall5")): 0}
    world.crowd(world.lathe, "hall3", 9)
    minute_of(counts, TWO)
    assert units(counts, lathe) == {(BLOCK.id, SITE): 5}
    world.crowd(world.lathe, "hall5", 0)
    minute_of(counts, TWO)
    assert counts.pot.dump().slots == []


def test_growth_and_moves_wait_for_the_next_period_of_its_takt(
    counts: Counts, lathe: Card, world: World
) -> None:
    grown = {hall(world, name) for name in ("hall3", "hall5")}
    world.crowd(world.lathe, "hall5", 4)
    minute_of(counts, ONE)
    world.crowd(world.lathe, "hall5", 12)
    for one in (ONE, TWO, THREE):
        minute_of(counts, one)
        here = {unit for name, unit in units(counts, lathe) if name == BLOCK.id}
        assert here == {SITE}
    ahead = {unit for name, unit in units(counts, lathe) if name == BLOCK.next.id}
    assert ahead == {SITE} | grown


def test_a_plant_that_shrinks_under_ten_counts_nothing_any_more(
    counts: Counts, lathe: Card
) -> None:
    models.Site.update(crowd=9).execute()
    minute_of(counts, TWO)
    assert counts.pot.dump().slots == []
    minute_of(counts, BLOCK.next)
    assert published() == []


def test_what_too_few_work_with_shares_one_slot_of_twelve_weeks(
    counts: Counts, world: World
) -> None:
    """A pool joins few people, and what is in it can't be told apart: seldom is enough."""
    kinds = [world.kind("Presse", hall3=6), world.kind("Säge", hall5=5)]
    for kind, hall in zip(kinds, ("hall3", "hall5"), strict=True):
        world.machine(hall, kind)
    cards = [world.nugget(kind.name, kind, seconds=0) for kind in kinds]
    with calendar(ONE):
        counts.start()
    for one in (ONE, TWO, THREE):
        for card in cards:
            learn(counts, card, 1, one)
        minute_of(counts, one.next)
    assert published() == [(BLOCK.id, 6)]
    assert [row.unit for row in Stood.select()] == [SMALL]
    counts.pot.close()


def test_what_sinks_into_the_pool_within_a_block_stays_in_its_own_periods(
    counts: Counts, world: World
) -> None:
    press = world.kind("Presse", hall3=12)
    world.machine("hall3", press)
    card = world.nugget("press", press, seconds=0)
    with calendar(ONE):
        counts.start()
    learn(counts, card, 6, ONE)
    world.crowd(press, "hall3", 6)
    for one in (ONE, TWO):
        minute_of(counts, one)
    assert laid(counts, card) == {TWO.id, THREE.id}
    assert published() == []
    minute_of(counts, THREE)
    assert laid(counts, card) == {THREE.id, BLOCK.next.id}
    counts.pot.close()
