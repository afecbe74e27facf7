"""A trainer makes a film of photographs: order, sentences, marks, pages of a PDF, a voice."""

import io
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from content import scenes, takes
from content.media.marks import Mark
from content.models import Medium, StepText, Text, Version
from content.scene_file import Scene
from content.storage import Folder
from kiosk import jobs
from kiosk.db import connected
from tests.kiosk.studio import board_cast as cast
from tests.page import words
from tests.studio import Browser, Studio


class Desk:
    """A draft's storyboard as Alice has it before her."""

    def __init__(self, studio: Studio, alice: Browser) -> None:
        self.studio, self.alice = studio, alice
        self.storage = Folder(studio.settings.media)
        with connected(studio.database):
            self.version = cast.draft(studio.site, "de", "tr")
        self.here = f"/studio/v/{self.version.id}/storyboard"

    def fill(self, count: int = 3) -> None:
        """Give it scenes with a sentence each."""
        with connected(self.studio.database):
            cast.fill(self.version, self.storage, count)

    def scenes(self) -> list[Scene]:
        """Return its scenes as they are."""
        with connected(self.studio.database):
            return scenes.scenes(Version.get_by_id(self.version.id))

    def told(self, language: str = "de") -> list[str]:
        """Return its sentences in their order."""
        return [scene.say.get(language, "") for scene in self.scenes()]

    def press(
        self, do: str, fields: dict[str, Any] | None = None, status: int = 303
    ) -> TestResponse:
        """Press a button of the storyboard."""
        return self.alice.post(self.here, {"do": do, **(fields or {})}, status)

    def see(self, path: str = "") -> str:
        """Return the page's words."""
        return words(self.alice.get(self.here + path))


@pytest.fixture
def desk(studio: Studio, alice: Browser) -> Desk:
    """A storyboard of three scenes."""
    made = Desk(studio, alice)
    made.fill()
    return made


