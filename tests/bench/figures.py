"""What a measure found: a figure, the floor beside it, the bar it is held to."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

AT_MOST: Final = "≤"
AT_LEAST: Final = "≥"
HEAD: Final = ("measure", "what", "figure", "floor", "bar", "")
SMALL: Final = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `floor` is the same thing done as barely as it can be, in the same run."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    sense: str = AT_MOST
    floor: float | None = None

    @property
    def met(self) -> bool | None:
        """Return whether the bar is met; None where none is set."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.sense == AT_MOST else self.value >= self.bar

    @property
    def verdict(self) -> str:
        """Say whether the bar is met, or by how much not."""
        if self.bar is None or self.met is None:
            return ""
        if self.met:
            return "met"
        off = abs(self.value - self.bar)
        share = f" ({100 * off / self.bar:.0f} %)" if self.bar else ""
        return f"MISSED by {shown(off)} {self.unit}{share}".replace("  ", " ")

    def row(self, measure: str) -> tuple[str, ...]:
        """Return the cells of its line in the table."""
        floor = "" if self.floor is None else shown(self.floor)
        bar = "" if self.bar is None else f"{self.sense} {shown(self.bar)}"
        return measure, self.what, f"{shown(self.value)} {self.unit}", floor, bar, self.verdict

    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self) | {"met": self.met}


def shown(number: float) -> str:
    """Write a number with as many figures as are worth reading."""
    if number == int(number) or abs(number) >= SMALL:
        return f"{number:,.0f}"
    return f"{number:.2f}"


def table(found: Sequence[tuple[str, Figure]]) -> str:
    """Return the readable table of all figures."""
    rows = [HEAD, *(figure.row(measure) for measure, figure in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = zip(row, widths, strict=True)
    written = [
        cell.rjust(width) if number in (2, 3, 4) else cell.ljust(width)
        for number, (cell, width) in enumerate(cells)
    ]
    return "  ".join(written)


def at(values: Iterable[float], share: float) -> float:
    """Return the value below which this share of all values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def middle(values: Iterable[float]) -> float:
    """Return the median: half of all values lie below it."""
    return at(values, 0.5)
