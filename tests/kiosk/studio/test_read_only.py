"""Whoever may read and not change is told things in words, never in fields that take nothing."""

import re

from content import glossary, plant
from content.models import Area, Kind, Machine
from tests.kiosk.studio.captions_cast import chuck, give_lines
from tests.page import words
from tests.studio import Browser, Studio

FIELD = re.compile(r"<(?:textarea|select|input(?![^>]*type=\"(?:hidden|search)\"))|\sdisabled\b")


def told(who: Browser, address: str) -> str:
    """Return the main part of a page, and make sure it holds nothing to be filled in."""
    body = words(who.get(address)).partition("<main")[2].partition("</main>")[0]
    assert not FIELD.findall(body)
    return body


def test_the_council_reads_a_machine(charlie: Browser, studio: Studio) -> None:
    machine = Machine.select().where(Machine.site == studio.site).first()
    assert machine.name in told(charlie, f"/studio/machines/{machine.id}")


def test_the_council_reads_a_kind_and_its_crowds(charlie: Browser, studio: Studio) -> None:
    kind = Kind.select().where(Kind.site == studio.site).first()
    area = Area.select().where(Area.site == studio.site).first()
    plant.crowd(kind, 47, area=area)
    assert "<dd>47</dd>" in told(charlie, f"/studio/kinds/{kind.id}")


def test_the_council_reads_the_areas_and_the_plant(charlie: Browser, studio: Studio) -> None:
    area = Area.select().where(Area.site == studio.site).first()
    assert area.name in told(charlie, "/studio/areas")
    assert studio.site.name in told(charlie, "/studio/plant")


def test_the_council_reads_the_card_of_a_coach(charlie: Browser, studio: Studio) -> None:
    coach = plant.coach(
        studio.site, name="Aylin Demir", where="Meisterbüro", when="", languages=("de", "tr"),
        phone="4711", agreed_on="2026-11-02",
    )  # fmt: skip
    page = told(charlie, f"/studio/coaches/{coach.id}")
    assert all(said in page for said in ("Meisterbüro", "4711", "Deutsch, Türkçe"))


def test_the_council_reads_what_a_nugget_is_and_says(charlie: Browser, studio: Studio) -> None:
    version = chuck(studio.site, studio.settings)
    give_lines(version, studio.settings)
    assert "Know-how" in told(charlie, f"/studio/v/{version.id}/facts")
    page = told(charlie, f"/studio/v/{version.id}/captions/de")
    assert "Der Schlüssel kommt an den Haken." in page


def test_no_station_turns_the_council_away(charlie: Browser, studio: Studio) -> None:
    version = chuck(studio.site, studio.settings)
    page = told(charlie, f"/studio/v/{version.id}/facts") + words(
        charlie.get(f"/studio/v/{version.id}/check")
    )
    for address in set(re.findall(rf'href="(/studio/v/{version.id}/[^"#]*)"', page)):
        charlie.send("GET", address, 302 if address.endswith("/captions") else 200)


def test_the_council_reads_a_term_of_the_glossary(charlie: Browser, studio: Studio) -> None:
    term = glossary.write(studio.site, {"de": "Spannfutter", "tr": "Ayna"}, "Nie „Futter“.")
    page = told(charlie, f"/studio/glossary/{term.id}")
    assert all(said in page for said in ("Spannfutter", "Ayna", "Nie „Futter“."))
