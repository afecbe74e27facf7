"""What a nugget's page, its question and its end promise."""

import re

import pytest
from flask import Flask

from content import catalogue, medium, nuggets
from content.models import Nugget, Text, Version
from content.storage import Folder
from kiosk.db import connected
from tests import floor
from tests.page import Worker, main, words

HERE = f"/de/m/{floor.LATHE}/wear-glasses"


def ticket_in(text: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', text)
    assert found
    return found[1]


def test_a_nugget_can_be_read_without_its_film(worker: Worker) -> None:
    page = main(worker.get(HERE))
    assert "Brille prüfen." in page
    assert "Wann trägst du sie?" in page


def test_stand_clear_comes_before_the_film(worker: Worker) -> None:
    text = words(worker.get(HERE))
    assert text.index("Maschine steht, nichts bewegt sich.") < text.index("<video")


def test_steps_jump_into_the_film_without_a_script(worker: Worker) -> None:
    assert re.search(r'href="/media/[0-9a-f]{64}\.mp4#t=12"', words(worker.get(HERE)))


def test_bytes_are_said_before_they_are_spent(worker: Worker) -> None:
    assert "717 kB" in main(worker.get(HERE))


def test_every_way_to_learn_it_says_its_bytes_first(worker: Worker) -> None:
    text = main(worker.get(HERE))
    ways = ("Schärferer Film", "Kleiner Film", "Bilder der Schritte", "Nur der Text",
            "Blatt zum Drucken")  # fmt: skip
    places = [text.index(way) for way in ways]
    assert places == sorted(places)
    for way in (*ways[:3], ways[4]):
        assert re.search(rf"{way} [\d,]+ [kM]", text)


def test_a_nuggets_own_page_leads_to_its_remarks_but_no_first_view_does(worker: Worker) -> None:
    assert f'href="{HERE}/remark"' in words(worker.get(HERE))
    assert "/remark" not in words(worker.get(f"/{floor.LATHE}"))


def test_captions_in_another_language_of_the_same_film_are_offered(worker: Worker) -> None:
    offered = r'<option value="en" lang="en" data-src="/media/[0-9a-f]{64}\.vtt">English<'
    assert re.search(offered, words(worker.get(f"{HERE}/keys", HX_Request="true")))
    assert "data-second" not in words(worker.get("/de/n/clear-chips"))


def test_a_text_with_a_recorded_voice_is_read_by_it(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        spoken = recorded(app, "wear-glasses")
    assert f'data-voice="/media/{spoken}.mp3"' in words(worker.get(HERE))
    assert worker.get(f"/media/{spoken}.mp3").content_type == "audio/mpeg"


def test_no_page_that_is_asked_for_carries_a_ticket(worker: Worker) -> None:
    assert not re.search(r'name="ticket" value="[^"]', words(worker.get(HERE)))


def test_playing_without_a_script_answers_the_whole_page_with_a_ticket(worker: Worker) -> None:
    page = worker.post(f"{HERE}/play")
    assert re.search(r"<video[^>]* controls autoplay", words(page))
    assert ticket_in(words(page))
    assert page.headers["Cache-Control"] == "no-store"


def test_playing_by_script_answers_the_ticket_and_the_question_alone(worker: Worker) -> None:
    page = worker.post(f"{HERE}/play", HX_Request="true")
    assert "<html" not in words(page)
    assert ticket_in(words(page))
    assert "Wann trägst du sie?" in words(page)
    assert "HX-Request" in page.headers["Vary"]


@pytest.mark.parametrize(
    ("pick", "verdict", "teaches"),
    [("0", "Richtig.", "Genau: Späne fliegen weit."), ("1", "Noch nicht.", "Auch daneben")],
)
def test_every_answer_teaches(worker: Worker, pick: str, verdict: str, teaches: str) -> None:
    page = main(worker.post(f"{HERE}/answer", {"pick": pick}))
    assert verdict in page
    assert teaches in page


def test_an_answer_keeps_the_ticket(worker: Worker) -> None:
    ticket = ticket_in(words(worker.post(f"{HERE}/play")))
    page = worker.post(f"{HERE}/answer", {"pick": "0", "ticket": ticket})
    assert ticket_in(words(page)) == ticket


def test_an_answer_by_htmx_is_spoken_and_moves_the_gauge(worker: Worker) -> None:
    page = worker.post(f"{HERE}/answer", {"pick": "0"}, HX_Request="true")
    assert 'id="live"' in words(page)
    assert 'data-hx-swap-oob="true"' in words(page)
    assert 'id="verdict" tabindex="-1"' in words(page)
    assert "<html" not in words(page)


def test_no_pick_asks_the_question_alone(worker: Worker) -> None:
    page = worker.post(f"{HERE}/answer", {"question": "0"})
    assert "Wann trägst du sie?" in main(page)


@pytest.mark.parametrize("pick", ["9", "-1", "x", "", "0" * 5000])
def test_a_pick_that_is_none_asks_again(worker: Worker, pick: str) -> None:
    page = worker.post(f"{HERE}/answer", {"pick": pick}, status=422)
    assert "Tipp eine der Antworten an." in main(page)


@pytest.mark.parametrize("question", ["1", "x", "-1"])
def test_a_question_that_is_none_is_not_found(worker: Worker, question: str) -> None:
    worker.post(f"{HERE}/answer", {"question": question}, status=404)


@pytest.mark.parametrize("ticket", ["", "forged", "x" * 10_000, "ä\x00"])
def test_done_looks_the_same_whatever_the_ticket(worker: Worker, ticket: str) -> None:
    good = ticket_in(words(worker.post(f"{HERE}/play")))
    done = seen(words(worker.post(f"{HERE}/done", {"ticket": good})))
    assert seen(words(worker.post(f"{HERE}/done", {"ticket": ticket}))) == done


def test_a_ticket_that_comes_too_early_is_given_back(worker: Worker) -> None:
    early = ticket_in(words(worker.post(f"{HERE}/play")))
    assert ticket_in(words(worker.post(f"{HERE}/done", {"ticket": early}))) == early


def test_a_ticket_that_is_none_is_not_given_back(worker: Worker) -> None:
    assert 'name="ticket"' not in words(worker.post(f"{HERE}/done", {"ticket": "forged"}))


def recorded(app: Flask, slug: str) -> str:
    """Give the German text of a published nugget a recorded voice, and return its SHA-256."""
    nugget = Nugget.get(Nugget.slug == slug)
    version = Version.get(Version.nugget == nugget)
    storage = Folder(app.extensions["settings"].media)
    voice = medium.keep(version.nugget.site, storage, b"ID3 voice", "voice", "mp3")
    Text.update(voice=voice).where((Text.version == version) & (Text.language == "de")).execute()
    nuggets.refresh(str(version.film_id))
    return str(voice.sha)


def seen(page: str) -> str:
    """Return a page without the hidden form that sends an early ticket again."""
    return re.sub(r'<form hidden id="later".*?</form>', "", page)


def test_done_says_what_was_learned_and_what_comes_next(worker: Worker) -> None:
    page = worker.post(f"{HERE}/done")
    assert "Brille auf, bevor es dreht." in main(page)
    assert "Such deine Brille." in main(page)
    assert "Über dich wurde nichts gespeichert." in main(page)
    assert f'href="/de/m/{floor.LATHE}/clear-chips"' in words(page)


def test_next_is_never_out_of_reach(worker: Worker, insider: Worker) -> None:
    here = f"/de/m/{floor.LATHE}/clear-chips/done"
    assert "new-tool" not in words(worker.post(here))
    assert "new-tool" in words(insider.post(here))


def test_a_text_that_is_missing_falls_back_with_a_note(worker: Worker) -> None:
    page = worker.get("/en/n/clear-chips")
    assert "not there in English yet" in main(page)
    assert re.search(r'<div class="tight" lang="de" dir="ltr">\s*<h1>', words(page))


def test_a_nugget_that_never_was_is_not_found(worker: Worker) -> None:
    worker.get("/de/n/nothing-here", status=404)


def test_a_withdrawn_nugget_is_gone_at_once(app: Flask, worker: Worker) -> None:
    worker.get("/de/n/wear-glasses")
    with connected(app.extensions["database"]):
        nugget = Nugget.get(Nugget.slug == "wear-glasses")
        nuggets.withdraw(nugget, Folder(app.extensions["settings"].media), floor.DAY)
        assert catalogue.withdrawn(nugget.site_id, "wear-glasses")
    assert "wird nicht mehr gezeigt" in main(worker.get("/de/n/wear-glasses", status=410))
    worker.post("/de/n/wear-glasses/done", status=410)
    for start in ("", "/room"):
        gone = words(worker.get(f"{start}/de/m/{floor.LATHE}/wear-glasses", status=410))
        assert f'href="{start}/de/m/{floor.LATHE}"' in gone, "its machine is known"


def test_a_nugget_of_another_machine_opens_without_one(worker: Worker) -> None:
    page = worker.get(f"/de/m/{floor.PRESS}/wear-glasses", status=302)
    assert page.headers["Location"] == "/de/n/wear-glasses"


@pytest.mark.parametrize("step", ["play", "answer", "done"])
def test_who_is_amid_a_nugget_that_leaves_the_machine_can_finish_it(
    worker: Worker, step: str
) -> None:
    page = words(worker.post(f"/de/m/{floor.PRESS}/wear-glasses/{step}"))
    assert "/de/n/wear-glasses" in page


def test_out_of_reach_says_where_the_wifi_poster_hangs(worker: Worker) -> None:
    page = worker.get("/de/n/new-tool", status=403)
    assert "Eingang Halle 3" in main(page)
    assert "Brille prüfen" not in words(page)


def test_inside_the_plant_the_same_nugget_opens(insider: Worker) -> None:
    page = insider.get("/de/n/new-tool")
    assert "/media/plant/" in words(page)
    assert page.headers["Cache-Control"].startswith("private")


def test_no_film_of_the_plant_is_named_outside(worker: Worker) -> None:
    assert "/media/plant/" not in words(worker.get(f"/{floor.LATHE}"))


def test_a_form_that_is_too_large_is_refused(worker: Worker) -> None:
    page = worker.post(f"{HERE}/done", {"ticket": "x" * 70_000}, status=413)
    assert "zu viel auf einmal" in main(page)


def test_another_method_is_refused_in_words(worker: Worker) -> None:
    page = worker.post(HERE, status=405)
    assert "GET" in page.headers["Allow"]
    assert "So lässt sich diese Seite nicht benutzen." in main(page)
