"""The life of a nugget: what each step asks for, what it changes, and what stays."""

from datetime import date, timedelta
from pathlib import Path

import peewee
import pytest

from content import catalogue, checklist, errors, library, medium, nuggets, plant, waiting
from content.models import Gone, Hang, Kind, Nugget, Site, Text, Version
from content.storage import Folder
from tests.content.cast import (
    DAY,
    ENGLISH,
    FILES,
    GERMAN,
    NUGGET,
    add_lite,
    counted,
    fresh,
    give_film,
    lathe,
    lay_out,
    nugget_of,
    publish,
    svg,
)


@pytest.fixture
def draft(site: Site, storage: Folder, tmp_path: Path) -> Version:
    """The draft of `wear-glasses`, its film and lite rendition made."""
    version = library.import_folder(site, lay_out(tmp_path), storage)
    give_film(version, storage)
    return fresh(version)


def lacks(version: Version) -> tuple[str, ...]:
    """Return what keeps a version back, in English."""
    return tuple(map(str, nuggets.missing(version)))


def test_a_ready_draft_is_published_with_everything_it_says(site: Site, draft: Version) -> None:
    card = nuggets.publish(draft, DAY)
    words = card.words["de"]
    assert (card.number, card.published_on, card.topics) == (1, "2026-11-23", ("safety",))
    assert [step.at for step in words.steps] == [0.0, 4.0]
    assert all(step.picture and step.picture.ext == "svg" for step in words.steps)
    assert words.captions
    assert words.film
    assert list(words.film.files) == ["lite"]
    assert [option.right for option in words.questions[0].options] == [False, True]
    assert catalogue.card(site.id, "wear-glasses") == card


def test_a_version_goes_through_review(draft: Version) -> None:
    nuggets.submit(draft)
    assert fresh(draft).state == "in review"
    nuggets.send_back(draft)
    assert fresh(draft).state == "draft"
    nuggets.submit(draft)
    nuggets.publish(draft, DAY)
    assert fresh(draft).state == "published"


def test_what_was_published_is_never_published_again(draft: Version) -> None:
    nuggets.publish(draft, DAY)
    for step in (lambda: nuggets.publish(draft, DAY), lambda: nuggets.submit(draft)):
        with pytest.raises(errors.WrongState, match="is published cannot become"):
            step()


def test_a_version_that_is_refused_stays_a_draft(draft: Version) -> None:
    draft.nugget.owner_role = ""
    with pytest.raises(errors.NotReady):
        nuggets.publish(draft, DAY)
    with pytest.raises(errors.NotReady):
        nuggets.submit(draft)
    assert draft.state == fresh(draft).state == "draft"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("de.md", "why:", "de: the line that says why is missing."),
        ("de.md", "stand-clear:", "de: a safety nugget says how to stand clear"),
    ],
)
def test_a_text_without_what_it_needs_is_not_published(
    site: Site, tmp_path: Path, text: str, line: str, reason: str
) -> None:
    kept = [found for found in FILES[text].split("\n") if not found.startswith(line)]
    folder = lay_out(tmp_path / "in", {text: "\n".join(kept)})
    with pytest.raises(errors.NotReady, match=reason):
        publish(site, folder, Folder(tmp_path / "media"))


def test_a_translation_that_is_not_finished_is_left_out_and_holds_nothing_up(
    site: Site, tmp_path: Path
) -> None:
    kept = [line for line in FILES["en.md"].split("\n") if not line.startswith("stand-clear:")]
    folder = lay_out(tmp_path / "in", {"en.md": "\n".join(kept)})
    card = publish(site, folder, Folder(tmp_path / "media"))
    assert sorted(card.words) == ["de"]


def test_every_reason_is_told_at_once(site: Site) -> None:
    with pytest.raises(errors.NotReady) as refused:
        nuggets.publish(nuggets.draft(site, "empty"), DAY)
    assert tuple(map(str, refused.value.reasons)) == (
        "It has no owner: say which role looks after it.",
        "It has no text yet.",
    )
    assert "no owner" in str(refused.value)


