"""What every pot must do; the pot in memory does it."""

import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.counts import period
from kiosk.counts.kinds import ALWAYS, ASKED, CELLS, HELPFUL, KINDS
from kiosk.counts.pot import Dump, Pot, RamPot, Slot
from kiosk.counts.units import EVERYWHERE, NOWHERE, SITE, SMALL, Layout, Way

NOW = period.current("Europe/Berlin").id
THEN = period.current("Europe/Berlin").before.id
LATHE = Way("k@h3", 15, "k@h3", "k@h3", 15)
PLANT = Way(EVERYWHERE, 1, SITE, SITE, 40)
LAYOUT = Layout({("n", "k@h3"): LATHE, ("n", EVERYWHERE): PLANT}, measured={"n"})
SLOT = Slot("ulm", NOW, "k@h3", "n")


@pytest.fixture
def pot(memory: Path) -> RamPot:
    pot = RamPot(memory)
    pot.fill(Dump(capacity=8))
    pot.lay("ulm", "Europe/Berlin", NOW, LAYOUT)
    return pot


def mark(number: int) -> bytes:
    return number.to_bytes(8, "big")


def test_slots_stand_at_zero_where_the_nugget_stands(pot: Pot) -> None:
    assert pot.slots("ulm") == {SLOT: 0, SLOT._replace(unit=SITE): 0}


def test_a_ticket_counts_once(pot: Pot) -> None:
    assert [pot.redeem(mark(1), 5, SLOT), pot.redeem(mark(1), 5, SLOT)] == ["counted", "again"]
    assert pot.slots("ulm")[SLOT] == 1


def test_a_ticket_for_a_slot_that_is_gone_is_not_spent(pot: Pot) -> None:
    assert pot.redeem(mark(1), 5, SLOT._replace(unit="gone")) == "moved"
    assert pot.redeem(mark(1), 5, SLOT) == "counted"


def test_it_knows_where_a_nugget_counts(pot: Pot) -> None:
    look = pot.look("n", "m", "k@h3")
    assert (look.period, look.source, look.slot, look.crowd) == (NOW, "k@h3", SLOT, 15)


def test_an_unknown_machine_counts_for_the_site(pot: Pot) -> None:
    assert pot.look("n", "m", "k@h9").slot == SLOT._replace(unit=SITE)


def test_it_does_not_know_a_nugget_that_was_never_laid_out(pot: Pot) -> None:
    assert pot.look("x").slot is None


def test_it_finds_the_one_way_of_a_nugget_in_the_open_block(pot: Pot) -> None:
    block = period.current("Europe/Berlin").block.id
    long = Layout({("long", EVERYWHERE): PLANT})
    pot.lay("ulm", "Europe/Berlin", block, long)
    pot.lay("ulm", "Europe/Berlin", THEN, long)
    assert pot.look("long", "m").slot == Slot("ulm", block, SITE, "long")
    assert pot.look("n").slot == SLOT._replace(unit=SITE)


def test_no_more_tickets_are_handed_out_when_three_quarters_are_spent(pot: Pot) -> None:
    for number in range(5):
        pot.redeem(mark(number), 5, SLOT)
    assert pot.look("n").has_room
    pot.redeem(mark(5), 5, SLOT)
    assert not pot.look("n").has_room


def test_a_full_pot_still_takes_the_tickets_that_are_out_up_to_its_capacity(pot: Pot) -> None:
    found = [pot.redeem(mark(number), 5, SLOT) for number in range(9)]
    assert found == ["counted"] * 8 + ["void"]
    assert pot.slots("ulm")[SLOT] == 8


def test_old_spent_tickets_make_room(pot: Pot) -> None:
    for number in range(8):
        pot.redeem(mark(number), number, SLOT)
    pot.prune(before=6, capacity=8)
    assert [day for _, day in pot.dump().spent] == [6, 7]
    assert pot.look("n").has_room


