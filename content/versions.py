"""The versions of a nugget: begun as a copy of what is published, restored, thrown away."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from peewee import Model, fn

from content import medium, nuggets, scrap, takes
from content.errors import DraftOpen, NoDraft
from content.models import (
    Attachment,
    Gone,
    Nugget,
    Option,
    Question,
    SourceLine,
    Step,
    StepText,
    Text,
    Version,
)
from content.revision import change
from content.storage import Storage

OPEN: Final = ("draft", "in review")


def of(nugget: Nugget) -> list[Version]:
    """Return every version of a nugget, the newest first."""
    rows = Version.select().where(Version.nugget == nugget)
    return list(rows.order_by(Version.number.desc()))


def open_of(nugget: Nugget) -> Version | None:
    """Return the version in work, if there is one."""
    rows = Version.select().where((Version.nugget == nugget) & (Version.state << OPEN))
    found: Version | None = rows.order_by(Version.number.desc()).first()
    return found


def published(nugget: Nugget) -> Version | None:
    """Return the version that is on the pages, if there is one."""
    return Version.get_or_none((Version.nugget == nugget) & (Version.state == "published"))


@change()
def begin(nugget: Nugget) -> Version:
    """Return the version to change a nugget in: the one in work, else a copy of the newest.

    Two who begin at the same moment get the same draft.
    """
    nuggets.hold(nugget)
    return open_of(nugget) or copy(published(nugget) or of(nugget)[0])


@change()
def restore(version: Version, today: date) -> Version:
    """Bring an old version back as a new draft. Raises DraftOpen.

    Media that wait for their purge wait for another thirty days from `today`.
    """
    nuggets.hold(version.nugget)
    if draft := open_of(version.nugget):
        raise DraftOpen(number=draft.number)
    later = (today + nuggets.KEPT).isoformat()
    files = [file.sha for file in medium.files(medium.originals([version]))]
    Gone.update(purge_on=later).where((Gone.sha << files) & ~Gone.purged).execute()
    return copy(version)


@change()
def copy(version: Version) -> Version:
    """Return a new draft of the same nugget with everything this version says and shows.

    Words, questions, pictures, film and captions with their state; not the takes, nor who wrote.
    """
    numbers = Version.select(fn.MAX(Version.number)).where(Version.nugget == version.nugget_id)
    new = Version.create(
        nugget=version.nugget_id,
        number=numbers.scalar() + 1,
        film=version.film_id,
        storyboard=version.storyboard,
        captions_waived=version.captions_waived,
        consent=version.consent,
    )
    for row in _rows(Attachment, version):
        Attachment.create(version=new, name=row.name, medium=row.medium_id)
    steps = {row.id: _again(row, version=new.id) for row in _rows(Step, version)}
    texts = {row.id: _again(row, version=new.id) for row in _rows(Text, version)}
    _copy_words(steps, texts)
    for row in Question.select().where(Question.text << list(texts)):
        question = _again(row, text=texts[row.text_id])
        for option in Option.select().where(Option.question == row):
            _again(option, question=question)
    return new


def _copy_words(steps: dict[str, str], texts: dict[str, str]) -> None:
    """Copy the sentences of steps, and the source lines that translations were made from."""
    for said in StepText.select().where(StepText.text << list(texts)):
        StepText.create(step=steps[said.step_id], text=texts[said.text_id], body=said.body)
    for noted in SourceLine.select().where(SourceLine.text << list(texts)):
        kind, slash, step = noted.line.partition("/")
        line = f"{kind}{slash}{steps.get(step, step)}"
        SourceLine.create(text=texts[noted.text_id], line=line, source=noted.source)


def _rows(model: type[Model], version: Version) -> Iterator[Any]:
    rows: Any = model.select().where(model.version == version)  # type: ignore[attr-defined]
    yield from rows


def _again(row: Model, **anew: str) -> str:
    """Write a row once more with some columns changed and return the new row's id."""
    columns = {name: value for name, value in row.__data__.items() if name != "id"}
    return str(type(row).create(**columns | anew).id)  # type: ignore[attr-defined]


def discard(version: Version, storage: Storage, takes_folder: Path) -> None:
    """Throw a draft away, for good; a nugget that was never more than that goes with it.

    Takes, and media that nothing else uses, are deleted. Raises NoDraft.
    """
    nugget = version.nugget
    with change():
        nuggets.hold(nugget)
        state = Version.select(Version.state).where(Version.id == version.id).scalar()
        if state != "draft":
            raise NoDraft(state=state or "thrown away")
        own = medium.originals([version])
        takes.let_go(version, takes_folder)
        Version.delete().where(Version.id == version.id).execute()
        if not Version.select().where(Version.nugget == nugget).exists():
            Nugget.delete().where(Nugget.id == nugget.id).execute()
    scrap.clear(storage, own)
