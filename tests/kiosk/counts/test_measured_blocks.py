"""Measuring where a nugget counts over twelve weeks: it begins on the day that was offered."""

import pytest

from content.card import Card
from kiosk.counts import Counts, measuring
from kiosk.counts.kinds import LEARNED
from kiosk.counts.period import FOUR, Period
from kiosk.counts.units import SITE
from tests import council
from tests.kiosk.counts.blocks import BLOCK, ONE, THREE, TWO, laid, minute_of, publish
from tests.kiosk.counts.world import World
from tests.privacy.year import calendar

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NEXT = BLOCK.next
FIRST = Period(NEXT.first, FOUR)


@pytest.fixture
def seldom(world: World, seldom: Card) -> Card:
    """That nugget in a plant whose council agreed to measuring before."""
    with calendar(ONE):
        council.agree(world.site.id, BLOCK)
    return seldom


def offered(counts: Counts, card: Card, when: Period) -> tuple[Period, Period] | None:
    minute_of(counts, when)
    with calendar(when):
        return counts.measured_in(card.id)


def asked(counts: Counts, card: Card, when: Period) -> bool:
    minute_of(counts, when)
    with calendar(when):
        return counts.measures(card, None)


def test_all_through_a_block_the_next_block_is_offered(counts: Counts, seldom: Card) -> None:
    for when in (ONE, TWO, THREE):
        assert offered(counts, seldom, when) == (BLOCK, NEXT)


def test_it_is_asked_from_the_first_day_of_the_next_block_to_its_last(
    world: World, counts: Counts, seldom: Card
) -> None:
    measuring.switch_on(world.site.id, seldom.id, NEXT)
    assert not any(asked(counts, seldom, when) for when in (ONE, TWO, THREE))
    for when in (FIRST, FIRST.next, FIRST.next.next):
        assert asked(counts, seldom, when)
        with calendar(when):
            text = counts.hand_out(seldom, None, 0, before=False)
            assert counts.gain(text or "", seldom, after=True) == "counted"
    counted = {slot.period: n for slot, n in counts.pot.dump().slots if slot.kind == LEARNED and n}
    assert counted == {NEXT.id: 3}
    assert not asked(counts, seldom, NEXT.next)


def test_what_was_chosen_for_a_block_holds_for_its_first_four_weeks_if_they_count_alone(
    world: World, counts: Counts, seldom: Card
) -> None:
    """It was completed often meanwhile: from the next block on it counts by four weeks."""
    measuring.switch_on(world.site.id, seldom.id, NEXT)
    publish(world, Period(BLOCK.first - (ONE.next.first - ONE.first)), {(SITE, seldom.id): 90})
    now, after = offered(counts, seldom, THREE) or (None, None)
    assert (now, after) == (BLOCK, FIRST)
    assert laid(counts, seldom) == {BLOCK.id, FIRST.id}
    assert measuring.standing(world.site.id, seldom.id, [BLOCK, FIRST]) == [FIRST]
    assert asked(counts, seldom, FIRST)
    assert not asked(counts, seldom, FIRST.next)


def test_one_that_counts_by_four_weeks_is_offered_the_block_it_will_count_in(
    world: World, counts: Counts, card: Card
) -> None:
    with calendar(ONE):
        counts.start()
        council.agree(world.site.id, BLOCK)
    assert offered(counts, card, ONE) == (ONE, TWO)
    publish(world, ONE, {(SITE, card.id): 5})
    now, after = offered(counts, card, THREE) or (None, None)
    assert (now, after) == (THREE, NEXT)
    measuring.switch_on(world.site.id, card.id, NEXT)
    assert asked(counts, card, FIRST)
    counts.pot.close()
