"""Sessions of the studio: begun by a password, ended at once, held in one cookie."""

import time
from datetime import timedelta
from itertools import product

import pytest
from werkzeug.test import TestResponse

from content.models import Version
from kiosk.staff import people
from kiosk.staff.models import Account
from kiosk.studio import security
from tests.page import main, words
from tests.studio import Browser, Studio, field

RIGHT = "drei kalte Fische"
WRONG = {"password": "drei warme Fische"}


@pytest.fixture
def known(studio: Studio) -> Account:
    """Alice, with a password."""
    found = studio.people["alice"]
    with studio.app.extensions["studio"]().app_context():
        found.password = security.sealed(RIGHT)
    found.save()
    return found


def signed_in(nobody: Browser, status: int = 303, **typed: str) -> TestResponse:
    """Sign in by the form, as a person does."""
    token = field(nobody.get("/studio/sign-in"), "csrf_token")
    told = {"name": "alice", "password": RIGHT, "csrf_token": token, **typed}
    return nobody.post("/studio/sign-in", told, status)


def test_somebody_signs_in_by_name_and_password(nobody: Browser, known: Account) -> None:
    answer = signed_in(nobody, name="  ALICE ")
    assert answer.headers["Location"] == "/studio/"
    nobody.get("/studio/")


def test_a_password_is_kept_as_argon2_in_the_owasp_profile(known: Account) -> None:
    assert known.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    nobody: Browser, known: Account
) -> None:
    wrong = main(signed_in(nobody, 422, **WRONG))
    unknown = main(signed_in(nobody, 422, name="nobody at all"))
    assert wrong == unknown
    assert "Name and password don't belong together." in wrong


def test_an_unknown_name_takes_as_long_as_a_wrong_password(studio: Studio, known: Account) -> None:
    with studio.app.extensions["studio"]().app_context():
        security.nobodys()
        took: dict[str, list[float]] = {known.password: [], "": []}
        for _, (kept, goes) in product(range(8), took.items()):
            began = time.process_time()
            security.opens("drei warme Fische", kept)
            goes.append(time.process_time() - began)
    wrong, unknown = (min(goes) for goes in took.values())
    assert 0.5 < wrong / unknown < 2


def test_a_closed_account_is_not_let_in(nobody: Browser, known: Account) -> None:
    people.deactivate(known)
    signed_in(nobody, 422)


def test_an_account_without_a_password_opens_to_none(nobody: Browser, studio: Studio) -> None:
    signed_in(nobody, 422, name="bob", password="")


def test_the_cookie_is_for_the_studio_alone(nobody: Browser, known: Account) -> None:
    set_cookie = signed_in(nobody).headers["Set-Cookie"]
    assert set_cookie.startswith("__Secure-studio=")
    flags = {one.strip() for one in set_cookie.split(";")}
    assert flags >= {"Secure", "HttpOnly", "Path=/studio", "SameSite=Lax"}
    assert not any(one.startswith("Domain") for one in flags)


def session_of(studio: Studio, browser: Browser) -> dict[str, object]:
    """Return what the cookie of a browser holds."""
    made = studio.app.extensions["studio"]()
    cookie = browser.client.get_cookie("__Secure-studio", "localhost", "/studio")
    assert cookie is not None
    serializer = made.session_interface.get_signing_serializer(made)
    found: dict[str, object] = serializer.loads(cookie.value)
    return found


def test_the_session_knows_no_address_and_no_browser(
    studio: Studio, nobody: Browser, known: Account
) -> None:
    signed_in(nobody)
    held = session_of(studio, nobody)
    assert held.keys() == {"_fresh", "_permanent", "_user_id", "fs_cc", "fs_paa"}


def test_signing_in_leaves_nothing_in_the_database(nobody: Browser, known: Account) -> None:
    before = list(Account.select().order_by(Account.id).dicts())
    signed_in(nobody)
    assert list(Account.select().order_by(Account.id).dicts()) == before


def test_a_session_planted_before_does_not_become_a_signed_in_one(
    studio: Studio, nobody: Browser, known: Account
) -> None:
    nobody.get("/studio/sign-in")
    planted = session_of(studio, nobody)
    signed_in(nobody)
    nobody.get("/studio/me")
    assert session_of(studio, nobody).get("csrf_token") != planted["csrf_token"]


