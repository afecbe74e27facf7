"""What the documents say exists: commands, options, files, headings."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from kiosk.cli import cli
from tests.rules.tree import ROOT, files, none, place, text

READ = ("README.md", "CONTRIBUTING.md", "deploy/README.md", "deploy/*.service", ".ci/run")
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
STARTS = re.compile(r"^(?:Exec\w+=|\$ |> )")
RELEASE = re.compile(r"^## \[?(?:Unreleased|\d+\.\d+\.\d+)\b", re.MULTILINE)
DECISION = re.compile(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
PARTS = ("Context", "Decision", "Cost")
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")


def test_every_kiosk_command_in_the_documents_exists() -> None:
    none(
        (
            f"{place(path)} says `{' '.join(words)}`: {wrong}"
            for path, words in commands("kiosk")
            for wrong in misread(cli, words[1:])
        ),
        "Write the command as `kiosk --help` has it.",
    )


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    none(
        (
            f"{place(path)} says `{' '.join(words)}`"
            for path, words in commands("make")
            for word in words[1:]
            if "=" not in word and not word.startswith("-") and word not in targets
        ),
        "Write the target as `make help` has it.",
    )


def test_commands_are_found_in_the_documents() -> None:
    assert len({tuple(words[:2]) for _, words in commands("kiosk")}) > 5


def test_every_link_to_a_file_leads_to_one() -> None:
    none(
        (
            f"{place(path)} links to {match[1]}"
            for path in files(".md")
            for match in LINK.finditer(FENCE.sub("", text(path)))
            if not (path.parent / match[1]).exists()
        ),
        "Link to a file that is there.",
    )


def test_the_changelog_begins_with_what_is_new() -> None:
    assert RELEASE.search(text(ROOT / "CHANGELOG.md")), (
        "Head CHANGELOG.md with `## Unreleased` or `## 1.2.3`, in the operator's words."
    )


def test_every_decision_says_why_what_and_at_which_cost() -> None:
    none(
        (
            f"{place(path)} has no heading {part}"
            for path in decisions()
            for part in PARTS
            if not re.search(rf"^##+ {part}\b", text(path), re.MULTILINE)
        ),
        f"Write it in three parts: {', '.join(PARTS)}.",
    )


def test_decisions_are_numbered_one_by_one() -> None:
    numbers = [match[1] for path in decisions() if (match := DECISION.fullmatch(path.name))]
    expected = [f"{number:04}" for number in range(1, len(decisions()) + 1)]
    assert numbers == expected, (
        "Name a decision docs/decisions/NNNN-what-it-is.md, the next number."
    )


def decisions() -> list[Path]:
    """Return the decisions, by name; a README among them is none."""
    found = files(".md", under="docs/decisions")
    return [path for path in found if path.name != "README.md"]


def commands(program: str) -> Iterator[tuple[Path, list[str]]]:
    """Yield every command line of a program in the documents, and in which."""
    for path in (path for pattern in READ for path in sorted(ROOT.glob(pattern))):
        for line in code_of(path):
            words = called(line)
            if words and Path(words[0]).name == program:
                yield path, words


def code_of(path: Path) -> Iterator[str]:
    """Yield the lines of code of a document: in fences, in spans; of a script, all of them."""
    if path.suffix != ".md":
        blocks = [text(path)]
    else:
        blocks = [*FENCE.findall(text(path)), *SPAN.findall(FENCE.sub("", text(path)))]
    for block in blocks:
        for line in block.replace("\\\n", " ").splitlines():
            yield from re.split(r"&&|;|\|", STARTS.sub("", line.strip()))


def called(line: str) -> list[str]:
    """Return the words of a command, without those who run it: sudo, a user, an environment."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return []
    while words and (words[0] in {"sudo", "nice"} or "=" in words[0]):
        words = words[3:] if words[1:2] == ["-u"] else words[1:]
    return words


def misread(command: click.Command, words: list[str]) -> Iterator[str]:
    """Yield the words that a command does not know: commands below it, and options."""
    context = click.Context(command)
    for number, word in enumerate(words):
        if word.startswith("-"):
            known = {one for option in command.get_params(context) for one in option.opts}
            if word.partition("=")[0] not in known | {"-h"}:
                yield f"there is no {word}"
        elif word.isupper():
            return  # stands for any
        elif isinstance(command, click.Group):
            below = command.get_command(context, word)
            if below:
                yield from misread(below, words[number + 1 :])
            else:
                yield f"there is no {word}"
            return
