"""The life of a nugget: draft, in review, published, withdrawn, and what each step asks for."""

from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from peewee import fn

from content import checklist, findable, medium, takes
from content.card import Card, dumps
from content.columns import new_id
from content.errors import HangsNowhere, NotPublished, NotReady, OtherPlant, WrongState
from content.limits import fitting, room, slugged
from content.models import (
    Gone,
    Hang,
    Kind,
    Machine,
    Medium,
    Nugget,
    Rendition,
    Site,
    Topic,
    Version,
)
from content.revision import change
from content.sentence import Sentence, say
from content.storage import Storage

KEPT: Final = timedelta(days=30)  # how long withdrawn media stay on the disk
LONGEST: Final = 36  # months after which anything is looked at again
SAFETY_MONTHS: Final = 12  # a safety nugget is looked at again within this time at the latest
CONSENT: Final = say("A person in the picture took the consent back.").template
"""Why a nugget is withdrawn for somebody who is to be seen in it."""


@change()
def draft(site: Site, slug: str, **facts: Any) -> Version:
    """Begin the next version of a nugget, and the nugget itself if it is new.

    `facts` are columns of the nugget: klass, level, reach, owner_role, review_months. They are
    the nugget's, not the version's: what is published follows them at once.
    """
    slugged(slug, room(Nugget, "slug"))
    row = Nugget.get_or_none((Nugget.site == site) & (Nugget.slug == slug))
    row = row or Nugget.create(id=new_id(), site=site, slug=slug)
    describe(row, **facts)
    last: int | None = Version.select(fn.MAX(Version.number)).where(Version.nugget == row).scalar()
    return Version.create(nugget=row, number=(last or 0) + 1)


@change()
def describe(nugget: Nugget, **facts: Any) -> None:
    """Write columns of a nugget; its published page shows them at once. Raises TooLong."""
    for column, value in fitting(Nugget, **facts).items():
        setattr(nugget, column, value)
    nugget.save()
    _rebuild_published(nugget)


@change()
def hang(nugget: Nugget, on: Machine | Kind | Topic) -> Hang:
    """Hang a nugget on a machine, a machine kind or a topic, last in its order there."""
    if on.site_id != nugget.site_id:
        raise OtherPlant(what=on.name)
    column = _column(on)
    field = getattr(Hang, column)
    here = Hang.get_or_none((Hang.nugget == nugget) & (field == on))
    if here is None:
        last: int | None = Hang.select(fn.MAX(Hang.position)).where(field == on).scalar()
        place = {column: on, "position": (last or 0) + 1}
        here = Hang.create(site=nugget.site_id, nugget=nugget, **place)
        _rebuild_published(nugget)
    return here


@change()
def unhang(nugget: Nugget, on: Machine | Kind | Topic) -> None:
    """Take a nugget off a machine, a machine kind or a topic."""
    field = getattr(Hang, _column(on))
    Hang.delete().where((Hang.nugget == nugget) & (field == on)).execute()
    _rebuild_published(nugget)


def _column(on: Machine | Kind | Topic) -> str:
    for model, column in ((Machine, "machine"), (Kind, "kind"), (Topic, "topic")):
        if isinstance(on, model):
            return column
    raise HangsNowhere


@change()
def take_film(version_id: str, film: Medium) -> None:
    """Give a version the film that was made of its storyboard, whatever else changed meanwhile."""
    Version.update(film=film).where(Version.id == version_id).execute()
    version = Version.get_by_id(version_id)
    if version.state == "published":
        _rebuild(version)


@change()
def submit(version: Version) -> None:
    """Hand a draft in for review. Raises NotReady with every reason but the films'."""
    _allow(version, "in review", {"draft"})
    if reasons := tuple(checklist.words_missing(version, checklist.card(version))):
        raise NotReady(reasons)
    version.state, version.remark = "in review", ""
    version.save(only=[Version.state, Version.remark])


@change()
def send_back(version: Version, remark: str = "") -> None:
    """Give a version in review back to its author, with what has to change.

    One that was released and waits for its day is called back with that. Raises WrongState.
    """
    _allow(version, "draft", {"in review"})
    version.state, version.effective_on, version.review_by = "draft", None, None
    version.remark = fitting(Version, remark=remark)["remark"]
    version.save(only=[Version.state, Version.effective_on, Version.review_by, Version.remark])


def missing(version: Version) -> tuple[Sentence, ...]:
    """Return everything that keeps a version from being published, in plain words."""
    card = checklist.card(version)
    return (*checklist.words_missing(version, card), *checklist.films_missing(card))


@change()
def publish(version: Version, on: date) -> Card:
    """Publish a version on a day, in place of the one before. Raises NotReady, WrongState.

    Who wrote on it is forgotten with that. Whether anybody else looked at it is not asked here:
    `content.release` does.
    """
    _allow(version, "published", {"draft", "in review"})
    if reasons := missing(version):
        raise NotReady(reasons)
    nugget = version.nugget
    Version.update(state="withdrawn", withdrawn_on=on.isoformat()).where(
        (Version.nugget == nugget) & (Version.state == "published")
    ).execute()
    version.state, version.published_on = "published", on.isoformat()
    version.authors, version.remark, version.effective_on = "", "", None
    version.save(only=[Version.authors, Version.remark, Version.effective_on])
    card = _rebuild(version)
    Gone.delete().where(Gone.sha << _shas(medium.originals([version]))).execute()
    usual = next_review(nugget, on).isoformat()
    nugget.review_by, nugget.reviewed_on = version.review_by or usual, on.isoformat()
    nugget.due_why = ""
    nugget.save(only=[Nugget.review_by, Nugget.reviewed_on, Nugget.due_why])
    return card


