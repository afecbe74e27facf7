"""A nugget as one plain value between folder and database: read from either, written to either."""

from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN

from content.card import Option, Question, key
from content.limits import fitting
from content.models import Attachment, Hang, Medium, StepText, Text, Topic, Version
from content.models import Option as OptionRow
from content.models import Question as QuestionRow
from content.models import Step as StepRow


@dataclass(frozen=True, slots=True)
class StepDraft:
    """The half of a step that no language changes: its picture's file name, its second."""

    picture: str = ""
    at: float | None = None


@dataclass(frozen=True, slots=True)
class TextDraft:
    """A nugget's words in one language and variant; film and voice are file names of its own."""

    language: str
    variant: str
    title: str
    state: str = "reviewed"
    why: str = ""
    stand_clear: str = ""
    take_away: str = ""
    task: str = ""
    film: str = ""
    voice: str = ""
    steps: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def key(self) -> str:
        """The name of its file: `de`, `de-simple`."""
        return key(self.language, self.variant)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a nugget's folder holds; `files` are its media by name, each with its SHA-256."""

    slug: str
    klass: str = "normal"
    level: str = "first steps"
    reach: str = "anywhere"
    topic: str = ""
    owner_role: str = ""
    review_months: int = 12
    video: str = ""
    storyboard: str = ""
    steps: tuple[StepDraft, ...] = ()
    texts: tuple[TextDraft, ...] = ()
    files: dict[str, str] = field(default_factory=dict)


def stored(version: Version) -> Draft:
    """Return a version as the rows of the database hold it."""
    nugget = version.nugget
    attached = Attachment.select().where(Attachment.version == version).order_by(Attachment.name)
    files = {row.name: row.medium_id for row in attached}
    steps = StepRow.select().where(StepRow.version == version).order_by(StepRow.position)
    texts = Text.select().where(Text.version == version)
    return Draft(
        slug=nugget.slug,
        klass=nugget.klass,
        level=nugget.level,
        reach=nugget.reach,
        topic=_topic(version),
        owner_role=nugget.owner_role,
        review_months=nugget.review_months,
        video=_name(files, version.film_id),
        storyboard=version.storyboard,
        steps=tuple(StepDraft(step.file, step.at) for step in steps),
        texts=tuple(sorted((_text(text, files) for text in texts), key=lambda text: text.key)),
        files=files,
    )


def _topic(version: Version) -> str:
    here = Topic.select().join(Hang).where(Hang.nugget == version.nugget_id)
    first = here.order_by(Hang.position, Topic.slug).first()
    return first.slug if first else ""


def _name(files: dict[str, str], sha: str | None) -> str:
    return next((name for name, medium in files.items() if medium == sha), "")


def _text(text: Text, files: dict[str, str]) -> TextDraft:
    steps: Any = (
        StepText.select(StepText.body)
        .join(StepRow)
        .where(StepText.text == text)
        .order_by(StepRow.position)
        .tuples()
    )
    return TextDraft(
        language=text.language,
        variant=text.variant,
        title=text.title,
        state=text.state,
        why=text.why,
        stand_clear=text.stand_clear,
        take_away=text.take_away,
        task=text.task,
        film=_name(files, text.film_id),
        voice=_name(files, text.voice_id),
        steps=tuple(body for (body,) in steps),
        questions=tuple(questions(text)),
    )


def questions(text: Text) -> list[Question]:
    """Return the questions of a text with their answers, in order."""
    rows: Any = (
        QuestionRow.select(QuestionRow, OptionRow)
        .join(OptionRow, JOIN.LEFT_OUTER, attr="answer")
        .where(QuestionRow.text == text)
        .order_by(QuestionRow.position, OptionRow.position)
    )
    found: dict[str, tuple[str, list[Option]]] = {}
    for row in rows:
        options = found.setdefault(row.id, (row.prompt, []))[1]
        answer = getattr(row, "answer", None)
        if answer is not None and answer.id is not None:
            options.append(Option(answer.label, answer.feedback, answer.right))
    return [Question(prompt, tuple(options)) for prompt, options in found.values()]


def write(
    version: Version,
    draft: Draft,
    media: dict[str, Medium],
    shown: dict[str, Medium],
    captions: dict[str, Medium],
) -> None:
    """Write what a draft holds into the rows of a fresh version.

    `media` are its files by name, `shown` the pictures of steps as pages may show them, by the
    same names, `captions` those of each text by its key.
    """
    version.film, version.storyboard = media.get(draft.video), draft.storyboard
    version.save()
    for name, medium in media.items():
        Attachment.create(version=version, name=name, medium=medium)
    steps = [
        StepRow.create(
            version=version,
            position=position,
            picture=shown.get(step.picture),
            file=step.picture,
            at=step.at,
        )
        for position, step in enumerate(draft.steps)
    ]
    for text in draft.texts:
        _write_text(version, text, steps, media, captions.get(text.key))


def _write_text(
    version: Version,
    text: TextDraft,
    steps: list[StepRow],
    media: dict[str, Medium],
    captions: Medium | None,
) -> None:
    columns = ("language", "variant", "title", "state", "why", "stand_clear", "take_away", "task")
    row = Text.create(
        version=version,
        film=media.get(text.film),
        voice=media.get(text.voice),
        captions=captions,
        captions_state=text.state,
        **fitting(Text, **{column: getattr(text, column) for column in columns}),
    )
    for step, body in zip(steps, text.steps, strict=True):
        StepText.create(step=step, text=row, **fitting(StepText, body=body))
    for position, question in enumerate(text.questions):
        _write_question(row, position, question)


def _write_question(text: Text, position: int, question: Question) -> None:
    prompt = fitting(QuestionRow, prompt=question.prompt)
    row = QuestionRow.create(text=text, position=position, **prompt)
    for number, option in enumerate(question.options):
        said = fitting(OptionRow, label=option.label, feedback=option.feedback)
        OptionRow.create(question=row, position=number, right=option.right, **said)
