"""How films are sent: by ranges, for good, inside the plant where they belong."""

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, Response

from content import catalogue, nuggets
from content.models import Nugget
from content.storage import Folder
from kiosk.app import create_app
from kiosk.db import connected
from kiosk.settings import Settings
from kiosk.web.media import LIGHT, Slice, _attach
from tests import floor
from tests.page import Worker, main


@pytest.fixture
def film(app: Flask) -> str:
    """The address of a film that anybody may see."""
    return f"/media/{file_of(app, 'clear-chips')}"


@pytest.fixture
def path(app: Flask, film: str) -> Path:
    """Where that film lies."""
    sha, _, ext = film.rpartition("/")[2].partition(".")
    return Folder(app.extensions["settings"].media).path(sha, ext)


@pytest.fixture
def body(path: Path) -> bytes:
    """The bytes of that film."""
    return path.read_bytes()


def file_of(app: Flask, slug: str) -> str:
    with connected(app.extensions["database"]):
        card = catalogue.card(catalogue.site().id, slug)
    assert card
    film = card.words["de"].film
    assert film
    return film.files["lite"].name


def test_a_film_is_sent_whole_and_for_good(worker: Worker, film: str, body: bytes) -> None:
    answer = worker.get(film)
    assert answer.get_data() == body
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"].strip('"') in film


def test_the_disk_does_not_note_when_a_film_was_watched(
    worker: Worker, film: str, path: Path
) -> None:
    """Many file systems note the first reading of a day: that would be a log of first views."""
    os.utime(path, (0, 0))
    worker.get(film).get_data()
    assert path.stat().st_atime == 0


def test_a_film_that_was_deleted_meanwhile_holds_no_thread(app: Flask, tmp_path: Path) -> None:
    gate = app.extensions["long_threads"]
    free = gate._value
    with app.test_request_context(), pytest.raises(FileNotFoundError):
        _attach(Response(), tmp_path / "gone.mp4", 0, LIGHT + 1)
    assert gate._value == free


@pytest.mark.parametrize(
    ("asked", "piece"),
    [
        ("0-1", slice(0, 2)),
        ("100-", slice(100, None)),
        ("-500", slice(-500, None)),
        ("0-999999999", slice(0, None)),
    ],
)
def test_a_range_is_sent_as_asked(
    worker: Worker, film: str, body: bytes, asked: str, piece: slice
) -> None:
    begin, end = piece.start, piece.stop
    answer = worker.get(film, status=206, Range=f"bytes={asked}")
    assert answer.get_data() == body[begin:end]
    first, size = begin % len(body), len(body)
    last = (len(body) if end is None else end) - 1
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
    assert answer.headers["Content-Length"] == str(len(answer.get_data()))


def test_a_range_beyond_the_end_says_how_long_the_film_is(
    worker: Worker, film: str, body: bytes
) -> None:
    answer = worker.get(film, status=416, Range=f"bytes={len(body)}-")
    assert answer.headers["Content-Range"] == f"bytes */{len(body)}"
    assert "So lang ist der Film nicht." in main(answer)


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=x", "bytes=5-1"])
def test_a_range_nobody_can_read_gets_the_whole(
    worker: Worker, film: str, body: bytes, asked: str
) -> None:
    assert worker.get(film, Range=asked).get_data() == body


def test_a_range_of_other_bytes_gets_the_whole(worker: Worker, film: str, body: bytes) -> None:
    assert worker.get(film, Range="bytes=0-1", If_Range='"other"').get_data() == body


def test_who_holds_a_film_is_told_so(worker: Worker, film: str) -> None:
    tag = worker.get(film).headers["ETag"]
    assert worker.get(film, status=304, If_None_Match=tag).get_data() == b""


def test_a_head_request_names_the_length_and_sends_nothing(app: Flask, film: str) -> None:
    answer = app.test_client().head(film)
    assert int(answer.headers["Content-Length"]) > 0
    assert answer.get_data() == b""


def test_a_film_never_says_when_it_was_made(worker: Worker, film: str) -> None:
    assert "Last-Modified" not in worker.get(film).headers


@pytest.mark.parametrize(
    "name", ["0" * 64 + ".mp4", "short.mp4", "0" * 64 + ".exe", "..%2f..%2fkiosk.db"]
)
def test_what_is_no_film_is_not_found(worker: Worker, name: str) -> None:
    worker.get(f"/media/{name}", status=404)


def test_a_picture_opened_on_its_own_may_run_nothing(worker: Worker, film: str) -> None:
    policy = worker.get(film).headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_films_of_the_plant_stay_inside(app: Flask, worker: Worker, insider: Worker) -> None:
    secret = f"/media/plant/{file_of(app, 'new-tool')}"
    assert "Eingang Halle 3" in main(worker.get(secret, status=403))
    assert insider.get(secret).headers["Cache-Control"].startswith("private")


def test_films_of_the_plant_have_no_open_address(app: Flask, insider: Worker) -> None:
    insider.get(f"/media/{file_of(app, 'new-tool')}", status=404)


@pytest.mark.parametrize("consent", [True, False], ids=["purged", "still on the disk"])
def test_a_withdrawn_film_is_gone_at_once(app: Flask, worker: Worker, *, consent: bool) -> None:
    name = file_of(app, "wear-glasses")
    with connected(app.extensions["database"]):
        nugget = Nugget.get(Nugget.slug == "wear-glasses")
        storage = Folder(app.extensions["settings"].media)
        nuggets.withdraw(nugget, storage, floor.DAY, consent=consent)
    worker.get(f"/media/{name}", status=410)


def test_a_drawing_travels_packed(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        card = catalogue.card(catalogue.site().id, "wear-glasses")
    assert card
    picture = card.words["de"].steps[0].picture
    assert picture
    answer = worker.get(f"/media/{picture.name}")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_films_leave_threads_for_pages(app: Flask, worker: Worker, film: str) -> None:
    client = app.test_client()
    running = [client.get(film, buffered=False) for _ in range(2)]
    busy = worker.get(film, status=503)
    assert busy.headers["Retry-After"] == "3"
    worker.get("/de/n/clear-chips")
    for answer in running:
        answer.close()
    worker.get(film)


def test_a_small_piece_needs_no_film_thread(app: Flask, worker: Worker, film: str) -> None:
    client = app.test_client()
    running = [client.get(film, buffered=False) for _ in range(2)]
    worker.get(film, status=206, Range="bytes=0-1000")
    for answer in running:
        answer.close()


def test_no_connection_is_held_while_a_film_streams(app: Flask, film: str) -> None:
    answer = app.test_client().get(film, buffered=False)
    assert app.extensions["database"].is_closed()
    answer.close()


def test_behind_nginx_the_film_is_left_to_it(plant: Settings, app: Flask, film: str) -> None:
    behind = create_app(replace(plant, accel=True, trusted_proxies=1))
    answer = Worker(behind).get(film)
    sha = film.rpartition("/")[2]
    assert answer.headers["X-Accel-Redirect"] == f"/_media/open/{sha[:2]}/{sha}"
    assert answer.get_data() == b""


def test_a_file_cut_short_on_disk_ends_quietly() -> None:
    assert b"".join(Slice(io.BytesIO(b"abc"), 10, None)) == b"abc"
