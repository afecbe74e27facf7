"""Whom to ask and what is missing, at the PC that many use: the same as on one's own phone."""

import pytest
from flask import Flask

from content.models import Coach, Wish
from kiosk.db import connected
from tests import floor
from tests.page import Worker, main, words

WISH = f"/room/en/wish/m/{floor.PRESS}"


@pytest.mark.parametrize("path", ["/room/en/", f"/room/en/m/{floor.LATHE}"])
def test_every_page_leads_to_somebody_to_ask(worker: Worker, path: str) -> None:
    code = path.partition("/m/")[2]
    assert f'href="/room/en/coaches{"/" if code else ""}{code}"' in words(worker.get(path))


def test_coaches_stand_in_large_with_number_and_place(worker: Worker) -> None:
    page = words(worker.get(f"/room/en/coaches/{floor.LATHE}"))
    text = main(worker.get(f"/room/en/coaches/{floor.LATHE}"))
    assert "4711" in text
    assert text.index("stays between you") < text.index("4711")
    assert "tel:" not in page  # a PC calls nobody
    assert "mailto:" not in page


def test_who_takes_the_consent_back_is_gone_at_the_next_look(worker: Worker, app: Flask) -> None:
    worker.get("/room/en/coaches")
    with connected(app.extensions["database"]):
        Coach.update(agreed_on=None).execute()
    assert "Nobody is named here yet." in main(worker.get("/room/en/coaches"))


@pytest.mark.parametrize("path", ["m/D4H7KW", "t/safety", "find?q=xyzzy"])
def test_where_something_is_missing_a_wish_is_near(worker: Worker, path: str) -> None:
    assert "/room/en/wish" in words(worker.get(f"/room/en/{path}"))


def test_a_wish_says_first_where_it_will_stand(worker: Worker, app: Flask) -> None:
    page = main(worker.get(WISH))
    assert page.index("everybody reads it on the wish list") < page.index("Fault")
    assert "No name, no time, no device." in page
    assert "Sent. Thank you." in main(worker.post(WISH, {"pick": "fault"}))
    with connected(app.extensions["database"]):
        assert [(row.about, bool(row.kind_id)) for row in Wish.select()] == [("fault", True)]


@pytest.mark.parametrize("pick", ["", "everything"])
def test_what_is_not_on_offer_is_asked_for_again(worker: Worker, app: Flask, pick: str) -> None:
    assert "Tap one of the answers." in main(worker.post(WISH, {"pick": pick}, status=422))
    with connected(app.extensions["database"]):
        assert not Wish.select().exists()


def test_the_list_names_what_is_missing_from_the_next_morning_on(
    worker: Worker, app: Flask
) -> None:
    worker.post("/room/en/wish", {"pick": "quality"})
    assert "Nothing is wished for right now." in main(worker.get("/room/en/wishes"))
    with connected(app.extensions["database"]):
        Wish.update(sent_on="2026-01-01").execute()
    assert "The whole plant Quality" in main(worker.get("/room/en/wishes"))


@pytest.mark.parametrize("path", ["wish/t/nothing", f"wish/m/{floor.RETIRED}", "coaches/ZZZZZZ"])
def test_a_place_that_is_not_there_is_said_to_be_not_there(worker: Worker, path: str) -> None:
    worker.get(f"/room/en/{path}", status=404)