def upload(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    """Return a file as a form sends it."""
    return io.BytesIO(content), name


def test_an_empty_storyboard_says_what_it_is_for(studio: Studio, alice: Browser) -> None:
    assert "Three to eight photos" in Desk(studio, alice).see()


def test_several_photos_become_scenes_and_say_nothing_of_place_and_device(
    studio: Studio, alice: Browser
) -> None:
    desk = Desk(studio, alice)
    photos = [upload(cast.jpeg(number), f"{number}.jpg") for number in range(3)]
    desk.press("add", {"photos": photos})
    assert desk.told() == ["", "", ""]
    with connected(studio.database):
        kept = [
            desk.storage.find(one.sha, one.ext) for one in scenes.pictures(desk.version).values()
        ]
    for path in kept:
        assert path
        with Image.open(path) as picture:
            assert not picture.getexif()
        assert b"Fairphone" not in path.read_bytes()


def test_a_photo_that_cannot_be_used_keeps_the_others_in(studio: Studio, alice: Browser) -> None:
    desk = Desk(studio, alice)
    photos = [upload(cast.jpeg(), "a.jpg"), upload(b"no picture", "b.jpg")]
    page = desk.press("add", {"photos": photos}, 422)
    assert "Photo 2 cannot be read as a picture" in words(page)
    assert desk.told() == [""]


def test_a_picture_of_sixteen_thousand_pixels_is_refused(studio: Studio, alice: Browser) -> None:
    desk = Desk(studio, alice)
    paper = io.BytesIO()
    Image.new("L", (16_000, 400)).save(paper, "PNG")
    page = desk.press("add", {"photos": [upload(paper.getvalue(), "a.png")]}, 422)
    assert "more than 12000 pixels long" in words(page)
    assert desk.told() == []


def test_whatever_button_is_pressed_what_was_typed_is_kept(desk: Desk) -> None:
    first, second, _ = desk.scenes()
    typed = {f"say-{first.id}": "Hol die Brille.", f"was-{first.id}": cast.SAID[0]}
    answer = desk.press(f"up:{second.id}", typed)
    assert answer.location.endswith(f"#scene-{second.id}")
    assert desk.told() == [cast.SAID[1], "Hol die Brille.", cast.SAID[2]]


def test_a_sentence_somebody_else_changed_stays_in_the_field_with_theirs_beside(
    desk: Desk,
) -> None:
    first = desk.scenes()[0]
    desk.press("save", {f"say-{first.id}": "Hol sie.", f"was-{first.id}": cast.SAID[0]})
    typed = {f"say-{first.id}": "Greif sie.", f"was-{first.id}": cast.SAID[0]}
    page = words(desk.press("save", typed, 422))
    assert "Somebody else changed this sentence" in page
    assert ">Greif sie.</textarea>" in page
    assert desk.told()[0] == "Hol sie."


def test_a_sentence_of_five_hundred_signs_is_refused_and_stays_in_the_field(desk: Desk) -> None:
    first = desk.scenes()[0]
    long = "Brille " * 70
    page = words(
        desk.press("save", {f"say-{first.id}": long, f"was-{first.id}": cast.SAID[0]}, 422)
    )
    assert "has 489 signs; at most 300 fit" in page
    assert long.strip() in page


def test_seconds_and_movement_are_kept_and_nonsense_is_refused(desk: Desk) -> None:
    first = desk.scenes()[0]
    desk.press("save", {f"seconds-{first.id}": "6,5", f"move-{first.id}": "in"})
    assert (desk.scenes()[0].seconds, desk.scenes()[0].move) == (6.5, "in")
    page = desk.press("save", {f"seconds-{first.id}": "ewig", f"move-{first.id}": "in"}, 422)
    assert "stands for 2 to 30 seconds" in words(page)


def test_a_deleted_picture_comes_back_with_its_sentence(desk: Desk) -> None:
    second = desk.scenes()[1]
    desk.press(f"delete:{second.id}")
    assert "The picture is deleted." in desk.see()
    desk.alice.post(f"{desk.here}/undo")
    assert desk.told() == list(cast.SAID[:3])
    assert "The picture is deleted." not in desk.see()


def test_a_photo_is_replaced_and_its_sentence_stays(desk: Desk) -> None:
    first = desk.scenes()[0]
    desk.press(f"retake:{first.id}", {f"photo-{first.id}": upload(cast.jpeg(3), "n.jpg")})
    assert desk.scenes()[0].pictures != first.pictures
    assert desk.told() == list(cast.SAID[:3])


def test_sentences_in_a_second_language_stand_beside_the_first(desk: Desk) -> None:
    first = desk.scenes()[0]
    typed = {f"say-{first.id}": "Gözlüğü al.", f"was-{first.id}": "", "language": "tr"}
    desk.press("save", typed)
    assert desk.told("tr")[0] == "Gözlüğü al."
    page = desk.see("/in/tr")
    assert cast.SAID[0] in page
    assert "Gözlüğü al." in page


def test_the_film_is_not_asked_for_while_a_sentence_is_missing(desk: Desk) -> None:
    first = desk.scenes()[0]
    typed = {f"say-{first.id}": "", f"was-{first.id}": cast.SAID[0]}
    page = words(desk.press("film", typed, 422))
    assert "Picture 1 is not ready." in page
    with connected(desk.studio.database):
        assert not jobs.waiting()


def test_sentences_become_steps(desk: Desk) -> None:
    desk.press("steps")
    with connected(desk.studio.database):
        bodies = [row.body for row in StepText.select().join(Text).where(Text.language == "de")]
    assert set(cast.SAID[:3]) <= set(bodies)
    assert "The steps are these sentences." in desk.see()


def test_what_is_published_cannot_be_changed_here(desk: Desk) -> None:
    with connected(desk.studio.database):
        Version.update(state="in review").where(Version.id == desk.version.id).execute()
    desk.press("save", status=422)
    assert "Add photos" not in desk.see()


def test_another_plant_sees_nothing_of_it(desk: Desk, eve: Browser) -> None:
    for path in ("", "/pdf", f"/{desk.scenes()[0].id}/marks/1", "/film"):
        eve.get(desk.here + path, 404)
    eve.get(f"/studio/v/{desk.version.id}/voice/de", 404)


def test_the_council_looks_and_changes_nothing(desk: Desk, charlie: Browser) -> None:
    assert "<textarea" in words(charlie.get(desk.here))
    charlie.post(desk.here, {"do": "save"}, 403)


def test_a_mark_is_set_by_fields_without_a_pointer(desk: Desk) -> None:
    first = desk.scenes()[0]
    there = f"{desk.here}/{first.id}/marks/1"
    desk.alice.post(there, {"do": "add", "draw": "circle", "from": "C3", "to": "D4"})
    assert desk.scenes()[0].marks == (Mark(1, "circle", (167, 222, 333, 444)),)
    desk.alice.post(there, {"do": "drop:0"})
    assert desk.scenes()[0].marks == ()


def test_a_mark_beside_the_picture_is_refused(desk: Desk) -> None:
    there = f"{desk.here}/{desk.scenes()[0].id}/marks/1"
    for fields in (
        {"do": "set", "mark": "arrow 1 1 5 5"}, {"do": "set", "mark": "star 0 0 500 500"},
        {"do": "set", "mark": "arrow -5 0 9 9"}, {"do": "set", "mark": "²² 1"},
        {"do": "add", "draw": "arrow", "from": "Z3", "to": "A1"},
    ):  # fmt: skip
        assert "too small to be seen" in words(desk.alice.post(there, fields, 422))


def test_a_blur_deletes_the_picture_without_it_everywhere(desk: Desk) -> None:
    first = desk.scenes()[0]
    desk.press("steps")
    with connected(desk.studio.database):
        old = scenes.pictures(desk.version)[first.pictures[0]]
        before = {one.sha for one in Medium.select()}
    there = f"{desk.here}/{first.id}/marks/1"
    desk.alice.post(there, {"do": "set", "blur": "400 200 800 600"})
    with connected(desk.studio.database):
        gone = before - {one.sha for one in Medium.select()}
    assert len(gone) == 2  # the picture, and the small one of its step
    assert desk.storage.find(old.sha, old.ext) is None
    assert desk.told() == list(cast.SAID[:3])


def test_pages_of_a_pdf_become_scenes_with_their_words(desk: Desk) -> None:
    desk.alice.post(f"{desk.here}/pdf", {"do": "open", "pdf": upload(cast.lesson(), "a.pdf")})
    assert "Clear the chips, part 2" in desk.see("/pdf")
    small = desk.alice.get(f"{desk.here}/pdf/2.png")
    assert small.content_type == "image/png"
    desk.alice.post(f"{desk.here}/pdf", {"do": "take", "page": ["3", "1"]})
    assert desk.told()[3:] == ["Clear the chips, part 1", "Clear the chips, part 3"]
    assert not list((desk.studio.settings.data / "slides").iterdir())


def test_a_page_that_cannot_be_drawn_is_told_and_never_left_out_in_silence(desk: Desk) -> None:
    lesson = cast.lesson(3, broken=2)
    desk.alice.post(f"{desk.here}/pdf", {"do": "open", "pdf": upload(lesson, "a.pdf")})
    assert "One page of this PDF cannot be drawn" in desk.see("/pdf")
    page = desk.alice.post(f"{desk.here}/pdf", {"do": "take", "page": ["1", "2"]}, 422)
    assert "Take a photo of them instead" in words(page)
    assert desk.told() == list(cast.SAID[:3])
    desk.alice.post(f"{desk.here}/pdf", {"do": "take", "page": ["1", "3"]})
    assert desk.told()[3:] == ["Clear the chips, part 1", "Clear the chips, part 3"]


def test_a_pdf_that_is_none_is_refused_beside_its_field(desk: Desk) -> None:
    page = desk.alice.post(f"{desk.here}/pdf", {"do": "open", "pdf": upload(b"x", "a.pdf")}, 422)
    assert "cannot be read as a PDF" in words(page)
    assert not list((desk.studio.settings.data / "slides").glob("*"))


def test_a_recording_is_kept_for_its_text_and_laid_over_the_film_later(
    desk: Desk,
) -> None:
    with connected(desk.studio.database):
        film = Medium.create(sha="0" * 64, site=desk.studio.site, kind="film", ext="mp4", size=1)
        Version.update(film=film).where(Version.id == desk.version.id).execute()
    there = f"/studio/v/{desk.version.id}/voice/tr"
    desk.alice.post(
        there, {"do": "use", "voice": upload(b"\x1a\x45\xdf\xa3" + bytes(90), "v.webm")}
    )
    with connected(desk.studio.database):
        text = Text.get((Text.version == desk.version) & (Text.language == "tr"))
        take = takes.of(desk.version, text, "voice")
        assert take is not None
        assert takes.path(desk.studio.settings.takes, take).is_file()
        assert jobs.Job.get(jobs.Job.kind == "voice").subject == take.id
    desk.alice.post(there, {"do": "drop"})
    with connected(desk.studio.database):
        assert takes.of(desk.version, text, "voice") is None


def test_what_is_no_recording_is_refused(desk: Desk) -> None:
    with connected(desk.studio.database):
        film = Medium.create(sha="0" * 64, site=desk.studio.site, kind="film", ext="mp4", size=1)
        Version.update(film=film).where(Version.id == desk.version.id).execute()
    there = f"/studio/v/{desk.version.id}/voice/de"
    page = desk.alice.post(there, {"do": "use", "voice": upload(b"<svg", "v.mp3")}, 422)
    assert 'id="wrong"' in words(page)
    desk.alice.post(there, {"do": "use"}, 422)
