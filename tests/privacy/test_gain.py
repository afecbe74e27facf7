"""Proof 8, and 5 and 6 for gains: N and a rounded D give no cell away, and say what is true."""

import itertools
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
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
from kiosk.counts import Counts, gain, gate, keys, measuring, period, ticket
from kiosk.counts.kinds import CELLS, KINDS
from kiosk.db import TABLES, connected, open_database
from kiosk.settings import load
from tests import council
from tests.kiosk.counts.world import World

K = 5
WIDE = 40

Record = Callable[[str, object], None]
Cells = tuple[int, int, int, int]


def worlds(n: int) -> Iterator[Cells]:
    """Return every way in which N people can lie in four cells."""
    for neither, learned, forgot in itertools.product(range(n + 1), repeat=3):
        if neither + learned + forgot <= n:
            yield neither, learned, forgot, n - neither - learned - forgot


def given_away(told: Callable[[Cells], object], numbers: Iterable[int]) -> int:
    """Return in how many things that may be told a cell could have fewer than k numbers.

    And how many of those that may be 0 could not be any from 0 to k - 1.
    """
    found = 0
    alike: dict[object, list[set[int]]] = {}
    for world in itertools.chain.from_iterable(map(worlds, numbers)):
        could = alike.setdefault(told(world), [set(), set(), set(), set()])
        for cell, n in zip(could, world, strict=True):
            cell.add(n)
    for could in alike.values():
        for cell in could:
            found += len(cell) < K or (0 in cell and not cell.issuperset(range(K)))
    return found


def by_the_rule(cells: Cells) -> object:
    return gain.told(*cells, k=K)


def test_in_every_world_each_cell_of_a_told_gain_may_be_one_of_five(
    record_property: Record,
) -> None:
    numbers = (*range(24), WIDE)
    record_property("tried", f"all worlds of up to 23 and of {WIDE} who took part")
    assert given_away(by_the_rule, numbers) == 0


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("the four cells", lambda cells: cells),
        ("D without its cap", lambda cells: (sum(cells), gain.rounded(cells[1] - cells[2],
                                                                      sum(cells)))),
        ("D neither rounded nor capped", lambda cells: (sum(cells), cells[1] - cells[2])),
        ("the margins", lambda cells: (sum(cells), cells[1] + cells[3], cells[2] + cells[3])),
    ],
)  # fmt: skip
def test_the_enumeration_finds_what_other_numbers_give_away(
    fault: str, told: Callable[[Cells], object], record_property: Record
) -> None:
    record_property("planted", fault)
    assert given_away(told, (20, 21)) > 0


@pytest.mark.parametrize("n", [0, 5, 19])
def test_of_fewer_than_twenty_nothing_is_told(n: int) -> None:
    assert {by_the_rule(world) for world in worlds(n)} == {None}


def test_a_difference_before_rounding_is_right_on_average(record_property: Record) -> None:
    draw, tries = random.Random(8), 4000  # noqa: S311
    record_property("tried", f"{tries} plants drawn for each of four truths")
    for shares in ((0.3, 0.4, 0.05, 0.25), (0.1, 0.1, 0.3, 0.5), (0.25,) * 4, (0, 0.9, 0, 0.1)):
        found = []
        for _ in range(tries):
            n = draw.randint(20, 60)
            cells = [0, 0, 0, 0]
            for cell in draw.choices(range(4), shares, k=n):
                cells[cell] += 1
            found.append((cells[1] - cells[2]) / n)
        error = float(np.std(found)) / tries**0.5
        assert abs(float(np.mean(found)) - (shares[1] - shares[2])) < 4 * error


