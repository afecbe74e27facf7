"""A hall of the plant as somebody walks through it: its machines, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from content.models import Area, Kind, Label, Machine, Medium
from content.plant import LIVE


@dataclass(frozen=True, slots=True)
class Stand:
    """A machine where it stands: its label's code, its name, its kind, its line, its photo."""

    code: str
    name: str
    kind: str
    line: str
    photo: str


def stands(site_id: str, hall: str, start: int, most: int) -> list[Stand]:
    """Return up to `most` machines of a hall from the one at `start` on, line by line, by name."""
    areas = list(Area.select().where(Area.site == site_id))
    labels: Any = Label.select().where((Label.machine == Machine.id) & (Label.state << LIVE))
    code, labelled = labels.select(fn.MIN(Label.code)), fn.EXISTS(labels.select(Label.code))
    query = (
        Machine.select(Machine, Area, Kind, Medium, code.alias("code"))
        .join(Area)
        .switch(Machine)
        .join(Kind, JOIN.LEFT_OUTER)
        .switch(Machine)
        .join(Medium, JOIN.LEFT_OUTER)
        .where((Machine.area << list(_below(areas, hall))) & labelled)
        .order_by(Area.name, Machine.name, Machine.id)
        .offset(start)
        .limit(most)
    )
    return [_stand(row, hall) for row in query]


def kinds(site_id: str, most: int) -> list[str]:
    """Return the names of the machine kinds of which most machines stand here."""
    rows: Any = (
        Kind.select(Kind.name)
        .join(Machine)
        .where(Kind.site == site_id)
        .group_by(Kind.id, Kind.name)
        .order_by(fn.COUNT(Machine.id).desc(), Kind.name)
        .limit(most)
        .tuples()
    )
    return [name for (name,) in rows]


def _below(areas: list[Area], top: str) -> Iterator[str]:
    """Yield an area and all below it."""
    yield top
    for one in areas:
        if one.parent_id == top:
            yield from _below(areas, one.id)


def _stand(row: Any, hall: str) -> Stand:
    photo = f"{row.photo.sha}.{row.photo.ext}" if row.photo_id else ""
    line = "" if row.area_id == hall else row.area.name
    return Stand(row.code, row.name, row.kind.name if row.kind_id else "", line, photo)
