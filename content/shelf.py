"""Every nugget of a plant as trainers look for it: by words, by state, by machine."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from peewee import JOIN, fn

from content import search
from content.folding import fold
from content.folding import words as folded
from content.models import Gone, Hang, Kind, Machine, Nugget, Rendition, Site, Text, Topic, Version

SHOWS: Final = ("all", "draft", "in review", "published", "due", "withdrawn")
PAGE: Final = 50
MOST_PAGES: Final = 100_000
MOST_FOUND: Final = 200  # nuggets that a search looks further at; more words find fewer

Open = Version.alias("open")
Newer = Version.alias("newer")


@dataclass(frozen=True, slots=True)
class Item:
    """One nugget on the shelf, as its newest version says it.

    `published` says whether workers see a version of it now, `where` what it hangs on first,
    `thumb` is the name of its film's small picture, `<sha>.<ext>`, or nothing; `plant` says that
    it is shown inside the plant only.
    """

    nugget_id: str
    version_id: str
    slug: str
    title: str
    klass: str
    level: str
    number: int
    state: str
    published: bool
    due: bool
    where: str
    thumb: str
    plant: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of nuggets, and whether there are more."""

    items: tuple[Item, ...]
    more: bool


def shelf(
    site: Site,
    today: date,
    *,
    words: str = "",
    show: str = "all",
    machine: str = "",
    page: int = 1,
) -> Shelf:
    """Return a page of 50 nuggets by title. `words` are looked for in titles and short names.

    `show` is one of SHOWS, `machine` a machine's id: what hangs on it or on its kind.
    """
    query = _narrowed(_newest(site), today, show, machine)
    if words.strip():
        query = query.where(Nugget.id << _named(site, words))
    first = (min(max(page, 1), MOST_PAGES) - 1) * PAGE
    rows = list(query.order_by(Text.title, Nugget.slug).limit(PAGE + 1).offset(first).dicts())
    shown = rows[:PAGE]
    places = hung([row["nugget_id"] for row in shown])
    films = thumbs([row["film_id"] for row in shown if row["film_id"]])
    return Shelf(tuple(_item(row, today, places, films) for row in shown), len(rows) > PAGE)


def _newest(site: Site) -> Any:
    """Every nugget with its newest version and that one's words in the plant's language."""
    last = Newer.select(fn.MAX(Newer.number)).where(Newer.nugget == Nugget.id)
    here = (
        (Text.version == Version.id) & (Text.language == site.language) & (Text.variant == "plain")
    )
    return (
        Nugget.select(
            Nugget.id.alias("nugget_id"), Nugget.slug, Nugget.klass, Nugget.level, Nugget.reach,
            Nugget.review_by, Version.id.alias("version_id"), Version.number, Version.state,
            Version.film.alias("film_id"), Text.title, _is_published().alias("published"),
        )
        .join(Version, on=(Version.nugget == Nugget.id) & (Version.number == last))
        .join(Text, JOIN.LEFT_OUTER, on=here)
        .where(Nugget.site == site)
    )  # fmt: skip


def _is_published() -> Any:
    return fn.EXISTS(
        Open.select(Open.id).where((Open.nugget == Nugget.id) & (Open.state == "published"))
    )


def _narrowed(query: Any, today: date, show: str, machine: str) -> Any:
    if show == "published":
        query = query.where(_is_published())
    elif show == "due":
        query = query.where(_is_published() & (Nugget.review_by <= today.isoformat()))
    elif show in SHOWS[1:]:
        query = query.where(Version.state == show)
    if machine:
        kind = Machine.select(Machine.kind).where(Machine.id == machine)
        on_it = Hang.select(Hang.nugget).where((Hang.machine == machine) | (Hang.kind << kind))
        query = query.where(Nugget.id << on_it)
    return query


def _named(site: Site, words: str) -> list[str]:
    """Return the nuggets in whose title or short name every word stands, folded as in search."""
    asked = folded(words)[: search.MOST_WORDS]
    rows = _newest(site).select(Nugget.id, Nugget.slug, Text.title).tuples()
    found = (
        id_
        for id_, slug, title in rows.iterator()
        if all(word in _folded(f"{title or ''} {slug}") for word in asked)
    )
    return list(islice(found, MOST_FOUND))


@lru_cache(maxsize=40_000)
def _folded(text: str) -> str:
    return fold(text)


def standing(site: Site, today: date) -> tuple[int, int]:
    """Return how many nuggets are published, and how many of them are due."""
    live: Any = Nugget.select(fn.COUNT(Nugget.id)).where((Nugget.site == site) & _is_published())
    due: Any = live.where(Nugget.review_by <= today.isoformat())
    return int(live.scalar()), int(due.scalar())


def titles(site: Site, slugs: Collection[str]) -> dict[str, str]:
    """Return what nuggets are called in the plant's language, by their short names."""
    rows: Any = _newest(site).where(Nugget.slug << list(slugs)).select(Nugget.slug, Text.title)
    return {slug: title for slug, title in rows.tuples() if title}


def hung(nuggets: list[str]) -> dict[str, str]:
    """Return what each of these hangs on first."""
    rows: Any = (
        Hang.select(Hang.nugget, fn.COALESCE(Machine.name, Kind.name, Topic.name))
        .join_from(Hang, Machine, JOIN.LEFT_OUTER)
        .join_from(Hang, Kind, JOIN.LEFT_OUTER)
        .join_from(Hang, Topic, JOIN.LEFT_OUTER)
        .where(Hang.nugget << nuggets)
        .order_by(Hang.topic.is_null().desc(), Hang.position)
        .tuples()
    )
    found: dict[str, str] = {}
    for nugget, name in rows:
        found.setdefault(nugget, name)
    return found


def thumbs(films: list[str]) -> dict[str, str]:
    """Return the name of the small picture, `<sha>.<ext>`, of each film that anybody may see."""
    shown = (Rendition.name == "thumb") & Rendition.sha.not_in(Gone.select(Gone.sha))
    rows: Any = (
        Rendition.select(Rendition.medium, Rendition.sha, Rendition.ext)
        .where((Rendition.medium << films) & shown)
        .tuples()
    )
    return {film: f"{sha}.{ext}" for film, sha, ext in rows}


def _item(row: dict[str, Any], today: date, places: dict[str, str], films: dict[str, str]) -> Item:
    due = bool(row["published"] and row["review_by"] and row["review_by"] <= today.isoformat())
    return Item(
        nugget_id=row["nugget_id"],
        version_id=row["version_id"],
        slug=row["slug"],
        title=row["title"] or row["slug"],
        klass=row["klass"],
        level=row["level"],
        number=row["number"],
        state=row["state"],
        published=bool(row["published"]),
        due=due,
        where=places.get(row["nugget_id"], ""),
        thumb=films.get(row["film_id"] or "", ""),
        plant=row["reach"] == "plant network",
    )
