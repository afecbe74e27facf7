"""A ticket says nothing outside, and can't be made or changed by anybody else."""

import os
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.counts import ticket
from kiosk.counts.ticket import LENGTH, Ticket

KEY = os.urandom(32)
NAME = "ticket-2026-W47.key"


def key_of(key_id: bytes) -> bytes | None:
    return KEY if key_id == ticket.key_id(NAME) else None


def text(one: Ticket) -> str:
    return ticket.close(one, NAME, KEY)


IDS = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=12, max_size=12)


@given(IDS, st.integers(1, 2**31), st.sampled_from(["", "m" * 12, "k" * 12 + "@" + "a" * 12]),
       st.floats(0, 400), st.booleans())  # fmt: skip
def test_every_ticket_opens_and_all_are_equally_long(
    nugget: str,
    version: int,
    source: str,
    seconds: float,
    offline: bool,  # noqa: FBT001
) -> None:
    one = ticket.write(nugget, version, source, seconds, offline=offline)
    assert len(text(one)) == LENGTH
    assert ticket.open_(text(one), key_of) == one


def test_a_ticket_of_a_clock_that_was_set_back_waits_until_it_is_of_today() -> None:
    one = ticket.write("n" * 12, 1, "", 60)
    assert [one.early(one.when + after) for after in (-86_400, -1, 17, 18)] == [True] * 3 + [False]


def test_only_the_name_of_the_week_is_the_same_in_two_tickets() -> None:
    one, other = (ticket.write("n" * 12, 1, "", 60) for _ in range(2))
    assert text(one)[:2] == text(other)[:2]
    assert sum(a == b for a, b in zip(text(one)[3:], text(other)[3:], strict=True)) < 20
    assert one.mark != other.mark


@given(st.integers(0, LENGTH - 1), st.sampled_from("ABCxyz019-_=~ä"))
def test_a_changed_sign_makes_it_worthless(at: int, sign: str) -> None:
    good = text(ticket.write("n" * 12, 1, "", 60))
    bad = good[:at] + sign + good[at + 1 :]
    assert bad == good or ticket.open_(bad, key_of) is None


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(wild: str) -> None:
    assert ticket.open_(wild, key_of) is None


def test_another_key_does_not_open_it() -> None:
    forged = ticket.close(ticket.write("n" * 12, 1, "", 60), NAME, os.urandom(32))
    assert ticket.open_(forged, key_of) is None


@pytest.mark.parametrize(("seconds", "dwell"), [(60, 18), (90, 27), (400, 30), (0, 0), (-1, 0)])
def test_the_stay_is_a_third_of_the_film_and_thirty_seconds_at_most(
    seconds: float, dwell: int
) -> None:
    one = ticket.write("n" * 12, 1, "", seconds)
    assert one.dwell == dwell
    assert not dwell or one.early(one.when + dwell - 1)
    assert not one.early(one.when + dwell)


def test_a_page_ticket_is_good_for_a_day() -> None:
    one = ticket.write("n" * 12, 1, "", 60)
    assert not one.expired(one.when + 86_400)
    assert one.expired(one.when + 86_401)


def test_an_offline_ticket_knows_the_day_only_and_is_good_for_seven() -> None:
    one = ticket.write("n" * 12, 1, "", 60, offline=True)
    assert one.when % 86_400 == 0
    assert not one.early(one.when)
    assert not one.expired(one.when + 8 * 86_400 - 1)
    assert one.expired(one.when + 8 * 86_400)


def test_its_day_is_the_day_it_was_handed_out() -> None:
    assert ticket.write("n" * 12, 1, "", 60).day == int(time.time()) // 86_400


def test_its_mark_depends_on_chance_alone() -> None:
    one = ticket.write("n" * 12, 1, "", 60)
    assert replace(one, nugget="x" * 12, when=0).mark == one.mark
