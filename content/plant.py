"""The verbs of a plant: found it, lay out areas, set up machines, labels, crowds, coaches."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from peewee import chunked

from content import findable
from content.columns import LABEL_STATES, new_id
from content.errors import (
    AliasEmpty,
    AliasTaken,
    AreaInUse,
    CodeInvalid,
    CodeTaken,
    CodeUnknown,
    LabelMove,
    LabelMoved,
    MachineTaken,
    OtherPlant,
    SlugTaken,
    TooDeep,
)
from content.limits import crowded, fitting, named, room, slugged
from content.models import (
    Alias,
    Area,
    Coach,
    Kind,
    KindCrowd,
    Label,
    Machine,
    Site,
    Topic,
)
from content.revision import change
from content.ways import fit

DEPTH: Final = 4
CODE_SIGNS: Final = 6
BATCH: Final = 500
LIVE: Final = ("reserved", "printed", "attached")
MOVES: Final = {
    "reserved": {"printed", "attached", "replaced", "lost", "retired"},
    "printed": {"attached", "replaced", "lost", "retired"},
    "attached": {"printed", "replaced", "lost", "retired"},
    "lost": {"attached", "replaced", "retired"},
    "replaced": {"retired"},
    "retired": set[str](),
}


@change()
def found(
    name: str,
    slug: str,
    *,
    language: str = "de",
    timezone: str = "Europe/Berlin",
    emergency_number: str = "112",
    wifi_place: str = "",
    crowd: int | None = None,
    demo: bool = False,
) -> Site:
    """Found a plant. Its crowd is all who work there. Raises SlugTaken."""
    if Site.select().where(Site.slug == slugged(slug, room(Site, "slug"))).exists():
        raise SlugTaken(slug=slug)
    return Site.create(
        **fitting(
            Site,
            name=named(name),
            slug=slug,
            language=language,
            timezone=timezone,
            emergency_number=emergency_number,
            wifi_place=wifi_place,
            crowd=crowded(crowd),
            demo=demo,
        )
    )


@change()
def area(site: Site, path: tuple[str, ...], crowd: int | None = None) -> Area:
    """Return the area at the end of this path, laid out where it is missing. Raises TooDeep.

    A crowd given here is declared for that area; None leaves what was declared.
    """
    if not 1 <= len(path) <= DEPTH:
        raise TooDeep(path=" / ".join(path), depth=len(path))
    place: Area | None = None
    for step in path:
        name = fitting(Area, name=named(step))["name"]
        place = _area(site, place, name) or _new_area(site, place, name)
    assert place is not None  # noqa: S101  the path has one step at least
    if crowd is not None:
        place.crowd = crowded(crowd)
        place.save(only=[Area.crowd])
    return place


def _area(site: Site, parent: Area | None, name: str) -> Area | None:
    beside = Area.parent.is_null() if parent is None else Area.parent == parent
    found: Area | None = (
        Area.select().where((Area.site == site) & beside & (Area.name == name)).first()
    )
    return found


def one_by_one(site_id: str) -> None:
    """Let whoever else comes here wait until this transaction is done; to be called within one."""
    Site.update(slug=Site.slug).where(Site.id == site_id).execute()


def _new_area(site: Site, parent: Area | None, name: str) -> Area:
    """Lay out an area; of two who do so at once the second gets the first one's."""
    one_by_one(site.id)
    return _area(site, parent, name) or Area.create(site=site, parent=parent, name=name)


@change()
def remove_area(place: Area) -> None:
    """Delete an empty area. Raises AreaInUse while machines or other areas stand in it."""
    stands = Machine.select().where(Machine.area == place).exists()
    if stands or Area.select().where(Area.parent == place).exists():
        raise AreaInUse(name=place.name)
    place.delete_instance()


@change()
def kind(site: Site, name: str, maker: str = "") -> Kind:
    """Return the machine kind of this name, set up if it is new."""
    facts = fitting(Kind, name=named(name), maker=maker)
    known = Kind.select().where((Kind.site == site) & (Kind.name == facts["name"])).first()
    return known or Kind.create(site=site, **facts)


@dataclass(frozen=True, slots=True)
class NewMachine:
    """A machine to be set up: where it stands, its name, and what else is known of it."""

    area: Area
    name: str
    kind: Kind | None = None
    number: str = ""
    crowd: int | None = None


def machine(
    area: Area,
    name: str,
    kind: Kind | None = None,
    *,
    number: str = "",
    crowd: int | None = None,
) -> Machine:
    """Set up one machine in an area. Raises MachineTaken."""
    return machines([NewMachine(area, name, kind, number, crowd)])[0]


@change()
def machines(
    new: Iterable[NewMachine], progress: Callable[[int], None] | None = None
) -> list[Machine]:
    """Set up many machines, all or none; `progress` hears how many are done.

    Raises MachineTaken.
    """
    rows: list[Machine] = []
    for batch in chunked(new, BATCH):
        made = [_machine(one) for one in batch]
        _refuse_doubles(made)
        Machine.bulk_create(made)
        findable.index_machines(made[0].site_id, [row.id for row in made])
        rows += made
        if progress:
            progress(len(rows))
    return rows


def _machine(one: NewMachine) -> Machine:
    if one.kind and one.kind.site_id != one.area.site_id:
        raise OtherPlant(what=one.kind.name)
    facts = fitting(Machine, name=named(one.name), number=one.number, crowd=crowded(one.crowd))
    return Machine(site=one.area.site_id, area=one.area, kind=one.kind, **facts)


