"""People by the command line: a link and never a password, told in one sentence, noted by day."""

import json
import re

import pytest

from tests.kiosk.shell import Shell

LINK = re.compile(r"https://qr\.acme\.de/studio/welcome/[0-9a-z]{28}\b")


@pytest.fixture
def invited(kiosk: Shell) -> Shell:
    """The plant after Mia was invited as a trainer."""
    kiosk.run("staff", "invite", "Mia Weber", "--role", "trainer", "--sign-in", "mia")
    return kiosk


def people(kiosk: Shell) -> dict[str, dict[str, object]]:
    found = json.loads(kiosk.run("staff", "list", "--json"))
    return {one["sign_in"]: one for one in found}


def test_an_invitation_prints_a_link_that_works_once(kiosk: Shell) -> None:
    told = kiosk("staff", "invite", "Mia Weber", "--role", "trainer", "--role", "safety")
    assert told.code == 0
    assert LINK.search(told.out)
    assert "It works once, for 7 days." in told.err
    assert people(kiosk)["mia weber"]["roles"] == ["trainer", "safety"]


def test_the_list_says_who_was_invited_and_shows_no_secret(invited: Shell) -> None:
    told = invited.run("staff", "list")
    assert re.search(r"^mia +Mia Weber +trainer +invited$", told, re.MULTILINE)
    assert people(invited)["mia"].keys() == {"sign_in", "name", "roles", "state"}


def test_each_new_link_is_another_one(invited: Shell) -> None:
    links = {LINK.findall(invited.run("staff", "link", "MIA"))[0] for _ in range(3)}
    assert len(links) == 3


def test_a_sign_in_name_is_given_once(invited: Shell) -> None:
    told = invited.refused("staff", "invite", "Another", "--role", "trainer", "--sign-in", "Mia")
    assert told == "kiosk: Somebody signs in with this name already.\n"


def test_a_role_that_does_not_exist_is_wrong_use(kiosk: Shell) -> None:
    told = kiosk("staff", "invite", "Mia", "--role", "boss")
    assert told.code == 2
    assert "trainer" in told.err


def test_somebody_unknown_is_told_in_a_sentence(kiosk: Shell) -> None:
    assert (
        kiosk.refused("staff", "link", "zoe") == "kiosk: There is no account with this name: zoe.\n"
    )


def test_a_closed_account_is_listed_as_closed(invited: Shell) -> None:
    invited.run("staff", "deactivate", "mia")
    assert people(invited)["mia"]["state"] == "closed"


def test_a_deleted_account_is_gone(invited: Shell) -> None:
    invited.run("staff", "delete", "mia", "--yes")
    assert "mia" not in people(invited)


def test_the_last_one_who_looks_after_accounts_stays(kiosk: Shell) -> None:
    kiosk.run("staff", "invite", "Dana", "--role", "admin")
    for deed in (("deactivate", "dana"), ("delete", "dana", "--yes")):
        assert "Nobody else looks after the accounts" in kiosk.refused("staff", *deed)
    assert people(kiosk)["dana"]["state"] == "invited"
