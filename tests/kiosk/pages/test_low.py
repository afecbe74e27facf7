"""A low screen: whatever stands before the film, its button is in the first view."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from content import nuggets
from content.models import Machine, Site
from kiosk.db import connected
from kiosk.settings import Settings
from tests import floor

pytestmark = pytest.mark.browser

LONG = replace(
    floor.GERMAN, title="Stau lösen: erst sichern, dann lösen",
    why="Ein Stau löst sich oft mit einem Ruck. Läuft dann etwas an, ist deine Hand zu langsam.",
    stand_clear="Nur wenn du dafür unterwiesen bist: Maschine aus, abgeschlossen, Start geprüft. "
    "Sonst Hände weg und Hilfe holen.",
)  # fmt: skip
UKRAINIAN = replace(
    LONG, language="uk", state="machine", title="Щось застрягло: спершу убезпеч, потім виймай",
    stand_clear="Лише якщо тебе цього навчили: машину вимкнено, на замку, запуск перевірено. "
    "Інакше руки геть і клич на допомогу.",
)  # fmt: skip
LOW = ((390, 844), (360, 640), (1280, 800))
LOWEST = "document.querySelector('.start').getBoundingClientRect().bottom - innerHeight"


@pytest.fixture
def address(app: Flask, plant: Settings) -> Iterator[str]:
    """Where a plant answers whose saw has a nugget of many words, in Ukrainian a draft."""
    with connected(app.extensions["database"]):
        nugget = floor.publish(Site.get(), plant, "clear-a-jam", (LONG, UKRAINIAN), klass="safety")
        nuggets.hang(nugget, Machine.get(name="Säge 3"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("size", LOW, ids=str)
def test_the_button_is_in_the_first_view(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    beyond = {}
    for path in (
        "/uk/n/clear-a-jam",
        f"/uk/m/{floor.SAW}",
        "/de/n/clear-a-jam",
        "/tr/n/clear-a-jam",
    ):
        page.goto(address + path)
        beyond[path] = page.evaluate(LOWEST)
    context.close()
    assert {path: more for path, more in beyond.items() if more > 0} == {}
