"""The list of all that this program keeps, writes and sends: what the works council confirms.

It is made from the code (`make manifest`) and held to it by the tests. Its hash is SHA-256 over
canonical JSON: sorted keys, no blanks, UTF-8.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parents[1] / "privacy-manifest.json"
NEW: Final = "new"
GONE: Final = "gone"
CHANGED: Final = "changed"

Part = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A version of the list: its number, its hash, its canonical text, and what it lists."""

    version: int
    hash: str
    text: str
    parts: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that is new, gone or described anew since another manifest."""

    how: str
    part: str
    name: str


@cache
def current() -> Manifest:
    """Return the manifest of the program that runs."""
    return read(FILE.read_text("utf-8"))


def read(text: str) -> Manifest:
    """Return the manifest that a JSON text holds, however it is laid out."""
    told = json.loads(text)
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return Manifest(told["version"], digest, canonical, told["parts"])


def changes(before: Manifest, now: Manifest) -> list[Change]:
    """Return what differs between two manifests, line by line."""
    old, new = _lines(before), _lines(now)
    found = [Change(NEW, *line) for line in new.keys() - old.keys()]
    found += [Change(GONE, *line) for line in old.keys() - new.keys()]
    found += [Change(CHANGED, *line) for line in new.keys() & old.keys() if new[line] != old[line]]
    return sorted(found, key=lambda change: (change.part, change.name))


def _lines(manifest: Manifest) -> dict[tuple[str, str], Any]:
    """Return each thing and each column on a line of its own, with what is said of it."""
    found: dict[tuple[str, str], Any] = {}
    for part, entries in manifest.parts.items():
        for name, entry in entries.items():
            columns = entry.get("columns", {})
            found[part, name] = {key: said for key, said in entry.items() if key != "columns"}
            found |= {(part, f"{name}.{column}"): said for column, said in columns.items()}
    return found
