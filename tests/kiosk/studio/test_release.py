"""The release: Alice writes, Bob looks after safety and releases, Charlie only looks."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from content import catalogue, library, noted, nuggets, release, remarks, versions
from content.models import Nugget, Text, Version
from content.storage import Folder
from kiosk.staff import audit
from tests.content.cast import give_film, lay_out
from tests.page import words
from tests.studio import Browser, Studio, field

PEOPLE = {"people_seen": "agreed", "consent": "They tell any trainer.", "owner_role": "Shift lead"}
ALL = list(release.TICKS)


@pytest.fixture
def draft(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Alice's first draft of a safety nugget, whole."""
    return drawn_up(studio, tmp_path_factory.mktemp("in"), "safety-glasses")


@pytest.fixture
def waiting(alice: Browser, draft: Version) -> Version:
    """The same, handed in by Alice."""
    return handed_in(alice, draft)


def drawn_up(studio: Studio, folder: Path, slug: str, by: str = "alice") -> Version:
    storage = Folder(studio.settings.media)
    version = library.import_folder(studio.site, lay_out(folder, slug=slug), storage)
    give_film(version, storage, slug.encode())
    Version.update(authors=studio.people[by].id).where(Version.id == version.id).execute()
    return fresh(version)


def fresh(version: Version) -> Version:
    found: Version = Version.get_by_id(version.id)
    return found


def at(version: Version, more: str = "") -> str:
    return f"/studio/v/{version.id}/release{more}"


def decision(studio: Studio, version: Version, **more: object) -> dict[str, object]:
    today = release.today(studio.site)
    usual = nuggets.next_review(version.nugget, today).isoformat()
    return {"tick": ALL, "consent": "They tell any trainer.", "on": today.isoformat(),
            "review_by": usual,
            "seen": release.seen(fresh(version)), **more}  # fmt: skip


def desk_code(page: str) -> str:
    """Return the code of the machine on whose plate a page stands."""
    found = re.search(r'<dd class="code">([0-9A-Z]{3})-([0-9A-Z]{3})', page)
    assert found
    return found[1] + found[2]


def handed_in(alice: Browser, version: Version) -> Version:
    alice.post(at(version, "/submit"), PEOPLE)
    return fresh(version)


