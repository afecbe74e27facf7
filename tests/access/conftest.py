"""Every page of workers and the room as it was answered, and a server that answers it again."""

import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from content import plant
from kiosk.app import create_app
from kiosk.db import connected, open_database
from kiosk.settings import Settings
from tests import floor
from tests.access import cast, places
from tests.access.places import EMPTY, LANGUAGES, MORE, Place
from tests.conftest import fresh_settings
from tests.kiosk.pages.tunnel import Quiet

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WHOLE: Final = "<!DOCTYPE html>"
POLICY: Final = "Content-Security-Policy"
FAILED: Final = {400, 404, 405, 500}
"""What a route may not answer that is asked with what stands in the plant."""
WORDS: Final = re.compile(r">[^<]+<")
OWN: Final = re.compile(r' (?:href|src|id|for|value|action|content|points|d|data-\w+)="[^"]*"')


@dataclass(frozen=True)
class Seen:
    """A page as it was answered in a language."""

    place: Place
    lang: str
    path: str
    status: int
    policy: str
    text: str

    def __str__(self) -> str:
        return f"{self.lang} {self.place}"

    @property
    def whole(self) -> bool:
        """Whether it is a page, not a file, a part or a way on to another one."""
        return self.text.startswith(WHOLE)

    @property
    def in_room(self) -> bool:
        """Whether it is for the large screens of the learning room."""
        return self.path.startswith("/room/")

    @property
    def expected(self) -> bool:
        """Whether it is what was asked for; a route as such may answer anything but a failure."""
        if self.place.status:
            return self.whole and self.status == self.place.status
        return self.status not in FAILED

    @property
    def shape(self) -> str:
        """The page without its words and addresses: pages alike in it are built alike."""
        return OWN.sub("", WORDS.sub("><", self.text))


class Stand:
    """Answers files as the plant does, and whatever page is asked for with the one on show."""

    def __init__(self, files: "WSGIApplication", pages: tuple[Seen, ...]) -> None:
        self.files, self.pages = files, pages
        self.address = ""
        self.shown = pages[0]

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a browser."""
        if environ.get("HTTP_SEC_FETCH_DEST") != "document":
            return self.files(environ, start)
        page = Response(self.shown.text, self.shown.status, content_type="text/html; charset=utf-8")
        page.headers[POLICY] = self.shown.policy
        return page(environ, start)

    def show(self, page: Page, seen: Seen) -> None:
        """Open a page in a browser, as it was answered."""
        self.shown = seen
        page.goto(self.address + seen.path)


@dataclass(frozen=True)
class Answers:
    """All answers of a plant, and the routes that nobody can ask."""

    seen: tuple[Seen, ...]
    gaps: tuple[str, ...]

    @property
    def pages(self) -> tuple[Seen, ...]:
        """The whole pages among them."""
        return tuple(one for one in self.seen if one.whole)


def settings_in(folder: Path, template: Path) -> Settings:
    """Return the settings of a plant in this folder, its tables empty."""
    settings = fresh_settings(folder, plant_networks=(ip_network("10.0.0.0/8"),))
    settings.data.mkdir(parents=True)
    shutil.copy(template, settings.sqlite)
    return settings


def ask(app: Flask, place: Place, lang: str, sign: str = "") -> Seen:
    """Ask for a page in a language, and keep what is answered."""
    path = place.path.replace("{lang}", lang).replace("{sign}", sign)
    how = "GET" if place.form is None else "POST"
    client, head = app.test_client(use_cookies=False), {"Accept-Language": lang}
    answer = client.open(path, method=how, headers=head, data=place.form)
    text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    return Seen(place, lang, path, answer.status_code, answer.headers[POLICY], text)


def of_nothing(folder: Path, template: Path) -> Iterator[Seen]:
    """Yield the pages of a plant in which nothing stands yet."""
    app = create_app(settings_in(folder, template))
    with connected(app.extensions["database"]):
        plant.found("Neuwerk", "neu", crowd=50)
    for lang in LANGUAGES:
        yield from (ask(app, place, lang) for place in EMPTY)
    app.extensions["database"].close_all()


def of_all(app: Flask, site_id: str) -> Iterator[Seen | str]:
    """Yield every page of this plant; of a route that nobody can ask, its name."""
    beyond = [*MORE, *places.broken(app)]
    for lang in LANGUAGES:
        with connected(app.extensions["database"]):
            known = cast.known(app, site_id)
        for rule, method in places.rules(app):
            gaps = sorted(rule.arguments - {"lang", *known})
            if gaps:
                yield f"{method} {rule.rule}: {', '.join(gaps)}"
            else:
                yield ask(app, places.of_route(app, rule, method, known), lang)
        yield from (ask(app, place, lang, known["sign"]) for place in beyond)


@pytest.fixture(scope="module")
def answers(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path
) -> Iterator[tuple[Flask, Answers]]:
    """A plant in which every page has something to show, and all its answers."""
    found: list[Seen | str] = [*of_nothing(tmp_path_factory.mktemp("empty"), migrated_sqlite)]
    settings = settings_in(tmp_path_factory.mktemp("all"), migrated_sqlite)
    site = floor.fill(settings)
    database = open_database(settings)
    with connected(database):
        cast.fill(settings, site)
    database.close_all()  # type: ignore[attr-defined]
    app = create_app(settings)
    found += of_all(app, site.id)
    seen = tuple(one for one in found if isinstance(one, Seen))
    yield app, Answers(seen, tuple(one for one in found if isinstance(one, str)))
    app.extensions["database"].close_idle()


@pytest.fixture(scope="module")
def stand(answers: tuple[Flask, Answers]) -> Iterator[Stand]:
    """All pages, shown one at a time."""
    app, found = answers
    made = Stand(app.wsgi_app, found.pages)
    server = make_server("127.0.0.1", 0, made, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window in which nothing moves and nothing stays."""
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    yield context.new_page()
    context.close()
