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
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from kiosk.counts import laying, period, tables
from kiosk.counts.kinds import ALWAYS, COMPLETED
from kiosk.counts.units import EVERYWHERE, Layout, Way, slot_of

COUNTED: Final = "counted"
AGAIN: Final = "again"
MOVED: Final = "moved"
VOID: Final = "void"
HEADROOM: Final = 0.75  # of the spent tickets' room; the rest is kept for tickets already out


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

    def alone(self) -> AbstractContextManager[None]:
        """Let nobody else at the pot while the block runs; each call in it is whole for itself."""

    def slots(self, site: str) -> dict[Slot, int]:
        """Return what is counted of a plant, for the release alone."""

    def periods(self, site: str) -> list[str]:
        """Return the names of the periods it holds of a plant, the oldest first."""

    def clear(self, site: str, period: str) -> None:
        """Forget a period; from now on a new key is due."""

    def turn(self, number: int) -> None:
        """Note which four weeks it is, by any number; others than before make a new key due."""

    def key_is_due(self) -> bool:
        """Return whether the key that opens the seals so far is to be destroyed."""

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
        self._held = False
        self._left_behind: list[object] = []
        _POTS.add(self)

    def after_fork(self) -> None:
        """Leave what came with a fork untouched and unclosed: it belongs to the parent."""
        self._left_behind.append((self._open, self._mutex))
        self._open, self._mutex, self._held = None, threading.RLock(), False

    def _file(self) -> tuple[sqlite3.Connection, int]:
        """Return this process's connection and its lock; the first to ask opens them."""
        self._open = self._open or self._opened()
        return self._open

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
            connection.executescript(tables.SCHEMA)
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
        with self.alone():
            pot, _ = self._file()
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

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else at the pot while the block runs; each call in it is whole for itself."""
        with self._mutex:
            _, turn = self._file()
            if self._held:
                yield
                return
            fcntl.flock(turn, fcntl.LOCK_EX)
            self._held = True
            try:
                yield
            finally:
                self._held = False
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
            rows = pot.execute(tables.LOOK, (nugget, first, second, EVERYWHERE)).fetchall()
        if not rows:
            return Look("", False)
        now = period.current(rows[0][3])
        here = {row[1] for row in rows}
        name = now.block.id if now.block.id in here else now.id  # never both, but for a crash
        ways = {row[0]: Way(*row[4:9]) for row in rows if row[1] == name}
        source = next((one for one in wanted if one in ways), None)
        has_room = rows[0][9] < rows[0][10] * HEADROOM
        if source is None:
            return Look(now.id, has_room)
        slot = Slot(rows[0][2], name, *slot_of(ways[source].home, nugget))
        return Look(name, has_room, source, slot, ways[source].crowd)

    def redeem(self, spent: bytes, day: int, slot: Slot) -> str:
        """Spend a ticket and add one to a slot, both or neither; see `Pot`."""
        try:
            with self._at_it() as pot:
                _change_one(pot, "INSERT OR IGNORE INTO spent VALUES (?, ?)", (spent, day), AGAIN)
                _change_one(pot, tables.ADD, slot, MOVED)
                share = 1.0 if slot.kind == COMPLETED else HEADROOM
                _change_one(pot, tables.TAKE, (share,), VOID)
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

    def turn(self, number: int) -> None:
        """Note which four weeks it is, by any number; others than before make a new key due."""
        with self._at_it() as pot:
            new = pot.execute(
                "UPDATE room SET n = :n WHERE name = 'turn' AND n <> :n", {"n": number}
            )
            if new.rowcount:
                pot.execute("UPDATE room SET n = 1 WHERE name = 'key due'")

    def key_is_due(self) -> bool:
        """Return whether the key that opens the seals so far is to be destroyed."""
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
