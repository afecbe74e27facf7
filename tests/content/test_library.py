"""Nuggets come in as folders and go out as the same folders."""

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import catalogue, draft, library, nuggets, plant
from content.errors import FileMissing, FolderTaken, LibraryError
from content.models import Attachment, Medium, Nugget, Site, Topic
from content.storage import Folder
from tests.content.cast import (
    DAY,
    ENGLISH,
    FILES,
    GERMAN,
    NUGGET,
    STORYBOARD,
    bytes_of,
    fresh,
    give_film,
    lay_out,
    nugget_of,
    publish,
)


def findings(folder: Path) -> list[str]:
    with pytest.raises(LibraryError) as refused:
        library.read(folder)
    return [str(finding) for finding in refused.value.findings]


def test_a_folder_becomes_a_draft(site: Site, storage: Folder, tmp_path: Path) -> None:
    version = library.import_folder(site, lay_out(tmp_path), storage)
    assert (version.number, version.state) == (1, "draft")
    assert draft.stored(version) == library.read(tmp_path / "wear-glasses")
    assert catalogue.card(site.id, "wear-glasses") is None


def test_what_is_exported_is_what_was_imported(site: Site, storage: Folder, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "in", {"de.vtt": "WEBVTT\n\n00:00.000 --> 00:04.000\nHallo\n"})
    version = library.import_folder(site, folder, storage)
    out = library.export(version, tmp_path / "out" / "wear-glasses", storage)
    assert bytes_of(out) == bytes_of(folder)


def test_the_same_folder_again_makes_no_new_version(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    folder = lay_out(tmp_path)
    first = library.import_folder(site, folder, storage)
    before = catalogue.revision()
    assert library.import_folder(site, folder, storage) == first
    assert catalogue.revision() == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en.md", ENGLISH.replace("eyelid", "eye")),
        ("en.md", None),
        ("nugget.toml", NUGGET.replace("routine", "expert").replace("4.0", "5.0")),
        ("storyboard.toml", STORYBOARD.replace("4.0", "5.0")),
        ("01-take.svg", FILES["02-wear.svg"]),
        ("de.vtt", "WEBVTT\n\n00:00.000 --> 00:04.000\nHallo\n"),
    ],
)
def test_a_changed_folder_makes_the_next_version(
    site: Site, storage: Folder, tmp_path: Path, name: str, text: str | None
) -> None:
    library.import_folder(site, lay_out(tmp_path / "one"), storage)
    folder = lay_out(tmp_path / "two", {name: text})
    version = library.import_folder(site, folder, storage)
    assert version.number == 2
    assert draft.stored(version) == library.read(folder)


