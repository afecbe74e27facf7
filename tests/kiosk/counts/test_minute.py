"""Every minute, and at start and stop: nothing lost, nothing opened that is closed."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from content.card import Card
from kiosk.counts import Counts, keys, minute, period
from kiosk.counts.models import Closed, Released
from kiosk.counts.pot import RamPot, Slot
from kiosk.counts.seal import unseal
from kiosk.counts.units import SITE
from tests.kiosk.counts.world import World, opened, reboot

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def card(world: World) -> Card:
    world.machine("hall3", world.lathe)
    return world.nugget("chuck", world.lathe, seconds=0)


def count(counts: Counts, card: Card, times: int) -> None:
    for _ in range(times):
        assert counts.redeem(opened(counts, card, None)) == "counted"


def total(counts: Counts) -> int:
    return sum(n for _, n in counts.pot.dump().slots)


def test_the_first_start_says_that_counting_begins(counts: Counts, card: Card) -> None:
    assert counts.start() == minute.FRESH
    assert counts.start() == minute.KEPT


def test_whoever_finds_a_place_during_the_first_start_finds_room_too(
    counts: Counts, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without room for a spent ticket it would be a blank one, and count nothing."""
    lay, seen = RamPot.lay, []

    def watched(pot: RamPot, *layout: Any) -> None:
        lay(pot, *layout)
        seen.append(pot.look(card.id))

    monkeypatch.setattr(RamPot, "lay", watched)
    counts.start()
    assert [look.has_room for look in seen if look.slot] == [True] * 3


def test_after_a_reboot_the_seal_brings_the_counts_back(counts: Counts, card: Card) -> None:
    counts.start()
    count(counts, card, 3)
    counts.stop()
    again = reboot(counts)
    assert again.start() == minute.UNSEALED
    assert total(again) == 3


def test_after_a_reboot_a_spent_ticket_is_still_spent(counts: Counts, card: Card) -> None:
    counts.start()
    text = opened(counts, card, None)
    counts.redeem(text)
    counts.stop()
    again = reboot(counts)
    again.start()
    assert again.redeem(text) == "again"


def test_what_was_counted_since_the_last_seal_is_lost_with_the_memory(
    counts: Counts, card: Card
) -> None:
    counts.start()
    count(counts, card, 2)
    counts.minute()
    count(counts, card, 1)
    again = reboot(counts)
    again.start()
    assert total(again) == 2


def test_without_its_key_the_open_period_begins_at_zero_and_says_so(
    counts: Counts, card: Card
) -> None:
    counts.start()
    count(counts, card, 3)
    counts.stop()
    again = reboot(counts)
    keys.destroy(again.settings.keys / keys.POT)
    assert again.start() == minute.LOST
    assert total(again) == 0


def test_a_seal_is_written_each_minute_whether_or_not_anything_happened(
    counts: Counts, card: Card
) -> None:
    counts.start()
    sealed = minute.sealed_file(counts.settings)
    before, size = sealed.read_bytes(), sealed.stat().st_size
    counts.minute()
    assert sealed.read_bytes() != before
    assert sealed.stat().st_size == size
    assert sealed.stat().st_mtime % 60 == 0


def open_a_closed_period(counts: Counts, card: Card, n: int) -> str:
    """Lay a count into the period before this one, as if the server had slept through its end."""
    site, _ = counts.pot.dump().plants[0]
    before = period.current("Europe/Berlin").before.id
    dump = counts.pot.dump()
    dump.slots = [(Slot(site, before, SITE, card.id), n)]
    counts.pot.clear(site, dump.ways[0][2])
    counts.pot.close()
    shutil.rmtree(counts.pot.folder)
    counts.pot.folder.mkdir(mode=0o700)
    counts.pot.fill(dump)
    return before


def test_a_period_that_is_over_is_released_at_the_next_minute(counts: Counts, card: Card) -> None:
    counts.start()
    before = open_a_closed_period(counts, card, 7)
    assert counts.minute() == [before]
    assert counts.minute() == []
    assert [(row.period, row.n) for row in Released.select()] == [(before, 7)]


def test_killed_between_the_rows_and_the_clearing_nothing_is_counted_twice(
    counts: Counts, card: Card
) -> None:
    counts.start()
    before = open_a_closed_period(counts, card, 7)
    Closed.create(site=counts.pot.dump().plants[0][0], period=before, k=5)
    assert counts.minute() == []
    assert Released.select().count() == 0
    assert before not in counts.pot.periods(counts.pot.dump().plants[0][0])


@pytest.mark.parametrize("after", ["rows", "clearing", "new key", "old key gone"])
def test_wherever_a_close_is_cut_short_the_old_key_is_gone_in_the_end(
    counts: Counts, card: Card, tmp_path: Path, after: str
) -> None:
    counts.start()
    before = open_a_closed_period(counts, card, 4)
    counts.stop()
    kept = shutil.copy(minute.sealed_file(counts.settings), tmp_path / "kept")
    old = (counts.settings.keys / keys.POT).read_bytes()
    os.link(counts.settings.keys / keys.POT, tmp_path / "its bytes on the disk")
    assert unseal(Path(kept), old) is not None
    site = counts.pot.dump().plants[0][0]
    Closed.create(site=site, period=before, k=5)
    if after != "rows":
        counts.pot.clear(site, before)
    if after in ("new key", "old key gone"):
        counts.settings.secret(keys.NEXT)
    if after == "old key gone":
        keys.destroy(counts.settings.keys / keys.POT)
    counts.minute()
    assert (counts.settings.keys / keys.POT).read_bytes() != old
    assert (tmp_path / "its bytes on the disk").read_bytes() != old, "overwritten, not only removed"
    assert not (counts.settings.keys / keys.NEXT).exists()


def test_a_web_process_stands_in_after_ninety_seconds_of_silence(
    counts: Counts, card: Card
) -> None:
    counts.start()
    assert not minute.stand_in(counts.settings, counts.pot)
    past = time.time() - 91
    os.utime(counts.pot.folder / "beat", (past, past))
    assert minute.stand_in(counts.settings, counts.pot)
    assert not minute.silent(counts.pot)


def test_ticket_keys_are_made_ahead_and_destroyed_after_two_weeks(
    counts: Counts, card: Card
) -> None:
    for weeks in range(4):
        counts.settings.secret(keys.week(weeks))
    counts.start()
    left = {path.name for path in counts.settings.keys.glob("ticket-*")}
    assert left == {keys.week(1), keys.week(), keys.week(-1)}
