"""The station "check": what was found, how far the work is, and where the film is cut."""

from datetime import date
from pathlib import Path

import pytest

from content import nuggets, takes
from content.media.finding import Finding, Report
from content.models import Take, Text, Version
from content.sentence import say
from kiosk import jobs
from kiosk.db import connected
from kiosk.jobs import Job, JobBroke, JobKilled
from kiosk.studio import bench, trim
from kiosk.studio.bench import Bench
from kiosk.studio.retold import retold
from tests.page import words
from tests.studio import Browser, Studio

DARK = Finding("dark", "yours", say("From {start} on it is too dark.", start="2:06"), 126.0, 146.0)
PLACE = Finding("place", "mended", say("The place of filming stood in the file. It is deleted."))
LONG = Report(146.0, 1080, 1920, has_sound=True, findings=(DARK, PLACE))
FILM = b"0123456789" * 100


@pytest.fixture
def version(studio: Studio) -> Version:
    """A draft of Alice's with a point."""
    with connected(studio.database):
        made = nuggets.draft(studio.site, "chips")
        Version.update(authors=studio.people["alice"].id).where(Version.id == made.id).execute()
        Text.create(
            version=made, language="de", variant="plain", title="Späne", take_away="Erst lesen."
        )
    return made


@pytest.fixture
def take(studio: Studio, version: Version, tmp_path: Path) -> Take:
    """A film of 2:26 that was looked at; it gets dark at its end."""
    upload = tmp_path / "upload"
    upload.write_bytes(FILM)
    with connected(studio.database):
        made = takes.receive(
            version, "film", upload, "mov", folder=studio.settings.takes, keep_days=30,
            today=date(2026, 11, 22),
        )  # fmt: skip
        takes.looked(made, LONG)
    return made


@pytest.fixture
def here(version: Version) -> str:
    """The address of the station."""
    return f"/studio/v/{version.id}/check"


def typed(start: str, end: str, **more: str) -> dict[str, str]:
    """The form as a browser sends it."""
    return {"start": start, "end": end, "point": "Erst lesen.", "was": "Erst lesen."} | more


def test_the_heading_counts_what_only_people_can_change(
    alice: Browser, take: Take, here: str
) -> None:
    told = words(alice.get(here))
    assert "Two things only you can change" in told
    assert "2. From 2:06 on it is too dark." in told
    assert "The place of filming stood in the file." in told


def test_a_cut_that_leaves_the_dark_part_out_mends_both(
    alice: Browser, take: Take, here: str
) -> None:
    alice.post(here, typed("0:06", "2:04"))
    told = words(alice.get(here))
    assert "Everything is fine" in told
    assert "Your cut leaves it out." in told


def test_times_are_written_with_the_readers_decimal_sign(
    alice: Browser, studio: Studio, take: Take, here: str
) -> None:
    alice.post(here, typed("0:06", "1:58.5"))
    german = Browser(studio.app, studio.people["alice"], language="de")
    assert 'value="1:58,5"' in words(german.get(here))
    assert 'value="1:58.5"' in words(alice.get(here))


def test_a_cut_is_kept_and_asked_for_and_leads_on(
    alice: Browser, studio: Studio, take: Take, here: str
) -> None:
    answer = alice.post(here, typed("6", "1:58,5"))
    assert answer.location.endswith("/captions")
    with connected(studio.database):
        kept = Take.get_by_id(take.id)
        assert (kept.start, kept.end) == (6.0, 118.5)
        assert Job.get().kind == "cut"


@pytest.mark.parametrize(
    ("cut", "sentence"),
    [
        (("six", "2:04"), "Write a time as 0:06 or as seconds, 6.5."),
        (("1:75", ""), "Write a time as 0:06 or as seconds, 6.5."),
        (("2:04", "0:06"), "The end comes before the start. Set it later."),
        (("", "9:00"), "The film ends at 2:26."),
        (("8:00", ""), "The film ends at 2:26."),
    ],
)
def test_a_wrong_time_is_said_beside_its_field_and_stays(
    alice: Browser, take: Take, here: str, cut: tuple[str, str], sentence: str
) -> None:
    told = words(alice.post(here, typed(*cut), 422))
    assert sentence in told
    assert 'aria-invalid="true"' in told
    assert f'value="{cut[0]}"' in told
    assert f'value="{cut[1]}"' in told


def test_a_film_beyond_the_hard_stop_must_be_cut_shorter(
    alice: Browser, studio: Studio, take: Take, here: str
) -> None:
    with connected(studio.database):
        takes.looked(take, Report(300.0, 1080, 1920, has_sound=True))
    told = words(alice.post(here, typed("", ""), 422))
    assert "Still 5:00: a nugget lasts 3:00 at most." in told


def test_the_point_is_seen_and_written_here(
    alice: Browser, studio: Studio, take: Take, here: str
) -> None:
    assert "Erst lesen." in words(alice.get(here))
    alice.post(here, typed("0:06", "2:04", point="Erst denken."))
    with connected(studio.database):
        assert Text.get(Text.version == take.version_id).take_away == "Erst denken."


