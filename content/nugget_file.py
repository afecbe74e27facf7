"""The file `nugget.toml`: what no language changes, read with every finding on its line."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard

from content.columns import KLASSES, LEVELS, REACHES
from content.draft import Draft, StepDraft
from content.errors import Finding
from content.limits import SLUG, printable, room
from content.models import Nugget, Topic

FILE: Final = "nugget.toml"
CHOICES: Final = {"class": KLASSES, "level": LEVELS, "reach": REACHES}
KEYS: Final = (*CHOICES, "topic", "owner_role", "review_months", "video", "step")
STEP_KEYS: Final = ("picture", "at")
MOST_MONTHS: Final = 60
LONGEST: Final = 900.0
AT_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(slots=True)
class NuggetFile:
    """The file as it was read: its table, its lines, and what is wrong with it."""

    source: str
    table: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, line: int, what: str) -> None:
        """Note a finding on a line; 0 is the file as a whole."""
        self.findings.append(Finding(FILE, line, what))

    def line(self, key: str, step: int | None = None) -> int:
        """Return the line on which a key stands, of the whole nugget or of a step; else 0."""
        here = -1
        for number, line in enumerate(self.source.split("\n"), start=1):
            here += bool(re.match(r"\s*\[\[\s*step\s*\]\]", line))
            if here == (-1 if step is None else step) and re.match(rf"\s*\"?{key}\"?\s*=", line):
                return number
        return self.step_line(step) if step is not None else 0

    def step_line(self, step: int) -> int:
        """Return the line on which a step begins; else 0."""
        heads = [
            number
            for number, line in enumerate(self.source.split("\n"), start=1)
            if re.match(r"\s*\[\[\s*step\s*\]\]", line)
        ]
        return heads[step] if step < len(heads) else 0

    def steps(self) -> list[Any]:
        """Return the tables of the steps."""
        steps = self.table.get("step", [])
        return steps if isinstance(steps, list) else []

    def draft(self, slug: str) -> Draft:
        """Return what the file says; to be asked only where nothing was found wrong."""
        given = {name: _trimmed(self.table[name]) for name in KEYS if name in self.table}
        klass, steps = given.pop("class", KLASSES[0]), given.pop("step", [])
        return Draft(slug=slug, klass=klass, steps=tuple(_step(step) for step in steps), **given)


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _step(table: dict[str, Any]) -> StepDraft:
    at = table.get("at")
    return StepDraft(table.get("picture", ""), None if at is None else float(at))


def parse(source: str) -> NuggetFile:
    """Read the file; `findings` of the answer says everything that is wrong."""
    file = NuggetFile(source)
    try:
        file.table = tomllib.loads(source)
    except (ValueError, RecursionError) as problem:  # it says so of absurd numbers and depths
        place = AT_LINE.search(str(problem))
        line = int(place[1]) if place else source.count("\n") + 1
        file.wrong(line, f"this is not TOML: {AT_LINE.sub('', str(problem)).strip()}.")
        return file
    for key in file.table:
        if key not in KEYS:
            file.wrong(file.line(key), f'"{key}" is not known here. Known are: {", ".join(KEYS)}.')
    _check_facts(file)
    _check_steps(file)
    return file


def _check_facts(file: NuggetFile) -> None:
    for key, values in CHOICES.items():
        if file.table.get(key, values[0]) not in values:
            file.wrong(file.line(key), f'"{key}" is one of: {", ".join(values)}.')
    months = file.table.get("review_months", 12)
    if type(months) is not int or not 1 <= months <= MOST_MONTHS:
        file.wrong(file.line("review_months"), f"review_months is a number, 1 to {MOST_MONTHS}.")
    limits = {"topic": room(Topic, "slug"), "owner_role": room(Nugget, "owner_role"), "video": 120}
    for key, limit in limits.items():
        value = file.table.get(key, "")
        if not isinstance(value, str) or len(value) > limit or not printable(value):
            file.wrong(file.line(key), f'"{key}" is a text of at most {limit} signs.')
    topic = file.table.get("topic", "")
    if isinstance(topic, str) and topic and not SLUG.fullmatch(topic):
        file.wrong(file.line("topic"), "a topic is written in small letters, digits and hyphens.")


def _check_steps(file: NuggetFile) -> None:
    if not isinstance(file.table.get("step", []), list):
        file.wrong(file.line("step"), "steps are written as [[step]].")
    last = 0.0
    for number, step in enumerate(file.steps()):
        for key, what in _step_problems(step, last):
            file.wrong(file.line(key, number), what)
        at = step.get("at") if isinstance(step, dict) else None
        last = float(at) if _is_second(at) else last


def _step_problems(step: Any, last: float) -> Iterator[tuple[str, str]]:
    if not isinstance(step, dict):
        yield "step", "steps are written as [[step]]."
        return
    for key in step:
        if key not in STEP_KEYS:
            yield key, f'"{key}" is not known in a step. Known are: {", ".join(STEP_KEYS)}.'
    if not isinstance(step.get("picture", ""), str):
        yield "picture", "picture is the name of a file in this folder."
    at = step.get("at")
    if at is not None and not _is_second(at):
        yield "at", f"at is a second of the film, 0.0 to {LONGEST}."
    elif at is not None and at < last:
        yield "at", f"this step begins at {at}, before the one above it ({last})."


def _is_second(at: Any) -> TypeGuard[float]:
    return type(at) in (int, float) and 0 <= at <= LONGEST


def write(draft: Draft) -> str:
    """Return the file that `parse` reads back as these facts."""
    facts: dict[str, str | int] = {
        "class": draft.klass,
        "level": draft.level,
        "reach": draft.reach,
        "topic": draft.topic,
        "owner_role": draft.owner_role,
        "review_months": draft.review_months,
        "video": draft.video,
    }
    blocks = [[f"{key} = {_toml(value)}" for key, value in facts.items() if value != ""]]
    for step in draft.steps:
        lines = ["[[step]]"]
        lines += [f"picture = {_toml(step.picture)}"] if step.picture else []
        lines += [f"at = {step.at!r}"] if step.at is not None else []
        blocks.append(lines)
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _toml(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)
