"""What the find page promises to those who type a code or a word."""

import pytest

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


def test_a_mistyped_code_is_taken_for_a_code(worker: Worker) -> None:
    page = main(worker.get("/de/find?q=D4H7KX"))
    assert "Diesen Code hat hier keine Maschine." in page


@pytest.mark.parametrize("typed", ["", "%20", "%00", "'%22;--", "%25", "x" * 3000, "%F0%9F%98%80"])
def test_any_text_can_be_searched_for(worker: Worker, typed: str) -> None:
    worker.get(f"/de/find?q={typed}", status=302 if typed in {"", "%20", "%00"} else 200)


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


def test_an_unknown_topic_is_not_found(worker: Worker) -> None:
    worker.get("/de/t/nothing", status=404)


def test_without_a_language_the_browser_decides(worker: Worker) -> None:
    assert "Type the code" in main(worker.get("/", Accept_Language="en"))
