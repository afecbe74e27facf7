"""The nugget of the day: everybody's the same, each once before any comes again, new ones soon."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from content import nuggets, today
from content.models import Nugget, Site
from content.storage import Folder
from content.today import Candidate
from tests.content.cast import DAY, lay_out, nugget_of, publish

FIRST = date(2026, 3, 2)
FIVE = [Candidate(slug, FIRST) for slug in ("a", "b", "c", "d", "e")]


def days(found: list[Candidate], first: date, count: int) -> list[str | None]:
    return [today.pick("nord", found, first + timedelta(n)) for n in range(count)]


def test_each_is_shown_before_any_comes_again() -> None:
    shown = days(FIVE, FIRST, 15)
    assert sorted(map(str, shown[:5])) == ["a", "b", "c", "d", "e"]
    assert shown[5:10] == shown[10:15] == shown[:5]


def test_the_rule_is_the_same_wherever_it_is_worked_out_and_however_the_rows_come() -> None:
    assert days(FIVE[::-1], FIRST, 9) == days(FIVE, FIRST, 9)
    assert days(FIVE, FIRST, 5) == ["d", "c", "e", "a", "b"]


def test_what_is_new_has_its_day_after_it_was_published() -> None:
    born = FIRST + timedelta(7)
    before, after = days(FIVE, FIRST, 14), days([*FIVE, Candidate("new", born)], FIRST, 14)
    assert after[:8] == before[:8]
    assert after[8] == "new"
    assert after[9:14] == before[8:13]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.integers(0, 90))
def test_no_nugget_comes_again_while_another_waits(since: list[int], day: int) -> None:
    found = [Candidate(f"n{n}", FIRST + timedelta(at)) for n, at in enumerate(since)]
    begin = FIRST + timedelta(min(since))
    shown = [today.pick("nord", found, begin + timedelta(n)) for n in range(day + 1)]
    assert None not in shown
    again = [n for n in range(len(shown)) if shown[n] in shown[:n]]
    for n in again:
        last = max(k for k in range(n) if shown[k] == shown[n])
        there = {one.slug for one in found if one.since < begin + timedelta(last)}
        assert there <= set(shown[last:n])


def test_a_clock_before_the_first_publication_still_shows_something() -> None:
    assert today.pick("nord", FIVE, FIRST - timedelta(400)) == days(FIVE, FIRST, 1)[0]


def test_a_plant_of_fifty_years_begins_in_between() -> None:
    old = [Candidate(slug, date(1976, 1, 1)) for slug in ("a", "b", "c")]
    assert sorted(map(str, days(old, FIRST, 3))) == ["a", "b", "c"]


def test_nothing_published_is_nothing_to_show() -> None:
    assert today.pick("nord", [], FIRST) is None


def test_a_day_begins_at_the_plants_own_midnight() -> None:
    late = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    assert today.day_of("Europe/Berlin", late) == date(2026, 3, 28)
    assert today.left("Europe/Berlin", late) == 1800
    assert today.day_of("Pacific/Auckland", late) == date(2026, 3, 29)


def test_a_day_on_which_clocks_change_ends_at_its_midnight_too() -> None:
    morning = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert today.left("Europe/Berlin", morning) == 23 * 3600


def test_only_what_is_published_and_may_be_seen_from_anywhere_counts(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    assert today.candidates(site.id) == []
    card = publish(site, lay_out(tmp_path), storage)
    assert today.candidates(site.id) == [Candidate("wear-glasses", DAY)]
    Nugget.update(reach="plant network").execute()
    assert today.candidates(site.id) == []
    Nugget.update(reach="anywhere").execute()
    nuggets.withdraw(nugget_of(card), storage, DAY)
    assert today.candidates(site.id) == []
