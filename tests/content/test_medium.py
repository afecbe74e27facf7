"""Originals and renditions: kept once, in the folders their nuggets' reach allows."""

from pathlib import Path

from content import catalogue, library, medium, nuggets
from content.models import Medium, Rendition, Site
from content.storage import Folder
from tests.content.cast import DAY, NUGGET, add_lite, fresh, lay_out, publish

INSIDE = {"nugget.toml": NUGGET.replace("anywhere", "plant network")}


def folders(storage: Folder) -> set[str]:
    return {path.relative_to(storage.root).parts[0] for path in storage.root.rglob("*.*")}


def test_the_same_film_is_one_medium(site: Site, storage: Folder) -> None:
    first = medium.keep(site, storage, b"a film", "film", "mp4", seconds=8.0)
    again = medium.keep(site, storage, b"a film", "film", "mp4")
    assert first == again
    assert (Medium.get().seconds, Medium.get().size) == (8.0, 6)


def test_a_newer_rendition_takes_the_place_of_the_older(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    film = medium.keep(site, storage, b"a film", "film", "mp4")
    for content in (b"first", b"second"):
        made = tmp_path / "made.mp4"
        made.write_bytes(content)
        medium.add_rendition(film, storage, "lite", made, "mp4", recipe=content.decode())
    assert [row.recipe for row in Rendition.select()] == ["second"]


def test_nothing_of_a_nugget_for_the_plant_lies_in_the_open(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    version = library.import_folder(site, lay_out(tmp_path, INSIDE), storage)
    film = medium.keep(site, storage, b"a film", "film", "mp4", plant=True)
    nuggets.take_film(version.id, film)
    add_lite(film, storage)
    card = nuggets.publish(fresh(version), DAY)
    assert card.reach == "plant network"
    assert folders(storage) == {"plant"}


def test_a_published_nugget_that_stays_in_the_plant_from_now_on_leaves_the_open_folder(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    publish(site, lay_out(tmp_path), storage)
    assert folders(storage) == {"open"}
    library.import_folder(site, lay_out(tmp_path, INSIDE), storage)
    card = catalogue.card(site.id, "wear-glasses")
    assert card
    assert card.reach == "plant network"
    assert folders(storage) == {"plant"}


def test_a_picture_of_both_kinds_of_nuggets_lies_in_both_folders(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    library.import_folder(site, lay_out(tmp_path), storage)
    library.import_folder(site, lay_out(tmp_path, slug="inside", changes=INSIDE), storage)
    names = [path.name for path in storage.root.rglob("*.svg")]
    assert names
    assert all(names.count(name) == 2 for name in names)
