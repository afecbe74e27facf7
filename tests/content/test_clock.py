"""Lengths and places in a film are said as clocks do."""

import pytest

from content.clock import clock


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (59.9, "0:59"), (90, "1:30"), (600, "10:00")]
)
def test_lengths_are_said_as_clocks_do(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
