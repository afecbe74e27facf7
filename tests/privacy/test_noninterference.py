"""Proofs 1 and 2: one completion more or less, and nobody can tell until the period is closed.

Two lives of the whole application on copies of one plant under a frozen clock: in one a worker
scans, plays, answers and finishes; in the other nobody does anything. Every answer to everybody
and every file must be the same. Then leaks are planted that others have, and each must be noticed
in the same harness.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.privacy.lives import Harness, Life

LEAKS = Path(__file__).with_name("leaks.py")
PLANS = re.findall(r'^    "(.+)": Plan\(', LEAKS.read_text(), re.MULTILINE)
SHORT = ("a tile for the works council alone",)

Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def nobody(harness: Harness) -> Life:
    """The life in which nobody learned, looked at by everybody."""
    return harness.live(looks="everybody")


def difference(one: Life, other: Life) -> list[str]:
    """Return every answer and file by which two lives can be told apart."""
    found = [name for name in one.files.keys() | other.files.keys()
             if one.files.get(name) != other.files.get(name)]  # fmt: skip
    for when in one.seen:
        found += [f"{when}, {ask}" for ask in one.seen[when].keys() | other.seen[when].keys()
                  if one.seen[when].get(ask) != other.seen[when].get(ask)]  # fmt: skip
    return found if one.log == other.log else [*found, "the log"]


def test_nobody_can_tell_whether_somebody_learned(
    harness: Harness, nobody: Life, record_property: Record
) -> None:
    somebody = harness.live("chuck", looks="everybody")
    assert (nobody.counted, somebody.counted) == (0, 1)
    assert nobody.closed == somebody.closed != []
    asked = sum(len(answers) for answers in nobody.seen.values())
    record_property("tried", f"{asked} answers and {len(nobody.files)} files of two lives compared")
    assert difference(nobody, somebody) == []


@pytest.mark.slow
def test_nobody_can_tell_in_any_language_or_by_the_order(
    harness: Harness, record_property: Record
) -> None:
    """Six of each, in another order: what is published then is the same to the last byte."""
    one = harness.live(*["chuck", "order"] * 6, looks="all")
    other = harness.live(*["chuck"] * 6, *["order"] * 6, looks="all")
    assert (one.counted, other.counted) == (12, 12)
    record_property("tried", "twelve completions in two orders, looked at in both languages")
    assert difference(one, other) == []


def test_every_page_was_looked_at_by_everybody(nobody: Life) -> None:
    evening = nobody.seen["evening"]
    roles = {ask.partition(":")[0] for ask in evening}
    assert {"a phone", "trainer", "safety", "council", "admin", "nobody signed in"} <= roles
    assert not [ask for ask, answer in evening.items() if answer[0] >= 500]
    films = [answer[0] for ask, answer in evening.items() if ask.startswith("a phone: /media/")]
    assert 200 in films, "a day later the plant's media are there, too"
    seen = {role: sum(answer[0] == 200 for ask, answer in evening.items()
                      if ask.startswith(f"{role}:")) for role in roles}  # fmt: skip
    assert seen["a phone"] > 40
    assert min(seen[role] for role in ("trainer", "safety", "council", "admin")) > 10


def test_no_answer_tells_a_time_finer_than_the_day(nobody: Life) -> None:
    """Of a head only its own date may, and a studio's session says when it ends."""
    fine = re.compile(r"\d\d:\d\d:(?!00)\d\d|\b1[789]\d{8}\b")
    told = [
        f"{ask}: {name}: {value}"
        for ask, (_, head, _) in nobody.seen["evening"].items()
        for name, value in head
        if name not in {"Date", "Set-Cookie", "Expires"} and fine.search(value)
    ]
    assert told == []


def two_lives(harness: Harness, leak: str = "") -> list[str]:
    """Return how a life with one completion differs from one without, seen by few."""
    lives = harness.live(leak=leak), harness.live("chuck", leak=leak)
    asks = [ask for life in lives for when in life.seen.values() for ask in when.items()]
    assert not [ask for ask, answer in asks if ask and 500 in answer[:1]], "broken, not leaking"
    return difference(*lives)


@pytest.mark.slow
def test_the_small_harness_is_green_where_nothing_was_planted(harness: Harness) -> None:
    assert two_lives(harness) == []


@pytest.mark.parametrize(
    "leak", [one if one in SHORT else pytest.param(one, marks=pytest.mark.slow) for one in PLANS]
)
def test_a_planted_leak_is_noticed(harness: Harness, leak: str, record_property: Record) -> None:
    record_property("planted", leak)
    assert two_lives(harness, leak)
