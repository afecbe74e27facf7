"""What the studio says when something fails, and how one goes on from there."""

import peewee
import pytest

from kiosk.studio.access import opened
from tests.page import main, words
from tests.studio import Studio

AGAIN = '<a class="b main" href="">'


@pytest.fixture
def failing(studio: Studio) -> Studio:
    """The studio while its data cannot be read."""

    @opened
    def fail(**_: str) -> str:
        raise peewee.OperationalError("database is locked")

    app = studio.app.extensions["studio"]()
    app.view_functions.update(dict.fromkeys(("nuggets.show", "new.begin_at_label"), fail))
    return studio


def test_what_failed_for_a_moment_is_tried_again_with_one_button(failing: Studio) -> None:
    page = failing.browser("alice").get("/studio/nuggets", status=503)
    assert AGAIN in words(page)
    assert words(page).count('class="b main"') == 1


def test_a_form_that_failed_is_not_asked_for_as_a_page(failing: Studio) -> None:
    page = failing.browser("alice").post("/studio/nuggets/new/D4H7KW", status=503)
    assert AGAIN not in words(page)
    assert "To the start" in main(page)
