"""Who may release, from which day on, and what is forgotten then. Alice writes, Bob releases."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import peewee
import pytest

from content import catalogue, errors, library, medium, nuggets, release
from content.models import Nugget, Site, Text, Version
from content.release import TICKS, Colleague, Decision
from content.storage import Folder
from kiosk.db import connected
from tests.content.cast import fresh, give_film, lay_out

ALICE = Colleague("alice0000000")
BOB = Colleague("bob000000000", safety=True)
CAROL = Colleague("carol0000000")


@pytest.fixture
def draft(site: Site, storage: Folder, tmp_path: Path) -> Version:
    """Alice's draft of a safety nugget, whole."""
    version = library.import_folder(site, lay_out(tmp_path), storage)
    give_film(version, storage)
    Version.update(authors=ALICE.id).where(Version.id == version.id).execute()
    return fresh(version)


@pytest.fixture
def waiting(draft: Version) -> Version:
    """The same, handed in."""
    release.submit(draft, consent="Nobody can be recognised.")
    return fresh(draft)


@pytest.fixture
def decided(site: Site) -> Decision:
    """Everything looked at; it holds from today for half a year."""
    today = release.today(site)
    return Decision(
        frozenset(TICKS), "Nobody can be recognised.", today, today + timedelta(180), ""
    )


def released(version: Version, who: Colleague, decided: Decision, *, four_eyes: bool) -> bool:
    """Release what was looked at a moment ago."""
    looked = replace(decided, seen=release.seen(version))
    return release.release(version, who, looked, four_eyes=four_eyes)


def classed(version: Version, klass: str) -> Version:
    Nugget.update(klass=klass).where(Nugget.id == version.nugget_id).execute()
    return fresh(version)


@pytest.mark.parametrize(
    ("klass", "who", "four_eyes", "bar"),
    [
        ("safety", BOB, True, None),
        ("safety", CAROL, True, errors.SafetyOnly),
        ("safety", replace(ALICE, safety=True), False, errors.NotYours),
        ("normal", CAROL, True, None),
        ("normal", ALICE, True, errors.NotYours),
        ("normal", ALICE, False, None),
    ],
)
def test_the_rules_say_who_may_release(
    waiting: Version, *, klass: str, who: Colleague, four_eyes: bool, bar: type | None
) -> None:
    found = release.barred(classed(waiting, klass), who, four_eyes=four_eyes)
    assert (type(found) if found else None) == bar


def test_a_release_publishes_and_forgets_who_wrote(waiting: Version, decided: Decision) -> None:
    assert released(waiting, BOB, decided, four_eyes=True)
    row = fresh(waiting)
    assert (row.state, row.authors, row.consent) == ("published", "", decided.consent)
    assert row.nugget.review_by == decided.review_by.isoformat()
    assert row.nugget.reviewed_on == decided.on.isoformat()
    assert ALICE.id not in row.card


def test_nothing_written_to_the_disk_remembers_who_wrote(
    site: Site, storage: Folder, waiting: Version, decided: Decision, tmp_path: Path
) -> None:
    released(waiting, BOB, decided, four_eyes=True)
    folder = library.export(fresh(waiting), tmp_path / "out" / "wear-glasses", storage)
    files = [*folder.iterdir(), *(one for one in storage.root.rglob("*") if one.is_file())]
    assert not any(ALICE.id.encode() in file.read_bytes() for file in files)


def test_who_is_barred_changes_nothing(waiting: Version, decided: Decision) -> None:
    with pytest.raises(errors.SafetyOnly):
        released(waiting, CAROL, decided, four_eyes=True)
    row = fresh(waiting)
    assert (row.state, row.authors, row.effective_on) == ("in review", ALICE.id, None)


Change = Callable[[Decision], Decision]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda it: replace(it, ticked=it.ticked - {"parts"}), errors.NotTicked),
        (lambda it: replace(it, consent="  "), errors.PeopleMissing),
        (lambda it: replace(it, on=it.on - timedelta(1)), errors.DayGone),
        (lambda it: replace(it, review_by=it.on), errors.DayGone),
        (lambda it: replace(it, review_by=it.on + timedelta(367)), errors.DayTooLate),
    ],
)
def test_what_is_not_decided_well_is_refused(
    waiting: Version, decided: Decision, change: Change, error: type[Exception]
) -> None:
    with pytest.raises(error):
        released(waiting, BOB, change(decided), four_eyes=True)
    assert fresh(waiting).state == "in review"


def test_only_what_is_in_review_is_released(draft: Version, decided: Decision) -> None:
    with pytest.raises(errors.Ahead, match="draft"):
        released(draft, BOB, decided, four_eyes=True)


def test_a_film_that_was_changed_back_is_not_released(waiting: Version, decided: Decision) -> None:
    Text.update(captions=None).where(Text.version == waiting).execute()
    with pytest.raises(errors.NotReady):
        released(waiting, BOB, decided, four_eyes=True)


