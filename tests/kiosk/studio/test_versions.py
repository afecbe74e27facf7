"""A nugget's versions: begun once, restored, thrown away, withdrawn, confirmed, put to due."""

from datetime import timedelta
from pathlib import Path

import pytest

from content import composition, nuggets, release, versions
from content.models import Machine, Medium, Nugget, Text, Version
from content.storage import Folder
from kiosk.staff import audit
from tests.page import words
from tests.studio import Browser, Studio


@pytest.fixture
def glasses(studio: Studio) -> Nugget:
    """A published safety nugget at the lathe."""
    found: Nugget = Nugget.get(Nugget.slug == "wear-glasses")
    return found


def fresh(nugget: Nugget) -> Nugget:
    found: Nugget = Nugget.get_by_id(nugget.id)
    return found


def at(nugget: Nugget, more: str = "") -> str:
    return f"/studio/nuggets/{nugget.id}{more}"


def published(nugget: Nugget) -> Version:
    found = versions.published(nugget)
    assert found is not None
    return found


def draft_of(nugget: Nugget) -> Version:
    found = versions.open_of(nugget)
    assert found is not None
    return found


def test_everybody_sees_the_versions_and_only_some_can_press(
    alice: Browser, charlie: Browser, eve: Browser, glasses: Nugget
) -> None:
    assert "Change it" in words(alice.get(at(glasses)))
    assert "<form" not in words(charlie.get(at(glasses))).partition("<main")[2]
    eve.get(at(glasses), status=404)


def test_a_second_change_opens_the_same_draft(
    alice: Browser, bob: Browser, glasses: Nugget
) -> None:
    first = alice.post(at(glasses, "/change")).location
    assert bob.post(at(glasses, "/change")).location == first
    assert f"Go on with version {draft_of(glasses).number}" in words(bob.get(at(glasses)))


