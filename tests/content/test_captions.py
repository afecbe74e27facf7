"""Captions of a text: whole or not at all, never lost between two people, right only by a tick."""

from dataclasses import replace

import pytest

from content import captions, draft, medium, nuggets
from content.captions import CaptionsEditedMeanwhile, CaptionsNotRight, TooManyLines
from content.draft import Draft, StepDraft, TextDraft
from content.errors import FileMissing, TooLong
from content.media.captions import Cue
from content.models import Medium, Site, Text, Version
from content.storage import Folder

LINES = [Cue(0.5, 3, "Drei Backen lösen."), Cue(3.5, 7, "Mit 35 Nm anziehen.")]
OTHER = [Cue(1, 4, "Ganz anders.")]


@pytest.fixture
def text(site: Site, storage: Folder) -> Text:
    """The German text of a draft with a film of twelve seconds and two steps."""
    version = nuggets.draft(site, "chuck")
    film = medium.keep(site, storage, b"film", "film", "mp4", seconds=12.0)
    steps = (StepDraft("", 0.5), StepDraft("", 6.0))
    words = TextDraft("de", "plain", "Futter", "draft", steps=("Backen lösen.", "Schlüssel ab."))
    one = Draft(
        "chuck", video="film.mp4", steps=steps, texts=(words, replace(words, language="en"))
    )
    draft.write(version, one, {"film.mp4": film}, {}, {})
    return Text.get((Text.version == version) & (Text.language == "de"))


def again(text: Text) -> Text:
    """Return the text as the database holds it."""
    return Text.get_by_id(text.id)


def test_what_was_written_is_read_again(text: Text, storage: Folder) -> None:
    captions.write(text, LINES, storage)
    assert captions.cues(again(text), storage) == LINES
    assert again(text).captions_state == "draft"


def test_captions_that_were_replaced_leave_nothing_behind(text: Text, storage: Folder) -> None:
    captions.write(text, LINES, storage)
    old = text.captions_id or ""
    captions.write(text, OTHER, storage, was=old)
    assert storage.find(old, "vtt") is None
    assert Medium.select().where(Medium.kind == "captions").count() == 1


def test_captions_that_another_text_uses_stay(text: Text, storage: Folder) -> None:
    other = Text.get((Text.version == text.version) & (Text.language == "en"))
    for one in (text, other):
        captions.write(one, LINES, storage)
    captions.write(text, [], storage)
    assert captions.cues(again(other), storage) == LINES
    assert again(text).captions_id is None


def test_who_saves_second_is_told_and_loses_nothing_of_the_first(
    text: Text, storage: Folder
) -> None:
    captions.write(text, LINES, storage, was="")
    with pytest.raises(CaptionsEditedMeanwhile):
        captions.write(again(text), OTHER, storage, was="")
    assert captions.cues(again(text), storage) == LINES


def test_a_form_sent_twice_is_no_quarrel(text: Text, storage: Folder) -> None:
    captions.write(text, LINES, storage, was="")
    captions.write(text, LINES, storage, was="")
    assert captions.cues(again(text), storage) == LINES


def test_lines_that_cannot_be_read_are_never_right(text: Text, storage: Folder) -> None:
    with pytest.raises(CaptionsNotRight) as caught:
        captions.write(text, [Cue(11, 14, "Nach dem Ende")], storage, state="reviewed")
    assert [one.kind for one in caught.value.findings] == ["beyond"]
    assert again(text).captions_id is None


def test_more_lines_than_a_film_can_carry_are_refused(text: Text, storage: Folder) -> None:
    many = [Cue(at / 100, at / 100 + 0.01, "x") for at in range(501)]
    with pytest.raises(TooManyLines):
        captions.write(text, many, storage)


def test_a_changed_film_has_to_be_watched_again(text: Text, storage: Folder) -> None:
    captions.write(text, LINES, storage, state="reviewed")
    assert captions.watch_again(text.version) == 1
    assert again(text).captions_state == "draft"


def test_a_text_with_a_film_of_its_own_is_not_asked_about_another(
    text: Text, storage: Folder
) -> None:
    captions.write(text, LINES, storage, state="reviewed")
    Text.update(film=text.version.film).where(Text.id == text.id).execute()
    assert captions.watch_again(text.version) == 0
    assert captions.watch_again(text.version, text) == 1


def test_steps_become_lines_at_their_seconds(text: Text) -> None:
    made = captions.from_steps(text)
    assert [(cue.start, cue.text) for cue in made] == [(0.5, "Backen lösen."), (6, "Schlüssel ab.")]


def test_a_file_is_mended_and_kept_by_nobody(text: Text) -> None:
    content = "1\n00:00:01,000 --> 00:00:00,500\nTür zu\n\n2\n00:00:13,000 --> 00:00:14,000\nAus\n"
    found = captions.import_file(content.encode("cp1252"), text)
    assert (found.kind, found.letters) == ("SubRip", "Windows-1252")
    assert [cue.text for cue in found.cues] == ["Tür zu"]
    assert {one.kind for one in found.mended} == {"backwards", "beyond"}
    assert again(text).captions_id is None


def test_a_hundred_thousand_lines_are_refused_in_no_time(text: Text) -> None:
    content = b"WEBVTT\n\n" + b"".join(
        b"00:01.000 --> 00:02.000\na\n\n" for _ in range(18_000)
    )  # fmt: skip
    with pytest.raises(TooManyLines):
        captions.import_file(content, text)


def test_a_reason_lets_a_film_go_without_captions(text: Text) -> None:
    captions.waive(text.version, "  Nur  Bilder, niemand spricht. ")
    assert Version.get_by_id(text.version_id).captions_waived == "Nur Bilder, niemand spricht."
    with pytest.raises(TooLong):
        captions.waive(text.version, "x" * 301)


def test_a_lost_file_is_said_and_not_taken_for_none(text: Text, storage: Folder) -> None:
    captions.write(text, LINES, storage)
    storage.discard(text.captions_id or "", "vtt")
    with pytest.raises(FileMissing):
        captions.cues(again(text), storage)
