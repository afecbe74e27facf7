"""The studio of the plant with its cast, and who works in it.

Alice is a trainer, Bob looks after safety, Charlie sits on the works council, Dana looks after
the accounts, and Eve is a trainer of another plant.
"""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from content import beginning
from content import plant as plants
from content.beginning import Begun
from content.models import Machine, Site, Version
from kiosk.db import connected
from kiosk.settings import Settings
from tests.studio import CAST, Browser, Studio, account


@pytest.fixture
def studio(app: Flask, plant: Settings) -> Iterator[Studio]:
    """The studio of a fresh plant with its cast, and a connection for the test itself."""
    database = app.extensions["database"]
    with connected(database):
        site = Site.get(Site.slug == "musterwerk")
        other = plants.found("Nachbarwerk", "nachbarwerk", crowd=50)
        people = {name: account(site, name, role) for name, role in CAST.items()}
        people["eve"] = account(other, "eve", "trainer")
    yield Studio(plant, app, database, site, people)
    database.close_idle()  # a page that was left may still be answered


@pytest.fixture
def alice(studio: Studio) -> Browser:
    """A trainer."""
    return studio.browser("alice")


@pytest.fixture
def bob(studio: Studio) -> Browser:
    """Somebody who looks after safety."""
    return studio.browser("bob")


@pytest.fixture
def charlie(studio: Studio) -> Browser:
    """Somebody of the works council."""
    return studio.browser("charlie")


@pytest.fixture
def dana(studio: Studio) -> Browser:
    """Somebody who looks after the accounts."""
    return studio.browser("dana")


@pytest.fixture
def eve(studio: Studio) -> Browser:
    """A trainer of another plant."""
    return studio.browser("eve")


@pytest.fixture
def nobody(studio: Studio) -> Browser:
    """Somebody who is not signed in."""
    return studio.browser()


@pytest.fixture
def lathe(studio: Studio) -> Machine:
    """The machine that the label D4H7KW hangs on."""
    return Machine.get((Machine.site == studio.site) & (Machine.name == "Drehmaschine DZ 400"))


@pytest.fixture
def version(studio: Studio) -> Version:
    """A draft that has a title, begun by Alice."""
    with connected(studio.database):
        machine = Machine.select().where(Machine.site == studio.site).first()
        begun = Begun(beginning.new_key(), "Bohrer wechseln", author=studio.people["alice"].id)
        return beginning.begin(studio.site, machine, begun)


class Quiet(WSGIRequestHandler):
    """A server that says nothing."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


@pytest.fixture
def served(studio: Studio) -> Iterator[str]:
    """The address of the studio, served to a browser on this machine."""
    server = make_server("localhost", 0, studio.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()
