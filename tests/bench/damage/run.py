"""Photographs labels in every row and counts who reads them: `make bench-labels`."""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from qr_codes import codes, designs
from tests.bench.damage import camera, dirt, rivals, shot
from tests.bench.damage.readers import READERS
from tests.bench.damage.shot import Shot

if TYPE_CHECKING:
    from collections.abc import Mapping

SEED: Final = 20
KINDS: Final = (rivals.OURS, rivals.SINGLE, rivals.LOGOED, rivals.LENGTHY)
LOOKS: Final = ("a6", "roll-62", "tag-100", "tag-30")  # a4 is a6 from twice as far
PICTURES: Final = 12
MORE: Final = 4  # times as many where chance decides most
CODES: Final = 4
BOUND: Final = (shot.STAIN, shot.SCRATCHES)
OFTEN: Final = (*BOUND, *shot.GREASE, shot.FEWER, shot.BAD_DAY)
QUICK: Final = (shot.CLEAN, *BOUND)
STEP: Final = 0.25  # of the reading distance


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of `pictures` each reader read, `either` of them, and how often one misread."""

    pictures: int
    reads: dict[str, int]
    either: int
    wrong: int

    @property
    def share(self) -> float:
        """Share that at least one reader read."""
        return self.either / self.pictures


Table = dict[str, dict[str, Cell]]  # row, then kind of label


def measure(
    look: str, rows: Mapping[str, Shot], pictures: int, *, seed: int = SEED,
    kinds: tuple[str, ...] = KINDS,
) -> Table:  # fmt: skip
    """Photograph the design and its rivals: each row alike for all, every picture another."""
    shelf = _shelf(look, seed)
    return {
        row: {
            kind: _cell([here[kind] for here in shelf], one, pictures, (seed, _number(look + row)))
            for kind in kinds
        }
        for row, one in rows.items()
    }


@cache
def _shelf(look: str, seed: int) -> list[dict[str, rivals.Sample]]:
    return [rivals.samples(designs.design(look), code) for code in made_up(seed)]


def made_up(seed: int, many: int = CODES) -> list[str]:
    """Return codes that are random, but the same for the same seed."""
    rng = np.random.default_rng(seed)
    made = ["".join(codes.ALPHABET[n] for n in rng.integers(0, 32, 5)) for _ in range(many)]
    return [data + codes.check_character(data) for data in made]


def reach(look: str, pictures: int, *, seed: int = SEED) -> dict[str, float]:
    """Return how many times as far each still reads in nine of ten pictures."""
    found, shelf = dict.fromkeys(KINDS, 0.0), _shelf(look, seed)
    for kind in KINDS:
        labels, far = [here[kind] for here in shelf], 1.0
        while _cell(labels, Shot(distance=far), pictures, (seed, round(far * 100))).share >= 0.9:
            found[kind], far = far, far + STEP
    return found


def _cell(labels: list[rivals.Sample], one: Shot, pictures: int, seed: tuple[int, int]) -> Cell:
    reads, either, wrong = dict.fromkeys(READERS, 0), 0, 0
    for number in range(pictures):
        rng, label = np.random.default_rng([*seed, number]), labels[number % len(labels)]
        soiled = dirt.soiled(label.picture, one, rng)
        photo = camera.photograph(soiled, one, rng, pixels=rivals.PIXELS / rivals.MODULE)
        said = {name: read(photo) for name, read in READERS.items()}
        for name, texts in said.items():
            reads[name] += label.text in texts
            wrong += any(text != label.text for text in texts)
        either += any(label.text in texts for texts in said.values())
    return Cell(pictures, reads, either, wrong)


def _number(text: str) -> int:
    return zlib.crc32(text.encode())


def behind(table: Table) -> list[str]:
    """Name the rows in which another label reads better than ours."""
    return [
        row
        for row, cells in table.items()
        if any(cell.either > cells[rivals.OURS].either for cell in cells.values())
    ]


def _printed(look: str, table: Table) -> str:
    """Return the table as it stands on the screen: in per cent, zxing-cpp, zbar, either."""
    lines = [f"{look}: read by zxing-cpp / zbar / either, in per cent"]
    lines.append(f"{'':33}" + "".join(f"{kind:>22}" for kind in KINDS))
    for row, cells in table.items():
        line = "".join(f"{_three(cells[kind]):>22}" for kind in cells)
        lines.append(f"{row:33}{line}")
    lost = behind(table)
    lines.append(
        f"ours is behind in: {', '.join(lost)}" if lost else "ours is best or equal in all"
    )
    return "\n".join(lines)


def _three(cell: Cell) -> str:
    shares = [*cell.reads.values(), cell.either]
    return " / ".join(f"{100 * reads / cell.pictures:.0f}" for reads in shares)


def main() -> None:
    """Measure, print the tables, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/labels.json"))
    parser.add_argument("--look", action="append", choices=designs.names())
    parser.add_argument("--pictures", type=int, default=PICTURES, help="in each row")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--quick", action="store_true", help="three rows, two designs, no reach")
    asked = parser.parse_args()
    began = time.monotonic()
    report: dict[str, dict[str, object]] = {}
    rows = {row: one for row, one in shot.ROWS.items() if not asked.quick or row in QUICK}
    for look in asked.look or (LOOKS[:2] if asked.quick else LOOKS):
        table: Table = {}
        for row, one in rows.items():
            more = MORE if row in OFTEN and not asked.quick else 1
            table |= measure(look, {row: one}, more * asked.pictures, seed=asked.seed)
        report[look] = {"rows": _plain(table), "behind": behind(table)}
        print(_printed(look, table), flush=True)
        if not asked.quick:
            far = reach(look, asked.pictures, seed=asked.seed)
            report[look] |= {"reach": far, "millimetres": rivals.reading_distance(look)}
            print("reads from", _reached(far, rivals.reading_distance(look)), flush=True)
        print()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps({"seed": asked.seed, "designs": report}, indent=1) + "\n")
    print(f"{asked.out} ({time.monotonic() - began:.0f} s)", file=sys.stderr)


def _reached(far: dict[str, float], distance: float) -> str:
    return ", ".join(f"{times * distance / 1000:.2f} m ({kind})" for kind, times in far.items())


def _plain(table: Table) -> dict[str, dict[str, dict[str, float]]]:
    return {
        row: {
            kind: {**cell.reads, "either": cell.either, "of": cell.pictures, "wrong": cell.wrong}
            for kind, cell in cells.items()
        }
        for row, cells in table.items()
    }


if __name__ == "__main__":
    main()
