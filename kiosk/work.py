"""The worker behind the pages: does jobs one by one, and lets a minute pass on the clock.

huey only wakes it: a job lost in the queue is found again in our table within a minute.
"""

import fcntl
import logging
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import peewee
from huey import SqliteHuey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from content import nuggets
from content.errors import ContentError
from content.storage import Folder
from kiosk import jobs
from kiosk.counts import Counts, seconds_to_next_minute
from kiosk.db import connected, open_database
from kiosk.films import AGAIN, Workshop
from kiosk.settings import Settings

LOG: Final = logging.getLogger("kiosk.work")
OWN_FAULT: Final = "Something went wrong on the server ({kind}). It will be tried again."


class AlreadyAtWork(Exception):
    """Another `kiosk work` of this plant is running: one is enough."""


class Bell:
    """The queue that wakes the worker; it carries nothing but the ids of jobs."""

    def __init__(self, settings: Settings) -> None:
        """Open the plant's queue: a SQLite file of its own, every entry signed."""
        settings.data.mkdir(mode=0o750, parents=True, exist_ok=True)
        self.queue = SqliteHuey(
            "kiosk",
            filename=str(settings.data / "queue.db"),
            results=False,
            serializer=SignedSerializer(secret=settings.secret("queue.key").hex()),
        )
        (settings.data / "queue.db").chmod(0o600)
        self.answer: Any = None
        self._task = self.queue.task(name="perform")(self._perform)

    def ring(self, job_id: str) -> None:
        """Wake the worker for this job."""
        self._task(job_id)

    def empty(self) -> bool:
        """Say whether nothing waits in the queue."""
        return len(self.queue) == 0

    def _perform(self, job_id: str) -> None:
        self.answer(job_id)


class Work:
    """One plant's worker."""

    def __init__(self, settings: Settings) -> None:
        """Take the plant; `run` begins."""
        self.settings = settings
        self.database = open_database(settings)
        self.counts = Counts(settings)
        self.bell = Bell(settings)
        self.bell.answer = self.perform
        self.desk = settings.data / "desk"
        self.workshop = Workshop(self.database, Folder(settings.media), self.desk)
        self.over = threading.Event()
        self.busy = threading.Event()

    def run(self) -> None:
        """Work until told to stop (SIGTERM or SIGINT). Raises AlreadyAtWork."""
        with self._alone():
            self._begin()
            clock = threading.Thread(target=self._clock, name="clock", daemon=True)
            clock.start()
            consumer = _Consumer(self.bell.queue, workers=1, periodic=False, max_delay=1.0)
            consumer.run()
            self.over.set()
            clock.join(5)
            self.counts.stop()
            with connected(self.database):
                jobs.recover()

    def _begin(self) -> None:
        """Clear what a killed worker left behind, and ring for everything that waits."""
        shutil.rmtree(self.desk, ignore_errors=True)
        with connected(self.database):
            LOG.info(self.counts.start())
            jobs.recover()
        self.bell.queue.flush()
        self._reconcile()

    def perform(self, job_id: str) -> None:
        """Do one job; whatever goes wrong ends as a sentence in its row."""
        self.busy.set()
        try:
            with connected(self.database):
                job = jobs.take(job_id)
            if job is not None:
                self._do(job)
        finally:
            self.busy.clear()

    def _do(self, job: jobs.Job) -> None:
        try:
            self.workshop.perform(job)
        except ContentError as error:
            LOG.warning("job %s failed: %s", job.kind, type(error).__name__)
            self._note(job, str(error), final=not isinstance(error, AGAIN))
        except Exception as error:  # noqa: BLE001  a job must never end the worker
            LOG.warning("job %s broke: %s", job.kind, type(error).__name__)
            self._note(job, OWN_FAULT.format(kind=type(error).__name__), final=False)
        else:
            with connected(self.database):
                jobs.finish(job)

    def _note(self, job: jobs.Job, sentence: str, *, final: bool) -> None:
        with connected(self.database):
            jobs.fail(job, sentence, final=final)

    def _clock(self) -> None:
        """Once a minute: seal and release the counts, find lost jobs; once a day: purge."""
        purged = ""
        while not self.over.wait(seconds_to_next_minute()):
            try:
                with connected(self.database):
                    for sentence in self.counts.minute():
                        LOG.info(sentence)
                self._reconcile()
                purged = self._daily(purged)
            except (peewee.PeeweeException, OSError) as error:
                LOG.warning("this minute was lost: %s", type(error).__name__)

    def _daily(self, done: str) -> str:
        today = datetime.now(tz=UTC).date()
        if done != today.isoformat():
            with connected(self.database):
                nuggets.purge(Folder(self.settings.media), today)
        return today.isoformat()

    def _reconcile(self) -> None:
        """Ring for every job that waits without anybody having been woken for it."""
        if self.bell.empty() and not self.busy.is_set():
            with connected(self.database):
                lost = jobs.waiting()
            for job_id in lost:
                self.bell.ring(job_id)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.settings.data / "work.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise AlreadyAtWork from error
            yield


class _Consumer(Consumer):  # type: ignore[misc]  # huey ships no types
    """huey's consumer, ended at once by both signals: our jobs begin anew from their row."""

    def _set_signal_handlers(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop_flag.set())


def working(settings: Settings) -> bool:
    """Say whether a worker of this plant is running."""
    path = settings.data / "work.lock"
    if not path.exists():
        return False
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
