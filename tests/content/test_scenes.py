"""A storyboard is edited scene by scene, and its text stays what a nugget's folder holds."""

import io
import os
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from content import library, medium, nuggets, scene_file, scene_film, scenes, slides
from content.errors import PictureKept, SceneGone, SentenceEditedMeanwhile, TooManyScenes
from content.media import board as boards
from content.media.board import MOVES
from content.media.images import Picture
from content.media.marks import SHAPES, Mark
from content.media.photo import photo
from content.models import Attachment, Medium, Site, Step, StepText, Take, Text, Version
from content.scene_file import Scene, tidied
from content.storage import Folder
from tests.content.cast import give_film, lay_out

names = st.from_regex(r"[a-z0-9-]{1,12}\.(webp|svg|jpg)", fullmatch=True)
said = st.text(max_size=90).map(tidied).filter(bool)
sides = st.integers(0, 1000)
boxes = st.tuples(sides, sides, sides, sides).filter(
    lambda box: max(abs(box[0] - box[2]), abs(box[1] - box[3])) >= 20
)


@st.composite
def drawn_scenes(draw: st.DrawFn) -> Scene:
    """Draw a scene of one to four pictures with marks on them."""
    pictures = tuple(draw(st.lists(names, min_size=1, max_size=4)))
    marks = st.builds(Mark, st.integers(1, len(pictures)), st.sampled_from(SHAPES), boxes)
    return Scene(
        pictures=pictures,
        say=draw(st.dictionaries(st.sampled_from(["de", "en", "uk"]), said)),
        seconds=draw(st.integers(5, 1800)) / 10,
        move=draw(st.sampled_from(MOVES)),
        marks=tuple(draw(st.lists(marks, max_size=3))),
    )


def shot(colour: str, size: tuple[int, int] = (320, 180)) -> Picture:
    """Return a photograph of one colour, as a phone would send it."""
    paper = io.BytesIO()
    Image.new("RGB", size, colour).save(paper, "JPEG")
    return photo(paper.getvalue())


@pytest.fixture
def version(site: Site) -> Version:
    """A draft with a German text and nothing else."""
    made = nuggets.draft(site, "wear-glasses")
    Text.create(version=made, language="de", variant="plain", title="Schutzbrille tragen")
    return made


@pytest.fixture
def board(version: Version, storage: Folder) -> Version:
    """A draft with three photographs and a sentence each."""
    for colour, words in (("red", "Nimm sie."), ("green", "Setz sie auf."), ("blue", "Los.")):
        scenes.add(version, storage, shot(colour), {"de": words})
    return version


def words(version: Version) -> list[str]:
    """Return the German sentences in their order, as the database has them."""
    fresh = Version.get_by_id(version.id)
    return [scene.say.get("de", "") for scene in scenes.scenes(fresh)]


@given(st.lists(drawn_scenes(), max_size=6))
def test_scenes_come_back_the_same_from_their_file(told: list[Scene]) -> None:
    told = scene_file.numbered(told)
    written = scene_file.write(told)
    assert scene_file.parse(written) == told
    assert scene_file.write(scene_file.parse(written)) == written


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(source: str) -> None:
    scene_file.parse(source)


@pytest.mark.parametrize("folder", library.starter(), ids=lambda folder: folder.name)
def test_a_starter_storyboard_says_the_same_after_it_was_written_anew(folder: Path) -> None:
    if not (folder / boards.FILE).is_file():
        return
    source = (folder / boards.FILE).read_text("utf-8")
    again = tomllib.loads(scene_file.write(scene_file.parse(source)))
    for scene in tomllib.loads(source)["scene"]:
        scene["say"] = {language: tidied(text) for language, text in scene.get("say", {}).items()}
        found = again["scene"].pop(0)
        assert found == {key: value for key, value in scene.items() if value != "still"}


