"""Finds nuggets and machines by words, the reader's language first, and forgives typing errors.

What was typed is looked for as it stands first, then with typing errors, then in part. All of that
is decided here, the databases only look words up: both give the same hits in the same order.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Final

from peewee import Case, fn

from content import catalogue
from content.card import loads, variant_of
from content.findable import MACHINE
from content.folding import fold, words
from content.models import Label, Machine, Nugget, SearchWord, Site, Version
from content.plant import LIVE
from content.spelling import Vocabulary, vocabulary

FOUND: Final = 20
LONGEST: Final = 200  # signs of what was typed that are looked at
MOST_WORDS: Final = 6
SHORT: Final = 2  # letters up to which a word is taken whole: too many begin so
SCANNED: Final = 300  # fitting words looked at before the best are chosen: a bound on work
LED: Final = 3_000  # of the first word, beside which others are looked up
PARTLY: Final = 2_000
FEW: Final = 5  # hits; with fewer, typing errors are forgiven
INNER: Final = 2  # ranks that a word loses which only holds what was typed
AFTER_ALL: Final = b"\xff"  # no UTF-8 text holds this byte, so it ends every range of a prefix
CODE_PART: Final = re.compile(r"(?=.*\d)[0-9A-Z]{3,6}")

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: a nugget with its slug, or a machine with its label's code.

    `language` is that of the title, as its page will show it, `line_language` that of the line.
    What nobody has reviewed is no line: it is the `draft` in the title's language. Where the words
    that fit stand in another language, `also` is the title in that one.
    """

    title: str
    line: str
    language: str
    line_language: str
    draft: str = ""
    slug: str | None = None
    code: str | None = None
    also: str = ""
    also_language: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is looked: in a plant, for a reader of these languages, inside it or outside."""

    site_id: str
    language: str
    inside: bool

    @property
    def own(self) -> tuple[str, str]:
        """The reader's language, and what is in none: machines."""
        return "", variant_of(self.language)[0]


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that was typed, folded: what it may begin, what else fits, with how many errors."""

    word: str
    begins: bool
    terms: tuple[str, ...] = ()
    errors: Mapping[str, int] = field(default_factory=dict)

    @property
    def listed(self) -> list[bytes]:
        """The words that are asked for one by one: all but those that begin so."""
        words = self.terms if self.begins else (self.word, *self.terms)
        return [
            word.encode() for word in words if not self.begins or not word.startswith(self.word)
        ]

    def fits(self, word: str) -> bool:
        """Whether a word of the plant fits."""
        return word == self.word or word in self.terms or (
            self.begins and word.startswith(self.word)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A nugget or machine that fits: how well (less is better), and in which language."""

    subject: str
    key: Key
    language: str


def find(site_id: str, text: str, language: str, *, inside: bool, limit: int = FOUND) -> list[Hit]:
    """Return the nuggets and machines that fit all these words, the best first.

    A nugget's words must stand in one of its languages. Outside the plant, what its network alone
    shows is not found. Few hits are filled up by forgiving typing errors; where nothing fits all
    words, what fits most of them is returned.
    """
    scope = Scope(site_id, language, inside)
    asked = words(text[:LONGEST])[:MOST_WORDS]
    if not asked:
        return []
    found = {match.subject: match for match in _by_code(scope, text)}
    terms = vocabulary(site_id)
    for look in (_as_typed, _forgiving, _partly):
        if len(found) < FEW and not (look is _partly and found):
            for match in look(scope, asked, terms):
                found.setdefault(match.subject, match)
    return _hits(scope, sorted(found.values(), key=lambda it: it.key), limit)


def machines(site_id: str, text: str) -> list[str]:
    """Return the ids of machines that fit all these words, the best first."""
    asked = words(text[:LONGEST])[:MOST_WORDS]
    scope = Scope(site_id, "", inside=True)
    rows = _as_typed(scope, asked, vocabulary(site_id), only="") if asked else []
    return [match.subject for match in rows]


def _as_typed(
    scope: Scope, asked: list[str], terms: Vocabulary, only: str | None = None
) -> list[Match]:
    return _matches(scope, [_plain(word, terms, scope) for word in asked], 0, only)