def test_a_nugget_is_called_as_it_hangs_at_the_machine(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    alice.post(at(glasses, "/change"))
    Text.update(title="Anders").where(Text.version == draft_of(glasses)).execute()
    assert "<h1>Anders</h1>" not in words(alice.get(at(glasses)))
    own = Folder(studio.settings.media)
    nuggets.withdraw(fresh(glasses), own, release.today(glasses.site), why="It is sold.")
    assert "<h1>Anders</h1>" in words(alice.get(at(glasses)))


def test_the_list_says_what_changed_word_by_word(alice: Browser, glasses: Nugget) -> None:
    alice.post(at(glasses, "/change"))
    new = draft_of(glasses)
    mine = (Text.version == new) & (Text.language == "de")
    old = Text.get(mine).title
    Text.update(title=f"{old} immer").where(mine).execute()
    page = words(alice.get(at(glasses)))
    assert "One change" in page
    assert "<ins> immer</ins>" in page


def test_an_old_version_comes_back_as_a_draft(alice: Browser, glasses: Nugget) -> None:
    old = published(glasses)
    new = versions.begin(glasses)
    nuggets.publish(new, release.today(glasses.site))
    assert "Replaced by version 2" in words(alice.get(at(glasses)))
    alice.post(f"/studio/v/{old.id}/restore")
    assert (draft_of(glasses).number, draft_of(glasses).film_id) == (3, old.film_id)
    said = words(alice.post(f"/studio/v/{old.id}/restore", status=422))
    assert "Version 3 is in work already" in said


def test_a_draft_is_thrown_away_after_a_question(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    alice.post(at(glasses, "/change"))
    draft = draft_of(glasses)
    films = Medium.select().count()
    assert "This cannot be undone" in words(alice.get(f"/studio/v/{draft.id}/discard"))
    alice.post(f"/studio/v/{draft.id}/discard")
    assert versions.open_of(glasses) is None
    assert Medium.select().count() == films
    assert published(glasses)


def test_what_is_published_is_never_thrown_away(alice: Browser, glasses: Nugget) -> None:
    live = published(glasses)
    said = words(alice.post(f"/studio/v/{live.id}/discard", status=422))
    assert "Only a draft can be thrown away" in said


def test_the_council_neither_withdraws_nor_discards(charlie: Browser, glasses: Nugget) -> None:
    charlie.post(at(glasses, "/withdraw"), {"because": "consent"}, status=403)
    charlie.post(at(glasses, "/right"), {"review_by": "2030-01-01"}, status=403)
    charlie.post(f"/studio/v/{published(glasses).id}/discard", status=403)
    assert published(glasses)


def test_a_withdrawal_wants_a_reason_and_keeps_it(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    assert "Say why" in words(alice.post(at(glasses, "/withdraw"), {"why": " "}, status=422))
    alice.post(at(glasses, "/withdraw"), {"why": "The lathe was sold."})
    assert versions.published(glasses) is None
    assert "The lathe was sold." in words(alice.get(at(glasses)))
    assert [deed.deed for deed in audit.deeds(studio.site.id)] == ["withdrawn"]
    alice.post(at(glasses, "/withdraw"), {"why": "Again."}, status=422)


def test_a_consent_taken_back_deletes_the_film_at_once(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    storage = Folder(studio.settings.media)
    film = published(glasses).film
    assert film
    assert storage.find(film.sha, film.ext)
    page = words(alice.get(at(glasses, "/withdraw")))
    assert "This cannot be undone" in page
    alice.post(at(glasses, "/withdraw"), {"because": "consent"})
    assert storage.find(film.sha, film.ext) is None
    assert "took the consent back" in words(alice.get(at(glasses)))
    assert [deed.deed for deed in audit.deeds(studio.site.id)] == ["withdrawn for consent"]


def test_a_draft_whose_film_a_consent_deleted_says_what_is_missing(
    alice: Browser, glasses: Nugget
) -> None:
    draft = versions.begin(glasses)
    alice.post(at(glasses, "/withdraw"), {"because": "consent"})
    page = words(alice.get(f"/studio/v/{draft.id}/release"))
    assert "Its film was deleted when it was withdrawn: bring it in again." in page


def test_a_trainer_does_not_confirm_safety_and_safety_does(
    studio: Studio, alice: Browser, bob: Browser, glasses: Nugget
) -> None:
    today = release.today(studio.site)
    later = {"review_by": (today + timedelta(days=200)).isoformat()}
    said = words(alice.post(at(glasses, "/right"), later, status=422))
    assert "answers for safety" in said
    bob.post(at(glasses, "/right"), later)
    assert fresh(glasses).review_by == later["review_by"]
    assert fresh(glasses).reviewed_on == today.isoformat()


@pytest.mark.parametrize(
    ("days", "said"), [(0, "is over"), (400, "at the latest"), (-1, "is over")]
)
def test_safety_is_looked_at_again_within_a_year(
    studio: Studio, bob: Browser, glasses: Nugget, days: int, said: str
) -> None:
    day = (release.today(studio.site) + timedelta(days=days)).isoformat()
    assert said in words(bob.post(at(glasses, "/right"), {"review_by": day}, status=422))
    assert fresh(glasses).review_by == glasses.review_by


def test_whoever_changes_it_does_not_say_that_it_is_right(
    studio: Studio, bob: Browser, glasses: Nugget
) -> None:
    draft = versions.begin(glasses)
    Version.update(authors=studio.people["bob"].id).where(Version.id == draft.id).execute()
    day = (release.today(studio.site) + timedelta(days=9)).isoformat()
    said = words(bob.post(at(glasses, "/right"), {"review_by": day}, status=422))
    assert "You wrote on it" in said


def test_a_changed_machine_puts_its_nuggets_and_its_kinds_to_due(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    lathe = Machine.get(Machine.name == "Drehmaschine DZ 400")
    page = words(alice.get(f"/studio/machines/{lathe.id}/changed"))
    assert "3 nuggets are looked at again" in page
    alice.post(f"/studio/machines/{lathe.id}/changed", {"why": ""}, status=422)
    alice.post(f"/studio/machines/{lathe.id}/changed", {"why": "A new door."})
    today = release.today(studio.site).isoformat()
    row = fresh(glasses)
    assert row.due_why == "A new door."
    assert (row.review_by or "") <= today
    assert "Is it still right?" in words(alice.get(at(glasses)))


def test_a_machine_of_another_plant_is_not_found(eve: Browser) -> None:
    lathe = Machine.get(Machine.name == "Drehmaschine DZ 400")
    eve.get(f"/studio/machines/{lathe.id}/changed", status=404)


def test_the_sheet_has_steps_and_lines_to_sign_and_stores_nothing(
    charlie: Browser, glasses: Nugget
) -> None:
    live = published(glasses)
    page = words(charlie.get(f"/studio/v/{live.id}/sheet"))
    assert page.count("<tr><td>") == 14
    assert "Gültig ab" in page, "the sheet is in one language, its own"
    step = composition.card(live).words["de"].steps[0].body
    assert step in page
    charlie.get(f"/studio/v/{live.id}/sheet/en")
    charlie.get(f"/studio/v/{live.id}/sheet/xx", status=404)


def test_a_draft_has_a_sheet_that_nobody_shall_sign(alice: Browser, glasses: Nugget) -> None:
    draft = versions.begin(glasses)
    assert "Not published: not to be signed." in words(alice.get(f"/studio/v/{draft.id}/sheet"))


def test_words_with_percent_signs_and_braces_are_words(
    alice: Browser, glasses: Nugget, tmp_path: Path
) -> None:
    alice.post(at(glasses, "/withdraw"), {"why": "100 %(x)s {why} 5 %"})
    assert "100 %(x)s {why} 5 %" in words(alice.get(at(glasses)))


def test_a_published_nugget_leads_to_its_sheet_for_a_talk(alice: Browser, glasses: Nugget) -> None:
    assert "/n/wear-glasses/session" in words(alice.get(at(glasses)))
