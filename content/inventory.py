"""What stands where, as trainers look it up: machines by words, by area, a page at a time."""

from dataclasses import dataclass
from typing import Any, Final

from peewee import JOIN, fn

from content import search
from content.models import (
    Alias,
    Area,
    Hang,
    Kind,
    Label,
    Machine,
    Medium,
    Nugget,
    Site,
    Version,
)
from content.plant import LIVE, normal

PAGE: Final = 50
MOST_PAGES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Item:
    """One machine: where it stands, its label's code if one is in use, its photo's file name."""

    id: str
    name: str
    number: str
    area: str
    kind: str
    crowd: int | None
    code: str
    photo: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """One page of machines, and whether there are more."""

    items: tuple[Item, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """An area with its place in the tree: level 0 is a hall; `path` names it from there."""

    id: str
    name: str
    level: int
    path: str
    crowd: int | None
    machines: int
    empty: bool


def inventory(
    site: Site, *, words: str = "", area: str = "", bare: bool = False, page: int = 1
) -> Inventory:
    """Return a page of 50 machines by name. `words` may be a name, a number, a kind or a code.

    `area` is an area's id: what stands in it or below it. `bare` leaves those without a nugget.
    """
    query: Any = (
        Machine.select(Machine, Kind, Medium, _code().alias("code"))
        .join(Kind, JOIN.LEFT_OUTER)
        .switch(Machine)
        .join(Medium, JOIN.LEFT_OUTER)
        .where(Machine.site == site)
    )
    if words.strip():
        query = query.where(Machine.id << _found(site, words))
    if area:
        query = query.where(Machine.area << below(site, area))
    if bare:
        query = query.where(_bare(site))
    first = (min(max(page, 1), MOST_PAGES) - 1) * PAGE
    rows = list(query.order_by(Machine.name, Machine.id).limit(PAGE + 1).offset(first))
    paths = {branch.id: branch.path for branch in tree(site, counts=False)}
    return Inventory(tuple(_item(row, paths, row.code) for row in rows[:PAGE]), len(rows) > PAGE)


def standing(site: Site) -> tuple[int, int]:
    """Return how many machines there are, and at how many no nugget is published."""
    here = Machine.site == site
    every: Any = Machine.select(fn.COUNT(Machine.id)).where(here)
    bare: Any = Machine.select(fn.COUNT(Machine.id)).where(here & _bare(site))
    return int(every.scalar()), int(bare.scalar())


def _bare(site: Site) -> Any:
    """Return what holds for a machine at which no nugget is published, itself or by its kind."""
    live: Any = (
        Hang.select()
        .join(Nugget)
        .join(Version, on=(Version.nugget == Nugget.id) & (Version.state == "published"))
        .where(Nugget.site == site)
    )
    own = live.select(Hang.machine).where(Hang.machine.is_null(False))
    by_kind = live.select(Hang.kind).where(Hang.kind.is_null(False))
    return Machine.id.not_in(own) & (Machine.kind.is_null() | Machine.kind.not_in(by_kind))


def taught(site: Site) -> dict[str, int]:
    """Return how many published nuggets hang on each kind of machine that has some."""
    rows: Any = (
        Hang.select(Hang.kind, fn.COUNT(fn.DISTINCT(Hang.nugget)))
        .join(Nugget)
        .join(Version, on=(Version.nugget == Nugget.id) & (Version.state == "published"))
        .where((Nugget.site == site) & Hang.kind.is_null(False))
    )
    return dict(rows.group_by(Hang.kind).tuples())


def item(row: Machine) -> Item:
    """Return one machine as the list shows it."""
    paths = {branch.id: branch.path for branch in tree(row.site, counts=False)}
    return _item(row, paths, code(row))


def code(row: Machine) -> str:
    """Return the code of the label in use at a machine, or nothing."""
    live = (Label.machine == row) & (Label.state << LIVE)
    return str(Label.select(fn.MIN(Label.code)).where(live).scalar() or "")


def tree(site: Site, *, counts: bool = True) -> list[Branch]:
    """Return all areas of a plant, each above those that lie in it, with their own machines."""
    areas = list(Area.select().where(Area.site == site).order_by(Area.name))
    parts: dict[str | None, list[Area]] = {}
    for one in areas:
        parts.setdefault(one.parent_id, []).append(one)
    stand: dict[str, int] = {}
    if counts:
        rows: Any = Machine.select(Machine.area, fn.COUNT(Machine.id)).where(Machine.site == site)
        stand = dict(rows.group_by(Machine.area).tuples())
    found: list[Branch] = []

    def walk(parent: str | None, level: int, path: str) -> None:
        for one in parts.get(parent, ()):
            here = f"{path} / {one.name}" if path else one.name
            machines = stand.get(one.id, 0)
            empty = not machines and one.id not in parts
            found.append(Branch(one.id, one.name, level, here, one.crowd, machines, empty))
            walk(one.id, level + 1, here)

    walk(None, 0, "")
    return found


def below(site: Site, area: str) -> list[str]:
    """Return an area's id and those of all areas below it."""
    parents = {one.id: one.parent_id for one in Area.select().where(Area.site == site)}
    found = [area]
    for id_ in found:
        found += [child for child, parent in parents.items() if parent == id_]
    return found


def _code() -> Any:
    live = (Label.machine == Machine.id) & (Label.state << LIVE)
    return Label.select(fn.MIN(Label.code)).where(live)


def _found(site: Site, words: str) -> list[str]:
    """Return the machines that words, a label's code or a nameplate's code lead to."""
    typed = words.replace("-", "").replace(" ", "").upper()
    codes: Any = Label.select(Label.machine).where((Label.site == site) & (Label.code == typed))
    aliases: Any = Alias.select(Alias.machine).where(
        (Alias.site == site) & (Alias.normal == normal(words))
    )
    found = [id_ for rows in (codes, aliases) for (id_,) in rows.tuples() if id_]
    return found + search.machines(site.id, words)


def _item(row: Any, paths: dict[str, str], code: str | None) -> Item:
    photo = row.photo if row.photo_id else None
    return Item(
        id=row.id,
        name=row.name,
        number=row.number,
        area=paths.get(row.area_id, ""),
        kind=row.kind.name if row.kind_id else "",
        crowd=row.crowd,
        code=code or "",
        photo=f"{photo.sha}.{photo.ext}" if photo else "",
    )


def nuggets_at(row: Machine) -> int:
    """Return on how many nuggets a machine is hung, itself or by its kind."""
    on_it = (
        (Hang.machine == row) | (Hang.kind == row.kind_id) if row.kind_id else Hang.machine == row
    )
    return int(Hang.select(fn.COUNT(fn.DISTINCT(Hang.nugget))).where(on_it).scalar() or 0)
