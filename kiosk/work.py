"""The worker behind the pages: does jobs one by one, and lets a minute pass on the clock.

huey only wakes it: a job lost in the queue is found again in our table within a minute.
"""

import logging
import shutil
import signal
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import peewee
from huey.consumer import Consumer

from content import findable, invitations, nuggets, release, remarks, slides, takes, wishes
from content.errors import ContentError
from content.media import ffmpeg
from content.models import Medium, Rendition
from content.storage import Folder
from kiosk import disk, jobs, running
from kiosk.care import faultlog
from kiosk.counts import Counts, seconds_to_next_minute
from kiosk.db import connected, open_database
from kiosk.labels import prints
from kiosk.machines import parked
from kiosk.making import translate
from kiosk.making.bell import Bell
from kiosk.making.cutting import Cutting, Rules
from kiosk.making.films import AGAIN, Workshop
from kiosk.making.landing import Landing
from kiosk.settings import Settings
from kiosk.staff import audit, mail

LOG: Final = logging.getLogger("kiosk.work")
HALF_KEPT: Final = ".part-*"
HOUR: Final = 3600
DAY: Final = 24 * HOUR


class Work:
    """One plant's worker."""

    def __init__(self, settings: Settings) -> None:
        """Take the plant; `run` begins. Raises content.media.errors.ToolMissing."""
        ffmpeg.use(settings.ffmpeg or None)
        self.settings = settings
        self.database = open_database(settings)
        self.counts = Counts(settings)
        self.bell = Bell(settings)
        self.bell.answer = self.perform
        self.storage = Folder(settings.media)
        self.desk = settings.data / "desk"
        self.landing = Landing(settings)
        rules = Rules(settings.takes, settings.keep_takes, settings.film_most)
        cutting = Cutting(self.database, self.storage, self.desk, rules, self.bell.ring)
        self.workshop = Workshop(
            self.database, self.storage, self.desk, settings.speech_command, cutting
        )
        self.over = threading.Event()
        self.busy = threading.Event()

    def run(self) -> None:
        """Work until told to stop (SIGTERM or SIGINT). Raises running.AlreadyAtWork."""
        running.leave_no_core()
        with running.alone(self.settings):
            self._begin()
            clock = threading.Thread(target=self._clock, name="clock", daemon=True)
            clock.start()
            consumer = _Consumer(self.bell.queue, workers=1, periodic=False, max_delay=1.0)
            consumer.run()
            self.over.set()
            clock.join(2)
            self.counts.stop()
            with connected(self.database):
                jobs.lay_down()

    def _begin(self) -> None:
        """Clear what a killed worker left behind, and ring for everything that waits."""
        shutil.rmtree(self.desk, ignore_errors=True)
        ffmpeg.sweep(Path(tempfile.gettempdir()))
        with connected(self.database):
            LOG.info(self.counts.start())
            jobs.recover()
            self.landing.settle()
            findable.catch_up(self.storage)
        self.bell.queue.flush()
        self._reconcile()

    def perform(self, job_id: str) -> None:
        """Do one job; whatever goes wrong ends as a sentence in its row."""
        if not disk.has_room(self.settings):
            LOG.warning("films wait: %d MB are free, disk_floor is above", disk.free(self.settings))
            return
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
            if job.kind == "translate":
                self._translate(job.subject)
            elif job.kind == "labels":
                self._print(job)
            else:
                self.workshop.perform(job)
        except ContentError as error:
            LOG.warning("job %s failed: %s", job.kind, type(error).__name__)
            self._note(job, str(error), final=not isinstance(error, AGAIN))
        except peewee.DoesNotExist:
            self._forget(job)  # what it was to be made of was deleted meanwhile
        except Exception as error:  # noqa: BLE001  a job must never end the worker
            LOG.warning("job %s broke: %s", job.kind, type(error).__name__)
            self._note(job, str(jobs.JobBroke(kind=type(error).__name__)), final=False)
        else:
            self._forget(job)

    def _translate(self, text_id: str) -> None:
        with connected(self.database):
            translate.draft(self.settings, text_id, self.storage)

    def _print(self, job: jobs.Job) -> None:
        with connected(self.database):
            prints.make(self.settings, self.database, job.subject, lambda it: jobs.tell(job, it))

    def _forget(self, job: jobs.Job) -> None:
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
                self._minute()
                purged = self._daily(purged)
                self._remind()
            except Exception as error:  # noqa: BLE001  the clock must go on, whatever happened
                LOG.warning("this minute was lost: %s", type(error).__name__)

    def _minute(self) -> None:
        faultlog.sweep(self.settings)
        with connected(self.database):
            for name in self.counts.minute():
                LOG.info("released: %s", name)
            self.landing.settle(self.bell.ring)
            if held := release.every_day():
                LOG.warning("%d nuggets were due today and are not ready", len(held))
            remarks.every_morning()
        self._reconcile()

    def _daily(self, done: str) -> str:
        """Delete what was withdrawn 30 days ago, and what a killed process left half-kept."""
        today = datetime.now(tz=UTC).date()
        if done != today.isoformat():
            with connected(self.database):
                nuggets.purge(self.storage, today)
                takes.sweep(self.settings.takes, today)
                audit.purge(today)
                invitations.sweep(today)
                remarks.purge(today)
                wishes.purge(today)
                strays(self.storage)
            sweep(self.settings.media)
            slides.sweep(self.settings.data / slides.FOLDER)
            parked.sweep(self.settings)
            prints.sweep(self.settings)
        return today.isoformat()

    def _remind(self) -> None:
        """Send the reminders of the day; no connection waits for the mail server."""
        if self.settings.mail_url:
            with connected(self.database):
                waiting = mail.daily(self.settings)
            mail.remind(self.settings, waiting)

    def _reconcile(self) -> None:
        """Ring for every job that waits without anybody having been woken for it."""
        if self.bell.empty() and not self.busy.is_set():
            with connected(self.database):
                lost = jobs.waiting()
            for job_id in lost:
                self.bell.ring(job_id)


def sweep(media: Path) -> None:
    """Delete files that a killed process was keeping more than an hour ago: nobody knows them."""
    for part in media.glob(HALF_KEPT):
        if time.time() - part.stat().st_mtime > HOUR:
            part.unlink(missing_ok=True)


def strays(storage: Folder) -> int:
    """Delete media files that no row knows, left by a process that was killed between the two."""
    rows: list[Any] = [Medium.select(Medium.sha).tuples(), Rendition.select(Rendition.sha).tuples()]
    known = {sha for query in rows for (sha,) in query}
    gone = 0
    for path in storage.files():
        if path.stem not in known and time.time() - path.stat().st_ctime > DAY:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


class _Consumer(Consumer):  # type: ignore[misc]  # huey ships no types
    """huey's consumer, ended at once by both signals: our jobs begin anew from their row."""

    def _set_signal_handlers(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop_flag.set())
