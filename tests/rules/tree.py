"""What the repository holds, as the rules read it: its files, its code, its templates."""

import ast
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("kiosk", "content", "qr_codes")
MADE: Final = {"__pycache__", "build", "dist"}
JINJA: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Element(NamedTuple):
    """One element of a template: its line, its tag, its attributes without what Jinja fills in."""

    line: int
    tag: str
    attributes: dict[str, str]


def none(found: Iterable[str], instead: str) -> None:
    """Fail with what to do instead, and where, if anything was found."""
    breaches = sorted(found)
    if breaches:
        pytest.fail("\n  ".join([instead, *breaches]), pytrace=False)


@cache
def files(*endings: str, under: str = ".") -> tuple[Path, ...]:
    """Return the files of the repository, or of a part of it; nothing that was made from them."""
    found = []
    for folder, inner, names in os.walk(ROOT / under):
        inner[:] = [name for name in inner if name not in MADE and _shown(name)]
        found += [Path(folder) / name for name in names if name.endswith(endings or "")]
    return tuple(sorted(found))


def _shown(name: str) -> bool:
    return not name.startswith(".") or name == ".ci"


def place(path: Path, line: int = 0) -> str:
    """Return where something is: the file as seen from the repository, and its line."""
    where = path.relative_to(ROOT).as_posix()
    return f"{where}:{line}" if line else where


@cache
def text(path: Path) -> str:
    """Return a file's text; nothing if it is no text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers."""
    return enumerate(text(path).splitlines(), 1)


def line_of(path: Path, position: int) -> int:
    """Return the number of the line in which a position of a file's text stands."""
    return text(path).count("\n", 0, position) + 1


def modules(*parts: str) -> list[Path]:
    """Return the modules of these parts of the repository; migrations are frozen and left out."""
    found = [path for part in parts or PACKAGES for path in files(".py", under=part)]
    return [path for path in found if "migrations" not in path.parts]


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(text(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return everything that stands in a module's syntax tree."""
    return tuple(ast.walk(parsed(path)))


def functions(path: Path) -> list[Function]:
    """Return every function of a module, inner ones and methods too."""
    return [node for node in nodes(path) if isinstance(node, Function)]


def length(function: Function) -> int:
    """Return the lines of a function, from its `def` to its end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of functions or methods of these names."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(node: ast.Call) -> str:
    """Return the last part of the name that is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and full name of every import, for types too."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def templates() -> tuple[Path, ...]:
    """Return the templates of all pages."""
    return files(".html", under="kiosk")


def elements(template: Path) -> list[Element]:
    """Return the elements of a template, whichever of its branches they stand in."""
    reader = _Reader()
    reader.feed(JINJA.sub(lambda match: "\n" * match[0].count("\n"), text(template)))
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.found.append(Element(self.getpos()[0], tag, attributes))
