"""Slows down whoever tries passwords, in memory only, under a key that is random for each hour.

A bucket for each name at an address, for each address, and for each name: each attempt takes one
drop of each, and drops come back with time. All processes that were forked from one share the
same memory, so the bound holds for the machine. It is no file, and dies with them.
"""

import hashlib
import secrets
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from kiosk.web.nameless import Shared

HOUR: Final = 3600.0
BUCKETS: Final = (("both", 8, 60.0), ("address", 60, 10.0), ("name", 60, 10.0))
"""What is watched: how many attempts at once, and the seconds after which one more is free."""

HEAD: Final = struct.Struct("<32sd")  # the key, and when it was made; 0: nobody tried yet
DROPS: Final = struct.Struct("<16sdd")  # a mark, how much was left, and when
BEGIN: Final = 64
SHELVES: Final = 4096
EACH: Final = 8
"""Marks that lie on one shelf: one more takes the place of the one that is quiet for longest."""
SIZE: Final = BEGIN + SHELVES * EACH * DROPS.size


class TooManyAttempts(Exception):
    """Too many attempts. Wait a minute, then try again."""


class Attempts:
    """Counts attempts to sign in; forgets all of them with its key, every hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with no attempts; `clock` tells seconds, the same in every process."""
        self.clock = clock
        self.shared = Shared("attempts", SIZE)
        self.map = self.shared.map

    def take(self, name: str, address: str) -> None:
        """Count one attempt to sign in with this name from this address. Raises TooManyAttempts."""
        now = self.clock()
        with self.shared.alone():
            key, born = HEAD.unpack_from(self.map)
            if not born or now - born >= HOUR:
                key = self._renew(now)
            rows = [
                (self._place(mark, now), mark, most, each)
                for mark, most, each in _marks(key, name, address)
            ]
            levels = [self._level(at, mark, now, most, each) for at, mark, most, each in rows]
            if min(levels) < 1:
                raise TooManyAttempts
            for (at, mark, _, _), level in zip(rows, levels, strict=True):
                DROPS.pack_into(self.map, at, mark, level - 1, now)

    def forgive(self, name: str, address: str) -> None:
        """Forget the attempts of somebody who knew the password in the end."""
        with self.shared.alone():
            key, _ = HEAD.unpack_from(self.map)
            mark, most, _ = next(iter(_marks(key, name, address)))
            at = self._place(mark, self.clock())
            if self.map[at : at + len(mark)] == mark:
                DROPS.pack_into(self.map, at, mark, float(most), 0.0)

    def forget(self) -> None:
        """Forget everything of an hour that is over; before that, nothing."""
        with self.shared.alone():
            _, born = HEAD.unpack_from(self.map)
            if born and self.clock() - born >= HOUR:
                self.map[:] = bytes(SIZE)

    def _renew(self, now: float) -> bytes:
        """Begin an hour with another key, and see that it is forgotten when it is over."""
        key = secrets.token_bytes(32)
        self.map[:] = bytes(SIZE)
        HEAD.pack_into(self.map, 0, key, now)
        end = threading.Timer(HOUR + 1, self.forget)
        end.daemon = True
        end.start()
        return key

    def _place(self, mark: bytes, now: float) -> int:
        """Return where a mark lies, or where it may."""
        shelf = BEGIN + int.from_bytes(mark[:4]) % SHELVES * EACH * DROPS.size
        places = range(shelf, shelf + EACH * DROPS.size, DROPS.size)
        found = {at: DROPS.unpack_from(self.map, at) for at in places}
        own = (at for at, (there, _, _) in found.items() if there == mark)
        return next(own, min(found, key=lambda at: min(found[at][2], now)))

    def _level(self, at: int, mark: bytes, now: float, most: int, each: float) -> float:
        there, level, then = DROPS.unpack_from(self.map, at)
        return min(float(most), level + (now - then) / each) if there == mark else float(most)


def _marks(key: bytes, name: str, address: str) -> Iterator[tuple[bytes, int, float]]:
    """Yield what stands for both, address and name, with its bucket: useless without the key."""
    words = {"both": f"{name}\0{address}", "address": address, "name": name}
    for kind, most, each in BUCKETS:
        text = f"{kind}\0{words[kind]}".encode()
        yield hashlib.blake2b(text, key=key, digest_size=16).digest(), most, each