def withdraw(
    nugget: Nugget,
    storage: Storage,
    on: date,
    *,
    consent: bool = False,
    why: str = "",
    recorded: Path | None = None,
) -> None:
    """Take a nugget off every page; its media answer 410 and are purged after thirty days.

    With `consent`, because a person in the picture took the consent back, they are purged now,
    and with them the takes in the folder `recorded`. What was released and waits for its day
    becomes a draft again. Raises NotPublished.
    """
    why = fitting(Version, withdrawn_why=why)["withdrawn_why"]
    with change():
        hold(nugget)
        version = _published(nugget)
        if version is None:
            raise NotPublished(slug=nugget.slug)
        version.state, version.withdrawn_on = "withdrawn", on.isoformat()
        version.withdrawn_why = why
        version.save(only=[Version.state, Version.withdrawn_on, Version.withdrawn_why])
        waits = (Version.nugget == nugget) & Version.effective_on.is_null(False)
        for ahead in Version.select().where(waits & (Version.state == "in review")):
            send_back(ahead, why)
        findable.forget(nugget.id)
        _let_go(nugget, on if consent else on + KEPT)
        if consent and recorded:
            for one in Version.select().where(Version.nugget == nugget):
                takes.let_go(one, recorded)
    if consent:
        purge(storage, on)


def purge(storage: Storage, on: date) -> int:
    """Delete withdrawn media whose day has come and return how many files that were."""
    due = list(Gone.select().where((Gone.purge_on <= on.isoformat()) & ~Gone.purged))
    for row in due:
        storage.discard(row.sha, row.ext)
        Rendition.delete().where(Rendition.sha == row.sha).execute()
        Gone.update(purged=True).where(Gone.sha == row.sha).execute()
    return len(due)


def refresh(sha: str) -> int:
    """Show a medium's new renditions: rebuild the published cards that use it; return how many."""
    query = Version.select().where((Version.state == "published") & medium.used_in([sha]))
    stale = [version for version in query if version.card != dumps(checklist.card(version))]
    if stale:
        with change():
            for version in stale:
                _rebuild(version)
    return len(stale)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_review(nugget: Nugget, on: date) -> date:
    """Return the day by which a nugget that is found right on a day is usually looked at again."""
    return months_after(on, _months(nugget))


def latest_review(nugget: Nugget, on: date) -> date:
    """Return the last day that may be chosen for that: for safety within a year."""
    months = SAFETY_MONTHS if nugget.klass == "safety" else max(LONGEST, nugget.review_months)
    return months_after(on, months)


def hold(nugget: Nugget) -> None:
    """Let nobody else change the state of a nugget's versions until this transaction ends."""
    Nugget.update(slug=Nugget.slug).where(Nugget.id == nugget.id).execute()


def _allow(version: Version, wanted: str, allowed: set[str]) -> None:
    """Hold the nugget and look at its state as it is now: a colleague may have been quicker."""
    hold(version.nugget)
    state = Version.select(Version.state).where(Version.id == version.id).scalar()
    version.state = state or "thrown away"
    if version.state not in allowed:
        raise WrongState(state=version.state, wanted=wanted)


def _published(nugget: Nugget) -> Version | None:
    return Version.get_or_none((Version.nugget == nugget) & (Version.state == "published"))


def _rebuild_published(nugget: Nugget) -> None:
    """Rebuild what is published if it says something else now: words in ten languages take time."""
    version = _published(nugget)
    if version is not None and version.card != dumps(checklist.card(version)):
        _rebuild(version)


def _rebuild(version: Version) -> Card:
    """Write a version's card anew and let it be found by its words."""
    card = checklist.card(version)
    version.card = dumps(card)
    version.save(only=[Version.state, Version.published_on, Version.card])
    findable.index_card(version.nugget.site_id, card)
    return card


def _shas(originals: set[str]) -> list[str]:
    return [file.sha for file in medium.files(originals)]


def shown_too(nugget: Nugget) -> list[Nugget]:
    """Return the other published nuggets that show a film or picture of this one."""
    own = medium.originals(Version.select().where(Version.nugget == nugget))
    here = (Version.state == "published") & medium.used_in(own)
    others = Nugget.select().join(Version).where(here & (Nugget.id != nugget.id))
    return list(others.order_by(Nugget.slug))


def _let_go(nugget: Nugget, purge_on: date) -> None:
    """Mark what only this nugget uses as gone; what another published one shows stays."""
    own = medium.originals(Version.select().where(Version.nugget == nugget))
    others = Version.select().where((Version.state == "published") & medium.used_in(own))
    shared = set(_shas(medium.originals(others)))
    for file in medium.files(own):
        if file.sha not in shared:
            row = {"sha": file.sha, "ext": file.ext, "purge_on": purge_on.isoformat()}
            Gone.insert(**row).on_conflict_ignore().execute()


def _months(nugget: Nugget) -> int:
    if nugget.klass == "safety":
        return min(nugget.review_months, SAFETY_MONTHS)
    return nugget.review_months
