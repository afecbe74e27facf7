"""What is asked at the end of a nugget: only where the council agreed, once for a ticket."""

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from content import catalogue
from content.models import Area
from kiosk.counts import gate, period
from kiosk.counts.kinds import CELLS, COMPLETED, HELPFUL, KINDS, NOT_HELPFUL
from kiosk.counts.pot import Slot
from kiosk.counts.release import write
from kiosk.db import connected
from kiosk.settings import Settings
from tests import council, floor
from tests.page import Worker, main, words

PAGES = f"/de/m/{floor.LATHE}/wear-glasses"
ROOM = f"/room/de/m/{floor.LATHE}/wear-glasses"
BOTH = pytest.mark.parametrize("here", [PAGES, ROOM])
QUESTION = "Hat dir das geholfen?"


@pytest.fixture
def agreed(app: Flask) -> Iterator[None]:
    """A plant whose council confirmed the manifest before this period began."""
    with connected(app.extensions["database"]):
        site = catalogue.site()
        council.agree(site.id, period.current(site.timezone))
        app.extensions["counts"].lay_out()
    yield
    with connected(app.extensions["database"]):
        gate.withdraw(site.id)
        app.extensions["counts"].lay_out()


def kept_ticket(worker: Worker, here: str) -> str:
    """Keep the nugget for offline: such a ticket knows no dwell. The room asks with it too."""
    answer = worker.post(f"{here.removeprefix('/room')}/save")
    return str(json.loads(words(answer))["ticket"])


def counted(app: Flask) -> dict[str, int]:
    found = dict.fromkeys(KINDS, 0)
    for slot, n in app.extensions["counts"].pot.dump().slots:
        found[slot.kind] += n
    return found


@BOTH
def test_nothing_of_it_is_there_without_the_councils_word(
    app: Flask, worker: Worker, here: str
) -> None:
    ticket, before = kept_ticket(worker, here), counted(app)
    assert "helpful" not in words(worker.post(f"{here}/done", {"ticket": ticket}))
    late = worker.post(f"{here}/helpful", {"ticket": ticket, "helpful": "yes"})
    assert "helpful" not in words(late)
    after = counted(app)
    assert (after[HELPFUL], after[NOT_HELPFUL]) == (before[HELPFUL], before[NOT_HELPFUL]) == (0, 0)


@BOTH
@pytest.mark.usefixtures("agreed")
def test_somebody_who_finished_is_asked_and_thanked_and_counts_once(
    app: Flask, worker: Worker, here: str
) -> None:
    ticket = kept_ticket(worker, here)
    done = words(worker.post(f"{here}/done", {"ticket": ticket}))
    assert QUESTION in done
    assert re.search(rf'action="{here}/helpful"', done)
    assert ticket in done
    before = counted(app)
    for said in ("no", "yes", "no"):
        page = worker.post(f"{here}/helpful", {"ticket": ticket, "helpful": said})
        assert "Danke." in main(page)
        assert QUESTION not in main(page)
    after = counted(app)
    assert {kind: after[kind] - before[kind] for kind in KINDS if after[kind] != before[kind]} == {
        NOT_HELPFUL: 1
    }


@BOTH
@pytest.mark.usefixtures("agreed")
def test_who_came_too_early_or_without_a_ticket_is_not_asked(worker: Worker, here: str) -> None:
    early = re.search(r'name="ticket" value="([^"]+)"', words(worker.post(f"{here}/play")))
    assert early
    assert QUESTION not in words(worker.post(f"{here}/done", {"ticket": early[1]}))
    assert QUESTION not in words(worker.post(f"{here}/done"))


@BOTH
@pytest.mark.usefixtures("agreed")
@pytest.mark.parametrize("said", ["", "perhaps", "yes" * 5000])
def test_an_answer_that_is_none_asks_again_and_keeps_the_ticket(
    app: Flask, worker: Worker, here: str, said: str
) -> None:
    ticket, before = kept_ticket(worker, here), counted(app)
    page = worker.post(f"{here}/helpful", {"ticket": ticket, "helpful": said}, status=422)
    assert "Tipp eine der Antworten an." in main(page)
    assert ticket in words(page)
    assert counted(app) == before


