"""The steps of a version: added, moved, taken away, each with its picture and its second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from peewee import fn

from content import noted, nuggets, proposals, scrap, words
from content.errors import ContentError
from content.models import Attachment, Medium, Step, StepText, Text, Version
from content.storage import Storage

MOST: Final = 20
MANY: Final = 7
"""Above this, it is rarely one point any more."""


class StepGone(ContentError):
    """Somebody took this step away meanwhile. Add it anew if it belongs here."""


class TooManySteps(ContentError):
    """At most {limit} steps fit. Make two nuggets of it: one point each."""


class BeyondFilm(ContentError):
    """The film ends at {end:.0f} seconds. Choose an earlier one."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken away, with all that is needed to put it back."""

    id: str
    position: int
    picture: str | None = None
    file: str = ""
    at: float | None = None
    words: Mapping[str, str] = field(default_factory=dict)


def of(version: Version) -> list[Step]:
    """Return the steps of a version in their order."""
    return list(Step.select().where(Step.version == version).order_by(Step.position))


def line(step_id: str) -> str:
    """Return the key of the line that says a step."""
    return f"step/{step_id}"


def add(version: Version, step_id: str) -> Step:
    """Add a step without words at the end, under an id that its form chose; twice is once.

    Raises TooManySteps.
    """
    with words.changing(version.id):
        nuggets.hold(version.nugget)
        there = Step.get_or_none((Step.id == step_id) & (Step.version == version))
        if there is not None:
            found: Step = there
            return found
        here = Step.select().where(Step.version == version)
        if here.count() >= MOST:
            raise TooManySteps(limit=MOST)
        last = here.select(fn.MAX(Step.position)).scalar()
        return _lay(version, Taken(step_id, 0 if last is None else last + 1))


def remove(version: Version, step_id: str) -> Taken:
    """Take a step away in every language, and return what `put_back` wants. Raises StepGone.

    Its picture stays until `let_go`, or the next one for another step.
    """
    with words.changing(version.id):
        step = _held(version, step_id)
        bodies = {one.text_id: one.body for one in StepText.select().where(StepText.step == step)}
        for text in Text.select().where(Text.version == version):
            noted.forget(text, line(step.id))
            proposals.leave(text, line(step.id))
        Step.delete().where(Step.id == step.id).execute()
        return Taken(step.id, step.position, step.picture_id, step.file, step.at, bodies)


def put_back(version: Version, taken: Taken) -> Step:
    """Put a step back where it stood, with its words. Raises TooManySteps."""
    with words.changing(version.id):
        nuggets.hold(version.nugget)
        rows = of(version)
        if any(step.id == taken.id for step in rows):
            return next(step for step in rows if step.id == taken.id)
        if len(rows) >= MOST:
            raise TooManySteps(limit=MOST)
        place = sum(step.position < taken.position for step in rows)
        step = _lay(version, Taken(**{**_facts(taken), "position": _free(rows)}))
        _order(version, [*(one.id for one in rows[:place]), step.id,
                         *(one.id for one in rows[place:])])  # fmt: skip
        return step


def move(version: Version, step_id: str, by: int) -> None:
    """Move a step up (-1) or down (1); at the end it stays. Raises StepGone."""
    with words.changing(version.id):
        _held(version, step_id)
        ids = [step.id for step in of(version)]
        place = ids.index(step_id)
        ids.insert(min(max(0, place + by), len(ids) - 1), ids.pop(place))
        _order(version, ids)


def begin_at(version: Version, step_id: str, second: float | None) -> None:
    """Say at which second of the film a step begins. Raises StepGone, BeyondFilm."""
    film = version.film
    if second is not None and film is not None and film.seconds and second > film.seconds:
        raise BeyondFilm(end=film.seconds)
    with words.changing(version.id):
        step = _held(version, step_id)
        Step.update(at=second).where(Step.id == step.id).execute()


def show(version: Version, storage: Storage, step_id: str, picture: Medium | None) -> None:
    """Give a step a picture in place of the one it had, or none. Raises StepGone."""
    with words.changing(version.id):
        step = _held(version, step_id)
        old, name = step.picture_id, ""
        if picture is not None:
            name = f"step-{picture.sha[:12]}.{picture.ext}"
            Attachment.insert(
                version=version, name=name, medium=picture
            ).on_conflict_ignore().execute()
        Step.update(picture=picture, file=name).where(Step.id == step.id).execute()
        _unname(version)
    scrap.clear(storage, [old])


def _unname(version: Version) -> None:
    """Let go the files that were named for a step and that no step shows any more."""
    shown = {step.file for step in of(version)}
    for row in Attachment.select().where(Attachment.version == version):
        if row.name.startswith("step-") and row.name not in shown:
            own = (Attachment.version == version) & (Attachment.name == row.name)
            Attachment.delete().where(own).execute()


def _held(version: Version, step_id: str) -> Step:
    """Return a step, with nobody else at the nugget's structure. Raises StepGone."""
    nuggets.hold(version.nugget)
    step = Step.get_or_none((Step.id == step_id) & (Step.version == version))
    if step is None:
        raise StepGone
    found: Step = step
    return found


def _lay(version: Version, taken: Taken) -> Step:
    step: Step = Step.create(
        id=taken.id, version=version, position=taken.position, picture=taken.picture,
        file=taken.file, at=taken.at,
    )  # fmt: skip
    for text in Text.select().where(Text.version == version):
        StepText.create(step=step, text=text, body=taken.words.get(text.id, ""))
    return step


def _facts(taken: Taken) -> dict[str, Any]:
    return {name: getattr(taken, name) for name in Taken.__slots__}


def _free(rows: Sequence[Step]) -> int:
    return max((step.position for step in rows), default=-1) + 1


def _order(version: Version, ids: Sequence[str]) -> None:
    """Give the steps this order, by way of places nobody has, as no two may share one."""
    for away in (-len(ids) - 1, 0):
        for place, step_id in enumerate(ids):
            own = (Step.id == step_id) & (Step.version == version)
            Step.update(position=place + away).where(own).execute()
