"""Takes a ruler to the drawings of the pages of numbers: what a mark is as long as, it says.

Each length is compared with what was published. What is under k is drawn the same, whatever it was.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kiosk.counts.period import FOUR, named

if TYPE_CHECKING:
    from tests.privacy.figures import Figures, Scope

XHTML: Final = "{http://www.w3.org/1999/xhtml}"
SVG: Final = "{http://www.w3.org/2000/svg}"
PIXEL: Final = 1.0  # what is drawn is rounded to it
TENTH: Final = 0.051  # of a percent: so are lengths across
SPARK: Final = 40
HALF: Final = 2  # of a scale from -100 to 100, a percent
HIDDEN: Final = "not shown"
MARKS: Final = dict.fromkeys(map(ord, "\u2066\u2068\u2069"))


def text(node: Any) -> str:
    """Return the words of a node in one line, without marks of direction."""
    return " ".join("".join(node.itertext()).translate(MARKS).split())


def every(node: Any, name: str, look: str = "") -> Iterator[Any]:
    """Yield the elements of a name that look so, of the page or of a drawing in it."""
    for found in (XHTML + name, SVG + name):
        for one in node.iter(found):
            if not look or look in (one.get("class") or "").split():
                yield one


def steps(figures: "Figures", path: str, drawing: Any, scope: "Scope") -> None:
    """Read what a drawing says of its marks, and take a ruler to them."""
    top = int(text(next(every(drawing, "text"))))
    lines = [int(one.get("y1")) for one in every(drawing, "line", "line")]
    ground, high = max(lines), max(lines) - min(lines)
    for mark in every(drawing, "g"):
        words = text(next(every(mark, "title")))
        when, _, said = words.rpartition(": ")
        period = figures.days[when.rpartition(", ")[0]]
        figures.check(f"{path} drawn", scope._replace(period=period), said)
        n = figures.total(*scope._replace(period=period))
        blocks = [one for one in every(mark, "rect") if one.get("class") != "edge"]
        if n is None:
            alike = [(one.get("class"), int(one.get("y1"))) for one in every(mark, "line")]
            if blocks or alike != [("none", ground - 5)]:
                figures.faults.append(f"{path}: {words} is drawn otherwise than others under k")
            continue
        each = n / len(blocks)
        for one in blocks:
            level = int(one.get("height")) * top / high
            if abs(level - each) > PIXEL * top / high:
                figures.faults.append(f"{path}: {words} is drawn as {level} for {each}")


def percent(mark: Any, name: str) -> float:
    """Return a length or a place across."""
    return float(mark.get(name).removesuffix("%"))


def row(figures: "Figures", path: str, head: Any, scope: "Scope") -> None:
    """Measure what is drawn in a row of a table: a bar, a course, or that it is under k."""
    n, found = figures.total(*scope), {one.get("class"): one for one in every(head, "svg")}
    if "spark" in found:
        _spark(figures, path, found.pop("spark"), scope)
    elif "bar" in found:
        width = percent(next(every(found.pop("bar"), "rect")), "width")
        right = 100 * (n or 0) / max(1, figures.longest(scope.unit, scope.period))
        if abs(width - right) > TENTH:
            figures.fault(path, f"{scope} is drawn {width} % long for {right:.1f} %")
    elif n is None and set(found) == {"few"}:
        _like_any(figures, path, found.pop("few"))
    if found:
        figures.fault(path, f"{scope} has a drawing nobody knows: {sorted(map(str, found))}")


def _like_any(figures: "Figures", path: str, drawing: Any) -> None:
    """What is under k is always drawn by the same strokes."""
    strokes = [one.get("d") for one in every(drawing, "path")]
    if strokes != ["M1 1h16v16H1zM1 11L11 1M5 17L17 5M12 17l5-5"] or drawing.get("width"):
        figures.fault(path, f"under k is drawn otherwise: {strokes}")


def _spark(figures: "Figures", path: str, drawing: Any, scope: "Scope") -> None:
    """Measure a course without words: its outlines are what was published, and no more."""
    periods = sorted({one.period for one in figures.cells if one.unit == scope.unit})
    own: dict[int, float] = {}
    both: dict[int, float] = {}
    for period in map(named, periods):
        n = figures.total(scope.unit, "", period.id) or 0
        for week in range(0, period.weeks, FOUR):
            start = period.first.toordinal() + 7 * week
            level = n * FOUR / period.weeks
            both[start] = both.get(start, 0) + level
            if period.weeks == FOUR:
                own[start] = level
    most = max(both.values(), default=0) or 1
    drawn = [[SPARK - int(y) for y in re.findall(r"V(\d+)h1", one.get("d"))]
             for one in every(drawing, "path")]  # fmt: skip
    weeks = range(min(both), max(both) + 1, 7 * FOUR)
    right = [[max(1, round(SPARK * levels.get(week, 0) / most)) for week in weeks]
             for levels in (both, own) if levels]  # fmt: skip
    if not drawn or any(one not in right for one in drawn):
        figures.fault(path, f"the course of {scope.unit} is drawn as {drawn} for {right}")


def answers(figures: "Figures", path: str, scope: "Scope", yes: str, no: str) -> None:
    """Compare the answers of a row with the published ones."""
    for kind, said in (("helpful", yes), ("not_helpful", no)):
        figures.read += 1
        row = figures.told.get((*scope, kind))
        if row is None or row["answers"] != said:
            figures.fault(path, f"{scope} is said to be {kind} {said}")


def gain(figures: "Figures", path: str, head: Any, scope: "Scope", said: str) -> None:
    """Compare what a measured nugget taught with what was published: words, dot and band."""
    figures.read += 1
    row = figures.told.get((*scope, "gain"), {})
    n = row.get("gain_n")
    if n != said:
        figures.fault(path, f"{scope} is said to have taken part: {said}, published is {n}")
    drawn = {one.get("class"): one for one in every(head, "svg")}
    if n == HIDDEN:
        _like_any(figures, path, drawn.pop("few"))
    elif n is not None:
        d, low, high = (int(row[f"gain_{name}"]) for name in ("d", "low", "high"))
        scale = drawn.pop("gain")
        band = next(every(scale, "line", "band"))
        places = [percent(next(every(scale, "circle")), "cx"), percent(band, "x1"),
                  percent(band, "x2")]  # fmt: skip
        right = [(points + 100) / HALF for points in (d, low, high)]
        spoken = [int(one) for one in re.findall(r"\d+", text(head).split("Of 100", 1)[-1])]
        if places != right or not set(spoken) <= {abs(d), abs(low), abs(high)}:
            figures.fault(path, f"{scope} taught {d}, drawn at {places}, said {spoken}")
    if drawn:
        figures.fault(path, f"{scope} has a drawing nobody knows: {sorted(map(str, drawn))}")
