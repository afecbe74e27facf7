"""What the product stands on: pinned by hash, shipped with its licence, from any mirror."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.rules.tree import ROOT, files, lines, none, place, text

PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==\S+(?: ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
LOCKS = (
    "requirements.lock", "tests/requirements.lock", "tests/access/requirements.lock",
    "deploy/postgres.lock",
)  # fmt: skip
FOREIGN = (".min.js", ".woff2", ".woff", ".ttf", ".otf", ".wasm")
VERSION = re.compile(r"\b\d+\.\d+")
LICENCE = re.compile(r"OFL-1\.1|0BSD|MIT|BSD-[23]-Clause|Apache-2\.0|ISC|CC0-1\.0")
LICENCE_TEXT = re.compile(r"licen[cs]e|^ofl", re.IGNORECASE)


def test_locks_hold_names_versions_and_hashes_and_nothing_else() -> None:
    none(
        (
            f"{place(ROOT / lock, number)} {line.strip()[:60]}"
            for lock in LOCKS
            for number, line in lines(ROOT / lock)
            if line and not PINNED.fullmatch(line) and not HASH.fullmatch(line)
        ),
        "Run `make lock`: a lock names no address, so that any mirror can stand behind it.",
    )


def test_every_pinned_package_has_a_hash() -> None:
    none(
        (
            f"{place(ROOT / lock)} {line}"
            for lock in LOCKS
            for line, following in pairwise([*text(ROOT / lock).splitlines(), ""])
            if line.endswith("\\") and not HASH.fullmatch(following)
        ),
        "Run `make lock`: what has no hash can be swapped on its way.",
    )


def test_everything_that_is_asked_for_is_pinned() -> None:
    none(
        (
            f"{name} is not in {lock}"
            for lock, names in asked_for().items()
            for name in sorted(names - pinned(lock))
        ),
        "Run `make lock` after changing the dependencies in pyproject.toml.",
    )


def test_what_others_made_is_listed_with_name_version_licence_and_hash() -> None:
    entries = notices()
    none(
        (
            f"{place(path)} {what}"
            for path in foreign()
            for what in lacking(path, [entry for entry in entries if path.name in entry])
        ),
        "List it in NOTICE.md, or in one that this names: file, version, licence, sha256.",
    )


def test_what_others_made_lies_beside_its_licence() -> None:
    assert len(foreign()) > 5
    none(
        (
            place(path)
            for path in foreign()
            if not any(LICENCE_TEXT.search(beside.name) for beside in path.parent.iterdir())
        ),
        "Put the text of its licence beside the file.",
    )


def asked_for() -> dict[str, set[str]]:
    """Return by lock what pyproject.toml asks for."""
    told = tomllib.loads(text(ROOT / "pyproject.toml"))
    groups = told["dependency-groups"]
    dev = [one for one in (*groups["dev"], *groups["build"]) if isinstance(one, str)]
    return {
        "requirements.lock": names(told["project"]["dependencies"]),
        "deploy/postgres.lock": names(told["project"]["optional-dependencies"]["postgres"]),
        "tests/requirements.lock": names(dev) - pinned("requirements.lock"),
    }


def names(wanted: list[str]) -> set[str]:
    """Return the bare names of requirements, spelled as locks spell them."""
    return {re.split(r"[\[<>=!~; ]", one)[0].lower().replace("_", "-") for one in wanted}


def pinned(lock: str) -> set[str]:
    """Return the names in a lock."""
    found = (PINNED.fullmatch(line) for _, line in lines(ROOT / lock))
    return {match["name"].lower().replace("_", "-") for match in found if match}


def foreign() -> list[Path]:
    """Return the files that others made and that we ship."""
    return [path for path in files() if path.name.endswith(FOREIGN) or vendored(path)]


def vendored(path: Path) -> bool:
    """Whether a file lies among what others made, and is neither its licence nor its sum."""
    return path.parent.name == "vendor" and path.suffix in {".js", ".css", ".svg"}


def notices() -> list[str]:
    """Return every paragraph and every row of NOTICE.md and of those that it names."""
    first = text(ROOT / "NOTICE.md")
    named = [path for path in files("NOTICE.md") if place(path) in first]
    read = "\n\n".join([first, *(text(path) for path in named)])
    rows = [line for line in read.splitlines() if line.startswith("|")]
    return [*rows, *(part for part in read.split("\n\n") if not part.lstrip().startswith("|"))]


def lacking(path: Path, entries: list[str]) -> Iterator[str]:
    """Yield what the entries of a file do not say."""
    said = "\n".join(entries)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if not entries:
        yield "is not listed"
        return
    if digest not in said:
        yield f"has another hash: {digest}"
    rest = re.sub(r"[0-9a-f]{64}", "", said.replace(path.name, ""))
    if not VERSION.search(rest):
        yield "is listed without its version"
    if not LICENCE.search(rest):
        yield "is listed without its licence"
