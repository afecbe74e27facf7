"""Compares a list of machines with the plant, row by row, and takes it over."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from content import plant, upkeep
from content.models import Alias, Area, Kind, Label, Machine, Site
from content.plant import LIVE, normal
from content.sentence import Sentence, say
from kiosk.labels import fresh_codes
from kiosk.machines.machine_list import PLAIN, Headings, ListError, Reading, Row

NEW: Final = "new"
CHANGED: Final = "changed"
SAME: Final = "same"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that changes about a machine: which, from what, to what."""

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would do: set up a machine, change one, or nothing. `code` is its label's."""

    row: Row
    what: str
    machine_id: str = ""
    code: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would change, and the rows and columns that cannot be taken over."""

    changes: tuple[Change, ...]
    faults: tuple[tuple[int, Sentence], ...]
    overlooked: Sentence | None = None

    def count(self, what: str) -> int:
        """Return how many rows do this."""
        return sum(change.what == what for change in self.changes)


@dataclass(frozen=True, slots=True)
class Known:
    """The machines of a plant, to be found by code, by number, by place and name, by alias."""

    rows: dict[str, Row]
    codes: dict[str, str]
    numbers: dict[str, str]
    names: dict[tuple[str, ...], str]
    aliases: dict[str, str]


def stock(site: Site) -> dict[str, Row]:
    """Return every machine of the plant by its id, as a row of a list, in walking order."""
    paths = _paths(site)
    aliases: dict[str, list[str]] = {}
    for alias in Alias.select().where(Alias.site == site).order_by(Alias.text):
        aliases.setdefault(alias.machine_id, []).append(alias.text)
    labels = Label.select().where((Label.site == site) & (Label.state << LIVE))
    in_use = {label.machine_id: label.code for label in labels.order_by(Label.code.desc())}
    kinds = {kind.id: kind.name for kind in Kind.select().where(Kind.site == site)}
    machines = Machine.select().where(Machine.site == site)
    rows = {
        one.id: Row(
            0, paths[one.area_id], one.name, kinds.get(one.kind_id or "", ""), one.number,
            one.crowd, tuple(aliases.get(one.id, ())), in_use.get(one.id, ""),
        )
        for one in machines
    }  # fmt: skip
    return dict(sorted(rows.items(), key=lambda item: (item[1].area, item[1].name)))


def _paths(site: Site) -> dict[str, tuple[str, ...]]:
    areas = {area.id: area for area in Area.select().where(Area.site == site)}

    def path(area_id: str | None) -> tuple[str, ...]:
        if area_id is None:
            return ()
        return (*path(areas[area_id].parent_id), areas[area_id].name)

    return {id_: path(id_) for id_ in areas}


def plan(site: Site, rows: Iterable[Row], headings: Headings = PLAIN) -> Plan:
    """Return what a list would change. Nothing is written.

    `headings` is what its columns are called, for what is wrong with it.
    """
    return _plan(_known(site), rows, headings)


def judged(site: Site, seen: Reading) -> Plan:
    """Return what a list would change that was just read, with all that is wrong with it."""
    known = _known(site)
    planned = _plan(known, seen.rows, seen.headings)
    more = [
        (row.line, fault)
        for row in seen.doubtful
        for fault in _wrong(known, row, _machine_of(known, row), seen.headings)
    ]
    faults = sorted((*seen.faults, *planned.faults, *more), key=lambda fault: fault[0])
    return Plan(planned.changes, tuple(faults), seen.overlooked)


def _plan(known: Known, rows: Iterable[Row], headings: Headings) -> Plan:
    changes: list[Change] = []
    faults: list[tuple[int, Sentence]] = []
    meant: dict[str, int] = {}
    for row in rows:
        machine = _machine_of(known, row)
        found = list(_wrong(known, row, machine, headings))
        first = meant.setdefault(machine, row.line) if machine else row.line
        if first != row.line:
            what = "Row {line}: this is the same machine as in row {first}."
            found.append(say(what, line=row.line, first=first))
        faults += [(row.line, fault) for fault in found]
        if not found:
            changes.append(_change(known, row, machine))
    return Plan(tuple(changes), tuple(faults))


def _known(site: Site) -> Known:
    rows = stock(site)
    numbers = Counter(row.number for row in rows.values() if row.number)
    labels: Any = Label.select(Label.code, Label.machine).where(Label.site == site).tuples()
    aliases: Any = Alias.select(Alias.normal, Alias.machine).where(Alias.site == site).tuples()
    return Known(
        rows,
        {code: machine for code, machine in labels if machine},
        {row.number: id_ for id_, row in rows.items() if numbers[row.number] == 1},
        {(*row.area, row.name): id_ for id_, row in rows.items()},
        dict(aliases),
    )


def _machine_of(known: Known, row: Row) -> str | None:
    """Return the machine that a row means: by its label's code, its place and name, its number."""
    if row.code:
        return known.codes.get(row.code)
    return known.names.get((*row.area, row.name)) or known.numbers.get(row.number)


