"""A translation beside its source: what is missing, stale, right, and who may say so."""

from pathlib import Path

import pytest

from content import captions, glossary, library, pairs, proposals, translation, versions, words
from content.captions import CaptionsEditedMeanwhile
from content.errors import (
    LineUnknown,
    NotTranslated,
    TextIsSource,
    TextThere,
    TextUnknown,
    TooLong,
)
from content.media.captions import Cue
from content.models import Option, Question, Site, Text, Version
from content.pairs import Line, Sheet
from content.storage import Folder
from content.words import EditedMeanwhile
from tests.content.cast import lay_out

CAPTIONS = """WEBVTT

00:00.000 --> 00:04.000
Die Brille liegt im Kasten.

00:04.000 --> 00:08.000
Erst die Brille, dann die Tür.
"""


@pytest.fixture
def version(site: Site, storage: Folder, tmp_path: Path) -> Version:
    """A draft in German and English, with captions."""
    folder = lay_out(tmp_path / "in", {"de.vtt": CAPTIONS})
    return library.import_folder(site, folder, storage)


@pytest.fixture
def source(version: Version) -> Text:
    return text_of(version, "de")


@pytest.fixture
def turkish(source: Text, storage: Folder) -> Sheet:
    """An empty Turkish text beside the German one."""
    return Sheet(source, translation.begin(source, "tr"), storage)


def text_of(version: Version, language: str) -> Text:
    found: Text = Text.get((Text.version == version) & (Text.language == language))
    return found


def line(sheet: Sheet, key: str) -> Line:
    sheet = Sheet(Text.get_by_id(sheet.source.id), Text.get_by_id(sheet.text.id), sheet.storage)
    return next(one for one in pairs.pairs(sheet) if one.key == key)


def filled(sheet: Sheet) -> Sheet:
    """Write every line of a text as somebody would."""
    for one in pairs.pairs(sheet):
        translation.write(sheet, one.key, f"tr: {one.source}", one.body)
    return sheet


def test_a_text_begins_with_every_line_missing(turkish: Sheet) -> None:
    lines = pairs.pairs(turkish)
    assert {one.state for one in lines} == {"missing"}
    kinds = [one.kind for one in lines]
    assert kinds[:5] == ["title", "why", "stand_clear", "take_away", "task"]
    assert kinds[5:] == ["step"] * 2 + ["question"] + ["answer", "feedback"] * 2 + ["caption"] * 2
    assert [one.number for one in lines if one.kind == "step"] == [1, 2]


def test_a_text_knows_which_answers_are_right(turkish: Sheet) -> None:
    rights = [
        [one.right for one in Option.select().join(Question).where(Question.text == text)
         .order_by(Option.position)]
        for text in (turkish.source, turkish.text)
    ]  # fmt: skip
    assert rights[0] == rights[1] == [False, True]


def test_a_language_is_begun_once(turkish: Sheet) -> None:
    with pytest.raises(TextThere):
        translation.begin(turkish.source, "tr")


@pytest.mark.parametrize(("language", "variant"), [("xx", "plain"), ("", "plain"), ("tr", "loud")])
def test_a_language_that_is_not_offered_is_refused(
    source: Text, language: str, variant: str
) -> None:
    with pytest.raises(TextUnknown):
        translation.begin(source, language, variant)


def test_an_easy_text_begins_with_the_words_of_its_source(source: Text, storage: Folder) -> None:
    easy = Sheet(source, translation.begin(source, "de", "easy"), storage)
    assert {one.state for one in pairs.pairs(easy)} == {"draft"}
    assert all(one.body == one.source for one in pairs.pairs(easy))


def test_a_written_line_is_right(turkish: Sheet) -> None:
    translation.write(turkish, "title", "Gözlük tak", "")
    assert (line(turkish, "title").state, line(turkish, "title").body) == ("right", "Gözlük tak")


def test_a_line_is_stale_when_its_source_changes(turkish: Sheet) -> None:
    translation.write(turkish, "title", "Gözlük tak", "")
    words.write(turkish.source, {"title": "Schutzbrille aufsetzen"}, words.lines(turkish.source))
    found = line(turkish, "title")
    assert found.state == "stale"
    assert [(one.fate, one.words) for one in found.pieces] == [
        ("same", "Schutzbrille "), ("gone", "tragen"), ("new", "aufsetzen"),
    ]  # fmt: skip


