"""Which labels a plant has in use, and which of them say what is no longer true."""

from dataclasses import dataclass
from typing import Any, Final

from peewee import Case, fn

from content import inventory
from content.label_moves import ON_PAPER
from content.models import Hang, Label, Machine, Nugget, Site
from content.plant import LIVE, normal

PAGE: Final = 50
MOST: Final = 5000  # labels of one print
SHOWS: Final = ("", "new", "old")


@dataclass(frozen=True, slots=True)
class Row:
    """A label of a machine; `old` names what its last print says wrong: name, place, address."""

    code: str
    state: str
    machine_id: str
    machine: str
    place: str
    printed_on: str | None
    design: str
    old: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which labels are asked for: below an area, with these words; all, `new` or `old` ones.

    `url` is the address that labels carry now.
    """

    url: str
    area: str = ""
    words: str = ""
    show: str = ""


def rows(site: Site, wanted: Wanted, page: int = 1) -> tuple[list[Row], bool]:
    """Return a page of 50 labels in use, by the names of their machines, and whether more follow.

    `new` are those never printed, `old` those whose last print says what is no longer true.
    """
    places = _places(site)
    first = (min(max(page, 1), inventory.MOST_PAGES) - 1) * PAGE
    query = _query(site, wanted, places).order_by(Machine.name, Label.code)
    found = [_row(row, places, wanted.url) for row in query.limit(PAGE + 1).offset(first)]
    return found[:PAGE], len(found) > PAGE


def unprinted(nugget: Nugget) -> list[str]:
    """Return the codes of the machines a nugget is about that nobody can scan: none is on paper."""
    on_it = (Hang.machine == Machine.id) | (Hang.kind == Machine.kind)
    other = Label.alias()
    paper = other.select(other.code).where(
        (other.machine == Machine.id) & (other.state << ON_PAPER)
    )
    query: Any = Label.select(Label.code).join(Machine).join(Hang, on=on_it)
    bare = (Hang.nugget == nugget) & (Label.state == "reserved") & ~fn.EXISTS(paper)
    return [row.code for row in query.where(bare).distinct().order_by(Label.code)]


def count(site: Site, wanted: Wanted) -> int:
    """Return how many labels that are."""
    return int(_query(site, wanted, _places(site)).count())


def codes(site: Site, wanted: Wanted) -> list[str]:
    """Return the codes of all of them, at most 5,000, by the names of their machines."""
    query = _query(site, wanted, _places(site)).order_by(Machine.name, Label.code).limit(MOST)
    return [row.code for row in query]


def one(row: Label, url: str) -> Row:
    """Return one label of a machine as the list shows it."""
    return _row(row, _places(row.site), url)


def _places(site: Site) -> dict[str, str]:
    """Return each area as labels name it."""
    branches = inventory.tree(site, counts=False)
    return {branch.id: branch.path.replace(" / ", ", ") for branch in branches}


def _query(site: Site, wanted: Wanted, places: dict[str, str]) -> Any:
    here = (Label.site == site) & (Label.state << LIVE)
    query: Any = Label.select(Label, Machine).join(Machine).where(here)
    if wanted.area:
        query = query.where(Machine.area << inventory.below(site, wanted.area))
    if wanted.words.strip():
        query = query.where(_named(wanted.words))
    if wanted.show == "new":
        query = query.where(Label.printed_on.is_null())
    elif wanted.show == "old":
        query = query.where(_outdated(wanted.url, places))
    return query


def _named(words: str) -> Any:
    code = normal(words).replace("-", "").upper()
    return (Label.code == code) | fn.LOWER(Machine.name).contains(words.strip().lower())


def _outdated(url: str, places: dict[str, str]) -> Any:
    said = Label.said_name != ""  # a blank one says nothing that could become wrong
    changed = said & (Label.said_name != Machine.name)
    if places:
        changed |= said & (Label.said_place != Case(Machine.area, list(places.items()), ""))
    return Label.said_name.is_null(False) & (changed | (Label.said_url != url))


def _row(row: Any, places: dict[str, str], url: str) -> Row:
    machine = row.machine
    place = places.get(machine.area_id, "")
    old = []
    if row.said_name is not None:
        truth = {"name": (row.said_name, machine.name), "place": (row.said_place, place),
                 "address": (row.said_url, url)}  # fmt: skip
        told = ("name", "place", "address") if row.said_name else ("address",)
        old = [part for part in told if truth[part][0] != truth[part][1]]
    return Row(row.code, row.state, machine.id, machine.name, place, row.printed_on, row.design,
               tuple(old))  # fmt: skip
