"""Proof 5: whoever reads every number of every release learns nothing of a hidden one."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.app import create_app
from kiosk.counts import period, released
from kiosk.counts.pot import Slot
from kiosk.counts.units import SITE, SMALL, area_of
from kiosk.db import TABLES, connected
from kiosk.settings import load
from tests.privacy.auditor import ALL, Cell, Scrape, Verdict, audit, parts, read
from tests.privacy.year import Year, calendar

K = 5
FLOOR = 10
LONG = pytest.mark.slow

Record = Callable[[str, object], None]


@dataclass
class Audited:
    """A plant that has lived, and what was read of it after each release."""

    year: Year
    scrape: Scrape
    cells: dict[Slot, Cell]

    def verdict(self) -> Verdict:
        """Return what can be worked out."""
        joined = {
            self.cells[slot]: [source for source, _ in sources]
            for slot, sources in self.year.members.items()
            if slot in self.cells
        }
        return audit(self.scrape, joined)


def same(unit: str, title: str) -> tuple[str, str]:
    """Return one name for a unit wherever its area lies, and for a nugget whatever its title."""
    kind, *path = unit.split(", ")
    leaf = path[-1] if path and kind != "Small machines" else unit
    return (f"{kind} {leaf}" if kind.startswith("Art") else leaf), title.rstrip("*")


def cells_of(site: str) -> dict[Slot, Cell]:
    """Return for each slot ever released the cell by which the public knows it."""
    table = released.table(site, "en")
    names = {"site": "The whole plant", "small": "Small machines, all together"}
    return {
        Slot(site, one.id, line.unit.id, line.nugget.id if line.nugget else ""): Cell(
            *same(
                names.get(line.unit.sort)
                or ", ".join(part for part in (line.unit.machine_kind, line.unit.area) if part),
                line.nugget.title if line.nugget else "",
            ),
            one.id,
        )
        for line in table.lines
        for one, cell in zip(table.periods, line.cells, strict=True)
        if cell.stood
    }


def lived(data: Path, memory: Path, areas: int, nuggets: int, periods: int) -> Iterator[Audited]:
    """Let a plant live and read everything after each release; twice, which changes nothing."""
    settings = load(data, environ={}, pot=str(memory / "pot"))
    settings.data.mkdir()
    app = create_app(settings)
    database = app.extensions["database"]
    scrape = Scrape(K)
    with connected(database):
        database.create_tables(TABLES)
        year = Year(settings, areas, nuggets)
    for _ in range(periods):
        with connected(database):
            year.live_on()
        with calendar(year.now):
            read(app.test_client(), scrape, same)
    with connected(database), calendar(year.now):
        yield Audited(year, scrape, cells_of(year.site))
    year.pot.close()
    database.close_all()


@pytest.fixture(scope="module", params=[(6, 20, 6), pytest.param((12, 60, 15), marks=LONG)])
def audited(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_memory: Path
) -> Iterator[Audited]:
    """A plant of half a year, or of a year and more: of whole blocks, whose takts were chosen."""
    areas, nuggets, periods = request.param
    folder = tmp_path_factory.mktemp("year")
    yield from lived(folder / "plant", shared_memory / folder.name, areas, nuggets, periods)


def test_every_hidden_number_may_be_anything_below_k(
    audited: Audited, record_property: Record
) -> None:
    verdict = audited.verdict()
    year = audited.year
    record_property(
        "tried",
        f"{len(audited.scrape.cells)} cells of {len(year.cards)} nuggets in {year.areas} areas,"
        f" {len(audited.scrape.totals)} releases; range of {verdict.hidden} hidden ones by HiGHS",
    )
    assert verdict.hidden > 20
    assert (verdict.exact, verdict.narrow, verdict.outside) == (0, [], [])


def test_what_was_read_is_what_happened_and_nothing_else(audited: Audited) -> None:
    """No number stands for what nobody could count, and none is of less than k."""
    truth = {audited.cells[slot]: n for slot, n in audited.year.truth.items()}
    assert audited.scrape.cells == {cell: n if n >= K else None for cell, n in truth.items()}


def test_every_number_stands_for_ten_people_or_more(audited: Audited) -> None:
    pooled: dict[Slot, dict[str, int]] = {}
    for slot, sources in audited.year.members.items():
        for cell, held in sources:
            most = pooled.setdefault(slot, {})
            most[area_of(cell)] = max(most.get(area_of(cell), 0), held)
    few = {slot: most for slot, most in pooled.items()
           if slot.unit != SITE and sum(most.values()) < FLOOR}  # fmt: skip
    assert few == {}
    assert {slot.unit for slot in pooled} & {SMALL}


def test_most_of_what_was_done_is_published(audited: Audited, record_property: Record) -> None:
    """Nuggets in four weeks and in twelve, as their published cells chose; more than half."""
    truth = {slot: n for slot, n in audited.year.truth.items() if slot.nugget}
    share = 100 * sum(n for n in truth.values() if n >= K) // sum(truth.values())
    record_property("tried", f"{share} % of all completions of that plant are published")
    assert {period.named(slot.period).weeks for slot in truth} == {period.FOUR, period.TWELVE}
    assert share > 50


def test_no_nuggets_windows_overlap(audited: Audited) -> None:
    """Whatever moved: two of its periods in one unit never share a day."""
    windows: dict[tuple[str, str], list[period.Period]] = {}
    for slot in (slot for slot in audited.year.truth if slot.nugget):
        windows.setdefault((slot.unit, slot.nugget), []).append(period.named(slot.period))
    for found in windows.values():
        for one, other in itertools.pairwise(sorted(found)):
            assert one.last < other.first


def test_the_auditor_finds_true_totals(
    audited: Audited, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    truth: dict[tuple[str, str], int] = {}
    for slot, n in audited.year.truth.items():
        cell = audited.cells[slot]
        truth[cell.period, cell.title] = truth.get((cell.period, cell.title), 0) + n
    monkeypatch.setattr(audited.scrape, "totals", truth)
    verdict = audited.verdict()
    share = 100 * verdict.exact // verdict.hidden
    record_property("planted", f"true totals of each nugget: {share} % of the hidden ones known")
    assert share >= 5


def test_the_auditor_finds_overlapping_units(
    audited: Audited, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    """A second number that holds a first one and others tells the rest."""
    record_property("planted", "units that overlap")
    said = audited.scrape.cells
    slots = [slot for slot in sorted(audited.cells) if slot in audited.year.members and slot.nugget]
    hidden, printed = next(
        (one, other) for one, other in itertools.permutations(slots, 2)
        if one[:2] == other[:2] and one.nugget == other.nugget
        and said[audited.cells[one]] is None and said[audited.cells[other]]
    )  # fmt: skip
    both = hidden._replace(unit="both")
    cell = audited.cells[hidden]._replace(unit="both")
    members, truth = audited.year.members, audited.year.truth
    monkeypatch.setitem(audited.cells, both, cell)
    monkeypatch.setitem(members, both, members[hidden] + members[printed])
    monkeypatch.setitem(said, cell, truth[hidden] + truth[printed])
    total = audited.scrape.printed(cell.period, ALL)
    monkeypatch.setitem(audited.scrape.totals, (cell.period, ALL), total)
    assert audited.verdict().narrow == [
        f"{audited.cells[hidden]}: {truth[hidden]}..{truth[hidden]}"
    ]


def test_the_auditor_finds_windows_that_overlap(
    audited: Audited, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    """Twelve weeks, and four of them beside it, tell too much of the other eight."""
    record_property("planted", "four weeks beside their twelve")
    said, cells, members = audited.scrape.cells, audited.cells, audited.year.members
    slot = next(
        slot for slot in sorted(set(cells) & set(members))
        if slot.nugget and (said[cells[slot]] or 0) > K
        and period.named(slot.period).weeks == period.TWELVE
    )  # fmt: skip
    n = audited.year.truth[slot]
    for part, planted in zip(parts(slot.period), (n - 1, None), strict=False):
        other = slot._replace(period=part.id)
        monkeypatch.setitem(cells, other, cells[slot]._replace(period=part.id))
        monkeypatch.setitem(members, other, members[slot])
        monkeypatch.setitem(said, cells[other], planted)
    monkeypatch.setattr(audited.scrape, "totals", {})
    assert audited.verdict().narrow == [f"{cells[other]}: 0..1"]


def test_the_auditor_finds_a_number_that_was_changed_later(
    audited: Audited, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    record_property("planted", "a closed period computed again")
    scrape = audited.scrape
    hidden = next(cell for cell, n in scrape.cells.items() if n is None)
    monkeypatch.setattr(scrape, "contradictions", [])
    scrape.note(hidden, "7", "json")
    assert audited.verdict().outside
