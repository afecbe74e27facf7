"""A nugget on the large screen: film, question, answer, end; counted for the whole site."""

import re

import pytest
from flask import Flask

from kiosk import qr
from kiosk.counts import Counts, ticket
from kiosk.counts.units import SITE
from kiosk.db import connected
from kiosk.room import film
from tests import floor
from tests.page import Worker, main, words

AT = f"/room/de/m/{floor.LATHE}/wear-glasses"


def ticket_in(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    return found[1] if found else ""


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tickets be good at once: whoever asks has stayed long enough."""
    monkeypatch.setattr(ticket, "DWELL_SHARE", 0.0)


def counted(app: Flask) -> dict[str, int]:
    with connected(app.extensions["database"]):
        counts = Counts(app.extensions["settings"])
        return {slot.unit: n for slot, n in counts.pot.dump().slots if n}


def test_a_nuggets_page_carries_no_ticket_and_the_playing_one_does(worker: Worker) -> None:
    assert not ticket_in(words(worker.get(AT)))
    playing = words(worker.post(f"{AT}/play"))
    assert len(ticket_in(playing)) == ticket.LENGTH
    assert " controls autoplay " in playing


def test_a_nugget_of_the_room_counts_once_and_for_the_site(
    app: Flask, worker: Worker, later: None
) -> None:
    one = ticket_in(words(worker.post(f"{AT}/play")))
    for _ in range(2):
        worker.post(f"{AT}/done", {"ticket": one})
    assert counted(app) == {SITE: 1}


def test_at_its_own_machine_the_same_nugget_counts_nearer(
    app: Flask, worker: Worker, later: None
) -> None:
    at = f"/de/m/{floor.LATHE}/wear-glasses"
    worker.post(f"{at}/done", {"ticket": ticket_in(words(worker.post(f"{at}/play")))})
    assert counted(app)
    assert SITE not in counted(app)


def test_a_ticket_that_comes_too_early_is_given_back(worker: Worker) -> None:
    one = ticket_in(words(worker.post(f"{AT}/play")))
    end = words(worker.post(f"{AT}/done", {"ticket": one}))
    assert f'id="later" method="post" action="{AT}/done"' in end
    assert ticket_in(end) == one


def test_each_answer_teaches_and_carries_the_ticket_on(worker: Worker) -> None:
    one = ticket_in(words(worker.post(f"{AT}/play")))
    assert "Wann trägst du sie?" in main(worker.post(f"{AT}/answer", {"ticket": one}))
    wrong = worker.post(f"{AT}/answer", {"ticket": one, "question": "0", "pick": "1"})
    assert "Auch daneben fliegen Späne." in main(wrong)
    right = worker.post(f"{AT}/answer", {"ticket": one, "question": "0", "pick": "0"})
    assert "Genau: Späne fliegen weit." in main(right)
    assert ticket_in(words(wrong)) == ticket_in(words(right)) == one


def test_an_answer_that_is_none_asks_again(worker: Worker) -> None:
    for pick in ("", "7", "-1", "x", "0" * 400):
        page = worker.post(f"{AT}/answer", {"question": "0", "pick": pick}, status=422)
        assert "Wann trägst du sie?" in main(page)


def test_the_end_says_what_stays_and_what_comes_next(worker: Worker) -> None:
    end = main(worker.post(f"{AT}/done"))
    assert "Brille auf, bevor es dreht." in end
    assert "Such deine Brille." in end
    assert f"/room/de/m/{floor.LATHE}/clear-chips" in words(worker.post(f"{AT}/done"))


def test_a_text_in_another_language_says_so(worker: Worker) -> None:
    page = worker.get("/room/en/n/clear-chips")
    assert "not there in English yet" in main(page)
    assert 'lang="de"' in words(page)


def test_the_sharpest_film_plays_in_the_room(worker: Worker) -> None:
    sources = re.findall(r'<source src="(/media/[^"]+)"', words(worker.get(AT)))
    small = re.findall(r'<source src="(/media/[^"]+)"', words(worker.get(AT.removeprefix("/room"))))
    assert sources
    assert sources != small


def test_the_time_line_is_cut_where_steps_begin() -> None:
    from content.card import Step

    cut = film.parts((Step("a", 0.0), Step("b", 25.0), Step("c", None), Step("d", 999.0)), 100.0)
    assert [(one.begins, one.ends) for one in cut] == [(0.0, 25.0), (25.0, 100.0)]
    assert cut[-1].x + cut[-1].width == film.LINE


def test_the_phone_gets_the_public_page_and_the_second_behind_a_hash(worker: Worker) -> None:
    answer = worker.get(f"/room/de/phone/41/{floor.LATHE}/wear-glasses")
    assert answer.mimetype == "image/svg+xml"
    wanted = f"http://learn.example.test/de/m/{floor.LATHE}/wear-glasses#t=41"
    shape = re.search(r' d="([^"]+)"', str(qr.symbol(wanted)))
    assert shape
    assert shape[1] in words(answer)


def test_a_second_that_is_none_is_left_out(worker: Worker) -> None:
    shape = re.search(
        r' d="([^"]+)"', str(qr.symbol("http://learn.example.test/de/n/wear-glasses"))
    )
    assert shape
    for second in ("0", "99999999999"):
        assert shape[1] in words(worker.get(f"/room/de/phone/{second}/wear-glasses"))
