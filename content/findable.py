"""Keeps by which words nuggets and machines are found: written when one of them changes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from peewee import JOIN, chunked

from content.card import Card, loads
from content.folding import words
from content.medium import said_in
from content.models import (
    Alias,
    Area,
    Kind,
    Machine,
    Medium,
    Nugget,
    SearchTerm,
    SearchWord,
    Site,
    Version,
)
from content.models.site import RECIPE
from content.revision import change
from content.storage import Storage

TITLE, MACHINE, WHY, STEPS, AREA, CAPTIONS = range(6)  # ranks: where a word stands, best first
BATCH: Final = 500
SHORTEST: Final = 3  # letters of a word that somebody could mean and miss

Ranks = dict[str, int]


def index_card(site_id: str, card: Card) -> None:
    """Let a nugget be found by the words of its card, in every language it has."""
    said = _said(card)
    ranks: dict[str, Ranks] = {}
    for spoken in card.words.values():
        own = ranks.setdefault(spoken.language, {})
        _note(own, TITLE, spoken.title)
        _note(own, WHY, spoken.why)
        _note(own, STEPS, *(step.body for step in spoken.steps))
        _note(own, CAPTIONS, said.get(spoken.captions.sha, "") if spoken.captions else "")
    forget(card.id)
    _write(site_id, {card.id: ranks}, inside=card.reach != "anywhere")


def _said(card: Card) -> dict[str, str]:
    """Return what the captions of a card say, by their SHA-256."""
    files = [spoken.captions.sha for spoken in card.words.values() if spoken.captions]
    query: Any = Medium.select(Medium.sha, Medium.said).where(Medium.sha << files)
    return dict(query.tuples()) if files else {}


def index_machines(site_id: str, ids: Iterable[str]) -> None:
    """Let machines be found: by name, number, kind, maker, nameplate code, and place."""
    places: dict[str, str] | None = None
    for batch in chunked(ids, BATCH):
        places = places or _places(site_id)
        ranks: dict[str, Ranks] = {}
        for id_, area, *names in _named(batch):
            ranks[id_] = {}
            _note(ranks[id_], MACHINE, *(name for name in names if name))
            _note(ranks[id_], AREA, places.get(area, ""))
        for id_, code in _coded(batch):
            _note(ranks[id_], AREA, code)
        SearchWord.delete().where(SearchWord.subject << batch).execute()
        _write(site_id, {id_: {"": found} for id_, found in ranks.items()})


def _named(ids: list[str]) -> Iterable[tuple[str, ...]]:
    query: Any = Machine.select(Machine.id, Machine.area, Machine.name, Machine.number, Kind.name,
                                Kind.maker).join(Kind, JOIN.LEFT_OUTER)  # fmt: skip
    rows: Iterable[tuple[str, ...]] = query.where(Machine.id << ids).tuples()
    return rows


def _coded(ids: list[str]) -> Iterable[tuple[str, str]]:
    query: Any = Alias.select(Alias.machine, Alias.normal).where(Alias.machine << ids)
    rows: Iterable[tuple[str, str]] = query.tuples()
    return rows


def _places(site_id: str) -> dict[str, str]:
    """Return the names of every area and of those above it, by its id."""
    query: Any = Area.select(Area.id, Area.parent, Area.name).where(Area.site == site_id)
    areas = {id_: (parent, name) for id_, parent, name in query.tuples()}

    def path(id_: str | None) -> Iterator[str]:
        while id_ in areas:
            id_, name = areas[id_]
            yield name

    return {id_: " ".join(path(id_)) for id_ in areas}


def machines_below(site_id: str, area: str) -> list[str]:
    """Return the machines in an area and in those below it."""
    query: Any = Area.select(Area.id, Area.parent).where(Area.site == site_id)
    parents = dict(query.tuples())
    areas = [area]
    for id_ in areas:
        areas += [child for child, parent in parents.items() if parent == id_]
    rows: Any = Machine.select(Machine.id).where(Machine.area << areas)
    return [id_ for (id_,) in rows.tuples()]


def forget(subject: str) -> None:
    """Let a nugget or machine be found no more."""
    SearchWord.delete().where(SearchWord.subject == subject).execute()


def catch_up(storage: Storage, progress: Callable[[str], None] = lambda _: None) -> int:
    """Gather the words of plants anew that were gathered by an older recipe; return of how many.

    It may be ended at any moment and begins again.
    """
    stale = list(Site.select().where(Site.recipe < RECIPE))
    for site in stale:
        progress(site.name)
        _listen(site, storage)
        _gather(site)
        Site.update(recipe=RECIPE).where(Site.id == site.id).execute()
    return len(stale)


def _listen(site: Site, storage: Storage) -> None:
    """Note what captions say that were kept before this was noted."""
    silent = (Medium.site == site) & (Medium.kind == "captions") & (Medium.said == "")
    for row in list(Medium.select().where(silent)):
        path = storage.find(row.sha, row.ext)
        if path:
            Medium.update(said=said_in(path)).where(Medium.sha == row.sha).execute()


def _gather(site: Site) -> None:
    query: Any = Version.select(Version.card).join(Nugget).where(Version.state == "published")
    cards = [text for (text,) in query.where(Nugget.site == site).tuples()]
    for batch in chunked(cards, BATCH // 10):
        with change():
            for text in batch:
                index_card(site.id, loads(text))
    machines: Any = Machine.select(Machine.id).where(Machine.site == site).tuples()
    for batch in chunked([id_ for (id_,) in machines], BATCH):
        with change():
            index_machines(site.id, batch)


def _note(ranks: Ranks, rank: int, *texts: str) -> None:
    for text in texts:
        for word in words(text, joined=True):
            ranks[word] = min(rank, ranks.get(word, rank))


def _write(site_id: str, found: dict[str, dict[str, Ranks]], *, inside: bool = False) -> None:
    rows = [
        (site_id, subject, language, word.encode(), rank, inside)
        for subject, languages in found.items()
        for language, ranks in languages.items()
        for word, rank in ranks.items()
    ]
    _insert(SearchWord, ("site", "subject", "language", "word", "rank", "inside"), rows)
    # In order, so that two who write at once wait for each other and never both.
    terms = sorted({(row[2], row[3]) for row in rows if _is_term(row[3].decode())})
    _insert(SearchTerm, ("site", "language", "word"), ((site_id, *term) for term in terms))


def _is_term(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()


def _insert(table: Any, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows by one statement that is asked many times: peewee's own way takes ten times."""
    rows = list(rows)
    if not rows:
        return
    fields = [getattr(table, name) for name in columns]
    sql, _ = table.insert_many(rows[:1], fields=fields).on_conflict_ignore().sql()
    database = table._meta.database  # noqa: SLF001  peewee's own door to the bound database
    with database.atomic():
        database.cursor().executemany(sql, rows)
