"""The sealed pot says nothing by size, time or content."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.counts.kinds import KINDS
from kiosk.counts.pot import Dump, Slot
from kiosk.counts.seal import pack, seal, unpack, unseal

KEY = os.urandom(32)
SLOTS = [Slot("ulm", "2026-W45..W48", f"k@h{n}", "n", kind) for n in range(3) for kind in KINDS]
WAY = ("ulm", "n", "2026-W45..W48", "", "", 1, "site", "site", 40)


def dump(numbers: list[int], spent: list[tuple[bytes, int]]) -> Dump:
    slots = list(zip(SLOTS, numbers, strict=True))
    return Dump([("ulm", "Europe/Berlin")], [WAY], slots, spent, 4096)


NUMBERS = st.lists(st.integers(0, 2**32 - 1), min_size=len(SLOTS), max_size=len(SLOTS))
SPENT = st.dictionaries(st.binary(min_size=8, max_size=8), st.integers(1, 65_535), max_size=50)


@given(NUMBERS, SPENT)
def test_its_size_does_not_depend_on_what_was_counted(
    numbers: list[int], spent: dict[bytes, int]
) -> None:
    whole = pack(dump(numbers, sorted(spent.items())))
    assert len(whole) == len(pack(dump([0] * len(SLOTS), [])))
    assert unpack(whole) == dump(numbers, sorted(spent.items()))


def test_it_opens_with_its_key(tmp_path: Path) -> None:
    seal(dump([1] * len(SLOTS), [(b"12345678", 5)]), tmp_path / "s", KEY, 120.5)
    assert unseal(tmp_path / "s", KEY) == dump([1] * len(SLOTS), [(b"12345678", 5)])


def test_it_is_dated_to_the_minute_and_private(tmp_path: Path) -> None:
    seal(dump([1] * len(SLOTS), []), tmp_path / "s", KEY, 60 * 1000 + 59.9)
    assert (tmp_path / "s").stat().st_mtime == 60 * 1000
    assert (tmp_path / "s").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_sealing_the_same_twice_looks_different(tmp_path: Path) -> None:
    for name in ("a", "b"):
        seal(dump([1] * len(SLOTS), []), tmp_path / name, KEY, 60)
    assert (tmp_path / "a").read_bytes()[10:] != (tmp_path / "b").read_bytes()[10:]


@pytest.mark.parametrize("content", [b"", b"KIOSKPOT1\n", b"KIOSKPOT1\n" + bytes(99), b"x" * 99])
def test_a_damaged_one_does_not_open(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s").write_bytes(content)
    assert unseal(tmp_path / "s", KEY) is None


def test_a_missing_one_or_another_key_opens_nothing(tmp_path: Path) -> None:
    assert unseal(tmp_path / "s", KEY) is None
    seal(dump([1] * len(SLOTS), []), tmp_path / "s", KEY, 60)
    assert unseal(tmp_path / "s", os.urandom(32)) is None
