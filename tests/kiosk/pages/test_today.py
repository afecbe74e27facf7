"""The nugget of the day: one for everybody, until the plant's midnight, and never an empty page."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

from flask import Flask, Response

from content import nuggets
from content.models import Nugget, Site
from content.storage import Folder
from kiosk.db import connected
from kiosk.pages import today
from tests import floor
from tests.page import Worker, main, words

NOON = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def at(app: Flask, now: datetime, lang: str = "de", *, feed: bool = False) -> Response:
    """Return the page, or the feed, of this moment."""
    from kiosk import language

    database = app.extensions["database"]
    with app.test_request_context(f"/{lang}/today"), connected(database):
        language.choose(lang)
        return today.feed_at(now) if feed else today.page_at(now)


def shown(app: Flask, now: datetime, lang: str = "de") -> str:
    text = at(app, now, lang).get_data(as_text=True)
    found = [slug for slug in ("wear-glasses", "clear-chips") if f'href="/{lang}/n/{slug}"' in text]
    assert len(found) == 1
    return found[0]


def test_the_page_is_whole_and_shows_one_nugget(worker: Worker) -> None:
    page = worker.get("/de/today")
    assert "Nugget des Tages" in main(page)
    assert ("/de/n/wear-glasses" in words(page)) != ("/de/n/clear-chips" in words(page))


def test_every_day_another_one_and_never_what_only_the_plant_may_see(app: Flask) -> None:
    days = [shown(app, NOON + timedelta(n)) for n in range(4)]
    assert days[0] != days[1]
    assert days[:2] == days[2:]


def test_it_is_the_same_all_day_and_in_all_languages(app: Flask) -> None:
    midnight = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    day = [shown(app, midnight + timedelta(hours=h)) for h in (0, 7, 23)]
    assert set(day) == {shown(app, NOON, "ar")}
    assert shown(app, midnight - timedelta(seconds=1)) != day[0]


def test_nobody_keeps_it_beyond_the_plants_midnight(app: Flask) -> None:
    last = datetime(2026, 12, 1, 22, 59, 18, tzinfo=UTC)
    assert at(app, last).headers["Cache-Control"] == "private, max-age=42"
    assert at(app, NOON).headers["Cache-Control"] == "private, max-age=60"
    assert at(app, last, feed=True).headers["Cache-Control"] == "private, max-age=42"


def test_a_withdrawn_nugget_leaves_it_at_once(app: Flask) -> None:
    first = shown(app, NOON)
    with connected(app.extensions["database"]):
        nugget = Nugget.get(Nugget.slug == first)
        nuggets.withdraw(nugget, Folder(app.extensions["settings"].media), floor.DAY)
    assert shown(app, NOON) != first


def test_a_plant_that_published_nothing_leads_on(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        for nugget in Nugget.select().where(Nugget.reach == "anywhere"):
            nuggets.withdraw(nugget, Folder(app.extensions["settings"].media), floor.DAY)
    page = worker.get("/de/today")
    assert "Heute noch nichts." in main(page)
    assert 'class="btn go" href="/de/"' in words(page)
    assert ET.fromstring(at(app, NOON, feed=True).data).find(f"{ATOM}entry") is None  # noqa: S314


def test_a_feed_takes_it_to_the_intranet(app: Flask) -> None:
    with connected(app.extensions["database"]):
        Site.update(name="Werk <Nord> & Süd").execute()
        site = Site.get()
        site.save()
    answer = at(app, NOON, feed=True)
    assert answer.mimetype == "application/atom+xml"
    entry = ET.fromstring(answer.data).find(f"{ATOM}entry")  # noqa: S314
    assert entry is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://learn.example.test/de/n/{shown(app, NOON)}"


def test_the_find_page_leads_to_it(worker: Worker) -> None:
    assert 'href="/de/today"' in words(worker.get("/de/"))


def test_an_unknown_language_is_no_page(worker: Worker) -> None:
    worker.get("/xx/today", status=404)
