"""Gathers all that the code keeps, writes and sends, and makes the manifest of it: `make manifest`.

What each thing is for, and how long it stays, people write in `kiosk/privacy-manifest.toml`. What
the code has and the file does not describe, or the other way round, is told and makes nothing.
"""

import ast
import json
import re
import sqlite3
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any, Final

from kiosk.counts.kinds import KINDS
from kiosk.counts.manifest import FILE
from kiosk.counts.tables import SCHEMA
from kiosk.db import TABLES
from tests.rules.tree import ROOT, called, files, modules, nodes, text

SOURCE: Final = FILE.with_suffix(".toml")
LEVELS: Final = {"debug", "info", "warning", "error", "critical", "exception", "log"}
HEADER: Final = re.compile(r"[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)+|Vary|ETag|Location|Allow|Date")
READ: Final = {
    "accept_languages": "Accept-Language", "accept_encodings": "Accept-Encoding",
    "make_conditional": "If-None-Match", "vary": "Vary", "content_encoding": "Content-Encoding",
    "remote_addr": "(address of the connection)", "origin": "Origin",
}  # fmt: skip
SERVERS: Final = ("Connection", "Server")
"""Headers that gunicorn writes by itself."""
LINES: Final = {
    "smtplib",
    "http.client",
    "urllib.request",
    "socket",
    "psycopg",
    "requests",
    "httpx",
}
KEPT: Final = (
    re.compile(r"(localStorage|sessionStorage)\.(?!clear|getItem|setItem|removeItem)(\w+)"),
    re.compile(r"(localStorage|sessionStorage)\.(?:getItem|setItem)\((\w+)"),
    re.compile(r"(localStorage|sessionStorage)(\[name\])"),
    re.compile(r"(caches)\.open\((\w+)\)"),
)
SCRIPTS: Final = "static/js"

Found = dict[str, dict[str, set[str]]]


def found() -> Found:
    """Return every thing of the code, part by part, each with its columns if it has any."""
    return {
        "tables": _tables(),
        "memory": _pot(),
        "files": {},
        "log": _bare(_log()),
        "cookies": _bare(_cookies()),
        "headers": _bare(_headers()),
        "connections": _bare(_connections()),
        "phone": _bare(_phone()),
        "kinds": _bare(KINDS),
    }


def _bare(names: Iterable[str]) -> dict[str, set[str]]:
    """Return things that have no columns."""
    return {name: set() for name in names}


def _tables() -> dict[str, set[str]]:
    told = {
        table._meta.table_name: {field.column_name for field in table._meta.sorted_fields}
        for table in TABLES
    }
    return told | {"schema_migration": {"name", "applied"}}


def _pot() -> dict[str, set[str]]:
    with closing(sqlite3.connect(":memory:")) as pot:
        pot.executescript(SCHEMA)
        rows = pot.execute(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table'"
        )
        told: dict[str, set[str]] = {}
        for table, column in rows:
            told.setdefault(table, set()).add(column)
    return told


def _log() -> Iterator[str]:
    """Yield what each line of the log says, as it stands in the code."""
    for path in modules("kiosk", "content", "qr_codes"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and called(node) in LEVELS and _of_a_log(node):
                said = node.args[0]
                if isinstance(said, ast.Constant):
                    yield str(said.value)
                else:
                    yield f"{{{ast.unparse(said)}}}"


def _of_a_log(node: ast.Call) -> bool:
    owner = ast.unparse(node.func).rpartition(".")[0].lower()
    return "log" in owner and bool(node.args)


def _cookies() -> Iterator[str]:
    for path in modules("kiosk"):
        for node in nodes(path):
            if isinstance(node, ast.keyword) and (node.arg or "").endswith("COOKIE_NAME"):
                yield ast.literal_eval(node.value)
            if isinstance(node, ast.Call) and called(node) == "set_cookie":
                yield ast.unparse(node)


def _headers() -> Iterator[str]:
    """Yield every header that is named, read or set, whoever asks, and the server's own."""
    yield from SERVERS
    for path in modules("kiosk"):
        if path.name == "demo.py":  # names machines of its invented plant
            continue
        for node in nodes(path):
            if isinstance(node, ast.Attribute) and node.attr in READ:
                yield READ[node.attr]
            if isinstance(node, ast.Call) and called(node) == "set_etag":
                yield "ETag"
            said = node.value if isinstance(node, ast.Constant) else None
            if isinstance(said, str) and HEADER.fullmatch(said):
                yield said


def _connections() -> Iterator[str]:
    """Yield every module that can open a connection, by what it imports for it."""
    for path in modules("kiosk", "content", "qr_codes"):
        for node in nodes(path):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import)
                else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            )  # fmt: skip
            here = path.with_suffix("").relative_to(ROOT).as_posix().replace("/", ".")
            yield from (here for name in names if name in LINES)


