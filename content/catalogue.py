"""Finds what workers ask for, each read one statement however many rows there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from peewee import JOIN, Expression, ModelSelect, fn

from content import models
from content import revision as _revision
from content.card import Card, loads
from content.coaches import Coach, agreed, shown
from content.errors import NoPlant
from content.models import Alias, Gone, Hang, Kind, Label, Machine, Nugget, Version
from content.plant import LIVE, normal

Leaf = models.Area.alias("leaf")
Above = models.Area.alias("above")
Higher = models.Area.alias("higher")
Top = models.Area.alias("top")
LEVELS: Final = (Leaf, Above, Higher, Top)
AT_ONCE: Final = 12  # cards that are read together where few are wanted


@dataclass(frozen=True, slots=True)
class Site:
    """A plant as pages speak of it."""

    id: str
    slug: str
    name: str
    language: str
    timezone: str
    emergency_number: str
    wifi_place: str
    crowd: int | None
    demo: bool
    label_url: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands who scanned a code: the label, its machine, and the way up to the site.

    A label without a machine has empty strings and None in the places of the machine. `photo` is
    the name of the file that shows the machine, if there is one.
    """

    code: str
    label_state: str
    replaced_by: str | None
    machine_id: str | None
    machine: str
    number: str
    kind_id: str | None
    kind: str
    area_ids: tuple[str, ...]
    area: str
    site: Site
    coach: Coach | None = None
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that nuggets hang on without a machine, and how many are published there."""

    id: str
    site_id: str
    slug: str
    name: str
    nuggets: int


def revision() -> int:
    """Return the number that grows with every change a worker could see."""
    return _revision.number()


def site(slug: str | None = None) -> Site:
    """Return the plant of this slug, or the first one founded. Raises NoPlant."""
    query = models.Site.select().order_by(models.Site.slug).limit(1)
    row = (query.where(models.Site.slug == slug) if slug else query).first()
    if row is None:
        raise NoPlant
    return _site(row)


def scan(code: str) -> Place | None:
    """Return where the label with this code hangs, whatever its state; None if never issued."""
    query = _places().select_extend(models.Coach).switch(Label)
    query = query.join(
        models.Coach, JOIN.LEFT_OUTER, on=models.Coach.id == _nearest(), attr="coach"
    )
    row = query.where(Label.code == code.upper()).first()
    return _place(row, shown(getattr(row, "coach", None))) if row else None


def places(site_id: str) -> Iterator[Place]:
    """Yield every machine of a plant that has a label in use, by its first label, by name."""
    first = Label.alias("first")
    codes = (
        first.select(fn.MIN(first.code))
        .where((first.site == site_id) & (first.state << LIVE) & first.machine.is_null(False))
        .group_by(first.machine)
    )
    for row in _places().where(Label.code << codes).order_by(Machine.name, Label.code).iterator():
        yield _place(row)


def labelled(site_id: str, codes: Iterable[str]) -> list[Place]:
    """Return where labels in use hang that carry one of these codes, by code."""
    here = (Label.site == site_id) & (Label.code << list(codes)) & (Label.state << LIVE)
    rows = _places().where(here & Label.machine.is_null(False)).order_by(Label.code)
    return [_place(row) for row in rows]


def alias(site_id: str, text: str) -> str | None:
    """Return a label's code of the machine that carries this nameplate code, or None."""
    same = (Alias.site == site_id) & (Alias.normal == normal(text))
    live = Label.state << LIVE
    query = Label.select(fn.MIN(Label.code)).join(Alias, on=Label.machine == Alias.machine)
    code: str | None = query.where(same & live).scalar()
    return code


def cards_at(place: Place) -> list[Card]:
    """Return what is published for a machine: its own nuggets first, then those of its kind."""
    if place.machine_id is None:
        return []
    here: Expression = Hang.machine == place.machine_id
    if place.kind_id:
        here |= Hang.kind == place.kind_id
    return _hanging(here, Hang.kind.is_null(False))


def cards_on(topic: Topic, at: int, most: int, *, inside: bool = True) -> list[Card]:
    """Return what is published on a topic, in its order: so many from this place on.

    Without `inside`, what only the plant's network shows is left out.
    """
    rows = _on(topic, inside=inside).select(Version.card)
    rows = rows.order_by(Hang.position, Nugget.slug).limit(most).offset(at).tuples()
    return [loads(text) for (text,) in rows]


def count_on(topic: Topic, *, inside: bool) -> int:
    """Return how many cards there are on a topic, for somebody inside the plant or outside."""
    return int(_on(topic, inside=inside).count())


def _on(topic: Topic, *, inside: bool) -> "ModelSelect[Any]":
    query = _published().join(Hang, on=Hang.nugget == Nugget.id).where(Hang.topic == topic.id)
    return query if inside else query.where(Nugget.reach == "anywhere")


def first_steps(site_id: str) -> Iterator[Card]:
    """Yield what is published on topics for those who are new here, in the topics' order.

    It is read some at a time: nobody takes all of it.
    """
    query: Any = _published().select(Version.id).join(Hang, on=Hang.nugget == Nugget.id)
    query = query.join(models.Topic)
    query = query.where((Nugget.site == site_id) & (Nugget.level == "first steps"))
    query = query.order_by(models.Topic.position, Hang.position, Nugget.slug)
    ids = list(dict.fromkeys(id_ for (id_,) in query.tuples()))
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        rows: Any = Version.select(Version.id, Version.card).where(Version.id << some)
        cards = dict(rows.tuples())
        yield from (loads(cards[id_]) for id_ in some)


def card(site_id: str, slug: str) -> Card | None:
    """Return the published nugget of this slug, or None."""
    query = _published().where((Nugget.site == site_id) & (Nugget.slug == slug))
    row = query.tuples().first()
    return loads(row[0]) if row else None


