"""The plant's own words: what a thing is called in each language, so that all say it alike."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from content.columns import new_id
from content.errors import TermsTooLarge, TermsUnreadable, TermTooShort
from content.folding import fold
from content.limits import fitting
from content.models import Site, Term, TermWord
from content.spreadsheet import bare, inert

NOTE: Final = "note"
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
FEWEST: Final = 2  # languages in which a term says something to a translator
MOST: Final = 5_000
LARGEST: Final = 200_000
STEM: Final = 4  # so many signs of a word stay the same, however it is bent
SHARE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Entry:
    """A term: its words by language, and what somebody should know about it."""

    id: str
    words: dict[str, str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A term that stands in a source line: what it is called there and in the other language."""

    word: str
    meant: str
    note: str
    lacking: bool


def many(site_id: str) -> int:
    """Return how many terms a plant has."""
    return int(Term.select().where(Term.site == site_id).count())


def entries(site_id: str, wanted: str = "") -> list[Entry]:
    """Return the terms of a plant in the order of their first word, those that hold `wanted`."""
    rows: Any = (
        Term.select(Term.id, Term.note, TermWord.language, TermWord.word)
        .join(TermWord)
        .where(Term.site == site_id)
        .tuples()
    )
    found: dict[str, Entry] = {}
    for id_, note, language, word in rows:
        found.setdefault(id_, Entry(id_, {}, note)).words[language] = word
    sought = fold(wanted.strip())
    kept = [
        one for one in found.values() if sought in fold(" ".join((*one.words.values(), one.note)))
    ]
    return sorted(kept, key=lambda one: [fold(word) for _, word in sorted(one.words.items())])


def entry(site_id: str, term_id: str) -> Entry | None:
    """Return a term of this plant."""
    return next((one for one in entries(site_id) if one.id == term_id), None)


def write(site: Site, words: dict[str, str], note: str = "", term_id: str = "") -> Entry:
    """Add a term, or write one anew. Raises TermTooShort, TooLong."""
    said = {language: word.strip() for language, word in words.items() if word.strip()}
    said = {language: fitting(TermWord, word=word)["word"] for language, word in said.items()}
    if len(said) < FEWEST or not all(LANGUAGE.fullmatch(language) for language in said):
        raise TermTooShort
    values = fitting(Term, note=note)
    with Term._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
        term = Term.get_or_none((Term.id == term_id) & (Term.site == site))
        term = term or Term(id=new_id(), site=site)
        term.note = values["note"]
        term.save(force_insert=term.id != term_id)
        TermWord.delete().where(TermWord.term == term).execute()
        for language, word in said.items():
            TermWord.create(term=term, language=language, word=word)
    return Entry(term.id, said, term.note)


def remove(site: Site, term_id: str) -> None:
    """Delete a term of this plant; it cannot be brought back."""
    Term.delete().where((Term.id == term_id) & (Term.site == site)).execute()


def hints(terms: Iterable[Entry], source: str, own: str, target: str, body: str) -> list[Hint]:
    """Return the terms that a line in the language `own` holds, with their words in `target`.

    A term is lacking where the translation is written and its word, bent or not, is not in it.
    """
    found = []
    for term in terms:
        word, meant = term.words.get(own, ""), term.words.get(target, "")
        if word and meant and holds(source, word):
            lacking = bool(body.strip()) and not holds(body, meant)
            found.append(Hint(word, meant, term.note, lacking))
    return found


def holds(text: str, word: str) -> bool:
    """Whether a text holds a word, however its end is bent; in German also inside another word."""
    stem = fold(word)
    if len(stem) > STEM:
        stem = stem[: max(STEM, round(len(stem) * SHARE))]
        return stem in fold(text)
    return re.search(rf"(?<!\w){re.escape(stem)}\w{{0,2}}(?!\w)", fold(text)) is not None


def written(site_id: str) -> bytes:
    """Return the glossary as a table, as `table` writes it."""
    return table(entries(site_id))


def table(terms: Sequence[Entry]) -> bytes:
    """Return terms as a table: a column for each language, one for the note; UTF-8 CSV."""
    languages = sorted({language for term in terms for language in term.words})
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";", lineterminator="\r\n")
    writer.writerow([*languages, NOTE])
    for term in terms:
        cells = [*(term.words.get(language, "") for language in languages), term.note]
        writer.writerow(map(inert, cells))
    return b"\xef\xbb\xbf" + rows.getvalue().encode()


def read(content: bytes) -> list[Entry]:
    """Read a table of terms: languages as heads, comma or semicolon, UTF-8 or German Windows.

    Raises TermsUnreadable with the row that is wrong, TermsTooLarge.
    """
    if len(content) > LARGEST:
        raise TermsTooLarge(limit=LARGEST // 1000)
    rows = _rows(content)
    heads = [head.strip().lower() for head in rows[0]] if rows else []
    if len({*heads} - {NOTE, ""}) < FEWEST or len({*heads}) != len(heads):
        raise TermsUnreadable(row=1)
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            found.append(_entry(number, heads, row))
    if len(found) > MOST:
        raise TermsTooLarge(limit=LARGEST // 1000)
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import will do: terms that are new, terms that change (old, new), how many stay."""

    new: tuple[Entry, ...]
    changed: tuple[tuple[Entry, Entry], ...]
    same: int


def plan(site_id: str, read: list[Entry], own: str) -> Plan:
    """Compare terms with those there are; two with the same word in the language `own` are one."""
    known = {fold(one.words[own]): one for one in entries(site_id) if own in one.words}
    new, changed, same = [], [], 0
    for one in read:
        old = known.get(fold(one.words.get(own, "")))
        if old is None:
            new.append(one)
            continue
        words = {**old.words, **one.words}
        merged = Entry(old.id, words, one.note or old.note)
        if merged == old:
            same += 1
        else:
            changed.append((old, merged))
    return Plan(tuple(new), tuple(changed), same)


def take(site: Site, plan: Plan) -> None:
    """Do what a plan says: all of it or nothing."""
    with Term._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
        for one in plan.new:
            write(site, one.words, one.note)
        for _, one in plan.changed:
            write(site, one.words, one.note, one.id)


def _rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise TermsUnreadable(row=1)
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise TermsUnreadable(row=1) from None


def _entry(number: int, heads: list[str], row: list[str]) -> Entry:
    filled = ((head, cell.strip()) for head, cell in zip(heads, row, strict=False))
    cells = {head: bare(cell) for head, cell in filled if cell}
    note = cells.pop(NOTE, "")
    cells.pop("", None)
    known = all(LANGUAGE.fullmatch(head) for head in cells)
    if len(cells) < FEWEST or not known or len(row) > len(heads):
        raise TermsUnreadable(row=number)
    for word in cells.values():
        fitting(TermWord, word=word)
    return Entry("", cells, fitting(Term, note=note)["note"])