def test_an_edited_storyboard_goes_out_as_a_folder_and_comes_in_again(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    version = library.import_folder(site, lay_out(tmp_path / "in"), storage)
    first = scenes.scenes(version)[0]
    scenes.say(version, storage, first.id, "de", "Die Brille liegt rechts im Kasten.")
    scenes.draw(version, storage, first.id, Mark(1, "circle", (200, 200, 600, 700)))
    added = scenes.add(version, storage, shot("red"), {"de": "Fertig.", "en": "Done."})
    out = library.export(version, tmp_path / "out" / "wear-glasses", storage)
    again = library.import_folder(site, out, storage)
    assert again == version
    assert boards.read(out).scenes[-1].say == {"de": "Fertig.", "en": "Done."}
    assert added.pictures[0] in library.read(out).files


def test_sentences_decide_how_long_a_picture_stands(board: Version, storage: Folder) -> None:
    first = scenes.scenes(board)[0]
    assert first.seconds == 4.0
    long = "Setz die Brille auf, bevor du die Tür der Drehmaschine öffnest."
    assert scenes.say(board, storage, first.id, "de", long).seconds == 5.5
    assert scenes.stay(board, storage, first.id, 12, "in").timed
    assert scenes.say(board, storage, first.id, "de", "Kurz.").seconds == 12
    assert scenes.stay(board, storage, first.id, None, "in").seconds == 4.0


def test_a_scene_moves_up_and_down_and_keeps_its_name(board: Version, storage: Folder) -> None:
    last = scenes.scenes(board)[2]
    scenes.shift(board, storage, last.id, -1)
    assert words(board) == ["Nimm sie.", "Los.", "Setz sie auf."]
    scenes.shift(board, storage, last.id, -1)
    scenes.shift(board, storage, last.id, -1)
    assert words(board) == ["Los.", "Nimm sie.", "Setz sie auf."]
    assert scenes.find(board, last.id).say == last.say


def test_a_deleted_scene_comes_back_where_it_stood(board: Version, storage: Folder) -> None:
    second = scenes.scenes(board)[1]
    at, gone = scenes.remove(board, storage, second.id)
    assert words(board) == ["Nimm sie.", "Los."]
    assert scenes.put_back(board, storage, at, gone) == second
    assert words(board) == ["Nimm sie.", "Setz sie auf.", "Los."]


def test_a_deleted_scene_is_gone_for_good_after_the_next_change(
    board: Version, storage: Folder
) -> None:
    at, gone = scenes.remove(board, storage, scenes.scenes(board)[1].id)
    lost = Attachment.get(Attachment.name == gone.pictures[0]).medium
    scenes.say(board, storage, scenes.scenes(board)[0].id, "de", "Nimm die Brille.")
    assert storage.find(lost.sha, lost.ext) is None
    assert Medium.get_or_none(Medium.sha == lost.sha) is None
    with pytest.raises(PictureKept):
        scenes.put_back(board, storage, at, gone)


def test_a_retaken_picture_leaves_nothing_of_the_one_before(
    board: Version, storage: Folder
) -> None:
    first = scenes.scenes(board)[0]
    old = scenes.pictures(board)[first.pictures[0]]
    scenes.draw(board, storage, first.id, Mark(1, "arrow", (100, 100, 500, 500)))
    now = scenes.retake(board, storage, first.id, 1, shot("yellow"))
    assert now.say == first.say
    assert not now.marks
    assert storage.find(old.sha, old.ext) is None
    assert not medium.files([old.sha])


def test_two_people_change_different_scenes_and_nothing_is_lost(
    board: Version, storage: Folder
) -> None:
    hers, his = Version.get_by_id(board.id), Version.get_by_id(board.id)
    first, second, _ = scenes.scenes(board)
    scenes.say(hers, storage, first.id, "de", "Hol die Brille.")
    scenes.say(his, storage, second.id, "de", "Auf die Nase.")
    scenes.shift(hers, storage, second.id, -1)
    assert words(board) == ["Auf die Nase.", "Hol die Brille.", "Los."]


def test_two_people_change_one_sentence_and_the_second_is_told(
    board: Version, storage: Folder
) -> None:
    first = scenes.scenes(board)[0]
    scenes.say(board, storage, first.id, "de", "Hol die Brille.", was="Nimm sie.")
    with pytest.raises(SentenceEditedMeanwhile, match=r"Hol die Brille\."):
        scenes.say(board, storage, first.id, "de", "Greif zur Brille.", was="Nimm sie.")
    assert words(board)[0] == "Hol die Brille."


def test_a_scene_that_somebody_deleted_is_not_written_on(board: Version, storage: Folder) -> None:
    first = scenes.scenes(board)[0]
    scenes.remove(Version.get_by_id(board.id), storage, first.id)
    with pytest.raises(SceneGone):
        scenes.say(board, storage, first.id, "de", "Zu spät.")


def test_one_picture_too_many_is_refused_and_leaves_no_file(
    board: Version, storage: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenes, "MOST", 3)
    before = set(storage.root.rglob("*.*"))
    with pytest.raises(TooManyScenes):
        scenes.add(board, storage, shot("pink"))
    assert set(storage.root.rglob("*.*")) == before
    assert Attachment.select().count() == 3


def test_a_change_lets_the_film_and_captions_made_before_go(
    board: Version, storage: Folder
) -> None:
    film = give_film(board, storage)
    assert scene_film.take(board.id, board.storyboard, film, storage)
    captions = Medium.get(Medium.kind == "captions")
    scenes.say(board, storage, scenes.scenes(board)[0].id, "de", "Anders.")
    fresh = Version.get_by_id(board.id)
    assert fresh.film is None
    assert Text.get(Text.version == board).captions is None
    for gone in (film, captions):
        assert storage.find(gone.sha, gone.ext) is None


def test_captions_are_the_sentences_to_the_letter(board: Version, storage: Folder) -> None:
    film = give_film(board, storage)
    scene_film.take(board.id, board.storyboard, film, storage)
    text = Text.get(Text.version == board)
    assert text.captions_id
    path = storage.find(text.captions_id, "vtt")
    assert path
    assert path.read_text("utf-8").split("\n\n")[1:3] == [
        "00:00:00.000 --> 00:00:04.000\nNimm sie.",
        "00:00:04.000 --> 00:00:08.000\nSetz sie auf.",
    ]
    assert text.captions_state == "reviewed"


def test_a_film_of_an_older_storyboard_is_not_taken(board: Version, storage: Folder) -> None:
    old = board.storyboard
    scenes.say(board, storage, scenes.scenes(board)[0].id, "de", "Anders.")
    film = medium.keep(board.nugget.site, storage, b"old", "film", "mp4")
    assert not scene_film.take(board.id, old, film, storage)
    assert Version.get_by_id(board.id).film is None


def test_sentences_become_steps_with_their_pictures_and_seconds(
    board: Version, storage: Folder
) -> None:
    scenes.draw(board, storage, scenes.scenes(board)[1].id, Mark(1, "circle", (300, 300, 700, 700)))
    assert scene_film.make_steps(board, storage) == 3
    steps = list(Step.select().where(Step.version == board).order_by(Step.position))
    assert [step.at for step in steps] == [0.0, 4.0, 8.0]
    assert [row.body for row in StepText.select().join(Step).order_by(Step.position)] == words(
        board
    )
    assert all(step.picture for step in steps)


def test_what_keeps_the_film_from_being_made_is_said_for_each_picture(
    board: Version, storage: Folder
) -> None:
    assert not scene_film.missing(board, "de", 180)
    scenes.say(board, storage, scenes.scenes(board)[1].id, "de", "x" * 50)
    scenes.add(board, storage, shot("black"))
    told = [str(one) for one in scene_film.missing(board, "de", 10)]
    assert told[:2] == ["Picture 2 is not ready.", "Picture 4 is not ready."]
    assert told[2].startswith("The film is 1")


def test_a_voice_over_an_older_film_goes_with_it_and_waits_for_the_next(
    board: Version, storage: Folder
) -> None:
    film = give_film(board, storage)
    scene_film.take(board.id, board.storyboard, film, storage)
    mixed = medium.keep(board.nugget.site, storage, b"film and voice", "film", "mp4")
    text = Text.get(Text.version == board)
    Text.update(film=mixed).where(Text.id == text.id).execute()
    take = Take.create(
        site=board.nugget.site, version=board, text=text, kind="voice", ext="webm", size=1,
        sha="0" * 64, film=mixed,
    )  # fmt: skip
    scenes.retake(board, storage, scenes.scenes(board)[0].id, 1, shot("yellow"))
    assert Text.get_by_id(text.id).film is None
    assert Take.get_by_id(take.id).film is None
    assert storage.find(mixed.sha, "mp4") is None


def test_a_film_from_a_phone_stays_while_pictures_are_added(
    board: Version, storage: Folder
) -> None:
    film = medium.keep(board.nugget.site, storage, b"from a phone", "film", "mp4")
    Version.update(film=film).where(Version.id == board.id).execute()
    Take.create(
        site=board.nugget.site, version=board, kind="film", ext="mp4", size=1, sha="0" * 64,
        film=film,
    )  # fmt: skip
    scenes.add(board, storage, shot("yellow"))
    assert Version.get_by_id(board.id).film == film
    assert storage.find(film.sha, "mp4")


def test_a_picture_that_another_version_shows_stays_when_it_is_blurred_here(
    board: Version, storage: Folder
) -> None:
    first = scenes.scenes(board)[0]
    shown = scenes.pictures(board)[first.pictures[0]]
    other = nuggets.draft(board.nugget.site, "other")
    Attachment.create(version=other, name="a.webp", medium=shown)
    scenes.blur(board, storage, first.id, 1, [(100, 100, 500, 500)])
    assert storage.find(shown.sha, shown.ext)
    assert shown.sha not in {one.sha for one in scenes.pictures(board).values()}


def test_a_pdf_nobody_chose_from_goes_after_a_day(tmp_path: Path) -> None:
    for name, hours in (("old", 25), ("new", 1)):
        folder = tmp_path / name
        folder.mkdir()
        then = time.time() - hours * 3600
        os.utime(folder, (then, then))
    assert slides.sweep(tmp_path) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["new"]
