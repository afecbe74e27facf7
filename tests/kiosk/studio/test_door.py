"""The door: a lost session loses nothing that was typed, and nobody is led anywhere else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from kiosk.staff import people
from kiosk.staff.models import Account
from kiosk.studio import security
from tests.kiosk.studio.captions_cast import chuck
from tests.page import main, words
from tests.studio import Browser, Studio, field

RIGHT = "drei kalte Fische"
INVITED: dict[str, Any] = {
    "name": "Frank Neu, zweite Schicht",
    "role": ["trainer", "council"],
    "mail": "",
}


@pytest.fixture
def dana_knows(studio: Studio) -> Account:
    """Dana, with a password."""
    return knows(studio, "dana")


def knows(studio: Studio, name: str) -> Account:
    found = studio.people[name]
    with studio.app.extensions["studio"]().app_context():
        found.password = security.sealed(RIGHT)
    found.save()
    return found


def kept(answer: object) -> dict[str, str]:
    """Return the fields that a page of the door carries on."""
    names = ("csrf_token", "next", "posted", "sure")
    return {name: field(answer, name) for name in names if f'name="{name}"' in words(answer)}  # type: ignore[arg-type]


def test_a_lost_session_loses_nothing_typed(
    studio: Studio, nobody: Browser, dana_knows: Account
) -> None:
    asked = nobody.post("/studio/people/new", INVITED, 401)
    assert "What you typed is safe." in main(asked)
    going = kept(asked) | {"name": "dana", "password": RIGHT}
    fields = [("kept:name", INVITED["name"]), ("kept:role", "trainer"), ("kept:role", "council")]
    assert all(f'name="{name}" value="{value}"' in words(asked) for name, value in fields)
    carried = {"kept:name": INVITED["name"], "kept:role": INVITED["role"]}
    onward = nobody.post("/studio/sign-in", going | carried, 200)
    sent = {"csrf_token": field(onward, "csrf_token"), **INVITED}
    assert "data-onward" in words(onward)
    nobody.post("/studio/people/new", sent, 303)
    assert Account.get(Account.name == INVITED["name"]).roles == ("trainer", "council")


def test_a_wrong_password_keeps_what_was_typed(nobody: Browser, dana_knows: Account) -> None:
    asked = nobody.post("/studio/people/new", INVITED, 401)
    wrong = {"name": "dana", "password": "no", "kept:name": "Frank"}
    again = nobody.post("/studio/sign-in", kept(asked) | wrong, 422)
    assert field(again, "kept:name") == "Frank"
    assert field(again, "next") == "/studio/people/new"


def test_choosing_a_language_at_the_door_keeps_what_was_typed(nobody: Browser) -> None:
    asked = nobody.post("/studio/people/new", INVITED, 401)
    chosen = kept(asked) | {"language": "de", "kept:name": "Frank"}
    again = nobody.post("/studio/language", chosen, 200)
    assert field(again, "kept:name") == "Frank"
    assert '<html lang="de"' in words(again)


def test_what_another_site_sent_is_dropped(nobody: Browser) -> None:
    asked = nobody.post("/studio/people/new", INVITED, 401, Sec_Fetch_Site="cross-site")
    assert "Frank" not in words(asked)
    assert field(asked, "next") == "/studio/"


def test_an_old_browser_that_says_nothing_gets_a_button(
    nobody: Browser, dana_knows: Account
) -> None:
    del nobody.head["Sec-Fetch-Site"]
    asked = nobody.post("/studio/people/new", INVITED, 401)
    going = kept(asked) | {"name": "dana", "password": RIGHT, "kept:name": INVITED["name"]}
    onward = words(nobody.post("/studio/sign-in", going, 200))
    assert "data-onward" not in onward
    assert f"<li>{INVITED['name']}</li>" in onward


def test_a_token_that_is_too_old_loses_nothing_typed(dana: Browser) -> None:
    late = dana.post("/studio/people/new", INVITED | {"csrf_token": "of yesterday"}, 400)
    assert INVITED["name"] in words(late)
    assert "data-onward" in words(late)
    twice = {**INVITED, "csrf_token": "of yesterday", "onward": "yes"}
    assert "data-onward" not in words(dana.post("/studio/people/new", twice, 400))


def test_a_password_never_travels_through_a_page(alice: Browser) -> None:
    typed = {"password": "old one", "new-password": "a secret", "csrf_token": "of yesterday"}
    answer = alice.post("/studio/me/password", typed, 303)
    assert answer.headers["Location"] == "/studio/me/password"


def test_a_script_gets_a_status_and_no_page(nobody: Browser) -> None:
    for head in ({"Tus-Resumable": "1.0.0"}, {"Sec-Fetch-Mode": "cors"}):
        answer = nobody.send("PATCH", "/studio/uploads/zzzzzzzzzzzz", 401, headers=head)
        assert answer.mimetype == "text/plain"
        assert "sign in" in words(answer).lower()
        assert "<" not in words(answer)


@pytest.mark.parametrize(
    "away",
    ["https://evil.test/", "//evil.test", "/studio//evil.test", "/studio/\\evil.test", "/de/find",
     "/studio/sign-out", "javascript:alert(1)", "/studio/\nSet-Cookie: a=b"],
)  # fmt: skip
def test_nobody_is_led_out_of_the_studio(nobody: Browser, dana_knows: Account, away: str) -> None:
    token = field(nobody.get("/studio/sign-in"), "csrf_token")
    going = {"csrf_token": token, "name": "dana", "password": RIGHT, "next": away}
    assert nobody.post("/studio/sign-in", going).headers["Location"] == "/studio/"


def test_after_signing_in_the_page_is_the_one_asked_for(
    nobody: Browser, dana_knows: Account
) -> None:
    asked = nobody.get("/studio/nuggets?show=due", 401)
    going = kept(asked) | {"name": "dana", "password": RIGHT}
    assert nobody.post("/studio/sign-in", going).headers["Location"] == "/studio/nuggets?show=due"


def test_a_false_host_stands_in_no_answer(studio: Studio, dana: Browser) -> None:
    invited = dana.post("/studio/people/new", INVITED | {"role": "trainer"})
    for path in ("/studio/people", invited.headers["Location"]):
        answer = dana.client.get(
            path, base_url="https://localhost", headers=dana.head | {"Host": "evil.test"}
        )
        assert "evil.test" not in words(answer) + str(answer.headers)


def test_without_https_the_door_says_so(nobody: Browser) -> None:
    answer = nobody.client.get("/studio/sign-in", base_url="http://192.0.2.7", headers=nobody.head)
    assert "The studio needs HTTPS" in main(answer)
    assert "HTTPS" not in main(nobody.get("/studio/sign-in"))


def today() -> date:
    return datetime.now(tz=UTC).date()


def welcomed(nobody: Browser, opens: str, password: str, status: int) -> str:
    path = f"/studio/welcome/{opens}"
    token = field(nobody.get(path), "csrf_token")
    return (
        main(nobody.post(path, {"csrf_token": token, "password": password}, status))
        if (status != 303)
        else str(nobody.post(path, {"csrf_token": token, "password": password}, 303).location)
    )


def test_a_link_lets_somebody_in_once(studio: Studio, nobody: Browser) -> None:
    opens = people.link(studio.people["alice"], today())
    assert welcomed(nobody, opens, RIGHT, 303) == "/studio/"
    nobody.get("/studio/me")
    studio.browser().get(f"/studio/welcome/{opens}", 410)


def test_a_link_has_its_days(studio: Studio, nobody: Browser) -> None:
    opens = people.link(studio.people["alice"], today() - timedelta(days=8))
    nobody.get(f"/studio/welcome/{opens}", 410)


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "At least 10"), ("Passwort123!", "Many people take one like this"),
     ("1234567890", "Many people"), ("aaaaaaaaaaaa", "Many people"), ("musterwerk1", "Many people"),
     ("x" * 201, "at most 200")],
)  # fmt: skip
def test_a_weak_password_is_refused_with_a_sentence(
    studio: Studio, nobody: Browser, password: str, said: str
) -> None:
    opens = people.link(studio.people["alice"], today())
    assert said.lower() in welcomed(nobody, opens, password, 422).lower()
    nobody.get(f"/studio/welcome/{opens}")


@pytest.fixture
def phone(browser: Chromium) -> Iterator[Page]:
    """A phone without a session."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def sign_in(phone: Page, name: str) -> None:
    phone.get_by_label("Your sign-in name").fill(name)
    phone.get_by_label("Password", exact=True).fill(RIGHT)
    phone.get_by_role("button", name="Sign in").click()


