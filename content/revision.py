"""One number that grows with every change a worker could see; finished pages are kept by it."""

from collections.abc import Iterator
from contextlib import contextmanager

from content.models import Revision


def number() -> int:
    """Return the revision of now; 0 as long as nothing was ever changed.

    Every page asks for it, so it is asked for in plain SQL: a quarter of a kept page's time.
    """
    database = Revision._meta.database  # noqa: SLF001  peewee's own door to the bound database
    row = database.execute_sql("SELECT number FROM revision").fetchone()
    return int(row[0]) if row else 0


def bump() -> None:
    """Raise the revision by one, inside the caller's transaction."""
    Revision.insert(id=1, number=1).on_conflict(
        conflict_target=[Revision.id], update={Revision.number: Revision.number + 1}
    ).execute()


@contextmanager
def change() -> Iterator[None]:
    """Do one change that workers could see: all of it and a new revision, or nothing at all."""
    with Revision._meta.database.atomic():  # noqa: SLF001  peewee's own door to the bound database
        yield
        bump()
