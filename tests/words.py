"""Gathers every text that people read, and brings the catalogues up to them: `make words`.

The pages have the catalogue `messages`, the studio has `studio`: texts of its code and templates,
the sentences that content and jobs `say`, and the messages of all errors of content.
"""

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import content
import kiosk
from content.errors import ContentError
from kiosk import language
from qr_codes import logo

HERE: Final = Path(kiosk.__file__).parent
CONTENT: Final = Path(content.__file__).parent
LOGOS: Final = (Path(logo.__file__), HERE / "labels" / "logos.py")
STUDIO: Final = ("studio", "staff")
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
LOCALES: Final = {
    "messages": sorted({one.locale for one in language.LANGUAGES.values()}),
    "studio": ["de", "en"],
}
Id = str | tuple[str, ...]


class Unread(Exception):
    """A sentence is said from a name whose words nobody can find: write the words at the call."""


def catalogue(domain: str, locale: str) -> Path:
    """Return where a catalogue lies."""
    return HERE / "translations" / locale / "LC_MESSAGES" / f"{domain}.po"


def asked_for(domain: str) -> set[Id]:
    """Return every text of a domain."""
    return pages() if domain == "messages" else studio()


def pages() -> set[Id]:
    """Return every text of the worker pages."""
    found = extract_from_dir(
        str(HERE), [("**.py", "python"), ("templates/**.html", "jinja2")], keywords=KEYWORDS,
        directory_filter=_outer,
    )  # fmt: skip
    return {message for _, _, message, _, _ in found}


def _outer(folder: str) -> bool:
    return Path(folder).name not in {*STUDIO, "__pycache__"}


def studio() -> set[Id]:
    """Return every text of the studio."""
    found: set[Id] = set()
    for part in (*STUDIO, "templates/studio"):
        how = [("**.py", "python"), ("**.html", "jinja2")]
        rows = extract_from_dir(str(HERE / part), how, keywords=KEYWORDS)
        found |= {message for _, _, message, _, _ in rows}
    return found | set(said()) | set(errors())


def errors() -> Iterator[str]:
    """Yield the message of every error of content."""
    for package in (content, kiosk):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name and "__main__" not in module.name:
                importlib.import_module(module.name)
    waiting: list[type[ContentError]] = [ContentError]
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        if error.__module__.startswith(("content", "kiosk")):
            yield error.template()


def said() -> Iterator[str]:
    """Yield every sentence that `say` or a refusal of a logo is called with. Raises Unread."""
    for path in (*CONTENT.rglob("*.py"), *HERE.rglob("*.py")):
        source = path.read_text("utf-8")
        if "import Sentence, say" in source or "sentence import say" in source:
            yield from _said_by("say", path)
    for path in LOGOS:
        yield from _said_by("BadLogo", path)


def _said_by(name: str, path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.Module):
            yield from _said_in(scope, tree, path, name)


def _said_in(scope: ast.AST, tree: ast.Module, path: Path, name: str) -> Iterator[str]:
    for node in _own(scope):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args:
            found = list(_texts(node.args[0], scope, tree))
            if not found:
                message = f"{path.name}:{node.lineno}: {ast.unparse(node.args[0])}"
                raise Unread(message)
            yield from found


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a function or module, functions inside it left out."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, ast.FunctionDef):
            yield node
            yield from _own(node)
        elif isinstance(scope, ast.Module | ast.ClassDef):
            continue


def _texts(node: ast.expr, scope: ast.AST, tree: ast.Module) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, scope, tree)
        yield from _texts(node.orelse, scope, tree)
    elif isinstance(node, ast.Name):
        for inside in {scope, tree}:
            yield from _assigned(node.id, inside, scope, tree)
        yield from _handed(node.id, scope, tree)


def _handed(name: str, scope: ast.AST, tree: ast.Module) -> Iterator[str]:
    """Yield what a function of this module is called with for one of its parameters."""
    if not isinstance(scope, ast.FunctionDef):
        return
    names = [arg.arg for arg in scope.args.args]
    if name not in names:
        return
    at = names.index(name)
    for caller in ast.walk(tree):
        if isinstance(caller, ast.FunctionDef) and caller is not scope:
            for node in _own(caller):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == scope.name:
                    yield from _texts(node.args[at], caller, tree)


def _assigned(name: str, inside: ast.AST, scope: ast.AST, tree: ast.Module) -> Iterator[str]:
    for node in _own(inside):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
        if isinstance(node, ast.Assign | ast.AnnAssign) and value is not None and named:
            yield from _texts(value, scope, tree)


def held(domain: str, locale: str) -> Catalog:
    """Return a catalogue as it lies there."""
    path = catalogue(domain, locale)
    if not path.exists():
        return Catalog(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def compiled(domain: str, locale: str) -> bytes:
    """Return a catalogue as programs read it."""
    out = BytesIO()
    write_mo(out, held(domain, locale))
    return out.getvalue()


def bring(domain: str, locale: str) -> list[Id]:
    """Give a catalogue every text and no other, English its own words; return what is missing."""
    known = {entry.id: entry for entry in held(domain, locale) if entry.id}
    fresh = Catalog(
        locale, project="shopfloor-kiosk", version="", charset="utf-8", fuzzy=False,
        creation_date=_midnight(), revision_date=_midnight(), language_team=locale,
        last_translator="the shopfloor-kiosk authors", msgid_bugs_address="", copyright_holder="",
    )  # fmt: skip
    fresh.header_comment = f"# The words of {domain}, gathered by `make words`."
    for id_ in asked_for(domain):
        string = known[id_].string if id_ in known else ""
        plural = isinstance(id_, tuple)
        fresh.add(id_, id_ if locale == "en" else string or (("", "") if plural else ""))
    path = catalogue(domain, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, no_location=True, sort_output=True, width=0)
    path.with_suffix(".mo").write_bytes(compiled(domain, locale))
    return [_id(entry) for entry in fresh if entry.id and not all(strings(entry))]


def _id(entry: Message) -> Id:
    return tuple(entry.id) if isinstance(entry.id, list | tuple) else entry.id


def _midnight() -> datetime:
    """A catalogue says no time at which somebody worked on it."""
    return datetime(2026, 11, 22, tzinfo=UTC)


def strings(entry: Message) -> list[str]:
    """Return what a catalogue says for a text: one string, or one for each plural."""
    found = entry.string if isinstance(entry.string, tuple | list) else [entry.string]
    return [string or "" for string in found]


def main() -> int:
    """Bring every catalogue up to the code and name what still needs words."""
    missing = 0
    for domain, locales in LOCALES.items():
        for locale in locales:
            lacking = bring(domain, locale)
            missing += len(lacking)
            for id_ in lacking:
                print(f"{catalogue(domain, locale).relative_to(HERE.parent)}: {id_}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
