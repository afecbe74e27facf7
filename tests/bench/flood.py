"""A flood of forged tickets through the real server: none counts, and pages go on answering."""

import os
from typing import Final

from kiosk.counts import keys, ticket
from tests.bench import house
from tests.bench.bench import Bench
from tests.bench.crowd import begin, end, gather
from tests.bench.figures import Figure
from tests.bench.plant import SHORT_CODE
from tests.bench.scans import DWELL, NUGGET, counted

ROBOTS: Final = 64
SORTS: Final = 64
NUGGET_ID: Final = "0" * 12
HONEST: Final = 20


def measure(bench: Bench) -> list[Figure]:
    """Return how many forged tickets a second are refused, and what others feel of it."""
    plant, seconds = bench.plant, bench.choose(10, 2)
    with house.kiosk(plant.settings.data) as ours:
        ours.warm(f"/{SHORT_CODE}")
        before, computed = counted(plant), ours.busy()
        robots = begin("flood", port=ours.port, path=f"{NUGGET}/done", seconds=seconds,
                       phones=ROBOTS, tickets=forged())  # fmt: skip
        felt = gather("probes", port=ours.port, path=f"/{SHORT_CODE}", seconds=seconds)
        seen = end(robots)
        sent, cost = seen["forged"]["n"], ours.busy() - computed
        after = counted(plant)
        gather("scans", port=ours.port, number=HONEST, seconds=1, page=f"/{SHORT_CODE}",
               nugget=NUGGET, dwell=DWELL)  # fmt: skip
        return [
            Figure("forged tickets: refused", seen["rate"], "/s"),
            Figure("forged tickets: computing of one", 1000 * cost / max(1, sent), "ms"),
            Figure("forged tickets: counted", after - before, "", 0),
            Figure("meanwhile a page: p99", felt["page"]["p99"], "ms"),
            Figure("meanwhile a page: errors", felt["errors"], "", 0),
            Figure(
                "true ones afterwards: not counted", abs(HONEST - counted(plant) + after), "", 0
            ),
        ]


def forged() -> list[str]:
    """Return tickets that are good to look at, each sealed under a key that is not ours."""
    one = ticket.write(NUGGET_ID, 1, "", 0)
    return [ticket.close(one, keys.week(), os.urandom(32)) for _ in range(SORTS)]