def test_signing_out_ends_the_cookie(studio: Studio, alice: Browser) -> None:
    alice.post("/studio/sign-out")
    alice.get("/studio/", 401)
    assert "_user_id" not in session_of(studio, alice)


def test_a_fresh_sign_ends_every_session(studio: Studio, alice: Browser) -> None:
    tablet = studio.browser("alice")
    people.end_sessions(studio.people["alice"])
    alice.get("/studio/", 401)
    tablet.get("/studio/", 401)


def test_a_session_ends_after_a_shift(studio: Studio, alice: Browser) -> None:
    began = time.time() - security.SHIFT.total_seconds() - 1
    alice.hold({"_user_id": studio.people["alice"].fs_uniquifier, "_fresh": True, "fs_paa": began})
    alice.get("/studio/", 401)


def test_a_token_in_an_address_or_a_head_opens_nothing(studio: Studio, nobody: Browser) -> None:
    made = studio.app.extensions["studio"]()
    with made.app_context():
        token = str(security.SignedIn.get_by_id(studio.people["alice"].id).get_auth_token())
    nobody.get(f"/studio/?auth_token={token}", 401)
    nobody.get("/studio/", 401, **{"Authentication-Token": token})


def test_attempts_run_out_for_a_name_at_an_address(nobody: Browser, known: Account) -> None:
    for _ in range(8):
        signed_in(nobody, 422, **WRONG)
    late = signed_in(nobody, 429)
    assert "Too many attempts. Wait a minute, then try again." in main(late)
    signed_in(nobody, 422, name="bob")


def test_a_dangerous_deed_wants_a_fresh_password(studio: Studio, dana: Browser) -> None:
    own = studio.people["dana"]
    with studio.app.extensions["studio"]().app_context():
        own.password = security.sealed(RIGHT)
    own.save()
    old = time.time() - timedelta(hours=1).total_seconds()
    dana.hold({"_user_id": own.fs_uniquifier, "_fresh": True, "fs_paa": old})
    asked = dana.post("/studio/people/new", {"name": "Frank Neu", "role": "trainer"}, 401)
    assert "Your password, once more" in main(asked)
    assert field(asked, "username") == "dana"
    assert not Account.select().where(Account.name == "Frank Neu").exists()
    going = {
        "password": RIGHT, "next": field(asked, "next"), "posted": "yes", "sure": "yes",
        "kept:name": field(asked, "kept:name"), "kept:role": field(asked, "kept:role"),
    }  # fmt: skip
    onward = dana.post("/studio/again", going, 200)
    assert "data-onward" in words(onward)
    dana.post("/studio/people/new", {"name": "Frank Neu", "role": "trainer"}, 303)


def test_other_plants_accounts_are_not_there(studio: Studio, dana: Browser) -> None:
    eve = studio.people["eve"].id
    for path in (f"/studio/people/{eve}", f"/studio/people/{eve}/delete"):
        dana.get(path, 404)
    dana.post(f"/studio/people/{eve}/sessions", {}, 404)
    dana.post(f"/studio/people/{eve}/delete", {}, 404)
    assert "Eve" not in main(dana.get("/studio/people"))


def test_deleting_erases_somebody_from_open_drafts(studio: Studio) -> None:
    gone, stays = studio.people["alice"], studio.people["bob"]
    version = Version.select().first()
    Version.update(authors=f"{gone.id} {stays.id}").where(Version.id == version.id).execute()
    people.delete(gone)
    assert Version.get_by_id(version.id).authors == stays.id


@pytest.mark.parametrize(
    ("site", "packed"),
    [("same-origin", "br"), ("none", "br"), ("same-site", None), ("cross-site", None), ("", None)],
)
def test_the_length_of_a_page_tells_another_site_nothing_of_its_token(
    studio: Studio, known: Account, site: str, packed: str | None
) -> None:
    alice = Browser(studio.app, known)
    page = alice.get("/studio/me", Accept_Encoding="br, gzip", Sec_Fetch_Site=site)
    assert 'name="csrf_token"' in words(page)
    assert page.headers.get("Content-Encoding") == packed
