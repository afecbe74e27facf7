"""A translation that nobody reviewed: marked, and for safety never without the text that binds."""

from dataclasses import replace

import pytest
from flask import Flask

from content.card import Option, Question
from content.models import Site
from kiosk.db import connected
from kiosk.settings import Settings
from tests import floor
from tests.page import Worker, main, words

GERMAN = replace(
    floor.GERMAN, title="Brille", why="Zeit.", stand_clear="Halt.", steps=("Sieh.", "Setz."),
    take_away="Auf.", task="Such.",
    questions=(Question("Wann?", (
        Option("Immer.", "Ja.", right=True), Option("Nie.", "Doch.", right=False),
    )),),
)  # fmt: skip
TURKISH = replace(
    GERMAN, language="tr", title="Gözlük", why="Zaman.", state="draft",
    stand_clear="Dur.", steps=("Bak.", "Tak."), take_away="Önce.", task="Bul.",
    questions=(Question("Ne an?", (
        Option("Hep.", "Evet.", right=True), Option("Hiç.", "Hayır.", right=False),
    )),),
)  # fmt: skip
HERE = "/tr/n/lift-safely"


def published(app: Flask, plant: Settings, klass: str, state: str) -> Worker:
    """Return a reader of Turkish, for whom a nugget stands there in German and Turkish."""
    with connected(app.extensions["database"]):
        texts = (GERMAN, replace(TURKISH, state=state))
        floor.publish(Site.get(), plant, "lift-safely", texts, klass=klass)
    return Worker(app, language="tr")


def stands_under(page: str, own: str, source: str) -> bool:
    """Whether a draft stands behind the line that binds, and is called one."""
    return source in page and f"Taslak: {own}" in page[page.index(source) :]


@pytest.mark.parametrize("state", ["draft", "machine"])
def test_a_safety_draft_stands_line_by_line_under_what_binds(
    app: Flask, plant: Settings, state: str
) -> None:
    page = main(published(app, plant, "safety", state).get(HERE))
    for name in ("title", "why", "stand_clear"):
        assert stands_under(page, getattr(TURKISH, name), getattr(GERMAN, name))
    for own, source in zip(TURKISH.steps, GERMAN.steps, strict=True):
        assert stands_under(page, own, source)
    assert stands_under(page, "Hep.", "Immer.")
    assert "Deutsch dilindeki metin" in page


def test_a_draft_puts_the_hint_first_and_the_long_words_behind_the_film(
    app: Flask, plant: Settings
) -> None:
    page = words(published(app, plant, "safety", "draft").get(HERE))
    marked = page.index('<span class="soft">Taslak: </span>Gözlük')
    assert marked < page.index("Halt.") < page.index("Zeit.") < page.index("dilindeki metin")


def test_the_languages_of_a_draft_and_of_what_binds_are_marked(app: Flask, plant: Settings) -> None:
    page = words(published(app, plant, "safety", "draft").get(HERE))
    assert '<div class="tight" lang="de" dir="ltr">' in page
    assert '<p class="draft" lang="tr" dir="ltr">' in page


def test_an_answer_to_a_draft_teaches_in_both(app: Flask, plant: Settings) -> None:
    page = main(published(app, plant, "safety", "draft").post(f"{HERE}/answer", {"pick": "1"}))
    assert stands_under(page, "Hayır.", "Doch.")
    assert stands_under(page, "Hiç.", "Nie.")


def test_the_end_of_a_draft_says_both(app: Flask, plant: Settings) -> None:
    page = main(published(app, plant, "safety", "draft").post(f"{HERE}/done"))
    assert stands_under(page, "Önce.", "Auf.")
    assert stands_under(page, "Bul.", "Such.")


@pytest.mark.parametrize(
    ("state", "note"),
    [("draft", "Taslak, henüz"), ("machine", "Makine çevirisi, kontrol")],
)
def test_another_draft_stands_alone_and_is_marked(
    app: Flask, plant: Settings, state: str, note: str
) -> None:
    page = main(published(app, plant, "normal", state).get(HERE))
    assert note in page
    assert "Gözlük" in page
    assert "Brille" not in page


@pytest.mark.parametrize("klass", ["safety", "normal"])
def test_what_was_reviewed_stands_alone_and_unmarked(
    app: Flask, plant: Settings, klass: str
) -> None:
    page = main(published(app, plant, klass, "reviewed").get(HERE))
    assert "Taslak" not in page
    assert "Brille" not in page


def test_the_plants_own_text_is_no_draft(app: Flask, plant: Settings) -> None:
    published(app, plant, "safety", "draft")
    assert "Entwurf" not in main(Worker(app).get("/de/n/lift-safely"))


def test_a_scan_shows_both_at_once(app: Flask, plant: Settings) -> None:
    with connected(app.extensions["database"]):
        texts = (GERMAN, TURKISH)
        floor.publish(Site.get(), plant, "wear-glasses", texts, klass="safety")
    page = main(Worker(app, language="tr").get(f"/{floor.LATHE}"))
    assert stands_under(page, "Dur.", "Halt.")


def test_a_hit_says_a_draft_of_safety_under_what_binds_and_any_other_marked(
    app: Flask, plant: Settings
) -> None:
    hits = main(published(app, plant, "safety", "draft").get("/tr/find?q=gozluk"))
    assert stands_under(hits, "Zaman.", "Zeit.")
    with connected(app.extensions["database"]):
        floor.publish(Site.get(), plant, "lift-safely", (GERMAN, TURKISH), klass="normal")
    hits = main(Worker(app, language="tr").get("/tr/find?q=gozluk"))
    assert "Taslak: Zaman." in hits
    assert "Zeit." not in hits
