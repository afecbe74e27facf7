"""The file of a text, `<lang>.md`: read with every finding on its line, written the same way."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from content.card import Option as Answer
from content.card import Question as Asked
from content.card import variant_of
from content.columns import TEXT_STATES
from content.draft import TextDraft
from content.errors import Finding
from content.limits import MOST_OPTIONS, printable, room
from content.models import Option, Question, StepText, Text

NAME: Final = re.compile(r"([a-z]{2,3})(-simple|-signed)?\.md")
KEYS: Final = {
    "why": "why",
    "stand-clear": "stand_clear",
    "take-away": "take_away",
    "try": "task",
    "state": "state",
    "film": "film",
    "voice": "voice",
}
STEP: Final = re.compile(r"([0-9]+)[.)]\s+(.+)")
OPTION: Final = re.compile(r"[-*] \[([ xX])\] *(.*)")
FEWEST_OPTIONS: Final = 2
USUAL: Final = ("state", "reviewed")


@dataclass(slots=True)
class _Option:
    line: int
    right: bool
    label: str
    feedback: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Question:
    line: int
    prompt: list[str] = field(default_factory=list)
    options: list[_Option] = field(default_factory=list)


@dataclass(slots=True)
class TextFile:
    """One file as it was read: its words, the lines they stand on, and what is wrong with them."""

    name: str
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    step_lines: list[int] = field(default_factory=list)
    questions: list[_Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, line: int, what: str) -> None:
        """Note a finding on a line of this file; 0 is the file as a whole."""
        self.findings.append(Finding(self.name, line, what))

    def draft(self) -> TextDraft:
        """Return the words without their lines."""
        language, variant = variant_of(self.name.removesuffix(".md"))
        return TextDraft(
            language=language,
            variant=variant,
            title=self.title,
            steps=tuple(self.steps),
            questions=tuple(_asked(question) for question in self.questions),
            **{KEYS[name]: value for name, value in self.facts.items()},
        )


Reading = Callable[[TextFile, int, str], None]


def parse(name: str, source: str) -> TextFile:
    """Read the file of a text; `findings` of the answer says everything that is wrong."""
    file = TextFile(name)
    section: Reading = _head
    for number, raw in enumerate(source.replace("\r\n", "\n").split("\n"), start=1):
        line = raw.rstrip()
        if line.startswith("## "):
            section = _section(file, number, line)
        elif line.strip():
            section(file, number, line)
    _check(file)
    return file


def _section(file: TextFile, number: int, line: str) -> Reading:
    heading = line.removeprefix("## ").strip().casefold()
    if heading == "steps":
        file.lines.setdefault("steps", number)
        return _step
    if heading == "question":
        file.questions.append(_Question(number))
        return _question
    file.wrong(number, 'only "## Steps" and "## Question" are known as headings.')
    return _nothing


def _nothing(file: TextFile, number: int, line: str) -> None:
    """Read on below a heading that is not known."""


def _head(file: TextFile, number: int, line: str) -> None:
    if line.startswith("# "):
        if file.title:
            file.wrong(number, "there is a title already; one nugget has one.")
        file.title, file.lines["title"] = line.removeprefix("# ").strip(), number
        return
    name, colon, value = line.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or name not in KEYS:
        file.wrong(
            number, f'"{line.strip()[:40]}" is not known here. Known are: {", ".join(KEYS)}.'
        )
    elif name in file.facts:
        file.wrong(number, f'"{name}" stands on line {file.lines[name]} already.')
    elif not value:
        file.wrong(number, f'"{name}" says nothing. Fill it in or delete the line.')
    else:
        file.facts[name], file.lines[name] = value, number


def _step(file: TextFile, number: int, line: str) -> None:
    match = STEP.fullmatch(line)
    if match:
        if match[1].lstrip("0") != str(len(file.steps) + 1):
            file.wrong(number, f"this is step {len(file.steps) + 1}, not {match[1][:9]}.")
        file.steps.append(match[2].strip())
        file.step_lines.append(number)
    elif line[0].isspace() and file.steps:
        file.steps[-1] += " " + line.strip()
    else:
        file.wrong(number, 'a step begins with its number: "1. One sentence."')


def _question(file: TextFile, number: int, line: str) -> None:
    question = file.questions[-1]
    match = OPTION.fullmatch(line)
    if match:
        question.options.append(_Option(number, match[1] != " ", match[2].strip()))
    elif question.options and line[0].isspace():
        question.options[-1].feedback.append(line.strip())
    elif question.options:
        file.wrong(number, 'an answer begins with "- [ ] ", its feedback with two spaces.')
    else:
        question.prompt.append(line.strip().removeprefix("\\"))


def _check(file: TextFile) -> None:
    if not file.title:
        file.wrong(1, 'the title is missing: begin with "# Title".')
    if not file.steps:
        file.wrong(file.lines.get("steps", 0), 'there are no steps: write "## Steps" and "1. ...".')
    if file.facts.get("state", "reviewed") not in TEXT_STATES:
        file.wrong(file.lines["state"], f"the state is one of: {', '.join(TEXT_STATES)}.")
    for question in file.questions:
        _check_question(file, question)
    for line, what, text, limit in _lengths(file):
        if len(text) > limit:
            file.wrong(line, f"the {what} has {len(text)} signs; at most {limit} fit.")
        if not printable(text):
            file.wrong(line, f"the {what} holds a sign that cannot be shown. Type it anew.")


def _check_question(file: TextFile, question: _Question) -> None:
    if not question.prompt:
        file.wrong(question.line, "the question itself is missing.")
    if len(question.options) < FEWEST_OPTIONS:
        file.wrong(question.line, "a question needs two answers at least.")
    elif len(question.options) > MOST_OPTIONS:
        file.wrong(question.line, "a question has eight answers at most.")
    elif not any(option.right for option in question.options):
        file.wrong(question.line, "no answer is right: mark one with [x].")
    for option in question.options:
        if not option.label:
            file.wrong(option.line, "this answer says nothing.")
        if not option.feedback:
            file.wrong(option.line, "this answer has no feedback: write it below, indented.")


def _lengths(file: TextFile) -> Iterator[tuple[int, str, str, int]]:
    """Yield every text with its line, its name and how many signs fit."""
    yield file.lines.get("title", 1), "title", file.title, room(Text, "title")
    for name, value in file.facts.items():
        limit = room(Text, KEYS[name]) if name not in ("film", "voice") else room(Text, "title")
        yield file.lines[name], name, value, limit
    for line, body in zip(file.step_lines, file.steps, strict=True):
        yield line, "step", body, room(StepText, "body")
    for question in file.questions:
        asked = _asked(question)
        yield question.line, "question", asked.prompt, room(Question, "prompt")
        for option, answer in zip(question.options, asked.options, strict=True):
            yield option.line, "answer", answer.label, room(Option, "label")
            yield option.line, "feedback", answer.feedback, room(Option, "feedback")


def _asked(question: _Question) -> Asked:
    options = (
        Answer(option.label, " ".join(option.feedback), option.right) for option in question.options
    )
    return Asked(" ".join(question.prompt), tuple(options))


def write(text: TextDraft) -> str:
    """Return the file that `parse` reads back as this text."""
    values = ((name, getattr(text, column)) for name, column in KEYS.items())
    head = [f"{name}: {value}" for name, value in values if value and (name, value) != USUAL]
    steps = [f"{number}. {body}" for number, body in enumerate(text.steps, start=1)]
    blocks = [[f"# {text.title}"], head, ["## Steps", *steps]]
    blocks += [_question_lines(question) for question in text.questions]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _question_lines(question: Asked) -> list[str]:
    prompt = question.prompt
    lines = ["## Question", "\\" + prompt if prompt.startswith(("\\", "#", "-", "*")) else prompt]
    for option in question.options:
        lines.append(f"- [{'x' if option.right else ' '}] {option.label}")
        if option.feedback:
            lines.append(f"  {option.feedback}")
    return lines
