"""What somebody who means harm tries in the studio, and what comes of it."""

import io
from datetime import date
from pathlib import Path

import pytest

from content import takes, words
from content.models import Text, Version
from kiosk.care import backup
from kiosk.db import connected
from kiosk.studio import onward
from kiosk.uploads import Upload
from tests.kiosk.studio.test_release import (
    at,
    decision,
    drawn_up,
    fresh,
    handed_in,
)
from tests.page import words as shown
from tests.studio import Browser, Studio
from tests.tus import FILM, metadata


@pytest.fixture
def draft(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Alice's first draft of a safety nugget, whole."""
    return drawn_up(studio, tmp_path_factory.mktemp("in"), "safety-glasses")


def test_a_voice_without_a_text_is_refused(alice: Browser, draft: Version) -> None:
    said = metadata(version=draft.id, purpose="voice")
    head = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(FILM)), "Upload-Metadata": said}
    alice.send("POST", "/studio/uploads", 400, headers=head)


def test_nobody_makes_the_studio_read_a_large_form(nobody: Browser, draft: Version) -> None:
    body = io.BytesIO(b"--x\r\n" + b"x" * 3_000_000)
    nobody.send(
        "POST", f"/studio/v/{draft.id}/storyboard", 401, input_stream=body,
        headers={"Content-Type": "multipart/form-data; boundary=x"},
        content_length=90_000_000,
    )  # fmt: skip
    assert body.tell() <= onward.MOST


def test_numbers_beyond_all_measure_are_no_fault_of_ours(alice: Browser) -> None:
    for page in ("9" * 30, "-5", "0"):
        alice.get(f"/studio/machines?page={page}")
        alice.get(f"/studio/nuggets?page={page}")


def test_a_day_at_the_end_of_time_is_refused_in_words(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    for day in ("9999-12-31", "0001-01-01"):
        bob.post(at(draft), decision(studio, draft, on=day), status=422)
        bob.post(at(draft), decision(studio, draft, review_by=day), status=422)
    last = decision(studio, draft, on="9999-12-30", review_by="9999-12-31")
    bob.post(at(draft), last, status=422)
    assert fresh(draft).state == "in review"


def test_a_page_that_lay_open_does_not_release_what_was_rewritten(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    seen = decision(studio, draft)
    alice.post(at(draft, "/take-back"))
    words.write(Text.get(Text.version == draft), {"why": "Never mind."}, was(draft))
    handed_in(alice, draft)
    assert "Look at it again" in shown(bob.post(at(draft), seen, status=409))
    bob.post(at(draft), decision(studio, draft))
    assert fresh(draft).state == "published"


def was(version: Version) -> dict[str, str]:
    return {"why": Text.get(Text.version == version).why}


def test_a_backup_does_not_tell_who_sent_a_film_in_which_hour(
    studio: Studio, alice: Browser, draft: Version, tmp_path: Path
) -> None:
    head = {"Tus-Resumable": "1.0.0", "Upload-Length": "900", "Upload-Metadata": ""}
    head["Upload-Metadata"] = metadata(version=draft.id)
    alice.send("POST", "/studio/uploads", 201, headers=head)
    with connected(studio.database):
        upload = Upload.get()
    made = backup.make(studio.settings, studio.database, tmp_path)
    assert upload.id.encode() not in (made / backup.LITE).read_bytes()


def test_a_take_does_not_tell_the_minute_in_which_somebody_filmed(
    studio: Studio, draft: Version, tmp_path: Path
) -> None:
    (tmp_path / "upload").write_bytes(FILM)
    take = takes.receive(
        draft, "film", tmp_path / "upload", "mp4", folder=tmp_path, keep_days=1,
        today=date(2026, 11, 22),
    )  # fmt: skip
    assert takes.path(tmp_path, take).stat().st_mtime % 86_400 == 0
