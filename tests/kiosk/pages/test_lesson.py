"""What the sheet to print promises: one side of paper with all that a nugget teaches."""

import re

import pytest
import zxingcpp
from flask import Flask

from content.models import Nugget
from content.storage import Folder
from kiosk.db import connected
from kiosk.settings import Settings
from tests import floor
from tests.kiosk.pages.test_drafts import published, stands_under
from tests.page import Worker, main, words

SHEET = f"/de/m/{floor.LATHE}/wear-glasses/print"


def test_a_sheet_shows_what_the_nugget_teaches(worker: Worker) -> None:
    text = main(worker.get(SHEET))
    for said in ("Schutzbrille tragen", "Ein Span reicht.", "Maschine steht, nichts bewegt sich.",
                 "Brille prüfen.", "Brille aufsetzen.", "Wann trägst du sie?", "Immer.",
                 "D4H-7KW", "Version 1, 22. November 2026"):  # fmt: skip
        assert said in text


def test_a_sheet_does_not_give_the_answer_away(worker: Worker) -> None:
    page = words(worker.get(SHEET))
    assert "Genau: Späne fliegen weit." not in page
    assert "Auch daneben fliegen Späne." not in page


@pytest.mark.parametrize("path", [SHEET, "/en/n/wear-glasses/print"])
def test_its_symbol_leads_to_the_nuggets_public_address(worker: Worker, path: str) -> None:
    drawn = re.search(r'<svg class="qr".*?</svg>', words(worker.get(path)))
    assert drawn
    assert read(drawn[0]) == "http://learn.example.test" + path.removesuffix("/print")


def test_the_nugget_leads_to_its_sheet_and_says_what_it_weighs(worker: Worker) -> None:
    page = words(worker.get(SHEET.removesuffix("/print")))
    assert re.search(rf'href="{SHEET}">.*?Blatt zum Drucken.*?\d+ kB', page)


def test_a_sheet_loads_its_pictures_at_once_because_a_printer_does_not_scroll(
    worker: Worker,
) -> None:
    page = words(worker.get(SHEET))
    assert re.search(r'<img src="/media/[0-9a-f]{64}\.svg"', page)
    assert "loading=" not in page


def test_a_sheet_may_be_kept_and_carries_no_ticket(worker: Worker) -> None:
    page = worker.get(SHEET)
    assert page.headers["Cache-Control"].startswith("public, max-age=60")
    assert "ticket" not in words(page)


def test_a_sheet_of_the_plant_stays_in_the_plant(worker: Worker, insider: Worker) -> None:
    worker.get("/de/n/new-tool/print", status=403)
    assert "/media/plant/" in words(insider.get("/de/n/new-tool/print"))


def test_a_sheet_of_another_machine_opens_without_one(worker: Worker) -> None:
    page = worker.get(f"/de/m/{floor.PRESS}/wear-glasses/print", status=302)
    assert page.headers["Location"] == "/de/n/wear-glasses/print"


def test_a_sheet_in_another_language_says_so_on_the_screen(worker: Worker) -> None:
    assert "not there in English yet" in main(worker.get("/en/n/clear-chips/print"))


def test_on_paper_too_a_safety_draft_stands_under_what_binds(app: Flask, plant: Settings) -> None:
    page = main(published(app, plant, "safety", "machine").get("/tr/n/lift-safely/print"))
    for own, source in (
        ("Gözlük", "Brille"),
        ("Dur.", "Halt."),
        ("Bak.", "Sieh."),
        ("Hep.", "Immer."),
    ):
        assert stands_under(page, own, source)


def test_the_sheet_of_a_withdrawn_nugget_is_gone(app: Flask, worker: Worker) -> None:
    from content import nuggets

    worker.get("/de/n/wear-glasses/print")
    with connected(app.extensions["database"]):
        nugget = Nugget.get(Nugget.slug == "wear-glasses")
        nuggets.withdraw(nugget, Folder(app.extensions["settings"].media), floor.DAY)
    worker.get("/de/n/wear-glasses/print", status=410)


def read(svg: str) -> str:
    """Return what a phone reads of a drawn symbol."""
    import io

    from PIL import Image
    from resvg_py import svg_to_bytes

    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    picture = Image.open(io.BytesIO(bytes(svg_to_bytes(svg_string=named, width=400))))
    found = zxingcpp.read_barcode(picture)
    assert found
    return str(found.text)
