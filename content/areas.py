"""The plant's floor as pages show it: the tree of areas, and the machines that stand in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from peewee import JOIN, fn

from content.models import Area, Hang, Kind, Label, Machine, Nugget, Version
from content.plant import LIVE

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """An area: its id, its name, and how many machines with a label stand in it or below it."""

    id: str
    name: str
    machines: int


@dataclass(frozen=True, slots=True)
class Stand:
    """A machine: its label's code, its name, its kind, and how many nuggets it shows."""

    code: str
    name: str
    kind: str
    nuggets: int


@dataclass(frozen=True, slots=True)
class Floor:
    """One look at the floor: the way down to an area, the areas in it, the machines right in it.

    `more` says that not all machines are listed.
    """

    path: tuple[Part, ...]
    parts: tuple[Part, ...]
    machines: tuple[Stand, ...]
    more: bool


def look(site_id: str, area_id: str | None, *, inside: bool) -> Floor | None:
    """Return what there is in an area, or with None in the whole plant; None for no such area.

    Areas without a labelled machine are left out. Outside the plant, nuggets that only its network
    shows are not counted.
    """
    areas = _areas(site_id)
    if area_id is not None and area_id not in areas:
        return None
    counts = _counts(site_id, areas)
    parts = [Part(id_, name, counts.get(id_, 0)) for id_, (_, name) in areas.items()
             if areas[id_][0] == area_id and counts.get(id_)]  # fmt: skip
    path = [Part(id_, areas[id_][1], counts.get(id_, 0)) for id_ in _upwards(areas, area_id)]
    stands = list(_stands(area_id, inside=inside)) if area_id else []
    return Floor(tuple(reversed(path)), tuple(parts), tuple(stands[:MOST]), len(stands) > MOST)


def way(site_id: str, area_id: str) -> tuple[Part, ...]:
    """Return an area and those above it, the nearest first; nothing for no such area."""
    areas = _areas(site_id)
    found = _upwards(areas, area_id) if area_id in areas else ()
    return tuple(Part(id_, areas[id_][1], 0) for id_ in found)


def _areas(site_id: str) -> dict[str, tuple[str | None, str]]:
    """Return each area's parent and name, as people count: `Halle 9` before `Halle 10`."""
    query: Any = Area.select(Area.id, Area.parent, Area.name).where(Area.site == site_id)
    rows = sorted(query.tuples(), key=lambda row: (_natural(row[2]), row[0]))
    return {id_: (parent, name) for id_, parent, name in rows}


def _natural(name: str) -> list[tuple[int, str]]:
    parts = _pieces(name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _pieces(name: str) -> Iterator[str]:
    piece = ""
    for sign in name:
        if piece and piece[-1].isdecimal() != sign.isdecimal():
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _upwards(areas: dict[str, tuple[str | None, str]], area_id: str | None) -> Iterator[str]:
    while area_id is not None:
        yield area_id
        area_id = areas[area_id][0]


def _counts(site_id: str, areas: dict[str, tuple[str | None, str]]) -> dict[str, int]:
    """Return how many machines with a label stand in each area or below it."""
    labelled = Label.select(Label.machine).where((Label.site == site_id) & (Label.state << LIVE))
    query: Any = Machine.select(Machine.area, fn.COUNT(Machine.id)).where(Machine.id << labelled)
    found: dict[str, int] = {}
    for area, machines in query.group_by(Machine.area).tuples():
        for id_ in _upwards(areas, area):
            found[id_] = found.get(id_, 0) + machines
    return found


def _stands(area_id: str, *, inside: bool) -> Iterator[Stand]:
    labels: Any = Label.select().where((Label.machine == Machine.id) & (Label.state << LIVE))
    code, labelled = labels.select(fn.MIN(Label.code)), fn.EXISTS(labels.select(Label.code))
    query: Any = (
        Machine.select(Machine.name, Kind.name, code, _nuggets(inside=inside))
        .join(Kind, JOIN.LEFT_OUTER)
        .where((Machine.area == area_id) & labelled)
        .order_by(Machine.name, Machine.id)
        .limit(MOST + 1)
    )
    rows = sorted(query.tuples(), key=lambda row: (_natural(row[0]), row[2]))
    for name, kind, label, nuggets in rows:
        yield Stand(label, name, kind or "", int(nuggets))


def _nuggets(*, inside: bool) -> Any:
    """Count what hangs on a machine, from there: joined, SQLite would walk through all nuggets."""
    live: Any = Version.select(Version.id).join(Nugget)
    live = live.where((Version.nugget == Hang.nugget) & (Version.state == "published"))
    if not inside:
        live = live.where(Nugget.reach == "anywhere")
    here = (Hang.machine == Machine.id) | (Hang.kind == Machine.kind)
    return Hang.select(fn.COUNT(fn.DISTINCT(Hang.nugget))).where(here & fn.EXISTS(live))
