"""In the room too a safety text that nobody reviewed stands, marked, under the one that binds."""

from flask import Flask

from kiosk.settings import Settings
from tests.kiosk.pages.test_drafts import GERMAN, TURKISH, published, stands_under
from tests.page import main, words

HERE = "/room/tr/n/lift-safely"


def test_a_safety_draft_stands_under_what_binds_from_film_to_end(
    app: Flask, plant: Settings
) -> None:
    reader = published(app, plant, "safety", "machine")
    page = main(reader.get(HERE))
    for name in ("title", "stand_clear"):
        assert stands_under(page, getattr(TURKISH, name), getattr(GERMAN, name))
    assert stands_under(page, "Bak.", "Sieh.")
    asked = main(reader.post(f"{HERE}/answer"))
    assert stands_under(asked, "Ne an?", "Wann?")
    assert stands_under(asked, "Hiç.", "Nie.")
    told = main(reader.post(f"{HERE}/answer", {"question": "0", "pick": "1"}))
    assert stands_under(told, "Hayır.", "Doch.")
    end = main(reader.post(f"{HERE}/done"))
    assert stands_under(end, "Önce.", "Auf.")
    assert stands_under(end, "Bul.", "Such.")


def test_a_drafts_captions_stand_under_those_of_what_binds(app: Flask, plant: Settings) -> None:
    page = words(published(app, plant, "safety", "draft").get(HERE))
    assert page.index('srclang="de"') < page.index('srclang="tr"')
    assert 'class="note"' in page


def test_a_reviewed_text_stands_alone(app: Flask, plant: Settings) -> None:
    page = words(published(app, plant, "safety", "reviewed").get(HERE))
    assert 'class="draft"' not in page
    assert 'class="note"' not in page


def test_a_hit_says_a_draft_under_what_binds(app: Flask, plant: Settings) -> None:
    hits = main(published(app, plant, "safety", "machine").get("/room/tr/find?q=gozluk"))
    assert stands_under(hits, "Zaman.", "Zeit.")
