"""The book of deeds, and what of it stands on the first page: roles and days, never names."""

from datetime import UTC, datetime, timedelta

import pytest

from content import shelf
from content.models import Nugget
from kiosk.staff import audit, rights
from kiosk.studio.deeds import WORDS
from kiosk.studio.roles import ROLES
from tests.page import words
from tests.studio import Browser, Studio

TODAY = datetime.now(tz=UTC).date()


def test_every_deed_and_every_role_has_words() -> None:
    assert WORDS.keys() == set(audit.DEEDS)
    assert ROLES.keys() == rights.RIGHTS.keys()


def test_the_book_of_deeds_names_nobody(studio: Studio, dana: Browser, charlie: Browser) -> None:
    alice = studio.people["alice"]
    dana.post(f"/studio/people/{alice.id}/sessions")
    dana.post(f"/studio/people/{alice.id}/active", {"active": "no"})
    dana.post(f"/studio/people/{alice.id}/delete")
    told = words(charlie.get("/studio/deeds"))
    assert "Deleted an account" in told
    assert "Alice" not in told
    assert alice.id not in told


def test_a_deed_without_words_is_never_written(studio: Studio) -> None:
    with pytest.raises(ValueError, match="sang"):
        audit.note("admin", "sang", "", site=studio.site.id, today=TODAY)


def test_the_book_of_deeds_calls_a_nugget_by_its_title(studio: Studio, bob: Browser) -> None:
    nugget = Nugget.select().where(Nugget.site == studio.site).first()
    title = shelf.titles(studio.site, [nugget.slug])[nugget.slug]
    audit.note("safety", "released", f"{nugget.slug} 1", site=studio.site.id, today=TODAY)
    audit.note("safety", "withdrawn", nugget.slug, site=studio.site.id, today=TODAY)
    told = words(bob.get("/studio/deeds"))
    assert f"<bdi>{title}, version 1</bdi>" in told
    assert f"<bdi>{title}</bdi>" in told


def test_whoever_changes_their_own_roles_is_told_who_reads_of_it(
    studio: Studio, dana: Browser
) -> None:
    assert "These are your own roles" in words(
        dana.get(f"/studio/people/{studio.people['dana'].id}")
    )
    assert "These are your own roles" not in words(
        dana.get(f"/studio/people/{studio.people['alice'].id}")
    )


def changed(studio: Studio, dana: Browser, who: str, *roles: str) -> None:
    facts = {"name": who.title(), "sign-in": who, "role": list(roles)}
    dana.post(f"/studio/people/{studio.people[who].id}", facts)


def test_that_somebody_changed_their_own_roles_stands_on_the_first_page_of_those_who_watch(
    studio: Studio, alice: Browser, charlie: Browser, dana: Browser
) -> None:
    told = "changed their own roles"
    changed(studio, dana, "alice", "trainer", "safety")
    assert told not in words(charlie.get("/studio/"))
    changed(studio, dana, "dana", "admin", "safety")
    assert [told in words(one.get("/studio/")) for one in (dana, charlie, alice)] == [
        True, True, False,
    ]  # fmt: skip
    page = words(charlie.get("/studio/"))
    assert "Dana" not in page
    assert "changed their own roles</b>: " not in page
    assert (
        "<b>Changed their own roles</b>: <bdi>Safety, Accounts</bdi><span>Accounts</span>"
        in words(charlie.get("/studio/deeds"))
    )


def test_after_two_weeks_the_book_of_deeds_alone_says_it(studio: Studio) -> None:
    audit.note("admin", audit.OWN_ROLES, "safety", site=studio.site.id, today=TODAY)
    assert audit.own_roles_changed(studio.site.id, TODAY + timedelta(days=13))
    assert not audit.own_roles_changed(studio.site.id, TODAY + timedelta(days=14))
    assert len(audit.deeds(studio.site.id)) == 1
