"""A version as its page would show it, whatever its state."""

from typing import Any

from peewee import JOIN

from content import catalogue, composition
from content.card import Card
from content.catalogue import Place, Site
from content.models import Hang, Label, Machine, Version
from content.plant import LIVE


def preview(version_id: str) -> tuple[Card, Site, Place | None] | None:
    """Return a version's card, its plant and a place where it hangs; None if it is not there."""
    version = Version.get_or_none(Version.id == version_id)
    if version is None:
        return None
    code = _code(version.nugget_id)
    place = catalogue.scan(code) if code else None
    return composition.card(version), catalogue.site(version.nugget.site.slug), place


def withdrawn(version_id: str) -> bool:
    """Whether this version was taken back: what it showed is shown no more, not even here."""
    here = (Version.id == version_id) & (Version.state == "withdrawn")
    return bool(Version.select().where(here).exists())


def _code(nugget_id: str) -> str | None:
    """Return a label in use of a machine that the nugget hangs on."""
    on_it = (Hang.machine == Machine.id) | (Hang.kind == Machine.kind)
    query: Any = (
        Label.select(Label.code)
        .join(Machine)
        .join(Hang, JOIN.INNER, on=on_it)
        .where((Hang.nugget == nugget_id) & (Label.state << LIVE))
        .order_by(Hang.machine.is_null(), Machine.name, Label.code)
    )
    code: str | None = query.limit(1).scalar()
    return code
