"""What a phone is given to work in dead zones: whole nuggets, a ticket that knows the day alone."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from content import catalogue, nuggets
from content.models import Nugget, Topic
from kiosk.app import create_app
from kiosk.db import connected
from kiosk.pages.saved import MOST
from kiosk.settings import Settings
from kiosk.web import assets
from tests import floor
from tests.page import Worker, main, words

HERE = f"/de/m/{floor.LATHE}/wear-glasses"
SECRET = f"/de/m/{floor.LATHE}/new-tool"


def saved(worker: Worker, at: str = HERE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(words(worker.get(f"{at}/saved")))
    return found


def counted(app: Flask) -> int:
    return sum(n for _, n in app.extensions["counts"].pot.dump().slots)


def ticket(worker: Worker) -> str:
    return str(json.loads(words(worker.post(f"{HERE}/save")))["ticket"])


def test_a_saved_nugget_is_whole(worker: Worker) -> None:
    found = saved(worker)
    pages = {at: text for at, _, text in found["pages"]}
    assert "Brille prüfen." in pages[HERE]
    assert "Genau: Späne fliegen weit." in pages[f"{HERE}/answer?question=0&pick=0"]
    assert "Auch daneben fliegen Späne." in pages[f"{HERE}/answer?question=0&pick=1"]
    assert "Wann trägst du sie?" in pages[f"{HERE}/answer?question=0"]
    assert "Brille auf, bevor es dreht." in pages[f"{HERE}/done"]
    assert 'data-do="loop"' in pages[f"{HERE}/keys"]
    assert found["machine"] == [f"/{floor.LATHE}", f"/de/m/{floor.LATHE}"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_answer_that_its_page_offers_is_there_in_every_language(
    worker: Worker, lang: str
) -> None:
    pages = [at for at, _, _ in saved(worker, HERE.replace("/de/", f"/{lang}/"))["pages"]]
    asked = words(worker.get(HERE.replace("/de/", f"/{lang}/")))
    picks = re.findall(r'name="pick" value="(\d)"', asked)
    assert len(picks) == 2
    for pick in picks:
        assert any(at.endswith(f"/answer?question=0&pick={pick}") for at in pages)


def test_every_file_that_its_pages_show_is_there_with_its_size(worker: Worker) -> None:
    found = saved(worker)
    files = dict(found["files"])
    nugget = next(text for at, _, text in found["pages"] if at == HERE)
    assert set(re.findall(r"/media/[\w.]+", nugget)) <= files.keys()
    for at, size in files.items():
        assert len(worker.client.get(at).data) == size
    assert sum(files.values()) < found["bytes"] < sum(files.values()) + 300_000


def test_every_script_and_style_that_its_pages_load_is_there(worker: Worker) -> None:
    shell = saved(worker)["shell"]
    assert {assets.url(name) for name in ("pages.js", "below.css", "htmx-2.0.11.min.js")} <= set(
        shell
    )
    for at in shell:
        assert worker.client.get(at).status_code == 200


def test_the_sharper_film_is_neither_saved_nor_offered(worker: Worker, app: Flask) -> None:
    with connected(app.extensions["database"]):
        card = catalogue.card(catalogue.site().id, "wear-glasses")
    assert card
    film = card.words["de"].film
    assert film
    assert film.files["540p"].name in words(worker.get(HERE))
    assert film.files["540p"].name not in words(worker.get(f"{HERE}/saved"))


@pytest.mark.parametrize("way", ["saved", "offline"])
def test_a_nugget_that_hangs_elsewhere_is_saved_without_the_machine(
    worker: Worker, way: str
) -> None:
    at = worker.get(f"/de/m/{floor.PRESS}/wear-glasses/{way}", status=302).headers["Location"]
    assert at == f"/de/n/wear-glasses/{way}"
    worker.get(at)


def test_nothing_saved_carries_a_ticket(worker: Worker) -> None:
    for _, _, text in saved(worker)["pages"]:
        assert not re.search(r'name="ticket" value="[^"]', text)


def test_a_nugget_of_the_plant_network_cannot_be_saved(insider: Worker) -> None:
    for way in ("offline", "saved"):
        insider.get(f"{SECRET}/{way}", status=404)
    insider.post(f"{SECRET}/save", status=404)
    assert "data-offline" not in words(insider.get(SECRET))
    assert "new-tool" not in words(insider.get(f"{HERE}/offline"))


def test_the_size_is_said_before_it_is_spent(worker: Worker) -> None:
    page = main(worker.get(f"{HERE}/offline"))
    assert f"{saved(worker)['bytes'] / 1e6:.1f} MB".replace(".", ",") in page
    assert "Alle dieser Maschine speichern" in page


def test_a_machine_that_shows_another_nugget_first_keeps_doing_so(worker: Worker) -> None:
    second = saved(worker, f"/de/m/{floor.LATHE}/clear-chips")
    assert saved(worker)["first"] is True
    assert second["first"] is False


def test_a_nugget_without_a_machine_is_saved_alone(worker: Worker) -> None:
    found = saved(worker, "/de/n/wear-glasses")
    assert found["machine"] == []
    assert found["at"] == "/de/n/wear-glasses"


def test_its_mark_changes_with_its_words_alone(worker: Worker, app: Flask) -> None:
    before = saved(worker)["tag"]
    with connected(app.extensions["database"]):
        nuggets.hang(Nugget.get(slug="new-tool"), Topic.get())
    assert saved(worker)["tag"] == before


def test_a_ticket_for_offline_is_given_by_a_post_alone(worker: Worker) -> None:
    answer = worker.post(f"{HERE}/save")
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", json.loads(words(answer))["until"])
    worker.get(f"{HERE}/save", status=405)


def test_a_ticket_for_offline_counts_once_and_answers_the_same_twice(
    worker: Worker, app: Flask
) -> None:
    one = {"ticket": ticket(worker)}
    first, second = worker.post("/ticket", one, 204), worker.post("/ticket", one, 204)
    assert first.data == second.data == b""
    assert sorted(first.headers) == sorted(second.headers)
    assert counted(app) == 1


def test_a_ticket_that_comes_too_early_stays_with_the_phone(worker: Worker, app: Flask) -> None:
    played = words(worker.post(f"{HERE}/play", HX_Request="true"))
    found = re.search(r'name="ticket" value="([^"]+)"', played)
    assert found
    worker.post("/ticket", {"ticket": found[1]}, 425)
    assert counted(app) == 0


def test_what_is_no_ticket_is_answered_like_one(worker: Worker, app: Flask) -> None:
    for text in ("", "x" * 500, "ü"):
        worker.post("/ticket", {"ticket": text}, 204)
    assert counted(app) == 0


def test_what_was_taken_back_is_named_to_everybody(worker: Worker, app: Flask) -> None:
    assert json.loads(words(worker.get("/withdrawn.json"))) == []
    with connected(app.extensions["database"]):
        storage = app.extensions["storage"]
        nuggets.withdraw(Nugget.get(slug="wear-glasses"), storage, floor.DAY)
    assert json.loads(words(worker.get("/withdrawn.json"))) == ["wear-glasses"]
    worker.get(f"{HERE}/saved", status=410)


def test_the_worker_script_is_asked_for_anew_each_time(worker: Worker) -> None:
    answer = worker.get("/sw.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"
    assert assets.url("pages.js") in words(answer)
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]


def test_switched_off_nothing_offers_it_and_the_worker_leaves(plant: Settings) -> None:
    worker = Worker(create_app(replace(plant, offline=False)))
    assert "data-offline" not in words(worker.get(HERE))
    worker.get(f"{HERE}/saved", status=404)
    assert "unregister" in words(worker.get("/sw.js"))


def test_scripts_and_pages_agree_on_how_much_a_phone_keeps() -> None:
    assert f"MOST = {MOST / 1e6:.0f}e6" in assets.text("offline.js")


def test_the_page_of_the_phone_says_what_it_needs_without_scripts(worker: Worker) -> None:
    text = words(worker.get("/de/mine"))
    assert "<noscript>" in text
    assert main(worker.get("/de/mine"))
    assert main(worker.get("/de/offline"))
