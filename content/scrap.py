"""Originals that nothing uses any more: deleted, with everything that was made of them."""

from collections.abc import Iterable

from content import medium
from content.models import Machine, Medium, Rendition, Take, Version
from content.storage import Storage


def clear(storage: Storage, shas: Iterable[str | None]) -> int:
    """Delete those of these originals that no version, machine or take uses; return how many.

    Call it after the change that let them go: a file that somebody needs again is uploaded again.
    """
    cleared = 0
    for sha in {sha for sha in shas if sha}:
        if _used(sha):
            continue
        files = medium.files([sha])
        with Medium._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
            Rendition.delete().where(Rendition.medium == sha).execute()
            cleared += Medium.delete().where(Medium.sha == sha).execute()
        for file in files:
            if not Rendition.select().where(Rendition.sha == file.sha).exists():
                storage.discard(file.sha, file.ext)
    return cleared


def _used(sha: str) -> bool:
    """Whether a row still names this original; one another's rendition has its bytes counts too."""
    return (
        Version.select().where(medium.used_in([sha])).exists()
        or Machine.select().where(Machine.photo == sha).exists()
        or Take.select().where(Take.film == sha).exists()
    )