def _wrong(known: Known, row: Row, machine: str | None, headings: Headings) -> Iterator[Sentence]:
    if row.code and machine is None:
        what = "Row {line}, column '{column}': no label here has the code {code}."
        yield say(what, line=row.line, column=headings["code"], code=row.code)
    taken = [one for one in row.aliases if known.aliases.get(normal(one), machine) != machine]
    if taken:
        what = "Row {line}, column '{column}': {code} belongs to another machine already."
        yield say(what, line=row.line, column=headings["alias"], code=", ".join(taken))
    beside = known.names.get((*row.area, row.name))
    if machine and beside not in (None, machine):
        what = "Row {line}, column '{column}': another machine is called '{name}' there."
        yield say(what, line=row.line, column=headings["name"], name=row.name)


def _change(known: Known, row: Row, machine: str | None) -> Change:
    if machine is None:
        return Change(row, NEW)
    old = known.rows[machine]
    parts = tuple(_parts(known, old, row))
    return Change(row, CHANGED if parts else SAME, machine, old.code, parts)


def _parts(known: Known, old: Row, new: Row) -> Iterator[Part]:
    """Yield what differs; an empty cell changes nothing."""
    pairs = (
        ("machine", old.name, new.name),
        ("area", " / ".join(old.area), " / ".join(new.area)),
        ("kind", old.kind, new.kind),
        ("number", old.number, new.number),
        ("crowd", _figure(old.crowd), _figure(new.crowd)),
    )
    for what, before, after in pairs:
        if after and after != before:
            yield Part(what, before, after)
    fresh = [alias for alias in new.aliases if normal(alias) not in known.aliases]
    if fresh:
        yield Part("alias", "", ", ".join(fresh))


def _figure(crowd: int | None) -> str:
    return "" if crowd is None else str(crowd)


def carry_out(site: Site, planned: Plan, progress: Callable[[int], None]) -> None:
    """Write what was planned, all or nothing; new machines get a label's code.

    Raises ListError where the plant changed meanwhile, and the errors of `content.plant`.
    """
    if plan(site, [change.row for change in planned.changes]).changes != planned.changes:
        what = "The plant was changed meanwhile. Look at the list again, then take it over."
        raise ListError([say(what)])
    fresh = [change.row for change in planned.changes if change.what == NEW]
    with Machine._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
        for change in planned.changes:
            if change.what == CHANGED:
                _alter(site, change)
        _set_up(site, fresh, progress)


def _alter(site: Site, change: Change) -> None:
    machine = Machine.get_by_id(change.machine_id)
    row, parts = change.row, {part.what for part in change.parts}
    upkeep.machine(
        machine,
        name=row.name,
        number=row.number or None,
        area=plant.area(site, row.area),
        kind=plant.kind(site, row.kind) if "kind" in parts else upkeep.KEEP,
        crowd=row.crowd if "crowd" in parts else upkeep.KEEP,
    )
    for alias in row.aliases:
        plant.alias(machine, alias)


def _set_up(site: Site, rows: list[Row], progress: Callable[[int], None]) -> None:
    if not rows:
        return
    areas = {path: plant.area(site, path) for path in dict.fromkeys(row.area for row in rows)}
    kinds = {
        name: plant.kind(site, name) for name in dict.fromkeys(row.kind for row in rows) if name
    }
    new = [
        plant.NewMachine(areas[row.area], row.name, kinds.get(row.kind), row.number, row.crowd)
        for row in rows
    ]
    made = plant.machines(new, progress)
    fresh = fresh_codes.some(len(rows))
    for row, machine, code in zip(rows, made, fresh, strict=True):
        plant.label(machine, code)
        for alias in row.aliases:
            plant.alias(machine, alias)
