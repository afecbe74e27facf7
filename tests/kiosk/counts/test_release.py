"""What a closed period becomes: rows of five and more, and nothing else."""

import json
import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import peewee
import pytest
from peewee import IntegrityError

from content import models
from content.card import Card
from kiosk.counts import Counts, period, released
from kiosk.counts import release as closing
from kiosk.counts.demo import demo_year
from kiosk.counts.models import Closed, NuggetName, Released, Stood
from kiosk.counts.pot import MOVED, RamPot, Slot
from kiosk.counts.release import release
from kiosk.counts.units import SITE, SMALL, Layout, Way
from tests.kiosk.counts.world import World
from tests.privacy.year import calendar

NOW = period.current("Europe/Berlin")
OVER = NOW.before


@pytest.fixture
def card(world: World) -> Card:
    world.machine("hall3", world.lathe)
    return world.nugget("chuck", world.lathe, seconds=0)


@pytest.fixture
def pot(counts: Counts, card: Card) -> RamPot:
    counts.start()
    return counts.pot


def lay(pot: RamPot, world: World, one: period.Period, counted: dict[tuple[str, str], int]) -> None:
    """Let a period have these counts."""
    ways = {(nugget, unit): Way(unit, 12, unit, unit, 12) for unit, nugget in counted}
    pot.lay(world.site.id, "Europe/Berlin", one.id, Layout(ways))
    for slot, n in counted.items():
        for _ in range(n):
            pot.redeem(os.urandom(8), 1, Slot(world.site.id, one.id, *slot))


def named(line: released.Line) -> released.Nugget:
    assert line.nugget is not None
    return line.nugget


def test_five_are_published_and_four_are_forgotten(pot: RamPot, world: World, card: Card) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 5, ("a" * 12, card.id): 4})
    assert release(pot, k=5) == [OVER.id]
    assert [(row.unit, row.n) for row in Released.select()] == [(SITE, 5)]
    assert pot.periods(world.site.id) == [NOW.id, NOW.next.id]


def test_a_plant_may_ask_for_more_than_five(pot: RamPot, world: World, card: Card) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 9})
    release(pot, k=10)
    assert Released.select().count() == 0
    assert Closed.get().k == 10


def test_the_open_period_is_left_alone(pot: RamPot, world: World, card: Card) -> None:
    lay(pot, world, NOW, {(SITE, card.id): 9})
    assert release(pot, k=5) == []
    assert pot.slots(world.site.id)[Slot(world.site.id, NOW.id, SITE, card.id)] == 9


def test_a_server_that_slept_for_months_releases_every_period(
    pot: RamPot, world: World, card: Card
) -> None:
    for one, n in ((OVER.before, 6), (OVER, 8)):
        lay(pot, world, one, {(SITE, card.id): n})
    assert release(pot, k=5) == [OVER.before.id, OVER.id]
    assert [row.n for row in Released.select().order_by(Released.period)] == [6, 8]


def test_a_period_is_closed_once(pot: RamPot, world: World, card: Card) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 5})
    release(pot, k=5)
    lay(pot, world, OVER, {(SITE, card.id): 99})
    assert release(pot, k=5) == []
    assert Released.get().n == 5


