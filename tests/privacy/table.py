"""Runs the whole suite of proofs and says in a table what was tried, and what was learned.

`make privacy` calls it. A proof tells by `record_property`: `tried` says what was done, `planted`
names a leak that was planted on purpose and had to be noticed. What was learned is nothing, or
the name of every proof that failed.
"""

import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
ATTACKS: Final = {
    "test_noninterference": "Look at every page and file before and after somebody learned",
    "test_canary": "Search all that was ever written for a phone, and for a time of day",
    "test_shredding": "Open old backups of the open counts",
    "test_reconstruction": "Reckon hidden numbers from all that were ever published",
    "test_tiny_worlds": "Know the rule, and try every possible truth",
    "test_tickets": "Forge, replay, redeem too early, too late, twice, elsewhere",
    "test_flood": "Send ten thousand forged tickets",
    "test_crash": "Kill everything at any moment",
    "test_time": "Turn the clock, sleep through a close, restore a backup",
}
NOTHING: Final = "nothing"
WIDTHS: Final = (32, 44, 20)


@dataclass
class Table:
    """What the proofs told, by the attack that they try."""

    tried: dict[str, list[str]] = field(default_factory=dict)
    learned: dict[str, list[str]] = field(default_factory=dict)
    planted: dict[str, bool] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hear how a proof went; pytest calls it."""
        if report.when != "call" and not report.failed:
            return
        attack = ATTACKS.get(Path(report.fspath).stem, Path(report.fspath).stem)
        tried = self.tried.setdefault(attack, [])
        learned = self.learned.setdefault(attack, [])
        said = dict(report.user_properties)
        if "tried" in said:
            tried.append(str(said["tried"]))
        if "planted" in said:
            self.planted[str(said["planted"])] = report.passed
        elif report.failed:
            learned.append(report.nodeid.rpartition("::")[2])

    def lines(self) -> list[str]:
        """Return the table, and how many of the planted leaks were caught."""
        rule = "-+-".join("-" * width for width in WIDTHS)
        found = [_row(("attack", "what was tried", "what was learned")), rule]
        for attack, tried in self.tried.items():
            learned = "; ".join(self.learned[attack]) or NOTHING
            found += [_row((attack, "; ".join(tried) or "see its file", learned)), rule]
        caught = sum(self.planted.values())
        found.append(f"Leaks planted on purpose and caught: {caught} of {len(self.planted)}")
        found += [f"  {'caught' if seen else 'MISSED'}: {leak}" for leak, seen in
                  self.planted.items()]  # fmt: skip
        return found


def _row(cells: tuple[str, str, str]) -> str:
    """Return a row of three columns, folded."""
    folded = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    lines = [
        " | ".join((column[at] if at < len(column) else "").ljust(width)
                   for column, width in zip(folded, WIDTHS, strict=True)).rstrip()
        for at in range(max(len(column) for column in folded))
    ]  # fmt: skip
    return "\n".join(lines)


def main() -> int:
    """Run every proof, the long ones too, and print the table."""
    table = Table()
    code = pytest.main([str(HERE), "-m", "slow or not slow", "-q", *sys.argv[1:]], plugins=[table])
    print("", *table.lines(), sep="\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
