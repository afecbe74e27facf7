"""The counts of the periods that are still open: one number a slot, no event, no order, no time.

A pot knows where every nugget is counted (its ways), how often (its slots), and which tickets
are spent. Any number of processes add to it at once; killing all of them loses nothing.
"""

import fcntl
import os
import sqlite3
import threading
import weakref
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from kiosk.counts import laying, period
from kiosk.counts.kinds import ALWAYS, COMPLETED
from kiosk.counts.units import EVERYWHERE, Layout, Way, slot_of

COUNTED: Final = "counted"
AGAIN: Final = "again"
MOVED: Final = "moved"
VOID: Final = "void"
HEADROOM: Final = 0.75  # of the spent tickets' room; the rest is kept for tickets already out

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS plant (site TEXT PRIMARY KEY, timezone TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS way (
  site TEXT NOT NULL, nugget TEXT, period TEXT, source TEXT, cell TEXT NOT NULL,
  held INTEGER NOT NULL, node TEXT NOT NULL, home TEXT NOT NULL, crowd INTEGER NOT NULL,
  PRIMARY KEY (nugget, period, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slot (
  site TEXT, period TEXT, unit TEXT, nugget TEXT, kind TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (site, period, unit, nugget, kind)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spent (hash BLOB PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS room (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO room VALUES ('taken', 0), ('capacity', 0), ('ready', 0),
  ('key due', 0);
"""

LOOK: Final = """
SELECT source, period, site, timezone, cell, held, node, home, crowd,
  (SELECT n FROM room WHERE name = 'taken'), (SELECT n FROM room WHERE name = 'capacity')
FROM way JOIN plant USING (site) WHERE nugget = ? AND source IN (?, ?, ?)
"""
ADD: Final = (
    "UPDATE slot SET n = n + 1"
    " WHERE site = ? AND period = ? AND unit = ? AND nugget = ? AND kind = ?"
)
TAKE: Final = (
    "UPDATE room SET n = n + 1 WHERE name = 'taken'"
    " AND n < ? * (SELECT n FROM room WHERE name = 'capacity')"
)


class Slot(NamedTuple):
    """What one number counts."""

    site: str
    period: str
    unit: str
    nugget: str
    kind: str = COMPLETED


@dataclass(frozen=True, slots=True)
class Look:
    """How a nugget is counted now: in which period (empty: unknown here), from which source.

    No `slot`: not laid out. A slot whose unit is nowhere: laid out, and not counted.
    """

    period: str
    has_room: bool
    source: str = ""
    slot: Slot | None = None
    crowd: int = 0


@dataclass(slots=True)
class Dump:
    """Everything a pot knows, in sorted order: what is sealed and unsealed."""

    plants: list[tuple[str, str]] = field(default_factory=list)
    ways: list[tuple[str, str, str, str, str, int, str, str, int]] = field(default_factory=list)
    slots: list[tuple[Slot, int]] = field(default_factory=list)
    spent: list[tuple[bytes, int]] = field(default_factory=list)
    capacity: int = 0


class Pot(Protocol):
    """What counting asks of a pot; every call is whole, whoever is killed meanwhile."""

    def look(self, nugget: str, *sources: str) -> Look:
        """Return how a nugget is counted from the first of these sources that has a way."""

    def redeem(self, spent: bytes, day: int, slot: Slot) -> str:
        """Spend a ticket and add one to a slot, both or neither.

        `counted`; `again` if it was spent before; `void` if no more spent ones can be
        remembered; `moved` if there is no such slot any more. An answer never takes the room
        that is kept for completions.
        """

    def ways(self, site: str, period: str) -> dict[tuple[str, str], Way]:
        """Return every way of a period by (nugget, source)."""

    def lay(
        self,
        site: str,
        timezone: str,
        period: str,
        layout: Layout,
        kinds: Collection[str] = ALWAYS,
    ) -> None:
        """Lay out a period: set its ways, move counts that move, make slots at 0, drop others.

        There are slots of these kinds alone: what has no slot can't be counted.
        """

    def slots(self, site: str) -> dict[Slot, int]:
        """Return what is counted of a plant, for the release alone."""

    def periods(self, site: str) -> list[str]:
        """Return the names of the periods it holds of a plant, the oldest first."""

    def clear(self, site: str, period: str) -> None:
        """Forget a period; from now on a new key is due."""

    def key_is_due(self) -> bool:
        """Return whether a period was forgotten and the key that opens its seals still exists."""

    def key_changed(self) -> None:
        """Note that the key was changed."""

    def prune(self, before: int, capacity: int) -> None:
        """Forget tickets spent before this day and set how many can be remembered."""

    def dump(self) -> Dump:
        """Return everything, for the seal alone."""

    def fill(self, dump: Dump) -> None:
        """Make an empty pot hold this, and mark it ready."""

    def ready(self) -> bool:
        """Return whether it was filled: a fresh one may have to be unsealed first."""


class RamPot:
    """A pot in a SQLite file on a RAM file system, its rollback journal beside it.

    `synchronous=OFF` is safe there: what a killed process wrote stays written. A lock of our own
    before SQLite's lets writers take turns instead of sleeping and trying again. One connection
    a process, made anew after a fork.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mutex = threading.RLock()
        self._open: tuple[sqlite3.Connection, int] | None = None
        self._left_behind: list[object] = []
        _POTS.add(self)

    def after_fork(self) -> None:
        """Leave what came with a fork untouched and unclosed: it belongs to the parent."""
        self._left_behind.append((self._open, self._mutex))
        self._open, self._mutex = None, threading.RLock()

    def _opened(self) -> tuple[sqlite3.Connection, int]:
        """Open the file in this process, with its tables made."""
        turn = os.open(self.folder / "pot.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        connection = sqlite3.connect(
            self.folder / "pot.db", timeout=30, isolation_level=None, check_same_thread=False
        )
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            for pragma in ("journal_mode=TRUNCATE", "synchronous=OFF",
                           "temp_store=MEMORY", "trusted_schema=OFF"):  # fmt: skip
                connection.execute(f"PRAGMA {pragma}").fetchall()
            connection.executescript(SCHEMA)
        finally:
            fcntl.flock(turn, fcntl.LOCK_UN)
        return connection, turn

    @contextmanager
    def _at_it(
        self, begin: str | None = "BEGIN IMMEDIATE", *, erase: bool = False
    ) -> Iterator[sqlite3.Connection]:
        """Be the only one at the pot; what is done in the block is kept whole or not at all.

        `erase`: what is deleted is overwritten too. Adding deletes nothing and needs it not.
        """
        with self._mutex:
            self._open = self._open or self._opened()
            pot, turn = self._open
            fcntl.flock(turn, fcntl.LOCK_EX)
            try:
                pot.execute(f"PRAGMA secure_delete={'ON' if erase else 'OFF'}")
                if begin:
                    pot.execute(begin)
                yield pot
                if begin:
                    pot.execute("COMMIT")
            except BaseException:
                if pot.in_transaction:
                    pot.execute("ROLLBACK")
                raise
            finally:
                fcntl.flock(turn, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._mutex:
            if self._open:
                self._open[0].close()
                os.close(self._open[1])
            self._open = None

    def __del__(self) -> None:
        self.close()

    def look(self, nugget: str, *sources: str) -> Look:
        """Return how a nugget is counted from the first of these sources that has a way."""
        wanted = (*sources, EVERYWHERE)
        first, second, *_ = (*wanted, EVERYWHERE)
        with self._at_it(None) as pot:
            rows = pot.execute(LOOK, (nugget, first, second, EVERYWHERE)).fetchall()
        if not rows:
            return Look("", False)
        name = period.current(rows[0][3]).id
        ways = {row[0]: Way(*row[4:9]) for row in rows if row[1] == name}
        source = next((one for one in wanted if one in ways), None)
        has_room = rows[0][9] < rows[0][10] * HEADROOM
        if source is None:
            return Look(name, has_room)
        slot = Slot(rows[0][2], name, *slot_of(ways[source].home, nugget))
        return Look(name, has_room, source, slot, ways[source].crowd)

    def redeem(self, spent: bytes, day: int, slot: Slot) -> str:
        """Spend a ticket and add one to a slot, both or neither; see `Pot`."""
        try:
            with self._at_it() as pot:
                _change_one(pot, "INSERT OR IGNORE INTO spent VALUES (?, ?)", (spent, day), AGAIN)
                _change_one(pot, ADD, slot, MOVED)
                share = 1.0 if slot.kind == COMPLETED else HEADROOM
                _change_one(pot, TAKE, (share,), VOID)
        except _Not as reason:
            return str(reason)
        return COUNTED

    def ways(self, site: str, period: str) -> dict[tuple[str, str], Way]:
        """Return every way of a period by (nugget, source)."""
        with self._at_it(None) as pot:
            rows = pot.execute(
                "SELECT nugget, source, cell, held, node, home, crowd FROM way"
                " WHERE site = ? AND period = ?",
                (site, period),
            ).fetchall()
        return {(nugget, source): Way(*way) for nugget, source, *way in rows}

    def lay(
        self,
        site: str,
        timezone: str,
        period: str,
        layout: Layout,
        kinds: Collection[str] = ALWAYS,
    ) -> None:
        """Lay out a period: set its ways, move counts that move, make slots at 0, drop others."""
        standing = laying.standing(layout, kinds)
        with self._at_it(erase=True) as pot:
            pot.execute("INSERT OR REPLACE INTO plant VALUES (?, ?)", (site, timezone))
            pot.execute("DELETE FROM way WHERE site = ? AND period = ?", (site, period))
            pot.executemany(
                "INSERT INTO way VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(site, nugget, period, source, *way)
                 for (nugget, source), way in sorted(layout.ways.items())],
            )  # fmt: skip
            pot.executemany(
                "INSERT OR IGNORE INTO slot VALUES (?, ?, ?, ?, ?, 0)",
                [(site, period, *slot) for slot in sorted(standing)],
            )
            laying.move(pot, site, period, layout, standing)

    def slots(self, site: str) -> dict[Slot, int]:
        """Return what is counted of a plant, for the release alone."""
        with self._at_it(None) as pot:
            rows = pot.execute("SELECT * FROM slot WHERE site = ?", (site,)).fetchall()
        return {Slot(*row[:-1]): row[-1] for row in rows}

    def periods(self, site: str) -> list[str]:
        """Return the names of the periods it holds of a plant, the oldest first."""
        with self._at_it(None) as pot:
            rows = pot.execute(
                "SELECT period FROM slot WHERE site = :site"
                " UNION SELECT period FROM way WHERE site = :site",
                {"site": site},
            ).fetchall()
        return sorted(period for (period,) in rows)

    def key_is_due(self) -> bool:
        """Return whether a period was forgotten and the key that opens its seals still exists."""
        with self._at_it(None) as pot:
            return _number(pot, "key due") == 1

    def key_changed(self) -> None:
        """Note that the key was changed."""
        with self._at_it() as pot:
            pot.execute("UPDATE room SET n = 0 WHERE name = 'key due'")

    def clear(self, site: str, period: str) -> None:
        """Forget a period; from now on a new key is due."""
        with self._at_it(erase=True) as pot:
            pot.execute("DELETE FROM slot WHERE site = ? AND period = ?", (site, period))
            pot.execute("DELETE FROM way WHERE site = ? AND period = ?", (site, period))
            pot.execute("UPDATE room SET n = 1 WHERE name = 'key due'")

    def prune(self, before: int, capacity: int) -> None:
        """Forget tickets spent before this day and set how many can be remembered."""
        with self._at_it(erase=True) as pot:
            gone = pot.execute("DELETE FROM spent WHERE day < ?", (before,)).rowcount
            pot.execute("UPDATE room SET n = n - ? WHERE name = 'taken'", (gone,))
            pot.execute("UPDATE room SET n = ? WHERE name = 'capacity'", (capacity,))

    def dump(self) -> Dump:
        """Return everything, for the seal alone."""
        with self._at_it("BEGIN") as pot:
            slots = pot.execute("SELECT * FROM slot").fetchall()
            return Dump(
                plants=pot.execute("SELECT * FROM plant").fetchall(),
                ways=pot.execute("SELECT * FROM way").fetchall(),
                slots=[(Slot(*row[:-1]), row[-1]) for row in slots],
                spent=pot.execute("SELECT * FROM spent").fetchall(),
                capacity=_number(pot, "capacity"),
            )

    def fill(self, dump: Dump) -> None:
        """Make an empty pot hold this, and mark it ready."""
        with self._at_it() as pot:
            pot.executemany("INSERT INTO plant VALUES (?, ?)", dump.plants)
            pot.executemany("INSERT INTO way VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", dump.ways)
            pot.executemany(
                "INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?)",
                [(*slot, n) for slot, n in dump.slots],
            )
            pot.executemany("INSERT INTO spent VALUES (?, ?)", dump.spent)
            numbers = {"taken": len(dump.spent), "capacity": dump.capacity, "ready": 1}
            pot.executemany(
                "UPDATE room SET n = ? WHERE name = ?", [(n, name) for name, n in numbers.items()]
            )

    def ready(self) -> bool:
        """Return whether it was filled: a fresh one may have to be unsealed first."""
        with self._at_it(None) as pot:
            return _number(pot, "ready") == 1


def _number(pot: sqlite3.Connection, name: str) -> int:
    return int(pot.execute("SELECT n FROM room WHERE name = ?", (name,)).fetchone()[0])


def _change_one(
    pot: sqlite3.Connection, statement: str, values: tuple[object, ...], otherwise: str
) -> None:
    """Change exactly one row, or undo everything that was done with it."""
    if pot.execute(statement, values).rowcount != 1:
        raise _Not(otherwise)


class _Not(Exception):
    """A ticket does not count, for the reason given."""


def _after_fork() -> None:
    for pot in list(_POTS):
        pot.after_fork()


_POTS: Final[weakref.WeakSet[RamPot]] = weakref.WeakSet()
os.register_at_fork(after_in_child=_after_fork)
