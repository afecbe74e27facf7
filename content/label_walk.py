"""A round through an area: all its labels are scanned in a row, and what is amiss is listed.

A round knows its area and the day it began, what was met, and whether it reads well. Whose round
it is, and in which order things were met, is not kept.
"""

from dataclasses import dataclass
from typing import Any, Final

from content import inventory
from content.errors import ContentError
from content.limits import fitting
from content.models import Area, Label, Machine, Site, Walk, WalkFind
from content.plant import LIVE, move_label
from content.revision import change

OUT: Final = ("printed", "attached")


class NoRound(ContentError):
    """This round is over. Begin a new one."""


@dataclass(frozen=True, slots=True)
class Met:
    """Something that hangs in the area, and what is amiss with it.

    `amiss` is nothing where all is well, else one of: dirty, replaced, lost, retired, blank,
    elsewhere, unknown, foreign. `by` is the code of the label that follows a replaced one.
    """

    said: str
    machine: str = ""
    place: str = ""
    amiss: str = ""
    by: str = ""
    dirty: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """How far a round is: what was met, and the labels in use that were not."""

    begun_on: str
    met: tuple[Met, ...]
    missing: tuple[Met, ...]

    @property
    def amiss(self) -> tuple[Met, ...]:
        """What was met and needs somebody's hand."""
        return tuple(one for one in self.met if one.amiss)

    @property
    def well(self) -> tuple[Met, ...]:
        """What was met and is as it should be."""
        return tuple(one for one in self.met if not one.amiss)


def begin(area: Area, day: str) -> None:
    """Begin a round through an area and all below it; one before it is forgotten."""
    with Walk._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
        WalkFind.delete().where(WalkFind.area == area).execute()
        Walk.delete().where(Walk.area == area).execute()
        Walk.create(area=area, site=area.site_id, begun_on=day)


@change()
def note(area: Area, said: str, *, dirty: bool = False) -> None:
    """Note what was met: a label's code, or the host of a foreign one. Raises NoRound.

    A printed label that is met at its area hangs on its machine from now on.
    """
    _going(area)
    facts = fitting(WalkFind, said=said[:120])
    WalkFind.insert(area=area, dirty=dirty, **facts).on_conflict(
        conflict_target=[WalkFind.area, WalkFind.said], update={WalkFind.dirty: dirty}
    ).execute()
    row = Label.get_or_none((Label.code == said) & (Label.site == area.site_id))
    if row is not None and row.state == "printed" and _stands_in(row, area):
        move_label(row.code, "attached")


def forget(area: Area, said: str) -> None:
    """Take back what was noted by mistake."""
    WalkFind.delete().where((WalkFind.area == area) & (WalkFind.said == said)).execute()


def going(site: Site) -> dict[str, str]:
    """Return the areas through which a round goes, each with the day it began."""
    query: Any = Walk.select(Walk.area, Walk.begun_on).where(Walk.site == site)
    return dict(query.tuples())


def look(area: Area) -> Round:
    """Return how far the round through an area is. Raises NoRound."""
    walk = _going(area)
    here = set(inventory.below(area.site, area.id))
    places = {one.id: one.path for one in inventory.tree(area.site, counts=False)}
    met = {one.said: one for one in WalkFind.select().where(WalkFind.area == area)}
    labels = _labels(area, list(met))
    told = [_met(one, labels.get(said), here, places) for said, one in met.items()]
    used = Label.select(Label, Machine).join(Machine).where(
        (Label.site == area.site_id) & (Label.state << OUT) & (Machine.area << list(here))
    )  # fmt: skip
    missing = [
        Met(row.code, row.machine.name, places.get(row.machine.area_id, ""))
        for row in used.order_by(Machine.name, Label.code)
        if row.machine is not None and row.code not in met
    ]
    return Round(walk.begun_on, tuple(sorted(told, key=lambda it: (it.machine, it.said))),
                 tuple(missing))  # fmt: skip


def _going(area: Area) -> Walk:
    walk = Walk.get_or_none(Walk.area == area)
    if walk is None:
        raise NoRound
    return walk


def _labels(area: Area, codes: list[str]) -> dict[str, Label]:
    rows = Label.select().where((Label.site == area.site_id) & (Label.code << codes))
    return {row.code: row for row in rows}


def _stands_in(row: Label, area: Area) -> bool:
    return row.machine is not None and row.machine.area_id in inventory.below(area.site, area.id)


def _met(one: WalkFind, row: Label | None, here: set[str], places: dict[str, str]) -> Met:
    """Say what was met, and what is amiss with it."""
    if row is None:
        return Met(one.said, amiss="unknown" if one.said.isalnum() else "foreign")
    machine = row.machine
    name, area = (machine.name, machine.area_id) if machine else ("", "")
    if row.state not in LIVE:
        amiss = row.state
    elif machine is None:
        amiss = "blank"
    elif area not in here:
        amiss = "elsewhere"
    else:
        amiss = "dirty" if one.dirty else ""
    return Met(one.said, name, places.get(area, ""), amiss, row.replaced_by_id or "", one.dirty)
