"""Requests a second of the nugget page beside a bare Flask and Jinja page, in turns."""

from typing import Final

from tests.bench import house
from tests.bench.bench import Bench
from tests.bench.crowd import gather
from tests.bench.figures import AT_LEAST, Figure, middle
from tests.bench.plant import LONG

PHONES: Final = 16
SHARE: Final = 0.5


def measure(bench: Bench) -> list[Figure]:
    """Return the rate, and what one second of computing of the server answers."""
    plant = bench.plant
    seconds, rounds = bench.choose(4, 1), bench.choose(5, 2)
    bare = house.bare(plant.settings.workers, plant.path("lite"), plant.path("poster"))
    with house.kiosk(plant.settings.data) as ours, bare as floor:
        ours.warm(f"/de/n/{LONG}")
        floor.warm("/page")
        pairs = [
            (_round(ours, f"/de/n/{LONG}", seconds), _round(floor, "/page", seconds))
            for _ in range(rounds)
        ]
    rate, floor_rate = (middle(pair[side][0] for pair in pairs) for side in (0, 1))
    thrift, floor_thrift = (middle(pair[side][1] for pair in pairs) for side in (0, 1))
    ratios = [middle(a[side] / b[side] for a, b in pairs) for side in (0, 1)]
    return [
        Figure("nugget page", rate, "/s", floor=floor_rate),
        Figure("nugget page, share of bare page", ratios[0], "", SHARE, AT_LEAST, 1),
        Figure("answers per second of computing", thrift, "/s", floor=floor_thrift),
        Figure("the same, share of bare page", ratios[1], "", floor=1),
    ]


def _round(server: house.House, path: str, seconds: int) -> tuple[float, float]:
    before = server.busy()
    seen = gather("pages", port=server.port, path=path, seconds=seconds, phones=PHONES)
    return seen["rate"], seen["page"]["n"] / max(0.01, server.busy() - before)
