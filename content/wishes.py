"""What workers miss: a nugget about set-up, a fault, cleaning or quality, and what became of it.

A wish is public, so it names no smaller place than one where enough people work: a machine of
three people would name them. It is known by its day, and shown from the next morning on.
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, Final

from peewee import fn

from content import models
from content.catalogue import Place, Topic
from content.errors import OutcomeMissing, WishUnknown
from content.limits import fitting
from content.models import Area, Kind, KindCrowd, Machine, Site, Wish
from content.nuggets import months_after
from content.remarks import sum_of
from content.revision import change

OUTCOMES: Final = ("made", "planned", "declined")
ENDED: Final = ("made", "declined")
KEPT_MONTHS: Final = 12
MOST: Final = 200
PLACES: Final = ("kind", "machine", "area", "topic")

Areas = dict[str, tuple[str, int | None]]
"""Areas by id: the name, and how many people work there, if declared."""


@dataclass(frozen=True, slots=True)
class Where:
    """What a wish is for: the sort of place, its id and its name; the site has neither."""

    sort: str = "site"
    id: str = ""
    name: str = ""

    @property
    def key(self) -> dict[str, str]:
        """The column that holds it, and its id."""
        return {self.sort: self.id} if self.sort in PLACES else {}


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish: for where, about what, since which day, and what became of it.

    `slug` is a topic's part of its address.
    """

    id: str
    where: Where
    slug: str
    about: str
    sent_on: str
    outcome: str
    answered_on: str
    answer: str


def of_machine(place: Place, floor: int) -> Where:
    """Return for what a wish at a machine stands: the smallest of its kind, itself and its areas.

    `floor` is the number of people at which it names nobody; with fewer everywhere, the site.
    """
    if place.kind_id and _kind_crowd(place.kind_id) >= floor:
        return Where("kind", place.kind_id, place.kind)
    areas = _areas(place.area_ids)
    if place.machine_id and not place.kind_id and _own_crowd(place.machine_id, areas) >= floor:
        return Where("machine", place.machine_id, place.machine)
    for area in place.area_ids:
        name, crowd = areas[area]
        if (crowd or 0) >= floor:
            return Where("area", area, name)
    return Where()


def of_topic(topic: Topic) -> Where:
    """Return for what a wish on a topic stands: topics are for everybody."""
    return Where("topic", topic.id, topic.name)


def send(site_id: str, where: Where, about: str, on: date) -> None:
    """Keep a wish by its day alone; one that waits already stands for it, however often it came."""
    open_ = (Wish.site == site_id) & (Wish.about == about) & Wish.outcome.not_in(ENDED)
    if Wish.select().where(open_ & _at(where)).exists():
        return
    id_ = sum_of(site_id, where.sort, where.id, about, on.isoformat())
    row = {"site": site_id, "about": about, "sent_on": on.isoformat(), **where.key}
    Wish.insert(id=id_, **row).on_conflict_ignore().execute()


def listed(site_id: str, today: date) -> tuple[list[Wished], list[Wished]]:
    """Return what is wished, place by place, and what became of others, the newest first."""
    seen = (Wish.site == site_id) & (Wish.sent_on < today.isoformat())
    open_ = _wished(seen & Wish.outcome.not_in(ENDED))
    over = _wished(seen & (Wish.outcome << ENDED))
    order = {"kind": 0, "machine": 0, "area": 1, "topic": 2, "site": 3}
    open_.sort(key=lambda one: (order[one.where.sort], one.where.name, one.where.id, one.about))
    over.sort(key=lambda one: (one.where.name, one.about, one.id))
    over.sort(key=lambda one: one.answered_on, reverse=True)
    return open_[:MOST], over[:MOST]


def count(site: Site, today: date) -> int:
    """Return how many wishes nobody answered yet."""
    new = (Wish.site == site) & (Wish.outcome == "") & (Wish.sent_on < today.isoformat())
    return int(Wish.select().where(new).count())


