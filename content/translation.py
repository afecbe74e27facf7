"""Texts in other languages and variants: begun, written line by line, said to be right, removed."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from content import captions, noted, pairs, proposals, words
from content.columns import VARIANTS
from content.errors import LineUnknown, NotTranslated, TextIsSource, TextThere, TextUnknown
from content.media.captions import Cue
from content.models import Option, Question, Step, StepText, Text
from content.noted import CAPTION
from content.pairs import Sheet
from content.revision import change

LANGUAGES: Final = ("de", "en", "tr", "pl", "ro", "uk", "ru", "ar", "cs", "hr")
"""The languages that are offered, in this order."""


def begin(source: Text, language: str, variant: str = "plain") -> Text:
    """Begin a text beside its source, with empty lines.

    A variant of the source's own language (easy, signed) begins with its words and captions, to
    be made easier or signed. Raises TextThere, TextUnknown.
    """
    if language not in {*LANGUAGES, source.language} or variant not in VARIANTS:
        raise TextUnknown
    same = (Text.version == source.version_id) & (Text.language == language)
    with change():
        if Text.select().where(same & (Text.variant == variant)).exists():
            raise TextThere
        text = Text.create(version=source.version_id, language=language, variant=variant, title="")
        fit(source, text)
        if language == source.language:
            ours = {line: said for line, said in words.lines(source).items() if said}
            words.write(text, ours, words.lines(text))
            text = Text.get_by_id(text.id)
            text.captions, text.captions_state = source.captions, "draft"
            text.save(only=[Text.captions, Text.captions_state])
    return text


def fits(line: str, body: str) -> bool:
    """Whether a line has room for these words."""
    return len(body.strip()) <= pairs.room(line)


def fit(source: Text, text: Text) -> None:
    """Give a text the steps, questions and answers of its source, empty where they are new.

    What the source has no more goes; which answers are right is what the source says.
    """
    with change():
        for step in Step.select().where(Step.version == text.version_id):
            StepText.insert(step=step, text=text, body="").on_conflict_ignore().execute()
        _fit_questions(source, text)


def write(sheet: Sheet, line: str, body: str, was: str, said: str | None = None) -> None:
    """Write one line as a person says it; it is right for what the source said to that person.

    `was` is what the line said when that person began, `said` what the source did (None: what it
    says now). Raises EditedMeanwhile, TooLong, LineUnknown.
    """
    write_all(sheet, {line: body}, {line: was}, said=None if said is None else {line: said})


def write_all(
    sheet: Sheet,
    bodies: Mapping[str, str],
    was: Mapping[str, str],
    *,
    said: Mapping[str, str] | None = None,
) -> None:
    """Write lines as a person says them: all or none. Raises as `write`.

    `said` is what the source said when they were translated, where it was not what it says now.
    """
    ours = sheet.said()
    with change():
        _put(sheet, bodies, was)
        for line, body in bodies.items():
            if body.strip():
                noted.note(sheet.text, {line: (said or {}).get(line, ours[line])})
            else:
                noted.forget(sheet.text, line)
            proposals.leave(sheet.text, line)


def draft(sheet: Sheet, bodies: Mapping[str, str]) -> int:
    """Write a machine's drafts into the lines that are empty still; return how many that were.

    The text is a machine's until a person says that it is right.
    """
    with change():
        empty = {line.key for line in pairs.pairs(sheet) if not line.body.strip()}
        fresh = {line: body for line, body in bodies.items() if line in empty and body.strip()}
        if fresh:
            _put(sheet, fresh, dict.fromkeys(fresh, ""))
            for line in fresh:
                noted.forget(sheet.text, line)
            _by_machine(sheet, fresh)
    return len(fresh)


def still_right(sheet: Sheet, line: str, said: str | None = None) -> None:
    """Say that a line is right for what the source said to a person. Raises LineUnknown."""
    ours = sheet.said()
    if line not in ours:
        raise LineUnknown
    noted.note(sheet.text, {line: ours[line] if said is None else said})
    proposals.leave(sheet.text, line)


def review(sheet: Sheet) -> None:
    """Say, as a person who read it, that the whole text is right. Raises NotTranslated.

    Its captions are then as right as those of the source, unless some cannot be read in time.
    """
    text = sheet.text
    with change():
        fit(sheet.source, text)
        lines = pairs.pairs(sheet)
        if still := pairs.standing(lines).open:
            raise NotTranslated(open=still)
        noted.note(text, {line.key: line.source for line in lines})
        text.state = "reviewed"
        text.save(only=[Text.state])
        if sheet.captioned and sheet.source.captions_state == "reviewed":
            with suppress(captions.CaptionsNotRight):
                spoken = captions.cues(text, sheet.storage)
                captions.write(text, spoken, sheet.storage, state="reviewed")


def reopen(text: Text) -> None:
    """Take back that a text is right: it is a draft again."""
    with change():
        text.state = "draft"
        text.save(only=[Text.state])


def remove(source: Text, text: Text) -> None:
    """Delete a text with all its lines; it cannot be brought back. Raises TextIsSource."""
    if text.id == source.id:
        raise TextIsSource
    with change():
        Text.delete().where(Text.id == text.id).execute()


def take(sheet: Sheet, chosen: Iterable[str], said: Mapping[str, str] | None = None) -> int:
    """Take over what colleagues propose for these lines; return how many that were."""
    proposed = proposals.of(sheet.text)
    now = {line.key: line.body for line in pairs.pairs(sheet)}
    bodies = {line: proposed[line] for line in chosen if line in proposed and line in now}
    write_all(sheet, bodies, now, said=said)
    return len(bodies)


def _put(sheet: Sheet, bodies: Mapping[str, str], was: Mapping[str, str]) -> None:
    if not set(bodies) <= set(sheet.said()):
        raise LineUnknown
    fit(sheet.source, sheet.text)
    spoken = {line: body for line, body in bodies.items() if line.startswith(f"{CAPTION}/")}
    said = {line: body for line, body in bodies.items() if line not in spoken}
    if said:
        words.write(sheet.text, said, {line: was[line] for line in said})
    if spoken:
        _write_cues(sheet, spoken, was)


def _write_cues(sheet: Sheet, bodies: Mapping[str, str], was: Mapping[str, str]) -> None:
    """Write captions anew: the words of the translation at the times of the source."""
    cues, now = sheet.cues(), sheet.bodies()
    places = {f"{CAPTION}/{number}": number for number in range(len(cues))}
    if any(now[places[line]].strip() != was[line].strip() for line in bodies):
        raise captions.CaptionsEditedMeanwhile
    for line, body in bodies.items():
        now[places[line]] = body.strip()
    kept = [Cue(cue.start, cue.end, body) for cue, body in zip(cues, now, strict=True) if body]
    state = "machine" if sheet.text.captions_state == "machine" else "draft"
    seen = sheet.text.captions_id or ""
    captions.write(sheet.text, kept, sheet.storage, state=state, was=seen)


def _by_machine(sheet: Sheet, fresh: Iterable[str]) -> None:
    """Mark a text as a machine's, and its captions where some of them are."""
    text = sheet.text
    text.state = "machine"
    if any(line.startswith(CAPTION) for line in fresh):
        text.captions_state = "machine"
    text.save(only=[Text.state, Text.captions_state])


def _fit_questions(source: Text, text: Text) -> None:
    ours = list(Question.select().where(Question.text == source).order_by(Question.position))
    theirs = {row.position: row for row in Question.select().where(Question.text == text)}
    for number, question in enumerate(ours):
        own = theirs.pop(number, None) or Question.create(text=text, position=number, prompt="")
        _fit_options(question, own)
    if theirs:
        Question.delete().where(Question.id << [row.id for row in theirs.values()]).execute()


def _fit_options(ours: Question, own: Question) -> None:
    theirs: dict[int, Any] = {
        row.position: row for row in Option.select().where(Option.question == own)
    }
    for option in Option.select().where(Option.question == ours):
        place, right = option.position, option.right
        row = theirs.pop(place, None)
        if row is None:
            Option.create(question=own, position=place, label="", feedback="", right=right)
        elif row.right != right:
            row.right = right
            row.save(only=[Option.right])
    if theirs:
        Option.delete().where(Option.id << [row.id for row in theirs.values()]).execute()
