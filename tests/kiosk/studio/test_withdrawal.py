"""What phones get after the studio changed its mind: at their next contact, without exception."""

import re

import pytest

from content import release, versions
from content.models import Nugget, Text, Version
from tests.page import Worker, words
from tests.studio import Browser, Studio

PAGE = "/de/n/wear-glasses"


@pytest.fixture
def glasses(studio: Studio) -> Nugget:
    """A published safety nugget that a page process keeps already."""
    Worker(studio.app).get(PAGE)
    found: Nugget = Nugget.get(Nugget.slug == "wear-glasses")
    return found


def media(studio: Studio) -> list[str]:
    """Return the addresses of everything the nugget's page shows."""
    page = words(Worker(studio.app).get(PAGE))
    return sorted(set(re.findall(r"/media/[0-9a-f]{64}\.[a-z0-9]+", page)))


@pytest.mark.parametrize("because", ["other", "consent"])
def test_a_withdrawn_nugget_and_its_films_are_gone_at_the_next_contact(
    studio: Studio, alice: Browser, glasses: Nugget, because: str
) -> None:
    files = media(studio)
    assert files
    told = {"because": because, "why": "The lathe was sold."}
    alice.post(f"/studio/nuggets/{glasses.id}/withdraw", told)
    phone = Worker(studio.app)
    gone = phone.get(PAGE, status=410)
    assert "no-store" in gone.headers["Cache-Control"]
    assert "The lathe was sold." not in words(gone)
    for file in files:
        phone.get(file, status=410)


def test_no_list_of_the_studio_shows_a_picture_that_is_gone(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    shown = re.compile(r'src="(/media/[0-9a-f]{64}[^"]+)"')
    assert shown.search(words(alice.get("/studio/nuggets?q=Schutzbrille")))
    alice.post(f"/studio/nuggets/{glasses.id}/withdraw", {"why": "The lathe was sold."})
    alice.post(f"/studio/nuggets/{glasses.id}/change")
    for page in ("/studio/", "/studio/nuggets?q=Schutzbrille"):
        told = words(alice.get(page))
        assert "Schutzbrille" in told
        for file in shown.findall(told):
            Worker(studio.app).get(file)


def test_a_phone_that_asks_whether_its_copy_is_still_right_is_told_that_it_is_gone(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    (file, *_) = media(studio)
    tag = Worker(studio.app).get(file).headers["ETag"]
    old = Worker(studio.app).get(PAGE).headers["ETag"]
    alice.post(f"/studio/nuggets/{glasses.id}/withdraw", {"why": "Wrong."})
    client = studio.app.test_client()
    assert client.get(file, headers={"If-None-Match": tag}).status_code == 410
    assert client.get(PAGE, headers={"If-None-Match": old}).status_code == 410


def test_a_withdrawn_nugget_leaves_the_machine_and_the_search(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    phone = Worker(studio.app)
    assert "wear-glasses" in words(phone.get("/D4H7KW"))
    alice.post(f"/studio/nuggets/{glasses.id}/withdraw", {"why": "Wrong."})
    assert "wear-glasses" not in words(phone.get("/D4H7KW"))
    assert "wear-glasses" not in words(phone.get("/de/find?q=brille"))


def test_a_day_that_comes_changes_the_page_of_a_running_process(
    studio: Studio, glasses: Nugget, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = versions.begin(glasses)
    Text.update(why="Ganz neu gesagt.").where(
        (Text.version == draft) & (Text.language == "de")
    ).execute()
    day = release.today(studio.site)
    Version.update(state="in review", effective_on=day.isoformat()).where(
        Version.id == draft.id
    ).execute()
    phone = Worker(studio.app)
    assert "Ganz neu gesagt." not in words(phone.get(PAGE))
    release.every_day()
    assert "Ganz neu gesagt." in words(phone.get(PAGE))


def test_nobody_who_wrote_is_left_in_the_file_of_the_database(
    studio: Studio, glasses: Nugget
) -> None:
    draft = versions.begin(glasses)
    name = "zzalicezzzzz"
    Version.update(authors=name, state="in review", effective_on="2026-01-01").where(
        Version.id == draft.id
    ).execute()
    studio.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert name.encode() in studio.settings.sqlite.read_bytes()
    release.every_day()
    studio.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert name.encode() not in studio.settings.sqlite.read_bytes()
