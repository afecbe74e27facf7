"""Wakes the worker: a queue that carries nothing but the ids of jobs."""

import functools
import logging
import sqlite3
from typing import Any, Final

from kiosk.jobs import Wake
from kiosk.settings import Settings

LOG: Final = logging.getLogger("kiosk.making.bell")
QUEUE: Final = "queue.db"


class Bell:
    """The plant's queue: a SQLite file of its own, every entry signed."""

    def __init__(self, settings: Settings) -> None:
        """Open the queue; it is made at its first use."""
        from huey import SqliteHuey
        from huey.serializer import SignedSerializer

        settings.data.mkdir(mode=0o750, parents=True, exist_ok=True)
        self.queue = SqliteHuey(
            "kiosk",
            filename=str(settings.data / QUEUE),
            results=False,
            serializer=SignedSerializer(secret=settings.secret("queue.key").hex()),
        )
        (settings.data / QUEUE).chmod(0o600)
        self.answer: Any = None
        self._task = self.queue.task(name="perform")(self._perform)

    def ring(self, job_id: str) -> None:
        """Wake the worker for this job."""
        self._task(job_id)

    def empty(self) -> bool:
        """Say whether nothing waits in the queue."""
        return len(self.queue) == 0

    def close(self) -> None:
        """Close this thread's connection to the queue."""
        self.queue.storage.close()

    def _perform(self, job_id: str) -> None:
        self.answer(job_id)


def waker(settings: Settings) -> Wake:
    """Return what rings the worker from a web process; the queue is opened at the first ring.

    A bell that cannot be rung is no failure: the worker finds the job within a minute.
    """

    @functools.cache
    def opened() -> Bell:
        return Bell(settings)

    def wake(job_id: str) -> None:
        try:
            opened().ring(job_id)
            opened().close()  # a connection for each of many threads would stay open else
        except (sqlite3.Error, OSError) as error:
            LOG.warning("the worker was not woken: %s", type(error).__name__)

    return wake
