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


SAVING = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
ALONE, FIRST = f"/de/m/{floor.SAW}", f"/de/m/{floor.LATHE}"


@pytest.mark.parametrize("why", ["motion", "data", "scripts"])
def test_a_film_that_does_not_begin_by_itself_has_its_button_in_the_first_view(
    browser: Browser, address: str, why: str
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 640},
        reduced_motion="reduce" if why == "motion" else "no-preference",
        java_script_enabled=why != "scripts",
    )
    page = context.new_page()
    if why == "data":
        page.add_init_script(SAVING)
    page.goto(address + ALONE)
    seen = page.locator(".start").bounding_box()
    context.close()
    assert seen
    assert seen["y"] + seen["height"] <= 640


@pytest.mark.parametrize("path", [ALONE, FIRST])
def test_the_button_is_in_the_first_view_of_a_low_laptop(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 650}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + path)
    beyond = page.evaluate(LOWEST)
    context.close()
    assert beyond <= 0


def test_a_film_that_begins_by_itself_keeps_its_place_on_a_low_phone(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(address + ALONE)
    film = page.evaluate("document.querySelector('video').getBoundingClientRect().top")
    under = page.evaluate("document.querySelector('.film').getBoundingClientRect().top")
    context.close()
    assert film == under
