"""What workers say of a nugget: kept by the day, told from the next morning, answered in public."""

from datetime import date, timedelta
from pathlib import Path

import peewee
import pytest

from content import errors, nuggets, remarks, review, versions
from content.card import Card, loads
from content.models import Machine, Nugget, Remark, Site, Version
from content.storage import Folder
from tests.content.cast import DAY, lathe, lay_out, nugget_of, publish

NEXT = DAY + timedelta(1)


@pytest.fixture
def card(site: Site, storage: Folder, tmp_path: Path) -> Card:
    """A published nugget of two steps, on the lathe's kind."""
    found = publish(site, lay_out(tmp_path), storage)
    machine = lathe(site)
    assert machine.kind
    nuggets.hang(nugget_of(found), machine.kind)
    return found


def say(card: Card, kind: str = "unclear", step: int = 2, on: date = DAY, **more: str) -> None:
    remarks.send(card, nugget_of(card).site_id, kind, step, on, **more)


def again(card: Card) -> Card:
    """Publish the next version."""
    version = versions.begin(nugget_of(card))
    nuggets.publish(version, NEXT)
    return loads(Version.get_by_id(version.id).card)


def test_a_remark_is_told_the_next_morning_and_not_before(site: Site, card: Card) -> None:
    say(card)
    assert remarks.waiting(site, DAY) == []
    (one,) = remarks.waiting(site, NEXT)
    assert (one.kind, one.step, one.sent_on) == ("unclear", 2, DAY.isoformat())
    assert one.title == "Schutzbrille tragen"
    assert one.body == "Setz sie auf, bevor du die Drehmaschine öffnest."


def test_unsafe_is_told_at_once(site: Site, card: Card) -> None:
    say(card, "unsafe", machine_id=Machine.get().id)
    (one,) = remarks.waiting(site, DAY)
    assert one == remarks.unsafe(site)[0]
    assert one.machine == Machine.get().name


def test_ten_thousand_that_say_the_same_are_one_row(card: Card) -> None:
    for day in range(20):
        for _ in range(5):
            say(card, on=DAY + timedelta(day))
    assert Remark.select().count() == 1
    assert Remark.get().sent_on == DAY.isoformat()


def test_a_row_is_known_by_what_it_says_and_lies_in_no_order_of_arrival(
    database: peewee.Database, card: Card
) -> None:
    say(card, "wrong", 1)
    say(card, "unclear", 0)
    there = {row.id for row in Remark.select()}
    Remark.delete().execute()
    say(card, "unclear", 0)
    say(card, "wrong", 1)
    assert {row.id for row in Remark.select()} == there
    if isinstance(database, peewee.SqliteDatabase):
        with pytest.raises(peewee.OperationalError, match="rowid"):
            database.execute_sql("SELECT rowid FROM remark")


@pytest.mark.parametrize("kind", ["unclear", "wrong"])
def test_no_machine_is_kept_where_it_would_only_tell_who_sent_it(card: Card, kind: str) -> None:
    say(card, kind, machine_id=Machine.get().id)
    assert Remark.get().machine_id is None


def test_what_is_answered_is_public_with_its_answer_alone(site: Site, card: Card) -> None:
    say(card)
    assert remarks.public(card.id) == []
    remarks.answer(remarks.find(site, Remark.get().id, NEXT), "stays", "  So ist es \n gut. ", NEXT)
    (one,) = remarks.public(card.id)
    assert (one.outcome, one.answer, one.answered_on) == (
        "stays",
        "So ist es gut.",
        NEXT.isoformat(),
    )
    assert remarks.waiting(site, NEXT) == []
    assert [one.outcome for one in remarks.answered(site, NEXT)] == ["stays"]


def test_an_answer_is_one_of_those_there_are(site: Site, card: Card) -> None:
    say(card)
    row = remarks.find(site, Remark.get().id, NEXT)
    with pytest.raises(errors.OutcomeMissing):
        remarks.answer(row, "nonsense", "", NEXT)
    with pytest.raises(errors.TooLong):
        remarks.answer(row, "changed", "x" * 201, NEXT)
    assert remarks.public(card.id) == []


def test_nobody_answers_what_is_not_told_yet(site: Site, card: Card) -> None:
    say(card)
    with pytest.raises(errors.RemarkUnknown):
        remarks.find(site, Remark.get().id, DAY)


def test_unsafe_that_comes_again_on_the_day_of_its_answer_waits_again(
    site: Site, card: Card
) -> None:
    say(card, "unsafe")
    remarks.answer(remarks.find(site, Remark.get().id, DAY), "stays", "", DAY)
    assert remarks.unsafe(site) == []
    say(card, "unsafe")
    assert len(remarks.unsafe(site)) == 1


def test_a_remark_stays_with_the_step_of_its_version(site: Site, card: Card) -> None:
    say(card)
    newer = again(card)
    say(newer)
    told = {one.number: one for one in remarks.waiting(site, NEXT + timedelta(1))}
    assert set(told) == {1, 2}
    assert told[1].released_since
    assert not told[2].released_since
    assert told[1].since == NEXT.isoformat()


def test_a_changed_machine_puts_its_nuggets_to_due_the_next_morning(site: Site, card: Card) -> None:
    machine = Machine.get()
    Nugget.update(reviewed_on=(DAY - timedelta(9)).isoformat()).execute()
    say(card, "machine changed", machine_id=machine.id)
    assert remarks.let_due(site, DAY) == []
    assert [one.id for one in remarks.let_due(site, NEXT)] == [card.id]
    row = Nugget.get_by_id(card.id)
    assert (row.review_by, row.due_why) == (NEXT.isoformat(), remarks.DUE)


def test_what_was_found_right_after_a_change_is_not_put_to_due_again(
    site: Site, card: Card
) -> None:
    say(card, "machine changed")
    Nugget.update(reviewed_on=NEXT.isoformat()).execute()
    assert remarks.let_due(site, NEXT + timedelta(1)) == []


def test_a_reason_that_a_trainer_gave_stays(site: Site, card: Card) -> None:
    say(card, "machine changed")
    review.due(nugget_of(card), DAY, "Neue Tür.")
    Nugget.update(reviewed_on=DAY.isoformat()).execute()
    remarks.let_due(site, NEXT)
    assert Nugget.get_by_id(card.id).due_why == "Neue Tür."


def test_what_was_answered_is_forgotten_after_a_year(site: Site, card: Card) -> None:
    say(card)
    say(card, "wrong")
    remarks.answer(Remark.get(Remark.kind == "wrong"), "changed", "", NEXT)
    assert remarks.purge(date(2027, 11, 24)) == 0
    assert remarks.purge(date(2027, 11, 25)) == 1
    assert Remark.get().kind == "unclear"


def test_a_remark_on_what_was_withdrawn_still_waits_for_its_answer(
    site: Site, card: Card, storage: Folder
) -> None:
    say(card, "unsafe")
    nuggets.withdraw(nugget_of(card), storage, DAY, why="Falsch.")
    (one,) = remarks.unsafe(site)
    assert one.live == 0
