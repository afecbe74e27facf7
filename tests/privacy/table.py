"""Runs the whole suite of proofs and says in a table what was tried, and what was learned.

`make privacy` calls it. A proof tells by `record_property`: `tried` says what was done, `planted`
names a leak that was planted on purpose and had to be noticed. What was learned is nothing, or
the name of every proof that failed.
"""

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from kiosk.counts import manifest

HERE: Final = Path(__file__).parent
ATTACKS: Final = {
    "test_noninterference": "Look at every page and file before and after somebody learned",
    "test_headers": "Read what stands above the pages, where nobody looks",
    "test_canary": "Search all that was ever written for a phone, and for a time of day",
    "test_shredding": "Open old backups of the open counts",
    "test_reconstruction": "Reckon hidden numbers from all that were ever published",
    "test_figures": "Measure the drawings of the pages, where a number is not said",
    "test_tiny_worlds": "Know the rule, and try every possible truth",
    "test_gain": "Reckon from what films taught who knew what; answer before and after twice",
    "test_tickets": "Forge, replay, redeem too early, too late, twice, elsewhere",
    "test_flood": "Send ten thousand forged tickets, one after the other",
    "test_http_flood": "Flood the real server with tickets that are none",
    "test_first_start": "Come in the moment in which counting begins",
    "test_crash": "Kill everything at any moment",
    "test_time": "Turn the clock, sleep through a close, restore a backup",
    "test_share": "What the rule costs: how much of what was done is published",
}
NOTHING: Final = "nothing"
PATIENCE: Final = 1800  # seconds for one proof: the longest take minutes on a busy machine
WIDTHS: Final = (30, 50, 17)
WIDE: Final = sum(WIDTHS) + 2 * len(" | ")


@dataclass
class Told:
    """What the proofs of one attack told."""

    proofs: int = 0
    tried: list[str] = field(default_factory=list)
    learned: list[str] = field(default_factory=list)


@dataclass
class Table:
    """What the proofs told, by the attack that they try."""

    told: dict[str, Told] = field(default_factory=dict)
    planted: dict[str, bool] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hear how a proof went; pytest calls it."""
        if report.when != "call" and not report.failed:
            return
        told = self.told.setdefault(Path(report.fspath).stem, Told())
        told.proofs += report.when == "call"
        said = dict(report.user_properties)
        if "tried" in said:
            told.tried.append(str(said["tried"]))
        if "planted" in said:
            self.planted[str(said["planted"])] = report.passed
        elif report.failed:
            told.learned.append(_sentence(report.nodeid))

    def lines(self) -> Iterator[str]:
        """Yield the table, and which of the planted leaks were noticed."""
        rule = "-+-".join("-" * width for width in WIDTHS)
        yield from _head()
        yield from (_row(("Attack", "What was tried", "What was learned")), rule)
        for name in sorted(self.told, key=_place):
            told = self.told[name]
            tried = told.tried or [f"proofs: {told.proofs}"]
            yield from (_row((ATTACKS.get(name, name), *_cells(tried, told.learned))), rule)
        yield from self._leaks()
        proofs = sum(told.proofs for told in self.told.values())
        learned = sum(len(told.learned) for told in self.told.values())
        missed = len(self.planted) - sum(self.planted.values())
        yield ""
        yield (
            f"{proofs} proofs. Learned: {learned or NOTHING}. Planted leaks that nobody noticed:"
            f" {missed or 'none'}."
        )

    def _leaks(self) -> Iterator[str]:
        yield ""
        yield f"Planted on purpose and noticed: {sum(self.planted.values())} of {len(self.planted)}"
        yield from textwrap.wrap(
            "A proof that can't fail proves nothing. So each of these faults was built into the"
            " running program, and the proofs had to turn red.", WIDE
        )  # fmt: skip
        for leak, noticed in sorted(self.planted.items(), key=lambda one: (one[1], one[0])):
            mark = "  noticed  " if noticed else "  MISSED   "
            yield from textwrap.wrap(leak, WIDE, initial_indent=mark, subsequent_indent=" " * 11)


def _head() -> Iterator[str]:
    """Yield what this is, and of which program it speaks."""
    now = manifest.current()
    yield "THE PROOF: what is stored about use is what is published"
    yield f"List of everything that is kept: version {now.version}, hash {now.hash}"
    yield ""


def _place(name: str) -> tuple[int, str]:
    known = list(ATTACKS)
    return (known.index(name) if name in known else len(known)), name


def _sentence(nodeid: str) -> str:
    """Return the name of a proof as the sentence that turned out to be wrong."""
    name, _, case = nodeid.rpartition("::")[2].partition("[")
    said = name.removeprefix("test_").replace("_", " ")
    return f"NOT TRUE: {said}{f' ({case[:-1]})' if case else ''}"


def _cells(tried: list[str], learned: list[str]) -> tuple[str, str]:
    return "\n".join(f"- {one}" for one in tried), "\n".join(learned) or NOTHING


def _folded(cell: str, width: int) -> list[str]:
    """Return a cell in lines; what begins with a dash hangs behind it."""
    return [
        line
        for part in cell.split("\n")
        for line in textwrap.wrap(part, width, subsequent_indent="  " * part.startswith("- "))
    ]


def _row(cells: tuple[str, str, str]) -> str:
    """Return a row of three columns, folded."""
    folded = [_folded(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)]
    lines = [
        " | ".join((column[at] if at < len(column) else "").ljust(width)
                   for column, width in zip(folded, WIDTHS, strict=True)).rstrip()
        for at in range(max(map(len, folded)))
    ]  # fmt: skip
    return "\n".join(lines)


def main() -> int:
    """Run every proof, the long ones too, a file at a time on each core, and print the table."""
    table = Table()
    everything = [str(HERE), "-m", "slow or thorough or not slow", "-q"]
    spread = ["-n", "2", "--dist", "loadfile", f"--timeout={PATIENCE}"]
    code = pytest.main([*everything, *spread, *sys.argv[1:]], plugins=[table])
    print("", *table.lines(), sep="\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
