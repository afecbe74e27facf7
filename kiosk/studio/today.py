"""The first page of the studio: what waits, what is due, what went wrong."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, redirect
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from content import release, remarks, shelf, waiting, wishes
from content.models import Machine, Nugget, Site
from content.waiting import Waiting
from kiosk import jobs
from kiosk.making import failures
from kiosk.staff import audit
from kiosk.staff.rights import PEOPLE, RELEASE, SEE, WRITE
from kiosk.studio import desk, house, measuring, reading, retold, security
from kiosk.studio.access import needs
from kiosk.studio.frame import page

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@needs(SEE)
def show() -> Response:
    """Show what waits for whoever is there."""
    site = house.site()
    today = release.today(site)
    found = _waiting(site, today)
    counted = ("to_release", "sent_back", "due", "failed", "proposed")
    told, wished = remarks.count(site, today), wishes.count(site, today)
    unsafe, misleads = remarks.unsafe(site), measuring.misleading(site.id)
    count = sum(len(found[name]) for name in counted) + len((*unsafe, *misleads)) + told + wished
    return page(
        "studio/today.html",
        title=heading(count),
        count=count,
        today=today,
        may_write=security.here().may(WRITE),
        next_due=None if count else waiting.next_due(site, today),
        told=told,
        unsafe=unsafe,
        misleads=misleads,
        wished=wished,
        own_roles=_watches() and audit.own_roles_changed(site.id, today),
        faults_until=house.faults_until(),
        lacks="" if count else _lacks(site),
        **found,
    )


@blueprint.post("/jobs/<job_id>/again")
@needs(WRITE)
def again(job_id: str) -> Any:
    """Let a job that failed be tried once more; one that somebody let try already is left alone."""
    job = failures.job_of(house.site(), job_id)
    if job is None:
        if jobs.Job.get_or_none(jobs.Job.id == job_id) is None:
            raise NotFound
        return redirect("/studio/", 303)
    jobs.ask(job.kind, job.subject, current_app.extensions["wake"])
    return redirect("/studio/", 303)


def _waiting(site: Site, today: date) -> dict[str, Any]:
    """Return everything that waits, sorted by what it waits for."""
    me = security.here()
    review = waiting.in_review(site)
    drafts = waiting.drafts(site, me.id)
    ahead = [one for one in review if one.effective_on]
    open_ = [one for one in review if not one.effective_on]
    to_release = [one for one in open_ if _may_release(one)]
    return {
        "to_release": to_release,
        "with_others": [one for one in open_ if one not in to_release],
        "ahead": ahead,
        "sent_back": [one for one in drafts if one.remark],
        "drafts": [one for one in drafts if not one.remark],
        "unclaimed": waiting.unclaimed(site),
        "due": [(one, _why(one, today)) for one in waiting.due(site, today)],
        "failed": [(one, retold.retold(one.why)) for one in failures.of(site)],
        "proposed": [(one, reading.text_name(one.text)) for one in waiting.proposed(site)],
    }


def _lacks(site: Site) -> str:
    """Return what a new plant is still without: machines, nuggets, or one that is published."""
    if not Machine.select().where(Machine.site == site).exists():
        return "machines"
    if not Nugget.select().where(Nugget.site == site).exists():
        return "nuggets"
    return "" if shelf.standing(site, release.today(site))[0] else "published"


def _watches() -> bool:
    """Say whether whoever is there is told that somebody changed their own roles."""
    me = security.here()
    return me.may(PEOPLE) or "council" in me.roles


def _may_release(one: Waiting) -> bool:
    who, four_eyes = desk.colleague(), house.settings().four_eyes
    bar = release.bar(one.klass, one.authors, who, four_eyes=four_eyes)
    return security.here().may(RELEASE) and bar is None


def _why(one: Waiting, today: date) -> str:
    """Say why a nugget is due."""
    if one.due_why:
        return retold.reason(one.due_why)
    days = (today - date.fromisoformat(one.review_by)).days
    if days == 0:
        return str(gettext("Is it still right? Due since today."))
    return str(
        ngettext(
            "Is it still right? Due since yesterday.",
            "Is it still right? Due for %(num)s days.",
            days,
        )
    )


def heading(count: int) -> str:
    """Return the finding of the day as a sentence, small numbers in words."""
    if count == 0:
        return str(gettext("Nothing waits today"))
    if count == 1:
        return str(gettext("One thing waits today"))
    return reading.begun(gettext("%(number)s things wait today", number=reading.number(count)))
