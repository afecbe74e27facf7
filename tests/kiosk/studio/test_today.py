"""The start page: each of the cast finds what waits for them, and nothing that does not."""

from datetime import timedelta
from pathlib import Path

import pytest

from content import library, nuggets, plant, release
from content.models import Hang, Nugget, Site, Text, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.db import connected
from kiosk.studio.today import heading
from tests.content.cast import give_film, lay_out
from tests.page import words
from tests.studio import Browser, Studio, account


@pytest.fixture
def draft(studio: Studio, tmp_path: Path) -> Version:
    """Alice's draft of a safety nugget, whole."""
    folder = tmp_path / "in"
    storage = Folder(studio.settings.media)
    version = library.import_folder(studio.site, lay_out(folder, slug="helmet"), storage)
    give_film(version, storage)
    Version.update(authors=studio.people["alice"].id).where(Version.id == version.id).execute()
    found: Version = Version.get_by_id(version.id)
    return found


def calm(studio: Studio) -> None:
    """Let nothing be due."""
    later = (release.today(studio.site) + timedelta(days=30)).isoformat()
    Nugget.update(review_by=later).execute()


def start(browser: Browser) -> str:
    return words(browser.get("/studio/")).partition("<main")[2]


def test_a_quiet_day_says_so_and_what_comes_next(studio: Studio, alice: Browser) -> None:
    calm(studio)
    page = start(alice)
    assert "Nothing waits today" in page
    assert "is looked at again by" in page
    assert 'href="/studio/nuggets/new"' in page


def test_a_new_plant_is_asked_for_its_machines_then_for_its_first_nugget(eve: Browser) -> None:
    page = start(eve)
    assert "First, the machines" in page
    assert 'href="/studio/machines"' in page
    other = Site.get(Site.slug == "nachbarwerk")
    plant.machine(plant.area(other, ("Halle",)), "Säge")
    assert "Show what you know" in start(eve)
    nuggets.draft(other, "helmet")
    page = start(eve)
    assert "No nugget is published yet" in page
    assert 'href="/studio/nuggets?show=draft"' in page


def test_whoever_may_only_look_is_not_asked_to_film(studio: Studio) -> None:
    with connected(studio.database):
        other = plant.found("Drittwerk", "drittwerk", crowd=50)
        council = account(other, "rita", "council")
    page = start(Browser(studio.app, council))
    assert "No nugget yet" in page
    assert "Film it" not in page


def test_what_waits_for_a_release_stands_first_for_those_who_may(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    calm(studio)
    nuggets.submit(draft)
    page = start(bob)
    assert "One thing waits today" in page
    assert "To be released, safety" in page
    assert f'href="/studio/v/{draft.id}/release"' in page
    page = start(alice)
    assert "Nothing waits today" in page
    assert "With a colleague" in page


def test_a_trainer_sees_that_safety_waits_for_others(
    studio: Studio, dana: Browser, draft: Version
) -> None:
    calm(studio)
    nuggets.submit(draft)
    assert "Waits for safety." in start(dana)


def test_the_council_sees_it_all_and_can_press_nothing(
    studio: Studio, charlie: Browser, draft: Version
) -> None:
    nuggets.submit(draft)
    jobs.fail(jobs.ask("storyboard", draft.id), "It broke.", final=True)
    page = start(charlie)
    assert "With a colleague" in page
    assert "It broke." in page
    assert "<form" not in page
    assert "/studio/nuggets/new" not in page


def test_what_was_given_back_shows_the_remark_to_its_author_alone(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    calm(studio)
    nuggets.submit(draft)
    nuggets.send_back(draft, "The hand hides the button.")
    assert "The hand hides the button." in start(alice)
    assert "The hand hides the button." not in start(bob)


def test_a_draft_in_work_is_found_again_by_its_author(alice: Browser, draft: Version) -> None:
    page = start(alice)
    assert "You are working on" in page
    assert f'href="/studio/v/{draft.id}/film"' in page


def test_a_draft_without_an_author_is_not_forgotten(
    alice: Browser, charlie: Browser, draft: Version
) -> None:
    assert "without an author" not in start(alice)
    Version.update(authors="").where(Version.id == draft.id).execute()  # as after a restore
    page = start(alice)
    assert "One draft without an author" in page
    assert 'href="/studio/nuggets?show=draft"' in page
    assert "without an author" not in start(charlie)


def test_what_is_due_says_since_when_or_why(studio: Studio, alice: Browser) -> None:
    calm(studio)
    day = release.today(studio.site)
    glasses = Nugget.get(Nugget.slug == "wear-glasses")
    glasses.review_by = (day - timedelta(days=3)).isoformat()
    glasses.save()
    assert "Due for 3 days." in start(alice)
    glasses.due_why = "The lathe was rebuilt."
    glasses.save()
    page = start(alice)
    assert "The lathe was rebuilt." in page
    assert f'href="/studio/nuggets/{glasses.id}"' in page


def test_what_failed_is_tried_again_at_one_tap(
    studio: Studio, alice: Browser, draft: Version
) -> None:
    job = jobs.ask("renditions", draft.film_id or "")
    jobs.fail(job, "The film is empty.", final=True)
    assert "The film is empty." in start(alice)
    alice.post(f"/studio/jobs/{job.id}/again")
    assert jobs.Job.get_by_id(job.id).state == "queued"
    alice.post(f"/studio/jobs/{job.id}/again")
    assert "Did not work" not in start(alice)


def test_jobs_of_another_plant_are_none_of_ones_business(
    studio: Studio, eve: Browser, draft: Version
) -> None:
    job = jobs.ask("storyboard", draft.id)
    jobs.fail(job, "It broke.", final=True)
    assert "It broke." not in start(eve)
    eve.post(f"/studio/jobs/{job.id}/again")
    assert jobs.Job.get_by_id(job.id).state == "failed"
    eve.post("/studio/jobs/nothing/again", status=404)


def test_what_is_released_for_a_day_to_come_names_the_day(
    studio: Studio, alice: Browser, draft: Version
) -> None:
    nuggets.submit(draft)
    Version.update(effective_on="2031-05-01").where(Version.id == draft.id).execute()
    assert "From May 1, 2031 at the machine." in start(alice)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "Nothing waits today"), (1, "One thing waits today"), (2, "Two things wait today"),
     (12, "Twelve things wait today"), (13, "13 things wait today")],
)  # fmt: skip
def test_the_heading_says_the_finding(studio: Studio, count: int, said: str) -> None:
    with studio.app.extensions["studio"]().test_request_context(headers={"Accept-Language": "en"}):
        assert heading(count) == said


def test_a_long_name_in_any_script_stands_whole(alice: Browser, draft: Version) -> None:
    name = "<b>خوذة</b> \u200f🦺 " + "x" * 90
    Text.update(title=name).where((Text.version == draft) & (Text.language == "de")).execute()
    page = start(alice)
    assert "&lt;b&gt;خوذة&lt;/b&gt;" in page
    assert "<b>خوذة" not in page


def test_a_nugget_that_hangs_nowhere_is_shown_too(alice: Browser, draft: Version) -> None:
    Hang.delete().where(Hang.nugget == draft.nugget).execute()
    assert "Schutzbrille tragen" in start(alice)
