"""A storyboard becomes exactly the film and the captions its author wrote down."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from content.media import board, boxes, captions, errors, film, storyboard
from content.media.probe import probe
from tests.content.media.films import VOICE, Make, tool

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90">{}</svg>'
RED = SVG.format('<rect width="160" height="90" fill="#8A1C12"/>')
TEAL = SVG.format('<rect width="160" height="90" fill="#00554F"/>')
BOARD = """
[[scene]]
pictures = ["red.svg"]
seconds = 2.0
move = "in"
say = { de = "Der Pilz ist rot.", en = "The mushroom is red." }

[[scene]]
pictures = ["teal.svg", "red.svg"]
seconds = 3.5
say = { de = "Drücken geht immer, lösen erst dann.", en = "Press it at any time." }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A storyboard of two scenes with three pictures, 5.5 seconds."""
    (tmp_path / "red.svg").write_text(RED)
    (tmp_path / "teal.svg").write_text(TEAL)
    (tmp_path / board.FILE).write_text(BOARD, "utf-8")
    return tmp_path


def rewrite(folder: Path, old: str, new: str) -> None:
    """Change the storyboard in one place."""
    path = folder / board.FILE
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def colour(path: Path, at: float) -> tuple[int, ...]:
    """The colour in the middle of a film's picture at a second."""
    still = path.with_suffix(".png")
    tool("-ss", str(at), "-i", str(path), "-frames:v", "1", "-update", "1", str(still))
    with Image.open(still) as picture:
        pixel = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(pixel, tuple)
    return pixel


def frames(path: Path) -> int:
    """How many pictures a film really holds."""
    log = tool("-i", str(path), "-f", "null", "-")
    return int(re.findall(r"frame=\s*(\d+)", log)[-1])


def render(folder: Path) -> Path:
    """The film of a folder, small."""
    return storyboard.render(folder, folder / "video.mp4", height=90)


def test_the_film_is_exactly_as_long_as_its_scenes(folder: Path) -> None:
    path = render(folder)
    assert frames(path) == 66
    assert probe(path).seconds == 5.5


def test_the_film_starts_before_it_is_whole_and_has_no_sound(folder: Path) -> None:
    path = render(folder)
    assert boxes.outline(path).moov_first
    assert not probe(path).has_audio
    assert (probe(path).width, probe(path).height, probe(path).fps) == (160, 90, 12)


def test_a_picture_stands_whole_where_its_scene_begins(folder: Path) -> None:
    path = render(folder)
    assert colour(path, 2.0) == pytest.approx((0, 0x55, 0x4F), abs=4)
    assert colour(path, 3.75) == pytest.approx((0x8A, 0x1C, 0x12), abs=4)


def test_pictures_fade_into_each_other(folder: Path) -> None:
    path = render(folder)
    assert colour(path, 1.5) == pytest.approx((0x8A, 0x1C, 0x12), abs=4)
    assert colour(path, 1.8)[0] == pytest.approx(0x45, abs=20)


def test_pictures_of_a_scene_share_its_time(folder: Path) -> None:
    stays = [(shot.start, shot.end) for shot in film.shots(board.read(folder))]
    assert stays == [(0, 2), (2, 3.75), (3.75, 5.5)]


@pytest.mark.parametrize("move", ["still", "in", "out", "left", "right"])
def test_a_movement_is_gentle_and_never_leaves_the_picture(folder: Path, move: str) -> None:
    rewrite(folder, '"in"', f'"{move}"')
    shot = film.shots(board.read(folder))[0]
    for tick in range(-3, 40):
        left, top, right, bottom = shot.box(tick / 12)
        assert -1e-9 <= left < right <= 1 + 1e-9
        assert -1e-9 <= top < bottom <= 1 + 1e-9
        assert right - left >= 0.94


def test_in_comes_closer_and_left_drifts_left(folder: Path) -> None:
    closer = film.shots(board.read(folder))[0]
    assert closer.box(0) == (0, 0, 1, 1)
    assert closer.box(2)[2] - closer.box(2)[0] < 0.95
    rewrite(folder, '"in"', '"left"')
    drifting = film.shots(board.read(folder))[0]
    assert drifting.box(2)[0] > drifting.box(0)[0]


def test_captions_begin_and_end_with_their_scenes(folder: Path) -> None:
    assert board.captions(board.read(folder), "de") == [
        captions.Cue(0, 2, "Der Pilz ist rot."),
        captions.Cue(2, 5.5, "Drücken geht immer, lösen erst dann."),
    ]


def test_captions_of_a_language_it_does_not_speak_are_none(folder: Path) -> None:
    assert board.captions(board.read(folder), "tr") == []


def test_a_recorded_voice_is_laid_under_the_film(folder: Path, make: Make) -> None:
    voice = make("voice.m4a", *VOICE, "-c:a", "aac")
    path = film.render(board.read(folder), folder / "voiced.mp4", height=90, voice=voice)
    assert probe(path).has_audio
    assert probe(path).seconds == pytest.approx(5.5, abs=0.05)


def test_photographs_and_drawings_stand_beside_each_other(folder: Path) -> None:
    Image.new("RGB", (90, 160), "#FFC21A").save(folder / "photo.jpg")
    rewrite(folder, "red.svg", "photo.jpg")
    path = render(folder)
    assert colour(path, 0.5) == pytest.approx((0xFF, 0xC2, 0x1A), abs=6)


