"""What every measure is given: the plant, and whether only a short look is wanted."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.figures import Figure
from tests.bench.plant import Plant

Measure = Callable[["Bench"], list[Figure]]


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the bench. `quick` is for trying the bench itself; `burst` adds the tenfold."""

    plant: Plant
    quick: bool = False
    burst: bool = False

    def choose(self, full: int, short: int) -> int:
        """Return the size of a full run or of a short look."""
        return short if self.quick else full
