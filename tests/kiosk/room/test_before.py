"""The question before the film on the large screen: as on a phone, past it at one tap, and once."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest
from flask import Flask

from content.models import Nugget, Site, Version
from kiosk.counts import Counts
from kiosk.counts.kinds import COMPLETED
from kiosk.counts.units import SITE
from kiosk.db import connected
from kiosk.settings import Settings
from tests import floor
from tests.measured import after_a_minute, cells, counted, held, measuring, opened
from tests.page import Worker, main, words

AT: Final = f"/room/de/m/{floor.LATHE}/wear-glasses"
ANYWHERE: Final = "/room/de/n/wear-glasses"
SKIP: Final = "Überspringen: gleich zum Film"
AGAIN: Final = '<input type="hidden" name="again" value="1">'
OPTIONS: Final = floor.GERMAN.questions[0].options
RIGHT, WRONG = (
    str(next(n for n, one in enumerate(OPTIONS) if one.right is truth)) for truth in (True, False)
)


@pytest.fixture
def measured(app: Flask) -> Iterator[Counts]:
    """The counts of a plant that agreed, and measures one nugget since this period began."""
    with measuring(app) as counts:
        yield counts


def played(counts: Counts, worker: Worker, form: dict[str, str]) -> str:
    """Let the film begin, and return the ticket as it is a minute later."""
    page = words(worker.post(f"{AT}/play", form))
    return after_a_minute(counts.settings, held(page))


def test_where_nothing_is_measured_the_film_comes_first_as_ever(app: Flask, worker: Worker) -> None:
    for at in (AT, ANYWHERE):
        page = words(worker.get(at))
        assert "<video" in page
        assert SKIP not in page
    text = held(words(worker.post(f"{AT}/play", {"pick": RIGHT})))
    assert opened(app.extensions["settings"], text).before is None
    wrong = words(worker.post(f"{AT}/answer", {"ticket": text, "pick": WRONG}))
    assert f'<a class="key" href="{AT}">' in wrong
    assert AGAIN not in wrong
    assert AGAIN not in words(worker.post(f"{AT}/answer", {"ticket": text, "again": "1"}))


@pytest.fixture
def others(app: Flask, plant: Settings) -> None:
    """A nugget with two questions, and one that is told by steps alone."""
    twice = replace(floor.GERMAN, questions=floor.GERMAN.questions * 2)
    with connected(app.extensions["database"]):
        site = Site.get()
        floor.publish(site, plant, "two", (twice,))
        floor.publish(site, plant, "steps", (floor.GERMAN,))
        row = Version.get(Version.nugget == Nugget.get(slug="steps"))
        told = json.loads(row.card)
        told["words"]["de"]["film"] = None
        Version.update(card=json.dumps(told)).where(Version.id == row.id).execute()


@pytest.mark.usefixtures("others")
def test_the_second_question_is_never_taken_for_the_first(app: Flask, worker: Worker) -> None:
    with measuring(app, "two") as counts:
        film = words(worker.post("/room/de/n/two/play", {"pick": WRONG}))
        text = after_a_minute(counts.settings, held(film))
        said = {"ticket": text, "pick": RIGHT}
        worker.post("/room/de/n/two/answer", {**said, "question": "1"})
        assert cells(counts) == (0, 0, 0, 0)
        worker.post("/room/de/n/two/answer", {**said, "question": "0"})
        assert cells(counts) == (0, 1, 0, 0)


@pytest.mark.usefixtures("others")
def test_where_no_film_follows_nothing_is_asked_before_it(app: Flask, worker: Worker) -> None:
    with measuring(app, "steps"):
        page = words(worker.get("/room/de/n/steps"))
    assert SKIP not in page
    assert 'name="pick"' not in page


@pytest.mark.usefixtures("measured")
def test_the_question_comes_first_and_each_tap_leads_to_the_film(worker: Worker) -> None:
    for at in (AT, ANYWHERE):
        page = words(worker.get(at))
        assert "<video" not in page
        assert page.index("nichts bewegt sich") < page.index('name="pick"'), "safety stands first"
        assert re.findall(r'name="pick" value="(\d)"', page) == ["0", "1"]
        assert SKIP in page
        assert page.count(f'action="{at}/play"') == 2
        assert 'name="ticket"' not in page
        assert 'data-kind="question"' in page, "it waits as any open question does"


def test_the_same_film_follows_whatever_was_answered_and_only_the_ticket_knows(
    measured: Counts, worker: Worker
) -> None:
    skipped = words(worker.post(f"{AT}/play"))
    assert " controls autoplay " in skipped
    for pick, said in ((RIGHT, True), (WRONG, False), ("9", None), ("x" * 999, None)):
        page = words(worker.post(f"{AT}/play", {"pick": pick}))
        assert page.replace(held(page), "") == skipped.replace(held(skipped), "")
        assert opened(measured.settings, held(page)).before is said


def test_before_and_after_count_once_and_for_the_whole_plant(
    measured: Counts, worker: Worker
) -> None:
    text = played(measured, worker, {"pick": WRONG})
    said = {"ticket": text, "question": "0", "pick": RIGHT}
    for form in (said, said, {**said, "pick": WRONG}, {**said, "question": "1"}):
        worker.post(f"{AT}/answer", form, status=404 if form["question"] == "1" else 200)
    for _ in range(2):
        worker.post(f"{AT}/done", {"ticket": text})
    assert cells(measured) == cells(measured, SITE) == (0, 1, 0, 0)
    assert counted(measured, COMPLETED) == {SITE: 1}


def test_to_skip_it_costs_nothing(measured: Counts, worker: Worker) -> None:
    text = played(measured, worker, {})
    worker.post(f"{AT}/answer", {"ticket": text, "pick": RIGHT})
    worker.post(f"{AT}/done", {"ticket": text})
    assert cells(measured) == (0, 0, 0, 0)
    assert counted(measured, COMPLETED) == {SITE: 1}


def test_who_leaves_in_the_midst_took_part_in_nothing(measured: Counts, worker: Worker) -> None:
    played(measured, worker, {"pick": WRONG})
    left = worker.get("/room/done", status=302)
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert cells(measured) == (0, 0, 0, 0)
    assert counted(measured, COMPLETED) == {}
    next_one = worker.get(AT)
    assert next_one.headers["Cache-Control"] == "no-store"
    assert main(next_one).count(SKIP) == 1


def test_only_the_first_answer_after_the_film_counts(measured: Counts, worker: Worker) -> None:
    """Too early, it counts nothing; what is tried again then has been told the answer."""
    text = held(words(worker.post(f"{AT}/play", {"pick": WRONG})))
    first = words(worker.post(f"{AT}/answer", {"ticket": text, "pick": WRONG}))
    assert AGAIN in first
    later = {"ticket": after_a_minute(measured.settings, text), "again": "1"}
    assert AGAIN in words(worker.post(f"{AT}/answer", later))
    worker.post(f"{AT}/answer", {**later, "pick": RIGHT})
    assert cells(measured) == (0, 0, 0, 0)


def test_the_way_back_to_the_film_asks_nothing_and_keeps_the_ticket(
    measured: Counts, worker: Worker
) -> None:
    text = played(measured, worker, {"pick": WRONG})
    for form in ({"ticket": text}, {"ticket": text, "pick": WRONG}):
        page = words(worker.post(f"{AT}/answer", form))
        assert f'href="{AT}"' not in page
        assert f'action="{AT}/play"' in page
    film = words(worker.post(f"{AT}/play", {"ticket": text}))
    assert held(film) == text
    assert SKIP not in film
    worker.post(f"{AT}/done", {"ticket": text})
    assert counted(measured, COMPLETED) == {SITE: 1}
    assert cells(measured) == (1, 0, 0, 0)


@pytest.mark.usefixtures("measured")
def test_it_is_asked_in_every_language(worker: Worker) -> None:
    for lang in ("ar", "de", "en", "hr", "tr", "uk"):
        page = words(worker.get(f"/room/{lang}/n/wear-glasses"))
        assert 'name="pick"' in page
        assert f'action="/room/{lang}/n/wear-glasses/play"' in page


def test_two_visitors_get_the_same_bytes_before_and_after_somebody_took_part(
    measured: Counts, worker: Worker
) -> None:
    first = words(worker.get(AT))
    text = played(measured, worker, {"pick": RIGHT})
    worker.post(f"{AT}/answer", {"ticket": text, "pick": RIGHT})
    assert words(worker.get(AT)) == first
