"""The station of languages: begun, written line by line, proposed to by a colleague, said right."""

import io
import re
from datetime import UTC, datetime

import pytest

from content import invitations, library, pairs, proposals, translation, words
from content.models import Text, Version
from content.pairs import Sheet
from content.storage import Folder
from kiosk.web import passes
from tests.content.cast import lay_out
from tests.content.test_translation import CAPTIONS
from tests.page import words as page_words
from tests.studio import Browser, Studio


@pytest.fixture
def draft(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Alice's draft in German and English, with German captions."""
    folder = lay_out(tmp_path_factory.mktemp("in"), {"de.vtt": CAPTIONS}, slug="glasses-on")
    version = library.import_folder(studio.site, folder, Folder(studio.settings.media))
    Version.update(authors=studio.people["alice"].id).where(Version.id == version.id).execute()
    found: Version = Version.get_by_id(version.id)
    return found


@pytest.fixture
def turkish(alice: Browser, draft: Version, studio: Studio) -> Sheet:
    """The Turkish text that Alice begins."""
    alice.post(f"/studio/v/{draft.id}/languages", {"language": "tr/plain"})
    return sheet_of(studio, draft, "tr")


def sheet_of(studio: Studio, version: Version, language: str) -> Sheet:
    def text(code: str) -> Text:
        found: Text = Text.get((Text.version == version) & (Text.language == code))
        return found

    return Sheet(text("de"), text(language), Folder(studio.settings.media))


def at(sheet: Sheet, more: str = "") -> str:
    return f"/studio/v/{sheet.text.version_id}/languages/{sheet.text.language}{more}"


def line(sheet: Sheet, key: str) -> pairs.Line:
    fresh = Sheet(sheet.source, Text.get_by_id(sheet.text.id), sheet.storage)
    return next(one for one in pairs.pairs(fresh) if one.key == key)


def filled(sheet: Sheet) -> Sheet:
    for one in pairs.pairs(sheet):
        translation.write(sheet, one.key, f"tr {one.source}", one.body)
    return sheet


def test_the_film_of_a_variant_is_called_by_its_variant(alice: Browser, draft: Version) -> None:
    alice.post(f"/studio/v/{draft.id}/languages", {"language": "de/easy"})
    said = page_words(alice.get(f"/studio/v/{draft.id}/film/de-simple"))
    assert "A film of its own: easy German" in said


def test_the_station_says_how_far_each_language_is(
    alice: Browser, draft: Version, studio: Studio
) -> None:
    at_ = f"/studio/v/{draft.id}/languages"
    assert "Every language is right" in page_words(alice.get(at_))
    source = sheet_of(studio, draft, "en").source
    words.write(source, {"why": "Ein Span fliegt."}, words.lines(source))
    said = page_words(alice.get(at_))
    assert "English: 1 line is stale" in said
    for own in ("Türkçe", "Polski", "Română", "Українська", "Русский", "العربية", "Čeština"):
        assert own in said
    assert "easy German" in said


def test_a_language_begins_with_empty_lines(alice: Browser, turkish: Sheet) -> None:
    said = page_words(alice.get(at(turkish)))
    assert "Turkish: nothing is written yet" in said
    assert said.count("<textarea") == len(pairs.pairs(turkish))


@pytest.mark.parametrize("wrong", ["tr/plain", "xx/plain", "", "de/loud"])
def test_a_language_twice_or_unknown_is_told(
    alice: Browser, turkish: Sheet, draft: Version, wrong: str
) -> None:
    alice.post(f"/studio/v/{draft.id}/languages", {"language": wrong}, 422)


def test_a_line_is_saved_and_the_page_comes_back_to_it(alice: Browser, turkish: Sheet) -> None:
    sent = alice.post(at(turkish), {"line": "title", "body": "Gözlük tak", "was": ""})
    assert sent.headers["Location"].endswith("#l-title")
    assert line(turkish, "title").state == "right"


def test_htmx_gets_the_line_and_the_finding_alone(alice: Browser, turkish: Sheet) -> None:
    typed = {"line": "title", "body": "Gözlük tak", "was": ""}
    said = page_words(alice.post(at(turkish), typed, 200, HX_Request="true"))
    assert said.count("<li") == 1
    assert 'id="finding" data-hx-swap-oob="true"' in said
    assert "<html" not in said


def test_a_stale_line_shows_what_changed(alice: Browser, turkish: Sheet) -> None:
    filled(turkish)
    words.write(turkish.source, {"title": "Schutzbrille auf"}, words.lines(turkish.source))
    said = page_words(alice.get(at(turkish)))
    assert "Turkish: 1 line is stale" in said
    assert "<del>tragen</del><ins>auf</ins>" in said
    alice.post(at(turkish), {"line": "title", "do": "right"})
    assert line(turkish, "title").state == "right"


def test_two_at_one_line_lose_nothing(alice: Browser, bob: Browser, turkish: Sheet) -> None:
    bob.post(at(turkish), {"line": "title", "body": "Gözlük tak", "was": ""})
    said = alice.post(at(turkish), {"line": "title", "body": "Maske tak", "was": ""}, 409)
    assert "Maske tak</textarea>" in page_words(said)
    assert "Gözlük tak" in page_words(said)
    assert line(turkish, "title").body == "Gözlük tak"
    again = {"line": "title", "body": "Maske tak", "was": "Gözlük tak"}
    alice.post(at(turkish), again)
    assert line(turkish, "title").body == "Maske tak"


def test_a_line_too_long_stays_in_its_field(alice: Browser, turkish: Sheet) -> None:
    typed = {"line": "title", "body": "a" * 121, "was": ""}
    said = page_words(alice.post(at(turkish), typed, 422))
    assert f"{'a' * 121}</textarea>" in said
    assert 'aria-invalid="true"' in said


def test_a_line_that_is_not_there_is_told(alice: Browser, turkish: Sheet) -> None:
    alice.post(at(turkish), {"line": "step/none", "body": "a", "was": ""}, 422)


def test_script_and_turned_letters_stay_words(alice: Browser, turkish: Sheet) -> None:
    typed = {"line": "title", "body": "<script>alert(1)</script>\u202e", "was": ""}
    alice.post(at(turkish), typed)
    assert "<script>alert" not in page_words(alice.get(at(turkish)))


def test_a_text_is_right_by_one_click_when_nothing_is_open(alice: Browser, turkish: Sheet) -> None:
    assert "I read it" not in page_words(alice.get(at(turkish)))
    alice.post(at(turkish, "/state"), {"do": "review"}, 422)
    filled(turkish)
    assert "I read it" in page_words(alice.get(at(turkish)))
    alice.post(at(turkish, "/state"), {"do": "review"})
    assert Text.get_by_id(turkish.text.id).state == "reviewed"
    alice.post(at(turkish, "/state"), {"do": "reopen"})
    assert Text.get_by_id(turkish.text.id).state == "draft"


def test_a_text_is_deleted_after_one_question(alice: Browser, turkish: Sheet) -> None:
    assert "cannot be brought back" in page_words(alice.get(at(turkish, "/remove")))
    alice.post(at(turkish, "/remove"))
    alice.get(at(turkish), 404)


def test_the_source_is_never_deleted(alice: Browser, turkish: Sheet) -> None:
    alice.post(f"/studio/v/{turkish.text.version_id}/languages/de/remove", status=404)


def test_the_council_looks_and_changes_nothing(charlie: Browser, turkish: Sheet) -> None:
    assert "<textarea" not in page_words(charlie.get(at(turkish)))
    charlie.post(at(turkish), {"line": "title", "body": "a", "was": ""}, 403)


def test_another_plant_sees_nothing(eve: Browser, turkish: Sheet) -> None:
    eve.get(at(turkish), 404)
    eve.post(at(turkish), {"line": "title", "body": "a", "was": ""}, 404)


def test_machine_drafts_are_not_offered_without_a_server(alice: Browser, turkish: Sheet) -> None:
    assert "/drafts" not in page_words(alice.get(at(turkish)))
    alice.post(at(turkish, "/drafts"), status=404)


def test_arabic_runs_from_right_to_left(alice: Browser, draft: Version, studio: Studio) -> None:
    alice.post(f"/studio/v/{draft.id}/languages", {"language": "ar/plain"})
    said = page_words(alice.get(f"/studio/v/{draft.id}/languages/ar"))
    assert 'lang="ar" dir="rtl"' in said


def test_files_go_out_and_in_with_a_dry_run(alice: Browser, turkish: Sheet) -> None:
    sent = alice.get(at(turkish, "/file.xlf"))
    assert sent.mimetype == "application/xliff+xml"
    content = page_words(sent).replace(
        '<target state="needs-translation" />', "<target>Gözlük tak</target>", 1
    )
    file = {"file": (io.BytesIO(content.encode()), "back.xlf")}
    said = page_words(alice.post(at(turkish, "/files"), file, 200))
    assert "Turkish: 1 line will change" in said
    assert line(turkish, "title").state == "missing"
    fields = dict(re.findall(r'type="hidden" name="(line|body|was|source)" value="([^"]*)"', said))
    alice.post(at(turkish, "/files/take"), fields)
    assert line(turkish, "title").body == "Gözlük tak"


def test_a_wrong_file_is_told_beside_its_field(alice: Browser, turkish: Sheet) -> None:
    file = {"file": (io.BytesIO(b"PK\x03\x04"), "back.docx")}
    assert "no XLIFF 1.2 file" in page_words(alice.post(at(turkish, "/files"), file, 422))


def test_a_file_of_fifty_megabytes_is_turned_away(alice: Browser, turkish: Sheet) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="back.xlf"\r\n\r\n'
    content = head + b"<" * 50_000_000 + b"\r\n--x--\r\n"
    alice.send(
        "POST", at(turkish, "/files"), 413, data=content,
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip


def test_captions_go_out_as_the_source_until_they_are_written(
    alice: Browser, turkish: Sheet
) -> None:
    assert "Erst die Brille" in page_words(alice.get(at(turkish, "/file.vtt")))


class TestLink:
    """A colleague without an account, on the phone."""

    @pytest.fixture
    def link(self, alice: Browser, turkish: Sheet) -> str:
        translation.write(turkish, "title", "Gözlük tak", "")
        translation.draft(turkish, {one.key: f"m {one.source}" for one in pairs.pairs(turkish)})
        alice.post(at(turkish, "/link"), {"days": "7"})
        said = page_words(alice.get(at(turkish, "/link")))
        found = re.search(r'value="http[^"]*(/studio/link/[^"]+)"', said)
        assert found
        return found[1]

    def test_it_opens_without_an_account(self, nobody: Browser, link: str) -> None:
        answer = nobody.get(link)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Schutzbrille tragen" in page_words(answer)

    def test_it_goes_from_line_to_line_to_thanks(
        self, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        first = re.search(rf'href="({re.escape(link)}/\d+)"', page_words(nobody.get(link)))
        assert first
        place, seen = first[1], 0
        while not place.endswith("/done"):
            said = page_words(nobody.get(place))
            was = re.search(r'name="was" value="([^"]*)"', said)
            assert was
            better = {"do": "better", "was": was[1], "body": "Daha iyi"}
            right = {"do": "right", "was": was[1]}
            place = nobody.post(place, better if seen == 2 else right).headers["Location"]
            seen += 1
        assert seen == len(pairs.pairs(turkish)) - 1  # the title is right already
        assert f"{seen - 1} lines right, 1 corrected" in page_words(nobody.get(place))
        assert line(turkish, "why").state == "machine"  # it only proposes

    def test_whoever_comes_back_goes_on_at_the_first_line_not_looked_at(
        self, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        count = len(pairs.pairs(turkish)) - 1  # the title is right already
        for number in (2, 3, 5):
            nobody.post(f"{link}/{number}", {"do": "better", "was": "", "body": "Tamam"})
        begun = page_words(nobody.get(link))
        assert f"3 of {count} lines are looked at." in begun
        assert f'href="{link}/4"' in begun
        ahead = nobody.post(f"{link}/4", {"do": "better", "was": "", "body": "Tamam"})
        assert ahead.headers["Location"] == f"{link}/6"

    def test_whoever_comes_back_when_all_is_right_is_not_asked_again(
        self, alice: Browser, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        for number in range(2, len(pairs.pairs(turkish)) + 1):
            nobody.post(f"{link}/{number}", {"do": "better", "was": "", "body": "Tamam"})
        assert "0 lines right" not in page_words(nobody.get(f"{link}/done"))
        alice.post(at(turkish, "/proposals"), {"do": "take"})
        assert "All lines are right already" in page_words(nobody.get(link))

    def test_the_end_names_the_lines_that_are_open_still(
        self, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        count = len(pairs.pairs(turkish)) - 1
        ended = page_words(nobody.get(f"{link}/done"))
        assert "0 lines right" not in ended
        assert f"{count} lines are still open." in ended
        assert f'href="{link}/2"' in ended

    def test_proposals_are_taken_over_or_left(
        self, alice: Browser, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        nobody.post(f"{link}/2", {"do": "better", "was": "", "body": "Çünkü"})
        nobody.post(f"{link}/3", {"do": "better", "was": "", "body": "Dur"})
        assert "Çünkü" in page_words(alice.get(at(turkish)))
        alice.post(at(turkish), {"line": "why", "do": "take"})
        assert (line(turkish, "why").body, line(turkish, "why").state) == ("Çünkü", "right")
        alice.post(at(turkish), {"line": "stand_clear", "do": "leave"})
        assert proposals.of(turkish.text) == {}

    def test_all_proposals_are_taken_over_at_once(
        self, alice: Browser, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        for number in (2, 3, 4):
            nobody.post(f"{link}/{number}", {"do": "better", "was": "", "body": f"B {number}"})
        alice.post(at(turkish, "/proposals"), {"do": "take"})
        assert proposals.of(turkish.text) == {}
        assert line(turkish, "take_away").body == "B 4"

    def test_a_line_that_changed_meanwhile_is_asked_again(
        self, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        typed = {"do": "better", "said": "Etwas anderes.", "body": "Yazdım"}
        said = page_words(nobody.post(f"{link}/2", typed, 409))
        assert "changed just now" in said
        assert "Yazdım</textarea>" in said
        assert proposals.of(turkish.text) == {}

    def test_a_line_too_long_stays_in_its_field(self, nobody: Browser, link: str) -> None:
        said = page_words(nobody.post(f"{link}/1", {"do": "better", "body": "a" * 400}, 422))
        assert "a" * 400 in said

    @pytest.mark.parametrize("number", ["0", "99", "x"])
    def test_a_line_that_is_not_there_is_not_found(
        self, nobody: Browser, link: str, number: str
    ) -> None:
        nobody.get(f"{link}/{number}", 404)

    def test_it_ends_when_it_is_ended(
        self, alice: Browser, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        alice.post(at(turkish, "/link"), {"do": "end"})
        assert "ended" in page_words(nobody.get(link, 410))
        nobody.post(f"{link}/2", {"do": "better", "body": "a"}, 410)
        assert proposals.of(turkish.text) == {}

    def test_an_old_link_stays_ended_when_a_new_one_is_made(
        self, alice: Browser, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        alice.post(at(turkish, "/link"), {"do": "end"})
        alice.post(at(turkish, "/link"), {"days": "1"})
        nobody.get(link, 410)

    def test_it_ends_with_its_days(self, studio: Studio, nobody: Browser, turkish: Sheet) -> None:
        day = invitations.invite(turkish.text, datetime.now(tz=UTC).date(), 1)
        old = passes.issue(studio.settings, "translate", day.subject, days=-1)
        assert "expired" in page_words(nobody.get(f"/studio/link/{old}", 410))

    def test_it_ends_when_the_version_is_out(
        self, nobody: Browser, link: str, turkish: Sheet
    ) -> None:
        Version.update(state="withdrawn").where(Version.id == turkish.text.version_id).execute()
        nobody.get(link, 410)

    @pytest.mark.parametrize("wrong", ["x", "a.b.c", "a" * 500, "%00", "é"])
    def test_a_made_up_link_is_not_found(self, nobody: Browser, wrong: str) -> None:
        nobody.get(f"/studio/link/{wrong}", 404)

    def test_a_pass_for_something_else_opens_nothing(
        self, nobody: Browser, studio: Studio, turkish: Sheet
    ) -> None:
        other = passes.issue(studio.settings, "preview", turkish.text.id, days=1)
        nobody.get(f"/studio/link/{other}", 404)
