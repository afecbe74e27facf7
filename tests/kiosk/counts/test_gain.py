"""Measured nuggets: asked only where trainer and council said so, counted once, told as two."""

import itertools
from collections.abc import Iterator

import peewee
import pytest

from content.card import Card
from kiosk.counts import Counts, gain, gate, keys, measuring, period, released, ticket
from kiosk.counts.kinds import BOTH_WRONG, CELLS, COMPLETED, FORGOT, GAIN, KNEW, LEARNED
from kiosk.counts.models import Measured, Released, ReleasedGain, Stood
from kiosk.counts.pot import Slot
from kiosk.counts.release import write
from kiosk.counts.units import SITE
from tests import council
from tests.kiosk.counts.world import World
from tests.privacy.year import calendar

NOW = period.current("Europe/Berlin")


@pytest.fixture
def measured(world: World, counts: Counts, card: Card) -> Iterator[Counts]:
    """Counting in a plant that agreed, and measures one nugget since the period began."""
    counts.start()
    council.agree(world.site.id, NOW)
    measuring.switch_on(world.site.id, card.id, NOW)
    counts.lay_out()
    yield counts
    counts.pot.close()


def asked(counts: Counts, card: Card, *, before: bool | None) -> str:
    text = counts.hand_out(card, None, 0, before=before)
    assert text is not None
    return text


def cells(counts: Counts) -> tuple[int, ...]:
    """Return the four cells: neither, learned, forgot, knew."""
    slots = counts.pot.dump().slots
    return tuple(sum(n for slot, n in slots if slot.kind == kind) for kind in CELLS)


def made(counts: Counts, card: Card, **changes: object) -> str:
    """Return a ticket with any contents, sealed as ours are."""
    fields: dict[str, object] = {"nugget": card.id, "version": 1, "source": "", "seconds": 0}
    one = ticket.write(**{**fields, **changes})  # type: ignore[arg-type]
    return ticket.close(one, keys.week(), counts.settings.secret(keys.week()))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [(False, False, BOTH_WRONG), (False, True, LEARNED), (True, False, FORGOT), (True, True, KNEW)],
)
def test_two_answers_add_one_to_one_of_four_cells(
    measured: Counts, card: Card, before: bool, after: bool, kind: str  # noqa: FBT001
) -> None:  # fmt: skip
    text = asked(measured, card, before=before)
    assert measured.gain(text, card, after=after) == "counted"
    assert cells(measured) == tuple(int(one == kind) for one in CELLS)
    assert [measured.gain(text, card, after=one) for one in (after, not after)] == ["again"] * 2
    assert sum(cells(measured)) == 1


def test_completion_answer_and_gain_of_one_ticket_count_each_once(
    measured: Counts, card: Card
) -> None:
    text = asked(measured, card, before=False)
    told = [measured.gain(text, card, after=True), measured.redeem(text),
            measured.answer(text, helpful=True)]  # fmt: skip
    assert told == ["counted"] * 3


def test_who_skips_takes_part_in_nothing(measured: Counts, card: Card) -> None:
    text = asked(measured, card, before=None)
    assert measured.gain(text, card, after=True) == "void"
    assert measured.redeem(text) == "counted"
    assert cells(measured) == (0, 0, 0, 0)


def test_tickets_of_all_sorts_are_equally_long(measured: Counts, card: Card) -> None:
    texts = [asked(measured, card, before=said) for said in (None, False, True)]
    texts.append(measured.hand_out(card, None, offline=True, before=True) or "")
    assert {len(text) for text in texts} == {ticket.LENGTH}


@pytest.mark.parametrize(
    "changes",
    [{"offline": True}, {"version": 2}, {"version": ticket.BLANK}, {"nugget": "elsewhere123"}],
    ids=str,
)
def test_a_ticket_for_offline_of_another_version_blank_or_foreign_measures_nothing(
    measured: Counts, card: Card, changes: dict[str, object]
) -> None:
    text = made(measured, card, **{"before": True, **changes})
    assert measured.gain(text, card, after=True) == "void"
    assert cells(measured) == (0, 0, 0, 0)


def test_an_answer_that_comes_before_the_film_was_seen_measures_nothing(
    measured: Counts, card: Card
) -> None:
    assert measured.gain(made(measured, card, before=True, seconds=60), card, after=True) == "early"
    assert cells(measured) == (0, 0, 0, 0)


