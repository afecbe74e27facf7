"""The verbs by which a plant stays as it is: machines move, kinds and areas are named anew."""

from typing import Any, Final

from content import findable
from content.errors import (
    CoachNotAsked,
    CrowdMissing,
    KindInUse,
    MachineInUse,
    MachineTaken,
    NameTaken,
    OtherPlant,
)
from content.limits import crowded, fitting, named
from content.models import (
    Alias,
    Area,
    Coach,
    Hang,
    Kind,
    Label,
    Machine,
    Medium,
    Site,
)
from content.revision import change
from content.ways import WAYS, fit

KEEP: Final = object()
"""Says that something stays as it is, where None would mean something else."""


@change()
def machine(
    row: Machine,
    *,
    name: str | None = None,
    number: str | None = None,
    area: Area | None = None,
    kind: Any = KEEP,
    crowd: Any = KEEP,
) -> None:
    """Change what is known of a machine; what is not given stays. `kind` and `crowd` may be None.

    A crowd that shrinks takes effect at once, a move at the next period. Raises MachineTaken,
    OtherPlant, CrowdInvalid, TooLong.
    """
    _own(row.site_id, area, None if kind is KEEP else kind)
    facts = fitting(Machine, name=named(row.name if name is None else name))
    if number is not None:
        facts |= fitting(Machine, number=number)
    place = area or row.area
    same = (Machine.area == place) & (Machine.name == facts["name"]) & (Machine.id != row.id)
    if Machine.select().where(same).exists():
        raise MachineTaken(name=facts["name"], area=place.name)
    row.area = place
    for column, value in facts.items():
        setattr(row, column, value)
    if kind is not KEEP:
        row.kind = kind
    if crowd is not KEEP:
        row.crowd = crowded(crowd)
    row.save()
    findable.index_machines(row.site_id, [row.id])


def _own(site_id: str, *parts: Area | Kind | None) -> None:
    for part in parts:
        if part is not None and part.site_id != site_id:
            raise OtherPlant(what=part.name)


@change()
def photograph(row: Machine, photo: Medium | None) -> None:
    """Show a machine by this picture, or by none."""
    row.photo = photo
    row.save(only=[Machine.photo])


@change()
def remove_machine(row: Machine) -> None:
    """Delete a machine that never had a label and on which no nugget hangs. Raises MachineInUse.

    A code that was issued is answered for ever, so a machine that had one stays.
    """
    labelled = Label.select().where(Label.machine == row).exists()
    if labelled or Hang.select().where(Hang.machine == row).exists():
        raise MachineInUse(name=row.name)
    findable.forget(row.id)
    row.delete_instance()


@change()
def remove_alias(row: Machine, normal: str) -> None:
    """Let a nameplate's code lead to this machine no more."""
    Alias.delete().where((Alias.machine == row) & (Alias.normal == normal)).execute()
    findable.index_machines(row.site_id, [row.id])


@change()
def area(row: Area, *, name: str, crowd: int | None) -> None:
    """Name an area and declare its crowd. Raises NameTaken, CrowdInvalid, TooLong."""
    facts = fitting(Area, name=named(name))
    beside = Area.parent.is_null() if row.parent_id is None else Area.parent == row.parent_id
    same = (Area.site == row.site_id) & beside & (Area.name == facts["name"]) & (Area.id != row.id)
    if Area.select().where(same).exists():
        raise NameTaken(name=facts["name"])
    row.name, row.crowd = facts["name"], crowded(crowd)
    row.save()
    findable.index_machines(row.site_id, findable.machines_below(row.site_id, row.id))


@change()
def kind(row: Kind, *, name: str, maker: str) -> None:
    """Name a machine kind and its maker. Raises NameTaken."""
    facts = fitting(Kind, name=named(name), maker=maker)
    same = (Kind.site == row.site_id) & (Kind.name == facts["name"]) & (Kind.id != row.id)
    if Kind.select().where(same).exists():
        raise NameTaken(name=facts["name"])
    row.name, row.maker = facts["name"], facts["maker"]
    row.save()
    alike: Any = Machine.select(Machine.id).where(Machine.kind == row).tuples()
    findable.index_machines(row.site_id, [id_ for (id_,) in alike])


@change()
def remove_kind(row: Kind) -> None:
    """Delete a machine kind that no machine is of and on which no nugget hangs."""
    used = Machine.select().where(Machine.kind == row).exists()
    if used or Hang.select().where(Hang.kind == row).exists():
        raise KindInUse(name=row.name)
    row.delete_instance()


@change()
def coach(row: Coach, *, agreed_on: str | None, area: Area | None, **facts: str) -> None:
    """Change a coach's card. `agreed_on` is the day this person agreed to be shown.

    Raises CoachNotAsked where nobody agreed: a card without consent is deleted, not kept. Raises
    PhoneInvalid, MailInvalid, LinkInvalid.
    """
    if not agreed_on:
        raise CoachNotAsked
    _own(row.site_id, area)
    ways = fit(**{name: facts[name] for name in WAYS if name in facts})
    facts = {**facts, **ways, "name": named(facts["name"])}
    for column, value in fitting(Coach, **facts).items():
        setattr(row, column, value)
    row.agreed_on, row.area = agreed_on, area
    row.save()


@change()
def remove_coach(row: Coach) -> None:
    """Take a coach's card off every page, for good."""
    row.delete_instance()


@change()
def site(
    row: Site, *, name: str, emergency_number: str, wifi_place: str, crowd: int | None
) -> None:
    """Change what pages say of the plant. Raises CrowdMissing, NameMissing."""
    if crowd is None:
        raise CrowdMissing
    facts = fitting(
        Site, name=named(name), emergency_number=emergency_number, wifi_place=wifi_place
    )
    for column, value in facts.items():
        setattr(row, column, value)
    row.crowd = crowded(crowd)
    row.save()
