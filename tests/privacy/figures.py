"""Reads every number of the pages of numbers: words, tables, drawings down to their coordinates.

Whatever stands there must be a published cell, or the sum of published cells. A drawing is read
like a table: what its marks say, and what anybody could measure on them.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import html5lib
from flask.testing import FlaskClient

from tests.privacy import ruler
from tests.privacy.ruler import every, text

START: Final = "/en/numbers"
KNOWN: Final = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}, \d{4}"
    r"|Page \d+ of \d+|\d+ more lines? stands? in the file|how many of 100"
)
HOURS: Final = re.compile(r"at least (\d+) hours? of learning")
ROUNDED: Final = 1  # hours: the file rounds each row
TENTH: Final = 10  # of all pages of single nuggets, this one in so many is read
Same = Callable[[str, str], tuple[str, str]]


class Printed(NamedTuple):
    """A published cell by its names; None: it is said to be under k."""

    unit: str
    title: str
    period: str
    n: int | None


class Scope(NamedTuple):
    """Whose numbers a page shows: an empty word stands for all."""

    unit: str
    title: str
    period: str


@dataclass
class Figures:
    """What all pages say, and where one says what follows from no published cell."""

    cells: list[Printed]
    k: int
    told: dict[tuple[str, str, str, str], Mapping[str, str]] = field(default_factory=dict)
    hours: dict[Printed, float] = field(default_factory=dict)
    read: int = 0
    days: dict[str, str] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def total(self, unit: str, title: str, period: str) -> int | None:
        """Return the sum of the published cells of a scope; an empty word stands for all."""
        found = [one.n or 0 for one in self.cells if self.of(one, unit, title, period)]
        return sum(found) or None

    def of(self, one: Printed, unit: str, title: str, period: str) -> bool:
        """Whether a cell belongs to a scope."""
        return period == one.period and unit in ("", one.unit) and title in ("", one.title)

    def longest(self, unit: str, period: str) -> int:
        """Return the largest published number of a unit; it fills the width of a page."""
        return max((one.n or 0 for one in self.cells if self.of(one, unit, "", period)), default=0)

    def fault(self, where: str, what: str) -> None:
        """Note something that follows from no published cell."""
        self.faults.append(f"{where}: {what}")

    def check(self, where: str, scope: tuple[str, str, str], said: str) -> None:
        """Compare what is said of a scope with what was published of it."""
        self.read += 1
        n = self.total(*scope)
        if scope[:2] == ("", "") and said.isdecimal():
            self.sums[scope[2]] = int(said)
        if n is None:
            fits = said in (f"under {self.k}", f"all under {self.k}", "nothing in these weeks")
        else:
            fits = said == str(n)
        if not fits:
            self.faults.append(f"{where}: {scope} is said to be {said!r}, published is {n}")


def pages(client: FlaskClient) -> Iterator[tuple[str, Any]]:
    """Follow the links of the pages of numbers: all areas, each tenth nugget, each sheet."""
    waiting, known, nuggets = [START], {START}, 0
    while waiting:
        path = waiting.pop(0)
        page = html5lib.parse(client.get(path).text)
        yield path, page
        lists = [*every(page, "table", "bars"), *every(page, "main")]
        links = (one.get("href") or "" for table in lists for one in every(table, "a"))
        for link in links:
            if not link.startswith(f"{START}/") or link in known or _old(link, path):
                continue
            known.add(link)
            if "/n/" in link:
                nuggets += 1
                if nuggets % TENTH != 1:
                    continue
            waiting.append(link)


def _old(link: str, path: str) -> bool:
    """Whether a link leads to another period: that was read when it was the newest."""
    unit, *parts = link.removeprefix(f"{START}/").split("/")
    beside = len(parts) == 1 and (unit == "all" or (not (path + "/").startswith(
        f"{START}/all/") and path != START))  # fmt: skip
    return beside or "/n/" in path


def read(
    client: FlaskClient, rows: Iterable[Mapping[str, str]], k: int,
    unit: Callable[[Mapping[str, str]], str], same: Same,
) -> Figures:  # fmt: skip
    """Read all pages; `same` returns one name for all names of a unit and a nugget."""
    figures = Figures([], k)
    for row in rows:
        names = (*same(unit(row), row["title"]), row["period"])
        if row["kind"] == "completed":
            said = row["completions"]
            one = Printed(*names, int(said) if said.isdecimal() else None)
            figures.cells.append(one)
            figures.hours[one] = float(row["hours"] or 0)
        else:
            figures.told[*names, row["kind"]] = row
    for path, page in pages(client):
        read_page(figures, path, page, same)
    return figures


def read_page(figures: Figures, path: str, page: Any, same: Same) -> None:
    """Read one page: whose numbers it shows, of which period, and all of them."""
    parts = path.removeprefix(START).strip("/").split("/")
    heading = text(next(every(page, "h1")))
    unit = title = ""
    if "n" in parts[1:2]:
        back = text(next(one for one in every(page, "a") if one.get("class") == "up"))
        unit, title = same(back, heading)
    elif parts[0] not in ("", "all"):
        unit, _ = same(heading, "")
    scope = Scope(unit, title, period_of(page, parts))
    for one in every(page, "span", "sum"):
        figures.check(path, scope, text(one))
    for table in every(page, "table"):
        _read_table(figures, path, table, scope, same)
    for drawing in every(page, "svg", "steps"):
        ruler.steps(figures, path, drawing, scope)
    explain(figures, path, next(every(page, "main")), scope)


def _read_table(figures: Figures, path: str, table: Any, scope: Scope, same: Same) -> None:
    """Read the numbers of a table, and the drawings in its rows."""
    looks = (table.get("class") or "").split()
    for row, *said in rows(table):
        if "columns" in looks:
            link = next(every(row, "a"))
            when = figures.days[text(link)] = link.get("href").rpartition("/")[2]
            figures.check(f"{path} columns", scope._replace(period=when), *said)
            continue
        name, *where = (text(one) for one in every(row, "bdi"))
        name = "" if name == "All nuggets together" else name
        if "areas" in looks:
            its = scope._replace(unit=same(name, "")[0])
        elif where:
            its = Scope(*same(where[0], name), scope.period)
        else:
            its = scope._replace(title=same("", name)[1])
        if "gains" in looks:
            ruler.gain(figures, path, row, its, *said)
        elif "bars" in looks:
            figures.check(f"{path} bars", its, *said)
            ruler.row(figures, path, row, its)
        else:
            ruler.answers(figures, path, its, *said)


def explain(figures: Figures, path: str, main: Any, scope: Scope) -> None:
    """Account for every number in the words of a page: days, limits, hours of what is shown.

    What stands in tables and drawings was read already.
    """
    skip = {
        f"{mark}{name}" for mark in (ruler.XHTML, ruler.SVG) for name in ("table", "svg", "bdi")
    }
    words = KNOWN.sub("", " ".join(_words(main, skip)))
    for found in HOURS.finditer(words):
        figures.read += 1
        shown = sum(n for one, n in figures.hours.items() if figures.of(one, *scope))
        if abs(int(found[1]) - math.floor(shown)) > ROUNDED:
            figures.fault(path, f"{found[0]} is said for {shown:.2f}")
    strange = set(re.findall(r"\d+", HOURS.sub("", words))) - {str(figures.k), str(figures.k - 1)}
    for number in sorted(strange):
        figures.fault(path, f"nobody knows where {number} comes from")


def _words(node: Any, skip: Collection[str]) -> Iterator[str]:
    """Yield the words of a page without what stands in these elements, and in its large number."""
    if node.tag not in skip and "sum" not in (node.get("class") or "").split():
        yield node.text or ""
        for one in node:
            yield from _words(one, skip)
            yield one.tail or ""


def rows(table: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the head of each row and what its cells say."""
    for row in list(every(table, "tr"))[1:]:
        yield row[0], *map(text, row[1:])


def period_of(page: Any, parts: list[str]) -> str:
    """Return which period a page shows: by its address, its table, or its sheet."""
    if len(parts) > 1 and ".." in parts[1]:
        return parts[1]
    if len(parts) > 3 and ".." in parts[3]:
        return parts[3]
    for link in every(page, "a"):
        href = link.get("href") or ""
        if link.get("aria-current") == "page" and ".." in href:
            return str(href.rpartition("/")[2])
        if href.endswith("/print"):
            return str(href.split("/")[-2])
        if link.get("class") == "up" and ".." in href:
            found = str(href.rpartition("/")[2])
    return found
