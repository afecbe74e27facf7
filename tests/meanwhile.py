"""Two people who do something at the same moment, each by a connection of their own."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

import peewee

from kiosk.db import connected

T = TypeVar("T")
LOOK: Final = 0.3
"""Seconds in which the second one has looked, and waits for the first or has overtaken it."""


@contextmanager
def meanwhile(database: peewee.Database, second: Callable[[], T]) -> Iterator[Future[T]]:
    """Do the block; before it is kept, `second` begins. Its outcome is told after the block."""
    done = threading.Event()

    def do() -> T:
        done.wait(10)
        with connected(database):
            return second()

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(do)
        with database.atomic():
            yield late
            done.set()
            time.sleep(LOOK)