def test_whoever_finishes_in_the_midst_of_a_release_counts_in_the_next_period(
    pot: RamPot, world: World, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Acknowledged in a period that is being written, it would be forgotten with it."""
    lay(pot, world, OVER, {(SITE, card.id): 5})
    slot, web = Slot(world.site.id, OVER.id, SITE, card.id), RamPot(pot.folder)
    phones, said, write = ThreadPoolExecutor(1), list[Future[str]](), closing.write

    def meanwhile(*rows: Any, **closed: Any) -> int:
        said.append(phones.submit(web.redeem, os.urandom(8), 1, slot))
        with pytest.raises(TimeoutError):
            said[0].result(0.2)
        return write(*rows, **closed)

    monkeypatch.setattr(closing, "write", meanwhile)
    release(pot, k=5)
    assert said[0].result() == MOVED
    assert [row.n for row in Released.select()] == [5]
    phones.shutdown()
    web.close()


def test_where_a_nugget_stood_is_kept_whatever_was_counted(
    pot: RamPot, world: World, card: Card
) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 5, ("a" * 12, card.id): 0})
    release(pot, k=5)
    assert {row.unit for row in Stood.select()} == {SITE, "a" * 12}


def test_the_database_itself_refuses_a_four(world: World) -> None:
    with pytest.raises(IntegrityError):
        Released.create(site="s", period="p", unit="u", nugget="n", kind="completed", n=4)


def test_rows_stand_in_the_order_of_what_they_say_however_they_came(
    world: World, database: peewee.Database
) -> None:
    """PostgreSQL keeps them as they were written: an order of arrival would tell who was first."""
    found = {Slot(world.site.id, OVER.id, SITE, nugget): 9 for nugget in ("z", "m", "a")}
    closing.write(world.site.id, OVER.id, found, k=5)
    kept = database.execute_sql("SELECT nugget FROM released").fetchall()
    assert kept == [("a",), ("m",), ("z",)]


def test_the_table_shows_under_five_and_zero_alike(pot: RamPot, world: World, card: Card) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 0, ("a" * 12, card.id): 4, ("b" * 12, card.id): 5})
    release(pot, k=5)
    cells = {line.unit.id: line.cells[0] for line in released.table(world.site.id, "de").lines}
    assert cells[SITE] == cells["a" * 12] == released.Cell(None, stood=True)
    assert cells["b" * 12] == released.Cell(5, stood=True)


def test_a_nugget_that_was_not_there_yet_has_no_cell(pot: RamPot, world: World, card: Card) -> None:
    lay(pot, world, OVER.before, {(SITE, card.id): 7})
    later = world.nugget("later", world.topic())
    lay(pot, world, OVER, {(SITE, card.id): 7, (SITE, later.id): 7})
    release(pot, k=5)
    lines = {named(line).slug: line.cells for line in released.table(world.site.id, "de").lines}
    assert lines["later"] == (released.Cell(None, stood=False), released.Cell(7, stood=True))


def test_totals_are_sums_of_what_is_released(pot: RamPot, world: World, card: Card) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 7, ("a" * 12, card.id): 4, ("b" * 12, card.id): 5})
    release(pot, k=5)
    table = released.table(world.site.id, "de")
    assert (table.totals, table.at_least) == ((12,), 12)
    assert table.next_release == NOW.next.first


def test_csv_and_json_say_what_the_page_says(pot: RamPot, world: World, card: Card) -> None:
    unit = f"{world.lathe.id}@{world.areas['hall3'].id}"
    lay(pot, world, OVER, {(unit, card.id): 7, (SITE, card.id): 2})
    release(pot, k=5)
    found = [(row["unit"], row["area"], row["machine_kind"], row["title"], row["completions"])
             for row in released.records(released.table(world.site.id, "de"))]  # fmt: skip
    assert found == [
        ("site", "", "", "Titel chuck", "under 5"),
        ("kind", "hall3", "Drehmaschine", "Titel chuck", "7"),
    ]


def test_rows_keep_their_names_when_areas_and_nuggets_are_gone(
    pot: RamPot, world: World, card: Card
) -> None:
    world.area("line9", parent="hall3")
    lay(pot, world, OVER, {(world.areas["line9"].id, card.id): 7})
    release(pot, k=5)
    models.Area.delete().where(models.Area.name == "line9").execute()
    models.Nugget.delete().where(models.Nugget.id == card.id).execute()
    line = released.table(world.site.id, "de").lines[0]
    assert (line.unit.area, named(line).title) == ("hall3, line9", "Titel chuck")


def test_a_new_name_shows_from_the_next_release_on(pot: RamPot, world: World, card: Card) -> None:
    area = world.areas["hall3"]
    lay(pot, world, OVER.before, {(area.id, card.id): 7})
    release(pot, k=5)
    models.Area.update(name="Halle Nord").where(models.Area.id == area.id).execute()
    assert released.table(world.site.id, "de").lines[0].unit.area == "hall3"
    lay(pot, world, OVER, {(area.id, card.id): 7})
    release(pot, k=5)
    assert released.table(world.site.id, "de").lines[0].unit.area == "Halle Nord"


def test_titles_are_kept_in_every_language_and_fall_back(
    pot: RamPot, world: World, card: Card
) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 7})
    release(pot, k=5)
    titles = json.dumps({"de": "Spannen", "en": "Chucking"})
    NuggetName.update(titles=titles).execute()
    found = [named(released.table(world.site.id, one).lines[0]).title
             for one in ("en", "de-simple", "tr")]  # fmt: skip
    assert found == ["Chucking", "Spannen", "Spannen"]


def test_the_pooled_slot_has_no_nugget_and_comes_last(
    pot: RamPot, world: World, card: Card
) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 7})
    pooled = {("x", "x"): Way("x", 12, SMALL, SMALL, 12)}
    kept = {(card.id, SITE): Way(SITE, 12, SITE, SITE, 12)}
    pot.lay(world.site.id, "Europe/Berlin", OVER.id, Layout(pooled | kept))
    release(pot, k=5)
    last = released.table(world.site.id, "de").lines[-1]
    assert (last.unit.sort, last.nugget) == ("small", None)


def test_units_and_nuggets_called_alike_stand_in_the_order_of_their_random_ids(
    pot: RamPot, world: World
) -> None:
    """Else the order of lines could tell which was found first, or change from day to day."""
    halls = [world.area(f"x{number}") for number in range(6)]
    models.Area.update(name="Halle").where(models.Area.id.in_(halls)).execute()
    cards = [world.nugget(f"n{number}", world.topic(f"t{number}")) for number in range(3)]
    lay(pot, world, OVER, {(hall.id, card.id): 5 for hall in halls for card in cards})
    release(pot, k=5)
    NuggetName.update(titles=json.dumps({"de": "Spannen"})).execute()
    found = [(line.unit.id, named(line).id) for line in released.table(world.site.id, "de").lines]
    assert found == sorted(found)


def test_no_table_of_counting_knows_a_time(database: peewee.Database) -> None:
    columns = {column.name for table in ("released", "closed", "stood", "unit_name", "nugget_name")
               for column in database.get_columns(table)}  # fmt: skip
    assert columns == {
        "site", "period", "unit", "nugget", "kind", "n", "k", "invented", "area", "machine_kind",
        "slug", "titles", "seconds",
    }  # fmt: skip


def test_the_invented_year_is_marked_and_the_same_each_time(
    counts: Counts, world: World, card: Card
) -> None:
    rows = demo_year(world.site.id, counts.settings)
    table = released.table(world.site.id, "de")
    assert all(one.invented for one in table.periods)
    assert (table.periods[-1].last - table.periods[0].first).days <= 52 * 7
    blocks = {one.block for one in table.periods}
    told = {
        one.block
        for line in table.lines
        for one, cell in zip(table.periods, line.cells, strict=True)
        if cell.n is not None
    }
    assert told >= blocks - {min(blocks)}  # the year may begin amid the first one
    assert sum(cell.n is not None for line in table.lines for cell in line.cells) == rows
    assert demo_year(world.site.id, counts.settings) == 0
    assert released.table(world.site.id, "de") == table


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_invented_year_has_both_takts_whenever_it_ends(
    counts: Counts, world: World, card: Card, part: int
) -> None:
    """The nugget of the whole plant is completed often, that of the lathes of one hall seldom."""
    often = world.nugget("order", world.topic())
    models.Site.update(crowd=400).execute()
    now = period.Period(NOW.block.first + part * period.LENGTH)
    with calendar(now):
        demo_year(world.site.id, counts.settings)
        table = released.table(world.site.id, "de")
        counts.start()
    stood = {named(line).id: [one for one, cell in zip(table.periods, line.cells, strict=True)
                              if cell.stood] for line in table.lines}  # fmt: skip
    assert {one.weeks for one in stood[often.id]} == {period.FOUR}
    assert {one.weeks for one in stood[card.id]} == {period.FOUR, period.TWELVE}
    assert max(one.last for one in stood[often.id]) == now.before.last
    ways = {nugget: name for _, nugget, name, *_ in counts.pot.dump().ways
            if period.named(name).first <= now.first}  # fmt: skip
    assert ways == {often.id: now.id, card.id: now.block.id}


def test_a_real_period_is_not_invented(pot: RamPot, world: World, card: Card) -> None:
    lay(pot, world, OVER, {(SITE, card.id): 7})
    release(pot, k=5)
    assert not released.table(world.site.id, "de").periods[0].invented
