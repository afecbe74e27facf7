"""Measures the product as it stands: `python tests/bench/run.py --out build/bench.json`."""

import argparse
import json
import os
import platform
import signal
import sys
import time
from pathlib import Path
from typing import Final

from tests.bench import (
    counts,
    films,
    first_visit,
    flood,
    growth,
    labels,
    memory,
    page_rate,
    plant,
    scans,
    search,
    start,
    studio,
    uploads,
    viewers,
)
from tests.bench.bench import Bench, Measure
from tests.bench.figures import Figure, table

MEASURES: Final[dict[str, Measure]] = {
    "first_visit": first_visit.measure,
    "start": start.measure,
    "page_rate": page_rate.measure,
    "scans": scans.measure,
    "flood": flood.measure,
    "viewers": viewers.measure,
    "memory": memory.measure,
    "counts": counts.measure,
    "labels": labels.measure,
    "films": films.measure,
    "growth": growth.measure,
    "search": search.measure,
    "studio": studio.measure,
    "uploads": uploads.measure,
}
LENGTH: Final = 120
LENGTH_QUICK: Final = 20


def main() -> int:
    """Measure what was asked for, print the table, write the JSON."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that plants are cleared away
    found: list[tuple[str, Figure]] = []
    began = time.monotonic()
    _say(began, "laying out the plant")
    length = LENGTH_QUICK if asked.quick else LENGTH
    with plant.laid_out(length, ("poster", "thumb", "lite", "540p")) as laid:
        bench = Bench(laid, asked.quick, asked.burst)
        for name in asked.only or MEASURES:
            _say(began, name)
            found += [(name, figure) for figure in MEASURES[name](bench)]
            _keep(asked.out, found, quick=asked.quick)
    print(table(found))
    missed = sum(figure.met is False for _, figure in found)
    print(f"\n{missed} of {sum(figure.bar is not None for _, figure in found)} bars missed.")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure bytes, speed and memory.")
    parser.add_argument("--out", type=Path, help="write the figures here as JSON, too")
    parser.add_argument("--only", action="append", choices=MEASURES, metavar="NAME",
                        help=f"one of {', '.join(MEASURES)}; may be repeated")  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the bench")
    parser.add_argument("--burst", action="store_true", help="20,000 scans in a minute, too")
    return parser.parse_args()


def _say(began: float, what: str) -> None:
    load = os.getloadavg()[0]
    print(f"{time.monotonic() - began:5.0f} s  {what}  (load {load:.1f})", file=sys.stderr)


def _keep(out: Path | None, found: list[tuple[str, Figure]], *, quick: bool) -> None:
    """Write what was found so far, so that a run that is cut short leaves something."""
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(_json(found, quick=quick) + "\n", "utf-8")


def _json(found: list[tuple[str, Figure]], *, quick: bool) -> str:
    """Return the figures and the machine they were taken on."""
    figures = [{"measure": name, **figure.plain()} for name, figure in found]
    facts = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "quick": quick,
    }
    return json.dumps({"machine": facts, "figures": figures}, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
