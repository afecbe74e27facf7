"""A nugget is missing: wished for by nobody, listed for everybody, answered in public."""

from datetime import date, timedelta

import pytest
from flask import Flask

from content import release, wishes
from content.models import Machine, Site, Wish
from content.wishes import Where
from kiosk.db import connected
from tests import floor
from tests.page import Worker, main, words


def rows(app: Flask) -> list[Wish]:
    with connected(app.extensions["database"]):
        return list(Wish.select())


def yesterday(app: Flask, *abouts: str) -> date:
    with connected(app.extensions["database"]):
        site = Site.get()
        day = release.today(site)
        for about in abouts:
            wishes.send(site.id, Where(), about, day - timedelta(1))
        return day


def test_a_wish_at_a_machine_says_first_where_it_will_stand(worker: Worker, app: Flask) -> None:
    at = f"/en/wish/m/{floor.PRESS}"
    page = main(worker.get(at))
    assert "everybody reads it on the wish list, under: Presse ." in page
    assert "Sent. Thank you." in main(worker.post(at, {"pick": "fault"}))
    assert [(row.about, bool(row.kind_id)) for row in rows(app)] == [("fault", True)]


def test_few_people_at_a_machine_wish_for_a_larger_place(worker: Worker, app: Flask) -> None:
    with connected(app.extensions["database"]):
        Machine.update(crowd=3).execute()
    page = main(worker.get(f"/en/wish/m/{floor.PRESS}"))
    assert "under: Linie 2 . Few people work at this machine alone." in page


def test_the_list_names_what_is_missing_from_the_next_morning_on(
    worker: Worker, app: Flask
) -> None:
    worker.post("/en/wish", {"pick": "quality"})
    assert "Nothing is wished for right now." in main(worker.get("/en/wishes"))
    yesterday(app, "cleaning")
    with connected(app.extensions["database"]):
        Wish.update(sent_on="2026-01-01").where(Wish.about == "quality").execute()
    app.extensions["kept"].__init__()
    page = main(worker.get("/en/wishes"))
    assert "The whole plant Cleaning Quality" in page
    assert "2026" not in page


def test_what_came_of_a_wish_stands_on_the_list(worker: Worker, app: Flask) -> None:
    day = yesterday(app, "cleaning")
    with connected(app.extensions["database"]):
        wishes.answer(wishes.find(Site.get(), Wish.get().id, day), "made", "Kühlmittel.", floor.DAY)
    page = main(worker.get("/en/wishes"))
    assert "Cleaning, the whole plant Made on November 22, 2026. Kühlmittel." in page


@pytest.mark.parametrize("pick", ["", "everything", "fault,fault"])
def test_what_is_not_on_offer_is_asked_for_again(worker: Worker, app: Flask, pick: str) -> None:
    page = main(worker.post("/en/wish", {"pick": pick}, status=422))
    assert "Tap one of the answers." in page
    assert rows(app) == []


def test_a_robot_makes_one_row_for_each_thing(worker: Worker, app: Flask) -> None:
    for _ in range(5):
        for about in ("set-up", "fault", "cleaning", "quality"):
            worker.post("/en/wish/t/safety", {"pick": about})
    assert len(rows(app)) == 4


@pytest.mark.parametrize(
    "path", ["/en/wish/t/nothing", f"/en/wish/m/{floor.RETIRED}", f"/en/wish/m/{floor.UNKNOWN}"]
)
def test_a_place_that_is_not_there_is_said_to_be_not_there(worker: Worker, path: str) -> None:
    worker.get(path, status=404)
    worker.post(path, {"pick": "fault"}, status=404)


def test_a_typed_code_leads_to_the_machine(worker: Worker) -> None:
    found = worker.get("/en/wish?q=k7q-2mx", status=302)
    assert found.headers["Location"] == f"/en/wish/m/{floor.PRESS}"
    worker.get("/en/wish?q=K7Q2MZ", status=404)


def test_pages_lead_to_the_list_and_to_a_wish(worker: Worker) -> None:
    assert 'href="/en/wishes"' in words(worker.get("/en/"))
    assert f'href="/en/wish/m/{floor.SAW}"' in words(worker.get(f"/en/m/{floor.SAW}"))
    assert 'href="/en/wish/t/safety"' in words(worker.get("/en/t/safety"))
