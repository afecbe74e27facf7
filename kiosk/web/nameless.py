"""Memory that processes share which are forked from one: a file that has no name anywhere."""

import fcntl
import mmap
import os
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager


class Shared:
    """So many bytes, zero at first; they die with the processes that know them."""

    def __init__(self, name: str, size: int) -> None:
        """Make them. `name` is for those who look at the machine alone."""
        self._memory = _file(name)
        os.ftruncate(self._memory, size)
        weakref.finalize(self, os.close, self._memory)
        self.map = mmap.mmap(self._memory, size)
        self._lock = threading.Lock()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only thread of the only process; a lock ends with the process that holds it."""
        with self._lock:
            fcntl.lockf(self._memory, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._memory, fcntl.LOCK_UN)


def _file(name: str) -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create(name)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
