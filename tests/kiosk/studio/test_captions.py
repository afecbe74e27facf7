"""The station of captions: lines typed, read in, timed, and said to be right by a person."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from content import captions, takes
from content.media.captions import Cue
from content.models import StepText, Take, Text, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.jobs import Job
from tests.kiosk.studio.captions_cast import LINES, chuck, german, give_lines
from tests.page import main, words
from tests.studio import Browser, Studio, field

ONE = ("0:01.0", "0:04.0", "Drei Backen lösen.")
TWO = ("0:05.0", "0:08.5", "Mit 35 Nm anziehen.")
FAST = Cue(1, 2, "Schlüssel abziehen, nie stecken lassen.")


@pytest.fixture
def version(studio: Studio) -> Version:
    """The draft `chuck` with its film, without captions."""
    return chuck(studio.site, studio.settings)


@pytest.fixture
def here(version: Version) -> str:
    """The address of its German captions."""
    return f"/studio/v/{version.id}/captions/de"


def form(was: str = "", *lines: tuple[str, str, str], **more: str) -> dict[str, Any]:
    """Return the form of these lines as the page would send it."""
    columns = [list(one) for one in zip(*lines, strict=True)] or [[], [], []]
    return {"was": was, "start": columns[0], "end": columns[1], "text": columns[2], **more}


def file(content: bytes, name: str = "film.srt") -> dict[str, Any]:
    """Return the form that sends a file."""
    return {"file": (io.BytesIO(content), name)}


def kept(studio: Studio, version: Version) -> list[tuple[float, float, str]]:
    """Return the captions that are kept."""
    cues = captions.cues(german(version), Folder(studio.settings.media))
    return [(cue.start, cue.end, cue.text) for cue in cues]


def taken(studio: Studio, version: Version, film: Path) -> Take:
    """Return the take that the film was cut from."""
    return takes.receive(
        version, "film", film, "mp4", folder=studio.settings.takes, keep_days=30,
        today=date(2026, 11, 22),
    )  # fmt: skip


def test_the_heading_says_what_is_wrong(
    alice: Browser, studio: Studio, version: Version, here: str
) -> None:
    give_lines(version, studio.settings, FAST)
    page = main(alice.get(here))
    assert "One line is too fast" in page
    assert "39 signs/s Too fast. Give it 1.3 s more." in page


def test_it_says_what_became_of_the_film(alice: Browser, version: Version, here: str) -> None:
    assert "There is no film yet" in main(alice.get(here))
    jobs.ask("renditions", str(version.film_id))
    assert "appears here by itself" in main(alice.get(here))
    Job.update(state="failed", error="Broken.").execute()
    assert "The film could not be made." in main(alice.get(here))


def test_lines_are_never_timed_by_a_film_that_is_being_replaced(
    alice: Browser, studio: Studio, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"a film")
    version = chuck(studio.site, studio.settings, film)
    here, take = f"/studio/v/{version.id}/captions/de", taken(studio, version, film)
    assert "<video" in words(alice.get(here))
    jobs.ask("cut", take.id)
    page = words(alice.get(here))
    assert "<video" not in page
    assert "The film is being made." in page


def test_numbers_in_sentences_are_written_as_the_reader_writes_them(
    studio: Studio, version: Version, here: str
) -> None:
    give_lines(version, studio.settings, FAST)
    german = Browser(studio.app, studio.people["alice"], language="de")
    assert "Gib ihr 1,3 s mehr." in main(german.get(here))


def test_typed_lines_are_kept(alice: Browser, studio: Studio, version: Version, here: str) -> None:
    alice.post(here, form("", ONE, TWO, do="save"))
    assert kept(studio, version) == [
        (1, 4, "Drei Backen lösen."), (5, 8.5, "Mit 35 Nm anziehen."),
    ]  # fmt: skip
    assert german(version).captions_state == "draft"


def test_only_the_tick_makes_them_right(alice: Browser, version: Version, here: str) -> None:
    alice.post(here, form("", ONE, do="save", watched="1"))
    assert german(version).captions_state == "reviewed"
    page = alice.get(here)
    assert "The captions are right" in main(page)
    alice.post(here, form(field(page, "was"), ONE, do="save"))
    assert german(version).captions_state == "reviewed"
    alice.post(here, form(german(version).captions_id or "", TWO, do="save"))
    assert german(version).captions_state == "draft"


def test_lines_that_cannot_be_read_are_not_right_and_nothing_typed_is_lost(
    alice: Browser, version: Version, here: str
) -> None:
    late = ("0:10.0", "0:14.0", "Nach dem Ende & weiter")
    answer = alice.post(here, form("", late, do="save", watched="1"), status=422)
    assert "not right yet" in main(answer)
    assert 'aria-invalid="true"' in words(answer)
    assert "Nach dem Ende &amp; weiter" in words(answer)
    assert german(version).captions_id is None


def test_a_time_that_is_none_is_said_beside_its_field(
    alice: Browser, version: Version, here: str
) -> None:
    answer = alice.post(here, form("", ("soon", "0:04", "Halt"), do="save"), status=422)
    assert 'value="soon"' in words(answer)
    assert "Write times like 0:26.5" in main(answer)
    assert german(version).captions_id is None


def test_captions_beyond_the_film_are_kept_as_a_draft_and_said(alice: Browser, here: str) -> None:
    alice.post(here, form("", ("0:10.0", "0:14.0", "Nach dem Ende"), do="save"))
    assert "It ends after the film does." in main(alice.get(here))


def test_a_flood_of_lines_is_refused_and_shown_no_further(
    alice: Browser, version: Version, here: str
) -> None:
    answer = alice.post(here, form("", *[ONE] * 4000, do="save"), status=422)
    assert "more than 500 lines" in main(answer)
    assert german(version).captions_id is None


def test_signs_nobody_can_see_are_left_out(
    alice: Browser, studio: Studio, version: Version, here: str
) -> None:
    alice.post(here, form("", ("0:01", "0:04", "Ha\0lt\u202e! 😀 \r\n\r\n Steh."), do="save"))
    assert kept(studio, version) == [(1, 4, "Halt! 😀\nSteh.")]


def test_of_two_trainers_nobody_loses_a_line_and_both_are_told(
    alice: Browser, bob: Browser, studio: Studio, version: Version, here: str
) -> None:
    was = give_lines(version, studio.settings)
    alice.post(here, form(was, ONE, do="save"))
    answer = bob.post(here, form(was, TWO, do="save"), status=409)
    page = main(answer)
    assert "Somebody else changed these lines" in page
    assert "Mit 35 Nm anziehen." in page
    assert "Drei Backen lösen." in page
    assert kept(studio, version) == [(1, 4, "Drei Backen lösen.")]
    bob.post(here, form(field(answer, "was"), ONE, TWO, do="save"))
    assert len(kept(studio, version)) == 2


def test_a_double_tap_saves_once_and_alarms_nobody(
    alice: Browser, studio: Studio, version: Version, here: str
) -> None:
    alice.post(here, form("", ONE, do="save"))
    alice.post(here, form("", ONE, do="save"))
    assert len(kept(studio, version)) == 1


@pytest.mark.parametrize(
    ("do", "texts"),
    [
        ("add:1", ["Halt, steh.", "", "Nie zwei."]),
        ("delete:1", ["Nie zwei."]),
        ("split:1", ["Halt,", "steh.", "Nie zwei."]),
        ("join:1", ["Halt, steh. Nie zwei."]),
        ("join:2", ["Halt, steh.", "Nie zwei."]),
        ("delete:99", ["Halt, steh.", "Nie zwei."]),
        ("delete:x", ["Halt, steh.", "Nie zwei."]),
        ("burn:1", ["Halt, steh.", "Nie zwei."]),
    ],
)
def test_buttons_of_a_line_work_without_javascript(
    alice: Browser, version: Version, here: str, do: str, texts: list[str]
) -> None:
    lines = (("0:01", "0:03", "Halt, steh."), ("0:04", "0:06", "Nie zwei."))
    page = words(alice.post(here, form("", *lines, do=do), status=200))
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    found = [part.split("</textarea>")[0].split(">", 1)[1] for part in table.split("<textarea")[1:]]
    assert found == texts
    assert german(version).captions_id is None


def test_all_lines_move_together(alice: Browser, here: str) -> None:
    page = words(alice.post(here, form("", ONE, do="move", by="-0,5"), status=200))
    assert 'value="0:00.5"' in page
    assert 'value="0:03.5"' in page


def test_steps_become_lines_that_nobody_saved_yet(
    alice: Browser, version: Version, here: str
) -> None:
    answer = alice.post(here, form("", do="steps"), status=200)
    assert "Made from the steps. Nothing is saved yet" in main(answer)
    assert 'value="0:06.0"' in words(answer)
    assert german(version).captions_id is None


def test_without_steps_no_lines_can_be_made_of_them(
    alice: Browser, version: Version, here: str
) -> None:
    StepText.delete().where(StepText.text == german(version)).execute()
    answer = alice.post(here, form("", ONE, do="steps"), status=422)
    assert "There are no steps yet." in main(answer)
    assert "Made from the steps" not in main(answer)


def test_a_file_is_shown_with_what_was_mended_before_it_is_saved(
    alice: Browser, version: Version, here: str
) -> None:
    content = "1\n00:00:11,000 --> 00:00:14,000\nTür zu\n\n2\n00:00:20,000 --> 00:00:24,000\nAus\n"
    answer = alice.post(f"{here}/file", file(content.encode("cp1252")), status=200)
    page = main(answer)
    assert "1 line, SubRip in Windows-1252. Nothing is saved yet." in page
    assert "2 things were mended" in page
    assert "Line 2: It began after the film's end: left out." in page
    assert "Tür zu" in page
    assert german(version).captions_id is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "No caption was found"),
        (b"\x89PNG\r\n" + b"\0" * 9000, "No caption was found"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx\n\n" * 700, "more than 500 lines"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_beside_its_field(
    alice: Browser, studio: Studio, version: Version, here: str, *, content: bytes, sentence: str
) -> None:
    give_lines(version, studio.settings)
    answer = alice.post(f"{here}/file", file(content), status=422)
    assert sentence in main(answer)
    assert "Drei Backen lösen, eine nach der anderen." in words(answer)


def test_a_script_in_a_file_never_reaches_the_page(alice: Browser, here: str) -> None:
    evil = b"1\n00:00:01,000 --> 00:00:02,000\n</textarea><script>alert(1)</script>Hi\n"
    page = words(alice.post(f"{here}/file", file(evil), status=200))
    assert "alert(1)" not in page


def test_a_plain_text_that_looks_like_markup_stays_a_text(
    alice: Browser, studio: Studio, version: Version, here: str
) -> None:
    odd = "</textarea><b>5 < 6 & 7"
    alice.post(here, form("", ("0:01", "0:05", odd), do="save"))
    assert "&lt;/textarea&gt;" in words(alice.get(here))
    assert b"<textarea" not in alice.get(f"{here}/file.vtt").data


def test_captions_can_be_taken_away_in_both_forms(
    alice: Browser, studio: Studio, version: Version, here: str
) -> None:
    give_lines(version, studio.settings)
    web, rip = alice.get(f"{here}/file.vtt"), alice.get(f"{here}/file.srt")
    assert web.data.startswith(b"WEBVTT")
    assert b"1\n00:00:00,500 --> 00:00:03,000\n" in rip.data
    assert 'filename="chuck-de.srt"' in rip.headers["Content-Disposition"]
    alice.get(f"{here}/file.exe", status=404)


def test_going_without_captions_needs_a_reason(alice: Browser, version: Version, here: str) -> None:
    alice.post(f"{here}/waive", {"do": "waive", "why": " "}, status=422)
    alice.post(f"{here}/waive", {"do": "waive", "why": "Nur Bilder."})
    assert Version.get_by_id(version.id).captions_waived == "Nur Bilder."
    alice.post(f"{here}/waive", {"do": "back"})
    assert not Version.get_by_id(version.id).captions_waived


def test_each_language_has_lines_of_its_own(alice: Browser, version: Version, here: str) -> None:
    page = alice.get(here.replace("/de", "/tr"))
    assert "Türkçe" in main(page)
    assert "[tık]" in words(page)
    alice.get(here.replace("/de", "/xx"), status=404)


def test_the_station_leads_to_the_first_text(alice: Browser, version: Version, here: str) -> None:
    answer = alice.get(f"/studio/v/{version.id}/captions", status=302)
    assert answer.location == here
    Text.delete().execute()
    assert "First a title" in main(alice.get(f"/studio/v/{version.id}/captions"))


def test_the_council_sees_captions_and_changes_none(
    charlie: Browser, studio: Studio, version: Version, here: str
) -> None:
    give_lines(version, studio.settings)
    page = words(charlie.get(here))
    assert LINES[0].text in page
    assert "<fieldset" not in page
    assert 'value="save"' not in page
    charlie.post(here, form("", ONE, do="save"), status=403)


def test_a_version_in_review_is_not_changed(
    alice: Browser, studio: Studio, version: Version, here: str
) -> None:
    was = give_lines(version, studio.settings)
    Version.update(state="in review").where(Version.id == version.id).execute()
    page = words(alice.get(here))
    assert LINES[0].text in page
    assert "<fieldset" not in page
    alice.post(here, form(was, ONE, do="save"), status=422)


def test_another_plant_finds_nothing_here(eve: Browser, here: str) -> None:
    eve.get(here, status=404)
    eve.post(here, form("", ONE, do="save"), status=404)


def test_nobody_is_offered_a_machine_where_none_was_named(alice: Browser, here: str) -> None:
    assert "By a machine" not in main(alice.get(here))
    alice.post(f"{here}/speech", status=404)


def test_a_machines_lines_are_marked_until_a_person_ticked(
    alice: Browser, studio: Studio, version: Version, here: str
) -> None:
    was = give_lines(version, studio.settings, state="machine")
    assert "A machine wrote these: check every word" in main(alice.get(here))
    alice.post(here, form(was, ONE, TWO, do="save"))
    assert german(version).captions_state == "machine"


@pytest.fixture
def listening(studio: Studio) -> Studio:
    """A studio whose operator named a program that listens."""
    made = studio.app.extensions["studio"]()
    object.__setattr__(made.extensions["settings"], "speech_command", "listen")
    return studio


def test_a_machine_is_asked_once_and_says_that_it_listens(
    listening: Studio, alice: Browser, version: Version, here: str
) -> None:
    alice.post(f"{here}/speech")
    alice.post(f"{here}/speech")
    assert [job.subject for job in Job.select().where(Job.kind == "speech")] == [german(version).id]
    assert "The machine listens to the film." in main(alice.get(here))
    Job.delete().execute()
    assert alice.get(f"{here}/speech", HX_Request="true").headers["HX-Refresh"] == "true"


def test_lines_that_stand_are_not_replaced_without_being_asked(
    listening: Studio, alice: Browser, version: Version, here: str
) -> None:
    sha = give_lines(version, listening.settings)
    alice.post(f"{here}/speech")
    assert not Job.select().where(Job.kind == "speech").exists()
    alice.post(f"{here}/speech", {"replace": "1"})
    assert Job.get(Job.kind == "speech").subject == f"{german(version).id}.{sha[:40]}"


def test_a_machine_that_failed_says_why_and_can_be_asked_again(
    listening: Studio, alice: Browser, version: Version, here: str
) -> None:
    alice.post(f"{here}/speech")
    Job.update(state="failed", error="No words were heard in the film.").execute()
    assert "No words were heard in the film." in main(alice.get(here))
    alice.post(f"{here}/speech")
    assert Job.get(Job.kind == "speech").state == "queued"