def find(site: Site, wish_id: str, today: date) -> Wish:
    """Return a wish of a plant that may be seen already. Raises WishUnknown."""
    here = (Wish.id == wish_id) & (Wish.site == site) & (Wish.sent_on < today.isoformat())
    row: Wish | None = Wish.get_or_none(here)
    if row is None:
        raise WishUnknown
    return row


def told(wish: Wish) -> Wished:
    """Return one wish as it is read."""
    return _wished(Wish.id == wish.id)[0]


@change()
def answer(wish: Wish, outcome: str, words: str, today: date) -> None:
    """Say what became of a wish, for everybody to read; saying it again replaces it.

    Raises OutcomeMissing, TooLong.
    """
    if outcome not in OUTCOMES:
        raise OutcomeMissing
    facts = fitting(Wish, answer=" ".join(words.split()))
    Wish.update(outcome=outcome, answered_on=today.isoformat(), **facts).where(
        Wish.id == wish.id
    ).execute()


def purge(today: date) -> int:
    """Forget what was answered for good twelve months ago; return how much that was."""
    oldest = months_after(today, -KEPT_MONTHS).isoformat()
    old = (Wish.answered_on < oldest) & (Wish.outcome << ENDED)
    return int(Wish.delete().where(old).execute())


def _kind_crowd(kind_id: str) -> int:
    """Return how many people work with a kind of machine, as far as declared, in all areas.

    Machines of a kind in one area may be worked by the same people: there the largest counts.
    """
    rows: Any = (
        Machine.select(Machine.area, fn.MAX(Machine.crowd), fn.MAX(Area.crowd))
        .join(Area)
        .where((Machine.kind == kind_id) & (Machine.crowd.is_null(False)))
        .group_by(Machine.area)
        .tuples()
    )
    machines = {area: (crowd, most) for area, crowd, most in rows}
    declared: Any = (
        KindCrowd.select(KindCrowd.area, KindCrowd.crowd, Area.crowd)
        .join(Area)
        .where(KindCrowd.kind == kind_id)
        .tuples()
    )
    machines |= {area: (crowd, most) for area, crowd, most in declared}
    return sum(crowd if most is None else min(crowd, most) for crowd, most in machines.values())


def _own_crowd(machine_id: str, areas: Areas) -> int:
    """Return how many people work with one machine; no more than in the areas it stands in."""
    own: Any = Machine.select(Machine.crowd).where(Machine.id == machine_id).scalar()
    return min([own or 0, *(crowd for _, crowd in areas.values() if crowd is not None)])


def _areas(ids: tuple[str, ...]) -> Areas:
    rows: Any = Area.select(Area.id, Area.name, Area.crowd).where(Area.id << ids).tuples()
    return {id_: (name, crowd) for id_, name, crowd in rows}


def _at(where: Where) -> Any:
    """Return the condition that a wish is for exactly this place."""
    if where.sort in PLACES:
        return getattr(Wish, where.sort) == where.id
    return reduce(and_, (getattr(Wish, name).is_null() for name in PLACES))


def _wished(which: Any) -> list[Wished]:
    """Read wishes with the names of their places, in one statement."""
    query: Any = Wish.select(Wish, Kind, Machine, Area, models.Topic)
    for table in (Kind, Machine, Area, models.Topic):
        query = query.join_from(Wish, table, "LEFT JOIN")
    return [_one(row) for row in query.where(which).order_by(Wish.id)]


def _one(row: Any) -> Wished:
    sort = next((name for name in PLACES if getattr(row, f"{name}_id")), "")
    there = getattr(row, sort) if sort else None
    return Wished(
        id=row.id, where=Where(sort, there.id, there.name) if there else Where(),
        slug=there.slug if there and sort == "topic" else "", about=row.about,
        sent_on=row.sent_on, outcome=row.outcome, answered_on=row.answered_on or "",
        answer=row.answer,
    )  # fmt: skip
