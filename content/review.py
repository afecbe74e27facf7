"""Whether a published nugget is still right: due by its day, or at once when a machine changed."""

from datetime import date
from typing import Any

from content import nuggets, release, versions
from content.errors import (
    ContentError,
    DayGone,
    DayTooLate,
    NothingToReview,
    NotYours,
    ReasonMissing,
    SafetyOnly,
)
from content.limits import fitting
from content.models import Hang, Machine, Nugget, Version
from content.release import Colleague
from content.revision import change


@change()
def machine_changed(machine: Machine, why: str) -> list[Nugget]:
    """Put all published nuggets of a machine and of its kind to due at once; return them.

    Raises ReasonMissing.
    """
    facts = fitting(Nugget, due_why=why)
    if not facts["due_why"]:
        raise ReasonMissing
    found = of_machine(machine)
    for nugget in found:
        due(nugget, release.today(nugget.site), facts["due_why"])
    return found


def of_machine(machine: Machine) -> list[Nugget]:
    """Return the published nuggets that hang on a machine or on its kind."""
    places = Hang.machine == machine
    if machine.kind_id:
        places |= Hang.kind == machine.kind_id
    here = Hang.select(Hang.nugget).where(places)
    shown: Any = Nugget.select().join(Version).where(Version.state == "published")
    return list(shown.where(Nugget.id << here).order_by(Nugget.slug))


def due(nugget: Nugget, on: date, why: str) -> None:
    """Put a nugget to due on a day, for a reason; one that is due already stays so."""
    day = on.isoformat()
    nugget.review_by = min(nugget.review_by or day, day)
    nugget.due_why = why
    nugget.save(only=[Nugget.review_by, Nugget.due_why])


def barred(nugget: Nugget, who: Colleague, *, four_eyes: bool) -> ContentError | None:
    """Return why somebody may not confirm that a nugget is still right, or None who may.

    To confirm is to release once more: whoever writes on its next version says that it is not
    right, so a colleague has to judge; and safety is judged by those who answer for it.
    """
    safety = nugget.klass == "safety"
    if safety and not who.safety:
        return SafetyOnly()
    draft = versions.open_of(nugget)
    if draft is not None and (safety or four_eyes) and release.wrote(draft, who.id):
        return NotYours()
    return None


@change()
def still_right(nugget: Nugget, who: Colleague, *, four_eyes: bool, review_by: date) -> None:
    """Confirm that a published nugget is still right and choose the day of its next review.

    No new version. Raises NothingToReview, SafetyOnly, NotYours, DayGone, DayTooLate.
    """
    if versions.published(nugget) is None:
        raise NothingToReview
    if bar := barred(nugget, who, four_eyes=four_eyes):
        raise bar
    now = release.today(nugget.site)
    if review_by <= now:
        raise DayGone(day=review_by.isoformat())
    if review_by > nuggets.latest_review(nugget, now):
        raise DayTooLate(day=nuggets.latest_review(nugget, now).isoformat())
    nugget.review_by, nugget.reviewed_on = review_by.isoformat(), now.isoformat()
    nugget.due_why = ""
    nugget.save(only=[Nugget.review_by, Nugget.reviewed_on, Nugget.due_why])
