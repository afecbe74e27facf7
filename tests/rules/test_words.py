"""What things are called, what they say of themselves, and what is never left behind."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.rules.tree import (
    PACKAGES,
    ROOT,
    files,
    functions,
    line_of,
    modules,
    none,
    parsed,
    place,
    text,
)

EMPTY_NAMES = {
    "utils", "util", "helpers", "helper", "manager", "managers", "service", "services", "handler",
    "handlers", "base", "misc", "common", "tools", "lib",
}  # fmt: skip
UNFINISHED = re.compile(
    r"\bTO-?DO\b|\bFIX-?ME\b|\bXXX\b(?!\")|\bHACK\b|\bTBD\b|\bWIP\b|NotImplemented"
    r"|(?i:coming[ ]soon|not[ ]yet[ ]implemented|lorem[ ]ipsum)"
)
WRITTEN = (".py", ".html", ".css", ".js", ".md", ".toml", ".po", ".conf", ".service", "Makefile")
SENTENCE = re.compile(r"test(_[a-z0-9]+){3,}")


def test_modules_are_nouns_of_the_shop_floor() -> None:
    none(
        (
            place(path)
            for path in modules(*PACKAGES, "tests", "deploy")
            if EMPTY_NAMES & {*path.relative_to(ROOT).parts[:-1], path.stem}
        ),
        "Name a module after what it knows (machine, label, pot), not after its office.",
    )


def test_nothing_is_left_unfinished() -> None:
    none(
        (
            f"{place(path, line_of(path, match.start()))} {match[0]}"
            for path in files(*WRITTEN)
            if path != Path(__file__)
            for match in UNFINISHED.finditer(text(path))
        ),
        "Finish it or leave it out; what is open belongs into an issue.",
    )


def test_every_module_says_what_it_knows() -> None:
    none(
        (
            place(path)
            for path in modules(*PACKAGES, "tests", "deploy")
            if path.stat().st_size and not ast.get_docstring(parsed(path))
        ),
        "Open the module with one sentence that says what it knows.",
    )


def test_everything_public_says_what_it_promises() -> None:
    none(
        (f"{place(path, line)} {name}" for path in modules() for line, name in silent(path)),
        "Give it a docstring: what it promises, in which units, how it fails.",
    )


def test_names_of_tests_are_sentences() -> None:
    none(
        (
            f"{place(path, one.lineno)} {one.name}"
            for path in modules("tests")
            for one in functions(path)
            if one.name.startswith("test_") and not SENTENCE.fullmatch(one.name)
        ),
        "Name a test with the sentence it proves: test_it_refuses_a_clip_longer_than_the_limit.",
    )


def silent(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the public classes, functions and methods of a module that say nothing."""
    for body in (parsed(path).body, *(one.body for one in public_classes(path))):
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                private = node.name.startswith("_") or node.name == "Meta"
                if not private and not ast.get_docstring(node):
                    yield node.lineno, node.name


def public_classes(path: Path) -> list[ast.ClassDef]:
    """Return the classes of a module that others may use."""
    classes = [node for node in parsed(path).body if isinstance(node, ast.ClassDef)]
    return [one for one in classes if not one.name.startswith("_")]
