"""What fits into a row: checked here, because SQLite would take what PostgreSQL refuses."""

import re
from typing import Any, Final

from peewee import CharField, Model

from content.errors import CrowdInvalid, NameMissing, SlugInvalid, TooLong

SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Control signs, halves of signs, and the two that turn a whole line's direction over.
UNSHOWN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")
MOST_OPTIONS: Final = 8  # answers to a question: their letters go from A to H
CROWD: Final = 1_000_000


def room(model: type[Model], column: str) -> int:
    """Return how many signs a column of text holds."""
    return int(model._meta.fields[column].max_length)  # noqa: SLF001  peewee's way to a field


def fitting(model: type[Model], **values: Any) -> dict[str, Any]:
    """Return these values of a row, cleaned of signs no database holds. Raises TooLong."""
    fields = model._meta.fields  # noqa: SLF001  peewee's way to a field
    for column, value in values.items():
        if isinstance(value, str) and isinstance(fields[column], CharField):
            values[column] = text = value.replace("\0", "").strip()
            limit = room(model, column)
            if len(text) > limit:
                raise TooLong(what=column.replace("_", " "), signs=len(text), limit=limit)
    return values


def printable(text: str) -> bool:
    """Whether a text holds only signs that can be shown in a line as they were written."""
    return not UNSHOWN.search(text)


def named(name: str) -> str:
    """Return the name without signs nobody sees and spaces around it. Raises NameMissing."""
    name = UNSHOWN.sub("", name).strip()
    if not name:
        raise NameMissing
    return name


def slugged(slug: str, limit: int) -> str:
    """Return the short name if it can be part of an address. Raises SlugInvalid."""
    if not SLUG.fullmatch(slug) or len(slug) > limit:
        raise SlugInvalid(slug=slug, limit=limit)
    return slug


def crowded(crowd: int | None) -> int | None:
    """Return a declared crowd; None says that nobody declared one. Raises CrowdInvalid."""
    if crowd is not None and not 0 <= crowd <= CROWD:
        raise CrowdInvalid(crowd=crowd)
    return crowd
