"""Whom one number stands for: the smallest crowd of ten or more that could have made it.

A plant is a tree: machine kinds stand in areas, areas in areas, the topmost in the site. Each
crowd is parked at its smallest place and moves up until enough people share one number.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

SITE: Final = "site"  # the unit of everybody in the plant
SMALL: Final = "small"  # the pooled slot of everything that too few people work with
NOWHERE: Final = ""  # not counted
EVERYWHERE: Final = (
    ""  # the source of openings without a machine: by topic, by address, in the room
)
AT: Final = "@"


class AreaFact(NamedTuple):
    """An area: the one it lies in, if any, and how many people work there, if declared."""

    parent: str | None
    crowd: int | None


class Held(NamedTuple):
    """How many people a cell has, and the node of the plant's tree where they are counted."""

    crowd: int
    node: str


@dataclass(frozen=True, slots=True)
class Plant:
    """The tree of areas and the people of the whole site."""

    crowd: int
    areas: Mapping[str, AreaFact]

    def parent(self, node: str) -> str:
        """Return the next larger place: cell, area, area, site, and the pooled slot at last."""
        if node == SITE:
            return SMALL
        if AT in node:
            area = area_of(node)
            return area if area in self.areas else SITE
        return (self.areas[node].parent if node in self.areas else None) or SITE

    def way_up(self, node: str) -> list[str]:
        """Return the node and everything it lies in, up to the site."""
        nodes = [node]
        while nodes[-1] != SITE:
            nodes.append(self.parent(nodes[-1]))
        return nodes

    def limit(self, node: str) -> int:
        """Return the most people there can be at a node, as far as declared."""
        areas = [self.areas[area] for area in self.way_up(node) if area in self.areas]
        return min([self.crowd, *(area.crowd for area in areas if area.crowd is not None)])


def area_of(cell: str) -> str:
    """Return the area a cell lies in: `kind@area` or `machine@area`."""
    return cell.rpartition(AT)[2]


def people(plant: Plant, crowds: Mapping[str, int]) -> int:
    """Return how many different people the cells have at least.

    Two kinds in one area may be worked by the same people: there the largest crowd counts.
    Different areas are worked by different people: their crowds add up.
    """
    most: dict[str, int] = {}
    for cell, crowd in crowds.items():
        area = area_of(cell)
        most[area] = max(most.get(area, 0), min(crowd, plant.limit(cell)))
    return min(sum(most.values()), plant.crowd)


def settle(
    plant: Plant, cells: Mapping[str, Held], *, everybody: bool, floor: int
) -> dict[str, str]:
    """Return for each cell the node where it is counted, its own place or one above it.

    From the smallest place upwards: enough people make a unit; too few go up, but where units
    lie below already, the smallest of those is merged with them. A cell never moves down, so
    settling again in an open period only joins what was apart. `everybody`: the nugget is for
    the whole plant, so whoever is in no smaller unit belongs to the site's crowd.
    """
    parked = _parked(plant, cells)
    small = parked.pop(SMALL, set())
    units: dict[str, set[str]] = {}

    def crowd(node: str, members: Collection[str]) -> int:
        found = min(people(plant, {one: cells[one].crowd for one in members}), plant.limit(node))
        if node == SITE and everybody:
            covered = sum(crowd("", unit) for unit in units.values())
            return max(found, plant.crowd - covered)
        return found

    for node in _upwards(plant, parked):
        members = parked.pop(node, set())
        while members and crowd(node, members) < floor:
            child = _smallest_below(plant, node, units, crowd)
            if child is None:
                break
            members |= units.pop(child)
        if members and crowd(node, members) >= floor:
            units[node] = members
        elif members and node == SITE:
            small |= members
        elif members:
            parked.setdefault(plant.parent(node), set()).update(members)
    homes = {cell: node for node, members in units.items() for cell in members}
    return homes | dict.fromkeys(small, SMALL)


def _parked(plant: Plant, cells: Mapping[str, Held]) -> dict[str, set[str]]:
    """Return the cells by the node where they are now; what vanished is at the site."""
    parked: dict[str, set[str]] = {}
    for cell, held in cells.items():
        known = held.node in (SITE, SMALL, cell) or held.node in plant.areas
        parked.setdefault(held.node if known else SITE, set()).add(cell)
    return parked


def _upwards(plant: Plant, parked: Collection[str]) -> list[str]:
    """Return every node that cells may come by, the deepest first, the site last."""
    ways = {node: len(plant.way_up(node)) for start in parked for node in plant.way_up(start)}
    return sorted(ways, key=lambda node: (-ways[node], node))


def _smallest_below(
    plant: Plant,
    node: str,
    units: Mapping[str, set[str]],
    crowd: Callable[[str, Collection[str]], int],
) -> str | None:
    """Return the smallest unit that lies below a node with no other unit between them."""
    below = {unit for unit in units if node in plant.way_up(unit)[1:]}
    topmost = [unit for unit in below if not below & set(plant.way_up(unit)[1:])]
    return min(topmost, key=lambda unit: (crowd(unit, units[unit]), unit), default=None)


