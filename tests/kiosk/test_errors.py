"""What people are told when something fails, and what nobody writes down."""

import errno
import logging
import sqlite3
from datetime import date

import peewee
import pytest
from flask import Flask, Response
from werkzeug.exceptions import RequestEntityTooLarge

from content.errors import DiskFull, NoPlant
from kiosk.errors import TABLE, notice_of
from kiosk.web.incidents import Incidents, incident
from kiosk.web.media import FilmBusy
from kiosk.web.reach import OutOfReach
from tests import floor
from tests.page import Worker, main, words

BROKEN = sqlite3.DatabaseError("database disk image is malformed")


def raising(app: Flask, error: Exception) -> Worker:
    """Return somebody for whom every nugget page fails with this error."""

    def fail(**_: str) -> str:
        raise error

    for endpoint in list(app.view_functions):
        if endpoint.endswith("show_nugget"):
            app.view_functions[endpoint] = fail
    return Worker(app)


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, "Festplatte des Servers ist voll"),
        (DiskFull(), 507, "Festplatte des Servers ist voll"),
        (peewee.OperationalError("database or disk is full"), 507, "Festplatte"),
        (BROKEN, 503, "kann seine Daten gerade nicht lesen"),
        (peewee.OperationalError("database is locked"), 503, "in einer Minute noch einmal"),
        (FilmBusy(), 503, "sehr viele Filme"),
        (NoPlant(), 503, "noch kein Werk eingerichtet"),
        (RequestEntityTooLarge(), 413, "zu viel auf einmal"),
        (ZeroDivisionError("secret detail"), 500, "Bei uns ist etwas kaputt."),
        (OSError(errno.EIO, "/srv/secret"), 500, "Bei uns ist etwas kaputt."),
    ],
)
def test_every_failure_is_said_in_words_with_its_status(
    app: Flask, error: Exception, status: int, says: str
) -> None:
    page = raising(app, error).get("/de/n/wear-glasses", status=status)
    assert says in main(page)
    assert "secret" not in words(page)
    assert "Traceback" not in words(page)


def test_a_failure_speaks_the_readers_language(app: Flask) -> None:
    page = raising(app, BROKEN).get("/en/n/wear-glasses", status=503)
    assert "cannot read its data" in main(page)
    assert page.headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("asked", "in_turkish"),
    [
        ("/de/n/wear-glasses", "/tr/n/wear-glasses"),
        (f"/de/m/{floor.LATHE}/wear-glasses", f"/tr/m/{floor.LATHE}/wear-glasses"),
        ("/D4H7KX", "/tr/m/D4H7KX"),
        ("/de/m/D4H7KX", "/tr/m/D4H7KX"),
        ('/de/m/"%3E', "/tr/m/%22%3E"),
        ("/de/nothing", "/tr/nothing"),
        ("/nothing/at/all", "/tr/"),
    ],
)
def test_who_cannot_read_a_failure_reads_it_in_their_language(
    app: Flask, asked: str, in_turkish: str
) -> None:
    shut = raising(app, OutOfReach("Pforte 2"))
    status = 403 if "glasses" in asked else 404
    page = words(shut.get(asked, status=status))
    assert f'href="{in_turkish}" lang="tr"' in page
    said = main(shut.get(in_turkish, status=200 if in_turkish == "/tr/" else status))
    assert "Pforte 2" in said or status == 404


@pytest.mark.parametrize(
    ("asks", "lang", "says"),
    [
        ("fr, ar;q=0.8", "ar", "لا توجد صفحات بهذه اللغة بعد."),
        ("fr", "de", "In dieser Sprache gibt es noch keine Seiten."),
    ],
)
def test_a_language_without_pages_is_said_in_one_the_browser_asks_for(
    app: Flask, asks: str, lang: str, says: str
) -> None:
    page = Worker(app).get("/fr/mine", status=404, Accept_Language=asks)
    assert says in main(page)
    assert f'lang="{lang}"' in words(page)
    assert "Accept-Language" in page.headers["Vary"]


def test_the_room_has_one_key_to_try_again_what_failed_for_a_moment(app: Flask) -> None:
    page = raising(app, BROKEN).get("/room/en/n/wear-glasses", status=503)
    assert "Try again" in main(page)
    assert '<a class="key main" href="">' in words(page)


def test_what_failed_for_a_moment_is_tried_again_with_one_button(app: Flask) -> None:
    again = '<a class="btn go" href="">'
    assert again in words(raising(app, BROKEN).get("/en/n/wear-glasses", status=503))
    assert again not in words(Worker(app).get("/en/nothing", status=404))


def test_a_failure_answers_htmx_with_a_part(app: Flask) -> None:
    page = raising(app, BROKEN).get("/de/n/wear-glasses", status=503, HX_Request="true")
    assert "<html" not in words(page)
    assert "kann seine Daten gerade nicht lesen" in words(page)


def test_the_language_of_a_failure_needs_no_database(app: Flask) -> None:
    app.extensions["database"].close()
    app.extensions["settings"].sqlite.write_bytes(b"this was a database")
    page = Worker(app).get("/zz/n/x", status=404)
    assert "keine Seiten" in main(page)


def test_a_corrupt_database_is_said_and_nothing_is_written(app: Flask) -> None:
    path = app.extensions["settings"].sqlite
    app.extensions["database"].close()
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    path.write_bytes(b"this was a database once" * 400)
    page = Worker(app).get(f"/{floor.LATHE}", status=503)
    assert "kann seine Daten gerade nicht lesen" in main(page)
    assert path.read_bytes() == b"this was a database once" * 400
    Worker(app).get("/readyz", status=503)


def test_an_incident_number_names_the_bug_and_not_the_visit(app: Flask) -> None:
    one = main(raising(app, KeyError("alice")).get("/de/n/wear-glasses", status=500))
    other = main(raising(app, KeyError("bob")).get("/de/n/clear-chips", status=500))
    assert one == other


def test_two_bugs_have_two_numbers() -> None:
    assert incident(KeyError("a")) == incident(KeyError("b"))
    assert incident(KeyError()) != incident(ValueError())


def test_incidents_are_written_once_a_day_and_name_no_page(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    incidents = Incidents()
    with app.app_context(), caplog.at_level(logging.ERROR):
        for day in (1, 1, 2):
            incidents.count("ab12cd34", date(2026, 11, day))
    assert [record.getMessage() for record in caplog.records] == [
        "incident ab12cd34 happened 2 times on 2026-11-01"
    ]


def test_nothing_is_logged_of_a_failing_visit(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    raising(app, KeyError("alice")).get("/de/n/wear-glasses", status=500)
    assert not caplog.records


def test_nothing_is_logged_of_a_visit_whose_answer_fails_at_its_end(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    @app.after_request
    def break_down(response: Response) -> Response:
        if response.status_code == 200:
            raise ZeroDivisionError
        return response

    Worker(app).get(f"/de/m/{floor.LATHE}", status=500)
    assert caplog.text == ""


def test_every_rule_of_the_table_has_words(app: Flask) -> None:
    with app.test_request_context("/de/"):
        for kind, _ in TABLE:
            if kind not in {OSError, peewee.PeeweeException, sqlite3.DatabaseError}:
                error = kind.__new__(kind)
                error.typed, error.code, error.args = "AB", 404, ("AB",)  # type: ignore[attr-defined]
                assert notice_of(error).status >= 400
