"""Four weeks, without gaps, by the clock of the plant."""

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


@given(st.dates(date(2020, 1, 1), date(2120, 1, 1)))
def test_every_day_lies_in_one_period_and_periods_follow_each_other(day: date) -> None:
    one = period.of(day)
    assert one.first <= day <= one.last
    assert period.of(one.last + timedelta(days=1)) == one.next
    assert one.next.before == one


@given(st.dates(date(2020, 1, 1), date(2120, 1, 1)))
def test_a_name_leads_back_to_its_period(day: date) -> None:
    assert period.named(period.of(day).id) == period.of(day)


def test_names_sort_by_time() -> None:
    periods = [Period(period.FIRST + timedelta(weeks=4 * n)) for n in range(200)]
    assert sorted(one.id for one in periods) == [one.id for one in periods]


@pytest.mark.parametrize("name", ["2026-W46..W49", "2026-W45", "", "x", "2026-W45..W49"])
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
    code = f"from kiosk.counts import period; print(period.current({timezone!r}).id)"
    faked = subprocess.run(
        ["faketime", "-f", moment, sys.executable, "-c", code],
        env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert faked.stdout.strip() == expected
