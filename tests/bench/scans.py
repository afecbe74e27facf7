"""A shift change: everybody scans within a minute, watches, and is counted exactly once."""

from typing import Final

from kiosk.counts import Counts
from kiosk.db import connected, open_database
from tests.bench import house
from tests.bench.bench import Bench
from tests.bench.crowd import Facts, gather
from tests.bench.figures import Figure
from tests.bench.plant import SHORT, SHORT_CODE, Plant

DWELL: Final = 2.1  # seconds: 30 % of the short film, and the second it is rounded up to
SLOWEST: Final = 25.0
SLOWEST_OF_TENFOLD: Final = 50.0
NUGGET: Final = f"/de/m/{SHORT_CODE}/{SHORT}"


def measure(bench: Bench) -> list[Figure]:
    """Return times, errors, and whether the pot holds one for each."""
    plant = bench.plant
    seconds = bench.choose(60, 3)
    bursts = [(bench.choose(2000, 60), SLOWEST)]
    if bench.burst:
        bursts.append((bench.choose(20_000, 600), SLOWEST_OF_TENFOLD))
    floor = _floor(bench)
    with house.kiosk(plant.settings.data) as ours:
        ours.warm(f"/{SHORT_CODE}")
        found = []
        for number, bar in bursts:
            before, computed = counted(plant), ours.busy()
            seen = gather(
                "scans", port=ours.port, number=number, seconds=seconds,
                page=f"/{SHORT_CODE}", nugget=NUGGET, dwell=DWELL,
            )  # fmt: skip
            found += _figures(number, seen, floor, counted(plant) - before, bar)
            found.append(_cost(number, ours.busy() - computed, floor))
    return found


def _floor(bench: Bench) -> Facts:
    """Let the same crowd come, for a shorter time, to an application that does nothing."""
    plant = bench.plant
    seconds = bench.choose(10, 2)
    number = round(seconds * 2000 / 60)
    with house.bare(plant.settings.workers, plant.path("lite"), plant.path("poster")) as bare:
        bare.warm("/page")
        computed = bare.busy()
        seen = gather(
            "scans", port=bare.port, number=number, seconds=seconds,
            page="/page", nugget="", dwell=DWELL,
        )  # fmt: skip
        return {**seen, "computed": 1000 * (bare.busy() - computed) / number}


def _cost(number: int, computed: float, floor: Facts) -> Figure:
    name = f"{number:,} scans: computing of one"
    return Figure(name, 1000 * computed / number, "ms", floor=floor["computed"])


def _figures(number: int, seen: Facts, floor: Facts, counts: int, bar: float) -> list[Figure]:
    name = f"{number:,} scans"
    each = [
        Figure(f"{name}: {what} p99", seen[what]["p99"], "ms", floor=floor[what]["p99"])
        for what in ("page", "ticket", "done")
        if what in seen
    ]
    return [
        Figure(f"{name}: p50", seen["all"]["p50"], "ms", floor=floor["all"]["p50"]),
        Figure(f"{name}: p99", seen["all"]["p99"], "ms", bar, floor=floor["all"]["p99"]),
        *each,
        Figure(f"{name}: slowest", seen["all"]["max"], "ms", floor=floor["all"]["max"]),
        Figure(f"{name}: errors", seen["errors"], "", 0),
        Figure(f"{name}: scans not counted", abs(number - counts), "", 0),
        Figure(f"{name}: phones were late, p99", seen["late"], "ms", floor=floor["late"]),
    ]


def counted(plant: Plant) -> int:
    """Return the sum of all open counts, by the reader that the release uses."""
    database = open_database(plant.settings)
    with connected(database):
        pot = Counts(plant.settings).pot
        total = sum(pot.slots(plant.site_id).values())
    pot.close()
    return total
