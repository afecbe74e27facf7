"""What waits in a plant: versions in work and in review, and nuggets that are due."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from peewee import JOIN, fn

from content import shelf
from content.card import key
from content.models import Nugget, Proposal, Site, Text, Version

MOST: Final = 100
"""Of each kind; a start page with more than that is no start page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that waits for somebody, with the day and the words that say for what.

    `authors` are the accounts that wrote on it, `thumb` is the name of its film's small picture,
    `plant` says that its media stay inside the plant, `where` is what it hangs on first.
    """

    version_id: str
    nugget_id: str
    title: str
    klass: str
    number: int
    state: str
    authors: tuple[str, ...]
    effective_on: str
    remark: str
    review_by: str
    due_why: str
    where: str
    thumb: str
    plant: bool


def in_review(site: Site) -> list[Waiting]:
    """Return what was handed in for review, safety first."""
    found = _found(site, Version.state == "in review")
    return sorted(found, key=lambda one: one.klass != "safety")


def drafts(site: Site, account: str = "") -> list[Waiting]:
    """Return the drafts, or those on which this account wrote."""
    mine = Version.authors.contains(account) if account else True
    return _found(site, (Version.state == "draft") & mine)


def unclaimed(site: Site) -> int:
    """Return how many drafts nobody is an author of: brought in, restored, or left by somebody."""
    bare = (Version.state == "draft") & (Version.authors == "") & (Nugget.site == site)
    return int(Version.select().join(Nugget).where(bare).count())


def due(site: Site, on: date) -> list[Waiting]:
    """Return the published versions of nuggets whose day of review has come, the oldest first."""
    when = Nugget.review_by <= on.isoformat()
    found = _found(site, (Version.state == "published") & when, Nugget.review_by)
    return sorted(found, key=lambda one: (one.review_by, one.title))


def next_due(site: Site, on: date) -> Waiting | None:
    """Return the published version that is looked at again next, if there is one."""
    when = Nugget.review_by > on.isoformat()
    found = _found(site, (Version.state == "published") & when, Nugget.review_by, most=1)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Proposed:
    """What colleagues without an account proposed for a text of a draft: how many lines."""

    version_id: str
    title: str
    text: str
    lines: int


def proposed(site: Site) -> list[Proposed]:
    """Return the texts in work for which somebody has proposed lines by a link."""
    rows: Any = (
        Text.select(Text.version, Text.title, Text.language, Text.variant, fn.COUNT(Proposal.line))
        .join(Proposal)
        .join_from(Text, Version)
        .join_from(Version, Nugget)
        .where((Nugget.site == site) & (Version.state == "draft"))
        .group_by(Text.id, Text.version, Text.title, Text.language, Text.variant)
        .order_by(Text.title, Text.id)
        .limit(MOST)
        .tuples()
    )
    return [
        Proposed(version, title, key(language, variant), lines)
        for version, title, language, variant, lines in rows
    ]


def _found(site: Site, which: Any, order: Any = Version.id, most: int = MOST) -> list[Waiting]:
    own = (Text.language == site.language) & (Text.variant == "plain")
    query = (
        Version.select(
            Version.id, Version.nugget.alias("nugget_id"), Version.number, Version.state,
            Version.authors, Version.effective_on, Version.remark,
            Version.film.alias("film_id"), Nugget.slug, Nugget.klass, Nugget.reach,
            Nugget.review_by, Nugget.due_why, Text.title.alias("words"),
        )
        .join_from(Version, Nugget)
        .join_from(Version, Text, JOIN.LEFT_OUTER, on=(Text.version == Version.id) & own)
        .where((Nugget.site == site) & which)
        .order_by(order, Version.id)
        .limit(most)
    )  # fmt: skip
    rows = list(query.namedtuples())
    films = shelf.thumbs([row.film_id for row in rows if row.film_id])
    places = shelf.hung([row.nugget_id for row in rows])
    return [_waiting(row, films.get(row.film_id or "", ""), places) for row in rows]


def _waiting(row: Any, thumb: str, places: dict[str, str]) -> Waiting:
    return Waiting(
        version_id=row.id,
        nugget_id=row.nugget_id,
        title=row.words or row.slug,
        klass=row.klass,
        number=row.number,
        state=row.state,
        authors=tuple(row.authors.split()),
        effective_on=row.effective_on or "",
        remark=row.remark,
        review_by=row.review_by or "",
        due_why=row.due_why,
        where=places.get(row.nugget_id, ""),
        thumb=thumb,
        plant=row.reach == "plant network",
    )