def test_a_stale_line_can_be_right_still(turkish: Sheet) -> None:
    translation.write(turkish, "title", "Gözlük tak", "")
    words.write(turkish.source, {"title": "Schutzbrille auf!"}, words.lines(turkish.source))
    translation.still_right(turkish, "title")
    assert line(turkish, "title").state == "right"


def test_a_reviewed_text_from_a_library_grows_stale_too(version: Version, storage: Folder) -> None:
    sheet = Sheet(text_of(version, "de"), text_of(version, "en"), storage)
    assert line(sheet, "why").state == "right"
    words.write(sheet.source, {"why": "Ein Span fliegt."}, words.lines(sheet.source))
    assert line(sheet, "why").state == "stale"
    assert line(sheet, "title").state == "right"


def test_two_who_write_one_line_both_keep_their_words(turkish: Sheet) -> None:
    translation.write(turkish, "title", "Gözlük tak", "")
    with pytest.raises(EditedMeanwhile) as caught:
        translation.write(turkish, "title", "Gözlüğü tak", "")
    assert caught.value.clashes == {"title": ("Gözlüğü tak", "Gözlük tak")}


def test_two_who_write_the_same_words_do_not_clash(turkish: Sheet) -> None:
    translation.write(turkish, "title", "Gözlük tak", "")
    translation.write(turkish, "title", "Gözlük tak", "")
    assert line(turkish, "title").state == "right"


def test_a_line_too_long_changes_nothing(turkish: Sheet) -> None:
    with pytest.raises(TooLong):
        translation.write_all(
            turkish, {"why": "kısa", "title": "a" * 121}, {"why": "", "title": ""}
        )
    assert line(turkish, "why").state == "missing"


@pytest.mark.parametrize("key", ["nothing", "step/none", "question/7", "caption/9", "", "state"])
def test_a_line_that_is_not_there_is_refused(turkish: Sheet, key: str) -> None:
    with pytest.raises(LineUnknown):
        translation.write(turkish, key, "a", "")


def test_captions_are_written_at_the_times_of_the_source(turkish: Sheet) -> None:
    translation.write(turkish, "caption/1", "Önce gözlük, sonra kapı.", "")
    found = line(turkish, "caption/1")
    assert (found.state, found.start, found.end) == ("right", 4.0, 8.0)
    assert line(turkish, "caption/0").state == "missing"


def test_two_who_write_captions_are_told(turkish: Sheet) -> None:
    translation.write(turkish, "caption/1", "Önce gözlük.", "")
    with pytest.raises(CaptionsEditedMeanwhile):
        translation.write(turkish, "caption/1", "Gözlük!", "")


def test_a_text_is_right_only_when_no_line_is_open(turkish: Sheet) -> None:
    with pytest.raises(NotTranslated) as caught:
        translation.review(turkish)
    assert caught.value.facts == {"open": len(pairs.pairs(turkish))}
    translation.review(filled(turkish))
    assert text_of(turkish.text.version, "tr").state == "reviewed"


def test_a_machine_fills_only_what_is_empty(turkish: Sheet) -> None:
    translation.write(turkish, "title", "Gözlük tak", "")
    assert (
        translation.draft(turkish, {"title": "Machine", "why": "Çünkü", "caption/0": "Gözlük"}) == 2
    )
    assert line(turkish, "title").body == "Gözlük tak"
    assert line(turkish, "why").state == "machine"
    assert line(turkish, "caption/0").state == "machine"


def test_a_machine_takes_back_that_a_text_is_right(turkish: Sheet) -> None:
    translation.review(filled(turkish))
    translation.write(turkish, "why", "", line(turkish, "why").body)
    translation.draft(turkish, {"why": "Çünkü"})
    assert text_of(turkish.text.version, "tr").state == "machine"


def test_a_machines_text_is_right_when_a_person_says_so(turkish: Sheet) -> None:
    translation.draft(turkish, {one.key: f"m {one.source}" for one in pairs.pairs(turkish)})
    translation.review(Sheet(turkish.source, Text.get_by_id(turkish.text.id), turkish.storage))
    assert {one.state for one in pairs.pairs(turkish)} == {"right"}


def test_a_lost_number_is_told(turkish: Sheet) -> None:
    words.write(turkish.source, {"why": "Nach 5 mm Schluss."}, words.lines(turkish.source))
    translation.write(turkish, "why", "3 mm sonra dur.", "")
    assert line(turkish, "why").lost == ("5 mm",)


