"""Originals and what was made from them: kept in the storage and known by rows."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from content.card import File, Film
from content.media import captions as caption_file
from content.media.errors import CaptionsTooLarge, CaptionsUnreadable
from content.models import (
    Attachment,
    Gone,
    Medium,
    Nugget,
    Rendition,
    Site,
    Step,
    Text,
    Version,
)
from content.storage import Storage

MOST_SAID: Final = 20_000  # signs of captions by which a nugget is found


def keep(
    site: Site,
    storage: Storage,
    source: Path | bytes,
    kind: str,
    ext: str,
    *,
    plant: bool = False,
    width: int | None = None,
    height: int | None = None,
    seconds: float | None = None,
) -> Medium:
    """Keep an original and return its row; the same bytes twice are one row.

    `kind` is film, picture, voice or captions; `plant` says that its nugget stays in the plant.
    """
    sha = storage.put(source, ext, plant=plant)
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    said = said_in(source) if kind == "captions" else ""
    return enter(site, sha, kind, ext, size, width=width, height=height, seconds=seconds, said=said)


def said_in(source: Path | bytes) -> str:
    """Return what captions say as plain words; nothing where they cannot be read."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    try:
        return "\n".join(cue.words for cue in caption_file.read(content))[:MOST_SAID]
    except (CaptionsTooLarge, CaptionsUnreadable):
        return ""


def enter(
    site: Site,
    sha: str,
    kind: str,
    ext: str,
    size: int,
    *,
    width: int | None = None,
    height: int | None = None,
    seconds: float | None = None,
    said: str = "",
) -> Medium:
    """Return the row of an original whose file was put into the storage already."""
    Medium.insert(
        sha=sha,
        site=site,
        kind=kind,
        ext=ext,
        size=size,
        width=width,
        height=height,
        seconds=seconds,
        said=said,
    ).on_conflict_ignore().execute()
    Gone.update(purged=False).where(Gone.sha == sha).execute()
    return Medium.get_by_id(sha)


def add_rendition(
    medium: Medium,
    storage: Storage,
    name: str,
    source: Path,
    ext: str,
    *,
    recipe: str,
    width: int | None = None,
    height: int | None = None,
    seconds: float | None = None,
) -> Rendition:
    """Keep a file made from a medium, in place of an older one of that name.

    `nuggets.refresh(medium.sha)` then shows it on the pages.
    """
    open_, plant = reaches(medium.sha)
    sha = storage.put(source, ext, plant=plant and not open_)
    storage.settle(sha, ext, open_=open_ or not plant, plant=plant)
    Gone.update(purged=False).where(Gone.sha == sha).execute()
    facts: dict[str, Any] = {
        "sha": sha,
        "ext": ext,
        "size": source.stat().st_size,
        "width": width,
        "height": height,
        "seconds": seconds,
        "recipe": recipe,
    }
    with Rendition._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
        old = (Rendition.medium == medium) & (Rendition.name == name)
        Rendition.delete().where(old).execute()
        return Rendition.create(medium=medium, name=name, **facts)


def used_in(shas: Iterable[str]) -> Any:
    """Return the condition that a version uses one of these originals."""
    wanted = list(shas)
    texts = Text.select(Text.version).where(
        (Text.film << wanted) | (Text.voice << wanted) | (Text.captions << wanted)
    )
    steps = Step.select(Step.version).where(Step.picture << wanted)
    attached = Attachment.select(Attachment.version).where(Attachment.medium << wanted)
    inside = (Version.id << texts) | (Version.id << steps) | (Version.id << attached)
    return (Version.film << wanted) | inside


def originals(versions: Iterable[Version]) -> set[str]:
    """Return the SHA-256 of every original these versions use."""
    ids = [version.id for version in versions]
    queries: list[Any] = [
        Version.select(Version.film).where(Version.id << ids),
        Step.select(Step.picture).where(Step.version << ids),
        Attachment.select(Attachment.medium).where(Attachment.version << ids),
        *(
            Text.select(field).where(Text.version << ids)
            for field in (Text.film, Text.voice, Text.captions)
        ),
    ]
    return {sha for query in queries for (sha,) in query.tuples() if sha}


def reaches(sha: str) -> tuple[bool, bool]:
    """Return whether an original is used by nuggets for anywhere, and by ones for the plant."""
    query: Any = Version.select(Nugget.reach).join(Nugget).where(used_in([sha]))
    found = {reach for (reach,) in query.tuples()}
    return "anywhere" in found, "plant network" in found


def settle(storage: Storage, shas: Iterable[str]) -> None:
    """Let originals and their renditions lie where the reach of their nuggets wants them."""
    for sha in shas:
        open_, plant = reaches(sha)
        for file in files([sha]):
            storage.settle(file.sha, file.ext, open_=open_, plant=plant)


def files(shas: Iterable[str]) -> list[File]:
    """Return these originals and every rendition made from them."""
    wanted = list(shas)
    rows: list[Any] = [
        *Medium.select().where(Medium.sha << wanted),
        *Rendition.select().where(Rendition.medium << wanted),
    ]
    return [file_of(row) for row in rows]


def file_of(row: Medium | Rendition) -> File:
    """Return an original or a rendition as pages know it."""
    return File(row.sha, row.ext, row.size, row.width, row.height)


def film_of(medium: Medium) -> Film:
    """Return a film with the renditions it has by now."""
    made = Rendition.select().where(Rendition.medium == medium).order_by(Rendition.name)
    rows = list(made)
    seconds = medium.seconds or next((row.seconds for row in rows if row.seconds), None) or 0.0
    return Film(seconds, {row.name: file_of(row) for row in rows})
