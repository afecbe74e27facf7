"""The studio speaks the language of the browser, in every word."""

import pytest

from kiosk.studio import today
from kiosk.studio.new import LEVEL_WORDS
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
