"""What the worker does to captions: drafts from speech; a new film has to be watched again."""

import sys
from pathlib import Path

import peewee
import pytest

from content import captions, dictation, medium, nuggets, plant
from content.errors import FileMissing
from content.media.captions import Cue
from content.models import Text, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.making.cutting import Cutting, Rules
from kiosk.making.films import Workshop
from tests.kiosk.making.test_cutting import clip, filmed

__all__ = ["clip"]

LISTENS = """
import sys
print("1\\n00:00:00,500 --> 00:00:03,000\\nMit 5,20 Newtonmeter anziehen.\\n")
"""


@pytest.fixture
def storage(tmp_path: Path) -> Folder:
    """Where the media lie."""
    return Folder(tmp_path / "media")


@pytest.fixture
def text(database: peewee.Database, storage: Folder, clip: Path) -> Text:
    """The German text of a draft with a film of four seconds."""
    site = plant.found("Werk Nord", "nord", crowd=200)
    version = nuggets.draft(site, "lathe-chuck")
    version.film = medium.keep(site, storage, clip, "film", "mp4", seconds=4.0)
    version.save()
    return Text.create(version=version, language="de", title="Futter")


@pytest.fixture
def workshop(database: peewee.Database, storage: Folder, tmp_path: Path) -> Workshop:
    """The worker's workshop with a program that listens."""
    script = tmp_path / "listen.py"
    script.write_text(LISTENS, "utf-8")
    desk = tmp_path / "desk"
    cutting = Cutting(database, storage, desk, Rules(tmp_path / "takes", most=10))
    return Workshop(database, storage, desk, f"{sys.executable} {script}", cutting)


def listen(workshop: Workshop, text: Text) -> None:
    """Do a job of listening, as the worker would."""
    job = jobs.take(jobs.ask("speech", dictation.subject(text)).id)
    assert job is not None
    workshop.perform(job)


def test_the_worker_listens_and_leaves_a_machines_draft(
    workshop: Workshop, text: Text, storage: Folder
) -> None:
    listen(workshop, text)
    kept = Text.get_by_id(text.id)
    assert kept.captions_state == "machine"
    assert captions.cues(kept, storage) == [Cue(0.5, 3, "Mit 5,20 Newtonmeter anziehen.")]


def test_what_a_machine_heard_is_never_published_unread(workshop: Workshop, text: Text) -> None:
    Text.update(state="reviewed").execute()
    listen(workshop, text)
    missing = " ".join(map(str, nuggets.missing(Version.get_by_id(text.version_id))))
    assert "nobody has read the captions through" in missing


def test_a_film_that_is_gone_is_no_reason_to_guess(workshop: Workshop, text: Text) -> None:
    Version.update(film=None).execute()
    with pytest.raises(FileMissing):
        listen(workshop, text)


def test_captions_of_a_film_that_was_exchanged_are_watched_again(
    workshop: Workshop, text: Text, storage: Folder, clip: Path, tmp_path: Path
) -> None:
    captions.write(text, [Cue(0, 3, "Backen lösen.")], storage, state="reviewed")
    take = filmed(text.version, clip, tmp_path)
    workshop.cutting.look(take.id, print)
    workshop.cutting.cut(take.id, print)
    kept = Text.get_by_id(text.id)
    assert kept.captions_state == "draft"
    assert captions.cues(kept, storage) == [Cue(0, 3, "Backen lösen.")]
