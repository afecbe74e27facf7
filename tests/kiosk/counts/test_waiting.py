"""While a period waits for its release: what is new counts at once, and nobody's visit shows."""

from typing import Any

import peewee
import pytest

from content.card import Card
from kiosk.counts import Counts
from kiosk.counts.models import Released
from kiosk.counts.period import Period
from kiosk.counts.pot import Dump
from tests.kiosk.counts.blocks import BLOCK, ONE, THREE, TWO, laid, learn, minute_of
from tests.kiosk.counts.world import World
from tests.privacy.year import calendar

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_published_while_a_period_waits_a_nugget_counts_at_once(
    counts: Counts, world: World, card: Card
) -> None:
    with calendar(ONE):
        counts.start()
    learn(counts, card, 6, ONE)
    new = world.nugget("new", world.topic("quality"), seconds=0)
    learn(counts, new, 5, TWO)
    learn(counts, card, 2, TWO)
    assert minute_of(counts, TWO) == [ONE.id]
    assert minute_of(counts, THREE) == [TWO.id]
    rows = [(row.period, row.nugget, row.n) for row in Released.select()]
    assert rows == [(ONE.id, card.id, 6), (TWO.id, new.id, 5)]
    counts.pot.close()


@pytest.mark.parametrize("awake", [TWO, THREE, Period(BLOCK.next.first), BLOCK.next.next])
def test_who_comes_while_a_period_waits_changes_nothing_that_is_laid_out(
    counts: Counts, world: World, database: peewee.Database, seldom: Card, awake: Period
) -> None:
    """However long the server slept: whether somebody was there before it released shows nowhere.

    One nugget counts by twelve weeks, one by four, one is for few people, one was withdrawn, one
    brought back, and two are new.
    """
    awake = Period(awake.first)
    seat = world.kind("Presse", hall3=12)
    few = world.kind("Prüfstand", hall5=3)
    world.machine("hall3", seat)
    world.machine("hall5", few)
    often, back, gone = (world.nugget(name, seat) for name in ("often", "back", "gone"))
    small = world.nugget("small", few)
    minute_of(counts, ONE)
    learn(counts, seldom, 6, ONE)
    world.withdraw(back)
    world.withdraw(gone)
    minute_of(counts, ONE)
    world.bring_back(back)
    new = world.nugget("new", seat)
    everything = [new, world.nugget("new-small", few), seldom, often, small, back, gone]

    def wakes(*, somebody: bool) -> Dump:
        with calendar(awake), database.atomic() as undone:
            if somebody:
                for one in everything:
                    counts.hand_out(one, None)
                counts.lay_out()
            counts.minute()
            found = counts.pot.dump()
            undone.rollback()
            return found

    slept = counts.pot.dump()
    alone = wakes(somebody=False)
    pour(counts, slept)
    visited = wakes(somebody=True)
    assert (visited.ways, visited.slots) == (alone.ways, alone.slots)
    assert laid(counts, new)
    counts.pot.close()


def pour(counts: Counts, dump: Dump) -> None:
    """Make the pot hold this and nothing else, as before."""
    tables: Any = ("plant", "way", "slot", "spent")
    with counts.pot._at_it() as pot:
        for table in tables:
            pot.execute(f"DELETE FROM {table}")  # noqa: S608
    counts.pot.fill(dump)
    counts._laid_out = None
