"""Find by words: text folded so that case, accents and `ä`, `ae`, `a` make no difference."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

from peewee import ModelSelect, chunked, fn

from content.card import Card
from content.models import SearchWord

TITLE, MACHINE, WHY, STEPS, INSIDE = range(5)  # ranks: where a word stood, best first
LONGEST: Final = 40
SHORTEST_PART: Final = 4
MOST_WORDS: Final = 6
SCANNED: Final = 200  # matches looked at before the best are chosen: a bound on work
BATCH: Final = 1_000
AFTER_ALL: Final = b"\xff"  # no UTF-8 text holds this byte, so it ends every range of a prefix

LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "œ": "o"})


def fold(text: str) -> str:
    """Return the text as it is compared: no case, no accents, `ä` and `ae` as `a`, `ß` as `ss`."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    plain = plain.casefold().translate(LETTERS).replace("æ", "a")
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def words(text: str) -> list[str]:
    """Return the folded words of a text in order, each once."""
    return list(dict.fromkeys(word[:LONGEST] for word in re.findall(r"[^\W_]+", fold(text))))


def index_card(site_id: str, card: Card) -> None:
    """Let a nugget be found by the words of its card, in every language it has."""
    ranks: dict[str, int] = {}
    for spoken in card.words.values():
        _note(ranks, TITLE, words(spoken.title))
        _note(ranks, WHY, words(spoken.why))
        _note(ranks, STEPS, words(" ".join(step.body for step in spoken.steps)))
        _note(ranks, INSIDE, _parts(words(f"{spoken.title} {spoken.why}")))
    forget(card.id)
    _insert((site_id, card.id, word, rank) for word, rank in ranks.items())


def index_machines(site_id: str, machines: Iterable[tuple[str, str]]) -> None:
    """Let new machines be found: pairs of their id and the text that names them."""
    _insert((site_id, id_, word, MACHINE) for id_, text in machines for word in words(text))


def forget(subject: str) -> None:
    """Let a nugget or machine be found no more."""
    SearchWord.delete().where(SearchWord.subject == subject).execute()


def matches(site_id: str, text: str) -> "ModelSelect[Any] | None":
    """Return a query of (site_id, subject, rank), every word fitting; None for no words.

    The word likely to be the rarest, with a digit or else the longest, leads along the index; the
    others are looked up beside it (as values, since PostgreSQL without statistics would join an
    EXISTS the slow way round). It ends at so many matches, however many rows there are.
    """
    asked = sorted(words(text)[:MOST_WORDS], key=_rareness, reverse=True)
    if not asked:
        return None
    lead = SearchWord.alias("lead")
    query = lead.select(lead.site, lead.subject, lead.rank).where(
        (lead.site == site_id) & _begins(lead, asked[0])
    )
    for number, word in enumerate(asked[1:]):
        beside = SearchWord.alias(f"beside{number}")
        same = (beside.subject == lead.subject) & _begins(beside, word)
        rank = beside.select(fn.MIN(beside.rank)).where(same)
        query = query.where(fn.COALESCE(rank, -1) >= 0)
    first = query.order_by(lead.word, lead.rank).limit(SCANNED).alias("first")
    return (
        SearchWord.select(first.c.site_id, first.c.subject, fn.MIN(first.c.rank).alias("rank"))
        .from_(first)
        .group_by(first.c.site_id, first.c.subject)
    )


def _rareness(word: str) -> tuple[bool, int]:
    return any(sign.isdigit() for sign in word), len(word)


def _begins(table: Any, word: str) -> Any:
    start = word.encode()
    return (table.word >= start) & (table.word < start + AFTER_ALL)


def _note(ranks: dict[str, int], rank: int, found: Iterable[str]) -> None:
    for word in found:
        ranks[word] = min(rank, ranks.get(word, rank))


def _parts(found: Iterable[str]) -> Iterator[str]:
    """Yield the ends of long words, so that `maschine` finds `Drehmaschine`."""
    for word in found:
        yield from (word[start:] for start in range(1, len(word) - SHORTEST_PART + 1))


def _insert(rows: Iterable[tuple[str, str, str, int]]) -> None:
    fields = (SearchWord.site, SearchWord.subject, SearchWord.word, SearchWord.rank)
    for batch in chunked(
        ((site, id_, word.encode(), rank) for site, id_, word, rank in rows), BATCH
    ):
        SearchWord.insert_many(batch, fields=fields).execute()
