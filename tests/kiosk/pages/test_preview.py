"""A draft shown to whoever carries a pass for it, and to nobody else."""

import re

import pytest
from flask import Flask

from content.models import Gone, Nugget, Version
from content.preview import preview
from kiosk.db import connected
from kiosk.web import passes
from tests.page import Worker, words


@pytest.fixture
def draft(app: Flask) -> str:
    """The id of a version that nobody published."""
    with connected(app.extensions["database"]):
        version = Version.select().join(Nugget).where(Nugget.slug == "wear-glasses").get()
        version.state, version.published_on = "draft", None
        version.save()
    return str(version.id)


@pytest.fixture
def opens(app: Flask, draft: str) -> str:
    """The address of that draft in German."""
    return f"/de/preview/{passes.issue(app.extensions['settings'], 'preview', draft, hours=2)}"


def test_whoever_carries_a_pass_sees_the_draft_as_workers_would(worker: Worker, opens: str) -> None:
    page = worker.get(opens)
    assert "Schutzbrille tragen" in words(page)
    assert "Drehmaschine DZ 400" in words(page)
    assert "Nichts wird gezählt." in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_workers_still_do_not_see_it(worker: Worker, draft: str) -> None:
    assert draft
    worker.get("/de/n/wear-glasses", 404)


def test_only_the_studio_of_the_same_plant_may_frame_it(worker: Worker, opens: str) -> None:
    page = worker.get(opens)
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert worker.get("/de/").headers["X-Frame-Options"] == "DENY"


def test_it_is_asked_and_finished_without_a_ticket(worker: Worker, opens: str) -> None:
    for end in ("play", "done"):
        assert 'name="ticket" value=""' in words(worker.post(f"{opens}/{end}")) or end == "done"
    answered = words(worker.post(f"{opens}/answer", {"question": "0", "pick": "0"}))
    assert "Genau: Späne fliegen weit." in answered
    assert 'name="ticket" value=""' in answered


def test_a_text_is_shown_in_its_own_words(worker: Worker, opens: str) -> None:
    assert "Wear glasses" in words(worker.get(f"{opens}/en"))
    assert "The machine stands still." in words(worker.get(f"{opens}/en"))


def test_a_forged_a_foreign_and_an_old_pass_open_nothing(
    app: Flask, worker: Worker, draft: str, opens: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["settings"]
    foreign = passes.issue(settings, "translate", draft, hours=2)
    for wrong in ("x", foreign, opens.rpartition("/")[2][:-1]):
        assert "abgelaufen" in words(worker.get(f"/de/preview/{wrong}", 403))
    monkeypatch.setattr("time.time", lambda: 4e9)
    worker.get(opens, 403)


def test_a_draft_that_was_thrown_away_is_gone(app: Flask, worker: Worker, opens: str) -> None:
    with connected(app.extensions["database"]):
        Nugget.delete().execute()
    worker.get(opens, 404)


@pytest.fixture
def withdrawn(app: Flask, draft: str) -> str:
    """The small film of that draft, which was withdrawn with the version before."""
    with connected(app.extensions["database"]):
        found = preview(draft)
        assert found
        for sha, file in found[0].files().items():
            Gone.create(sha=sha, ext=file.ext, purge_on="2099-01-01", purged=False)
        film = found[0].words["de"].film
        assert film
        return film.files["lite"].name


def test_a_film_that_was_withdrawn_is_seen_before_it_is_released_again(
    worker: Worker, opens: str, withdrawn: str
) -> None:
    worker.get(f"/media/{withdrawn}", 410)
    addresses = set(re.findall(r'(?:src|poster)="(/media/[^"#]+)', words(worker.get(opens))))
    assert any(address.endswith(withdrawn) for address in addresses)
    for address in addresses:
        answer = worker.get(address)
        assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_seen_by_nobody_else(
    app: Flask, worker: Worker, draft: str, opens: str, withdrawn: str
) -> None:
    carried = opens.rpartition("/")[2]
    assert worker.get(f"/media/draft/{carried}/{withdrawn}")
    foreign = passes.issue(app.extensions["settings"], "translate", draft, hours=2)
    other = "0" * 64 + ".mp4"
    for asked in (f"x/{withdrawn}", f"{foreign}/{withdrawn}", f"{carried}/{other}"):
        worker.get(f"/media/draft/{asked}", 410)
    with connected(app.extensions["database"]):
        Version.update(state="withdrawn").where(Version.id == draft).execute()
    worker.get(f"/media/draft/{carried}/{withdrawn}", 410)
    with connected(app.extensions["database"]):
        Version.update(state="draft").where(Version.id == draft).execute()
    old = passes.issue(app.extensions["settings"], "preview", draft, hours=-2)
    worker.get(f"/media/draft/{old}/{withdrawn}", 410)


def test_one_that_stays_inside_the_plant_stays_there(
    app: Flask, worker: Worker, insider: Worker, opens: str, withdrawn: str
) -> None:
    with connected(app.extensions["database"]):
        Nugget.update(reach="plant network").execute()
    at = f"/media/draft/{opens.rpartition('/')[2]}/{withdrawn}"
    worker.get(at, 403)
    insider.get(at, 404)  # its file lies in the open folder here: it is not sent from there