@pytest.mark.browser
def test_on_a_phone_a_link_a_lost_session_and_a_form_that_arrives(
    studio: Studio, served: str, phone: Page
) -> None:
    opens = people.link(studio.people["dana"], today())
    phone.goto(f"{served}/studio/welcome/{opens}")
    phone.get_by_label("Your new password").fill(RIGHT)
    phone.get_by_role("button", name="Come in").click()
    phone.goto(f"{served}/studio/people/new")
    phone.get_by_label("Name", exact=True).fill("Frank Neu\u202e <b>")
    phone.context.clear_cookies()
    phone.get_by_role("button", name="Invite").click()
    expect(phone.get_by_text("What you typed is safe.")).to_be_visible()
    sign_in(phone, "Dana")
    expect(phone.get_by_role("heading", name="A link for Frank Neu <b>")).to_be_visible()


@pytest.mark.browser
def test_in_a_page_of_many_forms_everything_typed_stays(
    studio: Studio, served: str, phone: Page
) -> None:
    knows(studio, "alice")
    version = chuck(studio.site, studio.settings)
    languages = f"/studio/v/{version.id}/languages"
    studio.browser("alice").post(languages, {"language": "pl/plain"})
    phone.goto(f"{served}/studio/v/{version.id}/languages/pl")
    sign_in(phone, "alice")
    fields = phone.locator("#main textarea")
    expect(fields.first).to_be_visible()
    phone.wait_for_function("() => document.readyState === 'complete'")
    for number in range(2):
        fields.nth(number).fill(f"Wiersz {number}")
    phone.context.clear_cookies()
    phone.locator("#main form[data-hx-post] button.main").first.click()
    expect(phone.get_by_role("heading", name="You were signed out")).to_be_visible()
    phone.wait_for_timeout(200)
    assert phone.evaluate("document.activeElement.closest('#door') !== null"), "nobody is torn out"
    sign_in(phone, "alice")
    expect(phone.get_by_text("Good, it is you. Press the button once more.")).to_be_visible()
    assert [fields.nth(number).input_value() for number in range(2)] == ["Wiersz 0", "Wiersz 1"]
    with phone.expect_response(lambda answer: answer.request.method == "POST") as answered:
        phone.locator("#main form[data-hx-post] button.main").first.click()
    assert answered.value.status == 200
