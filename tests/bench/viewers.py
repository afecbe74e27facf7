"""Two hundred phones that watch a film slowly, and somebody who only wants a page."""

from typing import Final

from tests.bench import house
from tests.bench.bench import Bench
from tests.bench.crowd import begin, end, gather
from tests.bench.figures import Figure
from tests.bench.plant import CODE

RATE: Final = 60_000
NUMBER: Final = 200
SLOWEST: Final = 25.0


def measure(bench: Bench) -> list[Figure]:
    """Return how soon films start, and how long pages take meanwhile and without viewers."""
    plant = bench.plant
    seconds, number = bench.choose(20, 4), bench.choose(NUMBER, 20)
    film = f"/media/{plant.file('540p').name}"
    with house.kiosk(plant.settings.data) as ours:
        ours.warm(f"/{CODE}")
        alone = gather("probes", port=ours.port, path=f"/{CODE}", seconds=bench.choose(10, 2))
        crowd = begin(
            "viewers", port=ours.port, path=film, number=number, rate=RATE, seconds=seconds + 2
        )
        beside = gather("probes", port=ours.port, path=f"/{CODE}", seconds=seconds)
        seen = end(crowd)
    name = f"{number} viewers"
    return [
        Figure(f"{name}: film starts, p50", seen["start"]["p50"], "ms"),
        Figure(f"{name}: film starts, p99", seen["start"]["p99"], "ms"),
        Figure(f"{name}: refused or lost", seen["refused"], "", 0),
        Figure(f"{name}: page beside, p50", beside["page"]["p50"], "ms",
               floor=alone["page"]["p50"]),
        Figure(f"{name}: page beside, p99", beside["page"]["p99"], "ms", SLOWEST,
               floor=alone["page"]["p99"]),
        Figure(f"{name}: page errors", beside["errors"], "", 0),
    ]  # fmt: skip
