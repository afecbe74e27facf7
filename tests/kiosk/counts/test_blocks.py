"""A block of twelve weeks lived through: each nugget keeps its takt, whatever happens."""

import shutil
from pathlib import Path

import pytest

from content.card import Card
from kiosk.counts import Counts, facts, gate, keys, minute, period, released, takt
from kiosk.counts.kinds import ALWAYS, COMPLETED
from kiosk.counts.period import FOUR, TWELVE, Period
from kiosk.counts.seal import unseal
from kiosk.counts.units import SITE
from tests import council
from tests.kiosk.counts.blocks import (
    BLOCK,
    FAR,
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
from tests.kiosk.counts.world import World, opened, reboot
from tests.privacy.year import calendar

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_new_nugget_begins_with_four_weeks(counts: Counts, card: Card) -> None:
    with calendar(ONE):
        counts.start()
    assert laid(counts, card) == {ONE.id, TWO.id}


def test_one_that_is_seldom_completed_counts_over_twelve_weeks_in_one_number(
    counts: Counts, world: World, seldom: Card
) -> None:
    assert laid(counts, seldom) == {BLOCK.id}
    for one in (ONE, TWO, THREE):
        learn(counts, seldom, 2, one)
        minute_of(counts, one)
    assert minute_of(counts, THREE.next) == [BLOCK.id]
    assert published() == [(BLOCK.id, 6)]
    columns = [(one.id, one.weeks) for one in released.table(world.site.id, "de").periods]
    assert columns == [(SEEN[1].id, FOUR), (BLOCK.id, TWELVE)]


def test_both_takts_count_side_by_side_each_in_its_own_number(
    counts: Counts, world: World, seldom: Card
) -> None:
    often = world.nugget("often", world.topic("quality"), seconds=0)
    minute_of(counts, ONE)
    for one in (ONE, TWO, THREE):
        learn(counts, seldom, 2, one)
        learn(counts, often, 7, one)
        minute_of(counts, one.next)
    parts = [(one.id, 7) for one in (ONE, TWO, THREE)]
    assert published() == sorted([*parts, (BLOCK.id, 6)])
    table = released.table(world.site.id, "de")
    assert (table.at_least, sum(table.totals)) == (32, 32)


def test_a_block_keeps_its_takt_whatever_is_published_in_it(
    counts: Counts, world: World, seldom: Card
) -> None:
    publish(world, SEEN[2], {(SITE, seldom.id): 999})
    assert takt.chosen(world.site.id, BLOCK) == {seldom.id: FOUR}
    learn(counts, seldom, 3, ONE)
    minute_of(counts, TWO)
    assert laid(counts, seldom) == {BLOCK.id}
    learn(counts, seldom, 2, TWO)
    minute_of(counts, BLOCK.next)
    assert published() == [(BLOCK.id, 5)]


def test_a_completion_in_an_open_period_never_changes_a_takt(
    counts: Counts, world: World, card: Card
) -> None:
    """Nine were published; the tenth and the hundredth come while the choice is laid ahead."""
    publish(world, SEEN[1], {(SITE, card.id): 9})
    ahead = THREE.before.before.before
    with calendar(ahead):
        counts.start()
        before = counts.pot.dump().ways
    learn(counts, card, 100, ahead)
    minute_of(counts, ahead)
    assert counts.pot.dump().ways == before
    assert laid(counts, card) >= {BLOCK.id}
    counts.pot.close()


def test_after_a_lost_pot_the_same_is_chosen_again(
    counts: Counts, seldom: Card, world: World
) -> None:
    for key in counts.settings.keys.iterdir():
        key.unlink()
    again = reboot(counts)
    with calendar(TWO):
        assert again.start() == minute.LOST
    assert laid(again, seldom) == {BLOCK.id}
    again.pot.close()


def test_two_changes_of_the_key_keep_what_is_open_and_shred_every_older_seal(
    counts: Counts, seldom: Card, tmp_path: Path
) -> None:
    """Here all nuggets count by twelve weeks; the key changes every four, and no copy opens."""
    copies = []
    for one in (ONE, TWO, THREE):
        learn(counts, seldom, 2, one)
        minute_of(counts, one)
        copies.append(Path(shutil.copy(minute.sealed_file(counts.settings), tmp_path / one.id)))
        key = (counts.settings.keys / keys.POT).read_bytes()
        assert [copy for copy in copies if unseal(copy, key)] == copies[-1:]
    again = reboot(counts)
    with calendar(THREE):
        assert again.start() == minute.UNSEALED
    minute_of(again, BLOCK.next)
    assert published() == [(BLOCK.id, 6)]
    assert not any(unseal(copy, (again.settings.keys / keys.POT).read_bytes()) for copy in copies)
    again.pot.close()


@pytest.mark.parametrize(("stood", "expected"), [(ONE, {THREE.id}), (BLOCK, {BLOCK.id})])
def test_after_a_lost_pot_what_stood_in_the_block_keeps_its_takt(
    counts: Counts, world: World, card: Card, stood: Period, expected: set[str]
) -> None:
    """Windows of one nugget never overlap, whatever the published cells would choose now."""
    publish(world, SEEN[1], {(SITE, card.id): 5 if stood == ONE else 50})
    publish(world, stood, {(SITE, card.id): 0})
    with calendar(THREE):
        counts.start()
    assert {name for name in laid(counts, card) if period.named(name).block == BLOCK} == expected
    counts.pot.close()


def test_a_server_that_slept_chooses_as_one_that_was_awake(
    counts: Counts, world: World, card: Card
) -> None:
    """It wakes in the block and finds what chooses for it still unpublished in its pot."""
    asleep = Period(BLOCK.first).before.before
    with calendar(asleep):
        counts.start()
    learn(counts, card, 7, asleep)
    again = Counts(counts.settings)
    counts.pot.close()
    with calendar(ONE):
        again.lay_out()
        assert again.hand_out(card, None) is None, "nothing is laid out before the release"
        again.start()
    assert published() == []
    assert takt.chosen(world.site.id, BLOCK) == {card.id: TWELVE}
    assert laid(again, card) == {BLOCK.id}
    again.pot.close()


def test_killed_between_two_layings_it_counts_in_one_period_only(
    counts: Counts, seldom: Card, world: World
) -> None:
    """The pot has ways of one nugget in both lengths: the longer one holds."""
    known = facts.read(world.site.id)
    with calendar(ONE):
        pot = counts.pot
        layout = takt._laid_out(known, {seldom.id: FOUR}, FOUR, {}, 10)
        pot.lay(world.site.id, "Europe/Berlin", ONE.id, layout)
        assert laid(counts, seldom) == {ONE.id, BLOCK.id}
    learn(counts, seldom, 3, ONE)
    minute_of(counts, ONE)
    assert laid(counts, seldom) == {BLOCK.id}
    assert {slot.period: n for slot, n in pot.dump().slots if n} == {BLOCK.id: 3}


def test_withdrawn_in_a_long_period_it_takes_no_more_and_is_published_once(
    counts: Counts, seldom: Card, world: World
) -> None:
    learn(counts, seldom, 6, ONE)
    with calendar(TWO):
        ticket = opened(counts, seldom)
        world.withdraw(seldom)
        assert counts.redeem(ticket) == "void"
    for one in (TWO, THREE, BLOCK.next, BLOCK.next):
        minute_of(counts, Period(one.first))
    assert published() == [(BLOCK.id, 6)]


def test_brought_back_within_the_block_it_goes_on_in_the_same_takt(
    counts: Counts, seldom: Card, world: World
) -> None:
    learn(counts, seldom, 3, ONE)
    world.withdraw(seldom)
    minute_of(counts, TWO)
    world.bring_back(seldom)
    minute_of(counts, TWO)
    learn(counts, seldom, 3, TWO)
    minute_of(counts, BLOCK.next)
    assert published() == [(BLOCK.id, 6)]


def test_a_four_week_nugget_brought_back_later_in_the_block_stays_with_four(
    counts: Counts, card: Card, world: World
) -> None:
    with calendar(ONE):
        counts.start()
    world.withdraw(card)
    publish(world, SEEN[1], {(SITE, card.id): 5})
    for one in (ONE, TWO, THREE):
        minute_of(counts, one)
    assert laid(counts, card) == set()
    world.bring_back(card)
    minute_of(counts, THREE)
    assert laid(counts, card) == {THREE.id, BLOCK.next.id}
    counts.pot.close()


def test_the_councils_word_opens_a_nuggets_next_whole_period(
    counts: Counts, world: World, seldom: Card
) -> None:
    """Given before the second four weeks, it opens these, but not the block that runs."""
    often = world.nugget("often", world.topic("quality"), seconds=0)
    council.agree(world.site.id, TWO)
    for one in (ONE, TWO, THREE):
        minute_of(counts, one)
    with calendar(THREE):
        assert not counts.asks(seldom, None)
        assert counts.asks(often, None)
    assert gate.kinds(world.site.id, BLOCK) == ALWAYS
    kinds = {slot.kind for slot, _ in counts.pot.dump().slots if slot.period == BLOCK.id}
    assert kinds == set(ALWAYS)
    minute_of(counts, BLOCK.next)
    with calendar(Period(BLOCK.next.first)):
        assert counts.asks(often, None)


def test_a_word_taken_back_late_in_a_block_forgets_all_its_answers(
    counts: Counts, world: World, seldom: Card
) -> None:
    council.agree(world.site.id, BLOCK)
    minute_of(counts, ONE)
    with calendar(ONE):
        ticket = opened(counts, seldom)
        assert counts.redeem(ticket) == counts.answer(ticket, helpful=True) == "counted"
    with calendar(THREE):
        counts.minute()
        gate.withdraw(world.site.id)
        counts.lay_out()
    assert {slot.kind: n for slot, n in counts.pot.dump().slots if n} == {COMPLETED: 1}


def test_a_clock_set_back_into_a_closed_block_publishes_nothing_again(
    counts: Counts, seldom: Card
) -> None:
    learn(counts, seldom, 6, ONE)
    minute_of(counts, BLOCK.next)
    minute_of(counts, TWO)
    assert BLOCK.id in laid(counts, seldom), "it stood there: it keeps the takt of the block"
    learn(counts, seldom, 8, TWO)
    minute_of(counts, BLOCK.next)
    assert published() == [(BLOCK.id, 6)]


def test_a_clock_far_ahead_and_back_closes_a_block_once(counts: Counts, seldom: Card) -> None:
    learn(counts, seldom, 6, ONE)
    minute_of(counts, FAR)
    minute_of(counts, ONE)
    learn(counts, seldom, 5, ONE)
    for one in (TWO, BLOCK.next, FAR.next):
        minute_of(counts, Period(one.first))
    assert published() == [(BLOCK.id, 6)]


def test_twelve_weeks_over_a_year_of_fifty_three_are_one_number(
    counts: Counts, world: World, card: Card
) -> None:
    block = period.named("2026-W49..2027-W07")
    publish(world, takt.evidence(block)[1], {(SITE, card.id): 5})
    parts = [Period(block.first), Period(block.first).next, Period(block.first).next.next]
    assert parts[1].id == "2026-W53..2027-W03"
    with calendar(parts[0]):
        counts.start()
    for one in parts:
        learn(counts, card, 2, one)
        minute_of(counts, one.next)
    assert (block.id, 6) in published()
    counts.pot.close()