def test_a_day_to_come_publishes_on_that_day_and_not_before(
    site: Site, waiting: Version, decided: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = decided.on + timedelta(3)
    assert not released(waiting, BOB, replace(decided, on=later), four_eyes=True)
    row = fresh(waiting)
    assert (row.state, row.effective_on, row.authors) == ("in review", later.isoformat(), "")
    assert release.every_day() == []
    assert fresh(waiting).state == "in review"
    monkeypatch.setattr(release, "today", lambda _site: later)
    assert release.every_day() == []
    row = fresh(waiting)
    assert (row.state, row.published_on) == ("published", later.isoformat())
    assert row.nugget.review_by == decided.review_by.isoformat()


def test_what_is_no_longer_ready_on_its_day_waits_again_and_says_why(
    site: Site, waiting: Version, decided: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = decided.on + timedelta(3)
    released(waiting, BOB, replace(decided, on=later), four_eyes=True)
    Version.update(film=None).where(Version.id == waiting.id).execute()
    monkeypatch.setattr(release, "today", lambda _site: later)
    assert release.every_day() == [waiting]
    row = fresh(waiting)
    assert (row.state, row.effective_on) == ("in review", None)
    assert "it has no film yet" in row.remark


def test_the_day_is_that_of_the_plant(site: Site) -> None:
    # These two are 24 hours apart, all the year: one more, and some hours of the day see two days.
    Site.update(timezone="Pacific/Kiritimati").where(Site.id == site.id).execute()
    east = release.today(Site.get_by_id(site.id))
    Site.update(timezone="Pacific/Honolulu").where(Site.id == site.id).execute()
    assert east - release.today(Site.get_by_id(site.id)) == timedelta(1)


def test_what_was_released_for_a_day_to_come_is_given_back_unless_it_is_out(
    waiting: Version, decided: Decision
) -> None:
    later = replace(decided, on=decided.on + timedelta(3))
    released(waiting, BOB, later, four_eyes=True)
    with pytest.raises(errors.Ahead, match="released"):
        released(waiting, BOB, decided, four_eyes=True)
    release.give_back(waiting, "Wait for the new door.")
    row = fresh(waiting)
    assert (row.state, row.effective_on, row.remark) == ("draft", None, "Wait for the new door.")


def test_a_withdrawal_calls_back_what_waits_for_its_day(
    site: Site, storage: Folder, waiting: Version, decided: Decision
) -> None:
    released(waiting, BOB, decided, four_eyes=True)
    second = nuggets.draft(site, "wear-glasses")
    Version.update(state="in review", effective_on="2090-01-01").where(
        Version.id == second.id
    ).execute()
    nuggets.withdraw(waiting.nugget, storage, decided.on, why="The lathe is gone.")
    assert (fresh(second).state, fresh(second).effective_on) == ("draft", None)
    assert fresh(waiting).withdrawn_why == "The lathe is gone."


def test_a_second_version_wants_a_reason(waiting: Version, decided: Decision) -> None:
    released(waiting, BOB, decided, four_eyes=True)
    second = nuggets.draft(waiting.nugget.site, "wear-glasses")
    with pytest.raises(errors.ReasonMissing):
        release.submit(second, consent="Nobody.")


def test_a_draft_is_not_handed_in_without_a_word_about_people(draft: Version) -> None:
    with pytest.raises(errors.PeopleMissing):
        release.submit(draft)
    assert fresh(draft).state == "draft"


def test_an_operators_release_forgets_who_wrote_too(draft: Version) -> None:
    nuggets.publish(draft, date(2026, 11, 23))
    assert fresh(draft).authors == ""


def test_of_two_colleagues_at_the_same_moment_one_is_told_that_the_other_was_quicker(
    database: peewee.Database, waiting: Version, decided: Decision
) -> None:
    start, ends = threading.Barrier(2), list[bool | str]()

    def decide(who: Colleague) -> None:
        with connected(database):
            version = fresh(waiting)
            start.wait(10)
            try:
                ends.append(released(version, who, decided, four_eyes=True))
            except errors.Ahead as late:
                ends.append(str(late))

    crew = [threading.Thread(target=decide, args=(replace(BOB, id=name),)) for name in "xy"]
    for one in crew:
        one.start()
    for one in crew:
        one.join(20)
    assert sorted(map(type, ends), key=str) == [bool, str]
    assert catalogue.card(waiting.nugget.site_id, "wear-glasses")


def test_captions_count_as_read_only_when_somebody_read_them(
    storage: Folder, waiting: Version, decided: Decision
) -> None:
    film = medium.keep(waiting.nugget.site, storage, b"vtt", "captions", "vtt")
    Text.update(captions=film, captions_state="draft").where(Text.version == waiting).execute()
    with pytest.raises(errors.NotReady, match="read the captions through"):
        released(waiting, BOB, decided, four_eyes=True)


def test_what_was_changed_after_it_was_looked_at_is_not_released(
    waiting: Version, decided: Decision
) -> None:
    looked = replace(decided, seen=release.seen(waiting))
    Text.update(title="Something else").where(Text.version == waiting).execute()
    with pytest.raises(errors.Rewritten):
        release.release(waiting, BOB, looked, four_eyes=True)
    assert fresh(waiting).state == "in review"
