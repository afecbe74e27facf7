"""Proof 5, without sampling: in tiny worlds every possible truth is published and compared."""

import itertools
from collections.abc import Callable, Mapping

from kiosk.counts import period, released, takt
from kiosk.counts.kinds import COMPLETED, HELPFUL, NOT_HELPFUL
from kiosk.counts.pot import Slot
from kiosk.counts.release import database as released_in
from kiosk.counts.release import shows, write
from kiosk.counts.units import SITE
from tests.kiosk.counts.world import World
from tests.privacy.auditor import known_exactly

K = 5

Record = Callable[[str, object], None]


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


FEW = (0, 1, 2, 3, 4)
CHOOSES = tuple(itertools.product((*FEW, 5, 15, 16), (*FEW, 5)))
"""What was done in two units in the four weeks that choose the takt of the next block."""
DONE = tuple(itertools.product((*FEW, 5), FEW))
"""What was done in one unit in the first two times four weeks of that block; then nothing."""


def test_the_takt_that_is_chosen_says_nothing_of_a_hidden_number(
    tiny: World, record_property: Record
) -> None:
    """Each world is a nugget: two cells that choose, then four weeks or twelve, as they chose."""
    site, block = tiny.site.id, period.Period(period.FIRST, period.TWELVE).next
    seen = takt.evidence(block)[1]
    names = [period.Period(block.first).id, period.Period(block.first).next.id]
    worlds = {str(at): world for at, world in enumerate(itertools.product(CHOOSES, DONE))}
    with released_in().atomic():
        write(site, seen.id, {Slot(site, seen.id, unit, nugget): n
                              for nugget, (chooses, _) in worlds.items()
                              for unit, n in zip("ab", chooses, strict=True)}, k=K)  # fmt: skip
        takts = takt.chosen(site, block)
        four = {nugget for nugget, weeks in takts.items() if weeks == period.FOUR}
        for part, name in enumerate(names):
            write(site, name, {Slot(site, name, "a", nugget): worlds[nugget][1][part]
                               for nugget in four}, k=K)  # fmt: skip
        write(site, block.id, {Slot(site, block.id, "a", nugget): sum(done)
                               for nugget, (_, done) in worlds.items()
                               if nugget not in four}, k=K)  # fmt: skip
    printed: dict[str, set[object]] = {}
    for line in released.table(site, "en").lines:
        assert line.nugget is not None
        printed.setdefault(line.nugget.id, set()).add((line.unit.id, line.cells))
    alike: dict[object, list[tuple[int, ...]]] = {}
    for nugget, (chooses, done) in worlds.items():
        truth = (*chooses, *(done if nugget in four else (sum(done),)))
        alike.setdefault(frozenset(printed[nugget]), []).append(truth)
    hidden, close = narrowed(alike)
    record_property(
        "tried",
        f"{len(worlds)} worlds of chosen takts enumerated, {len(four)} of them in four weeks,"
        f" {hidden} hidden cells",
    )
    assert hidden > len(worlds)
    assert close == 0


def narrowed(alike: Mapping[object, list[tuple[int, ...]]]) -> tuple[int, int]:
    """Return how many numbers are hidden, and of how many not all below k are possible."""
    hidden = close = 0
    for same in alike.values():
        for place in zip(*same, strict=True):
            few = sum(n < K for n in place)
            hidden += few
            close += few * (not set(place) >= set(range(K)))
    return hidden, close


def test_the_enumeration_finds_a_takt_chosen_from_hidden_numbers(record_property: Record) -> None:
    record_property("planted", "a takt chosen from true counts")
    alike: dict[object, list[tuple[int, ...]]] = {}
    for chooses in CHOOSES:
        said = tuple(n if n >= K else None for n in chooses)
        alike.setdefault((said, sum(chooses) >= 2 * takt.ENOUGH), []).append(chooses)
    hidden, close = narrowed(alike)
    assert 0 < close < hidden


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
