"""What the find page promises to those who type a code or a word."""

import re

import pytest

from content import nuggets, plant
from content.models import Nugget, Site
from kiosk.db import connected
from tests import floor
from tests.page import Worker, main, words


@pytest.mark.parametrize("typed", ["D4H7KW", "d4h-7kw", "D4H 7KW"])
def test_a_typed_code_leads_to_its_machine(worker: Worker, typed: str) -> None:
    answer = worker.get(f"/de/find?q={typed}", status=302)
    assert answer.headers["Location"] == f"/de/m/{floor.LATHE}"


def test_a_word_finds_nuggets_and_machines(worker: Worker) -> None:
    text = words(worker.get("/de/find?q=brille"))
    assert 'href="/de/n/wear-glasses"' in text
    assert f'href="/de/m/{floor.PRESS}"' in words(worker.get("/de/find?q=presse"))


def test_what_was_typed_stays_in_the_field(worker: Worker) -> None:
    assert 'value="brille"' in words(worker.get("/de/find?q=brille"))


def test_finding_nothing_says_what_to_do(worker: Worker) -> None:
    assert "Versuch ein anderes Wort" in main(worker.get("/de/find?q=xyzzy"))


def test_a_code_that_no_machine_has_is_taken_for_a_code(worker: Worker) -> None:
    assert "Diesen Code hat hier keine Maschine." in main(worker.get("/de/find?q=Z9Z9Z8"))


@pytest.mark.parametrize("typed", ["D4H7KX", "4DH7KW", "d4h 7k", "D4HH7KW", "D4H-7WK", "O4H7KW"])
def test_one_slip_in_a_code_offers_the_machine_to_compare(worker: Worker, typed: str) -> None:
    page = worker.get(f"/en/find?q={typed}")
    assert f'href="/en/m/{floor.LATHE}"' in words(page)
    assert "Compare the code with the yellow plate." in main(page)


def test_a_label_out_of_use_is_not_offered(worker: Worker) -> None:
    lost = floor.LOST[:5] + ("0" if floor.LOST[5] != "0" else "1")
    assert f"/m/{floor.LOST}" not in words(worker.get(f"/en/find?q={lost}"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("'%22;--", "There is no word in it"),
        ("%25", "There is no word in it"),
        ("_", "There is no word in it"),
        ("%F0%9F%98%80", "There is no word in it"),
        ("x" * 200, "Nothing found."),
        ("' OR 1=1 --", "Nothing found."),
    ],
)
def test_any_text_is_answered_in_a_clear_sentence(worker: Worker, typed: str, says: str) -> None:
    assert says in main(worker.get(f"/en/find?q={typed}"))


@pytest.mark.parametrize("typed", ["", "%20", "%00"])
def test_an_empty_search_is_the_find_page(worker: Worker, typed: str) -> None:
    worker.get(f"/de/find?q={typed}", status=302)
    part = words(worker.get(f"/de/find?q={typed}", HX_Request="true"))
    assert part.startswith('<div id="hits"')
    assert "<li>" not in part


def test_ten_kilobytes_are_too_long_to_search_for(worker: Worker) -> None:
    page = worker.get("/en/find?q=" + "brille+" * 1500, status=414)
    assert "That is too long to search for." in main(page)
    part = words(worker.get("/en/find?q=" + "x" * 10_000, status=414, HX_Request="true"))
    assert "A few words are enough" in part


def test_finding_nothing_offers_the_floor_the_topics_and_the_coach(worker: Worker) -> None:
    page = words(worker.get("/en/find?q=xyzzy"))
    for way in ("/en/machines", "/en/t/safety", "tel:4711", "/en/wish"):
        assert f'href="{way}"' in page
    assert 'id="code"' in page


def test_what_only_the_plants_network_shows_is_not_found_outside(worker: Worker) -> None:
    with connected(worker.client.application.extensions["database"]):
        nuggets.describe(Nugget.get(Nugget.slug == "clear-chips"), reach="plant network")
    inside = Worker(worker.client.application, address="10.1.2.3")
    for typed in ("brille", "brlile", "aufsetzen"):
        assert "/n/clear-chips" not in words(worker.get(f"/de/find?q={typed}"))
        assert "/n/clear-chips" in words(inside.get(f"/de/find?q={typed}"))


def test_the_number_of_hits_is_spoken_once(worker: Worker) -> None:
    part = words(worker.get("/en/find?q=presse", HX_Request="true"))
    assert part.count("1 hit") == 2  # seen, and heard from the one live region
    assert 'id="live"' in part
    assert part.count("aria-live") == 1


@pytest.mark.parametrize(
    ("path", "to"),
    [("de/m/D4H7KW", "/de/m/D4H7KW"), ("en/t/safety", "/en/t/safety"), ("studio/", "")],
)
def test_a_pasted_address_of_ours_opens_its_page(worker: Worker, path: str, to: str) -> None:
    status = 302 if to else 200
    answer = worker.get(f"/de/find?q=https://learn.example.test/{path}", status=status)
    assert answer.headers.get("Location", "") == to


def test_a_pasted_address_never_leads_to_another_host(worker: Worker) -> None:
    for path in ("/evil.example/x", "/evil.example", "%5Cevil.example"):
        worker.get(f"/de/find?q=https://learn.example.test/{path}")


def test_what_is_typed_is_kept_nowhere(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    answer = worker.get("/de/find?q=geheimnis")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "geheimnis" not in caplog.text


def test_a_hostile_word_stays_text(worker: Worker) -> None:
    text = words(worker.get("/de/find?q=<script>alert(1)</script>"))
    assert "<script>alert" not in text


def test_htmx_gets_the_hits_alone(worker: Worker) -> None:
    text = words(worker.get("/de/find?q=brille", HX_Request="true"))
    assert text.startswith('<div id="hits"')
    assert "<html" not in text


def test_topics_with_nuggets_are_offered(worker: Worker) -> None:
    assert 'href="/de/t/safety"' in words(worker.get("/de/"))
    assert "Schutzbrille tragen" in main(worker.get("/de/t/safety"))


@pytest.mark.parametrize("start", ["", "/room"])
def test_a_topic_that_the_plant_named_is_read_out_in_its_language(
    worker: Worker, start: str
) -> None:
    with connected(worker.client.application.extensions["database"]):
        plant.topic(Site.get(), "pumps", "Pumpen")
        plant.topic(Site.get(), "order", "Ordnung")
    named, known = (words(worker.get(f"{start}/tr/t/{slug}")) for slug in ("pumps", "order"))
    assert re.search('<(h1|p)[^>]* lang="de" dir="ltr">Pumpen</', named)
    assert re.search("<(h1|p)(?![^>]* lang=)[^>]*>Düzen</", known)


def test_an_unknown_topic_is_not_found(worker: Worker) -> None:
    worker.get("/de/t/nothing", status=404)


def test_without_a_language_the_browser_decides(worker: Worker) -> None:
    assert "Type the code" in main(worker.get("/", Accept_Language="en"))