def test_a_point_that_somebody_else_wrote_meanwhile_is_not_overwritten(
    alice: Browser, studio: Studio, take: Take, here: str
) -> None:
    with connected(studio.database):
        Text.update(take_away="Erst fragen.").where(Text.version == take.version_id).execute()
    told = words(alice.post(here, typed("", "", point="Erst denken."), 422))
    assert "Erst fragen." in told
    assert "Erst denken." in told


def test_progress_is_polled_and_the_page_comes_anew_when_something_was_found(
    alice: Browser, studio: Studio, take: Take, here: str
) -> None:
    with connected(studio.database):
        Take.update(found="").execute()
        job = jobs.take(jobs.ask("look", take.id).id)
        assert job is not None
        jobs.tell(job, 0.5)
    told = words(alice.get(here))
    assert 'data-hx-trigger="every 2s"' in told
    assert 'aria-valuenow="10"' in told
    assert '<meta http-equiv="refresh"' in told
    alice.get(f"{here}/work?looked=0", HX_Request="true")
    with connected(studio.database):
        takes.looked(take, LONG)
        jobs.finish(job)
    answer = alice.get(f"{here}/work?looked=0", 286, HX_Request="true")
    assert answer.headers["HX-Refresh"] == "true"


def test_a_failure_says_why_and_can_be_tried_again(
    alice: Browser, studio: Studio, take: Take, here: str
) -> None:
    with connected(studio.database):
        job = jobs.take(jobs.ask("cut", take.id).id)
        assert job is not None
        jobs.fail(job, "The disk is full. Nothing is lost; make room on the server.", final=True)
    told = words(alice.get(here))
    assert "That did not work" in told
    assert "The disk is full." in told
    alice.post(f"{here}/again")
    with connected(studio.database):
        assert Job.get().state == "queued"


def test_the_take_is_sent_by_ranges_to_its_author_alone(
    alice: Browser, bob: Browser, eve: Browser, take: Take, here: str
) -> None:
    part = alice.get(f"{here}/take", 206, Range="bytes=0-1")
    assert part.data == FILM[:2]
    assert part.content_type == "video/mp4"
    assert "no-store" in part.headers["Cache-Control"]
    assert "Last-Modified" not in part.headers
    alice.get(f"{here}/take", 416, Range="bytes=5000-")
    bob.get(f"{here}/take", 404)
    eve.get(f"{here}/take", 404)
    assert f"{here}/strip" in words(alice.get(here))
    assert f"{here}/strip" not in words(bob.get(here))


def test_a_take_whose_days_are_over_cannot_be_cut_anew(
    alice: Browser, studio: Studio, take: Take, here: str
) -> None:
    takes.path(studio.settings.takes, take).unlink()
    assert "deleted by now" in words(alice.get(here))
    alice.post(here, typed("0:06", "2:04"))
    with connected(studio.database):
        assert not Job.select().exists()


def test_without_a_film_it_leads_to_the_film(alice: Browser, version: Version, here: str) -> None:
    told = words(alice.get(here))
    assert "There is no film yet" in told
    assert f"/studio/v/{version.id}/film" in told


def test_the_council_sees_it_and_cannot_cut(charlie: Browser, take: Take, here: str) -> None:
    assert "Keep this and go on" not in words(charlie.get(here))
    charlie.post(here, typed("0:06", "2:04"), 403)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0:06", 6.0), ("6.5", 6.5), ("6,5", 6.5), ("1:02.5", 62.5), ("90", 90.0), (" 2:00 ", 120.0)],
)
def test_times_are_understood_as_people_write_them(text: str, seconds: float) -> None:
    assert trim.seconds_of(text) == seconds


@pytest.mark.parametrize("seconds", [0.0, 6.0, 62.5, 119.96, 600.1])
def test_a_time_that_is_written_can_be_typed_back(seconds: float) -> None:
    assert trim.seconds_of(trim.written(seconds)) == pytest.approx(seconds, abs=0.051)


def test_the_time_left_is_told_once_it_can_be_known() -> None:
    now = Bench("running", "cut", 50)
    assert bench.left(now, 0, 49) is None
    later = bench.left(Bench("running", "cut", 50), 10**9, 0)
    assert later is not None
    assert later > 0


def test_a_kept_failure_is_told_in_the_readers_language(studio: Studio) -> None:
    made = studio.app.extensions["studio"]()
    with made.test_request_context("/", headers={"Accept-Language": "en"}):
        sentence = "The film lasts 950 seconds; at most 900 are taken. Cut it first."
        assert retold(sentence) == sentence


def test_a_fault_of_the_server_is_told_in_the_readers_language(studio: Studio) -> None:
    made = studio.app.extensions["studio"]()
    with made.test_request_context("/", headers={"Accept-Language": "de"}):
        told = [retold(str(one)) for one in (JobBroke(kind="KeyError"), JobKilled())]
    assert "bei jedem Versuch" in told[0]
    assert "(KeyError)" in told[0]
    assert "bei jedem Versuch" in told[1]
