"""Four weeks and twelve, without gaps, by the clock of the plant."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.counts import period
from kiosk.counts.period import Period


def test_a_period_is_named_by_its_first_and_last_week() -> None:
    assert period.of(date(2026, 11, 22)).id == "2026-W45..W48"


def test_a_period_across_the_year_names_both_years() -> None:
    assert period.of(date(2026, 12, 31)).id == "2026-W53..2027-W03"


def test_it_begins_on_a_monday_and_ends_on_a_sunday() -> None:
    one = period.of(date(2026, 11, 22))
    assert (one.first, one.last) == (date(2026, 11, 2), date(2026, 11, 29))


DAYS = st.dates(date(2020, 1, 1), date(2120, 1, 1))
WEEKS = st.sampled_from([period.FOUR, period.TWELVE])


def test_a_block_is_named_by_its_twelve_weeks_also_over_a_year_of_fifty_three() -> None:
    assert period.of(date(2026, 11, 22)).block.id == "2026-W37..W48"
    assert period.of(date(2026, 12, 31)).block.id == "2026-W49..2027-W07"
    assert period.of(date(2026, 12, 31)).block.last == date(2027, 2, 21)


@given(DAYS, WEEKS)
def test_every_day_lies_in_one_period_and_periods_follow_each_other(day: date, weeks: int) -> None:
    one = period.of(day, weeks)
    assert one.first <= day <= one.last
    assert (one.first.isoweekday(), one.last.isoweekday()) == (1, 7)
    assert period.of(one.last + timedelta(days=1), weeks) == one.next
    assert one.next.before == one


@given(DAYS)
def test_three_periods_of_four_weeks_always_make_a_block(day: date) -> None:
    block = period.of(day, period.TWELVE)
    parts = [Period(block.first), Period(block.first).next, Period(block.first).next.next]
    assert [part.block for part in parts] == [block] * 3
    assert (parts[-1].last, parts[-1].next.first) == (block.last, block.next.first)
    assert block.block == block


@given(DAYS, WEEKS)
def test_a_name_leads_back_to_its_period(day: date, weeks: int) -> None:
    assert period.named(period.of(day, weeks).id) == period.of(day, weeks)


@pytest.mark.parametrize("weeks", [period.FOUR, period.TWELVE])
def test_names_sort_by_time(weeks: int) -> None:
    length = timedelta(weeks=weeks)
    periods = [Period(period.FIRST + n * length, weeks) for n in range(200)]
    assert sorted(one.id for one in periods) == [one.id for one in periods]


@pytest.mark.parametrize(
    "name", ["2026-W46..W49", "2026-W45", "", "x", "2026-W45..W49", "2026-W41..W52"]
)
def test_it_refuses_a_name_of_no_period(name: str) -> None:
    with pytest.raises(ValueError, match="names no period"):
        period.named(name)


@pytest.mark.parametrize(
    ("moment", "timezone", "expected"),
    [
        ("2026-11-29 22:59:59", "Europe/Berlin", "2026-W45..W48"),
        ("2026-11-29 23:00:01", "Europe/Berlin", "2026-W49..W52"),
        ("2026-11-29 23:00:01", "America/New_York", "2026-W45..W48"),
        ("2026-03-22 23:00:01", "Europe/Berlin", "2026-W13..W16"),
        ("2026-10-04 22:00:01", "Europe/Berlin", "2026-W41..W44"),
    ],
)
def test_it_turns_at_midnight_of_the_plant_in_summer_and_winter(
    moment: str, timezone: str, expected: str
) -> None:
    assert at(moment, f"period.current({timezone!r}).id") == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-06-14 21:59:59", "2026-W13..W24"),
        ("2026-06-14 22:00:01", "2026-W25..W36"),
        ("2027-02-21 22:59:59", "2026-W49..2027-W07"),
        ("2027-02-21 23:00:01", "2027-W08..W19"),
    ],
)
def test_a_block_turns_there_too_across_a_change_of_the_clocks_and_of_the_year(
    moment: str, expected: str
) -> None:
    assert at(moment, "period.current('Europe/Berlin').block.id") == expected


def at(moment: str, asked: str) -> str:
    """Return what is found at a moment of UTC."""
    code = f"from kiosk.counts import period; print({asked})"
    faked = subprocess.run(
        ["faketime", "-f", moment, sys.executable, "-c", code],
        env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return faked.stdout.strip()
