"""From the command `kiosk serve` to the first page it answers."""

from typing import Final

from tests.bench import house
from tests.bench.bench import Bench
from tests.bench.figures import Figure, middle
from tests.bench.plant import CODE

SLOWEST: Final = 1.5


def measure(bench: Bench) -> list[Figure]:
    """Return the middle of some starts, each beside a start of the bare application."""
    plant = bench.plant
    bare = (2, plant.path("lite"), plant.path("poster"))
    ours: list[house.House] = []
    floor: list[house.House] = []
    for _ in range(bench.choose(5, 1)):
        with house.kiosk(plant.settings.data, f"/{CODE}") as running:
            ours.append(running)
        with house.bare(*bare) as running:
            floor.append(running)
    ready, floor_ready = ([one.ready for one in side] for side in (ours, floor))
    computed, floor_computed = (middle(one.computed for one in side) for side in (ours, floor))
    return [
        Figure("start to first page", middle(ready), "s", SLOWEST, floor=middle(floor_ready)),
        Figure("start to first page, best", min(ready), "s", floor=min(floor_ready)),
        Figure("start to first page, computing alone", computed, "s", floor=floor_computed),
    ]
