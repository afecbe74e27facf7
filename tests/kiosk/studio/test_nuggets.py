"""Every nugget of the plant, looked for and opened; a draft in a phone's frame."""

from content import nuggets
from content.models import Machine, Nugget, Version
from kiosk.studio.desk import HOURS
from tests.page import words
from tests.studio import Browser, Studio

LIST = "/studio/nuggets"


def test_all_nuggets_of_the_plant_stand_there_with_where_they_hang(alice: Browser) -> None:
    page = words(alice.get(LIST))
    for told in ("Schutzbrille tragen", "Drehmaschine DZ 400", "Published", "Safety."):
        assert told in page


def test_the_picture_of_a_nugget_kept_inside_is_shown_from_inside(alice: Browser) -> None:
    Nugget.update(reach="plant network").where(Nugget.slug == "wear-glasses").execute()
    assert 'src="/media/plant/' in words(alice.get(f"{LIST}?q=Schutzbrille"))


def test_words_are_found_whatever_their_case_and_umlauts(alice: Browser) -> None:
    assert "Schutzbrille" in words(alice.get(f"{LIST}?q=SCHUTZBR"))
    assert "Schutzbrille" in words(alice.get(f"{LIST}?q=trägen+clear"))
    assert "Nothing here." in words(alice.get(f"{LIST}?q=nirgends"))


def test_typing_gets_the_list_alone(alice: Browser) -> None:
    part = words(alice.get(f"{LIST}?q=brille", HX_Request="true"))
    assert "Schutzbrille" in part
    assert "<html" not in part


def test_a_draft_leads_to_its_film_and_a_published_one_to_its_versions(
    alice: Browser, studio: Studio
) -> None:
    draft = nuggets.draft(studio.site, "new-one")
    page = words(alice.get(f"{LIST}?show=draft"))
    assert f"/studio/v/{draft.id}/film" in page
    assert "wear-glasses" not in page
    glasses = Nugget.get(Nugget.slug == "wear-glasses")
    assert f"/studio/nuggets/{glasses.id}" in words(alice.get(f"{LIST}?show=published"))


def test_the_nuggets_of_a_machine_are_those_of_its_kind_too(alice: Browser) -> None:
    press = Machine.get(Machine.name == "Presse P 12")
    page = words(alice.get(f"{LIST}?machine={press.id}"))
    assert "Presse P 12" in page
    assert page.count("<li>") == 1
    chips = Nugget.get(Nugget.slug == "clear-chips")
    assert f"/studio/nuggets/{chips.id}" in page


def test_strange_numbers_and_names_are_no_harm(alice: Browser) -> None:
    for query in ("page=-3", "page=x", "page=99999", "show=%00", "machine=%27", "q=" + "a" * 500):
        alice.get(f"{LIST}?{query}")


def test_another_plant_sees_its_own(eve: Browser) -> None:
    assert "Schutzbrille" not in words(eve.get(LIST))


def test_a_draft_is_shown_in_a_frame_and_as_a_symbol(alice: Browser, eve: Browser) -> None:
    version = Version.select().join(Nugget).where(Nugget.slug == "wear-glasses").get()
    page = words(alice.get(f"/studio/v/{version.id}/look"))
    assert f"for {HOURS} hours" in page
    assert f'<iframe src="/de/preview/{version.id}.' in page
    assert '<svg class="qr"' in page
    led = alice.get(f"/studio/v/{version.id}/preview", 302)
    assert led.headers["Location"].startswith(f"/de/preview/{version.id}.")
    eve.get(f"/studio/v/{version.id}/look", 404)


def test_the_next_page_keeps_what_was_asked_and_nothing_else(
    alice: Browser, studio: Studio
) -> None:
    for number in range(52):
        nuggets.draft(studio.site, f"n-{number}")
    page = words(alice.get(f"{LIST}?show=draft&_scheme=javascript&_external=1"))
    assert "/studio/nuggets?page=2&amp;show=draft" in page
    assert "javascript:" not in page
