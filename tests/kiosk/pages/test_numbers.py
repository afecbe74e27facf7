"""What the public numbers promise, as page and as files."""

import csv
import io
import json
import re
from datetime import date

import pytest
from flask import Flask
from peewee import fn

from content import revision
from content.models import Site
from kiosk.counts import gain
from kiosk.counts.demo import demo_year
from kiosk.counts.models import Closed
from kiosk.counts.released import Cell, Line, Nugget, PeriodInfo, Table, Unit
from kiosk.db import connected
from kiosk.pages import readings
from kiosk.pages.readings import rows
from kiosk.web import charts
from tests.content import cast
from tests.page import Worker, main, words

PERIOD = PeriodInfo("2026-W41..W44", date(2026, 10, 5), date(2026, 11, 1), 5, invented=False)
PLANT = Unit("site", "site")
TABLE = Table(
    (PERIOD,),
    (
        Line(PLANT, Nugget("a", "a", "Kurz"), (Cell(5, stood=True),)),
        Line(PLANT, Nugget("b", "b", "Lang"), (Cell(74, stood=True),)),
        Line(PLANT, Nugget("c", "c", "Wenig"), (Cell(None, stood=True),)),
        Line(PLANT, Nugget("d", "d", "Fort"), (Cell(None, stood=False),)),
        Line(Unit("small", "small"), None, (Cell(9, stood=True),)),
    ),
    date(2026, 11, 30),
)


@pytest.fixture
def year(app: Flask) -> Worker:
    """Somebody at a plant with a year of invented numbers."""
    with connected(app.extensions["database"]):
        demo_year(Site.get().id, app.extensions["settings"])
    return Worker(app)


def links(page: str) -> list[str]:
    """Return the addresses of pages of numbers that a page leads to, each once."""
    found = re.findall(r'href="(/de/numbers/[^"]+)"', page)
    return list(dict.fromkeys(found))


def test_before_the_first_release_the_page_says_when_it_comes(worker: Worker) -> None:
    assert "Die ersten Zahlen kommen am" in main(worker.get("/de/numbers"))


def test_what_was_published_is_read_once_until_the_next_release(year: Worker) -> None:
    database = year.client.application.extensions["database"]
    year.get("/de/numbers")
    with connected(database):
        revision.bump()
    with cast.counted(database) as statements:
        year.get("/de/numbers")
        year.get("/de/numbers/all")
    assert not [one for one in statements if 'FROM "released"' in one]
    with connected(database):
        Closed.delete().where(Closed.period == Closed.select(fn.MAX(Closed.period))).execute()
    with cast.counted(database) as statements:
        year.get("/de/numbers")
    assert [one for one in statements if 'FROM "released"' in one]


def test_invented_numbers_say_so(year: Worker) -> None:
    page = main(year.get("/de/numbers"))
    assert "Für die Vorführung erfunden" in page
    assert "mal oder öfter" in page


def test_under_five_is_explained(year: Worker) -> None:
    page = main(year.get("/de/numbers"))
    assert "Was heißt „unter 5“?" in page
    assert "Gezählt werden Abschlüsse, keine Menschen." in page


def test_the_longest_bar_comes_first_and_few_is_no_number(app: Flask) -> None:
    with app.test_request_context("/de/"):
        plant = readings.part(TABLE, "site")
        bars = readings.bars(readings.standing(plant, 0), 0, 74)
    assert [(bar.words, bar.n) for bar in bars] == [("Lang", 74), ("Kurz", 5), ("Wenig", None)]
    assert 'width="100%" height="18" rx' in bars[0].drawn
    assert bars[2].drawn == charts.FEW


def test_the_table_holds_what_the_bars_hold(app: Flask) -> None:
    with app.test_request_context("/de/"):
        cells = rows(TABLE, 0)
    assert [n for _, _, n in cells] == [5, 74, None, 9]


def test_a_sum_is_of_released_cells_alone() -> None:
    assert readings.total(TABLE, 0) == 88
    assert readings.total(readings.part(TABLE, "site", "c"), 0) is None


