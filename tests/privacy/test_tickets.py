"""Proof 6: no ticket counts twice, and no good one is lost, whatever happens in between."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from content.card import Card
from kiosk.counts import Counts, keys, ticket
from kiosk.counts.release import database as content
from kiosk.db import TABLES, connected, open_database
from kiosk.settings import load
from tests.kiosk.counts.world import World

PLANT: Path
CARD: Card
PICK = strategies.integers(0, 10_000)
WEEK = keys.week


def redeem_apart(counts: Counts, text: str) -> str:
    """Redeem on a connection of this thread's own."""
    with connected(content()):
        return counts.redeem(text)


class Tickets(RuleBasedStateMachine):
    """Phones that open, finish, repeat, forge and come late; a server that stops and starts."""

    def __init__(self) -> None:
        super().__init__()
        self.pot = Path(tempfile.mkdtemp(prefix="kiosk-test-", dir="/dev/shm"))
        self.settings = load(PLANT, environ={}, pot=str(self.pot / "pot"))
        (PLANT / "counts.sealed").unlink(missing_ok=True)
        self.counts = Counts(self.settings)
        self.counts.start()
        self.good: list[str] = []
        self.spent: list[str] = []
        self.completions = 0
        self.turned = False

    def teardown(self) -> None:
        keys.week = WEEK
        self.counts.pot.close()
        shutil.rmtree(self.pot)

    def made(self, **changes: object) -> str:
        """Return a ticket as the server wrote it some time ago."""
        fresh = ticket.write(CARD.id, 1, "", 0)
        older = replace(fresh, **changes)  # type: ignore[arg-type]
        return ticket.close(older, keys.week(), self.settings.secret(keys.week()))

    @rule(offline=strategies.booleans())
    def open_a_nugget(self, offline: bool) -> None:  # noqa: FBT001
        text = self.counts.hand_out(CARD, None, 0, offline=offline)
        assert text is not None
        self.good.append(text)

    @rule(seconds=strategies.integers(31, 86_000))
    def open_it_and_stay(self, seconds: int) -> None:
        self.good.append(self.made(when=int(time.time()) - seconds, dwell=30))

    @precondition(lambda self: self.good)
    @rule(pick=PICK)
    def finish(self, pick: int) -> None:
        text = self.good.pop(pick % len(self.good))
        assert self.counts.redeem(text) == "counted"
        self.spent.append(text)
        self.completions += 1

    @precondition(lambda self: self.spent)
    @rule(pick=PICK)
    def tap_twice_or_replay(self, pick: int) -> None:
        assert self.counts.redeem(self.spent[pick % len(self.spent)]) == "again"

    @precondition(lambda self: self.spent)
    @rule(pick=PICK)
    def replay_on_another_process(self, pick: int) -> None:
        other = Counts(self.settings)
        assert other.redeem(self.spent[pick % len(self.spent)]) == "again"

    @precondition(lambda self: self.good)
    @rule(pick=PICK, at=strategies.integers(0, ticket.LENGTH - 1))
    def forge(self, pick: int, at: int) -> None:
        text = self.good[pick % len(self.good)]
        sign = "B" if text[at] == "A" else "A"
        assert self.counts.redeem(text[:at] + sign + text[at + 1 :]) == "void"

    @rule()
    def forge_with_a_key_of_ones_own(self) -> None:
        own = ticket.write(CARD.id, 1, "", 0)
        assert self.counts.redeem(ticket.close(own, keys.week(), os.urandom(32))) == "void"

    @rule()
    def finish_too_early(self) -> None:
        text = self.counts.hand_out(CARD, None, 100)
        assert text is not None
        assert self.counts.redeem(text) == "early"

    @rule(days=strategies.integers(8, 300), offline=strategies.booleans())
    def come_too_late(self, days: int, offline: bool) -> None:  # noqa: FBT001
        assert self.counts.redeem(self.made(when=int(time.time()) - days * 86_400,
                                            offline=offline)) == "void"  # fmt: skip

    @rule(days=strategies.integers(0, 7))
    def come_back_with_an_offline_ticket(self, days: int) -> None:
        self.good.append(self.made(when=(int(time.time()) // 86_400 - days) * 86_400, offline=True))

    @rule()
    def bring_one_of_a_foreign_nugget(self) -> None:
        """A ticket that is ours in every way, but for a nugget that was never shown here."""
        foreign = replace(ticket.write(CARD.id, 1, "", 0), nugget="elsewhere123")
        text = ticket.close(foreign, keys.week(), self.settings.secret(keys.week()))
        assert self.counts.redeem(text) == "void"

    @rule(offline=strategies.booleans())
    def draw_a_blank_and_finish(self, offline: bool) -> None:  # noqa: FBT001
        blank = ticket.write(CARD.id, ticket.BLANK, "", 0, offline=offline)
        text = ticket.close(blank, keys.week(), self.settings.secret(keys.week()))
        assert self.counts.redeem(text) == "void"

    @precondition(lambda self: self.good)
    @rule(pick=PICK)
    def two_devices_at_once(self, pick: int) -> None:
        """The same ticket on two phones and two processes, in the same moment."""
        text = self.good.pop(pick % len(self.good))
        doors = [self.counts, Counts(self.settings)]
        with ThreadPoolExecutor(2) as both:
            answers = sorted(both.map(redeem_apart, doors, [text, text]))
        assert answers == ["again", "counted"]
        doors[1].pot.close()
        self.spent.append(text)
        self.completions += 1

    @precondition(lambda self: not self.turned)
    @rule()
    def the_week_turns(self) -> None:
        """What was handed out until now was sealed with last week's key, which still opens it."""
        self.turned = True
        keys.week = lambda weeks_ago=0: WEEK(weeks_ago - 1)
        self.counts.minute()

    @rule()
    def a_minute_passes(self) -> None:
        self.counts.minute()

    @rule()
    def the_server_restarts(self) -> None:
        self.counts = Counts(self.settings)
        self.counts.start()

    @rule()
    def the_machine_reboots_after_a_graceful_stop(self) -> None:
        self.counts.stop()
        self.counts.pot.close()
        shutil.rmtree(self.pot / "pot")
        self.the_server_restarts()

    @invariant()
    def every_completion_is_counted_once(self) -> None:
        assert sum(n for _, n in self.counts.pot.dump().slots) == self.completions


@pytest.mark.parametrize("examples", [10, pytest.param(150, marks=pytest.mark.slow)])
def test_no_ticket_counts_twice_and_none_is_lost(
    tmp_path: Path, examples: int, record_property: Callable[[str, object], None]
) -> None:
    global PLANT, CARD  # noqa: PLW0603  # hypothesis makes the machine without arguments
    PLANT = tmp_path / "plant"
    PLANT.mkdir()
    database = open_database(load(PLANT, environ={}))
    record_property("tried", f"what phones and servers do, in {examples} random orders of 25")
    with connected(database):
        database.create_tables(TABLES)
        world = World(crowd=10_000)
        CARD = world.nugget("order", world.topic())
        run_state_machine_as_test(
            Tickets,
            settings=settings(
                max_examples=examples, stateful_step_count=25, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    database.close_all()  # type: ignore[attr-defined]
