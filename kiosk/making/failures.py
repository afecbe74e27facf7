"""What the worker could not do, and which nugget waits for it."""

from dataclasses import dataclass
from typing import Any, Final

from peewee import JOIN

from content import medium
from content.models import Nugget, Site, Take, Text, Version
from kiosk.jobs import OF_TAKES, Job

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that failed: of which version, and the sentence that says why."""

    job_id: str
    version_id: str
    title: str
    why: str


def of(site: Site) -> list[Failure]:
    """Return the failed jobs of a plant that some version waits for."""
    failed = list(Job.select().where(Job.state == "failed").order_by(Job.id).limit(MOST))
    found = []
    for job in failed:
        version = _version(site, job)
        if version is not None:
            found.append(Failure(job.id, version.id, version.title or version.slug, job.error))
    return found


def job_of(site: Site, job_id: str) -> Job | None:
    """Return a failed job of this plant, or None."""
    job = Job.get_or_none((Job.id == job_id) & (Job.state == "failed"))
    return job if job is not None and _version(site, job) is not None else None


def _version(site: Site, job: Job) -> Any:
    """Return the newest version of the plant for which a job was to work."""
    own = (Text.language == site.language) & (Text.variant == "plain")
    rows: Any = (
        Version.select(Version.id, Nugget.slug, Text.title)
        .join_from(Version, Nugget)
        .join_from(Version, Text, JOIN.LEFT_OUTER, on=(Text.version == Version.id) & own)
        .where((Nugget.site == site) & _about(job))
        .order_by(Version.number.desc())
    )
    return rows.limit(1).namedtuples().first()


def _about(job: Job) -> Any:
    if job.kind in OF_TAKES:
        return Version.id << Take.select(Take.version).where(Take.id == job.subject)
    if job.kind == "speech":
        return Version.id << Text.select(Text.version).where(
            Text.id == job.subject.partition(".")[0]
        )
    return (Version.id == job.subject) | medium.used_in([job.subject])
