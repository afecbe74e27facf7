"""Slows down whoever tries passwords, in memory only, under a key that is random for each hour.

A bucket for each name at an address, for each address, and for each name: each attempt takes one
drop of each, and drops come back with time. Nothing of it is ever written; each process of the
pages has its own.
"""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

HOUR: Final = 3600.0
MOST: Final = 20_000
BUCKETS: Final = (("both", 8, 60.0), ("address", 60, 10.0), ("name", 60, 10.0))
"""What is watched: how many attempts at once, and the seconds after which one more is free."""


class TooManyAttempts(Exception):
    """Too many attempts. Wait a minute, then try again."""


class Attempts:
    """Counts attempts to sign in; forgets all of them with its key, every hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with no attempts; `clock` tells seconds."""
        self.clock = clock
        self.lock = threading.Lock()
        self._renew()

    def take(self, name: str, address: str) -> None:
        """Count one attempt to sign in with this name from this address. Raises TooManyAttempts."""
        now = self.clock()
        with self.lock:
            if now - self.born >= HOUR:
                self._renew()
            wanted = {self._mark(kind, name, address): (most, each) for kind, most, each in BUCKETS}
            levels = {mark: self._level(mark, now, *rule) for mark, rule in wanted.items()}
            if min(levels.values()) < 1:
                raise TooManyAttempts
            for mark, level in levels.items():
                self._keep(mark, level - 1, now)

    def forgive(self, name: str, address: str) -> None:
        """Forget the attempts of somebody who knew the password in the end."""
        with self.lock:
            self.drops.pop(self._mark("both", name, address), None)

    def _renew(self) -> None:
        self.born = self.clock()
        self.key = secrets.token_bytes(32)
        self.drops: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def _mark(self, kind: str, name: str, address: str) -> bytes:
        """Return what stands for a name, an address or both: useless without this hour's key."""
        words = {"both": f"{name}\0{address}", "address": address, "name": name}[kind]
        return hashlib.blake2b(f"{kind}\0{words}".encode(), key=self.key, digest_size=16).digest()

    def _level(self, mark: bytes, now: float, most: int, each: float) -> float:
        level, then = self.drops.get(mark, (float(most), now))
        return min(float(most), level + (now - then) / each)

    def _keep(self, mark: bytes, level: float, now: float) -> None:
        self.drops[mark] = (level, now)
        self.drops.move_to_end(mark)
        while len(self.drops) > MOST:
            self.drops.popitem(last=False)
