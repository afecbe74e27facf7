"""Four weeks or twelve for a block: chosen by what is published, and by nothing else."""

import pytest

from content import models
from kiosk.counts import facts, period, release, takt
from kiosk.counts.kinds import COMPLETED, HELPFUL, KINDS
from kiosk.counts.period import FOUR, TWELVE, Period
from kiosk.counts.pot import Slot
from kiosk.counts.units import SITE, SMALL
from tests.kiosk.counts.blocks import BLOCK, SEEN, publish
from tests.kiosk.counts.world import World


def chosen(world: World) -> dict[str, int]:
    return takt.chosen(world.site.id, BLOCK)


def test_what_chooses_is_over_four_weeks_before_the_block_begins() -> None:
    assert [one.id for one in SEEN] == [
        "2026-W01..W12", "2026-W17..W20", "2026-W13..W16", "2026-W09..W12", "2026-W05..W08",
        "2026-W01..W04",
    ]  # fmt: skip
    assert all(one.last < BLOCK.first - period.LENGTH for one in SEEN)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({(1, "a"): 10}, FOUR),
        ({(1, "a"): 9}, TWELVE),
        ({(1, "a"): 16, (1, "b"): 4}, TWELVE),
        ({(1, "a"): 15, (1, "b"): 5}, FOUR),
        ({(1, "a"): 12, (2, "a"): 9, (3, "a"): 9}, FOUR),
        ({(1, "a"): 29, (2, "a"): 4, (3, "a"): 0}, TWELVE),
        ({(0, "a"): 30}, FOUR),
        ({(0, "a"): 29}, TWELVE),
        ({(0, "a"): 90, (1, "a"): 0}, FOUR),
        ({(1, "a"): 0}, TWELVE),
    ],
)
def test_four_weeks_want_ten_published_in_each_unit_on_average(
    world: World, cells: dict[tuple[int, str], int], expected: int
) -> None:
    for at, one in enumerate(SEEN):
        here = {(unit, "n"): n for (when, unit), n in cells.items() if when == at}
        if here:
            publish(world, one, here)
    assert chosen(world) == {"n": expected}


def test_the_last_weeks_before_a_block_and_other_plants_choose_nothing(world: World) -> None:
    for one in (Period(BLOCK.first).before, BLOCK.before, SEEN[-1].before, SEEN[0].before):
        publish(world, one, {(SITE, "n"): 99})
    other = models.Site.create(slug="hof", name="Werk Hof", crowd=40)
    slot = Slot(other.id, SEEN[1].id, SITE, "n")
    release.write(other.id, SEEN[1].id, {slot: 99}, k=5)
    publish(world, SEEN[1], {(SMALL, ""): 99})
    assert chosen(world) == {}


def test_what_is_laid_out_goes_before_what_stands_published_of_the_block(world: World) -> None:
    """An old database that is put back may know another takt than the one that counts."""
    publish(world, Period(BLOCK.first), {(SITE, "n"): 9, (SITE, "m"): 9})
    known = facts.read(world.site.id)
    found = takt.of_block(known, BLOCK, {"n": TWELVE}, floor=10)
    assert found == {"n": TWELVE, "m": FOUR}


def test_answers_choose_nothing(world: World) -> None:
    slot = Slot(world.site.id, SEEN[1].id, SITE, "n")
    told = {slot: 9} | {slot._replace(kind=kind): 30 for kind in KINDS if kind != COMPLETED}
    release.write(world.site.id, SEEN[1].id, told, k=5)
    assert chosen(world) == {"n": TWELVE}
    liked = {slot._replace(nugget="m"): 12, slot._replace(nugget="m", kind=HELPFUL): 5}
    release.write(world.site.id, SEEN[2].id, {
        one._replace(period=SEEN[2].id): n for one, n in liked.items()
    }, k=5)  # fmt: skip
    assert chosen(world)["m"] == FOUR