def _refuse_doubles(made: list[Machine]) -> None:
    here = (Machine.area << list({row.area_id for row in made})) & (
        Machine.name << [row.name for row in made]
    )
    query: Any = Machine.select(Machine.area, Machine.name).where(here).tuples()
    known: set[tuple[str, str]] = set(query)
    for row in made:
        if (row.area_id, row.name) in known:
            raise MachineTaken(name=row.name, area=row.area.name)
        known.add((row.area_id, row.name))


@change()
def rename(row: Machine, name: str, *, number: str | None = None) -> None:
    """Give a machine another name, and another number if one is given. Raises MachineTaken."""
    same = (Machine.area == row.area_id) & (Machine.name == named(name)) & (Machine.id != row.id)
    if Machine.select().where(same).exists():
        raise MachineTaken(name=name, area=row.area.name)
    facts = fitting(Machine, name=named(name), number=row.number if number is None else number)
    row.name, row.number = facts["name"], facts["number"]
    row.save(only=[Machine.name, Machine.number])
    findable.index_machines(row.site_id, [row.id])


@change()
def label(machine: Machine, code: str, state: str = "reserved") -> Label:
    """Issue a label with this code for a machine. Raises CodeTaken: no code is used twice."""
    if len(code) != CODE_SIGNS or not code.isalnum() or not code.isascii():
        raise CodeInvalid(code=code)
    if state not in LABEL_STATES:
        raise LabelMove(old="new", new=state)
    code = code.upper()
    if Label.select().where(Label.code == code).exists():
        raise CodeTaken(code=code)
    return Label.create(code=code, site=machine.site_id, machine=machine, state=state)


@change()
def move_label(code: str, state: str, *, replaced_by: str | None = None) -> Label:
    """Bring a label to its next state; a replaced one names its successor if it has one.

    Of two who do so at once one is refused. Raises CodeUnknown, LabelMove, LabelMoved.
    """
    row = find_label(code)
    if state not in MOVES[row.state] or (replaced_by and state != "replaced"):
        raise LabelMove(old=row.state, new=state)
    by = find_label(replaced_by) if replaced_by else None
    on_it = Label.machine.is_null() if row.machine_id is None else Label.machine == row.machine_id
    still = (Label.code == row.code) & (Label.state == row.state) & on_it
    if not Label.update(state=state, replaced_by=by).where(still).execute():
        raise LabelMoved(code=row.code)
    return find_label(code)


def find_label(code: str, site_id: str | None = None) -> Label:
    """Return the label with this code, of this plant if one is given. Raises CodeUnknown."""
    row = Label.get_or_none(Label.code == code.upper())
    if row is None or site_id not in {None, row.site_id}:
        raise CodeUnknown(code=code)
    return row


def normal(text: str) -> str:
    """Return a nameplate's code as it is compared: no case, spaces, control signs or `https://`."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(sign for sign in plain if sign.isprintable() and not sign.isspace())
    return re.sub(r"^https?://", "", plain).rstrip("/")


@change()
def alias(machine: Machine, text: str) -> Alias:
    """Let a code that is on the machine already lead to it. Raises AliasEmpty, AliasTaken."""
    facts = fitting(Alias, normal=normal(text), text=text)
    if not facts["normal"]:
        raise AliasEmpty
    same = (Alias.site == machine.site_id) & (Alias.normal == facts["normal"])
    # the key itself decides between two who add the same code at once
    Alias.insert(site=machine.site_id, machine=machine, **facts).on_conflict_ignore().execute()
    known = Alias.select(Alias, Machine).join(Machine).where(same).get()
    if known.machine_id != machine.id:
        raise AliasTaken(text=text, machine=known.machine.name)
    findable.index_machines(machine.site_id, [machine.id])
    return known


@change()
def crowd(
    what: Site | Area | Kind | Machine, people: int | None, *, area: Area | None = None
) -> None:
    """Declare how many people work with or in something; None takes the declaration back.

    A kind's crowd is declared for one area. Raises CrowdInvalid.
    """
    people = crowded(people)
    if isinstance(what, Kind):
        assert area is not None  # noqa: S101  a kind stands in areas, and each has its own crowd
        _kind_crowd(what, area, people)
        return
    what.crowd = people
    what.save(only=[type(what).crowd])


def _kind_crowd(kind: Kind, area: Area, people: int | None) -> None:
    if kind.site_id != area.site_id:
        raise OtherPlant(what=area.name)
    KindCrowd.delete().where((KindCrowd.kind == kind) & (KindCrowd.area == area)).execute()
    if people is not None:
        KindCrowd.create(site=kind.site_id, kind=kind, area=area, crowd=people)


@change()
def topic(site: Site, slug: str, name: str, position: int = 0) -> Topic:
    """Return the topic of this slug, set up if it is new, with this name and position."""
    facts = fitting(Topic, slug=slugged(slug, room(Topic, "slug")), name=named(name))
    known = Topic.select().where((Topic.site == site) & (Topic.slug == slug)).first()
    row = known or Topic(site=site, id=new_id())
    row.slug, row.name, row.position = facts["slug"], facts["name"], position
    row.save(force_insert=known is None)
    return row


@change()
def coach(
    site: Site,
    name: str,
    *,
    area: Area | None = None,
    where: str = "",
    when: str = "",
    languages: tuple[str, ...] = (),
    agreed_on: str | None = None,
    **ways: str,
) -> Coach:
    """Name the colleague to ask in an area, or in the whole plant where no area is given.

    The ways to ask are `phone`, `mail`, `chat`, `meeting`. Without the day on which this person
    agreed the card is shown to nobody. Raises PhoneInvalid, MailInvalid, LinkInvalid.
    """
    spoken = " ".join(languages)
    facts = fitting(
        Coach, name=named(name), where=where, when=when, languages=spoken, **fit(**ways)
    )
    return Coach.create(site=site, area=area, agreed_on=agreed_on, **facts)
