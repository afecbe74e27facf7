"""The words of a text line by line: read in reading order, written so that nobody's are lost."""

import unicodedata
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Final

from content import noted
from content.errors import ContentError, LineUnknown
from content.limits import UNSHOWN, fitting
from content.models import Option, Question, Step, StepText, Text, Version
from content.models.row import Table
from content.revision import change

COLUMNS: Final = ("title", "why", "stand_clear", "take_away", "task")


class EditedMeanwhile(ContentError):
    """Somebody else changed this meanwhile. Nothing of yours is lost: look at both, then save."""

    def __init__(self, clashes: Mapping[str, tuple[str, str]]) -> None:
        """Keep for each line that clashes what was to be written, and what stands there now."""
        self.clashes = dict(clashes)
        super().__init__()


def lines(text: Text) -> dict[str, str]:
    """Return the words of a text by the key of their line, in reading order.

    Keys: title, why, stand_clear, take_away, task, step/<step id>, question/<n>,
    question/<n>/<m> (its answers), question/<n>/<m>/feedback; n and m count from 0.
    """
    return {column: getattr(text, column) for column in COLUMNS} | _steps(text) | _questions(text)


def cleaned(body: str) -> str:
    """Return typed words as they are kept: on one line, without signs that cannot be shown.

    Control signs and those that turn a whole line's direction over go; emoji and the marks that
    Arabic between Latin letters needs stay.
    """
    spaced = " ".join(unicodedata.normalize("NFC", body).split())
    return " ".join(UNSHOWN.sub("", spaced).split())


def begin(version: Version, language: str) -> Text:
    """Return the version's first text, in the plant's language; begun where there is none yet."""
    Text.insert(
        version=version, language=language, variant="plain", title=""
    ).on_conflict_ignore().execute()
    text: Text = Text.get(
        (Text.version == version) & (Text.language == language) & (Text.variant == "plain")
    )
    return text


def write(text: Text, changes: Mapping[str, str], was: Mapping[str, str]) -> None:
    """Write some lines of a text, cleaned.

    `was` is what those lines said when the writer began. A line that says something else by now
    (unless it is what was to be written) stays as it is; the others are written, and then
    EditedMeanwhile tells both. Raises LineUnknown and TooLong before anything is written.
    """
    wanted = {line: cleaned(body) for line, body in changes.items()}
    with changing(text.version_id):
        # Whoever writes first holds the row: another writer of the same text waits, then compares.
        Text.update(language=text.language).where(Text.id == text.id).execute()
        fresh = Text.get_by_id(text.id)
        now = lines(fresh)
        if not set(wanted) <= set(now):
            raise LineUnknown
        clashes = _clashes(now, wanted, was)
        news = {
            line: body for line, body in wanted.items() if line not in clashes and body != now[line]
        }
        noted.settle(fresh, now if news else {})
        for line, body in news.items():
            _put(fresh, line, body)
        noted.fall(fresh, news)
    for column in COLUMNS:
        setattr(text, column, getattr(fresh, column))
    if clashes:
        raise EditedMeanwhile(clashes)


def changing(version_id: str) -> AbstractContextManager[None]:
    """Do one change to a version whole or not at all; what workers see makes a new revision."""
    state = Version.select(Version.state).where(Version.id == version_id).scalar()
    if state == "published":
        return change()
    whole: AbstractContextManager[None] = Version._meta.database.atomic()  # noqa: SLF001  peewee's door to the bound database
    return whole


def _clashes(
    now: Mapping[str, str], changes: Mapping[str, str], was: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    return {
        line: (body, now[line])
        for line, body in changes.items()
        if cleaned(now[line]) not in {cleaned(was.get(line, "")), body}
    }


def _steps(text: Text) -> dict[str, str]:
    rows: Any = (
        Step.select(Step.id, StepText.body)
        .join(StepText)
        .where(StepText.text == text)
        .order_by(Step.position)
        .tuples()
    )
    return {f"step/{step}": body for step, body in rows}


def _questions(text: Text) -> dict[str, str]:
    found: dict[str, str] = {}
    for question in Question.select().where(Question.text == text).order_by(Question.position):
        place = f"question/{question.position}"
        found[place] = question.prompt
        for option in Option.select().where(Option.question == question).order_by(Option.position):
            found[f"{place}/{option.position}"] = option.label
            found[f"{place}/{option.position}/feedback"] = option.feedback
    return found


def _put(text: Text, line: str, body: str) -> None:
    """Write one line into the row that holds it."""
    head, *rest = line.split("/")
    if head == "step":
        said = fitting(StepText, body=body)
        _update(StepText, said, (StepText.text == text) & (StepText.step == rest[0]))
    elif head == "question":
        _put_question(text, rest, body)
    else:
        said = fitting(Text, **{line: body})
        setattr(text, line, said[line])
        text.save(only=[line])


def _put_question(text: Text, place: list[str], body: str) -> None:
    here = (Question.text == text) & (Question.position == int(place[0]))
    if len(place) == 1:
        _update(Question, fitting(Question, prompt=body), here)
        return
    question = Question.get(here)
    said = fitting(Option, **{"label" if place[2:] == [] else "feedback": body})
    _update(Option, said, (Option.question == question) & (Option.position == int(place[1])))


def _update(model: type[Table], said: dict[str, Any], where: Any) -> None:
    model.update(**said).where(where).execute()
