"""Knows which processes of a plant are running: each holds a lock on a file as long as it lives."""

import ctypes
import fcntl
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kiosk.settings import Settings

WORKER: Final = "work.lock"
PAGES: Final = "serve.lock"
PATIENCE: Final = 1.0  # seconds: somebody who only looks holds the lock for a moment
SET_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG, prctl(2)


class AlreadyAtWork(Exception):
    """Another `kiosk work` of this plant is running: one is enough."""


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Be the only worker of the plant for this block. Raises AlreadyAtWork."""
    settings.data.mkdir(mode=0o750, parents=True, exist_ok=True)
    with (settings.data / WORKER).open("w") as file:
        end = time.monotonic() + PATIENCE
        while not _locked(file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() > end:
                raise AlreadyAtWork
            time.sleep(0.05)
        yield


@contextmanager
def serving(settings: Settings) -> Iterator[None]:
    """Be one of those that answer pages for this block; processes forked in it count too."""
    settings.data.mkdir(mode=0o750, parents=True, exist_ok=True)
    with (settings.data / PAGES).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def working(settings: Settings) -> bool:
    """Say whether a worker of this plant is running."""
    return _held(settings, WORKER)


def open_for_use(settings: Settings) -> bool:
    """Say whether any process of this plant is running: worker or pages."""
    return working(settings) or _held(settings, PAGES)


def _held(settings: Settings, name: str) -> bool:
    try:
        file = (settings.data / name).open("rb")
    except FileNotFoundError:
        return False
    with file:
        return not _locked(file.fileno(), fcntl.LOCK_EX)


def _locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def leave_no_core() -> None:
    """Let neither this process nor any it starts leave its memory on a disk when it crashes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with(parent: int) -> None:
    """Ask Linux for SIGTERM when the process that started this one dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(SET_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def end_young_children_too() -> None:
    """Let SIGTERM end a process forked from now on until it sets a handler of its own.

    It would else be born with the handler of its parent, and a signal that comes before its own
    is set would be noted for nobody: who waits for its end would wait until patience runs out.
    """
    stop = {signal.SIGTERM}
    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, stop),
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, stop),
        after_in_child=_as_if_new,
    )


def _as_if_new() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