def test_a_withdrawn_nugget_comes_back_with_its_media(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    folder = lay_out(tmp_path)
    card = publish(site, folder, storage)
    nuggets.withdraw(nugget_of(card), storage, DAY, consent=True)
    assert library.import_folder(site, folder, storage).film is None
    again = publish(site, folder, storage)
    assert again.number == 2
    assert all(storage.find(file.sha, file.ext) for file in again.files().values())


def test_an_import_tells_how_far_it_is(site: Site, storage: Folder, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    library.import_folder(
        site, lay_out(tmp_path), storage, lambda done, of: heard.append((done, of))
    )
    assert heard == [(1, 2), (2, 2)]


def test_captions_are_made_of_the_storyboard(site: Site, storage: Folder, tmp_path: Path) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    captions = card.words["de"].captions
    assert captions
    path = storage.find(captions.sha, "vtt")
    assert path
    assert path.read_text("utf-8") == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nDie Brille liegt im Kasten.\n"
        "\n00:00:04.000 --> 00:00:08.000\nErst die Brille, dann die Tür.\n"
    )


def test_captions_of_the_folder_win(site: Site, storage: Folder, tmp_path: Path) -> None:
    typed = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:00.000 --> 00:04.000\n[Klick]\n"
    card = publish(site, lay_out(tmp_path, {"de.vtt": typed}), storage)
    captions = card.words["de"].captions
    assert captions
    path = storage.find(captions.sha, "vtt")
    assert path
    assert path.read_text("utf-8") == "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n[Klick]\n"


def test_words_change_without_filming_again(site: Site, storage: Folder, tmp_path: Path) -> None:
    first = library.import_folder(site, lay_out(tmp_path), storage)
    film = give_film(first, storage)
    same = lay_out(tmp_path, {"en.md": ENGLISH.replace("eyelid", "eye")})
    assert library.import_folder(site, same, storage).film == film
    other = lay_out(tmp_path, {"storyboard.toml": STORYBOARD.replace("4.0", "5.0")})
    assert library.import_folder(site, other, storage).film is None


def test_a_changed_picture_of_the_storyboard_is_filmed_again(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    give_film(library.import_folder(site, lay_out(tmp_path), storage), storage)
    folder = lay_out(tmp_path, {"01-take.svg": FILES["02-wear.svg"]})
    assert library.import_folder(site, folder, storage).film is None


def test_easy_and_signed_texts_are_texts_of_their_own(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    card = publish(site, lay_out(tmp_path, {"de-simple.md": GERMAN}), storage)
    assert sorted(card.words) == ["de", "de-simple", "en"]
    assert card.words["de-simple"].variant == "easy"
    assert card.words["de-simple"].captions == card.words["de"].captions


def test_a_topic_that_nobody_set_up_is_named_after_its_slug(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    library.import_folder(site, lay_out(tmp_path), storage)
    assert [topic.name for topic in Topic.select()] == ["Safety"]


def test_a_nugget_moves_to_the_topic_its_folder_names(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    plant.topic(site, "order", "Ordnung")
    library.import_folder(site, lay_out(tmp_path), storage)
    moved = lay_out(tmp_path, {"nugget.toml": NUGGET.replace('c = "safety"', 'c = "order"')})
    version = library.import_folder(site, moved, storage)
    assert draft.stored(version).topic == "order"
    assert library.import_folder(site, moved, storage) == version


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("en.md", "1. Take the glasses from the box.\n2.", "1.",
         "en.md:8: 1 steps here, but 2 in nugget.toml."),
        ("en.md", "- [ ] When", "- [x] When",
         "en.md:14: this answer is right in one language only; compare de.md:14."),
        ("en.md", "- [x] Before", "- [ ] Never.\n  Wrong.\n- [x] Before",
         "en.md:12: 3 answers here, but 2 in de.md."),
        ("en.md", ENGLISH[ENGLISH.index("## Q"):], "", "en.md: 0 questions here, but 1 in de.md."),
        ("nugget.toml", "01-take.svg", "11-take.svg",
         "nugget.toml:9: 11-take.svg is not in the folder."),
        ("nugget.toml", "01-take.svg", "../01-take.svg",
         'nugget.toml:9: "../01-take.svg" is no file name. Put the file into this folder.'),
        ("nugget.toml", "01-take.svg", "de.md",
         "nugget.toml:9: de.md is no picture. These endings are: svg, jpg, jpeg, png, webp."),
        ("nugget.toml", "topic", 'video = "film.mp4"\ntopic',
         "nugget.toml:4: film.mp4 is not in the folder."),
        ("storyboard.toml", "02-wear.svg", "03-gone.svg",
         "storyboard.toml:7: the picture 03-gone.svg of scene 2 is not in the folder."),
        ("storyboard.toml", "seconds = 4.0", "seconds =", "storyboard.toml: "),
        ("01-take.svg", "<svg", "<sgv", "01-take.svg: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, finding: str
) -> None:
    assert old in FILES[name]
    said = findings(lay_out(tmp_path, {name: FILES[name].replace(old, new, 1)}))
    assert any(line.startswith(finding) for line in said), said


@pytest.mark.parametrize(
    ("captions", "finding"),
    [
        (
            "WEBVTT\n\n00:06.000 --> 00:09.000\nZu spät\n",
            "de.vtt:3: Caption 1 at 00:00:06.000 ends",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:01.500\nViel zu schnell gesagt\n", "de.vtt:3: "),
        ("no captions at all", "de.vtt: "),
    ],
)
def test_captions_that_nobody_can_read_are_refused(
    tmp_path: Path, captions: str, finding: str
) -> None:
    said = findings(lay_out(tmp_path, {"de.vtt": captions}))
    assert [line for line in said if line.startswith(finding)] == said


def test_a_step_beyond_the_end_of_the_film_is_told(tmp_path: Path) -> None:
    late = NUGGET.replace("at = 4.0", "at = 8.0")
    said = findings(lay_out(tmp_path, {"nugget.toml": late}))
    assert said == ["nugget.toml:14: this step begins at 8.0, but the film ends at 8.0."]


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    folder = lay_out(
        tmp_path,
        {
            "de.md": GERMAN.replace("- [x]", "- [ ]"),
            "en.md": ENGLISH.replace("why:", "because:"),
            "nugget.toml": NUGGET.replace('"safety"', '"deadly"', 1),
        },
    )
    files = {line.partition(":")[0] for line in findings(folder)}
    assert files == {"de.md", "en.md", "nugget.toml"}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(["nugget.toml", "de.md", "storyboard.toml", "01-take.svg"]),
    line=st.integers(0, 20),
    typed=st.text(max_size=40)
    | st.sampled_from(['video = ["a"]', "video = 1", 'step = "x"', "[step]", "scene = 7", "film:"]),
)
def test_whatever_is_typed_the_folder_is_read_or_refused(
    tmp_path: Path, name: str, line: int, typed: str
) -> None:
    lines = FILES[name].split("\n")
    lines[line % len(lines)] = typed.encode("utf-8", "replace").decode()
    folder = lay_out(tmp_path, {name: "\n".join(lines)})
    with contextlib.suppress(LibraryError):
        assert library.read(folder).slug == "wear-glasses"


def test_a_folder_without_anything_says_what_belongs_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert findings(tmp_path / "empty") == [
        "empty: there is no text: write one as de.md or en.md.",
        "nugget.toml: there is no film: name one as video, or add a storyboard.",
        "nugget.toml: this file is missing.",
    ]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    assert findings(tmp_path / "nowhere") == [f"{tmp_path}/nowhere: there is no such folder."]


def test_a_file_that_nothing_uses_is_not_dropped_silently(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, {"notes.txt": "ask Petra"})
    assert findings(folder) == ["notes.txt: nothing in this nugget uses this. Use it or delete it."]


def test_a_text_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    folder = lay_out(tmp_path)
    (folder / "de.md").write_bytes(GERMAN.encode("cp1252"))
    assert "de.md:10: this is not UTF-8. Save the file as UTF-8." in findings(folder)


@pytest.mark.parametrize("name", ["german.md", "DE.md", "de_simple.md"])
def test_a_text_is_named_after_its_language(tmp_path: Path, name: str) -> None:
    said = findings(lay_out(tmp_path, {name: GERMAN}))
    assert said == [f"{name}: a text is named after its language: de.md, en.md, de-simple.md."]


def test_a_broken_film_is_told(tmp_path: Path) -> None:
    named = NUGGET.replace("topic", 'video = "video.mp4"\ntopic')
    said = findings(lay_out(tmp_path, {"nugget.toml": named, "video.mp4": "#EXTM3U\nhttp://x"}))
    assert len(said) == 1
    assert said[0].startswith("video.mp4: ")


def test_a_refused_folder_leaves_nothing_behind(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    folder = lay_out(tmp_path, {"de.md": GERMAN.replace("- [x]", "- [ ]")})
    with pytest.raises(LibraryError):
        library.import_folder(site, folder, storage)
    assert not Nugget.select().exists()
    assert not Medium.select().exists()
    assert not storage.root.exists()


def test_an_export_replaces_an_older_one(site: Site, storage: Folder, tmp_path: Path) -> None:
    version = library.import_folder(site, lay_out(tmp_path / "in"), storage)
    out = lay_out(tmp_path / "out", {"old.txt": "from last year"})
    library.export(version, out, storage)
    assert bytes_of(out) == bytes_of(tmp_path / "in" / "wear-glasses")
    assert [path.name for path in out.parent.iterdir()] == ["wear-glasses"]


def test_an_export_never_replaces_anything_else(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    version = library.import_folder(site, lay_out(tmp_path), storage)
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "to-petra.txt").write_text("Dear Petra")
    with pytest.raises(FolderTaken, match="letters"):
        library.export(version, letters, storage)
    assert (letters / "to-petra.txt").exists()


def test_an_export_without_a_media_file_leaves_no_half_folder(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    version = library.import_folder(site, lay_out(tmp_path / "in"), storage)
    shutil.rmtree(storage.root)
    with pytest.raises(FileMissing, match="backup"):
        library.export(version, tmp_path / "out" / "wear-glasses", storage)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_version_carries_its_files_by_their_names(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    version = fresh(library.import_folder(site, lay_out(tmp_path), storage))
    attached = Attachment.select().where(Attachment.version == version)
    assert {row.name for row in attached} == {"01-take.svg", "02-wear.svg"}
