"""Who may release a version, what has to be looked at before, and from which day it holds.

Class safety is released by somebody who answers for safety and did not write on it; everything
else by somebody who did not write on it, where the plant wants that. Who wrote is forgotten at
release.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from content import card as cards
from content import catalogue, composition, nuggets
from content.errors import (
    Ahead,
    ContentError,
    DayGone,
    DayTooLate,
    NotReady,
    NotTicked,
    NotYours,
    PeopleMissing,
    ReasonMissing,
    Rewritten,
    SafetyOnly,
    WrongState,
)
from content.limits import fitting
from content.models import Nugget, Site, Text, Version
from content.revision import change

YEARS: Final = 5  # ahead of which no day is chosen on purpose
TICKS: Final = ("point", "captions", "people", "parts")
"""What whoever releases has looked at: one point only, captions read, people agreed, no
customer's part to be seen."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who is about to release: the account, and whether it answers for safety."""

    id: str
    safety: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What whoever releases decided: what was looked at, who is seen, from when and until when.

    `seen` is what `seen` said of the version when they looked at it.
    """

    ticked: frozenset[str]
    consent: str
    on: date
    review_by: date
    seen: str


def today(site: Site | catalogue.Site) -> date:
    """Return the day it is at a plant."""
    return datetime.now(tz=ZoneInfo(site.timezone)).date()


def day(typed: str) -> date:
    """Return a day as a form writes it. Raises DayGone for what is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise DayGone(day=typed or "–") from error


def seen(version: Version) -> str:
    """Return a sum of what a colleague looks at: words, pictures, captions and their films.

    Renditions of a film that are made meanwhile change nothing of it.
    """
    whole = composition.card(version)
    words = {key: replace(one, film=None) for key, one in whole.words.items()}
    rows: Any = Text.select(Text.language, Text.variant, Text.film, Text.captions_state)
    films = sorted(map(str, rows.where(Text.version == version).tuples()))
    shown = Version.get_by_id(version.id)
    told = [cards.dumps(replace(whole, words=words)), str(shown.film_id), shown.captions_waived]
    return hashlib.sha256("\0".join((*told, *films)).encode()).hexdigest()


def wrote(version: Version, account: str) -> bool:
    """Whether this account wrote on a version that is not released yet."""
    return account in version.authors.split()


@change()
def submit(version: Version, *, reason: str = "", consent: str = "") -> None:
    """Hand a draft in for review, with why it changed and who is in the picture.

    Raises ReasonMissing for a nugget that was published before, PeopleMissing, NotReady,
    WrongState.
    """
    facts = fitting(Version, reason=reason, consent=consent)
    if not facts["reason"] and was_published(version.nugget):
        raise ReasonMissing
    if not facts["consent"]:
        raise PeopleMissing
    nuggets.submit(version)
    Version.update(**facts).where(Version.id == version.id).execute()


def was_published(nugget: Nugget) -> bool:
    """Whether a nugget has been on the pages before."""
    days = Version.published_on.is_null(False)
    return bool(Version.select().where((Version.nugget == nugget) & days).exists())


def barred(version: Version, who: Colleague, *, four_eyes: bool) -> ContentError | None:
    """Return why somebody may not release a version, or None who may."""
    return bar(version.nugget.klass, version.authors.split(), who, four_eyes=four_eyes)


def bar(
    klass: str, authors: Iterable[str], who: Colleague, *, four_eyes: bool
) -> ContentError | None:
    """Return why somebody may not release what is of this class and was written by these."""
    if klass == "safety" and not who.safety:
        return SafetyOnly()
    if (klass == "safety" or four_eyes) and who.id in authors:
        return NotYours()
    return None


@change()
def release(version: Version, who: Colleague, decided: Decision, *, four_eyes: bool) -> bool:
    """Release a version in review from a day on; return whether it is published by now.

    With a day to come it stays in review until `publish_due` finds that day come. Raises Ahead
    where a colleague was quicker, NotYours, SafetyOnly, NotTicked, PeopleMissing, DayGone,
    DayTooLate, NotReady.
    """
    _still_waits(version)
    if bar := barred(version, who, four_eyes=four_eyes):
        raise bar
    now = today(version.nugget.site)
    _judge(version, decided, now)
    if decided.seen != seen(version):
        raise Rewritten
    version.consent = fitting(Version, consent=decided.consent)["consent"]
    version.review_by, version.authors = decided.review_by.isoformat(), ""
    version.effective_on = decided.on.isoformat()
    version.save(only=[Version.consent, Version.review_by, Version.authors, Version.effective_on])
    if decided.on > now:
        return False
    nuggets.publish(version, decided.on)
    return True


def _still_waits(version: Version) -> None:
    """Hold the nugget and see that nobody was quicker. Raises Ahead."""
    nuggets.hold(version.nugget)
    now: Any = Version.select(Version.state, Version.effective_on, Version.authors)
    row = now.where(Version.id == version.id).first()
    if row is None or row.state != "in review" or row.effective_on:
        state = row.state if row else "thrown away"
        raise Ahead(state="released" if row and row.effective_on else state)
    version.authors = row.authors


def _judge(version: Version, decided: Decision, now: date) -> None:
    if not decided.ticked.issuperset(TICKS):
        raise NotTicked
    if not decided.consent.strip():
        raise PeopleMissing
    if decided.on < now:
        raise DayGone(day=decided.on.isoformat())
    if decided.review_by <= decided.on:
        raise DayGone(day=decided.review_by.isoformat())
    if decided.on.year > now.year + YEARS:
        raise DayTooLate(day=date(now.year + YEARS, 12, 31).isoformat())
    latest = nuggets.latest_review(version.nugget, decided.on)
    if decided.review_by > latest:
        raise DayTooLate(day=latest.isoformat())
    if reasons := nuggets.missing(version):
        raise NotReady(reasons)


@change()
def give_back(version: Version, remark: str) -> None:
    """Give a version in review back with what has to change. Raises ReasonMissing, Ahead."""
    if not remark.strip():
        raise ReasonMissing
    _back(version, remark)


@change()
def take_back(version: Version) -> None:
    """Take one's own version back from review, to write on it again. Raises Ahead."""
    _back(version, "")


def _back(version: Version, remark: str) -> None:
    try:
        nuggets.send_back(version, remark)
    except WrongState as late:
        raise Ahead(state=version.state) from late


def every_day() -> list[Version]:
    """Publish what has become due at every plant, each by its own calendar; see `publish_due`."""
    return [version for site in Site.select() for version in publish_due(site)]


def publish_due(site: Site) -> list[Version]:
    """Publish what was released for today or a day that passed; return what could not be.

    What is not ready after all waits for a release again, and says so in its remark.
    """
    day = today(site).isoformat()
    due = Version.select().join(Nugget).where((Nugget.site == site) & (Version.effective_on <= day))
    held = []
    for version in due.where(Version.state == "in review"):
        on = date.fromisoformat(version.effective_on or day)
        try:
            nuggets.publish(version, on)
        except NotReady as error:
            held.append(version)
            _hold_back(version, " ".join(map(str, error.reasons)))
        except WrongState:
            continue  # a colleague called it back in this very moment
    return held


def _hold_back(version: Version, why: str) -> None:
    Version.update(effective_on=None, remark=why[:500]).where(Version.id == version.id).execute()
