"""The council's page: the whole list to read, one word to give, one to take back."""

from datetime import timedelta
from html import unescape

import pytest

from kiosk.counts import gate, manifest, period
from kiosk.counts.kinds import ALWAYS, KINDS
from kiosk.counts.models import Confirmation
from kiosk.staff.models import Deed
from tests import council
from tests.page import words
from tests.studio import Studio, field

HERE = "/studio/counting"
NOW = period.current("Europe/Berlin")


def test_everybody_reads_the_whole_list_and_only_the_council_may_confirm(studio: Studio) -> None:
    trainer = words(studio.browser("alice").get(HERE))
    for part in manifest.current().parts.values():
        for name, entry in part.items():
            assert name in unescape(trainer)
            assert entry["what"]["en"] in unescape(trainer)
    assert "Confirm this list" not in trainer
    assert "Confirm this list" in words(studio.browser("charlie").get(HERE))


def test_a_confirmation_is_kept_by_hash_version_day_and_role_without_a_name(
    studio: Studio,
) -> None:
    charlie = studio.browser("charlie")
    charlie.post(HERE, {"manifest": field(charlie.get(HERE), "manifest")})
    row = Confirmation.get()
    assert (row.manifest, row.version) == (manifest.current().hash, manifest.current().version)
    assert (row.role, row.confirmed_on) == ("council", gate.today(studio.site.id).isoformat())
    assert "Charlie" not in str(row.__data__)
    assert [(one.deed, one.role) for one in Deed.select()] == [
        ("confirmed what is kept", "council")
    ]
    assert gate.kinds(studio.site.id, NOW) == ALWAYS
    assert gate.kinds(studio.site.id, NOW.next) == KINDS
    told = words(charlie.get(HERE))
    assert "Answers are counted from" in told
    assert "Take the confirmation back" in told


def test_a_session_that_lay_open_asks_for_the_password_first(studio: Studio) -> None:
    charlie = studio.browser("charlie")
    charlie.hold({"_user_id": studio.people["charlie"].fs_uniquifier, "_fresh": True,
                  "fs_paa": council.hours_ago()})  # fmt: skip
    answer = charlie.post(HERE, {"manifest": manifest.current().hash}, status=401)
    assert "Your password, once more" in words(answer)
    assert Confirmation.select().count() == 0


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_a_list_that_was_not_the_one_shown_is_not_confirmed(studio: Studio, seen: str) -> None:
    answer = studio.browser("charlie").post(HERE, {"manifest": seen}, status=422)
    assert "The list has changed since this page was opened." in words(answer)
    assert Confirmation.select().count() == 0


@pytest.mark.parametrize("name", ["alice", "bob", "dana"])
def test_nobody_else_confirms_or_takes_back(studio: Studio, name: str) -> None:
    council.agree(studio.site.id, NOW)
    browser = studio.browser(name)
    browser.post(HERE, {"manifest": manifest.current().hash}, status=403)
    browser.post(f"{HERE}/withdraw", status=403)
    assert gate.kinds(studio.site.id, NOW) == KINDS


def test_taken_back_it_ends_at_once_and_the_book_says_so(studio: Studio) -> None:
    council.agree(studio.site.id, NOW)
    charlie = studio.browser("charlie")
    assert "Answers are counted<" in words(charlie.get(HERE))
    charlie.post(f"{HERE}/withdraw")
    assert gate.kinds(studio.site.id, NOW) == ALWAYS
    assert [one.deed for one in Deed.select()] == ["took that back"]
    assert "the list is not confirmed any more" in words(charlie.get(HERE))


def test_what_is_new_since_the_last_confirmed_list_stands_above_it(studio: Studio) -> None:
    before = manifest.current().text.replace('"sign_in":', '"typed":')
    old = manifest.read(before)
    Confirmation.create(
        site=studio.site.id, confirmed_on=(NOW.first - timedelta(days=40)).isoformat(),
        manifest=old.hash, version=0, role="council", text=old.text,
    )  # fmt: skip
    told = " ".join(words(studio.browser("charlie").get(HERE)).split())
    assert "2 lines are different from the list confirmed last" in told
    assert "<b>New:</b> account.sign_in" in told
    assert "<b>No longer there:</b> account.typed" in told