def test_a_unit_that_is_gone_adds_its_count_to_where_it_moves(pot: Pot) -> None:
    pot.redeem(mark(1), 5, SLOT)
    moved = Layout(
        {("n", "k@h3"): LATHE._replace(home=SITE), ("n", EVERYWHERE): PLANT},
        {("k@h3", "n"): (SITE, "n")},
    )
    pot.lay("ulm", "Europe/Berlin", NOW, moved)
    assert pot.slots("ulm") == {SLOT._replace(unit=SITE): 1}


def test_what_is_counted_nowhere_any_more_is_forgotten(pot: Pot) -> None:
    pot.redeem(mark(1), 5, SLOT)
    nowhere = {key: way._replace(home=NOWHERE) for key, way in LAYOUT.ways.items()}
    pot.lay("ulm", "Europe/Berlin", NOW, Layout(nowhere, {("k@h3", "n"): (NOWHERE, "")}))
    assert pot.slots("ulm") == {}


def test_the_pooled_slot_has_no_nugget(pot: Pot) -> None:
    ways = {(n, EVERYWHERE): Way(EVERYWHERE, 0, SMALL, SMALL, 12) for n in "ab"}
    pot.lay("ulm", "Europe/Berlin", NOW, Layout(ways))
    assert pot.look("a").slot == pot.look("b").slot == Slot("ulm", NOW, SMALL, "")


def test_only_the_kinds_that_were_laid_out_can_be_counted(pot: Pot) -> None:
    assert pot.redeem(mark(1), 5, SLOT._replace(kind=HELPFUL)) == "moved"
    pot.lay("ulm", "Europe/Berlin", NOW, LAYOUT, KINDS)
    assert pot.redeem(mark(1), 5, SLOT._replace(kind=HELPFUL)) == "counted"
    assert sum(pot.slots("ulm").values()) == 1


def test_answers_before_and_after_have_a_place_only_where_a_nugget_is_measured(pot: Pot) -> None:
    pot.lay("ulm", "Europe/Berlin", NOW, replace(LAYOUT, measured={"m"}), KINDS)
    assert [pot.redeem(mark(1), 5, SLOT._replace(kind=cell)) for cell in CELLS] == ["moved"] * 4
    assert {slot.kind for slot in pot.slots("ulm")} == {*ALWAYS, *ASKED}


def test_a_kind_that_is_laid_out_no_more_is_forgotten_and_the_others_stay(pot: Pot) -> None:
    pot.lay("ulm", "Europe/Berlin", NOW, LAYOUT, KINDS)
    for number, kind in enumerate(KINDS):
        pot.redeem(mark(number), 5, SLOT._replace(kind=kind))
    pot.lay("ulm", "Europe/Berlin", NOW, LAYOUT)
    assert pot.slots("ulm") == {SLOT: 1, SLOT._replace(unit=SITE): 0}
    pot.lay("ulm", "Europe/Berlin", NOW, LAYOUT, KINDS)
    assert pot.slots("ulm")[SLOT._replace(kind=HELPFUL)] == 0


def test_each_kind_moves_for_itself_and_no_answer_into_the_pooled_slot(pot: Pot) -> None:
    pot.lay("ulm", "Europe/Berlin", NOW, LAYOUT, KINDS)
    pot.prune(0, 16)
    for number, kind in enumerate((HELPFUL, HELPFUL, *KINDS)):
        pot.redeem(mark(number), 5, SLOT._replace(kind=kind))
    to_site = LATHE._replace(home=SITE)
    ways = {("n", "k@h3"): to_site, ("n", EVERYWHERE): PLANT}
    moved = Layout(ways, {("k@h3", "n"): (SITE, "n")}, measured={"n"})
    pot.lay("ulm", "Europe/Berlin", NOW, moved, KINDS)
    at_site = [pot.slots("ulm")[SLOT._replace(unit=SITE, kind=kind)] for kind in KINDS]
    assert at_site == [1, 3, 1, 1, 1, 1, 1]
    pooled = {key: way._replace(home=SMALL) for key, way in LAYOUT.ways.items()}
    small = Layout(pooled, {(SITE, "n"): (SMALL, "")}, measured={"n"})
    pot.lay("ulm", "Europe/Berlin", NOW, small, KINDS)
    assert pot.slots("ulm") == {Slot("ulm", NOW, SMALL, ""): 1}


