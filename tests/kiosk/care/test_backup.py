"""Backups: whole, checked, without a key; and back again."""

import gzip
import json
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import peewee
import pytest

from content import medium, nuggets, plant
from content.models import Machine, Medium, Site, Version
from content.storage import Folder
from kiosk.care import backup
from kiosk.counts import Counts
from kiosk.db import Corrupt, TooNew, connected, migrate, open_database
from kiosk.running import alone, serving
from kiosk.settings import Settings, load
from tests.conftest import Postgres
from tests.house import House


@contextmanager
def opened(settings: Settings) -> Iterator[peewee.Database]:
    database = open_database(settings)
    try:
        with connected(database):
            yield database
    finally:
        database.close_all()  # type: ignore[attr-defined]


@pytest.fixture
def settings(house: House) -> Settings:
    """A plant with a film and open counts."""
    chosen = load(house.data, environ={}, pot=str(house.pot))
    (house.data / "kiosk.toml").write_text('base_url = "https://learn.example.com"\n')
    with opened(chosen):
        medium.keep(Site.get(), Folder(chosen.media), b"a film", "film", "mp4")
        Counts(chosen).start()
    return chosen


def backed_up(settings: Settings) -> Path:
    with opened(settings) as database:
        return backup.make(settings, database, settings.data / "backups")


def machines(settings: Settings) -> list[str]:
    with opened(settings):
        return sorted(machine.name for machine in Machine.select())


def test_a_backup_holds_no_key_and_no_open_counts(settings: Settings) -> None:
    backed_up(settings)
    assert (settings.data / "counts.sealed").exists()
    files = {path.name for path in (settings.data / "backups").rglob("*") if path.is_file()}
    assert {name for name in files if "key" in name or "sealed" in name} == set()
    secret = settings.secret("pot.key")
    everything = [path for path in (settings.data / "backups").rglob("*") if path.is_file()]
    assert not any(secret in path.read_bytes() for path in everything)


def test_a_second_backup_of_a_day_replaces_the_first(settings: Settings) -> None:
    assert backed_up(settings) == backed_up(settings)
    assert len(backup.kept(settings.data / "backups")) == 1


def test_a_plant_comes_back_in_a_fresh_folder(settings: Settings, tmp_path: Path) -> None:
    made = backed_up(settings)
    fresh = load(tmp_path / "fresh", environ={}, pot=settings.pot)
    assert backup.restore(fresh, made) is None
    assert stat.S_IMODE(fresh.data.stat().st_mode) & stat.S_IRWXO == 0
    assert machines(fresh) == ["Drehmaschine 4", "Drehmaschine 5"]
    with opened(fresh):
        film = Medium.get()
    found = Folder(fresh.media).find(film.sha, film.ext)
    assert found is not None
    assert found.read_bytes() == b"a film"
    assert "learn.example.com" in (fresh.data / "kiosk.toml").read_text()


def test_a_restore_puts_what_was_there_aside(settings: Settings) -> None:
    made = backed_up(settings)
    with opened(settings):
        plant.machine(plant.area(Site.get(), ("Halle 9",)), "Neue Maschine")
    aside = backup.restore(settings, made)
    assert aside is not None
    assert "Neue Maschine" not in machines(settings)
    shutil.copy(aside / "kiosk.db", settings.sqlite)
    assert "Neue Maschine" in machines(settings)


def test_a_restore_begins_with_new_keys_and_an_empty_pot(settings: Settings) -> None:
    made = backed_up(settings)
    before = settings.secret("pot.key")
    backup.restore(settings, made)
    assert not (settings.data / "counts.sealed").exists()
    assert not Path(settings.pot).exists()
    assert settings.secret("pot.key") != before


@pytest.mark.parametrize("hold", [alone, serving])
def test_nothing_is_restored_while_the_plant_runs(settings: Settings, hold: object) -> None:
    made = backed_up(settings)
    with hold(settings), pytest.raises(backup.CareError, match="Stop it first"):  # type: ignore[operator]
        backup.restore(settings, made)


