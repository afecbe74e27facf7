"""What the proof on site looks at, point by point, and how each was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.care.checked import BROKEN, OK, UNKNOWN

__all__ = ["BROKEN", "NAMES", "OK", "UNKNOWN", "Point", "code"]

NAMES: Final = {
    "swap": "Swap",
    "cores": "Core dumps",
    "pot": "Open counts",
    "keys": "Keys",
    "backups": "Backups",
    "database": "Database",
    "mounts": "Mount options",
    "journal": "System journal",
    "server": "Page server",
    "proxy": "Reverse proxy",
    "reach": "Addresses",
    "metrics": "Metrics",
    "faultlog": "Fault log",
    "canary": "Canary",
    "head": "Heads of answers",
    "logs": "Logs searched",
}
"""Every point, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its state, the sentence about it, and what to do where it is not in order."""

    item: str
    state: str
    says: str
    do: str = ""


def code(points: Iterable[Point]) -> int:
    """Return the exit code: 0 only where every point was checked and is in order."""
    return int(any(one.state != OK for one in points))
