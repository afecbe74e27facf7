"""Keys are destroyed so that nothing opens again, and the clock says when the next minute is."""

import os
from pathlib import Path

from kiosk.counts import keys, minute


def test_a_destroyed_key_is_overwritten_before_it_is_removed(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"k" * 32)
    os.link(tmp_path / "key", tmp_path / "other name")
    keys.destroy(tmp_path / "key")
    assert not (tmp_path / "key").exists()
    assert (tmp_path / "other name").read_bytes() != b"k" * 32


def test_the_next_minute_is_less_than_a_minute_away() -> None:
    assert 0 < minute.seconds_to_next_minute() <= 60
