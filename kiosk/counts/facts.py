"""What counting needs to know of a plant: its areas, its declared crowds, where nuggets hang."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from peewee import ModelSelect, fn

from content.models import Area, Hang, Kind, KindCrowd, Machine, Nugget, Site, Version
from kiosk.counts.units import AT, SITE, SMALL, AreaFact, Hanging, Plant

PUBLISHED: Final = {
    "?": "SELECT 1 FROM version WHERE nugget_id = ? AND state = 'published'",
    "%s": "SELECT 1 FROM version WHERE nugget_id = %s AND state = 'published'",
}
"""Asked at every completion, so written in plain SQL: peewee would take most of its time."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A plant as it is declared now: tree, people of each cell, and what is published."""

    site: str
    timezone: str
    plant: Plant
    crowds: Mapping[str, int]
    nuggets: Mapping[str, Hanging]


def _rows(query: "ModelSelect[Any]") -> list[tuple[Any, ...]]:
    return list(cast("Iterable[tuple[Any, ...]]", query.tuples()))


def sites() -> list[str]:
    """Return the ids of all plants of this database."""
    return [site.id for site in Site.select(Site.id).order_by(Site.id)]


def timezone(site_id: str) -> str:
    """Return the IANA time zone by which a plant's periods begin and end."""
    return str(Site.get_by_id(site_id).timezone)


def is_published(nugget: str) -> bool:
    """Return whether a nugget can be opened now, in one statement that costs little to write."""
    database = Version._meta.database  # noqa: SLF001  peewee's own door to the bound database
    return database.execute_sql(PUBLISHED[database.param], (nugget,)).fetchone() is not None


def crowd(site_id: str) -> int:
    """Return how many people work in the whole plant, as far as declared."""
    return _plant(Site.get_by_id(site_id)).crowd


def read(site_id: str) -> Facts:
    """Read one plant, in a handful of statements however many machines it has."""
    site = Site.get_by_id(site_id)
    plant = _plant(site)
    declared = _declared(site_id)
    standing = _standing(site_id)
    machines = _hung_machines(site_id)
    kinds = {source: _kind_cell(plant, declared, source) for source in standing}
    crowds = _kind_crowds(plant, declared) | dict(machines.values())
    for source, cell in kinds.items():
        crowds.setdefault(cell, standing[source])
    cells = {id_: cell for id_, (cell, _) in machines.items()}
    return Facts(site_id, site.timezone, plant, crowds, _hangings(site_id, kinds, cells))


def _plant(site: Site) -> Plant:
    rows = Area.select(Area.id, Area.parent, Area.crowd).where(Area.site == site)
    areas = {id_: AreaFact(parent, crowd) for id_, parent, crowd in _rows(rows)}
    return Plant(_site_crowd(site.crowd, areas), areas)


def _site_crowd(declared: int | None, areas: Mapping[str, AreaFact]) -> int:
    """Return the people of the whole plant: as declared, else those of its topmost areas."""
    if declared is not None:
        return declared
    return sum(area.crowd or 0 for area in areas.values() if area.parent is None)


def _declared(site_id: str) -> dict[tuple[str, str], int]:
    """Return the declared people of each (kind, area); an area includes what lies in it."""
    rows = KindCrowd.select(KindCrowd.kind, KindCrowd.area, KindCrowd.crowd)
    return {
        (kind, area): crowd for kind, area, crowd in _rows(rows.where(KindCrowd.site == site_id))
    }


def _standing(site_id: str) -> dict[str, int]:
    """Return each `kind@area` where machines stand, with the largest crowd of one of them."""
    rows = (
        Machine.select(Machine.kind, Machine.area, fn.MAX(Machine.crowd))
        .where(Machine.site == site_id, Machine.kind.is_null(False))
        .group_by(Machine.kind, Machine.area)
    )
    return {f"{kind}{AT}{area}": crowd or 0 for kind, area, crowd in _rows(rows)}


def _hung_machines(site_id: str) -> dict[str, tuple[str, int]]:
    """Return cell and crowd of each machine on which a nugget hangs."""
    rows = (
        Machine.select(Machine.id, Machine.area, Machine.crowd)
        .join(Hang, on=(Hang.machine == Machine.id))
        .where(Machine.site == site_id)
    )
    return {id_: (f"{id_}{AT}{area}", crowd or 0) for id_, area, crowd in _rows(rows)}


def _kind_cell(plant: Plant, declared: Mapping[tuple[str, str], int], source: str) -> str:
    """Return the cell of a kind in an area: the nearest area whose crowd for it is declared."""
    kind, _, area = source.partition(AT)
    above = (node for node in plant.way_up(area) if (kind, node) in declared)
    return f"{kind}{AT}{next(above, area)}"


def _kind_crowds(plant: Plant, declared: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Return the people of each declared cell without those declared again in an area inside."""
    own = {f"{kind}{AT}{area}": crowd for (kind, area), crowd in declared.items()}
    for (kind, area), crowd in declared.items():
        above = [node for node in plant.way_up(area)[1:] if (kind, node) in declared]
        if above:
            own[f"{kind}{AT}{above[0]}"] -= crowd
    return {cell: max(0, crowd) for cell, crowd in own.items()}


def _hangings(
    site_id: str, kinds: Mapping[str, str], machines: Mapping[str, str]
) -> dict[str, Hanging]:
    """Return where each published nugget hangs; one that hangs nowhere is for everybody."""
    rows = (
        Nugget.select(Nugget.id, Hang.kind, Hang.machine, Hang.topic)
        .join(Version, on=((Version.nugget == Nugget.id) & (Version.state == "published")))
        .switch(Nugget)
        .join(Hang, "LEFT JOIN", on=(Hang.nugget == Nugget.id))
        .where(Nugget.site == site_id)
    )
    by_kind: dict[str, list[str]] = {}
    for source in kinds:
        by_kind.setdefault(source.partition(AT)[0], []).append(source)
    found: dict[str, Hanging] = {}
    for nugget, kind, machine, topic in _rows(rows):
        sources = by_kind.get(kind, []) if kind else [machine] if machine else []
        every = {source: kinds.get(source) or machines[source] for source in sources}
        before = found.get(nugget, Hanging({}, everybody=False))
        everybody = before.everybody or topic is not None or not (kind or machine)
        found[nugget] = Hanging({**before.cells, **every}, everybody=everybody)
    return found


def unit_names(site_id: str, units: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return for each unit the path of its area and the name of its machine kind."""
    areas = {
        id_: (parent, name)
        for id_, parent, name in _rows(
            Area.select(Area.id, Area.parent, Area.name).where(Area.site == site_id)
        )
    }
    kinds = dict(_rows(Kind.select(Kind.id, Kind.name).where(Kind.site == site_id)))

    def path(area: str | None) -> str:
        names = []
        while area in areas:
            area, name = areas[area]
            names.append(name)
        return ", ".join(reversed(names))

    named = {unit: unit.rpartition(AT) for unit in units if unit not in (SITE, SMALL)}
    return {unit: (path(area), kinds.get(kind, "")) for unit, (kind, _, area) in named.items()}


def cards(site_id: str) -> dict[str, tuple[str, str]]:
    """Return slug and card (JSON) of the newest version of each nugget that was ever published."""
    rows = (
        Nugget.select(Nugget.id, Nugget.slug, Version.card)
        .join(Version)
        .where(Nugget.site == site_id, Version.card != "")
        .order_by(Version.number)
    )
    return {id_: (slug, card) for id_, slug, card in _rows(rows)}
