"""Files that lie between two pages: for one account, for a day."""

import io
import os
import time

import pytest

from kiosk.machines.parked import NotParked, ParkedTooLarge, park, parked, sweep
from kiosk.settings import Settings


def test_what_was_parked_is_there_for_its_owner_alone(settings: Settings) -> None:
    token = park(settings, "alice", io.BytesIO(b"rows"), "csv", 10)
    path = parked(settings, "alice", token)
    assert path.read_bytes() == b"rows"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NotParked):
        parked(settings, "bob", token)


def test_too_large_a_file_leaves_nothing(settings: Settings) -> None:
    assert parked(settings, "a", park(settings, "a", io.BytesIO(b"x" * 10), "csv", 10))
    with pytest.raises(ParkedTooLarge):
        park(settings, "a", io.BytesIO(b"x" * 11), "csv", 10)
    assert len(list((settings.data / "parked").iterdir())) == 1


@pytest.mark.parametrize("token", ["", "../kiosk.db", "x" * 32 + ".csv", "0" * 32 + ".csv"])
def test_a_token_nobody_was_given_opens_nothing(settings: Settings, token: str) -> None:
    with pytest.raises(NotParked):
        parked(settings, "alice", token)


def test_it_is_taken_away_after_a_day(settings: Settings) -> None:
    path = parked(settings, "a", park(settings, "a", io.BytesIO(b"rows"), "csv", 10))
    sweep(settings)
    assert path.exists()
    os.utime(path, (time.time() - 90_000,) * 2)
    sweep(settings)
    assert not path.exists()