@pytest.mark.usefixtures("agreed")
def test_by_script_only_the_thanks_come_back_and_are_spoken(worker: Worker) -> None:
    data = {"ticket": kept_ticket(worker, PAGES), "helpful": "yes"}
    page = worker.post(f"{PAGES}/helpful", data, HX_Request="true")
    assert "<html" not in words(page)
    assert 'id="helpful"' in words(page)
    assert re.search(r'id="live"[^>]*>Danke\.<', words(page))
    assert "HX-Request" in page.headers["Vary"]


@pytest.mark.usefixtures("agreed")
def test_a_forged_ticket_is_thanked_like_any_other_and_counts_nothing(
    app: Flask, worker: Worker
) -> None:
    before = counted(app)
    page = worker.post(f"{PAGES}/helpful", {"ticket": "A" * 86, "helpful": "yes"})
    assert "Danke." in main(page)
    assert counted(app) == before


@pytest.mark.usefixtures("agreed")
def test_what_a_phone_keeps_asks_nothing(worker: Worker) -> None:
    assert QUESTION not in words(worker.get(f"{PAGES}/saved"))


@pytest.mark.usefixtures("agreed")
def test_an_answer_changes_no_page_and_no_size_before_its_period_is_over(
    app: Flask, worker: Worker, plant: Settings
) -> None:
    ticket = kept_ticket(worker, PAGES)
    pages = ("/de/numbers", "/de/numbers.json", "/de/transparency", PAGES, "/healthz")
    app.extensions["counts"].minute()
    before = [words(worker.get(page)) for page in pages], (plant.data / "counts.sealed").stat()
    worker.post(f"{PAGES}/done", {"ticket": ticket})
    worker.post(f"{PAGES}/helpful", {"ticket": ticket, "helpful": "no"})
    app.extensions["counts"].minute()
    after = [words(worker.get(page)) for page in pages], (plant.data / "counts.sealed").stat()
    assert before[0] == after[0]
    assert before[1].st_size == after[1].st_size


def test_numbers_of_answers_are_shown_as_they_were_released(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        site = catalogue.site()
        over = period.current(site.timezone).before
        one = Slot(site.id, over.id, "site", "zzzzzzzzzzzz")
        said = {one: 40, one._replace(kind=HELPFUL): 17, one._replace(kind=NOT_HELPFUL): 4}
        with app.extensions["database"].atomic():
            write(site.id, over.id, said, k=5)
    told = main(worker.get("/de/numbers"))
    assert re.search(r"zzzzzzzzzzzz 17 nicht gezeigt", told)
    assert "%" not in told


def test_answers_and_gains_of_all_areas_stand_on_the_first_page_with_their_place(
    app: Flask, worker: Worker
) -> None:
    with connected(app.extensions["database"]):
        site = catalogue.site()
        over = period.current(site.timezone).before
        card = catalogue.card(site.id, "clear-chips")
        assert card
        here = Slot(site.id, over.id, "site", card.id)
        there = here._replace(unit=Area.get(Area.name == "Linie 2").id)
        said: dict[Slot, int] = {}
        for one in (here, there):
            counted = {COMPLETED: 60, HELPFUL: 17, NOT_HELPFUL: 8} | dict.fromkeys(CELLS, 10)
            said |= {one._replace(kind=kind): n for kind, n in counted.items()}
        with app.extensions["database"].atomic():
            write(site.id, over.id, said, k=5)
    page = worker.get("/de/numbers")
    told = main(page)
    assert "Bereich für Bereich" in told
    for place in ("Das ganze Werk", "Halle 3, Linie 2"):
        assert f"Schutzbrille tragen {place} 17 8" in told
    assert words(page).count('<svg class="gain"') == 2
    assert words(page).count(f"/n/{card.id}") == 4, "each leads to its own numbers"