def test_a_ticket_written_before_answers_were_sealed_in_is_still_good(
    measured: Counts, card: Card
) -> None:
    """Those that phones kept for offline: their first byte said that alone."""
    assert ticket.BODY.size == 47
    one = ticket.open_(made(measured, card, offline=True), measured._key)
    assert one is not None
    assert (one.offline, one.before) == (True, None)


@pytest.mark.parametrize("missing", ["trainer", "council"])
def test_nobody_is_asked_where_either_trainer_or_council_said_nothing(
    world: World, counts: Counts, card: Card, missing: str
) -> None:
    counts.start()
    if missing != "council":
        council.agree(world.site.id, NOW)
    if missing != "trainer":
        measuring.switch_on(world.site.id, card.id, NOW)
    counts.lay_out()
    assert not counts.measures(card, None)
    assert counts.gain(asked(counts, card, before=True), card, after=True) == "void"
    assert not {slot.kind for slot, _ in counts.pot.dump().slots} & set(CELLS)


def test_measuring_begins_with_a_whole_period(world: World, counts: Counts, card: Card) -> None:
    counts.start()
    council.agree(world.site.id, NOW)
    measuring.switch_on(world.site.id, card.id, NOW.next)
    counts.lay_out()
    assert not counts.measures(card, None)
    slots = {slot.period for slot, _ in counts.pot.dump().slots if slot.kind in CELLS}
    assert slots == {NOW.next.id}


@pytest.mark.parametrize("who", ["trainer", "council"])
def test_taken_back_it_stops_at_once_and_what_was_answered_is_forgotten(
    world: World, measured: Counts, card: Card, who: str
) -> None:
    first, second = (asked(measured, card, before=False) for _ in range(2))
    measured.gain(first, card, after=True)
    if who == "trainer":
        measuring.switch_off(world.site.id, card.id, NOW)
    else:
        gate.withdraw(world.site.id)
    assert not measured.measures(card, None)
    assert measured.gain(second, card, after=True) == "void"
    measured.lay_out()
    assert cells(measured) == (0, 0, 0, 0)


def test_taken_back_in_the_last_moment_nothing_of_it_is_told(
    world: World, measured: Counts, card: Card
) -> None:
    """Nothing was laid out since: the release asks once more what is measured."""
    with measured.pot._at_it() as pot:
        pot.execute("UPDATE slot SET n = 30 WHERE kind = ?", (LEARNED,))
    measuring.switch_off(world.site.id, card.id, NOW)
    with calendar(NOW.next):
        assert measured.minute() == [NOW.id]
    assert ReleasedGain.select().count() == 0


def test_other_nuggets_are_not_measured_with_it(world: World, measured: Counts, card: Card) -> None:
    other = world.nugget("other", world.topic("quality"), seconds=0)
    measured.lay_out()
    assert (measured.measures(card, None), measured.measures(other, None)) == (True, False)


def test_what_too_few_work_with_is_never_measured(world: World, counts: Counts) -> None:
    lonely = world.nugget("lonely", world.machine("hall3", crowd=3), seconds=0)
    pair = world.nugget("pair", world.machine("hall5", crowd=8), seconds=0)
    counts.start()
    council.agree(world.site.id, NOW)
    for one in (lonely, pair):
        measuring.switch_on(world.site.id, one.id, NOW)
    counts.lay_out()
    assert [counts.measures(one, None) for one in (lonely, pair)] == [False, False]
    assert counts.measured_in(pair.id) is None
    assert not {slot.kind for slot, _ in counts.pot.dump().slots} & set(CELLS)


def released_as(site: str, *four: int, k: int = 5) -> list[tuple[int, int]]:
    """Publish a period in which a measured nugget had these cells; return what is told."""
    one = Slot(site, NOW.before.id, SITE, "n")
    slots = {one._replace(kind=kind): n for kind, n in zip(CELLS, four, strict=True)}
    write(site, one.period, {one: sum(four), **slots}, k=k)
    return [(row.n, row.d) for row in ReleasedGain.select()]


