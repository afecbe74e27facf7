"""The room shows the nugget of the day first, and says who can be asked at a machine."""

from datetime import UTC, datetime

from flask import Flask

from content import catalogue, nuggets, today
from content.models import Coach, Nugget
from content.storage import Folder
from kiosk import language
from kiosk.db import connected
from kiosk.room.home import of_the_day
from tests import floor
from tests.page import Worker, main, words

NOON = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)


def test_the_tile_leads_to_the_same_nugget_as_the_page_for_intranets(app: Flask) -> None:
    with app.test_request_context("/room/de/"), connected(app.extensions["database"]):
        language.choose("de")
        site = catalogue.site()
        tile = of_the_day(site, NOON)
        assert tile is not None
        slug = today.slug(site.id, site.slug, today.day_of(site.timezone, NOON))
        assert tile.href == f"/room/de/n/{slug}"


def test_it_stands_before_the_other_ways_and_passes_by_first(worker: Worker) -> None:
    page = words(worker.get("/room/de/"))
    assert 0 < page.index("Nugget des Tages") < page.index("Halle für Halle")
    first = words(worker.get("/room/")).partition('<figure class="on"')[2].partition("</figure>")[0]
    assert "Nugget des Tages" in first


def test_a_room_without_nuggets_shows_no_empty_tile(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        for nugget in Nugget.select():
            nuggets.withdraw(nugget, Folder(app.extensions["settings"].media), floor.DAY)
    assert "Nugget des Tages" not in words(worker.get("/room/de/"))
    assert "Nugget des Tages" not in words(worker.get("/room/"))


def test_a_machine_says_who_where_when_and_the_number(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        Coach.update(when="Frühschicht").execute()
    said = main(worker.get(f"/room/de/m/{floor.LATHE}"))
    assert all(one in said for one in ("Frag Aylin Demir", "Halle 3, Frühschicht", "4711"))
