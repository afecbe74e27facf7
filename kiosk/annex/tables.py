"""The annex's tables, each made of what the program itself works by."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kiosk.annex.blocks import Block, Heading, Table
from kiosk.annex.facts import Facts, values
from kiosk.annex.words import half, say, told
from kiosk.settings import Settings
from kiosk.staff.rights import RIGHTS

FIELDS: Final = (27, 47, 26)
SENTENCES: Final = (46, 32, 22)
HOLE: Final = re.compile(r"%[ds]|\{[^}]*\}")
TRAINERS: Final = (
    ("tables", "account", ""), ("tables", "deed", ""), ("tables", "version", "authors"),
    ("tables", "upload", "account"), ("tables", "coach", ""), ("cookies", "__Secure-studio", ""),
)  # fmt: skip
"""What is kept of people who make nuggets: part, thing and, where it is but one, the column."""
SOONER: Final = {"authors": "released"}
"""A column that is erased before its row, and the words for when."""
SECRET: Final = ("mail_url", "translate_url", "speech_command", "metrics")


def made(facts: Facts, language: str) -> dict[str, Sequence[Block]]:
    """Return what stands at each place for tables, in a language."""
    return {
        "settings": [_settings(facts, language)],
        "fields": list(_fields(facts, language)),
        "parts": [_parts(facts, language)],
        "shown": [_shown(facts, language)],
        "rights": [_rights(language)],
        "log": [_part(facts, language, "log", "line")],
        "connections": [_part(facts, language, "connections", "name")],
        "phone": [_part(facts, language, "phone", "name")],
        "trainers": [_trainers(facts, language)],
    }


def _head(language: str, *names: str) -> tuple[str, ...]:
    return tuple(say(language, "head", name) for name in names)


def _settings(facts: Facts, language: str) -> Table:
    rows = tuple(
        (half(means, language), _value(facts.settings, name, language), name)
        for name, means in told()["settings"].items()
    )
    return Table(_head(language, "means", "here", "setting"), rows, (48, 30, 22))


def _value(settings: Settings, name: str, language: str) -> str:
    """Return a setting in words; of what may hold a secret, only whether it is set."""
    found = getattr(settings, name)
    if name == "database_url":
        return say(language, "said", "postgres" if found else "sqlite")
    if name == "plant_networks":
        if not found:
            return say(language, "said", "networks_none")
        return say(language, "said", "networks_some") % len(found)
    if name in SECRET:
        return say(language, "head", "set" if found else "unset")
    if isinstance(found, bool):
        return say(language, "head", "yes" if found else "no")
    return str(found)


def _fields(facts: Facts, language: str) -> Iterator[Block]:
    """Yield every part of the list of all data as a table under its own heading."""
    for part, title in told()["parts"].items():
        yield Heading(half(title, language))
        yield _part(facts, language, part, "line" if part == "log" else "name")


def entries(facts: Facts, part: str) -> dict[str, Mapping[str, Any]]:
    """Return what a part of the list holds; tables about use stand in a part of their own."""
    use: list[str] = told()["use"]["names"]
    if part == "use":
        return {name: facts.manifest.parts["tables"][name] for name in use}
    found = facts.manifest.parts[part]
    return {name: one for name, one in found.items() if part != "tables" or name not in use}


def _parts(facts: Facts, language: str) -> Table:
    rows = tuple(
        (half(title, language), str(len(entries(facts, part))))
        for part, title in told()["parts"].items()
    )
    return Table(_head(language, "part", "entries"), rows, (80, 20))


def _part(facts: Facts, language: str, part: str, head: str) -> Table:
    """Return a part of the list; things of the same purpose stand in one row."""
    rows: list[tuple[str, ...]] = []
    groups = set()
    alike: dict[tuple[str, str], int] = {}
    for name, entry in entries(facts, part).items():
        said = (entry["what"][language], entry["kept"][language])
        columns = entry.get("columns", {})
        if columns:
            groups.add(len(rows))
        elif said in alike:
            at = alike[said]
            rows[at] = (f"{rows[at][0]}\n{_line(name, language)}", *said)
            continue
        else:
            alike[said] = len(rows)
        rows.append((_line(name, language), *said))
        rows += [(f"· {column}", means[language], "") for column, means in columns.items()]
    return Table(
        _head(language, head, "what", "kept"), tuple(rows),
        SENTENCES if head == "line" else FIELDS, frozenset(groups), names=True,
    )  # fmt: skip


def _line(name: str, language: str) -> str:
    """Return a name as people read it: a line of the log without the code that fills it."""
    if name.startswith("{"):
        return say(language, "head", "sentence")
    return HOLE.sub("…", name)


def _shown(facts: Facts, language: str) -> Table:
    places = values(facts, language)
    public = say(language, "said", "public")
    found: Mapping[str, Mapping[str, Any]] = told()["shown"] | told()["messages"]
    rows = tuple(
        (
            half(one["what"], language),
            half(one["where"], language) if "where" in one else public,
            half(one["rule"], language).format_map(places),
        )
        for one in found.values()
    )
    return Table(_head(language, "shown", "where", "rule"), rows, (44, 26, 30))


def _rights(language: str) -> Table:
    """Return who may what, from the very table by which the studio decides."""
    yes = say(language, "head", "yes")
    rows = tuple(
        (half(words, language), *(yes if right in RIGHTS[role] else "–" for role in RIGHTS))
        for right, words in told()["rights"].items()
    )
    roles = (say(language, "roles", role) for role in RIGHTS)
    return Table((*_head(language, "right"), *roles), rows, (40, 15, 15, 15, 15))


def _trainers(facts: Facts, language: str) -> Table:
    rows: list[tuple[str, ...]] = []
    groups = set()
    for part, name, column in TRAINERS:
        entry = facts.manifest.parts[part][name]
        if column:
            sooner = SOONER.get(column)
            kept = say(language, "said", sooner) if sooner else entry["kept"][language]
            rows.append((f"{name} · {column}", entry["columns"][column][language], kept))
            continue
        columns = entry.get("columns", {})
        if columns:
            groups.add(len(rows))
        rows.append((name, entry["what"][language], entry["kept"][language]))
        rows += [(f"· {one}", said[language], "") for one, said in columns.items()]
    return Table(
        _head(language, "name", "what", "kept"), tuple(rows), FIELDS, frozenset(groups), names=True
    )
