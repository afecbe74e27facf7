"""Whether a nugget is still right: who may say so, until when, and what a changed machine does."""

from datetime import timedelta
from pathlib import Path

import pytest

from content import errors, nuggets, release, review, versions, waiting
from content.models import Machine, Nugget, Site, Version
from content.release import Colleague
from content.storage import Folder
from tests.content.cast import lathe, lay_out, nugget_of, publish

BOB = Colleague("bob000000000", safety=True)
CAROL = Colleague("carol0000000")


@pytest.fixture
def glasses(site: Site, storage: Folder, tmp_path: Path) -> Nugget:
    """A published safety nugget."""
    return nugget_of(publish(site, lay_out(tmp_path), storage))


@pytest.fixture
def machine(site: Site, glasses: Nugget) -> Machine:
    """The lathe, on whose kind it hangs."""
    found = lathe(site)
    assert found.kind
    nuggets.hang(glasses, found.kind)
    return found


def fresh(nugget: Nugget) -> Nugget:
    found: Nugget = Nugget.get_by_id(nugget.id)
    return found


def test_still_right_makes_no_new_version(site: Site, glasses: Nugget) -> None:
    today = release.today(site)
    review.due(glasses, today, "A new door.")
    review.still_right(glasses, BOB, four_eyes=True, review_by=today + timedelta(90))
    row = fresh(glasses)
    assert (row.due_why, row.reviewed_on) == ("", today.isoformat())
    assert row.review_by == (today + timedelta(90)).isoformat()
    assert Version.select().count() == 1


def test_safety_is_confirmed_by_safety_and_for_a_year_at_most(site: Site, glasses: Nugget) -> None:
    today = release.today(site)
    with pytest.raises(errors.SafetyOnly):
        review.still_right(glasses, CAROL, four_eyes=False, review_by=today + timedelta(9))
    with pytest.raises(errors.DayTooLate):
        review.still_right(glasses, BOB, four_eyes=True, review_by=today + timedelta(367))
    with pytest.raises(errors.DayGone):
        review.still_right(glasses, BOB, four_eyes=True, review_by=today)


@pytest.mark.parametrize(
    ("klass", "four_eyes", "barred"),
    [("safety", False, True), ("normal", True, True), ("normal", False, False)],
)
def test_whoever_writes_the_next_version_does_not_confirm_this_one(
    glasses: Nugget, *, klass: str, four_eyes: bool, barred: bool
) -> None:
    glasses.klass = klass
    glasses.save()
    Version.update(authors=BOB.id).where(Version.id == versions.begin(glasses).id).execute()
    found = review.barred(glasses, BOB, four_eyes=four_eyes)
    assert isinstance(found, errors.NotYours) == barred


def test_what_is_not_published_cannot_be_confirmed(site: Site) -> None:
    nugget = nuggets.draft(site, "new").nugget
    with pytest.raises(errors.NothingToReview):
        review.still_right(
            nugget, BOB, four_eyes=True, review_by=release.today(site) + timedelta(9)
        )


def test_a_changed_machine_makes_its_nuggets_due_today(
    site: Site, glasses: Nugget, machine: Machine
) -> None:
    assert review.machine_changed(machine, "A new door.") == [glasses]
    today = release.today(site)
    assert [due.nugget_id for due in waiting.due(site, today)] == [glasses.id]
    assert fresh(glasses).due_why == "A new door."


def test_what_was_due_before_stays_due_since_then(
    site: Site, glasses: Nugget, machine: Machine
) -> None:
    Nugget.update(review_by="2020-01-01").execute()
    review.machine_changed(machine, "A new door.")
    assert fresh(glasses).review_by == "2020-01-01"


def test_a_machine_changes_for_a_reason(glasses: Nugget, machine: Machine) -> None:
    with pytest.raises(errors.ReasonMissing):
        review.machine_changed(machine, "  ")
    with pytest.raises(errors.TooLong):
        review.machine_changed(machine, "x" * 301)
    assert fresh(glasses).due_why == ""


def test_publishing_again_ends_what_made_it_due(
    site: Site, glasses: Nugget, machine: Machine
) -> None:
    review.machine_changed(machine, "A new door.")
    nuggets.publish(versions.begin(glasses), release.today(site))
    assert fresh(glasses).due_why == ""
    assert waiting.due(site, release.today(site)) == []
