"""The proof on site: looks whether this installation keeps what the works council was promised.

It looks at the machine, at the proxy's configuration, sends marked requests through the real
proxy, and searches all that was written meanwhile. What could not be checked is never called good.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.proof import front, keeping, memory, search
from kiosk.proof.canary import Canary
from kiosk.proof.host import Host
from kiosk.proof.points import NAMES, Point
from kiosk.settings import Settings

__all__ = ["Asked", "look"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the proxy listens if not at the plant's own address, its configuration, more logs."""

    through: str = ""
    nginx: Path | None = None
    logs: tuple[Path, ...] = ()


def look(settings: Settings, asked: Asked, host: Host | None = None) -> list[Point]:
    """Check everything and return the points in their order. Nothing of the plant is changed."""
    found = {one.item: one for one in _all(settings, asked, host or Host())}
    return [found[item] for item in NAMES]


def _all(settings: Settings, asked: Asked, host: Host) -> Iterator[Point]:
    canary = Canary(settings, asked.through)
    watched = search.watch(settings, host, asked.logs)
    yield from canary.fly()
    yield search.look(watched, canary.marks, canary.sources, canary.elsewhere())
    yield from memory.look(settings, host)
    yield from keeping.look(settings, host)
    yield from front.look(settings, host, asked.nginx, alone=canary.direct)
