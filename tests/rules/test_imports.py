"""Who may know whom: the import contracts, and what imports alone cannot tell."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.tree import ROOT, calls, files, imported, modules, nodes, none, place

LIVE = {
    "slots": ("pot", "release"),
    "dump": ("pot", "minute", "seal"),
    "fill": ("pot", "minute"),
}
EARLY = {"'early'", "EARLY", "counts.EARLY"}  # a ticket that comes too early is given back
OUTSIDE = {
    "os", "shutil", "tempfile", "glob", "subprocess", "socket", "ssl", "http", "ftplib",
    "smtplib", "asyncio", "sqlite3", "requests", "httpx", "urllib3",
}  # fmt: skip


def test_every_import_contract_is_kept() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        broken = ended.stdout.partition("Contracts:")[2] or ended.stdout + ended.stderr
        pytest.fail(f"Go by the contracts at the end of pyproject.toml:{broken}", pytrace=False)


def test_shared_test_modules_are_imported_by_their_place() -> None:
    shared = {path.stem for path in files(".py", under="tests")} | {"rules", "bench"}
    none(
        (
            f"{place(path, line)} imports {name}"
            for path in modules("tests")
            for line, name in imported(path)
            if name.partition(".")[0] in shared
        ),
        "Import what tests share by its place: `from tests.house import House`.",
    )


def test_no_test_changes_where_modules_are_found() -> None:
    none(
        (
            f"{place(path, node.lineno)} {ast.unparse(node)[:60]}"
            for path in modules("tests")
            for node in calls(path, "insert", "append", "extend", "addsitedir")
            if ast.unparse(node.func).startswith(("sys.path.", "site."))
        ),
        "Leave sys.path alone: pyproject.toml says where modules are found.",
    )


def test_live_counts_are_read_by_release_and_seal_alone() -> None:
    none(
        (
            f"{place(path, node.lineno)} calls {verb}"
            for verb, homes in LIVE.items()
            for path in modules("kiosk")
            if path.parent.name != "counts" or path.stem not in homes
            for node in calls(path, verb)
        ),
        "Read what kiosk.counts.released hands out: live counts are nobody's.",
    )


def test_nothing_outside_counting_holds_the_pot() -> None:
    none(
        (
            f"{place(path, node.lineno)} takes .pot"
            for path in modules("kiosk")
            if path.parent.name != "counts"
            for node in nodes(path)
            if isinstance(node, ast.Attribute) and node.attr == "pot" and of_counts(node.value)
        ),
        "Ask `Counts` to hand out or redeem; its pot stays in kiosk.counts.",
    )


def test_pages_tell_nobody_whether_a_completion_counted() -> None:
    none(
        (
            f"{place(path, node.lineno)} looks at the answer of redeem"
            for path in modules("kiosk")
            if path.parent.name != "counts"
            for node in calls(path, "redeem")
            if node not in kept_secret(path)
        ),
        "Of what `redeem` answers ask only whether it was early: nobody learns whether it counted.",
    )


def test_qr_codes_knows_no_file_and_no_network() -> None:
    none(
        (
            f"{place(path, line)} imports {name}"
            for path in modules("qr_codes")
            for line, name in imported(path)
            if name.partition(".")[0] in OUTSIDE or name.startswith("urllib.request")
        ),
        "In qr_codes take bytes and return bytes; files and networks are the caller's.",
    )


def test_qr_codes_opens_no_file_but_its_own_data() -> None:
    none(
        (found for path in modules("qr_codes") for found in opened(path)),
        'In qr_codes open nothing but what lies below files("qr_codes").',
    )


def of_counts(node: ast.expr) -> bool:
    """Whether something is no settings: those name the folder of the pot."""
    return not ast.unparse(node).endswith("settings")


def kept_secret(path: Path) -> set[ast.expr]:
    """Return the calls whose answers nobody takes, or that are asked only whether it is early."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Expr):
            found.add(node.value)
        if isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) in EARLY:
            found.add(node.left)
    return found


def opened(path: Path) -> Iterator[str]:
    """Yield where a module opens files of its own choice."""
    for node in calls(path, "open", "Path", "write_bytes", "write_text"):
        picture = ast.unparse(node.func) == "Image.open"
        if not (picture and of(node).startswith("BytesIO(")):
            yield f"{place(path, node.lineno)} calls {ast.unparse(node.func)}({of(node)})"
    for node in calls(path, "files"):
        if of(node) != "'qr_codes'":
            yield f"{place(path, node.lineno)} reads {ast.unparse(node)}"


def of(node: ast.Call) -> str:
    """Return the first argument of a call, as it is written."""
    return ast.unparse(node.args[0]) if node.args else ""
