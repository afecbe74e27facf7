"""Something is not right, said at the PC that many use: the same as on one's own phone."""

import pytest
from flask import Flask

from content.models import Remark, Site
from kiosk.db import connected
from tests import floor
from tests.page import Worker, main, words

AT = f"/room/en/m/{floor.LATHE}/wear-glasses/remark"


def test_the_end_of_a_nugget_leads_to_its_remarks(worker: Worker) -> None:
    assert f'href="{AT}"' in words(worker.post(f"/room/en/m/{floor.LATHE}/wear-glasses/done"))
    assert f'href="{AT}/unsafe"' in words(worker.get(AT))


def test_a_tap_on_a_step_is_kept(worker: Worker, app: Flask) -> None:
    assert "somebody may guess who sent it" in main(worker.get(f"{AT}/unclear"))
    assert "Sent. Thank you." in main(worker.post(f"{AT}/unclear", {"pick": "1-2"}))
    with connected(app.extensions["database"]):
        assert [(row.kind, row.step) for row in Remark.select()] == [("unclear", 2)]


def test_unsafe_says_first_whom_to_call(worker: Worker, app: Flask) -> None:
    with connected(app.extensions["database"]):
        Site.update(emergency_number="0 4711 112").execute()
    page = main(worker.get(f"{AT}/unsafe"))
    assert page.index("0 4711 112") < page.index("Send: it is unsafe")
    assert "0 4711 112" in main(worker.post(f"{AT}/unsafe", {"pick": "1-0"}))


@pytest.mark.parametrize(("pick", "status"), [("", 422), ("9-1", 409), ("1-99", 422)])
def test_what_was_not_on_offer_is_asked_for_again(worker: Worker, pick: str, status: int) -> None:
    page = main(worker.post(f"{AT}/wrong", {"pick": pick}, status=status))
    assert "Check the glasses." in page


def test_what_is_not_there_is_said_to_be_not_there(worker: Worker) -> None:
    worker.get(f"{AT}/nonsense", status=404)
    worker.get("/room/en/n/nothing/remark", status=404)
    moved = worker.get(f"/room/en/m/{floor.PRESS}/wear-glasses/remark", status=302)
    assert moved.headers["Location"] == "/room/en/n/wear-glasses/remark"