def withdrawn(site_id: str, slug: str) -> bool:
    """Whether this nugget was published once and is so no more."""
    here = (Nugget.site == site_id) & (Nugget.slug == slug)
    found = {version.state for version in Version.select(Version.state).join(Nugget).where(here)}
    return "withdrawn" in found and "published" not in found


def all_withdrawn(site_id: str) -> list[str]:
    """Return the slugs of all nuggets that were published once and are so no more."""
    shown = Version.select(Version.nugget).where(Version.state == "published")
    query: ModelSelect[Any] = Nugget.select(Nugget.slug).distinct().join(Version)
    back = (Nugget.site == site_id) & (Version.state == "withdrawn") & Nugget.id.not_in(shown)
    return [slug for (slug,) in query.where(back).order_by(Nugget.slug).tuples()]


def gone(sha: str) -> bool:
    """Whether this media file was withdrawn, so that its address answers 410."""
    return Gone.select().where(Gone.sha == sha).exists()


def topics(site_id: str) -> list[Topic]:
    """Return the plant's topics in order, each with its number of published nuggets."""
    return [_topic(row) for row in _topics().where(models.Topic.site == site_id)]


def topic(site_id: str, slug: str) -> Topic | None:
    """Return the topic of this slug, or None."""
    row = _topics().where((models.Topic.site == site_id) & (models.Topic.slug == slug)).first()
    return _topic(row) if row else None


def _is_published(nugget_id: Any) -> Expression:
    both: Expression = (Version.nugget == nugget_id) & (Version.state == "published")
    return both


def _published() -> "ModelSelect[Any]":
    return Version.select(Version.card).join(Nugget).where(Version.state == "published")


def _hanging(where: Expression, *first: Expression) -> list[Card]:
    here = Hang.select(Hang.nugget).where(where)  # else SQLite walks through all that is published
    query = _published().join(Hang, on=Hang.nugget == Nugget.id)
    query = query.where(where & (Nugget.id << here))
    rows = query.order_by(*first, Hang.position, Nugget.slug).tuples()
    return [loads(text) for text in dict.fromkeys(text for (text,) in rows)]


def _topics() -> "ModelSelect[Any]":
    return (
        models.Topic.select(models.Topic, fn.COUNT(Version.id).alias("nuggets"))
        .join(Hang, JOIN.LEFT_OUTER)
        .join(Version, JOIN.LEFT_OUTER, on=_is_published(Hang.nugget))
        .group_by(models.Topic)
        .order_by(models.Topic.position, models.Topic.slug)
    )


def _topic(row: Any) -> Topic:
    return Topic(row.id, row.site_id, row.slug, row.name, row.nuggets)


def _places() -> "ModelSelect[Any]":
    query = (
        Label.select(Label, models.Site, Machine, Kind, models.Medium, *LEVELS)
        .join(models.Site)
        .switch(Label)
        .join(Machine, JOIN.LEFT_OUTER)
        .join(Kind, JOIN.LEFT_OUTER)
        .switch(Machine)
        .join(models.Medium, JOIN.LEFT_OUTER)
        .switch(Machine)
    )
    return upwards(query, Machine.area)


def upwards(query: "ModelSelect[Any]", area: Any) -> "ModelSelect[Any]":
    """Join an area and the three that may lie above it."""
    query = query.join(Leaf, JOIN.LEFT_OUTER, on=area == Leaf.id)
    query = query.join(Above, JOIN.LEFT_OUTER, on=Leaf.parent == Above.id)
    query = query.join(Higher, JOIN.LEFT_OUTER, on=Above.parent == Higher.id)
    return query.join(Top, JOIN.LEFT_OUTER, on=Higher.parent == Top.id)


def coach(site_id: str) -> Coach | None:
    """Return the colleague to ask in the whole plant, if one is named and agreed."""
    here = (models.Coach.site == site_id) & models.Coach.area.is_null() & agreed(models.Coach)
    return shown(models.Coach.select().where(here).order_by(models.Coach.name).first())


def _nearest() -> Any:
    """Ask for the coach of the label's area, else of the next one above it, else of the site."""
    near = models.Coach.alias("near")
    first = near.select(near.id).where((near.site == Label.site) & agreed(near))
    first = first.order_by(near.name).limit(1)
    levels = [first.where(near.area == level.id) for level in LEVELS]
    return fn.COALESCE(*levels, first.where(near.area.is_null()))


def _place(row: Any, coach: Coach | None = None) -> Place:
    machine = row.machine if row.machine_id else None
    kind = machine.kind if machine and machine.kind_id else None
    levels = list(_levels(machine.area)) if machine else []
    return Place(
        code=row.code,
        label_state=row.state,
        replaced_by=row.replaced_by_id,
        machine_id=machine.id if machine else None,
        machine=machine.name if machine else "",
        number=machine.number if machine else "",
        kind_id=kind.id if kind else None,
        kind=kind.name if kind else "",
        area_ids=tuple(level.id for level in levels),
        area=", ".join(level.name for level in reversed(levels)),
        site=_site(row.site),
        coach=coach,
        photo=f"{machine.photo.sha}.{machine.photo.ext}" if machine and machine.photo_id else "",
    )


def _levels(area: Any) -> Iterator[Any]:
    """Yield an area and those above it, all of which were read already."""
    while area is not None:
        yield area
        area = area.parent if area.parent_id else None


def _site(row: Any) -> Site:
    return Site(
        id=row.id,
        slug=row.slug,
        name=row.name,
        language=row.language,
        timezone=row.timezone,
        emergency_number=row.emergency_number,
        wifi_place=row.wifi_place,
        crowd=row.crowd,
        demo=row.demo,
        label_url=row.label_url,
    )
