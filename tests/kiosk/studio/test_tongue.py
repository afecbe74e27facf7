"""The studio speaks the language of the browser, in every word."""

import pytest

from kiosk.studio import today
from kiosk.studio.new import LEVEL_WORDS
from tests.kiosk.studio.captions_cast import chuck
from tests.page import words
from tests.studio import Browser, Studio


@pytest.mark.parametrize(("wanted", "said"), [("de-DE,de;q=0.9", "Anmelden"), ("en", "Sign in")])
def test_the_first_page_speaks_the_browsers_language(
    studio: Studio, wanted: str, said: str
) -> None:
    page = words(Browser(studio.app, language=wanted).get("/studio/", status=401))
    assert said in page


def test_numbers_and_choices_are_translated_too(studio: Studio) -> None:
    head = {"Accept-Language": "de"}
    with studio.app.extensions["studio"]().test_request_context(headers=head):
        assert today.heading(2) == "Heute warten zwei Dinge"
        assert str(LEVEL_WORDS["first steps"]) == "Erste Schritte"


@pytest.mark.parametrize("path", ["/studio/me", "/studio/machines/new", "/studio/", "/studio/nix"])
def test_a_page_says_in_which_language_it_is(studio: Studio, path: str) -> None:
    """A browser that wants German, after English was chosen in the studio."""
    german = Browser(studio.app, studio.people["alice"], "de")
    german.post("/studio/language", {"language": "en", "next": "/studio/me"})
    page = words(german.get(path, 404 if path.endswith("nix") else 200))
    assert '<html lang="en"' in page
    if path.endswith("me"):
        assert 'value="en" lang="en" aria-current="true"' in page


def test_german_buttons_say_what_they_do(studio: Studio) -> None:
    trainer = Browser(studio.app, studio.people["alice"], language="de")
    version = chuck(studio.site, studio.settings)
    step = words(trainer.get(f"/studio/v/{version.id}/film"))
    assert "Mitnehmen" not in step
    assert "Entfernen" in step
    assert "Noch eine Antwort" in words(trainer.get(f"/studio/v/{version.id}/question"))
    assert "</svg>Öffnen" in words(trainer.get(f"/studio/nuggets/{version.nugget_id}"))