def _plain(word: str, terms: Vocabulary, scope: Scope) -> Sought:
    if len(word) > SHORT:
        return Sought(word, begins=True, terms=tuple(terms.within(word, scope.own)))
    return Sought(word, begins=False, terms=tuple(terms.shortest(word, scope.own)))


def _forgiving(scope: Scope, asked: list[str], terms: Vocabulary) -> list[Match]:
    sought = []
    for word in asked:
        plain = _plain(word, terms, scope)
        errors = {} if _has_figure(word) else terms.meant(word, scope.own)
        begins = plain.begins or _has_figure(word)
        sought.append(Sought(word, begins, (*plain.terms, *errors), errors))
    return _matches(scope, sought, 1)


def _matches(
    scope: Scope, sought: list[Sought], worse: int, only: str | None = None
) -> list[Match]:
    """Return what fits every word. The word that is likely the rarest leads along the index.

    The others are looked up beside its best places (as values, since PostgreSQL without statistics
    would join an EXISTS the slow way round).
    """
    lead, *others = sorted(sought, key=lambda it: _rareness(it.word), reverse=True)
    places = _places(scope, [lead])
    if others:
        places = _best_first(scope, places, [lead]).limit(LED).alias("led")
    query = _best_first(scope, places, [lead])
    if only is not None:
        query = query.where(places.c.language == only)
    for number, other in enumerate(others):
        beside = SearchWord.alias(f"beside{number}")
        same = (beside.subject == places.c.subject) & (beside.language == places.c.language)
        rank = beside.select(fn.MIN(beside.rank)).where(same & _fits(beside, other))
        query = query.where(fn.COALESCE(rank, -1) >= 0)
    return _best(scope, query.limit(SCANNED).tuples(), [lead], worse)


def _partly(scope: Scope, asked: list[str], terms: Vocabulary) -> list[Match]:
    """Return what fits most of the words, more than half of them."""
    telling = [word for word in asked if len(word) > SHORT + 1 or _has_figure(word)]
    if len(asked) == 1 or not telling:
        return []
    sought = [_plain(word, terms, scope) for word in telling]
    query = _best_first(scope, _places(scope, sought), sought).limit(PARTLY)
    rows = list(query.tuples())
    fitting: dict[tuple[str, str], set[str]] = {}
    for subject, language, word, _ in rows:
        fits = {one.word for one in sought if one.fits(bytes(word).decode())}
        fitting.setdefault((subject, language), set()).update(fits)
    most = max((len(fits) for fits in fitting.values()), default=0)
    if 2 * most <= len(telling):
        return []
    enough = {pair for pair, fits in fitting.items() if len(fits) == most}
    return _best(scope, (row for row in rows if row[:2] in enough), sought, 3)


def _places(scope: Scope, sought: Iterable[Sought]) -> Any:
    """Ask for the places of words that fit one of these.

    Each range and each list is asked for by itself: engines that have seen no statistics of a
    table read all of it for an OR.
    """
    here = SearchWord.site == scope.site_id
    if not scope.inside:
        here &= ~SearchWord.inside
    columns = SearchWord.subject, SearchWord.language, SearchWord.word, SearchWord.rank
    query = SearchWord.select(*columns).where(here)
    asked: list[Any] = [query.where(_begins(SearchWord, one.word)) for one in sought if one.begins]
    asked += [query.where(SearchWord.word << one.listed) for one in sought if one.listed]
    return reduce(lambda one, other: one.union_all(other), asked).alias("places")


def _best_first(scope: Scope, places: Any, sought: Iterable[Sought]) -> Any:
    """Ask for these places in order: the reader's language, then where the word stands."""
    columns = places.c
    mine = Case(None, [(columns.language << scope.own, 0)], 1)
    begins = reduce(or_, (_begins(columns, one.word) for one in sought))
    rank = columns.rank + Case(None, [(begins, 0)], INNER)
    query = SearchWord.select(columns.subject, columns.language, columns.word, columns.rank)
    order = (mine, rank, columns.word, columns.language, columns.subject)
    return query.from_(places).order_by(*order)