def test_an_answer_takes_no_room_that_is_kept_for_completions(pot: Pot) -> None:
    pot.lay("ulm", "Europe/Berlin", NOW, LAYOUT, KINDS)
    answer = SLOT._replace(kind=HELPFUL)
    assert [pot.redeem(mark(n), 5, answer) for n in range(7)] == ["counted"] * 6 + ["void"]
    assert [pot.redeem(mark(n), 5, SLOT) for n in (8, 9, 10)] == ["counted", "counted", "void"]


def test_a_cleared_period_is_gone_and_a_new_key_is_due(pot: Pot) -> None:
    pot.lay("ulm", "Europe/Berlin", THEN, LAYOUT)
    assert pot.periods("ulm") == [THEN, NOW]
    pot.clear("ulm", THEN)
    assert (pot.periods("ulm"), pot.key_is_due()) == ([NOW], True)
    pot.key_changed()
    assert not pot.key_is_due()


def test_a_new_key_is_due_once_with_each_turn_of_a_clock_set_back_too(pot: Pot) -> None:
    due = []
    for number in (7, 7, 8, 8, 3, 3):
        pot.turn(number)
        due.append(pot.key_is_due())
        pot.key_changed()
    assert due == [True, False, True, False, True, False]


def test_what_is_dumped_fills_another_pot(pot: Pot, memory: Path) -> None:
    pot.redeem(mark(1), 5, SLOT)
    (memory / "other").mkdir()
    other = RamPot(memory / "other")
    assert not other.ready()
    other.fill(pot.dump())
    assert other.ready()
    assert other.dump() == pot.dump()
    assert other.redeem(mark(1), 5, SLOT) == "again"


def test_nothing_of_it_but_its_own_files_is_written(pot: Pot, memory: Path) -> None:
    pot.redeem(mark(1), 5, SLOT)
    assert {path.name for path in memory.iterdir()} == {"pot.db", "pot.db-journal", "pot.lock"}
    assert (memory / "pot.db-journal").stat().st_size == 0


def test_a_forgotten_count_leaves_no_trace_in_the_file(pot: Pot, memory: Path) -> None:
    pot.lay("ulm", "Europe/Berlin", THEN, LAYOUT)
    pot.clear("ulm", THEN)
    assert THEN.encode() not in (memory / "pot.db").read_bytes()


def test_what_is_laid_out_no_more_leaves_no_trace_in_the_file(pot: Pot, memory: Path) -> None:
    pot.redeem(mark(1), 5, SLOT)
    assert b"k@h3" in (memory / "pot.db").read_bytes()
    pot.lay("ulm", "Europe/Berlin", NOW, Layout({("n", EVERYWHERE): PLANT}))
    assert b"k@h3" not in (memory / "pot.db").read_bytes()


def test_it_keeps_no_order_of_arrival(pot: Pot, memory: Path) -> None:
    with closing(sqlite3.connect(memory / "pot.db")) as file:
        tables = file.execute("SELECT sql FROM sqlite_master").fetchall()
    assert tables
    assert all("WITHOUT ROWID" in sql for (sql,) in tables)


def test_many_threads_add_at_once(pot: Pot) -> None:
    pot.prune(before=0, capacity=1000)
    batches = [range(start, start + 50) for start in range(0, 400, 50)]
    threads = [
        threading.Thread(target=lambda batch=batch: [pot.redeem(mark(n), 5, SLOT) for n in batch])
        for batch in batches
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pot.slots("ulm")[SLOT] == 400


def test_parent_and_child_of_a_fork_add_through_files_of_their_own(pot: RamPot) -> None:
    pot.redeem(mark(1), 5, SLOT)
    child = os.fork()
    if not child:
        own = pot._open is None
        os._exit(0 if pot.redeem(mark(2), 5, SLOT) == "counted" and own else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert pot.redeem(mark(3), 5, SLOT) == "counted"
    assert pot.slots("ulm")[SLOT] == 3
