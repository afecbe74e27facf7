"""What a nugget is and where it hangs: chosen, searched, never overwritten."""

from typing import Any

import pytest

from content import facts, nuggets
from content.models import Hang, Kind, Machine, Nugget, Version
from kiosk.db import connected
from tests.page import words as said
from tests.studio import Browser, Studio

HTMX: dict[str, Any] = {"HX_Request": "true"}


def at(version: Version, place: str = "") -> str:
    """Return the address of the page."""
    return f"/studio/v/{version.id}/facts{place}"


def form(version: Version, **typed: str) -> dict[str, Any]:
    """Return the form as the page has it, some fields typed otherwise."""
    now = facts.of(Nugget.get_by_id(version.nugget_id))
    return {**now, **{f"was-{name}": said for name, said in now.items()}, **typed}


def test_what_is_chosen_is_kept(alice: Browser, version: Version) -> None:
    typed = {"klass": "safety", "level": "expert", "reach": "plant network",
             "review_months": "6"}  # fmt: skip
    alice.post(at(version), form(version, **typed))
    kept = facts.of(Nugget.get_by_id(version.nugget_id))
    assert kept == {**typed, "owner_role": version.nugget.owner_role}


def test_who_looks_after_it_is_shown_and_asked_at_the_release_alone(
    alice: Browser, version: Version
) -> None:
    Nugget.update(owner_role="Meister").where(Nugget.id == version.nugget_id).execute()
    page = said(alice.get(at(version)))
    assert "Looked after by: Meister." in page
    assert f'href="/studio/v/{version.id}/release#owner"' in page
    assert "owner_role" not in page
    alice.post(at(version), form(version, owner_role="Somebody else"))
    assert Nugget.get_by_id(version.nugget_id).owner_role == "Meister"


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("review_months", "0", "Choose 1 to 60 months."),
        ("review_months", "bald", "Choose 1 to 60 months."),
        ("klass", "urgent", "Choose one of the list."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    alice: Browser, version: Version, name: str, typed: str, told: str
) -> None:
    before = facts.of(version.nugget)
    answer = alice.post(at(version), {**form(version, level="expert"), name: typed}, 422)
    assert told in said(answer)
    assert facts.of(Nugget.get_by_id(version.nugget_id)) == before


def test_where_two_choose_nothing_is_overwritten(
    alice: Browser, bob: Browser, version: Version
) -> None:
    opened = form(version)
    alice.post(at(version), {**opened, "review_months": "6"})
    bob.post(at(version), {**opened, "level": "expert"})
    told = said(bob.post(at(version), {**opened, "review_months": "9"}, 409))
    assert "Somebody else changed this meanwhile." in told
    kept = facts.of(Nugget.get_by_id(version.nugget_id))
    assert (kept["review_months"], kept["level"]) == ("6", "expert")


def test_a_published_safety_nugget_stays_one_unless_safety_says_otherwise(
    alice: Browser, bob: Browser, version: Version
) -> None:
    Nugget.update(klass="safety").where(Nugget.id == version.nugget_id).execute()
    Version.update(published_on="2026-01-01").where(Version.id == version.id).execute()
    told = said(alice.post(at(version), form(version, klass="normal"), 422))
    assert "Only somebody who answers for safety" in told
    bob.post(at(version), form(version, klass="normal"))
    assert Nugget.get_by_id(version.nugget_id).klass == "normal"


def test_a_machine_is_searched_and_hung_on_and_taken_off(alice: Browser, version: Version) -> None:
    Hang.delete().where(Hang.nugget == version.nugget_id).execute()
    machine = Machine.get(Machine.site == version.nugget.site_id)
    found = said(alice.get(at(version, f"?q={machine.name[:6]}"), **HTMX))
    assert f"machine:{machine.id}" in found
    assert "<html" not in found
    on = {"on": f"machine:{machine.id}"}
    alice.post(at(version, "/hang"), on)
    alice.post(at(version, "/hang"), on)
    assert [row.machine_id for row in Hang.select().where(Hang.nugget == version.nugget_id)] == [
        machine.id
    ]
    alice.post(at(version, "/hang"), {**on, "do": "off"})
    assert not Hang.select().where(Hang.nugget == version.nugget_id).exists()


def test_it_hangs_on_nothing_of_another_plant(
    alice: Browser, studio: Studio, version: Version
) -> None:
    other = studio.people["eve"].site
    kind = Kind.create(site=other, name="Fremd")
    alice.post(at(version, "/hang"), {"on": f"kind:{kind.id}"}, 404)
    alice.post(at(version, "/hang"), {"on": "nonsense"}, 404)
    assert "Nothing is called that." in said(alice.get(at(version, "?q=Fremd")))


def test_the_council_only_looks(charlie: Browser, version: Version) -> None:
    assert ">Save<" not in said(charlie.get(at(version)))
    charlie.post(at(version), form(version), 403)


def test_another_plant_sees_nothing(eve: Browser, version: Version) -> None:
    eve.get(at(version), 404)
    eve.post(at(version, "/hang"), {"on": "topic:x"}, 404)


def test_a_change_of_reach_shows_in_what_is_published(studio: Studio, alice: Browser) -> None:
    published = Version.select().where(Version.state == "published").first()
    with connected(studio.database):
        draft = nuggets.draft(studio.site, published.nugget.slug)
    alice.post(at(draft), form(draft, reach="plant network"))
    assert Nugget.get_by_id(published.nugget_id).reach == "plant network"
    assert "plant network" in Version.get_by_id(published.id).card
