"""What only the plant's network may show, asked for at a PC outside it: true, and with a way on."""

import pytest
from flask import Flask

from content import nuggets
from content.models import Nugget
from kiosk import language
from kiosk.db import connected
from tests import floor
from tests.page import Worker, main, words

SHUT = (f"/room/en/m/{floor.PRESS}", "/room/en/t/safety")


@pytest.mark.parametrize("path", ["/room/en/n/new-tool", f"/room/en/m/{floor.LATHE}/new-tool"])
def test_a_pc_is_not_told_to_connect_a_phone_but_how_a_phone_shows_it(
    worker: Worker, path: str
) -> None:
    page = worker.get(path, status=403)
    told = main(page)
    assert "This PC is not in the plant's network." in told
    assert "Connect your phone" not in told
    assert "Eingang Halle 3" in told, "where the poster with the wifi hangs"
    assert "Hold your camera to it." in told
    assert "Connect your phone" in main(worker.get("/en/n/new-tool", status=403))


@pytest.mark.parametrize("path", SHUT)
def test_where_all_is_kept_inside_nobody_is_told_that_there_is_nothing(
    app: Flask, worker: Worker, path: str
) -> None:
    with connected(app.extensions["database"]):
        for nugget in Nugget.select():
            nuggets.describe(nugget, reach="plant network")
    told = main(worker.get(path))
    assert "shown inside the plant only" in told
    assert "This PC is not in the plant's network." in told
    assert "There is no nugget" not in told
    assert "Hold your camera to it." in told


def test_inside_the_plant_they_are_shown(app: Flask) -> None:
    inside = Worker(app, address="10.1.2.3")
    assert "/new-tool" in words(inside.get(f"/room/de/m/{floor.LATHE}"))
    assert "<video" in words(inside.get("/room/de/n/new-tool"))


def test_it_is_said_in_every_language(worker: Worker) -> None:
    said = {main(worker.get(f"/room/{lang}/n/new-tool", status=403)) for lang in language.LANGUAGES}
    assert sum("not in the plant's network" in one for one in said) == 1
