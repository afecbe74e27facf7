"""While the fault log is on, everybody in the studio can read that it is."""

from kiosk.care import faultlog
from tests.page import words
from tests.studio import Browser, Studio


def test_the_studio_says_that_it_is_on(studio: Studio, charlie: Browser) -> None:
    said = "The fault log is on until"
    assert said not in words(charlie.get("/studio/"))
    faultlog.switch_on(studio.settings, 2)
    for page in ("/studio/", "/studio/counting"):
        assert said in words(charlie.get(page))
    faultlog.switch_off(studio.settings)
    assert said not in words(charlie.get("/studio/counting"))