def test_a_term_is_hinted_at_beside_its_line(turkish: Sheet, site: Site) -> None:
    glossary.write(site, {"de": "Schutzbrille", "tr": "koruyucu gözlük"})
    translation.write(turkish, "title", "Maske tak", "")
    found = pairs.pairs(turkish, glossary.entries(site.id))[0]
    assert [(one.meant, one.lacking) for one in found.hints] == [("koruyucu gözlük", True)]


def test_a_proposal_changes_nothing_until_it_is_taken(turkish: Sheet) -> None:
    proposals.propose(turkish.text, "title", "Gözlük tak")
    assert (line(turkish, "title").body, line(turkish, "title").proposal) == ("", "Gözlük tak")
    assert translation.take(turkish, ["title", "why"]) == 1
    assert line(turkish, "title").state == "right"
    assert proposals.of(turkish.text) == {}


def test_a_text_goes_with_all_its_lines_but_never_the_source(turkish: Sheet) -> None:
    filled(turkish)
    with pytest.raises(TextIsSource):
        translation.remove(turkish.source, turkish.source)
    translation.remove(turkish.source, turkish.text)
    assert not Text.select().where(Text.language == "tr").exists()
    assert not Question.select().where(Question.text == turkish.text).exists()


def test_a_question_that_the_source_lost_goes_at_review(turkish: Sheet) -> None:
    filled(turkish)
    Question.delete().where(Question.text == turkish.source).execute()
    translation.review(turkish)
    assert not Question.select().where(Question.text == turkish.text).exists()


def test_a_new_version_keeps_which_lines_are_right(turkish: Sheet) -> None:
    filled(turkish)
    copy = versions.copy(turkish.source.version)
    sheet = Sheet(text_of(copy, "de"), text_of(copy, "tr"), turkish.storage)
    assert {one.state for one in pairs.pairs(sheet)} == {"right"}
    step = next(key for key in words.lines(sheet.source) if key.startswith("step/"))
    words.write(sheet.source, {step: "Anders."}, words.lines(sheet.source))
    assert pairs.standing(pairs.pairs(sheet)).stale == 1


def test_a_reviewed_text_is_a_draft_again_when_its_source_changes(
    version: Version, storage: Folder
) -> None:
    sheet = Sheet(text_of(version, "de"), text_of(version, "en"), storage)
    words.write(sheet.source, {"why": "Ein Span fliegt."}, words.lines(sheet.source))
    assert text_of(version, "en").state == "draft"
    translation.still_right(sheet, "why")
    translation.review(sheet)
    assert text_of(version, "en").state == "reviewed"


def test_new_captions_of_the_source_make_drafts_of_translations(turkish: Sheet) -> None:
    translation.review(filled(turkish))
    source = Text.get_by_id(turkish.source.id)
    cues = captions.cues(source, turkish.storage)
    first, between = Cue(0.0, 3.0, cues[0].text), Cue(3.0, 4.0, "Sofort.")
    captions.write(source, [first, between, cues[1]], turkish.storage)
    assert text_of(source.version, "tr").state == "draft"
    fresh = Sheet(source, text_of(source.version, "tr"), turkish.storage)
    states = [one.state for one in pairs.pairs(fresh) if one.kind == "caption"]
    assert states == ["right", "missing", "right"]


def test_a_change_of_a_translation_touches_no_other(version: Version, storage: Folder) -> None:
    source = text_of(version, "de")
    turkish = filled(Sheet(source, translation.begin(source, "tr"), storage))
    english = Sheet(source, text_of(version, "en"), storage)
    translation.write(turkish, "title", "Başka", "tr: Schutzbrille tragen")
    assert text_of(version, "en").state == "reviewed"
    words.write(source, {"why": "Anders."}, words.lines(source))
    assert pairs.standing(pairs.pairs(english)).stale == 1


def test_a_line_is_right_for_the_words_its_writer_saw(turkish: Sheet) -> None:
    words.write(turkish.source, {"title": "Neu"}, words.lines(turkish.source))
    translation.write(turkish, "title", "Gözlük tak", "", "Schutzbrille tragen")
    assert line(turkish, "title").state == "stale"
    translation.still_right(turkish, "title", "Neu")
    assert line(turkish, "title").state == "right"


def test_a_proposal_goes_when_the_words_it_was_made_for_change(turkish: Sheet) -> None:
    proposals.propose(turkish.text, "title", "Gözlük tak")
    proposals.propose(turkish.text, "why", "Çünkü")
    words.write(turkish.source, {"title": "Neu"}, words.lines(turkish.source))
    assert proposals.of(turkish.text) == {"why": "Çünkü"}
