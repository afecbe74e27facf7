"""Proof 5, without sampling: in tiny worlds every possible truth is published and compared."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.app import create_app
from kiosk.counts import period, released
from kiosk.counts.kinds import COMPLETED, HELPFUL, NOT_HELPFUL
from kiosk.counts.pot import Slot
from kiosk.counts.release import database as released_in
from kiosk.counts.release import shows, write
from kiosk.counts.units import SITE
from kiosk.db import TABLES, connected
from kiosk.settings import load
from tests.kiosk.counts.world import World
from tests.privacy.auditor import known_exactly

K = 5

Record = Callable[[str, object], None]


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


def test_in_every_tiny_world_a_hidden_number_may_be_anything(
    tiny: World, record_property: Record
) -> None:
    """Each world of three cells from 0 to 6, published by the product, each in its own period."""
    site = tiny.site.id
    units = [f"{tiny.lathe.id}@{area.id}" for area in tiny.areas.values()] + [SITE]
    worlds = list(itertools.product(range(7), repeat=3))
    one = period.Period(period.FIRST)
    order = []
    with released_in().atomic():
        for world in worlds:
            slots = {Slot(site, one.id, unit, "n"): n for unit, n in zip(units, world, strict=True)}
            write(site, one.id, slots, k=K)
            order.append(one.id)
            one = one.next
    table = released.table(site, "en")
    column = {info.id: at for at, info in enumerate(table.periods)}
    said = {
        world: (tuple((line.cells[column[name]].n, line.cells[column[name]].stood)
                      for line in table.lines), table.totals[column[name]])
        for world, name in zip(worlds, order, strict=True)
    }  # fmt: skip
    hidden, exact, close = known_exactly(said, K)
    record_property("tried", f"{len(worlds)} tiny worlds enumerated, {hidden} hidden cells")
    assert (hidden, exact, close) == (735, 0, 0)


def test_the_enumeration_finds_what_true_totals_give_away(record_property: Record) -> None:
    """The 41 percent of the literature of this house: four cells from 0 to 8, k = 3."""
    record_property("planted", "true totals in tiny worlds")
    worlds = {
        world: (tuple(n if n >= 3 else None for n in world), sum(world))
        for world in itertools.product(range(9), repeat=4)
    }
    hidden, exact, _ = known_exactly(worlds, 3)
    assert (hidden, round(100 * exact / hidden, 1)) == (8748, 41.2)


def test_an_answer_that_is_not_shown_may_be_anything(record_property: Record) -> None:
    """Of up to 14 completions some helped, some did not, some said nothing: every such world."""
    kinds = (COMPLETED, HELPFUL, NOT_HELPFUL)
    slots = {kind: Slot("s", "p", SITE, "n", kind) for kind in kinds}
    alike: dict[object, list[tuple[int, ...]]] = {}
    for world in itertools.product(range(15), repeat=3):
        if world[1] + world[2] <= world[0]:
            counts = dict(zip(slots.values(), world, strict=True))
            said = tuple(counts[slots[kind]] if shows(slots[kind], counts, K) else None
                         for kind in kinds)  # fmt: skip
            alike.setdefault(said, []).append(world)
    record_property("tried", f"{sum(map(len, alike.values()))} worlds of answers enumerated")
    few = {
        (said, kind): possible
        for said, same in alike.items()
        for at, kind in enumerate(kinds)
        if said[at] is None and len(possible := {world[at] for world in same}) < K  # type: ignore[index]
    }
    assert few == {}