def distribution(
    n: int, learned: float, forgot: float
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return how likely each difference of N is, from -N to N."""
    whole, power = np.array([1.0]), np.array([forgot, 1 - learned - forgot, learned])
    while n:
        if n % 2:
            whole = np.convolve(whole, power)
        power, n = np.convolve(power, power), n // 2
    return whole


def intervals(n: int) -> list[gain.Gain]:
    """Return what is told of each difference of N, from -N to N."""
    told = []
    for more in range(-n, n + 1):
        said = gain.told(0, max(0, more), max(0, -more), n - abs(more), k=K)
        assert said
        told.append(gain.read(*said, k=K))
    return told


def covered(n: int, truths: list[tuple[float, float]]) -> float:
    """Return how often the interval that is told holds the truth at worst: reckoned, not drawn."""
    told = intervals(n)
    low, high = (np.array([getattr(one, end) for one in told]) for end in ("low", "high"))
    found = []
    for learned, forgot in truths:
        truth = 100 * (learned - forgot)
        holds = (low - 1e-9 <= truth) & (truth <= high + 1e-9)
        found.append(float(distribution(n, learned, forgot)[holds].sum()))
    return min(found)


def test_the_interval_holds_the_truth_in_95_of_100(record_property: Record) -> None:
    """Every truth of a grid, and the worst N found by trying them all: 20 and 49."""
    truths = [
        (float(stirred + d) / 2, float(stirred - d) / 2)
        for stirred in (0.05, 0.2, 0.5, 0.8, 1.0)
        for d in np.linspace(-stirred, stirred, 21)
    ]
    numbers = (20, 21, 38, 49, 77, 120, 200)
    record_property("tried", f"{len(truths)} truths, each for N of {', '.join(map(str, numbers))}")
    assert min(covered(n, truths) for n in numbers) >= 0.95


PLANT: Path
CARD: Card
PICK = strategies.integers(0, 10_000)
SAID = strategies.sampled_from([None, False, True])


class Measured(RuleBasedStateMachine):
    """Phones that answer before and after, repeat, forge and come late; a server that restarts."""

    def __init__(self) -> None:
        super().__init__()
        self.pot = Path(tempfile.mkdtemp(prefix="kiosk-test-", dir="/dev/shm"))
        self.settings = load(PLANT, environ={}, pot=str(self.pot / "pot"))
        (PLANT / "counts.sealed").unlink(missing_ok=True)
        self.counts = Counts(self.settings)
        self.counts.start()
        site = self.counts.pot.dump().plants[0][0]
        gate.begin_without()
        council.agree(site, period.current("Europe/Berlin"))
        self.counts.lay_out()
        self.good: list[tuple[str, bool]] = []
        self.spent: list[str] = []
        self.cells = dict.fromkeys(CELLS, 0)

    def teardown(self) -> None:
        self.counts.pot.close()
        shutil.rmtree(self.pot)
        council.forget()

    def made(self, **changes: object) -> str:
        """Return a ticket as the server wrote it some time ago."""
        fresh = replace(ticket.write(CARD.id, 1, "", 0, before=True), **changes)  # type: ignore[arg-type]
        return ticket.close(fresh, keys.week(), self.settings.secret(keys.week()))

    @rule(before=strategies.booleans())
    def answer_before(self, before: bool) -> None:  # noqa: FBT001
        text = self.counts.hand_out(CARD, None, 0, before=before)
        assert text is not None
        self.good.append((text, before))

    @rule(before=strategies.booleans(), seconds=strategies.integers(31, 86_000))
    def answer_before_and_stay(self, before: bool, seconds: int) -> None:  # noqa: FBT001
        when = int(time.time()) - seconds
        self.good.append((self.made(before=before, when=when, dwell=30), before))

    @precondition(lambda self: self.good)
    @rule(pick=PICK, after=strategies.booleans())
    def answer_after(self, pick: int, after: bool) -> None:  # noqa: FBT001
        text, before = self.good.pop(pick % len(self.good))
        assert self.counts.gain(text, CARD, after=after) == "counted"
        self.spent.append(text)
        self.cells[gain.cell(before=before, after=after)] += 1

    @precondition(lambda self: self.spent)
    @rule(pick=PICK, after=strategies.booleans(), elsewhere=strategies.booleans())
    def answer_twice(self, pick: int, after: bool, elsewhere: bool) -> None:  # noqa: FBT001
        door = Counts(self.settings) if elsewhere else self.counts
        assert door.gain(self.spent[pick % len(self.spent)], CARD, after=after) == "again"

    @precondition(lambda self: self.spent)
    @rule(pick=PICK)
    def finish_too(self, pick: int) -> None:
        """A completion by the same ticket is another matter, and adds to no cell."""
        assert self.counts.redeem(self.spent[pick % len(self.spent)]) in ("counted", "again")

    @rule(after=strategies.booleans(), offline=strategies.booleans())
    def answer_without_one_before(self, after: bool, offline: bool) -> None:  # noqa: FBT001
        text = self.counts.hand_out(CARD, None, 0, offline=offline, before=None)
        assert self.counts.gain(text or "", CARD, after=after) == "void"

    @rule(before=SAID, after=strategies.booleans())
    def bring_one_from_offline(self, before: bool | None, after: bool) -> None:  # noqa: FBT001
        text = self.counts.hand_out(CARD, None, 0, offline=True, before=before)
        assert self.counts.gain(text or "", CARD, after=after) == "void"

    @precondition(lambda self: self.good)
    @rule(pick=PICK, at=strategies.integers(0, ticket.LENGTH - 1))
    def forge(self, pick: int, at: int) -> None:
        text, _ = self.good[pick % len(self.good)]
        sign = "B" if text[at] == "A" else "A"
        assert self.counts.gain(text[:at] + sign + text[at + 1 :], CARD, after=True) == "void"

    @rule(after=strategies.booleans())
    def come_too_early_too_late_or_with_another_version(self, after: bool) -> None:  # noqa: FBT001
        now = int(time.time())
        for changes, said in (
            ({"when": now, "dwell": 30}, "early"), ({"when": now - 2 * 86_400}, "void"),
            ({"version": 2}, "void"), ({"version": ticket.BLANK}, "void"),
            ({"nugget": "elsewhere123"}, "void"),
        ):  # fmt: skip
            assert self.counts.gain(self.made(**changes), CARD, after=after) == said

    @rule()
    def a_minute_passes(self) -> None:
        self.counts.minute()

    @rule()
    def the_server_restarts(self) -> None:
        self.counts = Counts(self.settings)
        self.counts.start()

    @invariant()
    def each_pair_of_answers_stands_in_its_cell_once(self) -> None:
        slots = self.counts.pot.dump().slots
        assert self.cells == {
            kind: sum(n for slot, n in slots if slot.kind == kind) for kind in CELLS
        }


@pytest.mark.parametrize("examples", [5, pytest.param(120, marks=pytest.mark.slow)])
def test_no_pair_of_answers_counts_twice_and_none_is_lost(
    tmp_path: Path, examples: int, record_property: Record
) -> None:
    global PLANT, CARD  # noqa: PLW0603  # hypothesis makes the machine without arguments
    PLANT = tmp_path / "plant"
    PLANT.mkdir()
    database = open_database(load(PLANT, environ={}))
    record_property("tried", f"what phones and servers do, in {examples} random orders of 20")
    with connected(database):
        database.create_tables(TABLES)
        world = World(crowd=10_000)
        CARD = world.nugget("order", world.topic())
        measuring.switch_on(world.site.id, CARD.id, period.current("Europe/Berlin"))
        run_state_machine_as_test(
            Measured,
            settings=settings(
                max_examples=examples, stateful_step_count=20, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    database.close_all()  # type: ignore[attr-defined]


def test_a_gate_that_stood_open_would_be_seen(
    tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    """Without the council's word nothing is measured; with a gate planted open it would be."""
    record_property("planted", "a gate that stands open")
    settings_ = load(tmp_path, environ={}, pot=str(memory / "pot"))
    database = open_database(settings_)
    with connected(database):
        database.create_tables(TABLES)
        world = World()
        card = world.nugget("order", world.topic(), seconds=0)
        measuring.switch_on(world.site.id, card.id, period.current("Europe/Berlin"))
        counts = Counts(settings_)
        counts.start()
        said = [_once(counts, card)]
        monkeypatch.setattr(gate, "kinds", lambda _site, _period: KINDS)
        counts.lay_out()
        said.append(_once(counts, card))
        counts.pot.close()
    database.close_all()  # type: ignore[attr-defined]
    assert said == ["void", "counted"]


def _once(counts: Counts, card: Card) -> str:
    text = counts.hand_out(card, None, 0, before=False)
    assert text is not None
    return counts.gain(text, card, after=True)