def test_a_text_in_the_plants_language_is_needed(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    version = library.import_folder(site, lay_out(tmp_path, {"de.md": None}), storage)
    assert "It has no text in the plant's language (de)." in lacks(version)


def test_a_nugget_without_questions_is_not_published(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    texts = {name: text.split("## Question")[0] for name, text in
             (("de.md", GERMAN), ("en.md", ENGLISH))}  # fmt: skip
    version = library.import_folder(site, lay_out(tmp_path, texts), storage)
    assert "de: it has no question." in lacks(version)


def test_the_small_film_comes_before_publishing(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    version = library.import_folder(site, lay_out(tmp_path), storage)
    nuggets.submit(version)
    assert "de: it has no film yet." in lacks(version)
    film = medium.keep(site, storage, b"a film", "film", "mp4")
    nuggets.take_film(version.id, film)
    waiting = "de: the small film for slow links is not ready yet."
    assert waiting in lacks(fresh(version))
    add_lite(film, storage)
    assert lacks(fresh(version)) == ()


def test_a_film_without_captions_needs_a_reason(
    site: Site, storage: Folder, tmp_path: Path, draft: Version
) -> None:
    for text in Text.select().where(Text.version == draft):
        text.captions = None
        text.save()
    assert "de: the film has no captions, and nobody said why it needs none." in lacks(draft)
    draft.captions_waived = "Nobody speaks, and nothing sounds."
    assert lacks(draft) == ()


def test_captions_that_nobody_read_through_are_not_published(draft: Version) -> None:
    Text.update(captions_state="machine").where(Text.version == draft).execute()
    assert "de: nobody has read the captions through." in lacks(draft)
    assert checklist.open_at(draft) == {"captions"}
    Text.update(state="machine").where(Text.language == "en").execute()
    assert "en: nobody has read the captions through." not in lacks(draft)


def test_a_new_version_takes_the_place_of_the_old_one(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    publish(site, lay_out(tmp_path), storage)
    goggles = ENGLISH.replace("glasses", "goggles")
    card = publish(site, lay_out(tmp_path, {"en.md": goggles}), storage)
    assert card.number == 2
    states = Version.select(Version.number, Version.state).order_by(Version.number).tuples()
    assert list(states) == [(1, "withdrawn"), (2, "published")]
    assert not catalogue.withdrawn(site.id, "wear-glasses")


def test_the_schema_itself_allows_one_published_version(site: Site, draft: Version) -> None:
    nuggets.publish(draft, DAY)
    with pytest.raises(peewee.IntegrityError), Version._meta.database.atomic():
        Version.create(nugget=draft.nugget, number=7, state="published")


def test_the_review_is_due_after_the_months_it_asks_for(site: Site, draft: Version) -> None:
    nuggets.publish(draft, date(2026, 2, 28))
    assert waiting.due(site, date(2027, 2, 27)) == []
    assert [due.version_id for due in waiting.due(site, date(2027, 2, 28))] == [draft.id]


def test_a_safety_nugget_is_reviewed_within_a_year(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    slow = NUGGET.replace("review_months = 12", "review_months = 36")
    card = publish(site, lay_out(tmp_path, {"nugget.toml": slow}), storage)
    assert nugget_of(card).review_by == "2027-11-23"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(
    day: date, months: int, later: date
) -> None:
    assert nuggets.months_after(day, months) == later


def test_another_rendition_appears_on_the_card(site: Site, storage: Folder, draft: Version) -> None:
    nuggets.publish(draft, DAY)
    before = catalogue.revision()
    assert draft.film
    add_lite(draft.film, storage, "540p")
    assert nuggets.refresh(draft.film_id or "") == 1
    card = catalogue.card(site.id, "wear-glasses")
    assert card
    assert card.words["de"].film
    assert list(card.words["de"].film.files) == ["540p", "lite"]
    assert catalogue.revision() > before


def test_nothing_new_leaves_card_and_revision_alone(draft: Version) -> None:
    nuggets.publish(draft, DAY)
    before = catalogue.revision()
    assert nuggets.refresh(draft.film_id or "") == 0
    assert catalogue.revision() == before


def test_a_withdrawn_nuggets_media_are_gone_and_purged_after_thirty_days(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    before = catalogue.revision()
    nuggets.withdraw(nugget_of(card), storage, DAY)
    assert catalogue.revision() > before
    assert all(catalogue.gone(sha) for sha in card.files())
    assert nuggets.purge(storage, DAY + timedelta(days=29)) == 0
    assert nuggets.purge(storage, DAY + timedelta(days=30)) > 0
    assert not any(storage.find(file.sha, file.ext) for file in card.files().values())
    assert nuggets.purge(storage, DAY + timedelta(days=30)) == 0


def test_a_consent_taken_back_purges_at_once(site: Site, storage: Folder, tmp_path: Path) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    nuggets.withdraw(nugget_of(card), storage, DAY, consent=True)
    assert not any(storage.find(file.sha, file.ext) for file in card.files().values())
    assert not list(storage.root.rglob("*.mp4"))


def test_what_another_nugget_shows_too_is_not_gone(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    changed = {"01-take.svg": svg("#FFC21A")}
    other = publish(site, lay_out(tmp_path, changed, slug="other"), storage)
    nuggets.withdraw(nugget_of(card), storage, DAY, consent=True)
    only_here = set(card.files()) - set(other.files())
    assert only_here
    assert {sha for sha in card.files() if catalogue.gone(sha)} == only_here
    assert all(storage.find(file.sha, file.ext) for file in other.files().values())


def test_a_withdrawn_nugget_can_come_back(site: Site, storage: Folder, tmp_path: Path) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    nuggets.withdraw(nugget_of(card), storage, DAY)
    changed = lay_out(tmp_path, {"en.md": ENGLISH.replace("eyelid", "eye")})
    again = publish(site, changed, storage)
    assert not any(catalogue.gone(sha) for sha in again.files())
    assert not catalogue.withdrawn(site.id, "wear-glasses")


def test_a_purged_film_does_not_come_back_by_itself(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    card = publish(site, lay_out(tmp_path), storage)
    nuggets.withdraw(nugget_of(card), storage, DAY, consent=True)
    old = Version.get()
    copy = nuggets.draft(site, "wear-glasses")
    copy.film = old.film
    for text in Text.select().where(Text.version == old):
        text.version = copy
        text.save()
    assert any("was deleted" in reason for reason in lacks(copy))


def test_a_draft_cannot_be_withdrawn(site: Site, storage: Folder) -> None:
    version = nuggets.draft(site, "half-done")
    with pytest.raises(errors.NotPublished, match="half-done"):
        nuggets.withdraw(version.nugget, storage, DAY)
    assert not Gone.select().exists()


def test_a_nugget_hangs_once_on_each_thing(site: Site) -> None:
    nugget, machine = nuggets.draft(site, "wear-glasses").nugget, lathe(site)
    assert nuggets.hang(nugget, machine) == nuggets.hang(nugget, machine)
    nuggets.hang(nugget, Kind.get())
    assert Hang.select().count() == 2
    nuggets.unhang(nugget, machine)
    assert Hang.select().count() == 1


def test_a_card_follows_the_topics_its_nugget_hangs_on(
    site: Site, storage: Folder, tmp_path: Path
) -> None:
    nugget = nugget_of(publish(site, lay_out(tmp_path), storage))
    nuggets.hang(nugget, plant.topic(site, "order", "Ordnung"))
    nuggets.unhang(nugget, plant.topic(site, "safety", "Sicherheit"))
    card = catalogue.card(site.id, "wear-glasses")
    assert card
    assert card.topics == ("order",)


def writes_words(statements: list[str]) -> bool:
    """Whether the words by which it is found were thrown away, to be written anew."""
    return any('DELETE FROM "search_word"' in one for one in statements)


def test_hanging_on_a_machine_writes_no_words_again(
    site: Site, storage: Folder, database: peewee.Database, tmp_path: Path
) -> None:
    nugget, machine = nugget_of(publish(site, lay_out(tmp_path), storage)), lathe(site)
    with counted(database) as statements:
        nuggets.hang(nugget, machine)
    assert not writes_words(statements)
    with counted(database) as statements:
        nuggets.hang(nugget, plant.topic(site, "order", "Ordnung"))
    assert writes_words(statements)


def test_a_nugget_hangs_in_its_own_plant_only(site: Site) -> None:
    other = plant.found("Werk Süd", "sued")
    with pytest.raises(errors.OtherPlant):
        nuggets.hang(nuggets.draft(other, "wear-glasses").nugget, lathe(site))


def test_a_refused_draft_leaves_nothing_behind(site: Site) -> None:
    with pytest.raises(errors.SlugInvalid):
        nuggets.draft(site, "Not A Slug")
    with pytest.raises(errors.TooLong, match="owner role"):
        nuggets.draft(site, "wear-glasses", owner_role="x" * 81)
    assert not Nugget.select().exists()