@pytest.mark.parametrize(
    ("d", "says"),
    [
        (60, "60 or more knew it only afterwards"), (55, "about 55 more knew it afterwards"),
        (0, "as many knew it afterwards"), (-55, "about 55 fewer knew it afterwards"),
        (-60, "60 or more knew it only before"),
    ],
)  # fmt: skip
def test_a_gain_at_its_limit_says_that_it_may_be_more(app: Flask, d: int, says: str) -> None:
    with app.test_request_context("/en/"):
        assert says in readings.more_knew(gain.read(20, d, k=5))


def test_an_area_a_period_and_a_nugget_have_pages_of_their_own(year: Worker) -> None:
    found = links(words(year.get("/de/numbers")))
    assert any(link.endswith("/print") for link in found)
    for link in found:
        page = main(year.get(link))
        assert "erfunden" in page, link


def test_what_was_never_counted_has_no_page(year: Worker) -> None:
    for path in ("nowhere", "all/2020-W01..W04", "site/2020-W01..W04", "site/n/nothing", "x/n/y"):
        year.get(f"/de/numbers/{path}", 404)
    newest = next(link for link in links(words(year.get("/de/numbers"))) if "/all/" in link)
    year.get(f"{newest.removesuffix('/print')}/part/9", 404)


def test_a_page_is_made_once_until_the_next_release(year: Worker, app: Flask) -> None:
    year.get("/de/numbers")
    seen: list[str] = []
    app.extensions["database"].query_hooks.append(lambda event: seen.append(event.sql))
    year.get("/de/numbers")
    app.extensions["database"].query_hooks.clear()
    assert len(seen) <= 3


@pytest.mark.parametrize(
    ("lang", "apart", "point"), [("de", ";", ","), ("en", ",", "."), ("ar", ",", ".")]
)
def test_page_csv_and_json_hold_the_same_numbers(
    year: Worker, lang: str, apart: str, point: str
) -> None:
    """As spreadsheets of the language read it: to some 1.12 hours were a day in December."""
    text = words(year.get(f"/{lang}/numbers.csv")).lstrip("\ufeff")
    table = list(csv.DictReader(io.StringIO(text), delimiter=apart))
    rows = json.loads(words(year.get(f"/{lang}/numbers.json")))
    assert table == [row | {"hours": row["hours"].replace(".", point)} for row in rows]
    assert {row["completions"] for row in table if row["completions"].isdecimal()}
    assert any(point in row["hours"] for row in table)


def test_no_number_below_five_is_anywhere(year: Worker) -> None:
    rows = json.loads(words(year.get("/de/numbers.json")))
    told = [row[name] for row in rows for name in ("completions", "answers", "gain_n") if row[name]]
    assert len(told) == len(rows) > 0
    assert all(one in {"under 5", "not shown"} or int(one) >= 5 for one in told)


def test_a_plant_of_few_says_that_nothing_is_counted(worker: Worker, app: Flask) -> None:
    with connected(app.extensions["database"]):
        Site.update(crowd=4).execute()
    assert "so wenige Menschen" in main(worker.get("/de/numbers"))


def test_before_the_first_release_the_file_has_its_columns_and_no_row(worker: Worker) -> None:
    text = words(worker.get("/en/numbers.csv"))
    assert text.startswith("\ufeffperiod,first_day,")
    assert text.count("\n") == 1
    assert json.loads(words(worker.get("/en/numbers.json"))) == []


def test_the_files_are_text_that_browsers_save(year: Worker) -> None:
    answer = year.get("/de/numbers.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_transparency_says_what_is_not_counted_and_shows_all_that_is(
    year: Worker, app: Flask
) -> None:
    page = main(year.get("/de/transparency"))
    with connected(app.extensions["database"]):
        periods = Closed.select().where(Closed.invented).count()
    for promise in ("kein Cookie", "mindestens 10 Menschen", "unter 5", "Lernen ist Arbeitszeit."):
        assert promise in page
    assert page.count("erfunden") == periods > 12