def _best(scope: Scope, rows: Iterable[Any], sought: list[Sought], worse: int) -> list[Match]:
    """Return each subject once, by the best place of a word in it."""
    found: dict[str, Match] = {}
    for subject, language, word, rank in rows:
        fits = [_key(scope, one, language, bytes(word).decode(), rank) for one in sought]
        match = Match(subject, (worse, *min(fits)), language)
        if subject not in found or match.key < found[subject].key:
            found[subject] = match
    return sorted(found.values(), key=lambda it: it.key)


def _key(scope: Scope, sought: Sought, language: str, word: str, rank: int) -> Key:
    begins = word.startswith(sought.word)
    errors = 0 if begins or sought.word in word else sought.errors.get(word, len(word))
    return (errors, language not in scope.own, rank + (0 if begins else INNER),
            word != sought.word)  # fmt: skip


def _fits(table: Any, sought: Sought) -> Any:
    fits = table.word << [sought.word.encode(), *sought.listed]
    return fits | _begins(table, sought.word) if sought.begins else fits


def _begins(table: Any, word: str) -> Any:
    start = word.encode()
    return (table.word >= start) & (table.word < start + AFTER_ALL)


def _rareness(word: str) -> tuple[bool, int]:
    return _has_figure(word), len(word)


def _has_figure(word: str) -> bool:
    return not word.isalpha()


def _by_code(scope: Scope, text: str) -> list[Match]:
    """Return the machines whose label's code begins so."""
    part = text.translate(str.maketrans("", "", " -")).upper()
    if not CODE_PART.fullmatch(part):
        return []
    # Between two codes, since the databases' collations agree on figures and capitals alone.
    span = Label.code.between(part.ljust(6, "0"), part.ljust(6, "Z"))
    here = (Label.site == scope.site_id) & span & (Label.state << LIVE)
    rows: Any = Label.select(Label.machine).where(here & Label.machine.is_null(False))
    codes = rows.order_by(Label.code).limit(FOUND).tuples()
    return [Match(id_, (0, 0, 0, MACHINE, 0), "") for (id_,) in codes]


def _hits(scope: Scope, best: list[Match], limit: int) -> list[Hit]:
    """Read what stands behind the best; what no label leads to is left out."""
    of_nuggets = [match.subject for match in best if match.language][:limit]
    of_machines = [match.subject for match in best if not match.language][: 3 * limit]
    shown = {**_nuggets(scope, of_nuggets, {it.subject: it.language for it in best}),
             **_machines(of_machines)}  # fmt: skip
    hits = [(match.key, shown[match.subject]) for match in best if match.subject in shown]
    hits.sort(key=lambda it: (it[0], fold(it[1].title), it[1].slug or it[1].code or ""))
    return [hit for _, hit in hits[:limit]]


def _nuggets(scope: Scope, ids: list[str], fitting: Mapping[str, str]) -> dict[str, Hit]:
    query: Any = Version.select(Version.card, Site.language).join(Nugget).join(Site)
    rows = query.where((Version.nugget << ids) & (Version.state == "published")).tuples()
    found = {}
    for text, language in rows if ids else ():
        card = loads(text)
        if card.reach != "anywhere" and not scope.inside:
            continue
        said, _ = card.say(scope.language, language)
        stands = card.stands(said, language)
        other = card.words.get(fitting[card.id])
        strange = other is not None and other.language != said.language
        found[card.id] = Hit(
            said.title,
            stands.words.why if stands.draft or not stands.unread else "",
            said.key,
            stands.words.key,
            draft=said.why if stands.unread else "",
            slug=card.slug,
            also=other.title if other and strange else "",
            also_language=other.key if other and strange else "",
        )
    return found


def _machines(ids: Iterable[str]) -> dict[str, Hit]:
    code = Label.select(fn.MIN(Label.code)).where(
        (Label.machine == Machine.id) & (Label.state << LIVE)
    )
    names = [level.name for level in reversed(catalogue.LEVELS)]
    query: Any = Machine.select(Machine.id, Machine.name, Site.language, code, *names).join(Site)
    rows = catalogue.upwards(query.switch(Machine), Machine.area).where(Machine.id << list(ids))
    return {
        id_: Hit(name, ", ".join(filter(None, areas)), language, language, code=label)
        for id_, name, language, label, *areas in (rows.tuples() if ids else ())
        if label
    }
