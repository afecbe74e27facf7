"""What stands in a pot once a period is laid out: slots of the kinds that count, and what moves."""

import sqlite3
from collections.abc import Collection
from typing import Final

from kiosk.counts.kinds import CELLS, COMPLETED
from kiosk.counts.units import NOWHERE, Layout

HELD: Final = "SELECT kind, n FROM slot WHERE site = ? AND period = ? AND unit = ? AND nugget = ?"
MOVE: Final = (
    "UPDATE slot SET n = n + ?"
    " WHERE site = ? AND period = ? AND unit = ? AND nugget = ? AND kind = ?"
)
DROP: Final = (
    "DELETE FROM slot WHERE site = ? AND period = ? AND unit = ? AND nugget = ? AND kind = ?"
)


def standing(layout: Layout, kinds: Collection[str]) -> set[tuple[str, str, str]]:
    """Return every (unit, nugget, kind) that is counted.

    In the pooled slot, where all nuggets are one, an answer would be about none of them. Answers
    before and after the film have a place only where a nugget is measured.
    """
    return {
        (unit, nugget, kind)
        for unit, nugget in layout.slots
        for kind in kinds
        if kind == COMPLETED or (nugget and (kind not in CELLS or nugget in layout.measured))
    }


def move(
    pot: sqlite3.Connection,
    site: str,
    period: str,
    layout: Layout,
    stand: Collection[tuple[str, str, str]],
) -> None:
    """Add what moves to where it goes, each kind for itself; then drop what stands no more."""
    for old, new in layout.moves.items():
        for kind, n in pot.execute(HELD, (site, period, *old)).fetchall():
            if new[0] != NOWHERE:
                pot.execute(MOVE, (n, site, period, *new, kind))
    every = pot.execute(
        "SELECT unit, nugget, kind FROM slot WHERE site = ? AND period = ?", (site, period)
    ).fetchall()
    for slot in set(every).difference(stand):
        pot.execute(DROP, (site, period, *slot))
