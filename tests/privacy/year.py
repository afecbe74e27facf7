"""A made-up plant lives a year: areas move, nuggets change their names, crowds shrink and grow.

Everything is counted by the product's own pot, laid out by its own rules and released by its own
release; only the calendar is turned from here. What was truly done is kept beside it, as nobody
in a real plant could.
"""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from content import models
from content.card import dumps, loads
from kiosk.counts import Counts, minute, period
from kiosk.counts.pot import RamPot, Slot
from kiosk.counts.units import EVERYWHERE, NOWHERE, Way
from kiosk.settings import Settings
from tests.kiosk.counts.world import World

MEAN = 4.0  # completions of one nugget in one unit in four weeks: one a week


@contextmanager
def calendar(now: period.Period) -> Iterator[None]:
    """Let the plant's calendar show a day of this period."""
    with mock.patch.object(period, "current", return_value=now):
        yield


def poisson(dice: random.Random, mean: float) -> int:
    """Return how often something happened that happens so often on average."""
    n, waited = 0, dice.expovariate(1.0)
    while waited < mean:
        n, waited = n + 1, waited + dice.expovariate(1.0)
    return n


@dataclass
class Year:
    """The plant, what was truly done in it, and whom each number stood for at its release."""

    settings: Settings
    areas: int
    nuggets: int
    uneven: bool = True
    dice: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311
    truth: dict[Slot, int] = field(default_factory=dict)
    members: dict[Slot, list[tuple[str, int]]] = field(default_factory=dict)
    now: period.Period = field(default_factory=lambda: period.Period(period.FIRST))

    def __post_init__(self) -> None:
        self.world = World(crowd=None)
        self.site = self.world.site.id
        models.Site.update(crowd=40 * self.areas).execute()
        self._found()
        self.counts = Counts(self.settings)
        self.taste = {
            card.id: self.dice.gammavariate(2, 0.5) if self.uneven else 1.0 for card in self.cards
        }
        with calendar(self.now):
            self.counts.start()

    @property
    def pot(self) -> RamPot:
        return self.counts.pot

    def _found(self) -> None:
        """Found areas in areas, kinds with crowds from 3 to 30, and nuggets that hang on them."""
        world, dice = self.world, self.dice
        names = [f"Bereich {number}" for number in range(self.areas)]
        for number, name in enumerate(names):
            world.area(name, names[number - number % 3] if number % 3 else None, 20 + number)
        kinds = [world.kind(f"Art {number}") for number in range(6)]
        machines = []
        for kind in kinds:
            for name in dice.sample(names, max(2, self.areas // 2)):
                world.crowd(kind, name, dice.choice((3, 6, 11, 15, 30)))
                machines.append(world.machine(name, kind))
        alone = [world.machine(name, crowd=dice.choice((2, 4, 12))) for name in names]
        topic = world.topic()
        on: list[models.Kind | models.Machine | models.Topic] = [*kinds, *alone, topic]
        self.cards = [world.nugget(f"n{one}", on[one % len(on)]) for one in range(self.nuggets)]

    def live_on(self) -> None:
        """Live four weeks: half of what is done, a change, the other half; then release."""
        with calendar(self.now):
            minute.prepare(self.settings, self.pot)
            self._learn(0.5)
            self._change()
            minute.prepare(self.settings, self.pot)
            self._learn(0.5)
            self._note()
        self.now = self.now.next
        with calendar(self.now):
            self.counts.minute()

    def _learn(self, share: float) -> None:
        """Complete as often as people do: so often in each unit on average, somewhere in it."""
        homes: dict[tuple[str, str], list[str]] = {}
        for (nugget, source), way in self._open().items():
            if way.home != NOWHERE:
                homes.setdefault((nugget, way.home), []).append(source)
        for (nugget, _), sources in sorted(homes.items()):
            for _ in range(poisson(self.dice, MEAN * share * self.taste[nugget])):
                slot = self.pot.look(nugget, self.dice.choice(sorted(sources))).slot
                assert slot is not None
                with self.pot._at_it() as pot:
                    pot.execute(
                        "UPDATE slot SET n = n + 1 WHERE site = ? AND period = ? AND unit = ?"
                        " AND nugget = ? AND kind = ?", slot,
                    )  # fmt: skip

    def _change(self) -> None:
        """Change what changes in a plant: a crowd, where an area lies, what a nugget is called."""
        rows = models.KindCrowd.select().join(models.Area).order_by(models.Area.name)
        row = self.dice.choice([row for row in rows if row.kind != self.world.lathe])
        crowd = self.dice.choice((2, 5, 9, 12, 25))
        models.KindCrowd.update(crowd=crowd).where(
            models.KindCrowd.kind == row.kind, models.KindCrowd.area == row.area
        ).execute()
        areas = list(self.world.areas.values())[2:]  # the first two came with the world
        moved, into = self.dice.choice(areas[1::3]), self.dice.choice(areas[::3])
        models.Area.update(parent=into).where(models.Area.id == moved.id).execute()
        nugget = self.dice.choice(self.cards)
        version = models.Version.get(models.Version.nugget == nugget.id)
        card = json.loads(dumps(loads(version.card)))
        card["words"]["de"]["title"] += "*"
        models.Version.update(card=json.dumps(card)).where(
            models.Version.id == version.id
        ).execute()

    def _open(self) -> dict[tuple[str, str], Way]:
        """Return every open way: those of these four weeks, and those of their block."""
        block, now = (self.pot.ways(self.site, one.id) for one in (self.now.block, self.now))
        assert not {nugget for nugget, _ in block} & {nugget for nugget, _ in now}
        return block | now

    def _note(self) -> None:
        """Note what was truly done, and which sources with how many people each slot joins."""
        over = [one.id for one in (self.now, self.now.block) if one.last == self.now.last]
        slots = self.pot.slots(self.site)
        self.truth |= {slot: n for slot, n in slots.items() if slot.period in over}
        for (nugget, source), way in self._open().items():
            look = self.pot.look(nugget, source)
            if way.home != NOWHERE and look.slot and source != EVERYWHERE:
                joined = self.members.setdefault(look.slot, [])
                if (way.cell, way.held) not in joined:
                    joined.append((way.cell, way.held))
