"""Labels printed ahead: what failed leaves nothing behind, what was stopped is printed later."""

import pytest

from content import label_life
from content.errors import BlanksPrinted
from content.models import Label
from kiosk import jobs
from kiosk.labels import prints
from tests.kiosk.studio.test_labels import read
from tests.page import words
from tests.studio import Browser, Studio

HOME = "/studio/labels/blanks"


@pytest.fixture
def left(studio: Studio) -> list[str]:
    """Two codes that were laid by before their print was stopped."""
    return label_life.lay_by(studio.site, ["3HV8T7", "7WKKKK"])


def test_codes_that_are_not_on_paper_are_listed_and_printed(
    alice: Browser, left: list[str]
) -> None:
    page = words(alice.get(HOME))
    assert "2 codes were laid by and are not on paper" in page
    assert f"/studio/labels/at/{left[0]}" in page
    at = alice.post(f"{HOME}/again", {"design": "tag-30", "stock": "tag-30"}).headers["Location"]
    assert read(alice.get(f"{at}.pdf").data) == left
    assert "not on paper" not in words(alice.get(HOME))


def test_codes_that_nobody_needs_are_taken_out_of_use(
    alice: Browser, studio: Studio, left: list[str]
) -> None:
    alice.post(f"{HOME}/again", {"do": "retire"})
    assert {Label.get(Label.code == code).state for code in left} == {"retired"}
    assert "not on paper" not in words(alice.get(HOME))
    page = words(studio.app.test_client().get(f"/{left[0]}", headers={"Accept-Language": "en"}))
    assert "This label is out of use." in page


def test_what_cannot_be_printed_leaves_no_code_behind(alice: Browser) -> None:
    form = {"count": "3", "design": "a6", "stock": "tag-30"}
    assert "bigger than a cell of this paper" in words(alice.post(HOME, form, 422))
    assert Label.select().where(Label.machine.is_null()).count() == 0


def test_codes_that_the_worker_is_about_to_print_are_not_offered(
    alice: Browser, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "AT_ONCE", 1)
    alice.post(HOME, {"count": "2", "design": "tag-30", "stock": "tag-30"})
    assert "not on paper" not in words(alice.get(HOME))
    job = jobs.Job.get(jobs.Job.kind == "labels")
    jobs.fail(job, "The server stopped each time this was tried.", final=True)
    assert "2 codes were laid by" in words(alice.get(HOME))


def test_of_two_who_print_the_same_blanks_one_is_told(
    bob: Browser, studio: Studio, left: list[str]
) -> None:
    order = prints.Order(studio.site.id, tuple(left), "tag-30", "tag-30", 1, ("de",))
    numbers = [prints.lay(studio.settings, order) for _ in "ab"]
    prints.make(studio.settings, studio.database, numbers[0])
    with pytest.raises(BlanksPrinted, match="is on paper already"):
        prints.make(studio.settings, studio.database, numbers[1])
    assert prints.made(studio.settings, numbers[1]) is None
    page = words(bob.post(f"{HOME}/again", {"design": "tag-30"}, 422))
    assert "Choose at least one label." in page


def test_nothing_of_another_plant_is_listed_or_printed(eve: Browser, left: list[str]) -> None:
    assert "not on paper" not in words(eve.get(HOME))
    eve.post(f"{HOME}/again", {"do": "retire"})
    assert Label.get(Label.code == left[0]).state == "reserved"