def spoil_database(made: Path) -> None:
    with (made / "kiosk.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"tampered")


def spoil_film(made: Path) -> None:
    film = next((made.parent / "media").rglob("*.mp4"))
    film.write_bytes(b"b film")


def lose_film(made: Path) -> None:
    next((made.parent / "media").rglob("*.mp4")).unlink()


def spoil_manifest(made: Path) -> None:
    (made / "manifest.json").write_text("{")


def name_another_file(made: Path) -> None:
    facts = json.loads((made / "manifest.json").read_text()) | {"database": "../../kiosk.db"}
    (made / "manifest.json").write_text(json.dumps(facts))


@pytest.mark.parametrize(
    "spoil", [spoil_database, spoil_film, lose_film, spoil_manifest, name_another_file]
)
def test_a_backup_that_was_tampered_with_is_refused_and_nothing_changes(
    settings: Settings, spoil: object
) -> None:
    made = backed_up(settings)
    spoil(made)  # type: ignore[operator]
    before = settings.sqlite.read_bytes()
    with pytest.raises((backup.CareError, Corrupt)):
        backup.restore(settings, made)
    assert settings.sqlite.read_bytes() == before
    assert not (settings.data / "before-restore").exists()


def test_a_backup_of_a_newer_program_is_refused(settings: Settings) -> None:
    made = backed_up(settings)
    facts = json.loads((made / "manifest.json").read_text())
    facts["steps"].append("9999_future")
    (made / "manifest.json").write_text(json.dumps(facts))
    with pytest.raises(TooNew):
        backup.restore(settings, made)


def test_pruning_keeps_the_media_that_a_newer_backup_shares(settings: Settings) -> None:
    first = backed_up(settings)
    for day in ("2026-01-01", "2026-01-02"):
        shutil.copytree(first, first.with_name(day))
    lost = first.parent / "media" / "open" / "00" / f"{'0' * 64}.mp4"
    lost.parent.mkdir(parents=True)
    lost.write_bytes(b"of a deleted nugget")
    assert backup.prune(first.parent, 2) == ["2026-01-01"]
    assert not lost.exists()
    assert backup.check(first)["day"] == first.name


def test_a_backup_is_made_while_the_plant_is_written_to(settings: Settings) -> None:
    with opened(settings) as database, database.atomic():
        plant.machine(plant.area(Site.get(), ("Halle 9",)), "Halb geschrieben")
        made = backup.make(settings, open_database(settings), settings.data / "backups")
    backup.restore(settings, made)
    assert "Halb geschrieben" not in machines(settings)


def test_the_commands_make_and_bring_back(house: House, settings: Settings) -> None:
    made = house.run("backup", "--json")
    assert made.code == 0, made
    back = house.run("restore", json.loads(made.out)["backup"], "--yes")
    assert back.code == 0, back
    assert "The counts of the open period are lost by design" in back.out
    assert house.run("restore", str(house.data)).err.startswith("kiosk: ")


def test_a_restore_asks_only_where_it_would_put_something_aside(
    house: House, settings: Settings
) -> None:
    backed_up(settings)
    away = shutil.copytree(settings.data / "backups", house.data.with_name("away"))
    (made,) = map(str, away.glob("20*"))
    asked = house.run("restore", made, stdin=subprocess.DEVNULL)
    assert (asked.code, "Replace the data" in asked.out) == (130, True)
    shutil.rmtree(house.data)
    back = house.run("restore", made, stdin=subprocess.DEVNULL)
    assert (back.code, "Replace" in back.out) == (0, False), back


def test_a_day_that_was_carried_away_alone_says_that_its_films_lie_beside_it(
    settings: Settings, tmp_path: Path
) -> None:
    alone_ = shutil.copytree(backed_up(settings), tmp_path / "stick" / "2026-11-22")
    with pytest.raises(backup.CareError, match="copy the whole folder 'backups'"):
        backup.check(alone_)


def test_a_password_that_is_said_at_the_end_of_an_address_is_taken_from_there_too() -> None:
    found = backup._without_password("postgresql://me@/plant?host=/run&password=s%40fe&sslmode=no")
    assert found == ("postgresql://me@/plant?host=/run&sslmode=no", "s@fe")
    alone = backup._without_password("postgresql:///plant?password=a")
    assert alone == ("postgresql:///plant", "a")
    assert backup._without_password("postgresql:///plant?host=/run")[1] == ""


def test_a_password_is_not_among_the_words_of_a_command() -> None:
    found = backup._without_password("postgresql://me:s%40fe@db.example/plant?sslmode=require")
    assert found == ("postgresql://me@db.example/plant?sslmode=require", "s@fe")


def test_postgresql_is_dumped_and_brought_back(postgres: Postgres, tmp_path: Path) -> None:
    os.environ.pop("PGPASSWORD", None)
    settings = load(tmp_path / "plant", environ={}, database_url=postgres.create(),
                    pot=str(tmp_path / "pot"), demo=True)  # fmt: skip
    with opened(settings) as database:
        migrate(database, settings)
        area = plant.area(plant.found("Works", "works"), ("Hall 1",))
        plant.machine(area, "Lathe")
        made = backup.make(settings, database, settings.data / "backups")
        plant.machine(area, "Mill")
    assert machines(settings) == ["Lathe", "Mill"]
    aside = backup.restore(settings, made)
    assert machines(settings) == ["Lathe"]
    assert aside is not None
    assert b"Mill" in gzip.decompress((aside / backup.DUMP).read_bytes())
    assert stat.S_IMODE(aside.stat().st_mode) == stat.S_IRWXU


def open_versions(site: Site) -> dict[str, Version]:
    """Open versions that somebody wrote on: a draft, one in review, one that waits for its day."""
    made = {}
    for name, state, day in (("a", "draft", None), ("b", "in review", None),
                             ("c", "in review", "2027-01-04")):  # fmt: skip
        version = nuggets.draft(site, name)
        Version.update(state=state, authors="acc0unt0fal1ce", effective_on=day).where(
            Version.id == version.id
        ).execute()
        made[name] = version
    return made


def states(made: dict[str, Version]) -> dict[str, tuple[str, str]]:
    rows = {name: Version.get_by_id(version.id) for name, version in made.items()}
    return {name: (row.state, row.authors) for name, row in rows.items()}


BACK: Final = {"a": ("draft", ""), "b": ("draft", ""), "c": ("in review", "")}


def test_no_backup_tells_who_wrote_on_a_draft(settings: Settings) -> None:
    with opened(settings):
        open_versions(Site.get())
    copy = (backed_up(settings) / backup.LITE).read_bytes()
    assert b"acc0unt0fal1ce" not in copy


def test_what_waited_for_its_release_comes_back_as_a_draft(settings: Settings) -> None:
    with opened(settings):
        made = open_versions(Site.get())
    backup.restore(settings, backed_up(settings))
    with opened(settings):
        assert states(made) == BACK


def test_no_dump_tells_who_wrote_on_a_draft(postgres: Postgres, tmp_path: Path) -> None:
    settings = load(tmp_path / "plant", environ={}, database_url=postgres.create(),
                    pot=str(tmp_path / "pot"), demo=True)  # fmt: skip
    with opened(settings) as database:
        migrate(database, settings)
        made = open_versions(plant.found("Works", "works"))
        saved = backup.make(settings, database, settings.data / "backups")
    assert b"acc0unt0fal1ce" not in gzip.decompress((saved / backup.DUMP).read_bytes())
    backup.restore(settings, saved)
    with opened(settings):
        assert states(made) == BACK


def test_a_dump_does_not_fit_a_plant_on_sqlite(settings: Settings) -> None:
    made = backed_up(settings)
    (made / "kiosk.db").rename(made / "kiosk.dump")
    facts = json.loads((made / "manifest.json").read_text()) | {"database": "kiosk.dump"}
    (made / "manifest.json").write_text(json.dumps(facts))
    with pytest.raises(backup.CareError, match="does not fit database_url"):
        backup.restore(settings, made)