def test_a_draft_is_handed_in_looked_at_and_released(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    assert "Ready for a colleague" in words(alice.get(at(draft)))
    assert handed_in(alice, draft).state == "in review"
    page = words(bob.get(at(draft)))
    assert "you may release it" in page
    assert "They tell any trainer." in page
    bob.post(at(draft), decision(studio, draft))
    assert fresh(draft).state == "published"
    assert "Look at it again by" in words(bob.get(at(draft)))


def test_a_form_that_is_sent_twice_is_handed_in_once(alice: Browser, draft: Version) -> None:
    handed_in(alice, draft)
    answer = alice.post(at(draft, "/submit"), PEOPLE)
    assert answer.location == at(draft)
    assert fresh(draft).state == "in review"


def test_who_could_not_hand_in_wrote_nothing_and_releases(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    bob.post(at(draft, "/submit"), {}, status=422)
    handed_in(alice, draft)
    bob.post(at(draft), decision(studio, draft))
    assert fresh(draft).state == "published"


def test_whoever_wrote_asks_a_colleague_by_link_and_symbol(alice: Browser, draft: Version) -> None:
    handed_in(alice, draft)
    page = words(alice.get(at(draft)))
    assert "answers for safety" in page
    assert f"http://learn.example.test{at(draft)}" in page
    assert 'class="qr"' in page


def test_a_trainer_does_not_release_safety(
    studio: Studio, alice: Browser, dana: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    said = words(dana.post(at(draft), decision(studio, draft), status=422))
    assert "answers for safety" in said
    assert fresh(draft).state == "in review"


def test_who_looks_after_safety_does_not_release_what_they_wrote(
    studio: Studio, bob: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = drawn_up(studio, tmp_path_factory.mktemp("bobs"), "bobs-own", by="bob")
    handed_in(bob, own)
    said = words(bob.post(at(own), decision(studio, own), status=422))
    assert "You wrote on it" in said
    assert fresh(own).state == "in review"


def test_the_council_looks_and_changes_nothing(
    studio: Studio, alice: Browser, charlie: Browser, draft: Version
) -> None:
    assert "<form" not in words(charlie.get(at(draft))).partition("<main")[2]
    handed_in(alice, draft)
    assert "<form" not in words(charlie.get(at(draft))).partition("<main")[2]
    charlie.post(at(draft), decision(studio, draft), status=403)
    charlie.post(at(draft, "/back"), {"remark": "No."}, status=403)
    assert fresh(draft).state == "in review"


def test_nobody_of_another_plant_finds_it(eve: Browser, draft: Version) -> None:
    eve.get(at(draft), status=404)
    eve.post(at(draft, "/submit"), PEOPLE, status=404)


def test_every_gap_is_named_with_the_station_that_mends_it(alice: Browser, draft: Version) -> None:
    Text.update(captions_state="machine", why="").where(
        (Text.version == draft) & (Text.language == "de")
    ).execute()
    page = words(alice.get(at(draft)))
    assert "Two things are still missing" in page
    assert "German: nobody has read the captions through." in page
    assert f'href="/studio/v/{draft.id}/captions/de"' in page
    assert f'href="/studio/v/{draft.id}/film"' in page
    alice.post(at(draft, "/submit"), PEOPLE, status=422)
    assert fresh(draft).state == "draft"


def test_a_translation_that_no_longer_fits_is_named_and_does_not_hold_anything_up(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    english = Text.get((Text.version == draft) & (Text.language == "en"))
    noted.note(english, {"why": "Was früher dastand.", "task": "Auch das."})
    page = words(alice.get(at(draft)))
    assert "English: 2 lines no longer fit the source." in page
    assert f'href="/studio/v/{draft.id}/languages/en"' in page
    handed_in(alice, draft)
    assert "English: 2 lines no longer fit the source." in words(bob.get(at(draft)))


def test_nothing_typed_is_lost_when_something_is_missing(alice: Browser, draft: Version) -> None:
    answer = alice.post(at(draft, "/submit"), {"owner_role": "Meister <b>"}, status=422)
    assert "Say who is in the picture" in words(answer)
    assert field(answer, "owner_role") == "Meister &lt;b&gt;"
    assert Nugget.get_by_id(draft.nugget_id).owner_role == "Safety officer"


def test_everything_that_is_wrong_is_told_at_once(alice: Browser, draft: Version) -> None:
    page = words(alice.post(at(draft, "/submit"), {"owner_role": " "}, status=422))
    assert "Say who is in the picture" in page
    assert "It has no owner: say which role looks after it." in page


def test_captions_that_stay_out_are_not_to_be_vouched_for(
    alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    assert "German, English" in words(bob.get(at(draft)))
    Text.update(why="").where((Text.version == draft) & (Text.language == "en")).execute()
    page = words(bob.get(at(draft)))
    assert "English is not finished" in page
    assert "German, English" not in page


@pytest.mark.parametrize(
    ("typed", "told", "status"),
    [
        ((" ", "Safety officer"), "It has no owner: say which role looks after it.", 422),
        (("x" * 81, "Safety officer"), "at most 80 fit", 422),
        (("Shift lead", "Meister"), "Somebody else changed this meanwhile.", 409),
    ],
)
def test_an_owner_that_cannot_be_is_told_beside_its_field(
    alice: Browser, draft: Version, typed: tuple[str, str], told: str, status: int
) -> None:
    sent = {**PEOPLE, "owner_role": typed[0], "was-owner_role": typed[1]}
    page = words(alice.post(at(draft, "/submit"), sent, status))
    assert told in page.partition('id="wrong-owner_role"')[2][:200]
    assert "It stands above" not in page
    kept = fresh(draft)
    assert (kept.state, kept.nugget.owner_role) == ("draft", "Safety officer")


@pytest.mark.parametrize("tick", ALL)
def test_nothing_is_released_with_a_tick_missing(
    studio: Studio, alice: Browser, bob: Browser, draft: Version, tick: str
) -> None:
    handed_in(alice, draft)
    ticked = [one for one in ALL if one != tick]
    said = words(bob.post(at(draft), decision(studio, draft, tick=ticked), status=422))
    assert "Look at every point" in said
    assert said.count(" checked") == len(ticked)
    assert fresh(draft).state == "in review"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": "2020-01-01"}, "Jan 1, 2020 is over"),
        ({"on": "soon"}, "soon is over"),
        ({"review_by": "2020-01-01"}, "Jan 1, 2020 is over"),
        ({"review_by": "2099-01-01"}, "looked at again by"),
        ({"consent": " "}, "Say who is in the picture"),
        ({"consent": "x" * 301}, "301 signs"),
    ],
)
def test_a_wrong_day_or_word_is_refused_beside_its_field(
    studio: Studio, bob: Browser, waiting: Version, changed: dict[str, str], sentence: str
) -> None:
    draft = waiting
    said = words(bob.post(at(draft), decision(studio, draft, **changed), status=422))
    assert sentence in said
    (name,) = changed
    assert f'aria-describedby="wrong-{name}"' in said
    assert fresh(draft).state == "in review"


def test_the_slower_of_two_colleagues_is_told_kindly(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    bob.post(at(draft), decision(studio, draft))
    said = words(bob.post(at(draft), decision(studio, draft), status=409))
    assert "This version is published already: a colleague may have been quicker" in said
    said = words(bob.post(at(draft, "/back"), {"remark": "Too dark."}, status=409))
    assert "a colleague may have been quicker" in said
    assert fresh(draft).state == "published"
    alice.head["Accept-Language"] = "de"
    said = words(alice.post(f"/studio/v/{draft.id}/words", {}, status=422))
    assert "Diese Version ist veröffentlicht: Fang eine neue an" in said


def test_a_day_to_come_waits_and_is_published_on_that_day(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    later = (release.today(studio.site) + timedelta(days=3)).isoformat()
    bob.post(at(draft), decision(studio, draft, on=later))
    assert (fresh(draft).state, fresh(draft).effective_on) == ("in review", later)
    assert "Released. It holds from" in words(bob.get(at(draft)))
    bob.post(at(draft, "/take-back"))
    assert (fresh(draft).state, fresh(draft).effective_on) == ("draft", None)


def test_what_is_given_back_says_why_to_its_author(
    alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    assert "Say why" in words(bob.post(at(draft, "/back"), {"remark": " "}, status=422))
    bob.post(at(draft, "/back"), {"remark": "The hand hides the button."})
    assert fresh(draft).state == "draft"
    assert "The hand hides the button." in words(alice.get(at(draft)))


def test_an_author_takes_back_what_nobody_released(alice: Browser, draft: Version) -> None:
    handed_in(alice, draft)
    alice.post(at(draft, "/take-back"))
    assert fresh(draft).state == "draft"


def test_who_wrote_is_forgotten_everywhere_at_release(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    bob.post(at(draft), decision(studio, draft))
    row = fresh(draft)
    assert row.authors == ""
    for name in ("alice", "bob"):
        person = studio.people[name]
        kept = [str(value) for value in row.__data__.values()]
        assert not any(person.id in value or person.name in value for value in kept)


def test_a_machine_whose_label_is_not_printed_is_named_when_its_nugget_is_out(
    studio: Studio, alice: Browser
) -> None:
    chips = Version.select().join(Nugget).where(Nugget.slug == "clear-chips").get()
    out = words(alice.get(at(chips)))
    assert "no printed label" not in out
    code = desk_code(out)
    alice.post(f"/studio/labels/at/{code}", {"do": "lose"})
    out = words(alice.get(at(chips)))
    assert "One of its machines has no printed label yet" in out
    assert "It hangs at the machine now" not in out
    assert f"/studio/labels/at/{desk_code(out)}" in out
    assert desk_code(out) != code


def test_the_book_of_deeds_names_role_and_day_alone(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    bob.post(at(draft), decision(studio, draft))
    (deed,) = audit.deeds(studio.site.id)
    assert (deed.role, deed.deed, deed.subject) == ("safety", "released", "safety-glasses 1")


def test_a_changed_nugget_shows_what_changed_and_wants_a_reason(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    handed_in(alice, draft)
    bob.post(at(draft), decision(studio, draft))
    again = versions.begin(draft.nugget)
    Text.update(title="Schutzhelm tragen").where(
        (Text.version == again) & (Text.language == "de")
    ).execute()
    said = words(alice.post(at(again, "/submit"), PEOPLE, status=422))
    assert "Say why, in a few words" in said
    assert "<del>Schutzbrille</del><ins>Schutzhelm</ins> tragen" in said
    alice.post(at(again, "/submit"), {**PEOPLE, "reason": "New rule."})
    assert "New rule." in words(bob.get(at(again)))


def test_whoever_releases_sees_what_workers_told(
    studio: Studio, alice: Browser, bob: Browser, draft: Version
) -> None:
    bob.post(at(handed_in(alice, draft)), decision(studio, draft))
    card, today = catalogue.card(studio.site.id, draft.nugget.slug), release.today(studio.site)
    assert card is not None
    remarks.send(card, studio.site.id, "wrong", 2, today - timedelta(1))
    remarks.send(card, studio.site.id, "unclear", 1, today)
    alice.post(f"/studio/nuggets/{draft.nugget.id}/change")
    again = versions.open_of(draft.nugget)
    assert again is not None
    page = words(alice.get(at(again)))
    assert "Told by workers, not answered yet" in page
    assert "It is wrong" in page
    assert "It is unclear" not in page  # it was said today


def test_what_was_not_ready_on_its_day_says_so_in_the_readers_language(
    studio: Studio, bob: Browser, waiting: Version
) -> None:
    on = release.today(studio.site).isoformat()
    Version.update(effective_on=on, film=None).where(Version.id == waiting.id).execute()
    assert release.publish_due(studio.site) == [waiting]
    assert "Its day came, and something was missing" in words(bob.get(at(waiting)))
    page = words(bob.get(at(waiting), Accept_Language="de"))
    assert "it has no film" not in page
    assert "Der Tag kam, und es fehlte etwas" in page


def test_a_consent_taken_back_is_told_in_the_readers_language_wherever_it_stands(
    alice: Browser, draft: Version
) -> None:
    Version.update(remark=nuggets.CONSENT).where(Version.id == draft.id).execute()
    for place in (at(draft), f"/studio/nuggets/{draft.nugget_id}", "/studio/"):
        page = words(alice.get(place, Accept_Language="de"))
        assert nuggets.CONSENT not in page
        assert "hat die Einwilligung zurückgenommen" in page
    Version.update(state="withdrawn", withdrawn_why=nuggets.CONSENT).execute()
    assert nuggets.CONSENT not in words(alice.get(at(draft), Accept_Language="de"))