@dataclass(frozen=True, slots=True)
class Hanging:
    """Where a nugget can be opened: the cell of each source, and whether it is for everybody.

    A source is a machine, or a kind in an area (`kind@area`) where machines of it stand.
    """

    cells: Mapping[str, str]
    everybody: bool


class Way(NamedTuple):
    """What is known of one source: its cell, the people held, the node, the unit, its crowd."""

    cell: str
    held: int
    node: str
    home: str
    crowd: int


@dataclass(slots=True)
class Layout:
    """Where each nugget of a plant is counted in one period, and which of them are measured."""

    ways: dict[tuple[str, str], Way] = field(default_factory=dict)
    moves: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    measured: Collection[str] = ()

    @property
    def slots(self) -> set[tuple[str, str]]:
        """Every (unit, nugget) that is counted; the pooled slot has no nugget."""
        return {slot_of(way.home, nugget) for (nugget, _), way in self.ways.items() if way.home}


def slot_of(home: str, nugget: str) -> tuple[str, str]:
    """Return the slot of a nugget in a unit: in the pooled one all nuggets share it."""
    return (home, "" if home == SMALL else nugget)


def lay_out(
    plant: Plant,
    crowds: Mapping[str, int],
    nuggets: Mapping[str, Hanging],
    before: Mapping[tuple[str, str], Way],
    *,
    floor: int,
) -> Layout:
    """Lay out a period: afresh, or over what the open one already has in `before`.

    Over an open period crowds only shrink, what is new has no crowd of its own yet, and what is
    counted in one place moves as a whole. A plant below `floor` people is not counted at all.
    """
    layout = Layout()
    if plant.crowd < floor:
        layout.moves = {slot_of(way.home, key[0]): (NOWHERE, "") for key, way in before.items()}
        return layout
    known: dict[str, dict[str, Way]] = {}
    for (nugget, source), way in before.items():
        known.setdefault(nugget, {})[source] = way
    for nugget in sorted({*nuggets, *known}):
        ways = _ways(plant, crowds, nuggets.get(nugget), known.get(nugget, {}), floor)
        layout.ways |= {(nugget, source): way for source, way in ways.items()}
    _pool(plant, layout, floor)
    for key, way in before.items():
        if way.home:
            new = layout.ways[key].home
            layout.moves[slot_of(way.home, key[0])] = slot_of(new, key[0]) if new else (NOWHERE, "")
    layout.moves = {old: new for old, new in layout.moves.items() if old != new}
    return layout


def too_small(
    plant: Plant, crowds: Mapping[str, int], nuggets: Mapping[str, Hanging], *, floor: int
) -> set[str]:
    """Return the nuggets that too few people work with, plant-wide, for a number of their own."""
    return {
        nugget
        for nugget, hanging in nuggets.items()
        if _ways(plant, crowds, hanging, {}, floor)[EVERYWHERE].node == SMALL
    }


def _ways(
    plant: Plant,
    crowds: Mapping[str, int],
    hanging: Hanging | None,
    before: Mapping[str, Way],
    floor: int,
) -> dict[str, Way]:
    """Return the ways of one nugget; one that was withdrawn keeps those it has."""
    open_already = bool(before)
    everybody = hanging.everybody if hanging else bool(before[EVERYWHERE].held)
    source_cells = dict(hanging.cells) if hanging else {}
    source_cells |= {source: way.cell for source, way in before.items() if source != EVERYWHERE}
    kept = {way.cell: Held(min(way.held, crowds.get(way.cell, 0)), way.node)
            for source, way in before.items() if source != EVERYWHERE}  # fmt: skip
    cells = {cell: kept.get(cell) or Held(0 if open_already else crowds.get(cell, 0),
                                          cell if AT in source else area_of(cell))
             for source, cell in source_cells.items()}  # fmt: skip
    homes = settle(plant, cells, everybody=everybody, floor=floor)
    held = {cell: one.crowd for cell, one in cells.items()}
    everyone = plant.crowd if everybody else people(plant, held)
    sunk = open_already and before[EVERYWHERE].node == SMALL
    top = SITE if everyone >= floor and not sunk else SMALL
    sizes = {home: people(plant, {cell: held[cell] for cell in homes if homes[cell] == home})
             for home in set(homes.values())}  # fmt: skip
    sizes[SITE] = max(everyone, sizes.get(SITE, 0))
    ways = {source: Way(cell, held[cell], homes[cell], homes[cell], sizes[homes[cell]])
            for source, cell in source_cells.items()}  # fmt: skip
    ways[EVERYWHERE] = Way(EVERYWHERE, int(everybody), top, top, sizes[SITE])
    return ways


def _pool(plant: Plant, layout: Layout, floor: int) -> None:
    """Count what too few people work with in one joint slot, or nowhere if even that is small."""
    small = {key: way for key, way in layout.ways.items() if way.node == SMALL}
    joint = people(plant, {way.cell: way.held for way in small.values() if way.cell})
    home = SMALL if joint >= floor else NOWHERE
    for key, way in small.items():
        layout.ways[key] = way._replace(home=home, crowd=joint)
