"""What the sheet for a talk promises: nugget, question, answers, task, and nobody's name."""

import pytest
from flask import Flask

from content import nuggets
from content.models import Nugget
from content.storage import Folder
from kiosk.db import connected
from tests import floor
from tests.kiosk.pages.test_lesson import read
from tests.page import Worker, main, words

SHEET = f"/de/m/{floor.LATHE}/wear-glasses/session"


def test_a_sheet_holds_nugget_question_answers_and_task(worker: Worker) -> None:
    text = main(worker.get(SHEET))
    for said in ("Schutzbrille tragen", "Ein Span reicht.", "Maschine steht, nichts bewegt sich.",
                 "Wann trägst du sie?", "Immer.", "Genau: Späne fliegen weit.",
                 "Auch daneben fliegen Späne.", "Such deine Brille.", "Brille auf, bevor es dreht.",
                 "D4H-7KW", "Version 1, 22. November 2026"):  # fmt: skip
        assert said in text


def test_the_right_answer_alone_is_called_right(worker: Worker) -> None:
    page = words(worker.get(SHEET))
    assert page.count('<li class="right">') == page.count('class="verdict"') == 1
    assert "Immer." in page.partition('<li class="right">')[2][:90]


def test_it_has_no_place_for_a_name(worker: Worker) -> None:
    page = words(worker.get(SHEET))
    assert "Keine Teilnehmerliste" in page
    assert "<input" not in page.partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize("path", [SHEET, "/en/n/wear-glasses/session"])
def test_its_symbol_leads_to_the_nugget(worker: Worker, path: str) -> None:
    page = words(worker.get(path))
    drawn = page[page.index('<svg class="qr"') :].partition("</svg>")[0] + "</svg>"
    assert read(drawn) == "http://learn.example.test" + path.removesuffix("/session")


def test_the_sheet_to_print_leads_to_it(worker: Worker) -> None:
    assert f'href="{SHEET}"' in words(worker.get(f"/de/m/{floor.LATHE}/wear-glasses/print"))


def test_a_sheet_of_the_plant_stays_in_the_plant(worker: Worker, insider: Worker) -> None:
    worker.get("/de/n/new-tool/session", status=403)
    insider.get("/de/n/new-tool/session")


def test_a_sheet_of_another_machine_opens_without_one(worker: Worker) -> None:
    page = worker.get(f"/de/m/{floor.PRESS}/wear-glasses/session", status=302)
    assert page.headers["Location"] == "/de/n/wear-glasses/session"


def test_a_withdrawn_and_an_unknown_nugget_have_no_sheet(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        nugget = Nugget.get(Nugget.slug == "wear-glasses")
        nuggets.withdraw(nugget, Folder(app.extensions["settings"].media), floor.DAY)
    worker.get("/de/n/wear-glasses/session", status=410)
    worker.get("/de/n/never-heard-of/session", status=404)
    worker.get("/de/m/ZZZ/clear-chips/session", status=404)
