"""Every test is run by somebody: what is too long for `make test` stands in a target of its own."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.rules.tree import ROOT, files, none, place, text

RUNS_SLOW: Final = re.compile(r"-m slow|-m \"not browsers\"|-m tests\.privacy\.table")
NAMED: Final = re.compile(r"tests[/.][\w/]+(?:\.py|\.table)?")
SLOW: Final = re.compile(r"\bmark\.slow\b")


def test_every_slow_test_lies_where_a_make_target_runs_it() -> None:
    known = list(homes())
    none(
        (
            place(path)
            for path in files(".py", under="tests")
            if path != Path(__file__) and SLOW.search(text(path))
            if not any(path == home or home in path.parents for home in known)
        ),
        "Mark it `thorough`, or let a target of the Makefile run it.",
    )


def test_the_targets_that_run_slow_tests_are_found() -> None:
    assert {place(home) for home in homes()} >= {"tests/privacy", "tests/access"}


def homes() -> Iterator[Path]:
    """Yield the files and folders whose slow tests some target runs."""
    for line in text(ROOT / "Makefile").splitlines():
        if RUNS_SLOW.search(line):
            for name in NAMED.findall(line):
                home = ROOT / name.removesuffix(".table").replace("tests.", "tests/")
                assert home.exists(), name
                yield home
