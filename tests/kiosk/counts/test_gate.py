"""The council's word: without it only completions count, and each manifest asks for it anew."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import peewee
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import models
from content.card import Card
from kiosk.counts import Counts, gate, manifest, minute, period, released
from kiosk.counts.kinds import ALWAYS, ASKED, COMPLETED, HELPFUL, KINDS, NOT_HELPFUL
from kiosk.counts.models import Confirmation, Released, Stood
from kiosk.counts.pot import RamPot, Slot
from kiosk.counts.release import shows
from kiosk.counts.units import SITE
from tests import council
from tests.kiosk.counts.world import World, opened

NOW = period.current("Europe/Berlin")


def another(monkeypatch: pytest.MonkeyPatch, told: str = "more is kept") -> None:
    """Let another program run, whose manifest lists something else."""
    other = manifest.read(f'{{"version": 2, "parts": {{"log": {{"{told}": {{}}}}}}}}')
    monkeypatch.setattr(manifest, "current", lambda: other)


def counted(counts: Counts, kind: str) -> int:
    return sum(n for slot, n in counts.pot.dump().slots if slot.kind == kind)


@pytest.fixture
def agreed(world: World, counts: Counts, card: Card) -> Iterator[Counts]:
    """Counting in a plant whose council confirmed before the period began."""
    counts.start()
    council.agree(world.site.id, NOW)
    counts.lay_out()
    yield counts
    counts.pot.close()


def test_without_the_councils_word_nobody_is_asked_and_no_answer_counts(
    counts: Counts, card: Card
) -> None:
    counts.start()
    text = opened(counts, card)
    assert not counts.asks(card, None)
    assert counts.answer(text, helpful=True) == "void"
    assert {slot.kind for slot, _ in counts.pot.dump().slots} == {COMPLETED}


def test_with_it_each_ticket_gives_one_completion_and_one_answer(
    agreed: Counts, card: Card
) -> None:
    text = opened(agreed, card)
    assert agreed.asks(card, None)
    assert agreed.redeem(text) == "counted"
    assert agreed.answer(text, helpful=False) == "counted"
    assert [agreed.answer(text, helpful=yes) for yes in (True, False)] == ["again", "again"]
    assert [counted(agreed, kind) for kind in (*ALWAYS, *ASKED)] == [1, 0, 1]


def test_a_word_given_in_a_period_opens_the_next_one(
    counts: Counts, world: World, card: Card
) -> None:
    counts.start()
    gate.confirm(world.site.id, "council", manifest.current().hash)
    counts.lay_out()
    assert not counts.asks(card, None)
    kinds = {slot.period: set[str]() for slot, _ in counts.pot.dump().slots}
    for slot, _ in counts.pot.dump().slots:
        kinds[slot.period].add(slot.kind)
    assert kinds == {NOW.id: {COMPLETED}, NOW.next.id: {*ALWAYS, *ASKED}}


def test_a_word_given_on_the_first_day_of_a_period_comes_too_late_for_it(world: World) -> None:
    """Whole periods alone count under it: some answers of that day would have come before."""
    council.agree(world.site.id, NOW)
    assert gate.kinds(world.site.id, NOW) == KINDS
    Confirmation.update(confirmed_on=NOW.first.isoformat()).execute()
    assert gate.kinds(world.site.id, NOW) == ALWAYS
    assert gate.kinds(world.site.id, NOW.next) == KINDS


def test_taken_back_it_stops_at_once_and_what_was_answered_is_forgotten(
    agreed: Counts, world: World, card: Card
) -> None:
    first, second = opened(agreed, card), opened(agreed, card)
    agreed.redeem(first)
    agreed.answer(first, helpful=True)
    gate.withdraw(world.site.id)
    assert not agreed.asks(card, None)
    assert agreed.answer(second, helpful=True) == "void"
    agreed.lay_out()
    assert [counted(agreed, kind) for kind in (*ALWAYS, *ASKED)] == [1, 0, 0]


def test_given_again_on_the_same_day_it_waits_for_the_next_period(
    agreed: Counts, world: World, card: Card
) -> None:
    gate.withdraw(world.site.id)
    gate.confirm(world.site.id, "council", manifest.current().hash)
    agreed.lay_out()
    assert not agreed.asks(card, None)
    assert gate.kinds(world.site.id, NOW.next) == KINDS


def test_another_manifest_asks_again_and_keeps_what_was_completed(
    agreed: Counts, world: World, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = opened(agreed, card)
    agreed.redeem(text)
    agreed.answer(text, helpful=True)
    agreed.stop()
    with monkeypatch.context() as upgraded:
        another(upgraded)
        assert agreed.answer(opened(agreed, card), helpful=True) == "void"
        agreed.start()
        assert [counted(agreed, kind) for kind in (*ALWAYS, *ASKED)] == [1, 0, 0]
    agreed.minute()
    assert not agreed.asks(card, None), "the former program must not take up an old word"


def test_a_database_that_was_brought_back_does_not_bring_the_word_back(
    agreed: Counts, world: World, card: Card
) -> None:
    agreed.stop()
    agreed.pot.close()
    minute.sealed_file(agreed.settings).unlink()
    shutil.rmtree(agreed.pot.folder)
    again = Counts(agreed.settings)
    assert again.start() == minute.FRESH
    assert not again.asks(card, None)
    assert gate.history(world.site.id)[0].ended_on is not None


def test_only_the_manifest_that_was_seen_is_confirmed(world: World) -> None:
    with pytest.raises(gate.OtherManifest):
        gate.confirm(world.site.id, "council", "0" * 64)
    assert gate.confirmed(world.site.id) is None


def test_another_plants_council_says_nothing_here(agreed: Counts, world: World) -> None:
    other = models.Site.create(slug="hof", name="Werk Hof", crowd=40)
    assert gate.kinds(other.id, NOW) == ALWAYS
    gate.withdraw(other.id)
    assert gate.kinds(world.site.id, NOW) == KINDS


def test_what_is_kept_of_it_names_nobody(world: World, database: peewee.Database) -> None:
    gate.confirm(world.site.id, "council", manifest.current().hash)
    assert {column.name for column in database.get_columns("confirmation")} == {
        "site", "confirmed_on", "manifest", "version", "role", "ended_on", "text",
    }  # fmt: skip
    row = gate.history(world.site.id)[0]
    assert (row.role, row.manifest) == ("council", manifest.current().hash)


def test_a_period_whose_word_was_taken_back_publishes_no_answer(
    agreed: Counts, world: World, card: Card
) -> None:
    over = NOW.before
    sleep_through_the_close(agreed, world, over, {COMPLETED: 20, HELPFUL: 9, NOT_HELPFUL: 6})
    assert agreed.minute() == [over.id]
    assert {row.kind for row in Released.select()} == {COMPLETED}
    assert {row.kind for row in Stood.select()} == {COMPLETED}


def test_a_late_close_publishes_what_was_confirmed_for_it(
    counts: Counts, world: World, card: Card
) -> None:
    counts.start()
    council.agree(world.site.id, NOW.before)
    sleep_through_the_close(counts, world, NOW.before,
                            {COMPLETED: 20, HELPFUL: 9, NOT_HELPFUL: 4})  # fmt: skip
    counts.minute()
    assert {row.kind: row.n for row in Released.select()} == {COMPLETED: 20, HELPFUL: 9}
    table = released.table(world.site.id, "de")
    assert (len(table.lines), table.totals) == (1, (20,))
    assert [(line.kind, line.cells[0].n) for line in table.answers] == [
        (HELPFUL, 9), (NOT_HELPFUL, None),
    ]  # fmt: skip
    told = [(row["kind"], row["completions"], row["answers"])
            for row in released.records(released.table(world.site.id, "de"))]  # fmt: skip
    assert told == [(COMPLETED, "20", ""), (HELPFUL, "", "9"), (NOT_HELPFUL, "", "not shown")]


def test_a_start_that_is_killed_leaves_no_old_word_standing(
    agreed: Counts, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the memory and its seal the database may be an old one; its word ends first."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    agreed.pot.close()
    shutil.rmtree(agreed.pot.folder)
    minute.sealed_file(agreed.settings).unlink()
    monkeypatch.setattr(RamPot, "fill", killed)
    with pytest.raises(KeyboardInterrupt):
        Counts(agreed.settings).start()
    assert gate.confirmed(world.site.id) is None


def sleep_through_the_close(
    counts: Counts, world: World, over: period.Period, told: dict[str, int]
) -> None:
    """Let the pot hold a period that is over, as if the server had been off since."""
    dump = counts.pot.dump()
    nugget = dump.ways[0][1]
    dump.slots = [(Slot(world.site.id, over.id, SITE, nugget, kind), n) for kind, n in told.items()]
    dump.ways, dump.spent = [], []
    for name in (NOW.id, NOW.next.id):
        counts.pot.clear(world.site.id, name)
    with counts.pot._at_it() as pot:
        pot.execute("DELETE FROM plant")
    counts.pot.fill(dump)


@pytest.mark.parametrize(
    ("completed", "helpful", "not_helpful", "shown"),
    [(20, 9, 4, {HELPFUL}), (9, 5, 0, {HELPFUL}), (8, 5, 0, set()), (30, 30, 0, set()),
     (12, 6, 6, {HELPFUL, NOT_HELPFUL}), (4, 4, 0, set())],
)  # fmt: skip
def test_an_answer_is_told_only_where_enough_did_not_give_it(
    completed: int, helpful: int, not_helpful: int, shown: set[str]
) -> None:
    one = Slot("s", "p", "u", "n")
    slots = {one: completed, one._replace(kind=HELPFUL): helpful,
             one._replace(kind=NOT_HELPFUL): not_helpful}  # fmt: skip
    assert {slot.kind for slot in slots if shows(slot, slots, 5)} - {COMPLETED} == shown


def test_a_hidden_answer_could_be_any_small_number_whatever_is_shown() -> None:
    """Every world of up to 14 completions: what is shown leaves each hidden cell 0 to 4."""
    seen: dict[tuple[int | None, ...], list[set[int]]] = {}
    for completed in range(15):
        for yes in range(completed + 1):
            for no in range(completed + 1 - yes):
                one = Slot("s", "p", "u", "n")
                slots = {one: completed, one._replace(kind=HELPFUL): yes,
                         one._replace(kind=NOT_HELPFUL): no}  # fmt: skip
                told = tuple(n if shows(slot, slots, 5) else None for slot, n in slots.items())
                could = seen.setdefault(told, [set(), set(), set()])
                for cell, n in zip(could, slots.values(), strict=True):
                    cell.add(n)
    hidden = [could for told, cells in seen.items()
              for n, could in zip(told, cells, strict=True) if n is None]  # fmt: skip
    assert len(hidden) > 20
    assert all(could >= {0, 1, 2, 3, 4} for could in hidden)


DAYS = st.integers(0, 30)
DEEDS = st.lists(st.tuples(st.sampled_from(["confirm", "withdraw", "upgrade"]), DAYS), max_size=8)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS, asked_after=st.integers(0, 4))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whatever_is_confirmed_withdrawn_and_changed_only_whole_agreed_periods_open(
    world: World, monkeypatch: pytest.MonkeyPatch, deeds: list[tuple[str, int]], asked_after: int
) -> None:
    Confirmation.delete().execute()
    site, day, agreed_on, number = world.site.id, date(2026, 3, 2), None, 0
    with monkeypatch.context() as patched:
        for deed, later in deeds:
            day += timedelta(days=later)
            patched.setattr(gate, "today", lambda _site, day=day: day)
            if deed == "confirm":
                gate.confirm(site, "council", manifest.current().hash)
                agreed_on = agreed_on or day
            elif deed == "withdraw":
                gate.withdraw(site)
                agreed_on = None
            else:
                number += 1
                another(patched, f"column {number}")
                gate.lapse()
                agreed_on = None
        asked = replace(period.of(day), first=period.of(day).first + asked_after * period.LENGTH)
        opens = agreed_on is not None and agreed_on < asked.first
        assert gate.kinds(site, asked) == (KINDS if opens else ALWAYS)
