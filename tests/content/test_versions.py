"""Versions are copied whole, opened once, restored, and thrown away without a trace."""

import threading
from pathlib import Path

import peewee
import pytest

from content import composition, errors, library, noted, nuggets, versions
from content.draft import stored
from content.models import Gone, Medium, Nugget, Site, Step, StepText, Take, Text, Version
from content.storage import Folder
from kiosk.db import connected
from tests.content.cast import DAY, fresh, give_film, lay_out


@pytest.fixture
def live(site: Site, storage: Folder, tmp_path: Path) -> Version:
    """The published first version of `wear-glasses`."""
    version = library.import_folder(site, lay_out(tmp_path), storage)
    give_film(version, storage)
    nuggets.publish(fresh(version), DAY)
    return fresh(version)


def take_of(version: Version) -> Take:
    made: Take = Take.create(
        site=version.nugget.site, version=version, kind="film", ext="mov", size=1, sha="0" * 64
    )
    return made


def test_a_copy_says_and_shows_what_the_version_does(live: Version) -> None:
    Version.update(captions_waived="Silent.", consent="Nobody.").execute()
    new = versions.copy(fresh(live))
    assert (new.number, new.state, new.authors) == (2, "draft", "")
    assert stored(new) == stored(live)
    assert composition.card(new).words == composition.card(live).words
    assert (new.captions_waived, new.consent) == ("Silent.", "Nobody.")


def test_a_copy_is_a_copy(live: Version) -> None:
    new = versions.copy(live)
    Text.update(title="Other").where(Text.version == new).execute()
    StepText.update(body="Other").where(
        StepText.text << Text.select().where(Text.version == new)
    ).execute()
    assert composition.card(live).words["de"].title == "Schutzbrille tragen"
    assert composition.card(live).words["de"].steps[0].body.startswith("Nimm die Brille")


def test_captions_keep_their_state_and_takes_stay_behind(live: Version) -> None:
    Text.update(captions_state="machine").where(Text.language == "en").execute()
    take_of(live)
    new = versions.copy(live)
    states = {
        text.language: text.captions_state for text in Text.select().where(Text.version == new)
    }
    assert states == {"de": "reviewed", "en": "machine"}
    assert Take.select().where(Take.version == new).count() == 0


def test_a_translation_keeps_what_it_was_made_from_under_its_new_steps(live: Version) -> None:
    english = Text.get((Text.version == live) & (Text.language == "en"))
    step = Step.get(Step.version == live)
    noted.note(english, {"why": "Warum", f"step/{step.id}": "Ein Satz."})
    new = versions.copy(live)
    copied = noted.of(Text.get((Text.version == new) & (Text.language == "en")))
    assert copied["why"] == "Warum"
    assert set(copied) - {"why"} <= {
        f"step/{one.id}" for one in Step.select().where(Step.version == new)
    }
    assert len(copied) == 2


def test_there_is_one_open_version_of_a_nugget(live: Version) -> None:
    new = versions.begin(live.nugget)
    assert versions.begin(live.nugget) == new
    Version.update(state="in review").where(Version.id == new.id).execute()
    assert versions.begin(live.nugget) == new


def test_two_who_begin_at_the_same_moment_get_the_same_draft(
    database: peewee.Database, live: Version
) -> None:
    start, found = threading.Barrier(2), []

    def begin() -> None:
        with connected(database):
            nugget = Nugget.get_by_id(live.nugget_id)
            start.wait(10)
            found.append(versions.begin(nugget).id)

    crew = [threading.Thread(target=begin) for _ in range(2)]
    for one in crew:
        one.start()
    for one in crew:
        one.join(20)
    assert len(found) == 2
    assert len(set(found)) == 1


def test_an_old_version_is_restored_only_where_nothing_is_in_work(live: Version) -> None:
    second = versions.begin(live.nugget)
    with pytest.raises(errors.DraftOpen, match="Version 2"):
        versions.restore(live, DAY)
    nuggets.publish(second, DAY)
    assert stored(versions.restore(fresh(live), DAY)) == stored(live)


def test_what_was_withdrawn_can_be_restored_with_its_film(live: Version, storage: Folder) -> None:
    nuggets.withdraw(live.nugget, storage, DAY)
    later = DAY + nuggets.KEPT
    draft = versions.restore(fresh(live), later)
    nuggets.purge(storage, later)
    assert not Gone.select().where(Gone.purged).exists()
    nuggets.publish(draft, later)
    assert not Gone.select().exists()


def test_a_discarded_draft_takes_what_only_it_showed(
    live: Version, storage: Folder, tmp_path: Path
) -> None:
    draft = versions.begin(live.nugget)
    give_film(draft, storage, b"another film")
    take = take_of(draft)
    (tmp_path / "takes" / take.id).mkdir(parents=True)
    files = sum(1 for one in storage.root.rglob("*") if one.is_file())
    versions.discard(fresh(draft), storage, tmp_path / "takes")
    assert not (tmp_path / "takes" / take.id).exists()
    assert sum(1 for one in storage.root.rglob("*") if one.is_file()) == files - 2
    assert versions.of(live.nugget) == [live]
    assert nuggets.missing(live) == ()


def test_a_nugget_that_was_never_published_goes_with_its_draft(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    version = library.import_folder(site, lay_out(tmp_path), storage)
    versions.discard(version, storage, tmp_path / "takes")
    assert not Nugget.select().exists()
    assert not Medium.select().exists()
    assert not [one for one in storage.root.rglob("*") if one.is_file()]


def test_only_a_draft_is_thrown_away(live: Version, storage: Folder, tmp_path: Path) -> None:
    with pytest.raises(errors.NoDraft, match="published"):
        versions.discard(live, storage, tmp_path / "takes")
    draft = versions.begin(live.nugget)
    Version.update(state="in review").where(Version.id == draft.id).execute()
    with pytest.raises(errors.NoDraft, match="in review"):
        versions.discard(draft, storage, tmp_path / "takes")


def test_a_consent_taken_back_deletes_recordings_and_drafts_films_too(
    live: Version, storage: Folder, tmp_path: Path
) -> None:
    draft = versions.begin(live.nugget)
    take = take_of(draft)
    (tmp_path / "takes" / take.id).mkdir(parents=True)
    nuggets.withdraw(live.nugget, storage, DAY, consent=True, recorded=tmp_path / "takes")
    assert not Take.select().exists()
    assert not (tmp_path / "takes" / take.id).exists()
    assert not list(storage.root.rglob("*.mp4"))
    assert any("was deleted" in str(reason) for reason in nuggets.missing(draft))