def _phone() -> Iterator[str]:
    for path in files(".js", under=SCRIPTS):
        for shape in KEPT:
            for where, name in shape.findall(text(path)):
                yield f"{where} {name}"


def described() -> dict[str, Any]:
    """Return what people wrote."""
    return tomllib.loads(SOURCE.read_text("utf-8"))


def undescribed(there: Found, written: dict[str, Any]) -> list[str]:
    """Return what the code has and nobody described, and what is described and not there."""
    wrong, common_used = [], set[str]()
    for part, things in there.items():
        known = {name: entry for entry in written.get(part, ()) for name in entry["names"]}
        if part == "files":  # patterns; tests/kiosk hold them to what a plant writes
            continue
        wrong += [f"{part}: {name} is not described" for name in things.keys() - known.keys()]
        wrong += [f"{part}: {name} is there no more" for name in known.keys() - things.keys()]
        for entry in written.get(part, ()):
            own = entry.get("columns", {}).keys()
            every = set[str]().union(*(things.get(name, set()) for name in entry["names"]))
            common_used |= every - own
            lacking, gone = every - own - written["columns"].keys(), own - every
            of = ", ".join(entry["names"])
            wrong += [f"{part}: {of}: column {name} is not described" for name in lacking]
            wrong += [f"{part}: {of}: column {name} is there no more" for name in gone]
    idle = written["columns"].keys() - common_used
    return sorted([*wrong, *(f"columns: {name} is in no table" for name in idle)])


def made(there: Found, written: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest: what each thing is for and how long it stays, in two tongues."""
    parts: dict[str, dict[str, Any]] = {part: {} for part in there}
    for part, things in there.items():
        for entry in written[part]:
            kept = written["kept"].get(entry["kept"], entry["kept"])
            told = {"what": _both(entry["what"]), "kept": _both(kept)}
            for name in entry["names"]:
                words = written["columns"] | entry.get("columns", {})
                columns = {one: _both(words[one]) for one in sorted(things.get(name, ()))}
                parts[part][name] = {**told, "columns": columns} if columns else told
    return {"version": written["version"], "parts": parts}


def _both(said: str) -> dict[str, str]:
    english, german = said.split(" | ")
    return {"en": english, "de": german}


def text_of(manifest: dict[str, Any]) -> str:
    """Return the manifest as it lies in the tree: sorted, a line for each word."""
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def needs_a_new_version(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Return whether a manifest says something else under the number of the one before."""
    return bool(before["parts"] != now["parts"] and before["version"] >= now["version"])


def main() -> str:
    """Write the manifest; return a sentence on what is wrong, or nothing."""
    there, written = found(), described()
    wrong = undescribed(there, written)
    if wrong:
        return "\n  ".join([f"Describe it in {SOURCE.name}:", *wrong])
    manifest = made(there, written)
    if FILE.exists() and needs_a_new_version(json.loads(FILE.read_text("utf-8")), manifest):
        return f"The list changed: raise `version` in {SOURCE.name}. The council is asked anew."
    FILE.write_text(text_of(manifest), "utf-8")
    return ""


if __name__ == "__main__":
    sys.exit(main() or None)
