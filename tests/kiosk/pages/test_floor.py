"""The way to a machine through the plant's floor."""

from content.models import Area
from kiosk.db import connected
from tests import floor
from tests.page import Worker, main, words


def area(worker: Worker, name: str) -> str:
    with connected(worker.client.application.extensions["database"]):
        found: Area = Area.get(Area.name == name)
        return found.id


def test_halls_lead_to_lines_and_lines_to_machines(worker: Worker) -> None:
    hall, line = area(worker, "Halle 3"), area(worker, "Linie 2")
    assert f'href="/de/a/{hall}"' in words(worker.get("/de/machines"))
    assert f'href="/de/a/{line}"' in words(worker.get(f"/de/a/{hall}"))
    page = worker.get(f"/de/a/{line}")
    assert f'href="/de/m/{floor.PRESS}"' in words(page)
    assert "D4H-7KW Drehmaschine DZ 400" in main(page)


def test_an_area_shows_the_way_back(worker: Worker) -> None:
    page = words(worker.get(f"/de/a/{area(worker, 'Linie 2')}"))
    assert page.index('href="/de/machines"') < page.index(f'href="/de/a/{area(worker, "Halle 3")}"')


def test_outside_the_plant_its_own_nuggets_are_not_counted(worker: Worker) -> None:
    line = area(worker, "Linie 2")
    assert "2 nuggets" in main(worker.get(f"/en/a/{line}"))
    inside = Worker(worker.client.application, address="10.1.2.3")
    assert "3 nuggets" in main(inside.get(f"/en/a/{line}"))


def test_an_unknown_area_is_not_found(worker: Worker) -> None:
    worker.get("/de/a/nowhere", status=404)


def test_the_find_page_leads_to_the_floor(worker: Worker) -> None:
    assert 'href="/de/machines"' in words(worker.get("/de/"))
