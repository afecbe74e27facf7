"""What the page processes hold in memory together, under load (PSS of `smaps_rollup`)."""

from typing import Final

from tests.bench import house
from tests.bench.bench import Bench
from tests.bench.crowd import begin, end, gather
from tests.bench.figures import Figure
from tests.bench.plant import CODE, SHORT_CODE
from tests.bench.scans import DWELL, NUGGET

MOST: Final = 160.0
RATE: Final = 60_000


def measure(bench: Bench) -> list[Figure]:
    """Return the memory at rest, and the most it came to under scans and films."""
    plant = bench.plant
    seconds = bench.choose(15, 3)
    with house.bare(2, plant.path("lite"), plant.path("poster")) as bare:
        gather("pages", port=bare.port, path="/page", seconds=seconds / 3, phones=16)
        floor = bare.pss()
    with house.kiosk(plant.settings.data, f"/{CODE}") as ours:
        rest = ours.pss()
        crowds = [
            begin("viewers", port=ours.port, path=f"/media/{plant.file('540p').name}",
                  number=bench.choose(120, 10), rate=RATE, seconds=seconds),
            begin("scans", port=ours.port, number=bench.choose(500, 20), seconds=seconds,
                  page=f"/{SHORT_CODE}", nugget=NUGGET, dwell=DWELL),
        ]  # fmt: skip
        most = rest
        while any(crowd.poll() is None for crowd in crowds):
            most = max(most, ours.pss())
            gather("pages", port=ours.port, path=f"/{CODE}", seconds=0.5, phones=4)
        for crowd in crowds:
            end(crowd)
        workers = len(ours.workers())
    return [
        Figure("page processes", workers, ""),
        Figure("together, at rest", rest, "MB"),
        Figure("together, under load", most, "MB", MOST, floor=floor),
    ]
