"""Proof 5, its eyes: the auditor reads every number of the pages, and measures every mark.

A page that says, or draws, what was not published must be noticed, by whatever mark it does so.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from kiosk.app import create_app
from kiosk.counts import kinds, period, release
from kiosk.counts.kinds import GAIN, HELPFUL, NOT_HELPFUL
from kiosk.counts.pot import Slot
from kiosk.counts.units import SITE
from kiosk.db import TABLES, connected
from kiosk.pages import readings
from kiosk.settings import load
from kiosk.web import charts
from tests.kiosk.counts.world import World
from tests.privacy import figures
from tests.privacy.auditor import _unit
from tests.privacy.year import calendar

K = 5
FIRST = period.Period(period.FIRST)
AFTER = FIRST.next.next.next
CELLS = dict(zip(kinds.CELLS, (6, 14, 2, 9), strict=True))

Record = Callable[[str, object], None]


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Flask]:
    """A plant that published of everything: in four weeks and in twelve, answers, and gains."""
    settings = load(tmp_path / "plant", environ={})
    settings.data.mkdir()
    app = create_app(settings)
    database = app.extensions["database"]
    with connected(database), calendar(AFTER):
        database.create_tables(TABLES)
        world = World()
        cards = [world.nugget(f"n{number}", world.topic(f"t{number}")) for number in range(4)]
        hall, ids = world.areas["hall3"].id, [card.id for card in cards]
        weeks = [FIRST, FIRST.next, FIRST.next.next]
        for at, one in enumerate(weeks):
            slots = {Slot(world.site.id, one.id, unit, nugget): (7 * at + 9) * place
                     for unit in (SITE, hall) for place, nugget in enumerate(ids[:3])}  # fmt: skip
            said = Slot(world.site.id, one.id, SITE, ids[2])
            slots |= {said._replace(kind=HELPFUL): 6, said._replace(kind=NOT_HELPFUL): 4}
            slots |= {said._replace(kind=kind): n * (at != 1) for kind, n in CELLS.items()}
            release.write(world.site.id, one.id, slots, k=K)
        twelve = {Slot(world.site.id, FIRST.block.id, hall, ids[3]): 33}
        release.write(world.site.id, FIRST.block.id, twelve, k=K)
    yield app
    database.close_all()


def read(app: Flask) -> figures.Figures:
    """Read every page of a plant."""
    client = app.test_client()
    with calendar(AFTER):
        rows = client.get("/en/numbers.json").get_json()
        return figures.read(client, rows, K, _unit, lambda unit, title: (unit, title))


def test_every_number_and_every_mark_follows_from_what_was_published(
    plant: Flask, record_property: Record
) -> None:
    found = read(plant)
    record_property("tried", f"{found.read} numbers and marks of all pages read and measured")
    assert found.faults == []
    assert {kind for *_, kind in found.told} == {HELPFUL, NOT_HELPFUL, GAIN}
    assert found.read > 60


BAR, SPARK, UP, SCALE = charts.bar, charts.spark, charts.Axis.up, charts.gain
ANSWERS, HOURS, LENGTH = readings.answers, readings.hours, readings.length


def shorter_bar(n: int | None, longest: int, *, rtl: bool = False) -> Markup:
    return BAR(n and n - 1, longest, rtl=rtl)


def other_few(n: int | None, longest: int, *, rtl: bool = False) -> Markup:
    return BAR(n, longest, rtl=rtl) if n else Markup('<svg class="few"></svg>')


def taller_spark(every: Any) -> Markup:
    last = every[-1]
    return SPARK([*every[:-1], charts.Step(last.start, last.weeks, (last.n or 0) + 3, "")])


def taller_step(one: charts.Axis, level: float) -> int:
    return UP(one, level + 2 if level else level)


def wider_band(d: int, low: int, high: int, label: str, *, rtl: bool = False) -> Markup:
    return SCALE(d, low + 1, high, label, rtl=rtl)


def other_answers(table: Any, at: int) -> tuple[readings.Told, ...]:
    return tuple(replace(one, did_not=4) for one in ANSWERS(table, at))


def hours(table: Any, at: int) -> int:
    return HOURS(table, at) + 2


def length(weeks: int) -> str:
    return f"{LENGTH(weeks)} (17 today)"


PLANTED: dict[str, tuple[Any, str, Any]] = {
    "a bar of another length": (charts, "bar", shorter_bar),
    "another mark for zero than for under 5": (charts, "bar", other_few),
    "a small course that knows a hidden number": (charts, "spark", taller_spark),
    "steps of another height": (charts.Axis, "up", taller_step),
    "a band that is drawn to another end": (charts, "gain", wider_band),
    "an answer that was not published": (readings, "answers", other_answers),
    "hours of what is not shown": (readings, "hours", hours),
    "a number among the words": (readings, "length", length),
}


@pytest.mark.slow
@pytest.mark.parametrize("planted", PLANTED)
def test_a_mark_that_says_more_is_noticed(
    tmp_path: Path, planted: str, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch, record_property: Record,
) -> None:  # fmt: skip
    record_property("planted", planted)
    monkeypatch.setattr(*PLANTED[planted])
    assert read(request.getfixturevalue("plant")).faults
