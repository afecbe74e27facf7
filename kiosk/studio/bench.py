"""How far the worker is with a film: what it does now, how much is done, how long it takes yet."""

import time
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, ngettext

from content.models import Medium, Rendition, Take, Version
from kiosk.jobs import ATTEMPTS, Job

SHARES: Final = {"look": (0, 20), "cut": (20, 80), "voice": (20, 80), "storyboard": (0, 80),
                 "renditions": (80, 100)}  # fmt: skip
"""Between which percents of the whole each kind of job goes."""
READY: Final = "lite"
LITE_SHARE: Final = 60
"""Percent of the renditions' job at which the smallest film is there."""
ENOUGH_SECONDS, ENOUGH_PERCENT = 4, 2
"""What must have passed before a time that is left can be told."""
MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Bench:
    """The state of a film's work.

    `state` is none, waiting, running, failed or ready; `percent` goes over all that is to be done
    until the film can be played; `left` are seconds, or None where nobody knows yet. A `final`
    failure lies in the film itself: trying again helps little.
    """

    state: str
    kind: str = ""
    percent: int = 0
    left: int | None = None
    error: str = ""
    final: bool = False

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        return self.state in {"waiting", "running"}

    @property
    def doing(self) -> str:
        """Say what is being done."""
        if self.state == "waiting":
            return str(gettext("It begins in a moment."))
        words = {
            "look": gettext("Looking at picture and sound."),
            "cut": gettext("Making it play on every phone."),
            "voice": gettext("Laying the voice under the film."),
            "storyboard": gettext("Making a film of the photos."),
        }
        return str(words.get(self.kind, gettext("Making the small film for slow links.")))

    @property
    def told_left(self) -> str:
        """Say how long it takes yet, as roughly as it is known."""
        if self.left is None:
            return ""
        if self.left < MINUTE:
            return str(gettext("About %(n)s seconds left.", n=max(5, -(-self.left // 5) * 5)))
        minutes = round(self.left / MINUTE)
        return str(ngettext("About one minute left.", "About %(num)s minutes left.", minutes))


def bench(version: Version, take: Take | None, film: Medium | None) -> Bench:
    """Return how far the film of a version, or the own one of a text, is."""
    job = _job(version, take, film)
    if film is not None and (job is None or job.kind == "renditions") and _playable(film):
        return Bench("ready", percent=100)
    if job is None:
        return Bench("none")
    begin, end = SHARES[job.kind]
    done = min(100, job.progress * 100 // LITE_SHARE) if job.kind == "renditions" else job.progress
    state = {"queued": "waiting", "running": "running"}.get(job.state, "failed")
    percent = begin + (end - begin) * done // 100
    return Bench(state, job.kind, percent, error=job.error, final=job.attempts < ATTEMPTS)


def left(now: Bench, since: int, at: int) -> int | None:
    """Work out the seconds left from how far it was at a moment before; None if too soon to say."""
    passed, done = int(time.time()) - since, now.percent - at
    if passed < ENOUGH_SECONDS or done < ENOUGH_PERCENT:
        return None
    return passed * (100 - now.percent) // done


def _job(version: Version, take: Take | None, film: Medium | None) -> Job | None:
    """Return the job that everything waits for: the earliest of those that are open."""
    subjects = [("storyboard", version.id)]
    subjects += [(kind, take.id) for kind in ("look", "cut", "voice")] if take else []
    subjects += [("renditions", film.sha)] if film else []
    found = {
        job.kind: job
        for job in Job.select().where(Job.subject << [subject for _, subject in subjects])
    }
    return next((found[kind] for kind, _ in subjects if kind in found), None)


def _playable(film: Medium) -> bool:
    made = (Rendition.medium == film) & (Rendition.name == READY)
    return bool(Rendition.select().where(made).exists())
