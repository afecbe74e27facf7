"""The counts of the periods that are still open: one number a slot, no event, no order, no time.

A pot knows where every nugget is counted (its ways), how often (its slots), and which tickets
are spent. Any number of processes add to it at once; killing all of them loses nothing.
"""

import fcntl
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TextIO

from kiosk.counts.units import EVERYWHERE, NOWHERE, Layout, Way, slot_of

COMPLETED: Final = "completed"
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


class Slot(NamedTuple):
    """What one number counts."""

    site: str
    period: str
    unit: str
    nugget: str
    kind: str = COMPLETED


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

    def site_of(self, nugget: str) -> tuple[str, str] | None:
        """Return site and time zone of a nugget that is counted, else None."""

    def way(self, nugget: str, period: str, *sources: str) -> tuple[str, Way] | None:
        """Return the first of these sources that has a way, else openings without a machine."""

    def redeem(self, spent: bytes, day: int, nugget: str, period: str, source: str) -> str:
        """Spend a ticket and add one: `counted`, `again` if spent before, `void` if no room."""

    def room(self) -> bool:
        """Return whether tickets may be handed out: there is room to remember them as spent."""

    def ways(self, site: str, period: str) -> dict[tuple[str, str], Way]:
        """Return every way of a period by (nugget, source)."""

    def lay(self, site: str, timezone: str, period: str, layout: Layout) -> None:
        """Lay out a period: set its ways, move counts that move, make slots at 0, drop others."""

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
        self._open: tuple[sqlite3.Connection, TextIO] | None = None
        self._left_behind: list[object] = []
        _POTS.add(self)

    def after_fork(self) -> None:
        """Leave what came with a fork untouched and unclosed: it belongs to the parent."""
        self._left_behind.append((self._open, self._mutex))
        self._open, self._mutex = None, threading.RLock()

    def _opened(self) -> tuple[sqlite3.Connection, TextIO]:
        """Open the file in this process, with its tables made."""
        turn = (self.folder / "pot.lock").open("w")
        connection = sqlite3.connect(
            self.folder / "pot.db", timeout=30, isolation_level=None, check_same_thread=False
        )
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            for pragma in ("journal_mode=TRUNCATE", "synchronous=OFF", "secure_delete=ON",
                           "temp_store=MEMORY", "trusted_schema=OFF"):  # fmt: skip
                connection.execute(f"PRAGMA {pragma}").fetchall()
            connection.executescript(SCHEMA)
        finally:
            fcntl.flock(turn, fcntl.LOCK_UN)
        return connection, turn

    @contextmanager
    def _at_it(self, begin: str = "BEGIN IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """Be the only one at the pot; what is done in the block is kept whole or not at all."""
        with self._mutex:
            self._open = self._open or self._opened()
            pot, turn = self._open
            fcntl.flock(turn, fcntl.LOCK_EX)
            try:
                pot.execute(begin)
                try:
                    yield pot
                except BaseException:
                    pot.execute("ROLLBACK")
                    raise
                pot.execute("COMMIT")
            finally:
                fcntl.flock(turn, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._mutex:
            if self._open:
                for one in self._open:
                    one.close()
            self._open = None

    def site_of(self, nugget: str) -> tuple[str, str] | None:
        """Return site and time zone of a nugget that is counted, else None."""
        with self._at_it("BEGIN") as pot:
            found: tuple[str, str] | None = pot.execute(
                "SELECT site, timezone FROM way JOIN plant USING (site) WHERE nugget = ? LIMIT 1",
                (nugget,),
            ).fetchone()
        return found

    def way(self, nugget: str, period: str, *sources: str) -> tuple[str, Way] | None:
        """Return the first of these sources that has a way, else openings without a machine."""
        with self._at_it("BEGIN") as pot:
            return _way(pot, nugget, period, *sources)

    def redeem(self, spent: bytes, day: int, nugget: str, period: str, source: str) -> str:
        """Spend a ticket and add one: `counted`, `again` if spent before, `void` if no room."""
        with self._at_it() as pot:
            if pot.execute("SELECT 1 FROM spent WHERE hash = ?", (spent,)).fetchone():
                return "again"
            found = _way(pot, nugget, period, source)
            if found is None or found[1].home == NOWHERE or not _has_room(pot, 1.0):
                return "void"
            unit, counted = slot_of(found[1].home, nugget)
            added = pot.execute(
                "UPDATE slot SET n = n + 1 WHERE unit = ? AND nugget = ? AND period = ?"
                " AND kind = ? AND site = (SELECT site FROM way WHERE nugget = ? LIMIT 1)",
                (unit, counted, period, COMPLETED, nugget),
            ).rowcount
            pot.execute("INSERT INTO spent VALUES (?, ?)", (spent, day))
            pot.execute("UPDATE room SET n = n + 1 WHERE name = 'taken'")
        return "counted" if added else "void"

    def room(self) -> bool:
        """Return whether tickets may be handed out: there is room to remember them as spent."""
        with self._at_it("BEGIN") as pot:
            return _has_room(pot, HEADROOM)

    def ways(self, site: str, period: str) -> dict[tuple[str, str], Way]:
        """Return every way of a period by (nugget, source)."""
        with self._at_it("BEGIN") as pot:
            rows = pot.execute(
                "SELECT nugget, source, cell, held, node, home, crowd FROM way"
                " WHERE site = ? AND period = ?",
                (site, period),
            ).fetchall()
        return {(nugget, source): Way(*way) for nugget, source, *way in rows}

    def lay(self, site: str, timezone: str, period: str, layout: Layout) -> None:
        """Lay out a period: set its ways, move counts that move, make slots at 0, drop others."""
        with self._at_it() as pot:
            pot.execute("INSERT OR REPLACE INTO plant VALUES (?, ?)", (site, timezone))
            pot.execute("DELETE FROM way WHERE site = ? AND period = ?", (site, period))
            pot.executemany(
                "INSERT INTO way VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(site, nugget, period, source, *way)
                 for (nugget, source), way in sorted(layout.ways.items())],
            )  # fmt: skip
            pot.executemany(
                "INSERT OR IGNORE INTO slot VALUES (?, ?, ?, ?, ?, 0)",
                [Slot(site, period, *slot) for slot in sorted(layout.slots)],
            )
            _move(pot, site, period, layout)

    def slots(self, site: str) -> dict[Slot, int]:
        """Return what is counted of a plant, for the release alone."""
        with self._at_it("BEGIN") as pot:
            rows = pot.execute("SELECT * FROM slot WHERE site = ?", (site,)).fetchall()
        return {Slot(*row[:-1]): row[-1] for row in rows}

    def periods(self, site: str) -> list[str]:
        """Return the names of the periods it holds of a plant, the oldest first."""
        with self._at_it("BEGIN") as pot:
            rows = pot.execute(
                "SELECT period FROM slot WHERE site = :site"
                " UNION SELECT period FROM way WHERE site = :site",
                {"site": site},
            ).fetchall()
        return sorted(period for (period,) in rows)

    def key_is_due(self) -> bool:
        """Return whether a period was forgotten and the key that opens its seals still exists."""
        with self._at_it("BEGIN") as pot:
            return _number(pot, "key due") == 1

    def key_changed(self) -> None:
        """Note that the key was changed."""
        with self._at_it() as pot:
            pot.execute("UPDATE room SET n = 0 WHERE name = 'key due'")

    def clear(self, site: str, period: str) -> None:
        """Forget a period; from now on a new key is due."""
        with self._at_it() as pot:
            pot.execute("DELETE FROM slot WHERE site = ? AND period = ?", (site, period))
            pot.execute("DELETE FROM way WHERE site = ? AND period = ?", (site, period))
            pot.execute("UPDATE room SET n = 1 WHERE name = 'key due'")

    def prune(self, before: int, capacity: int) -> None:
        """Forget tickets spent before this day and set how many can be remembered."""
        with self._at_it() as pot:
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
            marks = ", ".join("?" * 9)
            pot.executemany("INSERT INTO plant VALUES (?, ?)", dump.plants)
            pot.executemany(f"INSERT INTO way VALUES ({marks})", dump.ways)  # noqa: S608
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
        with self._at_it("BEGIN") as pot:
            return _number(pot, "ready") == 1


def _number(pot: sqlite3.Connection, name: str) -> int:
    return int(pot.execute("SELECT n FROM room WHERE name = ?", (name,)).fetchone()[0])


def _has_room(pot: sqlite3.Connection, share: float) -> bool:
    return _number(pot, "taken") < _number(pot, "capacity") * share


def _way(
    pot: sqlite3.Connection, nugget: str, period: str, *sources: str
) -> tuple[str, Way] | None:
    for source in (*sources, EVERYWHERE):
        row = pot.execute(
            "SELECT cell, held, node, home, crowd FROM way"
            " WHERE nugget = ? AND period = ? AND source = ?",
            (nugget, period, source),
        ).fetchone()
        if row:
            return source, Way(*row)
    return None


def _move(pot: sqlite3.Connection, site: str, period: str, layout: Layout) -> None:
    """Add what moves to where it goes, then drop every slot that stands no more."""
    here = "site = ? AND period = ? AND unit = ? AND nugget = ?"
    for old, new in layout.moves.items():
        row = pot.execute(f"SELECT n FROM slot WHERE {here}", (site, period, *old)).fetchone()  # noqa: S608
        if row and new[0] != NOWHERE:
            pot.execute(f"UPDATE slot SET n = n + ? WHERE {here}", (row[0], site, period, *new))  # noqa: S608
    standing = layout.slots
    every = pot.execute(
        "SELECT unit, nugget FROM slot WHERE site = ? AND period = ?", (site, period)
    ).fetchall()
    for slot in set(every) - standing:
        pot.execute(f"DELETE FROM slot WHERE {here}", (site, period, *slot))  # noqa: S608


def _after_fork() -> None:
    for pot in list(_POTS):
        pot.after_fork()


_POTS: Final[weakref.WeakSet[RamPot]] = weakref.WeakSet()
os.register_at_fork(after_in_child=_after_fork)
