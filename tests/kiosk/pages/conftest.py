"""Fixtures of the worker pages in a browser: a plant whose films really play, and a phone."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from kiosk.app import create_app
from kiosk.settings import Settings
from tests import floor
from tests.conftest import fresh_settings

FILM = Path("content/library/clear-a-jam/video.mp4")
WATCH = """
window.shift = 0; window.refused = [];
new PerformanceObserver(list => list.getEntries().forEach(
  one => { shift += one.hadRecentInput ? 0 : one.value })
).observe({type: "layout-shift", buffered: true});
document.addEventListener("securitypolicyviolation", e => refused.push(e.blockedURI));
"""


@pytest.fixture(scope="session")
def filmed(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Settings:
    """The plant with its cast and films that really play."""
    settings = fresh_settings(tmp_path_factory.mktemp("films"))
    settings.data.mkdir(parents=True)
    shutil.copy(migrated_sqlite, settings.sqlite)
    floor.fill(settings, FILM.read_bytes())
    return settings


@pytest.fixture(scope="module")
def address(filmed: Settings) -> Iterator[str]:
    """Where that plant answers while a module's tests run; the tables are bound to it then."""
    app = create_app(filmed)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["database"].close_idle()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone that reads German and has never been here."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="de-DE")
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    assert page.evaluate("refused") == []
    assert context.cookies() == []
    context.close()