@pytest.mark.parametrize(
    ("four", "told"),
    [((5, 9, 1, 4), []), ((5, 9, 1, 5), [(20, 40)]), ((10, 0, 0, 10), [(20, 0)]),
     ((0, 20, 0, 0), [(20, 60)]), ((8, 0, 20, 2), [(30, -65)]), ((0, 0, 40, 0), [(40, -80)])],
)  # fmt: skip
def test_only_n_and_a_rounded_d_are_told_and_only_from_twenty_on(
    world: World, four: tuple[int, ...], told: list[tuple[int, int]]
) -> None:
    assert released_as(world.site.id, *four) == told
    assert {row.kind for row in Released.select()} == {COMPLETED}
    assert {row.kind for row in Stood.select()} == {COMPLETED, GAIN}


def test_a_plant_that_prints_from_ten_on_tells_gains_from_forty_on(world: World) -> None:
    assert released_as(world.site.id, 10, 20, 0, 9, k=10) == []


def test_the_close_publishes_what_was_measured_and_forgets_the_cells(
    world: World, measured: Counts, card: Card
) -> None:
    dump = measured.pot.dump()
    over = NOW.before
    measuring.switch_on(world.site.id, card.id, over)
    council.agree(world.site.id, over)
    numbers = dict(zip(CELLS, (4, 14, 1, 6), strict=True)) | {COMPLETED: 25}
    dump.slots += [(Slot(world.site.id, over.id, SITE, card.id, kind), n)
                   for kind, n in numbers.items()]  # fmt: skip
    for name in (NOW.id, NOW.next.id):
        measured.pot.clear(world.site.id, name)
    with measured.pot._at_it() as pot:
        pot.execute("DELETE FROM plant")
        pot.execute("DELETE FROM spent")
    dump.ways = []
    measured.pot.fill(dump)
    assert measured.minute() == [over.id]
    line = released.table(world.site.id, "de").gains[0]
    assert (line.unit.id, line.nugget.id) == (SITE, card.id)
    assert line.cells == (gain.read(25, 50, k=5),)
    told = [
        row for row in released.records(released.table(world.site.id, "de")) if row["kind"] == GAIN
    ]
    assert [[row[name] for name in released.GAIN_COLUMNS] for row in told] == [
        ["25", "50", "4", "80"]
    ]
    assert cells(measured) == (0, 0, 0, 0)


@pytest.mark.parametrize(("n", "d"), [(19, 0), (20, 42), (20, 105), (20, -105)])
def test_the_database_itself_refuses_what_may_not_be_told(world: World, n: int, d: int) -> None:
    with pytest.raises(peewee.IntegrityError):
        ReleasedGain.create(site=world.site.id, period="p", unit="u", nugget="n", n=n, d=d)


def test_the_choice_is_forgotten_when_its_period_is_over_for_sure(
    world: World, measured: Counts, card: Card
) -> None:
    old = period.Period(NOW.first - measuring.LONGEST)
    measuring.switch_on(world.site.id, card.id, old)
    measured.minute()
    assert [row.first for row in Measured.select()] == [NOW.first.isoformat()]


@pytest.mark.parametrize(
    ("more", "n", "points"),
    [(0, 20, 0), (1, 40, 5), (1, 41, 0), (-1, 40, -5), (3, 40, 10), (23, 100, 25), (22, 100, 20)],
)
def test_a_difference_is_rounded_to_five_points(more: int, n: int, points: int) -> None:
    assert gain.rounded(more, n) == points


def test_where_nearly_all_said_the_same_the_number_is_told_as_at_least() -> None:
    told = gain.read(20, 60, k=5)
    assert (told.capped, told.high) == (True, 100)
    assert gain.read(20, -60, k=5) == gain.Gain(20, -60, -100, -told.low, capped=True)
    assert not gain.read(400, 100, k=5).capped


@pytest.mark.parametrize("k", [5, 7])
def test_the_interval_holds_what_it_is_about_and_turns_with_the_sign(k: int) -> None:
    for n, d in itertools.product((gain.least(k), 57, 100, 333), range(0, 101, 5)):
        if d <= gain.most(n, k):
            one, other = gain.read(n, d, k=k), gain.read(n, -d, k=k)
            assert -100 <= one.low < d < one.high + (one.high == 100)
            assert (other.low, other.high) == (-one.high, -one.low)
