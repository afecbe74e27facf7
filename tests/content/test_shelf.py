"""Lists of nuggets for trainers: the newest version speaks, what workers see is said beside it."""

from datetime import date

import peewee
import pytest

from content import draft as drafts
from content import nuggets, plant
from content.draft import Draft, TextDraft
from content.models import Nugget, Site, Version
from content.shelf import PAGE, shelf

TODAY = date(2026, 11, 22)


@pytest.fixture
def site(database: peewee.Database) -> Site:
    return plant.found("Works", "works", crowd=100)


def draft(site: Site, slug: str, title: str) -> Version:
    version = nuggets.draft(site, slug)
    text = TextDraft(language="de", variant="plain", title=title)
    drafts.write(version, Draft(slug, texts=(text,)), {}, {}, {})
    return version


def titles(site: Site, **asked: object) -> list[str]:
    return [item.title for item in shelf(site, TODAY, **asked).items]  # type: ignore[arg-type]


def test_the_newest_version_gives_a_nugget_its_title(site: Site) -> None:
    old = draft(site, "chuck", "Futter")
    Version.update(state="published").where(Version.id == old.id).execute()
    draft(site, "chuck", "Futter wechseln")
    (item,) = shelf(site, TODAY).items
    assert (item.title, item.state, item.published, item.number) == (
        "Futter wechseln", "draft", True, 2,
    )  # fmt: skip


def test_a_nugget_without_words_stands_under_its_short_name(site: Site) -> None:
    nuggets.draft(site, "no-words")
    assert titles(site) == ["no-words"]


def test_each_state_shows_its_own(site: Site) -> None:
    for state in ("draft", "in review", "withdrawn", "published"):
        version = draft(site, f"n-{state.replace(' ', '-')}", state)
        Version.update(state=state).where(Version.id == version.id).execute()
    Nugget.update(review_by="2026-11-22").where(Nugget.slug == "n-published").execute()
    for state in ("draft", "in review", "withdrawn", "published"):
        assert titles(site, show=state) == [state]
    assert titles(site, show="due") == ["published"]
    assert len(titles(site)) == 4


def test_every_word_must_fit_and_letters_are_folded(site: Site) -> None:
    draft(site, "a", "Öl am Bohrer prüfen")
    draft(site, "b", "Bohrer schärfen")
    assert titles(site, words="oel bohr") == ["Öl am Bohrer prüfen"]
    assert titles(site, words="PRÜFEN ol") == ["Öl am Bohrer prüfen"]
    assert titles(site, words="fräse") == []


def test_a_hundred_nuggets_come_a_page_at_a_time(site: Site) -> None:
    for number in range(PAGE + 3):
        draft(site, f"n-{number}", f"Nugget {number:03}")
    first, second = shelf(site, TODAY), shelf(site, TODAY, page=2)
    assert (len(first.items), first.more) == (PAGE, True)
    assert (len(second.items), second.more) == (3, False)
    assert second.items[0].title == f"Nugget {PAGE:03}"
