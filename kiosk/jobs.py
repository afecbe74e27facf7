"""The table of jobs: what has to be made behind the pages, and how far it got.

Our row is the truth; the queue of `kiosk.work` only wakes the worker. A job that ended well is
deleted, so nothing tells when anybody uploaded anything.
"""

from collections.abc import Callable
from typing import Final

from peewee import CharField, Check, IntegerField

from content.errors import ContentError
from content.models import Row, Table

ATTEMPTS: Final = 3
LONGEST_ERROR: Final = 300
OF_TAKES: Final = ("look", "cut", "voice")
"""Jobs whose subject is a take."""

Wake = Callable[[str], None]
"""Rings the worker for the job with this id."""


class JobBroke(ContentError):
    """Each time this was tried, something broke on the server ({kind}). Tell whoever runs it."""


class JobKilled(ContentError):
    """The server stopped each time this was tried. It may be too large for it."""


class Job(Row):
    """One thing to make: a film's renditions (by SHA-256), of a take (by its id), of a version."""

    kind = CharField(max_length=20)
    subject = CharField(max_length=64)
    state = CharField(
        max_length=8,
        default="queued",
        constraints=[Check("state IN ('queued', 'running', 'failed')")],
    )
    progress = IntegerField(default=0)
    attempts = IntegerField(default=0)
    error = CharField(max_length=LONGEST_ERROR, default="")

    class Meta:
        indexes = ((("kind", "subject"), True),)


TABLES: Final[tuple[type[Table], ...]] = (Job,)


def ask(kind: str, subject: str, wake: Wake | None = None) -> Job:
    """Ask for something to be made, once; asking again lets a failed job start anew.

    The worker is woken when the row is safely written. Without `wake` it finds the row within a
    minute.
    """
    database = Job._meta.database  # noqa: SLF001  peewee's door to the bound database
    with database.atomic():
        _hold(kind, subject)
        job: Job = Job.get((Job.kind == kind) & (Job.subject == subject))
        if job.state == "failed":
            job.state, job.attempts, job.error, job.progress = "queued", 0, "", 0
            job.save()
        if wake is not None:
            database.after_commit(lambda: wake(job.id))
    return job


def _hold(kind: str, subject: str) -> None:
    """Make the row, or hold the one that is there: two who tap at once ask for one job."""
    Job.insert(kind=kind, subject=subject).on_conflict(
        conflict_target=[Job.kind, Job.subject], preserve=[Job.kind]
    ).execute()


def take(job_id: str) -> Job | None:
    """Take a waiting job to work on it, or None if it is done, failed or somebody has it."""
    taken = (
        Job.update(state="running", attempts=Job.attempts + 1, progress=0)
        .where((Job.id == job_id) & (Job.state == "queued"))
        .execute()
    )
    return Job.get_by_id(job_id) if taken else None


def finish(job: Job) -> None:
    """Forget a job that ended well."""
    Job.delete().where(Job.id == job.id).execute()


def fail(job: Job, sentence: str, *, final: bool) -> None:
    """Note why a job failed; it waits for another attempt unless this was the last or is final."""
    over = final or job.attempts >= ATTEMPTS
    job.state = "failed" if over else "queued"
    job.error = sentence[:LONGEST_ERROR]
    job.save()


def tell(job: Job, share: float) -> None:
    """Note how far a job is, in percent; written only when the number changes."""
    percent = min(99, int(share * 100))
    if percent != job.progress:
        job.progress = percent
        Job.update(progress=percent).where(Job.id == job.id).execute()


def recover() -> None:
    """Put back what was being worked on when the worker died. Call before the first job."""
    Job.update(state="queued").where((Job.state == "running") & (Job.attempts < ATTEMPTS)).execute()
    Job.update(state="failed", error=str(JobKilled())).where(Job.state == "running").execute()


def lay_down() -> None:
    """Put back what is being worked on before a stop that was asked for: it costs no attempt."""
    Job.update(state="queued", attempts=Job.attempts - 1).where(Job.state == "running").execute()


def waiting() -> list[str]:
    """Return the ids of all jobs that wait."""
    return [job.id for job in Job.select(Job.id).where(Job.state == "queued").order_by(Job.id)]