def test_what_stops_in_the_middle_leaves_no_film(folder: Path) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        storyboard.render(folder, folder / "video.mp4", height=90, progress=stop)
    assert sorted(path.name for path in folder.iterdir()) == ["red.svg", board.FILE, "teal.svg"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"red.svg"]', '"blue.svg"]', ":3: the picture blue.svg of scene 1 is not in the folder"),
        ('"red.svg"]', '"../red.svg"]', ":3: the picture ../red.svg of scene 1 is not in"),
        ('["red.svg"]', "[]", ":3: scene 1 needs pictures, a list of one to four file names"),
        ("seconds = 3.5", "seconds = 0", ":10: scene 2 needs seconds, a number such as 7.0"),
        ("seconds = 3.5\n", "", ":8: scene 2 needs seconds, a number such as 7.0"),
        ("seconds = 3.5", "seconds = 179", "the scenes take 181.0 seconds together"),
        ('"in"', '"spin"', ':5: "spin" is not a movement. Use still, in, out, left or right'),
        ("move =", "mvoe =", ':5: "mvoe" is not known here. Known are: pictures, seconds, move'),
        ('de = "Der Pilz ist rot.", ', "", ':6: scene 1 says nothing in "de"'),
        ("seconds = 2.0", "seconds = 0.8", ':6: scene 1 in "de" runs at 21.2 signs a second'),
        ("Der Pilz", "Der Pilz " * 20, 'the sentence of scene 1 in "de" has 188 signs'),
        ("Der Pilz", "Donau" * 20, 'scene 1 in "de" has a word of 100 signs'),
        ("[[scene]]", "[[scene", "storyboard.toml: Expected"),
        ("[[scene]]", "x = " + "[" * 5000, "storyboard.toml: maximum recursion depth exceeded"),
        ("[[scene]]", "x = " + "9" * 5000, "storyboard.toml: Exceeds the limit"),
        ("[[scene]]", "[[szene]]", 'storyboard.toml:1: "szene" is not known here'),
        ("say = {", "say = 3 #", ":6: scene 1 needs say, sentences such as"),
    ],
)
def test_it_says_what_is_wrong_and_on_which_line(
    folder: Path, old: str, new: str, sentence: str
) -> None:
    rewrite(folder, old, new)
    with pytest.raises(errors.StoryboardRefused, match=re.escape(sentence)):
        board.read(folder)


def test_it_names_all_that_is_wrong_at_once(folder: Path) -> None:
    rewrite(folder, '"red.svg"]', '"blue.svg"]')
    rewrite(folder, '"in"', '"spin"')
    with pytest.raises(errors.StoryboardRefused) as refused:
        board.read(folder)
    assert len(refused.value.problems) == 2


def test_it_says_when_there_is_no_storyboard(tmp_path: Path) -> None:
    with pytest.raises(errors.StoryboardRefused, match="the file is not there"):
        board.read(tmp_path)


def test_it_says_when_there_is_no_scene(folder: Path) -> None:
    (folder / board.FILE).write_text("scene = []\n")
    with pytest.raises(errors.StoryboardRefused, match="there is no scene"):
        board.read(folder)


def test_the_command_films_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert storyboard.main([str(folder)]) == 0
    assert "video.mp4: 5.5 s" in capsys.readouterr().out
    assert probe(folder / "video.mp4").height == 540


def test_the_command_lays_out_every_picture(folder: Path) -> None:
    assert storyboard.main([str(folder), "--contact", str(folder / "contact.png")]) == 0
    with Image.open(folder / "contact.png") as sheet:
        found = {sheet.convert("RGB").getpixel((x, 150)) for x in (250, 750, 1250)}
    assert found == {(0x8A, 0x1C, 0x12), (0, 0x55, 0x4F)}
    assert not (folder / "video.mp4").exists()


def test_the_command_tells_problems_and_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "teal.svg").unlink()
    assert storyboard.main([str(folder)]) == 1
    assert "the picture teal.svg of scene 2" in capsys.readouterr().err


def test_the_command_hints_at_what_could_be_better(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(folder, "seconds = 2.0", "seconds = 1.0")
    (folder / "red.svg").write_text(SVG.format("<text>OK</text>"))
    storyboard.main([str(folder), "--contact", str(folder / "contact.png")])
    told = capsys.readouterr().err
    assert "20.0 signs a second, better 17" in told
    assert "red.svg holds text" in told


def test_a_line_drawing_of_ten_seconds_stays_small(folder: Path) -> None:
    """At 540 lines; the starter films of 90 seconds must stay below 1 MB."""
    lines = "".join(
        f'<path d="M{x} 5v80M5 {x % 80 + 5}h150" stroke="#CFE9E4" fill="none"/>'
        for x in range(10, 150, 10)
    )
    (folder / "red.svg").write_text(SVG.format(lines))
    shutil.copy(folder / "red.svg", folder / "teal.svg")
    rewrite(folder, "seconds = 3.5", "seconds = 8.0")
    path = storyboard.render(folder, folder / "video.mp4")
    assert path.stat().st_size < 110_000
