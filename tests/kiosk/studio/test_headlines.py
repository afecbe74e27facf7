"""The heading of a page about the plant says what it found, not what the page is called."""

import re

import pytest

from content import plant
from content.models import Coach, Hang, Machine, Site
from kiosk.staff.models import Account
from tests.page import words
from tests.studio import Browser, Studio


def headline(browser: Browser, path: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", words(browser.get(f"/studio/{path}")), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nuggets", "No nugget is published yet"),
        ("machines", "No machine stands here yet"),
        ("areas", "No area is laid out yet"),
        ("kinds", "No kind of machine is set up yet"),
        ("coaches", "Nobody can be asked yet"),
        ("glossary", "No word is settled yet"),
        ("deeds", "Nothing was done yet"),
    ],
)
def test_an_empty_plant_says_what_is_not_there_yet(eve: Browser, path: str, said: str) -> None:
    assert headline(eve, path) == said


def test_machines_without_a_nugget_are_named_and_found(studio: Studio, alice: Browser) -> None:
    hall = plant.area(studio.site, ("Halle 9",))
    plant.machine(hall, "Entgrater")
    Hang.delete().execute()
    every = Machine.select().where(Machine.site == studio.site).count()
    assert every > 2
    assert headline(alice, "machines").endswith("machines have no nugget")
    page = words(alice.get("/studio/machines?bare=yes"))
    assert "Entgrater" in page
    assert page.count('class="line"') == every


def test_a_machine_of_a_kind_with_nuggets_is_not_bare(studio: Studio, alice: Browser) -> None:
    one = Machine.select().where(Machine.site == studio.site, Machine.kind.is_null(False)).first()
    hang = Hang.select().first()
    Hang.update(kind=one.kind, machine=None, topic=None).where(Hang.id == hang.id).execute()
    assert one.name not in words(alice.get("/studio/machines?bare=yes"))


def test_an_area_whose_people_nobody_counted_is_told(studio: Studio, alice: Browser) -> None:
    before = headline(alice, "areas")
    plant.area(studio.site, ("Halle 9",))
    assert headline(alice, "areas") != before
    assert "how many work there" in headline(alice, "areas")


def test_a_coach_whom_nobody_asked_is_told(studio: Studio, alice: Browser) -> None:
    Coach.delete().where(Coach.site == studio.site).execute()
    plant.coach(studio.site, "Aylin Demir", agreed_on="2026-11-01")
    assert headline(alice, "coaches") == "One colleague can be asked"
    Coach.update(agreed_on=None).where(Coach.site == studio.site).execute()
    assert headline(alice, "coaches") == "One coach was not asked yet"


def test_a_plant_without_an_emergency_number_says_so_first(studio: Studio, alice: Browser) -> None:
    Site.update(emergency_number="", crowd=210).where(Site.id == studio.site.id).execute()
    assert headline(alice, "plant") == "The emergency number is missing"
    Site.update(emergency_number="112").where(Site.id == studio.site.id).execute()
    assert headline(alice, "plant") == f"210 people work at {studio.site.name}"


def test_people_who_were_invited_and_did_not_come_are_told(studio: Studio, dana: Browser) -> None:
    assert headline(dana, "people") == "Four people have not come in yet"
    Account.update(password="x").where(Account.site == studio.site).execute()  # noqa: S106
    assert headline(dana, "people") == "Four people may come in"


def test_whoever_may_only_look_is_offered_no_new_nugget(alice: Browser, charlie: Browser) -> None:
    assert 'href="/studio/nuggets/new"' in words(alice.get("/studio/nuggets"))
    assert 'href="/studio/nuggets/new"' not in words(charlie.get("/studio/nuggets"))


def test_a_hall_counts_the_machines_of_its_lines(studio: Studio, alice: Browser) -> None:
    plant.machine(plant.area(studio.site, ("Halle 9", "Linie 1")), "Entgrater")
    assert words(alice.get("/studio/areas")).count("1 machine<") >= 2
